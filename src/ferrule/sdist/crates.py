"""The crates of an sdist: the project's own and all that it needs by path.

Enters: a `Project`. Leaves: a `SdistPlan`. Everything is read from the manifests: no cargo is
started, so optional dependencies and those of other platforms are found as well.

A crate's dev-dependencies are followed where cargo resolves them: in members of the project's
workspace. Sources: the Cargo book, "Workspaces" and "Overriding Dependencies"; cargo's
`Workspace::find_path_deps`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ferrule.errors import ConfigError
from ferrule.project.manifest import NAME
from ferrule.project.model import Project
from ferrule.project.paths import normalize
from ferrule.project.tables import table_of
from ferrule.sdist.declared import Crate, inherits, path_dependencies, read_crate
from ferrule.sdist.members import is_listed
from ferrule.sdist.model import SdistCrate, SdistPlan
from ferrule.sdist.patches import sort_patches
from ferrule.sdist.places import place_below

LOCK = "Cargo.lock"
NAMED_KEYS = ("readme", "license-file")


def find_crates(project: Project, python_dir: Path) -> SdistPlan:
    """Find the crates to ship, and the folder of this machine that becomes the archive's top.

    Args:
        project: what is packed.
        python_dir: the folder of the Python sources.

    Raises:
        ConfigError: a manifest or Cargo.lock is broken, a path dependency is missing or too
            far away, or an inherited value is not there.

    """
    main = read_crate(project.manifest.path, "the project")
    lock = main.root / LOCK if (main.root / LOCK).is_file() else None
    found = _follow(main, (), {})
    shipped = [(crate.name, crate.version) for crate in found.values()]
    patches = sort_patches(main.root, lock, shipped)
    found = _follow(main, patches.crates, found)
    named = tuple(sorted({path for crate in found.values() for path in _named_files(crate)}))
    folders = [project.root, python_dir, main.root, *found, *(path.parent for path in named)]
    top = _find_top(folders)
    roots = {crate.root for crate in found.values()} - found.keys()
    notes = [f"{main.root / NAME}: no shipped crate needs {key}" for key in sorted(patches.unused)]
    if lock is None:
        notes.append(f"{main.root} has no {LOCK}, so versions of dependencies are not pinned")
    return SdistPlan(
        top=top,
        crates=tuple(_make_crate(found[folder], main, top) for folder in _sort(found, main)),
        workspaces=tuple(sorted(root for root in roots if root.is_relative_to(top))),
        lock=lock,
        named=named,
        unused_patches=patches.unused,
        notes=tuple(notes),
    )


def _follow(
    main: Crate, patches: Iterable[Crate], known: Mapping[Path, Crate]
) -> dict[Path, Crate]:
    """Return the crates by their folders: those of `known` and what `patches` bring in."""
    found, members = dict(known), set[Path]()
    todo = [(crate, False) for crate in patches] if known else [(main, True)]
    while todo:
        crate, of_member = todo.pop()
        member = _is_member(crate, main, of_member=of_member)
        if crate.folder in (members if member else found):
            continue
        found.setdefault(crate.folder, crate)
        if member:
            members.add(crate.folder)
        for named_by, manifest in path_dependencies(crate, tests=member):
            next_crate = found.get(manifest.parent) or read_crate(manifest, named_by)
            todo.append((next_crate, member))
    return found


def _is_member(crate: Crate, main: Crate, *, of_member: bool) -> bool:
    """Return whether cargo resolves dev-dependencies: listed, or needed by a member."""
    if crate.root != main.root:
        return False
    return of_member or is_listed(crate.folder, crate.root, crate.workspace)


def _named_files(crate: Crate) -> Iterator[Path]:
    """Yield the readme and the licence of a crate that lie outside of its folder."""
    package = crate.content["package"]
    for key in NAMED_KEYS:
        value, folder = package.get(key), crate.folder
        if inherits(value):
            shared = table_of(crate.workspace, "workspace.package", str(crate.root / NAME)) or {}
            value, folder = shared.get(key), crate.root
        if isinstance(value, str):
            path = normalize(folder / value)
            if not path.is_relative_to(crate.folder) and path.is_file():
                yield path


def _find_top(folders: Sequence[Path]) -> Path:
    first = folders[0]
    for top in (first, *first.parents):
        outside = [folder for folder in folders if not folder.is_relative_to(top)]
        if not outside and top != Path(top.anchor):
            return top
    far = next(
        (folder for folder in folders if folder.parts[:2] != first.parts[:2]), Path(first.anchor)
    )
    raise ConfigError(
        f"{far} is needed, but it has no folder in common with {first}",
        hint="move it below a folder that holds the whole project",
    )


def _sort(found: Mapping[Path, Crate], main: Crate) -> list[Path]:
    return sorted(found, key=lambda folder: (folder != main.folder, folder))


def _make_crate(crate: Crate, main: Crate, top: Path) -> SdistCrate:
    return SdistCrate(
        name=crate.name,
        folder=crate.folder,
        workspace_root=crate.root,
        place=place_below(crate.folder, top),
        main=crate.folder == main.folder,
        version=crate.version,
    )
