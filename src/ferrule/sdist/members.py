"""The lists of a workspace's members, for the crates that are shipped.

Enters: patterns of `members` and `default-members`. Leaves: the same patterns, where they
name shipped crates only; otherwise the shipped ones by name. Source: the Cargo book, "The
members and exclude fields".
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ferrule.errors import ConfigError
from ferrule.project.manifest import NAME
from ferrule.project.paths import normalize
from ferrule.project.tables import texts_of

WILDCARDS = frozenset("*?[")


def is_listed(folder: Path, root: Path, workspace: Mapping[str, Any]) -> bool:
    """Return whether `workspace.members` names the crate in a folder.

    Raises:
        ConfigError: the list is malformed.

    """
    where = str(root / NAME)
    patterns = texts_of(workspace, "workspace.members", where) or ()
    return any(folder in find_members(pattern, root) for pattern in patterns)


def find_members(pattern: str, root: Path) -> Collection[Path]:
    """Return the folders of crates that a pattern of a list of members names.

    Raises:
        ConfigError: the pattern is malformed.

    """
    if not WILDCARDS & set(pattern):
        return (normalize(root / pattern),)
    try:
        matches = {normalize(path) for path in root.glob(pattern)}
    except (ValueError, NotImplementedError, OSError) as error:
        raise ConfigError(
            f'{root / NAME}: workspace.members has "{pattern}", which is no pattern: {error}'
        ) from error
    return {path for path in matches if (path / NAME).is_file()}


def keep_shipped(patterns: Sequence[str], root: Path, shipped: Collection[Path]) -> list[str]:
    """Return the patterns that name shipped crates; one that names others too is spelt out.

    Raises:
        ConfigError: a pattern is malformed.

    """
    return [kept for pattern in patterns for kept in _keep(pattern, root, shipped)]


def _keep(pattern: str, root: Path, shipped: Collection[Path]) -> Iterator[str]:
    matches = find_members(pattern, root)
    present = sorted(path for path in matches if path in shipped)
    if len(present) == len(matches):
        yield from (pattern,) if present else ()
    else:
        yield from (relative_path(path, root) for path in present)


def relative_path(path: Path, start: Path) -> str:
    """Return the way from a folder to a path, with `/` and with `..` where it goes up."""
    common = start
    while not path.is_relative_to(common):
        common = common.parent
    up = len(start.parts) - len(common.parts)
    return "/".join((*[".."] * up, *path.relative_to(common).parts)) or "."
