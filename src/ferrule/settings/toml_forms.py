"""The structured values of the TOML table: features, patterns, targets.

Enters: a value as the TOML parser gave it, and its spot in the file. Leaves: values of
`settings/model.py`. Only here and in `toml_source.py` does anything know TOML's types.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from ferrule.errors import ConfigError
from ferrule.settings.given import show, suggest
from ferrule.settings.model import Feature, Pattern, TargetFilter
from ferrule.settings.values import VERSION_SOURCES, check_specifier, split_features

FORMATS = ("sdist", "wheel")
TARGET_KINDS = ("bin", "cdylib", "dylib", "lib", "rlib", "staticlib")
T = TypeVar("T")


class Spot(NamedTuple):
    """A place in a file.

    `name` is what messages call it: `pyproject.toml: tool.ferrule.include[0]`. An unknown
    key there is an error, or one of `notes` where `lenient`.
    """

    name: str
    notes: list[str]
    lenient: bool

    def inside(self, key: str) -> "Spot":
        """Return the spot of a key or element of this value."""
        return self._replace(name=f"{self.name}{key if key.startswith('[') else f'.{key}'}")

    def wrong(self, value: object, expected: str) -> ConfigError:
        """Make the error of a value that is not what is expected here."""
        return ConfigError(f"{self.name} is {show(value)}", hint=f"write {expected}")

    def report(self, problem: str, hint: str) -> None:
        """Raise the error of a key that means nothing here, or note it where lenient."""
        message = f"{self.name} {problem}"
        if not self.lenient:
            raise ConfigError(message, hint=hint)
        self.notes.append(f"{message}; {hint}" if hint else message)


def read_text(value: object, spot: Spot) -> str:
    """Read a string that is not empty.

    Raises:
        ConfigError: it is something else.

    """
    if not isinstance(value, str) or not value:
        raise spot.wrong(value, "a string")
    return value


def read_elements(value: object, spot: Spot, read: Callable[[object, Spot], T]) -> tuple[T, ...]:
    """Read a list, each element with `read`.

    Raises:
        ConfigError: it is no list, or an element is wrong.

    """
    if not isinstance(value, list):
        raise spot.wrong(value, f'["{value}"]' if isinstance(value, str) else "a list")
    return tuple(read(element, spot.inside(f"[{i}]")) for i, element in enumerate(value))


def read_feature(value: object, spot: Spot) -> tuple[Feature, ...]:
    """Read `"name"` or `{feature, python-version, python-implementation}`.

    Raises:
        ConfigError: it has neither form.

    """
    if isinstance(value, str):
        return tuple(Feature(name=name) for name in split_features((value,)))
    table = _read_table(value, spot, ("feature", "python-version", "python-implementation"))
    texts = {key: read_text(text, spot.inside(key)) for key, text in table.items()}
    if "feature" not in texts:
        raise ConfigError(f"{spot.name} names no feature", hint='add feature = "…"')
    version = texts.get("python-version")
    if version is not None:
        check_specifier(version, spot.inside("python-version").name)
    return tuple(
        Feature(
            name=name,
            python_version=version,
            python_implementation=texts.get("python-implementation"),
        )
        for name in split_features((texts["feature"],))
    )


def read_pattern(value: object, spot: Spot) -> Pattern:
    """Read `"glob"`, `{path, format}` or `{path, from = "out-dir", to, crate-name}`.

    Raises:
        ConfigError: it has none of the three forms.

    """
    if isinstance(value, str):
        return Pattern(glob=read_text(value, spot))
    if isinstance(value, dict) and "from" in value and "format" not in value:
        return _read_out_dir(value, spot)
    table = _read_table(value, spot, ("path", "format"))
    path = _read_path(table, spot)
    if "format" not in table:
        raise ConfigError(
            f"{spot.name} has neither format nor from", hint=f'write "{path}" instead of the table'
        )
    return Pattern(glob=path, formats=_read_formats(table["format"], spot.inside("format")))


def read_exclusion(value: object, spot: Spot) -> Pattern:
    """Read a pattern of files to leave out: `"glob"` or `{path, format}`.

    Raises:
        ConfigError: it has neither form.

    """
    pattern = read_pattern(value, spot)
    if pattern.origin == "out-dir":
        raise ConfigError(
            f'{spot.name} has from = "out-dir"',
            hint="files of OUT_DIR are left out by not including them; remove it",
        )
    return pattern


def read_target(value: object, spot: Spot) -> TargetFilter:
    """Read `{name, kind}` of a cargo target.

    Raises:
        ConfigError: the name is missing or the kind is none of cargo's.

    """
    table = _read_table(value, spot, ("name", "kind"), also="")
    if "name" not in table:
        raise ConfigError(f"{spot.name} has no name", hint='add name = "…"')
    kind = table.get("kind")
    if kind is not None:
        kind = _read_word(kind, spot.inside("kind"), TARGET_KINDS)
    return TargetFilter(name=read_text(table["name"], spot.inside("name")), kind=kind)


def read_version(value: object, spot: Spot) -> str:
    """Read `{from = "git"}`, where a version is taken from.

    Raises:
        ConfigError: it is another form or source.

    """
    table = _read_table(value, spot, ("from",), also="")
    if "from" not in table:
        raise ConfigError(f"{spot.name} has no from", hint='write { from = "git" }')
    return _read_word(table["from"], spot.inside("from"), VERSION_SOURCES)


def report_unknown(key: str, spot: Spot, known: Iterable[str]) -> None:
    """Report an unknown key of the table at `spot`, with the nearest known one.

    Raises:
        ConfigError: unless the spot is lenient; then it is a note.

    """
    otherwise = "" if spot.lenient else "remove it, or build with --warn-unknown"
    spot.inside(key).report("is not a known key", suggest(key, known, otherwise))


def _read_table(
    value: object, spot: Spot, keys: tuple[str, ...], also: str = "a string or "
) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise spot.wrong(value, f"{also}a table with {', '.join(keys)}")
    for key in value.keys() - set(keys):
        report_unknown(key, spot, keys)
    return {key: value[key] for key in keys if key in value}


def _read_out_dir(value: Mapping[str, Any], spot: Spot) -> Pattern:
    keys = ("path", "from", "to", "crate-name", "crate_name")
    table = _read_table(value, spot, keys)
    path = _read_path(table, spot)
    if table["from"] != "out-dir":
        raise spot.inside("from").wrong(table["from"], '"out-dir"')
    if not isinstance(table.get("to"), str):
        raise ConfigError(
            f"{spot.name} does not say where to", hint='add to = "folder in the wheel"'
        )
    crate = table.get("crate-name", table.get("crate_name"))
    return Pattern(
        glob=path,
        formats=frozenset({"wheel"}),
        origin="out-dir",
        to=table["to"],
        crate=None if crate is None else read_text(crate, spot.inside("crate-name")),
    )


def _read_path(table: Mapping[str, Any], spot: Spot) -> str:
    if "path" not in table:
        raise ConfigError(f"{spot.name} has no path", hint='add path = "…"')
    return read_text(table["path"], spot.inside("path"))


def _read_formats(value: object, spot: Spot) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({_read_word(value, spot, FORMATS)})
    return frozenset(
        read_elements(value, spot, lambda element, inner: _read_word(element, inner, FORMATS))
    )


def _read_word(value: object, spot: Spot, words: tuple[str, ...]) -> str:
    if value in words:
        return str(value)
    listed = ", ".join(f'"{word}"' for word in words)
    raise spot.wrong(value, f"one of {listed}")
