"""Entries that exclude patterns leave out of an archive, and entries that meet.

Enters: entries and patterns. Leaves: the entries that stay, each path once. Two different
files for one path are an error; the same file twice is one entry.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ferrule.archive.entries import Entry, sort_key
from ferrule.errors import ArchiveError
from ferrule.selection.disk import Collected
from ferrule.selection.patterns import exclude_files, exclude_paths


def exclude_entries(entries: Sequence[Entry], globs: Sequence[str], root: Path) -> Collected:
    """Leave out the entries that patterns exclude, but for forced ones.

    Args:
        entries: those that were chosen.
        globs: the patterns, which are for paths from the project's folder.
        root: that folder.

    Raises:
        ConfigError: a pattern is malformed.

    """
    if not globs:
        return Collected(entries=tuple(entries))
    excludes, excludes_by_old_rule = exclude_paths(globs), exclude_files(globs)
    roots = (root, root.resolve())
    kept, notes = [], []
    for entry in entries:
        if entry.forced:
            kept.append(entry)
        elif excludes(_path_in_project(entry, roots)):
            continue
        elif excludes_by_old_rule(entry.path):
            notes.append(
                f"{entry.path} is excluded by its path in the archive; write the exclude for its "
                "path in the project"
            )
        else:
            kept.append(entry)
    return Collected(entries=tuple(kept), notes=tuple(notes[:1]))


def _path_in_project(entry: Entry, roots: tuple[Path, ...]) -> str:
    """Return where a file is in the project; its path in the archive if it is not there."""
    if isinstance(entry.source, Path):
        for root in roots:
            if entry.source.is_relative_to(root):
                return entry.source.relative_to(root).as_posix()
    return entry.path


def merge_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries sorted by path, each once.

    Raises:
        ArchiveError: two different files have one path.

    """
    found: dict[str, Entry] = {}
    for entry in entries:
        other = found.setdefault(entry.path, entry)
        if other is not entry and not _is_same(other, entry):
            raise ArchiveError(
                f"two files want to be {entry.path} in the archive: {_describe(other)} and "
                f"{_describe(entry)}",
                hint="remove or exclude one of them",
            )
    return tuple(sorted(found.values(), key=lambda entry: sort_key(entry.path)))


def _is_same(one: Entry, other: Entry) -> bool:
    if not (isinstance(one.source, Path) and isinstance(other.source, Path)):
        return False
    return one.source == other.source or one.source.resolve() == other.source.resolve()


def _describe(entry: Entry) -> str:
    return f"{entry.source} ({entry.rule})" if isinstance(entry.source, Path) else entry.rule
