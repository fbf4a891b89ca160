"""The arguments of a verb, read as maturin's parser (clap 4) reads them.

Enters: the words after the verb. Leaves: a `Source` of raw values by option name. A flag or
single value may be given once, lists may repeat; a value that starts with `-` must be
attached (`--out=-x`); `-i` and `--compatibility` take every word up to the next flag; the
first word that belongs to no flag, or `--`, starts the arguments for rustc. maturin's former
flags are read as today's, with a note.
"""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from ferrule.errors import UsageError
from ferrule.settings import peer
from ferrule.settings.given import Given, Source, split_words, suggest
from ferrule.settings.options import BUILD, OPTIONS, Option

AFTER_DASHES = "the arguments after --"
OLD_FLAGS = {
    "--manylinux": "--manylinux is now --compatibility",
    "--universal2": "--universal2 is now --target universal2-apple-darwin",
    "--cargo-extra-args": "--cargo-extra-args is no longer needed: give its options directly",
    "--rustc-extra-args": "--rustc-extra-args is now written after --",
    "--no-sdist": "--no-sdist is no longer needed: build makes wheels only",
    "--skip-auditwheel": "--skip-auditwheel changes nothing: wheels are not audited yet",
}


class _Reading(NamedTuple):
    verb: str
    flags: dict[str, Option]
    values: dict[str, Given]
    notes: list[str]


def read_arguments(verb: str, argv: Sequence[str]) -> Source:
    """Read the words after a verb.

    Raises:
        UsageError: an unknown flag, a missing or surplus value, a single value given twice.

    """
    reading = _Reading(verb, _flags_of(verb), {}, [])
    words = deque(argv)
    _read_flags(reading, words)
    if words:
        _store_trailing(reading, tuple(words))
    return Source(reading.values, tuple(reading.notes))


def read_argument_text(text: str | tuple[str, ...], name: str) -> Source:
    """Read the arguments of `build` from one text or a list; `name` says where it stands.

    Raises:
        UsageError: as `read_arguments`, with `name` in front of the message.

    """
    words = split_words(text, name) if isinstance(text, str) else text
    try:
        source = read_arguments(BUILD, words)
    except UsageError as error:
        raise UsageError(f"{name}: {error.message}", hint=error.hint) from error
    values = {
        key: given._replace(name=f"{name}: {given.name}") for key, given in source.values.items()
    }
    return Source(values, tuple(f"{name}: {note}" for note in source.notes))


def _flags_of(verb: str) -> dict[str, Option]:
    return {flag: option for option in OPTIONS if verb in option.verbs for flag in option.flags}


def _read_flags(reading: _Reading, words: deque[str]) -> None:
    """Read up to the first word that is no flag; what is left in `words` trails."""
    while words and _is_flag(words[0]):
        word = words.popleft()
        if word == "--":
            return
        if word.startswith("--"):
            _read_long(reading, word, words)
        else:
            _read_cluster(reading, word, words)


