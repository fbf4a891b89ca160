"""What a source gives, before it has a type; and how messages show it.

Enters: nothing. Leaves: `Given` and `Source`. It imports next to nothing, so that a command
line can be read before anything else is loaded.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ferrule.errors import UsageError


class Given(NamedTuple):
    """A value and how messages call the place it came from: `--out`, `-C out`, a variable."""

    value: object
    name: str


class Source(NamedTuple):
    """Where values come from, by option name; `notes` are sentences for the user.

    The values are text, truth values, numbers and tuples of text; the TOML table's are of the
    option's own type.
    """

    values: Mapping[str, Given]
    notes: tuple[str, ...] = ()


def split_words(text: str, name: str) -> tuple[str, ...]:
    """Split text as a POSIX shell does.

    Raises:
        UsageError: a quotation is left open; `name` says where.

    """
    import shlex

    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise UsageError(
            f"{name} has an open quotation: {text}", hint="close the quotation"
        ) from error


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a did-you-mean hint, or `otherwise` when nothing known is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 1)
    return f'did you mean "{near[0]}"?' if near else otherwise


def show(value: object) -> str:
    """Return a value as a message shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list | tuple):
        return "a list"
    return "a table" if isinstance(value, dict) else str(value)
