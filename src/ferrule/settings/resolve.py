"""Step 2, resolve settings: every source in, one `Settings` out.

Enters: the table of pyproject.toml, the sources that an entrance made of its command line
or config settings, the environment. Leaves: `Settings` with the notes of all sources.

The rule: for each option the highest source that gives it decides it wholly; lists are never
joined. Highest first: the command line (and `build-args`), the other config settings, the
environment, `[tool.ferrule]` or else `[tool.maturin]`, a preset of the verb, the default.
`interpreter` and `find-interpreter` count as one option, and so do `profile` and `release`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ferrule.errors import UsageError
from ferrule.settings.given import Given, Source
from ferrule.settings.model import (
    CargoSettings,
    LayoutSettings,
    OutputSettings,
    PythonSettings,
    SdistSettings,
    Settings,
    WheelSettings,
)
from ferrule.settings.options import BY_NAME
from ferrule.settings.sources import read_environment
from ferrule.settings.toml_source import Table, read_table
from ferrule.settings.values import convert_text

NOTHING = Source({})
RELEASE, DEVELOPMENT = "release", "dev"
EXCLUSIVE = (("interpreter", "find-interpreter"), ("profile", "release"))
LEVELS = {"deflated": (0, 9), "stored": (0, 0), "bzip2": (0, 9), "zstd": (-7, 22)}


def resolve_settings(
    table: Table | None,
    sources: Sequence[Source],
    env: Mapping[str, str],
    preset: Source = NOTHING,
) -> Settings:
    """Resolve every option from its sources.

    Args:
        table: the parsed pyproject.toml, None without one.
        sources: what outranks the environment, highest first.
        env: the environment, for the options' variables.
        preset: what outranks only the defaults.

    Raises:
        UsageError: a value is not of its option's type, or two options exclude each other.
        ConfigError: the table has unknown keys or wrong values.

    """
    above = [_convert(source) for source in (*sources, read_environment(env))]
    lenient = _choose(above).get("warn-unknown")
    read = (
        NOTHING
        if table is None
        else read_table(table, warn_unknown=lenient is not None and lenient.value is True)
    )
    ranked = [_settle(source) for source in (*above, read, _convert(preset))]
    chosen = _choose(ranked)
    _check_level(chosen)
    return _assemble(chosen, tuple(note for source in ranked for note in source.notes))


def _convert(source: Source) -> Source:
    values = {name: convert_text(BY_NAME[name], raw) for name, raw in source.values.items()}
    return source._replace(values=values)


def _settle(source: Source) -> Source:
    """Make a source that gives one of two exclusive options decide the other one as well."""
    values = dict(source.values)
    for first, second in EXCLUSIVE:
        if first in values and second in values and values[second].value:
            raise UsageError(
                f"{values[first].name} and {values[second].name} exclude each other",
                hint="give one of them",
            )
    release = values.pop("release", None)
    if release is not None:
        profile = RELEASE if release.value else DEVELOPMENT
        values.setdefault("profile", release._replace(value=profile))
    if "interpreter" in values:
        values["find-interpreter"] = values["interpreter"]._replace(value=False)
    elif "find-interpreter" in values and values["find-interpreter"].value:
        values["interpreter"] = values["find-interpreter"]._replace(value=())
    return source._replace(values=values)


def _choose(ranked: Sequence[Source]) -> dict[str, Given]:
    """Return each option's value from the highest source that gives it."""
    chosen: dict[str, Given] = {}
    for source in reversed(ranked):
        chosen.update(source.values)
    return chosen


def _check_level(chosen: Mapping[str, Given]) -> None:
    level = chosen.get("compression-level")
    if level is None:
        return
    method = chosen.get("compression-method")
    name = WheelSettings().compression_method if method is None else str(method.value)
    lowest, highest = LEVELS[name]
    if not (isinstance(level.value, int) and lowest <= level.value <= highest):
        meant = str(lowest) if lowest == highest else f"a level from {lowest} to {highest}"
        raise UsageError(
            f"{level.name} is {level.value}, which {name} does not have", hint=f"write {meant}"
        )


def _assemble(chosen: Mapping[str, Given], notes: tuple[str, ...]) -> Settings:
    # The table of options says where each value belongs; a test holds its types to the model.
    parts: dict[str, dict[str, Any]] = {
        part: {} for part in ("layout", "python", "cargo", "wheel", "sdist", "output")
    }
    for name, given in chosen.items():
        option = BY_NAME[name]
        parts[option.part][option.field] = given.value
    return Settings(
        layout=LayoutSettings(**parts["layout"]),
        python=PythonSettings(**parts["python"]),
        cargo=CargoSettings(**parts["cargo"]),
        wheel=WheelSettings(**parts["wheel"]),
        sdist=SdistSettings(**parts["sdist"]),
        output=OutputSettings(**parts["output"]),
        notes=notes,
    )
