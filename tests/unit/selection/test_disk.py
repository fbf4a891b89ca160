"""Files of this machine as entries."""

from pathlib import Path

import pytest

from ferrule.errors import ArchiveError
from ferrule.selection.disk import file_entry, files_below, is_byte_code, list_folder
from support.layouts import make_tree


def test_a_missing_folder_is_empty(tmp_path: Path) -> None:
    assert list_folder(tmp_path / "gone") == []


def test_a_folder_that_is_a_loop_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(ArchiveError, match=r"cannot read the folder .*loop"):
        list_folder(tmp_path / "loop")


def test_all_files_below_a_folder_are_found(tmp_path: Path) -> None:
    make_tree(tmp_path, "a", "b/c", "b/d/e")

    found = sorted(path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path))

    assert found == ["a", "b/c", "b/d/e"]


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"cannot read .*gone"):
        file_entry("x", tmp_path / "gone", "test")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a.pyc", True), ("__pycache__/x", True), ("a.py", False), ("__pycache__.py", False)],
)
def test_byte_code_is_known_by_its_name(path: str, *, expected: bool) -> None:
    assert is_byte_code(Path(path)) is expected
