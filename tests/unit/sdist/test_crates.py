"""The crates of an sdist are found from their manifests."""

from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.project.read import read_project
from ferrule.sdist.crates import find_crates
from ferrule.sdist.model import SdistPlan
from support.projects import pyproject, write
from support.sdists import crate, find_plan

CORE = '[dependencies]\ncore = { path = "../core" }\n'


def plan_of(root: Path) -> SdistPlan:
    return find_plan(read_project(root, None))


def places(plan: SdistPlan) -> list[str]:
    return [one.place for one in plan.crates]


def test_a_crate_alone_is_at_the_top(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": crate("demo"), "Cargo.lock": ""})

    plan = plan_of(tmp_path)

    (main,) = plan.crates
    assert (plan.top, plan.lock, plan.workspaces) == (tmp_path, tmp_path / "Cargo.lock", ())
    assert (main.name, main.version, main.place, main.main) == ("demo", "0.1.0", "", True)
    assert plan.notes == ()


def test_the_top_is_above_all_that_is_shipped(tmp_path: Path) -> None:
    write(tmp_path, {"x/demo/Cargo.toml": crate("demo", CORE), "x/core/Cargo.toml": crate("core")})

    plan = plan_of(tmp_path / "x/demo")

    assert plan.top == tmp_path / "x"
    assert places(plan) == ["demo", "core"]


def test_python_sources_beside_are_below_the_top(tmp_path: Path) -> None:
    write(tmp_path, {"demo/Cargo.toml": crate("demo"), "python/demo/__init__.py": ""})
    project = read_project(tmp_path / "demo", None)

    assert find_crates(project, tmp_path / "python").top == tmp_path


@pytest.mark.parametrize(
    "table",
    [
        "dependencies",
        "dev-dependencies",
        "build-dependencies",
        "dev_dependencies",
        "build_dependencies",
        "target.'cfg(windows)'.dependencies",
        "target.x86_64-pc-windows-msvc.build-dependencies",
    ],
)
def test_every_kind_of_dependency_is_followed(table: str, tmp_path: Path) -> None:
    entry = f'[{table}]\nother = {{ path = "../core", package = "core", optional = true }}\n'
    write(tmp_path, {"demo/Cargo.toml": crate("demo", entry), "core/Cargo.toml": crate("core")})

    assert places(plan_of(tmp_path / "demo")) == ["demo", "core"]


def test_dev_dependencies_of_crates_outside_of_the_workspace_are_not_needed(tmp_path: Path) -> None:
    missing = '[dev-dependencies]\ngone = { path = "../gone" }\n'
    write(
        tmp_path,
        {"demo/Cargo.toml": crate("demo", CORE), "core/Cargo.toml": crate("core", missing)},
    )

    assert places(plan_of(tmp_path / "demo")) == ["demo", "core"]


@pytest.mark.parametrize("members", ['["demo", "core"]', '["*"]', '["demo"]'])
def test_dev_dependencies_of_members_are_needed(members: str, tmp_path: Path) -> None:
    tests = '[dev-dependencies]\ntests = { path = "../tests" }\n'
    write(
        tmp_path,
        {
            "Cargo.toml": f"[workspace]\nmembers = {members}\n",
            "demo/Cargo.toml": crate("demo", CORE),
            "core/Cargo.toml": crate("core", tests),
            "tests/Cargo.toml": crate("tests"),
        },
    )

    plan = plan_of(tmp_path / "demo")

    assert places(plan) == ["demo", "core", "tests"]
    assert plan.workspaces == (tmp_path,)


def test_cycles_end(tmp_path: Path) -> None:
    back = '[dev-dependencies]\ndemo = { path = "../demo" }\n[dependencies]\nme = { path = "." }\n'
    write(
        tmp_path,
        {
            "Cargo.toml": '[workspace]\nmembers = ["*"]\n',
            "demo/Cargo.toml": crate("demo", CORE),
            "core/Cargo.toml": crate("core", back),
        },
    )

    assert places(plan_of(tmp_path / "demo")) == ["demo", "core"]


def test_a_version_is_inherited(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "Cargo.toml": '[workspace]\nmembers = ["demo"]\npackage.version = "3.0.0"\n',
            "demo/Cargo.toml": crate("demo", version="{ workspace = true }"),
        },
    )

    assert plan_of(tmp_path / "demo").crates[0].version == "3.0.0"


