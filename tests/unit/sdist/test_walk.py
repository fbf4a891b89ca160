"""Folders that no version control lists."""

from pathlib import Path

from ferrule.sdist.walk import Walk, walk_files
from ferrule.selection.ignore import find_place
from support.layouts import make_tree

EVERYTHING = Walk(enters=lambda _: True, takes=lambda _: True)


def names(folder: Path, walk: Walk = EVERYTHING) -> list[str]:
    return sorted(walk_files(folder, walk))


def test_crates_within_and_folders_of_git_are_not_entered(tmp_path: Path) -> None:
    make_tree(tmp_path, "Cargo.toml", "a/b", "inner/Cargo.toml", "inner/a", ".git/HEAD", "c/.git/x")

    assert names(tmp_path) == ["Cargo.toml", "a/b"]


def test_folders_that_lead_to_each_other_come_to_an_end(tmp_path: Path) -> None:
    make_tree(tmp_path, "a/x", "b/y")
    (tmp_path / "a" / "to_b").symlink_to("../b")
    (tmp_path / "b" / "to_a").symlink_to("../a")

    assert names(tmp_path) == ["a/to_b/y", "a/x", "b/to_a/x", "b/y"]


def test_a_link_to_nothing_is_no_file(tmp_path: Path) -> None:
    make_tree(tmp_path, "a")
    (tmp_path / "gone").symlink_to("nowhere")

    assert names(tmp_path) == ["a"]


def test_a_folder_that_is_not_entered_is_not_read(tmp_path: Path) -> None:
    make_tree(tmp_path, "a/x", "b/x")
    asked: list[str] = []

    def takes(name: str) -> bool:
        asked.append(name)
        return True

    walk = Walk(enters=lambda name: name != "a", takes=takes)

    assert names(tmp_path, walk) == asked == ["b/x"]


def test_ignore_rules_hold_where_they_count(tmp_path: Path) -> None:
    make_tree(tmp_path, ".git/HEAD", "a/out/x", "a/b", "a/c.log")
    (tmp_path / ".gitignore").write_text("out/\n*.log\n", encoding="utf-8")

    found = walk_files(tmp_path / "a", EVERYTHING, find_place(tmp_path / "a", tmp_path))

    assert list(found) == ["b"]
