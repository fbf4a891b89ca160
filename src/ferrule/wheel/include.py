"""The files that include patterns add to a wheel.

Enters: patterns, the layout, the OUT_DIRs of build scripts. Leaves: entries. Ignore files have
no say here; excludes have.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ferrule.archive.entries import Entry
from ferrule.errors import ConfigError
from ferrule.project.model import Layout
from ferrule.selection.disk import Collected, file_entry, is_byte_code
from ferrule.selection.patterns import find_included
from ferrule.settings.model import Pattern


def find_includes(patterns: Iterable[Pattern], layout: Layout) -> Collected:
    """Return the files of the project that patterns name.

    A pattern is for the project's folder and, when nothing there matches, for that of the
    Python sources. A file below the latter gets its path from there.

    Raises:
        ConfigError: a pattern is malformed.
        ArchiveError: a folder cannot be read.

    """
    entries: list[Entry] = []
    notes = []
    for pattern in patterns:
        found = _find(pattern.glob, layout.root) or _find(pattern.glob, layout.python_dir)
        if not found:
            notes.append(f'include "{pattern.glob}" matches no file')
        rule = f'include "{pattern.glob}"'
        for path, inside in found:
            is_source = path.is_relative_to(layout.python_dir)
            target = path.relative_to(layout.python_dir) if is_source else inside
            entries.append(file_entry(target.as_posix(), path, rule))
    return Collected(entries=tuple(entries), notes=tuple(notes))


def find_out_dir_includes(
    patterns: Iterable[Pattern], crate: str, out_dirs: Mapping[str, Path]
) -> Collected:
    """Return the files of OUT_DIRs that patterns name.

    Args:
        patterns: those whose origin is `out-dir`.
        crate: the root crate's name, for patterns that name none.
        out_dirs: the OUT_DIR of each crate's build script.

    Raises:
        ConfigError: a pattern is malformed, or its crate has no OUT_DIR.
        ArchiveError: a folder cannot be read.

    """
    entries: list[Entry] = []
    notes = []
    for pattern in patterns:
        name = pattern.crate or crate
        if name not in out_dirs:
            raise ConfigError(
                f'pyproject.toml: include "{pattern.glob}": the crate "{name}" has no OUT_DIR',
                hint="give that crate a build script (build.rs), or correct `crate-name`",
            )
        found = _find(pattern.glob, out_dirs[name])
        if not found:
            notes.append(f'include "{pattern.glob}" matches no file in the OUT_DIR of {name}')
        rule = f'include "{pattern.glob}" of OUT_DIR'
        to = pattern.to.strip("/")
        for path, inside in found:
            entries.append(file_entry((to / inside).as_posix(), path, rule))
    return Collected(entries=tuple(entries), notes=tuple(notes))


def _find(glob: str, folder: Path) -> tuple[tuple[Path, Path], ...]:
    found = (path for path in find_included(glob, folder) if not is_byte_code(path))
    return tuple((path, path.relative_to(folder)) for path in found)
