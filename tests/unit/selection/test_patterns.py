"""Include and exclude patterns."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ferrule.errors import ArchiveError, ConfigError
from ferrule.selection.patterns import check_include, exclude_files, exclude_paths, find_included

FILES = (
    "a.txt",
    "b.json",
    ".hidden",
    "dir/a.txt",
    "dir/sub/a.txt",
    "dir/sub/b.json",
    "dir/sub/deep/c.txt",
    "d[1]r/x.txt",
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def included(glob: str, folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_included(glob, folder)]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("a.txt", ["a.txt"]),
        ("*.txt", ["a.txt"]),
        ("?.txt", ["a.txt"]),
        ("*", [".hidden", "a.txt", "b.json"]),
        ("[ab].*", ["a.txt", "b.json"]),
        ("[!a].json", ["b.json"]),
        ("[^a].json", ["b.json"]),
        ("dir/*", ["dir/a.txt"]),
        ("*/a.txt", ["dir/a.txt"]),
        ("dir/*/a.txt", ["dir/sub/a.txt"]),
        ("**/a.txt", ["a.txt", "dir/a.txt", "dir/sub/a.txt"]),
        ("dir/**/*.txt", ["dir/a.txt", "dir/sub/a.txt", "dir/sub/deep/c.txt"]),
        ("**/sub/*.json", ["dir/sub/b.json"]),
        ("**/deep/**/c.txt", ["dir/sub/deep/c.txt"]),
        ("d[[]1]r/*", ["d[1]r/x.txt"]),
        ("gone/*", []),
        ("a.txt/*", []),
    ],
)
def test_include_patterns_name_files(glob: str, expected: list[str], tree: Path) -> None:
    assert included(glob, tree) == expected


@pytest.mark.parametrize("glob", ["dir/sub", "dir/sub/", "dir/sub/**", "dir/sub/**/*"])
def test_a_folder_stands_for_everything_below_it(glob: str, tree: Path) -> None:
    assert included(glob, tree) == ["dir/sub/a.txt", "dir/sub/b.json", "dir/sub/deep/c.txt"]


def test_the_path_of_the_project_is_no_pattern(tree: Path) -> None:
    assert included("*.txt", tree / "d[1]r") == ["x.txt"]


def test_linked_files_count_and_linked_folders_only_by_name(tree: Path) -> None:
    (tree / "linked.txt").symlink_to("a.txt")
    (tree / "folder").symlink_to("dir", target_is_directory=True)
    (tree / "broken.txt").symlink_to("gone")

    found = [included(glob, tree) for glob in ("*.txt", "**/deep/*", "folder/*")]

    assert found == [["a.txt", "linked.txt"], ["dir/sub/deep/c.txt"], ["folder/a.txt"]]


@pytest.mark.parametrize(
    "glob", ["", "/abs", "./a", "../a", "a/../b", "C:/a", "a**b", "***", "a/[b", "[]", "[!]"]
)
def test_a_pattern_that_cannot_be_one_is_an_error(glob: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_include(glob)

    assert f'pyproject.toml: include "{glob}"' in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "glob", ["a", "a/b.c", "**", "[]]", "[!]a]x", "..a", "a]", "a..b/c", "{a}"]
)
def test_unusual_patterns_are_allowed(glob: str) -> None:
    check_include(glob)


def test_a_folder_that_cannot_be_read_is_named(tree: Path) -> None:
    (tree / "x" / "y").mkdir(parents=True)
    loop = tree / "x" / "y" / "loop"
    loop.symlink_to("loop")

    with pytest.raises(ArchiveError, match=r"cannot read the folder .*loop"):
        find_included("x/y/loop/*", tree)


@pytest.mark.parametrize(
    ("globs", "path", "expected"),
    [
        ((), "a", False),
        (("a.txt",), "deep/a.txt", True),
        (("/a.txt",), "deep/a.txt", False),
        (("dir/a.txt",), "x/dir/a.txt", False),
        (("**/dir/a.txt",), "x/dir/a.txt", True),
        (("tests/",), "pkg/tests/x.py", True),
        (("tests",), "pkg/tests/x.py", True),
        (("pkg/tests/**",), "pkg/tests/deep/x.py", True),
        (("*.so", "!keep.so"), "pkg/keep.so", False),
        (("!keep.so", "*.so"), "pkg/keep.so", True),
        (("# *.py",), "a.py", False),
        (("*.PY",), "a.py", False),
    ],
)
def test_excludes_are_lines_of_a_gitignore(
    globs: tuple[str, ...], path: str, *, expected: bool
) -> None:
    assert exclude_paths(globs)(path) is expected


def test_a_malformed_exclude_is_named() -> None:
    with pytest.raises(ConfigError, match=r'pyproject.toml: exclude "!" is malformed'):
        exclude_paths(["a", "!"])


@pytest.mark.parametrize(
    ("globs", "path", "expected"),
    [
        (("pkg",), "pkg/a.py", False),
        (("pkg/",), "pkg/a.py", False),
        (("/pkg",), "pkg/pkg", False),
        (("pkg",), "pkg/pkg", True),
        (("pkg/*",), "pkg/sub/a.py", False),
        (("pkg/**",), "pkg/sub/a.py", True),
        (("pkg/**/*.py",), "pkg/sub/a.py", True),
        (("*.py", "!a.py"), "pkg/a.py", False),
    ],
)
def test_by_the_old_rule_patterns_name_files_only(
    globs: tuple[str, ...], path: str, *, expected: bool
) -> None:
    assert exclude_files(globs)(path) is expected


PART = st.sampled_from(["a", "b", "*", "?", "**", "[ab]", "a*", "*.b"])


@settings(deadline=None)
@given(parts=st.lists(PART, min_size=1, max_size=4), path=st.lists(PART, min_size=1, max_size=4))
def test_any_sound_pattern_can_be_used(parts: list[str], path: list[str]) -> None:
    glob = "/".join(parts)

    check_include(glob)

    assert isinstance(exclude_paths([glob])("/".join(path)), bool)
