"""The files of the Python side of a project, and what stands beside its crates.

Enters: a project, its layout, patterns, and what git lists. Leaves: entries. What
pyproject.toml names or finds keeps its place relative to it; the rest, like crates, its place
below the archive's top (see `places`).
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ferrule.archive.entries import Entry
from ferrule.errors import ConfigError
from ferrule.metadata.paths import locate_inside
from ferrule.project.model import Layout, Project
from ferrule.project.paths import normalize
from ferrule.records import dataclass
from ferrule.sdist.cargo_globs import literal_start
from ferrule.sdist.found import Found
from ferrule.sdist.listing import Checkouts, find_listing
from ferrule.sdist.model import SdistPlan
from ferrule.sdist.places import place_beside, place_in
from ferrule.selection.disk import file_entry, files_below, is_byte_code
from ferrule.selection.patterns import find_included
from ferrule.selection.sources import find_sources

TOOLCHAIN_NAMES = ("rust-toolchain", "rust-toolchain.toml")
CONFIG_NAMES = (".cargo/config.toml", ".cargo/config")
TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """A project seen from both sides: where its Python is, which crates it ships."""

    project: Project
    plan: SdistPlan
    layout: Layout

    def place(self, path: Path) -> str:
        """Return the place of what pyproject.toml names or finds.

        Raises:
            ConfigError: it is outside of what the sdist holds.

        """
        try:
            return place_beside(path, self.project.root, self.plan.top)
        except ValueError as error:
            raise ConfigError(
                f"{path} is outside of {self.plan.top}, which the sdist is made of",
                hint="move it into the project",
            ) from error


def find_python_files(sides: Sides, checkouts: Checkouts) -> Found:
    """Return the Python sources, the data directory and the type stubs of the extension.

    Raises:
        ConfigError: a folder is outside of what the sdist holds.
        ArchiveError: a file or folder cannot be read.

    """
    layout = sides.layout
    sources = find_sources(layout, sides.project.manifest.workspace_root / TARGET)
    files = [(entry.source, entry.rule) for entry in sources.entries]
    chosen = [(path, rule) for path, rule in files if isinstance(path, Path)]
    if layout.data_dir is not None:
        below = files_below(normalize(layout.data_dir))
        chosen += [(path, "data directory") for path in below if not is_byte_code(path)]
    if layout.stub is not None:
        chosen.append((layout.stub, "type stubs of the extension"))
    entries: list[Entry] = []
    untracked: list[Entry] = []
    is_tracked = _make_test(checkouts)
    for path, rule in chosen:
        entry = file_entry(sides.place(path), path, rule)
        (entries if is_tracked(path) else untracked).append(entry)
    return Found(entries=tuple(entries), untracked=tuple(untracked), notes=sources.notes)


def _make_test(checkouts: Checkouts) -> Callable[[Path], bool]:
    """Return the test whether git tracks a file, or has no say about it."""
    known: dict[Path, frozenset[str] | None] = {}

    def test(path: Path) -> bool:
        folder = path.parent
        if folder not in known:
            listing = find_listing(checkouts, folder)
            known[folder] = None if listing is None else frozenset(listing.tracked)
        tracked = known[folder]
        return tracked is None or path.name in tracked

    return test


def find_named_files(sides: Sides, checkouts: Checkouts) -> Found:
    """Return the files that manifests name, and the settings of the toolchain that git tracks.

    Raises:
        ConfigError: a path that pyproject.toml names leads elsewhere.
        ArchiveError: a file cannot be read.

    """
    project, plan = sides.project, sides.plan
    named = [(path, "named by Cargo.toml") for path in plan.named]
    named += [(path, "named by pyproject.toml") for path in _find_readme(project)]
    entries = [
        file_entry(place_in(plan, path), path, rule)
        for path, rule in named
        if path.is_relative_to(plan.top)
    ]
    settings = _find_settings(sides, checkouts)
    entries += [file_entry(name, path, "toolchain settings") for name, path in settings]
    return Found(entries=tuple(entries))


def _find_readme(project: Project) -> Iterator[Path]:
    table = (project.pyproject.project if project.pyproject else None) or {}
    value = table.get("readme")
    file = value.get("file") if isinstance(value, dict) else value
    if isinstance(file, str):
        path = normalize(locate_inside(file, project, "pyproject.toml: project.readme"))
        if path.is_file():
            yield path


def _find_settings(sides: Sides, checkouts: Checkouts) -> Iterator[tuple[str, Path]]:
    """Yield the nearest settings that hold in the project's folder, by their names.

    They go to the archive's top, which is where an sdist is built.
    """
    plan, root = sides.plan, sides.project.root
    folders = [one for one in (root, *root.parents) if one.is_relative_to(plan.top)]
    if any(crate.place == "" for crate in plan.crates):
        folders = [plan.top]  # what this crate has of them is there already
    for names in (TOOLCHAIN_NAMES, CONFIG_NAMES):
        for folder in folders:
            found = _tracked(folder, names, checkouts)
            yield from ((name, folder / name) for name in found)
            if found:
                break


def _tracked(folder: Path, names: Iterable[str], checkouts: Checkouts) -> list[str]:
    """Return those of some settings that are in a folder and belong to the project."""
    listing = find_listing(checkouts, folder)
    # Outside of a checkout a folder of cargo's may hold what is for this machine only.
    tracked = TOOLCHAIN_NAMES if listing is None else listing.tracked
    return [name for name in names if name in tracked and (folder / name).is_file()]


def find_includes(sides: Sides, globs: Iterable[str]) -> Found:
    """Return the files that include patterns name, tracked or not.

    A pattern is for the project's folder and, when nothing there matches, for that of the
    Python sources.

    Raises:
        ConfigError: a pattern is malformed.
        ArchiveError: a folder cannot be read.

    """
    entries: list[Entry] = []
    notes = []
    for glob in globs:
        found = _expand(glob, sides.layout.root, sides) or _expand(
            glob, sides.layout.python_dir, sides
        )
        if not found:
            notes.append(f'include "{glob}" matches no file')
        rule = f'include "{glob}"'
        entries += [file_entry(sides.place(path), path, rule) for path in found]
    return Found(entries=tuple(entries), notes=tuple(notes))


def _expand(glob: str, folder: Path, sides: Sides) -> list[Path]:
    """Return the files that a pattern names; those in `target` only where it says so."""
    target = sides.project.manifest.workspace_root / TARGET
    named = (folder / literal_start(glob)).is_relative_to(target)
    return [
        path
        for path in find_included(glob, folder)
        if not is_byte_code(path)
        and ".git" not in path.parts[len(folder.parts) :]
        and (named or not path.is_relative_to(target))
    ]
