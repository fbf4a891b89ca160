"""Entries that patterns leave out, and entries that meet."""

from pathlib import Path

import pytest

from ferrule.archive.entries import Entry
from ferrule.errors import ArchiveError
from ferrule.selection.exclude import exclude_entries, merge_entries
from support.layouts import make_tree


def test_patterns_are_for_paths_in_the_project(tmp_path: Path) -> None:
    make_tree(tmp_path, "python/a.py", "python/b.py")
    entries = [
        Entry(path="a.py", source=tmp_path / "python" / "a.py"),
        Entry(path="b.py", source=tmp_path / "python" / "b.py"),
    ]

    kept = exclude_entries(entries, ["python/a.py"], tmp_path)

    assert [entry.path for entry in kept.entries] == ["b.py"]


def test_a_forced_entry_stays(tmp_path: Path) -> None:
    entry = Entry(path="a.so", source=b"", forced=True)

    assert exclude_entries([entry], ["*.so"], tmp_path).entries == (entry,)


def test_a_path_in_the_archive_still_counts_and_is_noted(tmp_path: Path) -> None:
    entries = [Entry(path="pkg/a.py", source=tmp_path / "python" / "pkg" / "a.py")]

    kept = exclude_entries(entries, ["pkg/*.py"], tmp_path)

    assert kept.entries == ()
    assert [note.partition(";")[0] for note in kept.notes] == [
        "pkg/a.py is excluded by its path in the archive"
    ]


def test_the_same_file_twice_is_one_entry(tmp_path: Path) -> None:
    make_tree(tmp_path, "a")
    (tmp_path / "link").symlink_to("a")
    entries = [Entry(path="x", source=tmp_path / name) for name in ("a", "a", "link")]

    assert merge_entries(entries) == (entries[0],)


def test_two_files_for_one_path_are_an_error_that_names_both(tmp_path: Path) -> None:
    make_tree(tmp_path, "a", "b")
    entries = [
        Entry(path="x", source=tmp_path / "a", rule="tracked"),
        Entry(path="x", source=tmp_path / "b", rule="include"),
    ]

    with pytest.raises(ArchiveError, match=r"a \(tracked\) and .*b \(include\)"):
        merge_entries(entries)
