"""Crates keep their places to each other, the Python side to pyproject.toml."""

from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.project.model import Layout
from ferrule.project.paths import normalize
from ferrule.sdist.members import relative_path
from ferrule.sdist.model import SdistCrate, SdistPlan
from ferrule.sdist.places import keep_apart, place_below, place_beside, place_in
from support.layouts import make_layout, make_tree

TOP = Path("/top")


@pytest.mark.parametrize(("path", "place"), [("/top", ""), ("/top/a/b.rs", "a/b.rs")])
def test_a_file_of_a_crate_keeps_its_place(path: str, place: str) -> None:
    assert place_below(Path(path), TOP) == place


@pytest.mark.parametrize(
    ("path", "place"), [("/top/py/pkg/a.py", "pkg/a.py"), ("/top/pkg/a.py", "pkg/a.py")]
)
def test_a_file_of_the_python_side_keeps_its_place_to_pyproject(path: str, place: str) -> None:
    assert place_beside(Path(path), TOP / "py", TOP) == place


def test_a_name_that_is_not_utf8_is_told() -> None:
    with pytest.raises(ConfigError, match=r"a/\\udcff: the name is not UTF-8"):
        place_below(TOP / "a/\udcff", TOP)


@pytest.mark.parametrize(
    ("path", "normal"), [("/a/./b/../c", "/a/c"), ("/../a", "/a"), ("/a/..", "/")]
)
def test_paths_go_up_by_name(path: str, normal: str) -> None:
    assert normalize(Path(path)) == Path(normal)


@pytest.mark.parametrize(
    ("path", "start", "way"),
    [("/a/b", "/a", "b"), ("/a/b", "/a/c/d", "../../b"), ("/a", "/a", "."), ("/a", "/a/b", "..")],
)
def test_a_way_goes_up_and_down(path: str, start: str, way: str) -> None:
    assert relative_path(Path(path), Path(start)) == way


def make_plan(top: Path, *folders: str) -> SdistPlan:
    paths = [top / name for name in folders]
    return SdistPlan(
        top=top,
        crates=tuple(
            SdistCrate(name="x", folder=one, workspace_root=one, place=place_below(one, top))
            for one in paths
        ),
        workspaces=(),
        lock=None,
    )


def make_mixed(root: Path, module: str) -> Layout:
    make_tree(root, f"{module}/__init__.py")
    return make_layout(root, module=module)


@pytest.mark.parametrize("module", ["demo", "core"])
def test_crates_have_a_folder_of_their_own_where_a_package_would_meet_them(
    module: str, tmp_path: Path
) -> None:
    layout = make_mixed(tmp_path / "demo", module)

    plan = keep_apart(make_plan(tmp_path, "demo", "core"), layout)

    assert [one.place for one in plan.crates] == ["crates/demo", "crates/core"]
    assert place_in(plan, tmp_path / "demo/Cargo.toml") == "crates/demo/Cargo.toml"


def test_that_folder_is_no_package_of_the_project(tmp_path: Path) -> None:
    layout = make_mixed(tmp_path / "demo", "crates")

    assert keep_apart(make_plan(tmp_path, "crates/demo"), layout).below == "crates_"


@pytest.mark.parametrize("root", ["demo", "."])
def test_crates_stay_where_no_package_meets_them(root: str, tmp_path: Path) -> None:
    layout, plan = make_mixed(tmp_path / root, "pkg"), make_plan(tmp_path, "demo", "core")

    assert keep_apart(plan, layout) == plan


def test_the_folder_of_a_crate_is_no_package_by_its_name(tmp_path: Path) -> None:
    plan = make_plan(tmp_path, "demo")

    assert keep_apart(plan, make_layout(tmp_path / "demo", module=None, extension="demo")) == plan


def test_a_folder_above_a_crate_would_be_taken_for_a_package(tmp_path: Path) -> None:
    plan = make_plan(tmp_path, "above/crate")

    moved = keep_apart(plan, make_layout(tmp_path / "above", module=None, extension="above"))

    assert moved.below == "crates"
