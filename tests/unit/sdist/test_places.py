"""Crates keep their places to each other, the Python side to pyproject.toml."""

from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.project.paths import normalize
from ferrule.sdist.members import relative_path
from ferrule.sdist.places import place_below, place_beside

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
