"""Every layout: cargo loads what an sdist holds, offline and with its lock as it is."""

import json
from pathlib import Path

import pytest

from support.cargo import NEEDS_CARGO
from support.projects import pyproject, write
from support.sdists import crate, load, lock, make_registry, unpack_sdist

pytestmark = NEEDS_CARGO

PROJECT = pyproject('[project]\nname = "demo"\nversion = "1"\n')
REGISTRY = {"alone": "", "used": "", "big": '[features]\nmore = []\n[dependencies]\nused = "1"\n'}
LIB = {"demo/src/lib.rs": "", "core/src/lib.rs": "", "other/src/lib.rs": ""}


def demo(more: str = "", *, version: str = '"0.1.0"') -> str:
    return crate("demo", more, version=version)


DROPPED_MEMBER = {
    "Cargo.toml": '[workspace]\nmembers = ["demo", "other"]\nresolver = "2"\n',
    "demo/Cargo.toml": demo('[dependencies]\nused = "1"\n'),
    "demo/pyproject.toml": PROJECT,
    "other/Cargo.toml": crate("other", '[dependencies]\nalone = "1"\n'),
}
DEFAULT_MEMBERS = {
    "Cargo.toml": '[workspace]\nmembers = ["*"]\ndefault-members = ["demo", "other"]\n'
    'resolver = "2"\n',
    "demo/Cargo.toml": demo('[dependencies]\ncore = { path = "../core" }\n'),
    "demo/pyproject.toml": PROJECT,
    "core/Cargo.toml": crate("core", '[dependencies]\nbig = "1"\n'),
    "other/Cargo.toml": crate("other", '[dependencies]\nalone = "1"\n'),
}
EXCLUDED = {
    "Cargo.toml": '[workspace]\nmembers = ["core", "other"]\nexclude = ["demo"]\nresolver = "2"\n',
    "demo/Cargo.toml": demo('[dependencies]\ncore = { path = "../core" }\n'),
    "demo/pyproject.toml": PROJECT,
    "core/Cargo.toml": crate(
        "core", '[dev-dependencies]\nalone = "1"\n[dependencies]\nused = "1"\n'
    ),
    "other/Cargo.toml": crate("other", '[dependencies]\nalone = "1"\n'),
}
EXCLUDED_DEPENDENCY = {
    "Cargo.toml": demo(
        '[dependencies]\ncore = { path = "core" }\n[workspace]\nexclude = ["core"]\n'
    ),
    "pyproject.toml": PROJECT,
    "src/lib.rs": "",
    "core/Cargo.toml": crate(
        "core", '[dev-dependencies]\nalone = "1"\nmissing = { path = "no" }\n'
    ),
    "core/src/lib.rs": "",
}
RENAMED = {
    "demo/Cargo.toml": demo(
        '[dependencies]\ninner = { path = "../core", package = "core" }\n'
        "[target.'cfg(windows)'.dependencies]\nouter = { path = '../other', package = 'other' }\n"
        "[target.'cfg(unix)'.build-dependencies]\nbuilder = { path = '../builder' }\n"
    ),
    "demo/pyproject.toml": PROJECT,
    "core/Cargo.toml": crate("core"),
    "other/Cargo.toml": crate("other"),
    "builder/Cargo.toml": crate("builder"),
    "builder/src/lib.rs": "",
}
OPTIONAL = {
    "demo/Cargo.toml": demo(
        '[dependencies]\ncore = { path = "../core", optional = true }\n'
        '[features]\nfast = ["dep:core"]\n'
    ),
    "demo/pyproject.toml": PROJECT,
    "core/Cargo.toml": crate("core", '[dependencies]\nused = "1"\n'),
}
README_ABOVE = {
    "README.md": "# Demo\n",
    "demo/Cargo.toml": demo('readme = "../README.md"\n'),
    "demo/pyproject.toml": PROJECT,
}
INHERITED = {
    "Cargo.toml": '[workspace]\nmembers = ["demo", "core"]\n[workspace.package]\n'
    'version = "2.0.0"\n[workspace.dependencies]\ncore = { path = "core" }\nused = "1"\n'
    'gone = { path = "gone" }\n[workspace.lints.rust]\nunused = "allow"\n',
    "demo/Cargo.toml": demo(
        "[dependencies]\ncore.workspace = true\nused = { workspace = true }\n"
        "[lints]\nworkspace = true\n",
        version="{ workspace = true }",
    ),
    "demo/pyproject.toml": PROJECT,
    "core/Cargo.toml": crate("core", version="{ workspace = true }"),
}
ROOT_PACKAGE_NEEDS_IT = {
    "Cargo.toml": crate(
        "root", '[dependencies]\ndemo = { path = "demo" }\nalone = "1"\n[workspace]\n'
    ),
    "src/lib.rs": "",
    "demo/Cargo.toml": demo('[dependencies]\nused = "1"\n'),
    "demo/pyproject.toml": PROJECT,
}
NESTED = {
    "Cargo.toml": '[workspace]\nmembers = ["core", "other"]\nexclude = ["inner"]\n'
    '[workspace.dependencies]\nused = "1"\n',
    "core/Cargo.toml": crate("core", "[dependencies]\nused.workspace = true\n"),
    "other/Cargo.toml": crate("other", '[dependencies]\nalone = "1"\n'),
    "inner/Cargo.toml": '[workspace]\nmembers = ["demo"]\n',
    "inner/demo/Cargo.toml": demo('[dependencies]\ncore = { path = "../../core" }\n'),
    "inner/demo/src/lib.rs": "",
    "inner/demo/pyproject.toml": PROJECT,
}
OTHER_WORKSPACE_BESIDE = {
    "demo/Cargo.toml": demo('[workspace]\n[dependencies]\ncore = { path = "../lib/core" }\n'),
    "demo/pyproject.toml": PROJECT,
    "lib/Cargo.toml": '[workspace]\nmembers = ["core", "other"]\n[workspace.package]\n'
    'version = "3.0.0"\n[workspace.dependencies]\nused = { version = "1" }\n',
    "lib/core/Cargo.toml": crate(
        "core",
        "[dependencies]\nused.workspace = true\n"
        '[dev-dependencies]\nother = { path = "../other" }\n',
        version="{ workspace = true }",
    ),
    "lib/core/src/lib.rs": "",
    "lib/other/Cargo.toml": crate("other"),
    "lib/other/src/lib.rs": "",
}
WORKSPACE_ABOVE_ALL = {
    "Cargo.toml": '[workspace]\nmembers = ["a/core"]\nexclude = ["a/demo"]\n[workspace.package]\n'
    'version = "3.0.0"\nauthors = ["A"]\n[workspace.dependencies]\n'
    'used = { version = "1", default-features = false }\nother = { path = "a/other" }\n'
    '[workspace.lints.rust]\nunused = "allow"\n',
    "a/demo/Cargo.toml": demo('[dependencies]\ncore = { path = "../core" }\n'),
    "a/demo/src/lib.rs": "",
    "a/demo/pyproject.toml": PROJECT,
    "a/core/Cargo.toml": crate(
        "core",
        "authors.workspace = true\n[dependencies]\nused = { workspace = true, optional = true }\n"
        "other = { workspace = true }\n[lints]\nworkspace = true\n",
        version="{ workspace = true }",
    ),
    "a/core/src/lib.rs": "",
    "a/other/Cargo.toml": crate("other", version="{ workspace = true }"),
    "a/other/src/lib.rs": "",
}
CYCLE = {
    "Cargo.toml": '[workspace]\nmembers = ["demo", "core"]\n',
    "demo/Cargo.toml": demo('[dependencies]\ncore = { path = "../core" }\n'),
    "demo/pyproject.toml": PROJECT,
    "core/Cargo.toml": crate("core", '[dev-dependencies]\ndemo = { path = "../demo" }\n'),
}
PATCHED = {
    "Cargo.toml": '[workspace]\nmembers = ["demo", "other"]\n[patch.crates-io]\n'
    'used = { path = "patches/used" }\nalone = { path = "patches/alone" }\n',
    "demo/Cargo.toml": demo('[dependencies]\nbig = "1"\n'),
    "demo/pyproject.toml": PROJECT,
    "other/Cargo.toml": crate("other", '[dependencies]\nalone = "1"\n'),
    "patches/used/Cargo.toml": crate("used", version='"1.0.0"'),
    "patches/used/src/lib.rs": "",
    "patches/alone/Cargo.toml": crate("alone", version='"1.0.0"'),
    "patches/alone/src/lib.rs": "",
}
UNUSED_PATCH = {
    "Cargo.toml": demo(
        '[dependencies]\nused = "1"\n[patch.crates-io]\nalone = { path = "alone" }\n'
    ),
    "pyproject.toml": PROJECT,
    "src/lib.rs": "",
    "alone/Cargo.toml": crate("alone", "[workspace]\n", version='"1.0.0"'),
    "alone/src/lib.rs": "",
}
REPLACED = {
    "Cargo.toml": demo('[dependencies]\nbig = "1"\n[replace]\n"used:1.0.0" = { path = "mine" }\n'),
    "pyproject.toml": PROJECT,
    "src/lib.rs": "",
    "mine/Cargo.toml": crate("used", "[workspace]\n", version='"1.0.0"'),
    "mine/src/lib.rs": "",
}
MEMBER_OF_A_FAR_ROOT = {
    "root/Cargo.toml": '[workspace]\nmembers = ["../demo", "../other"]\n',
    "demo/Cargo.toml": demo('workspace = "../root"\n[dependencies]\nused = "1"\n'),
    "demo/pyproject.toml": PROJECT,
    "other/Cargo.toml": crate("other", 'workspace = "../root"\n[dependencies]\nalone = "1"\n'),
}
LAYOUTS = {
    "a dropped member": DROPPED_MEMBER,
    "default-members": DEFAULT_MEMBERS,
    "excluded": EXCLUDED,
    "an excluded dependency": EXCLUDED_DEPENDENCY,
    "renamed, for platforms": RENAMED,
    "optional": OPTIONAL,
    "readme above": README_ABOVE,
    "inherited": INHERITED,
    "needed by the root package": ROOT_PACKAGE_NEEDS_IT,
    "nested workspaces": NESTED,
    "another workspace beside": OTHER_WORKSPACE_BESIDE,
    "a workspace above all": WORKSPACE_ABOVE_ALL,
    "a cycle": CYCLE,
    "patched": PATCHED,
    "an unused patch": UNUSED_PATCH,
    "replaced": REPLACED,
    "a far root": MEMBER_OF_A_FAR_ROOT,
}


