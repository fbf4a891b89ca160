"""TOML files changed with their comments and order kept.

Enters: the bytes of a file and the data it should hold. Leaves: the bytes with that data;
the very same where it is there already.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from ferrule.toml import parse_toml


def edit_toml(content: bytes, after: Mapping[str, Any]) -> bytes:
    """Change a TOML file, which has been parsed before, so that it holds `after`."""
    text = content.decode("utf-8-sig")
    before = parse_toml(text)
    if before == after:
        return content
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        _change(document, before, after)
        edited = tomlkit.dumps(document)
        if parse_toml(edited) == after:
            return edited.encode()
    except (TOMLKitError, ValueError, KeyError, IndexError, RecursionError):
        # Some tables that are written in several places cannot be edited.
        pass
    return tomlkit.dumps(dict(after)).encode()


def _change(
    table: MutableMapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    for key in before:
        if key not in after:
            del table[key]
    for key, value in after.items():
        old = before.get(key)
        if key in before and old == value:
            continue
        if isinstance(old, dict) and isinstance(value, dict) and _has_header(table, key):
            _change(table[key], old, value)
        elif isinstance(old, list) and isinstance(value, list) and _is_part(value, old):
            _remove_items(table[key], old, value)
        else:
            table[key] = value if _holds_tables(table) else _inline(value)


def _has_header(table: MutableMapping[str, Any], key: str) -> bool:
    """Return whether a table has a header, instead of being in one line or in dotted keys."""
    from tomlkit.container import Container, OutOfOrderTableProxy
    from tomlkit.items import Table

    item = table[key]
    if isinstance(item, OutOfOrderTableProxy):
        return True
    if not isinstance(item, Table):
        return False
    inside = table.value if isinstance(table, Table) else table
    keys = inside.body if isinstance(inside, Container) else ()
    return not any(one.is_dotted() for one, _ in keys if one is not None and one.key == key)


def _holds_tables(table: MutableMapping[str, Any]) -> bool:
    """Return whether new tables in a table get headers of their own."""
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

    return isinstance(table, TOMLDocument) or (isinstance(table, Table) and table.is_super_table())


def _is_part(value: Sequence[Any], old: Sequence[Any]) -> bool:
    """Return whether nothing but some items of a list has been removed."""
    remaining = iter(old)
    return bool(value) and all(item in remaining for item in value)


def _remove_items(item: Any, old: Sequence[Any], value: Sequence[Any]) -> None:  # noqa: ANN401 -- an array or a list of tables
    kept = list(value)
    gone = []
    for index, one in enumerate(old):
        if kept and one == kept[0]:
            kept.pop(0)
        else:
            gone.append(index)
    for index in reversed(gone):
        del item[index]


def _inline(value: Any) -> Any:  # noqa: ANN401 -- a TOML value
    """Return a value that fits in one line, as dependencies are written."""
    import tomlkit

    if not isinstance(value, dict):
        return value
    inline = tomlkit.inline_table()
    for key, item in value.items():
        inline[key] = _inline(item)
    return inline
