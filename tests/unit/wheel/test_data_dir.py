"""The data directory."""

from pathlib import Path

import pytest

from ferrule.errors import ArchiveError
from ferrule.wheel.data_dir import find_data
from support.layouts import make_tree


def test_files_go_below_their_scheme(tmp_path: Path) -> None:
    make_tree(tmp_path, "data/share/x", "scripts/run", "headers/a.h", "purelib/p.py", "platlib/q")

    paths = [entry.path for entry in find_data(tmp_path, "pkg-1.0")]

    assert paths == [
        "pkg-1.0.data/data/share/x",
        "pkg-1.0.data/headers/a.h",
        "pkg-1.0.data/platlib/q",
        "pkg-1.0.data/purelib/p.py",
        "pkg-1.0.data/scripts/run",
    ]


def test_ignore_files_have_no_say(tmp_path: Path) -> None:
    make_tree(tmp_path, "data/x.log")
    (tmp_path / "data" / ".ignore").write_text("*.log", encoding="utf-8")

    names = sorted(
        entry.source.name for entry in find_data(tmp_path, "p-1") if isinstance(entry.source, Path)
    )

    assert names == [".ignore", "x.log"]


def test_a_linked_file_has_the_mode_of_its_target(tmp_path: Path) -> None:
    make_tree(tmp_path, "outside/run", "d/scripts/other")
    (tmp_path / "outside" / "run").chmod(0o755)
    (tmp_path / "d" / "scripts" / "run").symlink_to("../../outside/run")

    entries = {entry.path: entry.mode for entry in find_data(tmp_path / "d", "p-1")}

    assert entries == {"p-1.data/scripts/run": 0o755, "p-1.data/scripts/other": 0o644}


def test_a_linked_folder_is_an_error(tmp_path: Path) -> None:
    make_tree(tmp_path, "outside/x", "d/data/y")
    (tmp_path / "d" / "data" / "z").symlink_to("../../outside", target_is_directory=True)

    with pytest.raises(ArchiveError, match="z is a link to a folder"):
        find_data(tmp_path / "d", "p-1")


def test_byte_code_is_left_out(tmp_path: Path) -> None:
    make_tree(tmp_path, "purelib/__pycache__/a.pyc", "purelib/a.py")

    assert [entry.path for entry in find_data(tmp_path, "p-1")] == ["p-1.data/purelib/a.py"]
