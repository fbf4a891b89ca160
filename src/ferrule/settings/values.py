"""The values of options, from text.

Enters: an option and what the command line, a config setting or a variable gave
for it. Leaves: the same as a value of the option's type. Text is split into a list at commas
(`arguments`: as a shell splits words); what comes as a list already is taken as it is.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from ferrule.errors import ConfigError, UsageError
from ferrule.settings import peer
from ferrule.settings.given import Given, show, split_words
from ferrule.settings.model import Feature, Pattern, TargetFilter
from ferrule.settings.options import Option

TRUE, FALSE = frozenset({"true", "1", "yes", "on"}), frozenset({"false", "0", "no", "off"})
VERSION_SOURCES = ("git",)
MINIMUM = {"jobs": 1, "verbose": 0}

Reader: TypeAlias = Callable[[Option, Given], object]


def convert_text(option: Option, given: Given) -> Given:
    """Turn what was given as text into a value of the option's type.

    Raises:
        UsageError: the text is no value of this option; names the flag, setting or variable.

    """
    if isinstance(given.value, tuple) and not option.is_list:
        raise UsageError(f"{given.name} is given twice", hint="give it once")
    return given._replace(value=READERS[option.kind](option, given))


def split_features(texts: Iterable[str]) -> tuple[str, ...]:
    """Split feature lists at spaces and commas, as cargo does."""
    return tuple(name for text in texts for name in re.split(r"[\s,]+", text) if name)


def explain_choice(option: Option, value: str) -> str:
    """Return the hint for a value that is none of the option's choices."""
    from difflib import get_close_matches

    if option.name == "bindings" and value in peer.BINDINGS:
        return f"{peer.NOT_YET}; write {_enumerate(option.choices)}"
    if option.name == "compatibility" and re.fullmatch(peer.POLICY, value.lower()):
        return f"write {_enumerate(option.choices)}: {peer.NOT_AUDITED}"
    near = get_close_matches(value.lower(), option.choices, 1)
    return f'write "{near[0]}"' if near else f"write {_enumerate(option.choices)}"


def check_specifier(text: str, name: str) -> str:
    """Return a PEP 440 specifier set unchanged.

    Raises:
        ConfigError: it is none; `name` says where.

    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        SpecifierSet(text)
    except InvalidSpecifier as error:
        raise ConfigError(
            f'{name} is "{text}"', hint='write a version specifier such as ">=3.11"'
        ) from error
    return text


def _enumerate(choices: tuple[str, ...]) -> str:
    quoted = [f'"{choice}"' for choice in choices]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]


def _wrong(given: Given, expected: str) -> UsageError:
    return UsageError(f"{given.name} is {show(given.value)}", hint=f"write {expected}")


def _read_flag(_option: Option, given: Given) -> bool:
    if isinstance(given.value, bool):
        return given.value
    text = given.value.lower() if isinstance(given.value, str) else None
    # A config setting without a value (`-C locked`) arrives as the empty string.
    if text == "" or text in TRUE:
        return True
    if text in FALSE:
        return False
    raise _wrong(given, "true or false")


def _read_integer(option: Option, given: Given) -> int:
    value = given.value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(given, "a whole number")
    if value < MINIMUM.get(option.name, value):
        raise _wrong(given, f"{MINIMUM[option.name]} or more")
    return value


def _read_string(_option: Option, given: Given) -> str:
    if not isinstance(given.value, str):
        raise _wrong(given, "text")
    if not given.value:
        raise UsageError(f"{given.name} has no value", hint="write one after it")
    return given.value


def _read_path(option: Option, given: Given) -> Path:
    # A preset gives a path as one.
    return given.value if isinstance(given.value, Path) else Path(_read_string(option, given))


def _read_choice(option: Option, given: Given) -> str:
    value = _read_string(option, given)
    if value not in option.choices:
        raise UsageError(
            f"{given.name} is {show(value)}",
            hint=explain_choice(option, value),
        )
    return value


def _read_strings(option: Option, given: Given) -> tuple[str, ...]:
    values = _as_list(given, lambda text: (part.strip() for part in text.split(",")))
    if not option.choices:
        return values
    return tuple(_read_choice(option, Given(value.lower(), given.name)) for value in values)


def _read_arguments(_option: Option, given: Given) -> tuple[str, ...]:
    return _as_list(given, lambda text: split_words(text, given.name))


def _read_features(_option: Option, given: Given) -> tuple[Feature, ...]:
    names = split_features(_as_list(given, lambda text: (text,)))
    return tuple(Feature(name=name) for name in names)


def _read_patterns(option: Option, given: Given) -> tuple[Pattern, ...]:
    return tuple(Pattern(glob=glob) for glob in _read_arguments(option, given))


def _read_targets(option: Option, given: Given) -> tuple[TargetFilter, ...]:
    return tuple(TargetFilter(name=name) for name in _read_strings(option, given))


def _read_version(_option: Option, given: Given) -> str:
    if given.value not in VERSION_SOURCES:
        raise _wrong(given, " or ".join(f'"{name}"' for name in VERSION_SOURCES))
    return str(given.value)


def _as_list(given: Given, split: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    if isinstance(given.value, str):
        return tuple(part for part in split(given.value) if part)
    if isinstance(given.value, tuple) and all(isinstance(part, str) for part in given.value):
        return given.value
    raise _wrong(given, "text or a list of texts")


READERS: dict[str, Reader] = {
    "flag": _read_flag,
    "count": _read_integer,
    "integer": _read_integer,
    "string": _read_string,
    "path": _read_path,
    "choice": _read_choice,
    "strings": _read_strings,
    "arguments": _read_arguments,
    "features": _read_features,
    "patterns": _read_patterns,
    "targets": _read_targets,
    "version": _read_version,
}
