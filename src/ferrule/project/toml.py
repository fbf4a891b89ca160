"""TOML files and their tables, read strictly.

Enters: a path, or a parsed table and a key. Leaves: plain values, or one `ConfigError`
that names the file and the place. Source: TOML 1.0.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.errors import ConfigError


def read_toml(path: Path) -> dict[str, Any]:
    """Parse a TOML file.

    Raises:
        ConfigError: the file cannot be read, is not UTF-8, or is not TOML.

    """
    try:
        import tomllib  # type: ignore[import-not-found, unused-ignore]  # checked for 3.10
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib  # type: ignore[import-not-found, no-redef, unused-ignore]  # 3.10

    try:
        # Editors on Windows write a byte order mark, which cargo accepts.
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path} is not UTF-8 (byte {error.start})", hint="save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path} is not valid TOML: it is nested too deeply") from error
    if _has_nul(content):
        # TOML lets it in, but no path and no field of metadata can hold it.
        raise ConfigError(f"{path} has a NUL character in a string", hint="remove it")
    return content


def _has_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case dict():
            return any(map(_has_nul, value.values()))
        case list():
            return any(map(_has_nul, value))
        case _:
            return False


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