def test_a_dependency_is_inherited_from_where_the_workspace_is(tmp_path: Path) -> None:
    shared = (
        '[workspace]\nmembers = ["a/demo"]\n[workspace.dependencies]\ncore = { path = "core" }\n'
    )
    write(
        tmp_path,
        {
            "Cargo.toml": shared,
            "a/demo/Cargo.toml": crate("demo", "[dependencies]\ncore.workspace = true\n"),
            "core/Cargo.toml": crate("core"),
        },
    )

    assert places(plan_of(tmp_path / "a/demo")) == ["a/demo", "core"]


def test_a_manifest_that_is_a_link_belongs_to_its_own_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "demo/Cargo.toml": crate("demo", CORE),
            "elsewhere/manifest.toml": crate("core", '[dependencies]\nx = { path = "../x" }\n'),
            "core/src/lib.rs": "",
            "x/Cargo.toml": crate("x"),
        },
    )
    (tmp_path / "core/Cargo.toml").symlink_to("../elsewhere/manifest.toml")

    assert places(plan_of(tmp_path / "demo")) == ["demo", "core", "x"]


def test_files_that_manifests_name_elsewhere_keep_their_places(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "repo/README.md": "",
            "repo/LICENSE": "",
            "repo/demo/Cargo.toml": crate(
                "demo", 'readme = "../README.md"\nlicense-file = "../LICENSE"\n'
            ),
        },
    )

    plan = plan_of(tmp_path / "repo/demo")

    assert plan.top == tmp_path / "repo"
    assert plan.named == (tmp_path / "repo/LICENSE", tmp_path / "repo/README.md")


@pytest.mark.parametrize("readme", ['"../NONE.md"', "false", '"inside.md"', "true"])
def test_other_readmes_change_nothing(readme: str, tmp_path: Path) -> None:
    write(tmp_path, {"demo/Cargo.toml": crate("demo", f"readme = {readme}\n")})

    plan = plan_of(tmp_path / "demo")

    assert (plan.top, plan.named) == (tmp_path / "demo", ())


def test_a_readme_may_be_inherited(tmp_path: Path) -> None:
    shared = '[workspace]\nmembers = ["demo"]\n[workspace.package]\nreadme = "docs/README.md"\n'
    write(
        tmp_path,
        {
            "Cargo.toml": shared,
            "docs/README.md": "",
            "demo/Cargo.toml": crate("demo", "readme.workspace = true\n"),
        },
    )

    assert plan_of(tmp_path / "demo").named == (tmp_path / "docs/README.md",)


def test_a_workspace_above_the_top_is_not_shipped(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "Cargo.toml": '[workspace]\nmembers = ["a/core"]\nexclude = ["a/demo"]\n',
            "a/demo/Cargo.toml": crate("demo", CORE),
            "a/core/Cargo.toml": crate("core"),
        },
    )

    plan = plan_of(tmp_path / "a/demo")

    assert (plan.top, plan.workspaces) == (tmp_path / "a", ())


def test_a_missing_lock_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": crate("demo")})

    assert plan_of(tmp_path).notes == (
        f"{tmp_path} has no Cargo.lock, so versions of dependencies are not pinned",
    )


PATCH = (
    '[dependencies]\nused = "1"\n[patch.crates-io]\nused = { path = "u" }\nbad = { path = "b" }\n'
)
LOCK = (
    '[[package]]\nname = "demo"\nversion = "0.1.0"\ndependencies = ["used"]\n'
    '[[package]]\nname = "used"\nversion = "1.0.0"\n'
)


def test_patches_are_shipped_when_the_lock_needs_them(tmp_path: Path) -> None:
    used = {"Cargo.toml": crate("demo", PATCH), "u/Cargo.toml": crate("used", version='"1.0.0"')}
    write(tmp_path, {**used, "Cargo.lock": LOCK})

    plan = plan_of(tmp_path)

    assert places(plan) == ["", "u"]
    assert plan.unused_patches == {"patch.crates-io.bad"}
    assert plan.notes == (f"{tmp_path / 'Cargo.toml'}: no shipped crate needs patch.crates-io.bad",)


