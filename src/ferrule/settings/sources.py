"""Where settings come from besides files: the environment and PEP 517 front ends.

Enters: an environment; the config settings that a front end hands to a hook. Leaves:
`Source`s of raw values. Source: PEP 517 ("Config settings"); pip, build and uv pass text,
lists of text where a setting repeats, and with JSON also truth values and numbers.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ferrule.errors import UsageError
from ferrule.settings import peer
from ferrule.settings.arguments import read_argument_text
from ferrule.settings.given import Given, Source, show, suggest
from ferrule.settings.options import BY_NAME, OPTIONS

MANIFEST_PATH = "manifest-path"
PREFIXES = ("ferrule.", "maturin.")
BUILD_ARGUMENTS = ("maturin.build-args", "ferrule.build-args", "build-args")
ARGUMENT_VARIABLES = ("FERRULE_PEP517_ARGS", "MATURIN_PEP517_ARGS")
# A hook builds one wheel where the front end says, and answers with its name.
DECIDED_BY_FRONT_END = frozenset({"find-interpreter", "format", "list", "out", "plan", "sdist"})


def read_environment(env: Mapping[str, str]) -> Source:
    """Read every option's variables; an empty one counts as not set."""
    values = {}
    for option in OPTIONS:
        name = next((name for name in option.variables if env.get(name)), None)
        if name is not None:
            values[option.name] = Given(env[name], name)
    return Source(values)


def read_config_settings(
    settings: Mapping[str, object] | None, env: Mapping[str, str]
) -> tuple[Source, ...]:
    """Read what a front end passes to a hook: the sources, highest first.

    The command-line text of `build-args` ranks above single settings; the text of
    FERRULE_PEP517_ARGS or MATURIN_PEP517_ARGS, read only without `build-args`, below.

    Raises:
        UsageError: a setting that ferrule does not know, one that the front end decides, or a
            value of the wrong type; names the setting.

    """
    texts: dict[str, object] = {}
    values: dict[str, Given] = {}
    for key, value in (settings or {}).items():
        if key in BUILD_ARGUMENTS:
            texts[key] = value
            continue
        name, given = _read_setting(key, value)
        if name in values:
            raise UsageError(f"{given.name} and {values[name].name} are the same setting")
        values[name] = given
    single = Source(values)
    for key in BUILD_ARGUMENTS:
        if key in texts:
            return (_read_arguments(texts[key], f"-C {key}"), single)
    for variable in ARGUMENT_VARIABLES:
        if env.get(variable):
            return (single, _read_arguments(env[variable], variable))
    return (single,)


def without_manifest_path(
    sources: Iterable[Source], env: Mapping[str, str]
) -> tuple[tuple[Source, ...], dict[str, str]]:
    """Return sources and environment that leave it to the project where its manifest is."""
    variables = BY_NAME[MANIFEST_PATH].variables
    kept = tuple(
        source._replace(values={k: v for k, v in source.values.items() if k != MANIFEST_PATH})
        for source in sources
    )
    return kept, {name: value for name, value in env.items() if name not in variables}


def find_manifest_path(sources: Iterable[Source], env: Mapping[str, str]) -> Path | None:
    """Return the manifest that a source names, which is read before settings are resolved."""
    every = (*sources, read_environment(env))
    named = (source.values.get(MANIFEST_PATH) for source in every)
    return next((Path(str(given.value)) for given in named if given is not None), None)


def preset(values: Mapping[str, object], name: str) -> Source:
    """Make a source of values that a flow or entrance chooses; `name` is for messages."""
    return Source({key: Given(value, name) for key, value in values.items()})


def _read_setting(key: str, value: object) -> tuple[str, Given]:
    name = next((key.removeprefix(prefix) for prefix in PREFIXES if key.startswith(prefix)), key)
    if name not in BY_NAME:
        raise UsageError(f'config setting "{key}" is not known', hint=_hint_unknown(name))
    _refuse_decided([name], f"-C {key}")
    return name, Given(_unwrap(value, keep=BY_NAME[name].is_list), f"-C {key}")


def _hint_unknown(name: str) -> str:
    if f"--{name}" in peer.FLAGS or name in peer.NOTED_KEYS or name in peer.SILENT_KEYS:
        return peer.NOT_YET
    known = ("build-args", *(BY_NAME.keys() - DECIDED_BY_FRONT_END))
    return suggest(name, known, "config settings have the names of options, such as profile")


def _refuse_decided(names: Iterable[str], where: str) -> None:
    for name in names:
        if name in DECIDED_BY_FRONT_END:
            raise UsageError(
                f"{where}: {name} has no meaning here",
                hint="leave it out: the front end decides it; or run ferrule build",
            )


def _unwrap(value: object, *, keep: bool) -> object:
    """Return a list as a tuple, or as its only element unless `keep`; nothing as no text."""
    if isinstance(value, list):
        return value[0] if len(value) == 1 and not keep else tuple(value)
    return "" if value is None else value


def _read_arguments(value: object, name: str) -> Source:
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        source = read_argument_text(tuple(value), name)
    elif isinstance(value, str):
        source = read_argument_text(value, name)
    else:
        raise UsageError(f"{name} is {show(value)}", hint="write text or a list of texts")
    _refuse_decided(source.values, name)
    return source
