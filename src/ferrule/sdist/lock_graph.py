"""The packages that a Cargo.lock pins, and what they reach.

Enters: the bytes of a Cargo.lock. Leaves: its packages in order, and the part of them that
some packages need. Source: cargo's `core::resolver::encode`, lock versions 1 to 4.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ferrule.errors import ConfigError
from ferrule.records import dataclass
from ferrule.toml import parse_toml

# "name", "name version" or "name version (source)".
REFERENCE = re.compile(r"(\S+)(?: ([^\s(]+))?(?: \((.+)\))?")
HINT = "restore it, or write a new one with `cargo generate-lockfile`"

Identity = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A pinned package; packages found by path have no `source`.

    `needs` are its references to others, as they are written.
    """

    name: str
    version: str
    source: str = ""
    checksum: str = ""
    needs: tuple[str, ...] = ()

    @property
    def identity(self) -> Identity:
        """What tells it from all others."""
        return self.name, self.version, self.source


def read_lock(content: bytes) -> tuple[Locked, ...]:
    """Return the packages in the order of the file, the old `[root]` last.

    Raises:
        ConfigError: it is not a Cargo.lock.

    """
    try:
        parsed = parse_toml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"Cargo.lock is not UTF-8 (byte {error.start})"
        raise ConfigError(message, hint=HINT) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"Cargo.lock is not valid TOML: {error}", hint=HINT) from error
    tables = parsed.get("package", [])
    if not isinstance(tables, list):
        raise ConfigError("Cargo.lock: package is not a list of tables", hint=HINT)
    roots = [parsed["root"]] if "root" in parsed else []
    return tuple(_read_package(table) for table in (*tables, *roots))


def _read_package(table: Any) -> Locked:  # noqa: ANN401 -- parsed TOML, narrowed here
    if not isinstance(table, dict):
        raise ConfigError("Cargo.lock: a package is not a table", hint=HINT)
    fields = {key: table.get(key, "") for key in ("name", "version", "source", "checksum")}
    needs = table.get("dependencies", [])
    replaced = table.get("replace", "")
    if not all(map(_is_text, (*fields.values(), replaced))) or not fields["name"]:
        raise ConfigError("Cargo.lock: a package has no name or a wrong value", hint=HINT)
    if not isinstance(needs, list) or not all(map(_is_text, needs)):
        name = fields["name"]
        raise ConfigError(f"Cargo.lock: dependencies of {name} is not a list", hint=HINT)
    return Locked(**fields, needs=(*needs, replaced) if replaced else tuple(needs))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def index_packages(packages: Sequence[Locked]) -> Mapping[str, Sequence[Locked]]:
    """Return the packages of each name."""
    by_name: dict[str, list[Locked]] = defaultdict(list)
    for package in packages:
        by_name[package.name].append(package)
    return by_name


def look_up(reference: str, by_name: Mapping[str, Sequence[Locked]]) -> Sequence[Locked]:
    """Return the package that a reference means; several when the lock does not tell."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        return ()
    name, version, source = match.groups()
    found = [one for one in by_name.get(name, ()) if version in {None, one.version}]
    if source is not None:
        return [one for one in found if _without_commit(one.source) == _without_commit(source)]
    # Only a package found by path can be told from its namesakes by having no source.
    return [one for one in found if not one.source] or found if version else found


def _without_commit(source: str) -> str:
    return source.partition("#")[0]


def reach(packages: Sequence[Locked], shipped: Iterable[tuple[str, str]]) -> frozenset[Identity]:
    """Return what the shipped crates, each a name and version, need: themselves included."""
    by_name = index_packages(packages)
    seeds = set(shipped)
    todo = [one for one in packages if not one.source and (one.name, one.version) in seeds]
    found = {one.identity for one in todo}
    while todo:
        for reference in todo.pop().needs:
            new = [one for one in look_up(reference, by_name) if one.identity not in found]
            found.update(one.identity for one in new)
            todo.extend(new)
    return frozenset(found)
