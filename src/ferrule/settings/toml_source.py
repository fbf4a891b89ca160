"""The options that pyproject.toml gives.

Enters: `[tool.ferrule]`, or `[tool.maturin]` in its place. Leaves: a `Source` of values of
the options' own types. Types are strict and unknown keys are errors; all errors of the table
are raised together. Keys of maturin that ferrule does not have yet are accepted in
`[tool.maturin]`, with a note where they would change the wheel.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from ferrule.errors import ConfigError, UsageError, raise_collected
from ferrule.settings import peer
from ferrule.settings.arguments import read_argument_text
from ferrule.settings.given import Given, Source, split_words
from ferrule.settings.model import Pattern
from ferrule.settings.options import BY_NAME, OPTIONS, Option
from ferrule.settings.toml_forms import (
    Spot,
    read_elements,
    read_exclusion,
    read_feature,
    read_pattern,
    read_target,
    read_text,
    read_version,
    report_unknown,
)
from ferrule.settings.values import MINIMUM, convert_text, explain_choice

MATURIN = "tool.maturin"
KNOWN = tuple(option.name for option in OPTIONS if option.toml)
RENAMED = {
    "manylinux": ("compatibility", "is now compatibility"),
    "sdist-include": ("include", 'is now include = [{ path = "…", format = "sdist" }]'),
    "rustc-extra-args": ("rustc-args", "is now rustc-args, a list"),
}
CARGO_ARGUMENTS = "cargo-extra-args"


class Table(Protocol):
    """What is needed of a parsed pyproject.toml; `PyProject` of the project room has it.

    `tool` is the table, `tool_name` its name: `tool.ferrule` or `tool.maturin`.
    """

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def tool(self) -> Mapping[str, Any]:
        """The table's keys and values."""

    @property
    def tool_name(self) -> str:
        """The table's dotted name."""


def read_table(table: Table, *, warn_unknown: bool) -> Source:
    """Read the table of options.

    Paths in it are relative to the folder of pyproject.toml. With `warn_unknown`, unknown
    keys are notes.

    Raises:
        ConfigError: an unknown key, a wrong type or value, or an option given under two
            names; all of the table together, each naming file and key.

    """
    notes: list[str] = []
    errors: list[ConfigError] = []
    values: dict[str, Given] = {}
    spot = Spot(f"{table.path.name}: {table.tool_name}", notes, warn_unknown)
    for key in table.tool:
        errors.extend(_read_into(values, key, spot, table))
    raise_collected(errors)
    return Source(values, tuple(notes))


def _read_into(
    values: dict[str, Given], key: str, spot: Spot, table: Table
) -> tuple[ConfigError, ...]:
    """Add what a key gives to `values`, or return the error that is in it."""
    try:
        for name, given in _read_key(key, table.tool[key], spot, table).items():
            _refuse_second(values.get(name), given, name)
            values[name] = given
    except ConfigError as error:
        return (error,)
    return ()


def _refuse_second(before: Given | None, given: Given, name: str) -> None:
    if before is not None:
        raise ConfigError(
            f"{before.name} and {given.name.partition(': ')[2]} give the same option",
            hint=f"keep {name}",
        )


def _read_key(key: str, value: object, spot: Spot, table: Table) -> Mapping[str, Given]:
    here = spot.inside(key)
    option = BY_NAME.get(key)
    if option is not None and option.toml:
        inner = here._replace(lenient=spot.lenient or table.tool_name == MATURIN)
        return {key: Given(_read_value(option, value, inner, table.path.parent), here.name)}
    if key == CARGO_ARGUMENTS:
        return _read_cargo_arguments(value, here)
    if key in RENAMED:
        name, text = RENAMED[key]
        spot.notes.append(f"{here.name} {text}")
        return {name: Given(_read_renamed(BY_NAME[name], key, value, here), here.name)}
    _read_unknown(key, spot, maturin=table.tool_name == MATURIN)
    return {}


def _read_unknown(key: str, spot: Spot, *, maturin: bool) -> None:
    """Report a key that is no option of a file: silence, note or error."""
    here = spot.inside(key)
    if maturin and key in peer.SILENT_KEYS:
        return
    if maturin and key in peer.NOTED_KEYS:
        spot.notes.append(f"{here.name}: {peer.NOTED_KEYS[key]}")
    elif key in BY_NAME:
        option = BY_NAME[key]
        hint = f"pass {option.flags[-1]} or set {option.variables[0]}"
        here.report("cannot be set in a file", hint)
    elif key in peer.SILENT_KEYS or key in peer.NOTED_KEYS:
        here.report("is not a known key", peer.NOT_YET)
    else:
        report_unknown(key, spot, KNOWN)


