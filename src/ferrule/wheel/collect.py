"""The files of a wheel chosen: sources, includes, data directory, and what the build made.

Enters: a layout, patterns, entries made elsewhere (extension, glue). Leaves: all entries but
those of dist-info, each path once. Two different files for one path are an error; the same
file twice is one entry.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ferrule.archive.entries import Entry
from ferrule.project.model import Layout
from ferrule.records import dataclass, replace
from ferrule.selection.disk import Collected
from ferrule.selection.exclude import exclude_entries, merge_entries
from ferrule.selection.sources import find_sources
from ferrule.settings.model import LayoutSettings
from ferrule.wheel.data_dir import find_data
from ferrule.wheel.include import find_includes, find_out_dir_includes


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
    excludes = [pattern.glob for pattern in settings.exclude if "wheel" in pattern.formats]
    kept = exclude_entries(entries, excludes, layout.root)
    declared = {_first_part(entry) for entry in (*sources.entries, *made, *data)}
    strays = sorted({_first_part(entry) for entry in kept.entries} - declared)
    return Collected(
        entries=merge_entries(kept.entries),
        notes=(
            *(*sources.notes, *included.notes, *generated.notes, *kept.notes),
            *(_tell_stray(name) for name in strays),
        ),
    )


def _first_part(entry: Entry) -> str:
    return entry.path.partition("/")[0]


def _tell_stray(name: str) -> str:
    return (
        f"{name} is installed at the top of site-packages, beside all other packages, because "
        "`include` names it; put it into a package, or limit it to the sdist with "
        '{ path, format = "sdist" }'
    )


def _with_comparable_root(layout: Layout) -> Layout:
    """Return the layout with a root that starts the path of the sources, if any does."""
    if layout.python_dir.is_relative_to(layout.root):
        return layout
    return replace(layout, root=layout.root.resolve())
