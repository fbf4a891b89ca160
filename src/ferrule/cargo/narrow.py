"""Typed readings of parsed JSON and TOML.

Enters: values of unknown shape. Leaves: texts, tuples and mappings; what is absent or of
another shape reads as empty, since cargo adds and drops keys between versions.
"""

from collections.abc import Mapping


def text(value: object) -> str:
    """Return a string, or an empty one."""
    return value if isinstance(value, str) else ""


def texts(value: object) -> tuple[str, ...]:
    """Return the strings of a list."""
    return tuple(item for item in _items(value) if isinstance(item, str))


def table(value: object) -> Mapping[str, object]:
    """Return a table, or an empty one."""
    return value if isinstance(value, dict) else {}


def tables(value: object) -> tuple[Mapping[str, object], ...]:
    """Return the tables of a list."""
    return tuple(item for item in _items(value) if isinstance(item, dict))


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []
