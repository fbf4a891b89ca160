"""Front door of step 1: find and read the two files of a project.

Enters: the folder to start from and, when given, the manifest's path. Leaves: a `Project`.
Neither file is searched for above the starting folder unless a manifest is named.
"""

from collections.abc import Iterator
from pathlib import Path

from ferrule.errors import ConfigError
from ferrule.project.manifest import NAME, read_manifest
from ferrule.project.model import Manifest, Project, PyProject
from ferrule.project.pyproject import read_pyproject
from ferrule.project.tables import text_of, texts_of

PYPROJECT = "pyproject.toml"

# A hint names the manifests of sub-folders only when they are few.
MOST_NAMED = 5


def read_project(start: Path, manifest_path: Path | None) -> Project:
    """Read the project in the folder `start`, or that of `manifest_path` (relative to it).

    Raises:
        ConfigError: a file is missing, broken or not what it should be.

    """
    start = start.resolve()
    if manifest_path is not None:
        return _read_named(start, manifest_path)
    pyproject = read_pyproject(start / PYPROJECT) if (start / PYPROJECT).is_file() else None
    manifest = read_manifest(locate_manifest(start, pyproject))
    return _make_project(manifest, pyproject)


def find_source_packages(root: Path, pyproject: PyProject | None) -> tuple[Path, ...]:
    """Return the Python packages under `src` of a project whose crate is in `rust`.

    They are looked for under the project's name and `python-packages`; none are found when
    there is no `rust/Cargo.toml`.
    """
    if pyproject is None or not (root / "rust" / NAME).is_file():
        return ()
    names = texts_of(pyproject.tool, f"{pyproject.tool_name}.python-packages", PYPROJECT) or ()
    name = text_of(pyproject.project or {}, "project.name", PYPROJECT)
    if name:
        names = (name.replace("-", "_"), *names)
    packages = (root / "src" / name for name in names)
    return tuple(package for package in packages if (package / "__init__.py").is_file())


def _read_named(start: Path, manifest_path: Path) -> Project:
    path = _check_manifest(start / manifest_path, "pass the path of a Cargo.toml with -m")
    manifest = read_manifest(path)
    folders = _folders_up(path.parent, manifest.workspace_root.parent)
    beside = next((one / PYPROJECT for one in folders if (one / PYPROJECT).is_file()), None)
    return _make_project(manifest, read_pyproject(beside) if beside else None)


def _make_project(manifest: Manifest, pyproject: PyProject | None) -> Project:
    notes = pyproject.notes if pyproject else ()
    if manifest.metadata:
        keys = ", ".join(sorted(manifest.metadata))
        unread = (
            f"{manifest.path}: package.metadata.maturin ({keys}) has no effect; move what is "
            "needed to [tool.ferrule] in pyproject.toml"
        )
        notes = (*notes, unread)
    root = pyproject.path.parent if pyproject else manifest.path.parent
    return Project(root=root, manifest=manifest, pyproject=pyproject, notes=notes)


def _folders_up(folder: Path, top: Path) -> Iterator[Path]:
    for candidate in (folder, *folder.parents):
        if not candidate.is_relative_to(top):
            return
        yield candidate


def locate_manifest(start: Path, pyproject: PyProject | None) -> Path:
    """Return the manifest of the project in the folder `start` when none is named.

    Raises:
        ConfigError: there is none, or `manifest-path` names none.

    """
    if pyproject is not None:
        key = f"{pyproject.tool_name}.manifest-path"
        named = text_of(pyproject.tool, key, PYPROJECT)
        if named is not None:
            return _check_manifest(start / named, f"correct {key} in {pyproject.path}")
        if (start / "rust" / NAME).is_file() and (
            "python-source" in pyproject.tool or find_source_packages(start, pyproject)
        ):
            return start / "rust" / NAME
    if not (start / NAME).is_file():
        raise ConfigError(
            f"no Cargo.toml in {start}",
            hint="change to the folder of the crate, or pass its Cargo.toml with -m"
            + _name_manifests_below(start),
        )
    return start / NAME


def _name_manifests_below(start: Path) -> str:
    """Return the manifests one folder down, in the form that ends a hint."""
    below = sorted(path.relative_to(start).as_posix() for path in start.glob(f"*/{NAME}"))
    return f": {', '.join(below)}" if 0 < len(below) <= MOST_NAMED else ""


def _check_manifest(path: Path, hint: str) -> Path:
    if path.is_dir():
        raise ConfigError(f"{path} is a folder", hint=f"write {path / NAME}")
    if not path.is_file():
        raise ConfigError(f"{path} does not exist", hint=hint)
    if path.name != NAME:
        raise ConfigError(f"{path} is no Cargo.toml", hint=hint)
    return path.resolve()
