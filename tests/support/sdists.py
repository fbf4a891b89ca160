"""Sdists laid out in a folder instead of an archive, and cargo to load them."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from ferrule.project.layout import find_layout
from ferrule.project.model import LayoutKeys, Project
from ferrule.project.read import read_project
from ferrule.sdist.crates import find_crates
from ferrule.sdist.lock import prune_lock
from ferrule.sdist.manifest import rewrite_manifest, rewrite_workspace
from ferrule.sdist.model import SdistPlan
from ferrule.sdist.places import place_below, place_beside
from ferrule.sdist.pyproject import rewrite_pyproject
from support.cargo import rust_env
from support.projects import write

IGNORED = {"Cargo.lock", "pyproject.toml"}


def crate(name: str, more: str = "", *, version: str = '"0.1.0"') -> str:
    """Return the Cargo.toml of a crate."""
    return f'[package]\nname = "{name}"\nversion = {version}\nedition = "2021"\n{more}'


def make_registry(folder: Path, crates: Mapping[str, str]) -> dict[str, str]:
    """Make a crates.io of a few crates; returns the environment in which cargo uses it.

    `crates` holds the manifest of each, after its `[package]`; versions are 1.0.0.
    """
    for name, more in crates.items():
        manifest = crate(name, more, version='"1.0.0"')
        checksum = json.dumps({"files": {}, "package": name.encode().hex().ljust(64, "0")})
        files = {"Cargo.toml": manifest, "src/lib.rs": "", ".cargo-checksum.json": checksum}
        write(folder / "index" / name, files)
    (folder / "index").mkdir(parents=True, exist_ok=True)
    source = f'replace-with = "here"\n[source.here]\ndirectory = "{folder / "index"}"\n'
    write(folder / "home", {"config.toml": f"[source.crates-io]\n{source}"})
    return rust_env(CARGO_HOME=str(folder / "home"))


def cargo(env: Mapping[str, str], *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the real cargo."""
    argv = ("cargo", *args)
    return subprocess.run(argv, env=dict(env), cwd=cwd, capture_output=True, text=True, check=False)


def load(manifest: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Let cargo load a crate without the network and without touching its lock."""
    args = ("metadata", "--format-version=1", "--locked", "--offline")
    return cargo(env, *args, cwd=manifest.parent)


def lock(folder: Path, env: Mapping[str, str]) -> None:
    """Let cargo write a Cargo.lock."""
    result = cargo(env, "generate-lockfile", "--offline", cwd=folder)
    assert result.returncode == 0, result.stderr


def find_plan(project: Project) -> SdistPlan:
    """Find the crates of a project that has its Python sources in its root."""
    return find_crates(project, project.root)


def unpack_sdist(root: Path, to: Path) -> Project:
    """Make the sdist of a project, with all files of its crates, and read it where it is."""
    project = read_project(root, None)
    tool = project.pyproject.tool if project.pyproject else {}
    keys = LayoutKeys(
        module_name=tool.get("module-name"),
        python_source=tool.get("python-source"),
        data=tool.get("data"),
    )
    layout = find_layout(project, keys, program=True)
    plan = find_crates(project, layout.python_dir)
    packed = {place_below(path, plan.top): path for path in _sources(plan)}
    if layout.python_dir != project.root:
        for path in sorted(layout.python_dir.rglob("*.py")):
            packed[place_beside(path, project.root, plan.top)] = path
    contents = {place: path.read_bytes() for place, path in packed.items()}
    for one in plan.crates:
        contents[_manifest(one.place)] = rewrite_manifest(one, plan, packed)
    for workspace in plan.workspaces:
        contents[_manifest(place_below(workspace, plan.top))] = rewrite_workspace(workspace, plan)
    if plan.lock is not None:
        shipped = [(one.name, one.version) for one in plan.crates]
        pruned = prune_lock(plan.lock.read_bytes(), shipped)
        contents[place_below(plan.lock, plan.top)] = pruned
    contents["pyproject.toml"] = rewrite_pyproject(project, plan, layout, ())
    for place, content in contents.items():
        (to / place).parent.mkdir(parents=True, exist_ok=True)
        (to / place).write_bytes(content)
    return read_project(to, None)


def _manifest(place: str) -> str:
    return f"{place}/Cargo.toml".lstrip("/")


def _sources(plan: SdistPlan) -> Iterator[Path]:
    yield from plan.named
    for one in plan.crates:
        yield from _files_of(one.folder)


def _files_of(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != "target" and not (path / "Cargo.toml").exists():
            yield from _files_of(path)
        elif path.is_file() and path.name not in IGNORED:
            yield path