def test_a_patch_of_another_version_than_locked_is_unused(tmp_path: Path) -> None:
    used = {"Cargo.toml": crate("demo", PATCH), "u/Cargo.toml": crate("used", version='"1.0.1"')}
    write(tmp_path, {**used, "Cargo.lock": LOCK})

    assert "patch.crates-io.used" in plan_of(tmp_path).unused_patches


def test_without_a_lock_every_patch_is_shipped(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "Cargo.toml": crate("demo", PATCH),
            "u/Cargo.toml": crate("used"),
            "b/Cargo.toml": crate("bad"),
        },
    )

    assert places(plan_of(tmp_path)) == ["", "b", "u"]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ('[dependencies]\nx = { path = "no" }\n', r"Cargo.toml: dependencies.x needs .*/no/Cargo"),
        ("[dependencies]\nx = { path = 1 }\n", r"Cargo.toml: dependencies.x.path is not a string"),
        ("[dependencies]\nx.workspace = true\n", r"dependencies.x is inherited, but the crate"),
        ("dependencies = 1\n", r"Cargo.toml: dependencies is not a table"),
        ('[target]\n"cfg(unix)" = 1\n', r"Cargo.toml: target.cfg\(unix\) is not a table"),
        ("[target.a]\ndependencies = 1\n", r"target.a.dependencies is not a table"),
        ('[dependencies]\nx = { path = "empty" }\n', r"empty/Cargo.toml has no package.name"),
        ('[dependencies]\nx = { path = "broken" }\n', r"broken/Cargo.toml is not valid TOML"),
        ('[dependencies]\nx = { path = "latin" }\n', r"latin/Cargo.toml is not UTF-8"),
        ('[dependencies]\nx = { path = "lost" }\n', r"lost/Cargo.toml: package.workspace"),
        ("[patch]\ncrates-io = 1\n", r"Cargo.toml: patch.crates-io is not a table"),
        ("[workspace]\n[dependencies]\nx.workspace = true\n", r"Cargo.toml has no workspace.dep"),
    ],
)
def test_a_broken_manifest_is_told(manifest: str, message: str, tmp_path: Path) -> None:
    text = crate("demo") + manifest
    if manifest.startswith("dependencies"):
        text = manifest + crate("demo")
    write(
        tmp_path,
        {
            "Cargo.toml": text,
            "empty/Cargo.toml": "",
            "broken/Cargo.toml": "[",
            "lost/Cargo.toml": crate("lost", 'workspace = "../nowhere"\n'),
            "x/Cargo.toml": crate("x"),
            "latin/x": "",
        },
    )
    (tmp_path / "latin/Cargo.toml").write_bytes(b"# \xff")

    with pytest.raises(ConfigError, match=message):
        plan_of(tmp_path)


def test_crates_that_share_no_folder_are_told(tmp_path: Path) -> None:
    up = "/".join([".."] * (len(tmp_path.parts) - 1))
    write(tmp_path, {"Cargo.toml": crate("demo", f'readme = "{up}/etc/hostname"\n')})

    with pytest.raises(ConfigError, match="/etc is needed, but it has no folder in common with"):
        plan_of(tmp_path)


def test_a_folder_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "\udcff"
    write(tmp_path, {"core/Cargo.toml": crate("core")})
    try:
        write(folder / "demo", {"Cargo.toml": crate("demo", CORE.replace("../", "../../"))})
    except OSError:
        pytest.skip("the file system takes UTF-8 only")

    with pytest.raises(ConfigError, match=r"\\xff/demo|udcff/demo"):
        plan_of(folder / "demo")


def test_pyproject_above_the_crate_is_below_the_top(tmp_path: Path) -> None:
    tool = pyproject('[tool.ferrule]\nmanifest-path = "rust/demo/Cargo.toml"\n')
    write(tmp_path, {"pyproject.toml": tool, "rust/demo/Cargo.toml": crate("demo")})

    plan = plan_of(tmp_path)

    assert (plan.top, places(plan)) == (tmp_path, ["rust/demo"])