def _is_flag(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _read_long(reading: _Reading, word: str, words: deque[str]) -> None:
    flag, equals, value = word.partition("=")
    attached = value if equals else None
    if flag in OLD_FLAGS and reading.verb == BUILD:
        reading.notes.append(OLD_FLAGS[flag])
        _read_old(reading, flag, attached, words)
    else:
        _read_option(reading, _find(reading, flag), attached, words)


def _read_cluster(reading: _Reading, word: str, words: deque[str]) -> None:
    letters = word[1:]
    while letters:
        option = _find(reading, f"-{letters[0]}")
        letters = letters[1:]
        if option.takes != "none":
            attached = letters.removeprefix("=") if letters else None
            _read_option(reading, option, attached, words)
            return
        _store(reading, option, value=True)


def _find(reading: _Reading, flag: str) -> Option:
    option = reading.flags.get(flag)
    if option is not None:
        return option
    if flag in peer.FLAGS:
        hint = peer.NOT_YET
    elif any(flag in other.flags for other in OPTIONS):
        hint = f"`ferrule {BUILD}` has it"
    else:
        hint = suggest(flag, reading.flags, f"`ferrule {reading.verb} --help` lists the options")
    raise UsageError(f"{flag} is not an option of ferrule {reading.verb}", hint=hint)


def _read_option(
    reading: _Reading, option: Option, attached: str | None, words: deque[str]
) -> None:
    flag = option.flags[-1]
    if option.takes == "none":
        if attached is not None:
            raise UsageError(f"{flag} takes no value", hint=f"write {flag} alone")
        _store(reading, option, value=True)
    elif option.takes == "any" and attached is None:
        _store(reading, option, value=_take_while_values(words))
    elif option.takes == "optional" and attached is None:
        _store(reading, option, value="".join(_take_while_values(words, at_most=1)) or "true")
    else:
        value = _take_value(option, words) if attached is None else attached
        if not value and not option.is_list:
            raise _without_value(option)
        _store(reading, option, value=(value,) if option.is_list else value)


def _take_while_values(words: deque[str], at_most: int | None = None) -> tuple[str, ...]:
    values: list[str] = []
    while words and not _is_flag(words[0]) and len(values) != at_most:
        values.append(words.popleft())
    return tuple(values)


def _take_value(option: Option, words: deque[str]) -> str:
    if not words or (_is_flag(words[0]) and not _is_level(option, words[0])):
        raise _without_value(option)
    return words.popleft()


def _is_level(option: Option, word: str) -> bool:
    return option.name == "compression-level" and word[1:].isdigit()


def _without_value(option: Option) -> UsageError:
    flag = option.flags[-1]
    example = f"{flag}={option.metavar or 'true'}"
    return UsageError(f"{flag} has no value", hint=f"write {example}")


def _store(reading: _Reading, option: Option, *, value: bool | str | tuple[str, ...]) -> None:
    flag = option.flags[-1]
    before = reading.values.get(option.name)
    if option.kind == "count":
        # Counted as text is: `-vv` is the same as `-C verbose=2`.
        count = before.value if before is not None and isinstance(before.value, int) else 0
        reading.values[option.name] = Given(count + 1, flag)
    elif isinstance(value, tuple):
        if value:
            _extend(reading, option.name, value, flag)
    elif before is not None:
        raise UsageError(f"{flag} is given twice", hint="give it once")
    else:
        reading.values[option.name] = Given(value, flag)


def _extend(reading: _Reading, name: str, values: tuple[str, ...], shown: str) -> None:
    before = reading.values.get(name)
    held = before.value if before is not None and isinstance(before.value, tuple) else ()
    reading.values[name] = Given((*held, *values), shown)


def _store_trailing(reading: _Reading, words: tuple[str, ...]) -> None:
    if reading.verb != BUILD:
        raise UsageError(
            f'ferrule {reading.verb} takes no "{words[0]}"',
            hint=f"`ferrule {reading.verb} --help` lists the options",
        )
    _extend(reading, "rustc-args", words, AFTER_DASHES)


def _read_old(reading: _Reading, flag: str, attached: str | None, words: deque[str]) -> None:
    match flag:
        case "--manylinux":
            _read_option(reading, _find(reading, "--compatibility"), attached, words)
        case "--cargo-extra-args":
            _read_cargo_arguments(reading, _take_text(flag, attached, words))
        case "--rustc-extra-args":
            text = _take_text(flag, attached, words)
            _extend(reading, "rustc-args", split_words(text, flag), flag)
        case _ if attached is not None:
            raise UsageError(f"{flag} takes no value", hint=f"write {flag} alone")
        case "--universal2":
            _store(reading, _find(reading, "--target"), value="universal2-apple-darwin")
        case _:
            pass  # The note says it all.


def _take_text(flag: str, attached: str | None, words: deque[str]) -> str:
    # The text holds options, so it may start with a dash.
    if attached is None and not words:
        raise UsageError(f"{flag} has no value", hint=OLD_FLAGS[flag])
    return words.popleft() if attached is None else attached


def _read_cargo_arguments(reading: _Reading, text: str) -> None:
    inner = deque(split_words(text, "--cargo-extra-args"))
    _read_flags(reading, inner)
    if inner:
        raise UsageError(
            f'--cargo-extra-args holds "{inner[0]}", which is no option of cargo',
            hint="write arguments for rustc after --",
        )
