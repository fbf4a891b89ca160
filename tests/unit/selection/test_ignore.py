"""Ignore files on the way down."""

from pathlib import Path

import pytest

from ferrule.errors import ArchiveError
from ferrule.selection.ignore import IgnoreRules, is_in_git


def rules_of(tmp_path: Path, files: dict[str, str], *, git: bool = True) -> IgnoreRules:
    """Return the rules inside `tmp_path/sub`."""
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return IgnoreRules(git=git).enter(tmp_path, "").enter(tmp_path / "sub", "sub/")


def test_no_files_ignore_nothing(tmp_path: Path) -> None:
    assert not rules_of(tmp_path, {}).ignores("sub/a")


def test_a_deeper_file_is_stronger(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {".gitignore": "*.txt", "sub/.gitignore": "!keep.txt"})

    assert [rules.ignores(p) for p in ("sub/a.txt", "sub/keep.txt")] == [True, False]


def test_patterns_are_relative_to_their_file(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {".gitignore": "/a\n", "sub/.gitignore": "/b\n"})

    assert [rules.ignores(p) for p in ("a", "sub/a", "sub/b")] == [True, False, True]


def test_ignore_is_stronger_than_gitignore_even_from_above(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {".ignore": "!a\nb\n", "sub/.gitignore": "a\n!b\n"})

    assert [rules.ignores(p) for p in ("sub/a", "sub/b")] == [False, True]


def test_outside_of_git_only_ignore_counts(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {".gitignore": "a", ".ignore": "b"}, git=False)

    assert [rules.ignores(p) for p in ("sub/a", "sub/b")] == [False, True]


def test_a_pattern_of_contents_does_not_match_the_folder_itself(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {".gitignore": "out/**\n!out/keep\n"})

    assert [rules.ignores(p) for p in ("out/", "out/x", "out/keep")] == [False, True, False]


def test_a_folder_pattern_matches_folders_only(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {".gitignore": "out/\n"})

    assert [rules.ignores(p) for p in ("sub/out/", "sub/out")] == [True, False]


def test_lines_that_are_no_patterns_are_skipped(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, {".gitignore": "\N{BOM}# comment\n!\n\n*.txt\n"})

    assert rules.ignores("sub/a.txt")


def test_bytes_that_are_no_utf_8_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"\xff\xfe\n*.txt\n")

    assert rules_of(tmp_path, {}).ignores("a.txt")


def test_an_ignore_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").symlink_to(".gitignore")

    with pytest.raises(ArchiveError, match=r"cannot read .*\.gitignore"):
        rules_of(tmp_path, {})


def test_a_checkout_is_known_by_git_in_an_ancestor(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()

    before = is_in_git(tmp_path / "inner")
    (tmp_path / ".git").write_text("gitdir: elsewhere", encoding="utf-8")

    assert (before, is_in_git(tmp_path / "inner")) == (False, True)
