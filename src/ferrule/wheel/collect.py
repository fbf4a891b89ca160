"""The files of a wheel chosen: sources, includes, data directory, and what the build made.

Enters: a layout, patterns, entries made elsewhere (extension, glue). Leaves: all entries but
those of dist-info, each path once. Two different files for one path are an error; the same
file twice is one entry.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ferrule.archive.entries import Entry, sort_key
from ferrule.errors import ArchiveError
from ferrule.project.model import Layout
from ferrule.records import dataclass, replace
from ferrule.settings.model import LayoutSettings, Pattern
from ferrule.wheel.data_dir import find_data
from ferrule.wheel.disk import Collected
from ferrule.wheel.include import find_includes, find_out_dir_includes
from ferrule.wheel.patterns import exclude_files, exclude_paths
from ferrule.wheel.sources import find_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateOutput:
    """What cargo made that a wheel may hold: the root crate, and OUT_DIRs by crate name."""

    name: str
    target_directory: Path
    out_dirs: Mapping[str, Path]


def collect(
    layout: Layout,
    settings: LayoutSettings,
    made: Sequence[Entry],
    crate: CrateOutput,
    *,
    stem: str,
) -> Collected:
    """Choose the files of a wheel, those of dist-info aside.

    Args:
        layout: where the project's files are.
        settings: its include and exclude patterns.
        made: entries of the build itself: extension, programs, glue.
        crate: what cargo made besides.
        stem: `NAME-VERSION` as wheels spell it.

    Raises:
        ConfigError: a pattern is malformed or has nothing to look in.
        ArchiveError: a file cannot be read, or two different files have one path.

    """
    layout = _with_comparable_root(layout)
    includes = [pattern for pattern in settings.include if "wheel" in pattern.formats]
    sources = find_sources(layout, crate.target_directory)
    included = find_includes((p for p in includes if p.origin == "project"), layout)
    generated = find_out_dir_includes(
        (p for p in includes if p.origin == "out-dir"), crate.name, crate.out_dirs
    )
    data = () if layout.data_dir is None else find_data(layout.data_dir, stem)
    entries = (*sources.entries, *included.entries, *made, *generated.entries, *data)
    kept = _exclude(entries, settings.exclude, layout)
    return Collected(
        entries=_merge(kept.entries),
        notes=(*sources.notes, *included.notes, *generated.notes, *kept.notes),
    )


def _with_comparable_root(layout: Layout) -> Layout:
    """Return the layout with a root that starts the path of the sources, if any does."""
    if layout.python_dir.is_relative_to(layout.root):
        return layout
    return replace(layout, root=layout.root.resolve())


def _exclude(entries: Sequence[Entry], patterns: Iterable[Pattern], layout: Layout) -> Collected:
    globs = [pattern.glob for pattern in patterns if "wheel" in pattern.formats]
    excludes, excludes_by_old_rule = exclude_paths(globs), exclude_files(globs)
    roots = (layout.root, layout.root.resolve())
    kept, notes = [], []
    for entry in entries:
        if entry.forced:
            kept.append(entry)
        elif excludes(_path_in_project(entry, roots)):
            continue
        elif excludes_by_old_rule(entry.path):
            notes.append(
                f"{entry.path} is excluded by its path in the wheel; write the exclude for its "
                "path in the project"
            )
        else:
            kept.append(entry)
    return Collected(entries=tuple(kept), notes=tuple(notes[:1]))


def _path_in_project(entry: Entry, roots: tuple[Path, ...]) -> str:
    """Return where a file is in the project; its path in the wheel if it is not there."""
    if isinstance(entry.source, Path):
        for root in roots:
            if entry.source.is_relative_to(root):
                return entry.source.relative_to(root).as_posix()
    return entry.path


def _merge(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for entry in entries:
        other = found.setdefault(entry.path, entry)
        if other is not entry and not _is_same(other, entry):
            raise ArchiveError(
                f"two files want to be {entry.path} in the wheel: {_describe(other)} and "
                f"{_describe(entry)}",
                hint="remove or exclude one of them",
            )
    return tuple(sorted(found.values(), key=lambda entry: sort_key(entry.path)))


def _is_same(one: Entry, other: Entry) -> bool:
    if not (isinstance(one.source, Path) and isinstance(other.source, Path)):
        return False
    return one.source.resolve() == other.source.resolve()


def _describe(entry: Entry) -> str:
    return f"{entry.source} ({entry.rule})" if isinstance(entry.source, Path) else entry.rule