def write_layout(name: str, root: Path, env: dict[str, str]) -> Path:
    """Write a layout, locked, and return the folder of its pyproject.toml."""
    layout = LAYOUTS[name]
    folders = {Path(path).parent for path in layout if path.endswith("Cargo.toml")}
    write(root, layout)
    write(root, {path: text for path, text in LIB.items() if Path(path).parents[1] in folders})
    (project,) = (root / Path(path).parent for path in layout if path.endswith("pyproject.toml"))
    lock(project, env)
    return project


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cargo_loads_an_sdist(layout: str, tmp_path: Path) -> None:
    env = make_registry(tmp_path / "registry", REGISTRY)
    project = write_layout(layout, tmp_path / "tree", env)

    sdist = unpack_sdist(project, tmp_path / "sdist")

    result = load(sdist.manifest.path, env)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("warning") <= load(project / "Cargo.toml", env).stderr.count(
        "warning"
    )
    (original,) = (tmp_path / "tree").rglob("Cargo.lock")
    (pruned,) = (tmp_path / "sdist").rglob("Cargo.lock")
    lines = iter(original.read_bytes().splitlines())
    assert all(line in lines for line in pruned.read_bytes().splitlines())
    packages = json.loads(result.stdout)["packages"]
    assert all(Path(one["manifest_path"]).exists() for one in packages)


def test_cargo_loads_an_sdist_of_linked_manifests(tmp_path: Path) -> None:
    env = make_registry(tmp_path / "registry", REGISTRY)
    tree = write(tmp_path / "tree", {
        "manifests/demo.toml": demo('[dependencies]\ncore = { path = "../core" }\n'),
        "manifests/core.toml": crate("core", '[dependencies]\nused = "1"\n'),
        "demo/pyproject.toml": PROJECT,
        "demo/src/lib.rs": "",
        "core/src/lib.rs": "",
    })  # fmt: skip
    for name in ("demo", "core"):
        (tree / name / "Cargo.toml").symlink_to(f"../manifests/{name}.toml")
    lock(tree / "demo", env)

    sdist = unpack_sdist(tree / "demo", tmp_path / "sdist")

    assert load(sdist.manifest.path, env).returncode == 0
    assert sdist.manifest.path == tmp_path / "sdist/demo/Cargo.toml"
