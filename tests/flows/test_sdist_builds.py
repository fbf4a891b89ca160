"""Every layout: the wheel from the sdist is the wheel from the tree."""

import subprocess
import sys
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pytest

from support.archives import contents, extract
from support.cargo import NEEDS_CARGO
from support.checkouts import make_checkout
from support.commands import ferrule
from support.crates import Crate
from support.projects import pyproject, write
from support.sdists import crate as manifest
from support.sdists import load, lock, make_registry
from support.wheels import file_names, read, tags

pytestmark = NEEDS_CARGO

REGISTRY = {"alone": "", "used": ""}
MAIN = 'fn main() { println!("{}", answer()); }\nfn answer() -> u32 { 42 }\n'
ASKS_CORE = 'fn main() { println!("{}", core_crate::answer()); }\n'
ANSWER = "pub fn answer() -> u32 { 42 }\n"
DEMO = '[project]\nname = "demo"\ndynamic = ["version", "description"]\n'
# Compiled code holds the paths that it was compiled from; RECORD holds its hash.
DIFFERENT = ("*.so", "*.data/scripts/*", "*/RECORD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A project: its files, links, folder of pyproject.toml, and what its sdist must not hold."""

    files: dict[str, str]
    links: dict[str, str] = field(default_factory=dict)
    project: str = "demo"
    manifest_path: str = ""
    without: tuple[str, ...] = ()
    args: tuple[str, ...] = ()


def demo(more: str = "") -> str:
    return manifest("demo", f'description = "Knows the answer."\n{more}')


def on_core(line: str, more: str = "") -> str:
    return demo(f"{more}[dependencies]\n{line}\n")


CORE = {"core/Cargo.toml": manifest("core_crate"), "core/src/lib.rs": ANSWER}
DEMO_ON_CORE = {"demo/src/main.rs": ASKS_CORE, "demo/pyproject.toml": pyproject(DEMO)}
OTHER = {
    "other/Cargo.toml": manifest("other", '[dependencies]\nalone = "1"\n'),
    "other/src/lib.rs": "",
}
TREES = {
    "a crate alone": Tree(
        project=".",
        files={
            "Cargo.toml": demo(),
            "src/main.rs": MAIN,
            "pyproject.toml": pyproject(DEMO),
        },
    ),
    "a dropped member": Tree(
        files={
            "Cargo.toml": '[workspace]\nmembers = ["demo", "core", "other"]\nresolver = "2"\n',
            "demo/Cargo.toml": on_core('core_crate = { path = "../core" }\nused = "1"'),
            **DEMO_ON_CORE,
            **CORE,
            **OTHER,
        },
        without=("other/*",),
    ),
    "default-members": Tree(
        project="crates/demo",
        files={
            "Cargo.toml": "[workspace]\n"
            'members = ["crates/*"]\ndefault-members = ["crates/[do]*"]\nresolver = "2"\n',
            "crates/demo/Cargo.toml": on_core('core_crate = { path = "../core" }'),
            **{f"crates/{path}": text for path, text in (DEMO_ON_CORE | CORE | OTHER).items()},
        },
        without=("crates/other/*",),
    ),
    "an excluded crate": Tree(
        files={
            "Cargo.toml": '[workspace]\nmembers = ["other", "core"]\nexclude = ["demo"]\n',
            "demo/Cargo.toml": on_core('core_crate = { path = "../core" }'),
            **DEMO_ON_CORE,
            **CORE,
            **OTHER,
        },
        without=("other/*",),
    ),
    "renamed": Tree(
        files={
            "demo/Cargo.toml": on_core('core_crate = { path = "../core", package = "inner" }'),
            **DEMO_ON_CORE,
            "core/Cargo.toml": manifest("inner"),
            "core/src/lib.rs": ANSWER,
        },
    ),
    "for platforms": Tree(
        files={
            "demo/Cargo.toml": demo(
                "[target.'cfg(unix)'.dependencies]\ncore_crate = { path = '../core' }\n"
                "[target.'cfg(windows)'.dependencies]\nother = { path = '../other' }\n"
            ),
            **DEMO_ON_CORE,
            **CORE,
            **OTHER,
        },
    ),
    "optional": Tree(
        files={
            "demo/Cargo.toml": on_core(
                'core_crate = { path = "../core", optional = true }',
                '[features]\ndefault = ["ask"]\nask = ["dep:core_crate"]\n',
            ),
            **DEMO_ON_CORE,
            **CORE,
        },
    ),
    "optional, left out": Tree(
        files={
            "demo/Cargo.toml": on_core(
                'core_crate = { path = "../core", optional = true }',
                '[features]\ndefault = ["ask"]\nask = ["dep:core_crate"]\n',
            ),
            **DEMO_ON_CORE,
            "demo/src/main.rs": MAIN,
            **CORE,
        },
        args=("--no-default-features",),
    ),
    "inherited": Tree(
        files={
            "Cargo.toml": '[workspace]\nmembers = ["demo", "core"]\n[workspace.package]\n'
            'description = "Shared."\n[workspace.dependencies]\ncore_crate = { path = "core" }\n',
            "demo/Cargo.toml": manifest(
                "demo",
                "description.workspace = true\n[dependencies]\ncore_crate.workspace = true\n",
            ),
            **DEMO_ON_CORE,
            **CORE,
        },
    ),
    "linked manifests": Tree(
        files={
            "manifests/demo.toml": on_core('core_crate = { path = "../core" }'),
            "manifests/core.toml": manifest("core_crate"),
            **DEMO_ON_CORE,
            "core/src/lib.rs": ANSWER,
        },
        links={
            "demo/Cargo.toml": "../manifests/demo.toml",
            "core/Cargo.toml": "../manifests/core.toml",
        },
        without=("manifests/*",),
    ),
    "readme above": Tree(
        files={
            "README.md": "# Demo\n",
            "demo/Cargo.toml": demo('readme = "../README.md"\n'),
            "demo/src/main.rs": MAIN,
            "demo/pyproject.toml": pyproject(DEMO.replace('"version"', '"version", "readme"')),
        },
    ),
    "outside of the workspace": Tree(
        project="inner/demo",
        files={
            "inner/Cargo.toml": '[workspace]\nmembers = ["demo"]\n',
            "inner/demo/Cargo.toml": on_core('core_crate = { path = "../../core" }'),
            "inner/demo/src/main.rs": ASKS_CORE,
            "inner/demo/pyproject.toml": pyproject(DEMO),
            **CORE,
        },
    ),
    "pyproject above": Tree(
        project=".",
        files={
            "pyproject.toml": pyproject(f'{DEMO}[tool.ferrule]\nmanifest-path = "demo/Cargo.toml"'),
            "demo/Cargo.toml": on_core('core_crate = { path = "../core" }'),
            "demo/src/main.rs": ASKS_CORE,
            **CORE,
        },
    ),
    "python beside": Tree(
        files={
            "py/demo/__init__.py": "answer = 42\n",
            "demo/Cargo.toml": demo(),
            "demo/src/main.rs": MAIN,
            "demo/pyproject.toml": pyproject(f'{DEMO}[tool.ferrule]\npython-source = "../py"\n'),
        },
    ),
}
# Of tests/crates: the folder to build in. All need a crate beside, so pyproject.toml moves up.
CRATES = {
    "pure": ".",
    "mixed": ".",
    "src_layout": ".",
    "python_source": ".",
    "namespace": ".",
    "workspace": "member",
    "above": ".",
    "data": ".",
    "program_with_package": ".",
}
ARGS = {"above": ("-m", "crate/Cargo.toml")}


def write_tree(tree: Tree, root: Path, env: dict[str, str]) -> Path:
    """Write a project with its lock, let git track it, and return its folder."""
    write(root, tree.files)
    for name, to in tree.links.items():
        (root / name).symlink_to(to)
    project = root / tree.project
    lock(project if (project / "Cargo.toml").exists() else project / "demo", env)
    make_checkout(root, {})
    return project


def stable(wheel: Path) -> dict[str, bytes]:
    """Return what a wheel holds, but for what depends on where it was compiled."""
    names = [n for n in file_names(wheel) if not any(fnmatch(n, one) for one in DIFFERENT)]
    return {name: read(wheel, name) for name in names}


def build_both(
    project: Path, out: Path, *args: str, env: dict[str, str]
) -> tuple[Path, Path, Path]:
    """Return the wheel from the tree, the one from the sdist, and the sdist."""
    args = ("-i", sys.executable, "--compatibility", "linux", *args)
    ferrule("build", "-o", out / "tree", *args, cwd=project, env=env).check()
    ferrule("build", "--sdist", "-o", out / "sdist", *args, cwd=project, env=env).check()
    (wheel,), (again,) = (out / "tree").iterdir(), (out / "sdist").glob("*.whl")
    (sdist,) = (out / "sdist").glob("*.tar.gz")
    return wheel, again, sdist


@pytest.mark.parametrize("name", TREES)
def test_an_sdist_builds_the_wheel_of_its_tree(name: str, tmp_path: Path) -> None:
    tree = TREES[name]
    env = make_registry(tmp_path / "registry", REGISTRY)
    project = write_tree(tree, tmp_path / "tree", env)

    wheel, again, sdist = build_both(project, tmp_path / "out", *tree.args, env=env)

    assert again.name == wheel.name
    assert file_names(again) == file_names(wheel)
    assert stable(again) == stable(wheel)
    packed = contents(sdist)
    assert [path for path in packed for one in tree.without if fnmatch(path, one)] == []
    program = extract_program(again, tmp_path)
    assert subprocess.run([program], capture_output=True, check=True).stdout == b"42\n"


def extract_program(wheel: Path, folder: Path) -> Path:
    """Return the program of a wheel, executable."""
    path = folder / "program"
    path.write_bytes(read(wheel, "*/scripts/demo"))
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("name", CRATES)
def test_an_sdist_of_an_extension_builds_the_wheel_of_its_tree(
    crate: Crate, tmp_path: Path, name: str
) -> None:
    project = crate(name) / CRATES[name]

    wheel, again, _ = build_both(project, tmp_path / "out", *ARGS.get(name, ()), env={})

    assert again.name == wheel.name
    assert file_names(again) == file_names(wheel)
    assert stable(again) == stable(wheel)
    assert tags(again) == tags(wheel)


def test_the_lock_loses_what_a_dropped_member_needed_and_nothing_else(tmp_path: Path) -> None:
    env = make_registry(tmp_path / "registry", REGISTRY)
    project = write_tree(TREES["a dropped member"], tmp_path / "tree", env)

    ferrule("sdist", "-o", tmp_path / "out", cwd=project, env=env).check()

    (sdist,) = (tmp_path / "out").iterdir()
    unpacked = extract(sdist, tmp_path / "unpacked")
    loaded = load(unpacked / "demo" / "Cargo.toml", env)
    assert loaded.returncode == 0, loaded.stderr
    before = (tmp_path / "tree" / "Cargo.lock").read_text(encoding="utf-8").splitlines()
    after = (unpacked / "Cargo.lock").read_text(encoding="utf-8").splitlines()
    remaining = iter(before)
    assert all(line in remaining for line in after)
    assert {line for line in before if line not in after} >= {'name = "alone"', 'name = "other"'}
