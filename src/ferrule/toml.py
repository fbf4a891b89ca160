"""TOML files, read with errors that name them.

Enters: a path or a text. Leaves: plain tables, or one `ConfigError`. Source: TOML 1.0.
"""

from pathlib import Path
from typing import Any

from ferrule.errors import ConfigError


def parse_toml(text: str) -> dict[str, Any]:
    """Parse a text; raises ValueError when it is not TOML."""
    try:
        import tomllib  # type: ignore[import-not-found, unused-ignore]  # checked for 3.10
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib  # type: ignore[import-not-found, no-redef, unused-ignore]  # 3.10
    parsed: dict[str, Any] = tomllib.loads(text)
    return parsed


def read_toml(path: Path) -> dict[str, Any]:
    """Parse a TOML file.

    Raises:
        ConfigError: the file cannot be read, is not UTF-8, or is not TOML.

    """
    try:
        # Editors on Windows write a byte order mark, which cargo accepts.
        content = parse_toml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path} is not UTF-8 (byte {error.start})", hint="save it as UTF-8"
        ) from error
    except ValueError as error:
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
