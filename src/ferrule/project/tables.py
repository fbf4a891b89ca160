"""Values of parsed TOML tables, read strictly.

Enters: a table and a key. Leaves: plain values, or one `ConfigError` that names the file and
the place.
"""

from collections.abc import Mapping
from typing import Any

from ferrule.errors import ConfigError


def table_of(parent: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any] | None:
    """Return the table under the last part of the dotted `key`, or None when it is absent.

    Raises:
        ConfigError: the value is no table; `where` is the file to name.

    """
    value = parent.get(key.rpartition(".")[2])
    if value is None or isinstance(value, dict):
        return value
    raise ConfigError(f"{where}: {key} is not a table")


def text_of(parent: Mapping[str, Any], key: str, where: str) -> str | None:
    """Return the string under the last part of the dotted `key`, or None when it is absent.

    Raises:
        ConfigError: the value is no string; `where` is the file to name.

    """
    value = parent.get(key.rpartition(".")[2])
    if value is None or isinstance(value, str):
        return value
    raise ConfigError(f"{where}: {key} is not a string")


def texts_of(parent: Mapping[str, Any], key: str, where: str) -> tuple[str, ...] | None:
    """Return the strings under the last part of the dotted `key`, or None when it is absent.

    Raises:
        ConfigError: the value is no list of strings; `where` is the file to name.

    """
    value = parent.get(key.rpartition(".")[2])
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{where}: {key} is not a list of strings")
    return tuple(value)