def _read_value(option: Option, value: object, spot: Spot, folder: Path) -> object:
    if option.kind == "path":
        return folder / read_text(value, spot)
    if option.name == "compatibility":
        return _read_compatibility(option, value, spot)
    return READERS[option.kind](option, value, spot)


def _read_flag(_option: Option, value: object, spot: Spot) -> bool:
    if not isinstance(value, bool):
        raise spot.wrong(value, "true or false, without quotes")
    return value


def _read_integer(option: Option, value: object, spot: Spot) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise spot.wrong(value, "a whole number, without quotes")
    if value < MINIMUM.get(option.name, value):
        raise spot.wrong(value, f"{MINIMUM[option.name]} or more")
    return value


def _read_string(_option: Option, value: object, spot: Spot) -> str:
    return read_text(value, spot)


def _read_choice(option: Option, value: object, spot: Spot) -> str:
    text = read_text(value, spot)
    if text not in option.choices:
        raise ConfigError(f'{spot.name} is "{text}"', hint=explain_choice(option, text))
    return text


def _read_strings(_option: Option, value: object, spot: Spot) -> tuple[str, ...]:
    return read_elements(value, spot, read_text)


def _read_features(_option: Option, value: object, spot: Spot) -> tuple[object, ...]:
    return tuple(one for several in read_elements(value, spot, read_feature) for one in several)


def _read_patterns(option: Option, value: object, spot: Spot) -> tuple[Pattern, ...]:
    return read_elements(value, spot, read_exclusion if option.name == "exclude" else read_pattern)


def _read_targets(_option: Option, value: object, spot: Spot) -> tuple[object, ...]:
    return read_elements(value, spot, read_target)


def _read_version(_option: Option, value: object, spot: Spot) -> str:
    return read_version(value, spot)


def _read_compatibility(option: Option, value: object, spot: Spot) -> tuple[str, ...]:
    """Read one tag or a list; maturin's other tags are a note where its table is read."""
    texts = (value,) if isinstance(value, str) else read_elements(value, spot, read_text)
    kept = []
    for text in texts:
        if text.lower() in option.choices:
            kept.append(text.lower())
        elif spot.lenient and re.fullmatch(peer.POLICY, text.lower()):
            spot.notes.append(f'{spot.name} is "{text}": {peer.NOT_AUDITED}')
        else:
            raise ConfigError(f'{spot.name} is "{text}"', hint=explain_choice(option, text))
    return tuple(kept)


def _read_renamed(option: Option, key: str, value: object, spot: Spot) -> object:
    if key == "manylinux":
        return _read_compatibility(option, value, spot)
    if key == "sdist-include":
        globs = read_elements(value, spot, read_text)
        return tuple(Pattern(glob=glob, formats=frozenset({"sdist"})) for glob in globs)
    return _read_words(value, spot)


def _read_words(value: object, spot: Spot) -> tuple[str, ...]:
    """Read a list of strings, or a string that is split as a shell does."""
    if not isinstance(value, str):
        return read_elements(value, spot, read_text)
    with _errors_of_a_file():
        return split_words(value, spot.name)


def _read_cargo_arguments(value: object, spot: Spot) -> Mapping[str, Given]:
    """Read cargo's command line, a string or a list, as the options it gives."""
    words = _read_words(value, spot)
    with _errors_of_a_file():
        source = read_argument_text(words, spot.name)
        values = {name: convert_text(BY_NAME[name], raw) for name, raw in source.values.items()}
    if "rustc-args" in values:
        raise ConfigError(
            f"{spot.name} holds arguments that are no options of cargo",
            hint="write them to rustc-args",
        )
    names = ", ".join(values)
    spot.notes.append(f"{spot.name} is no longer needed: write the keys {names}")
    return values


@contextmanager
def _errors_of_a_file() -> Iterator[None]:
    """Turn the errors of a command line into those of the file that holds it."""
    try:
        yield
    except UsageError as error:
        raise ConfigError(error.message, hint=error.hint) from error


READERS: dict[str, Callable[[Option, object, Spot], object]] = {
    "flag": _read_flag,
    "integer": _read_integer,
    "string": _read_string,
    "choice": _read_choice,
    "strings": _read_strings,
    "arguments": _read_strings,
    "features": _read_features,
    "patterns": _read_patterns,
    "targets": _read_targets,
    "version": _read_version,
}
