"""The files of packages."""

import os
import socket
from pathlib import Path

import pytest

from ferrule.errors import ArchiveError, ConfigError
from ferrule.project.model import Layout
from ferrule.selection.sources import CACHE_TAG, find_sources
from support.layouts import make_layout, make_tree

NOWHERE = Path("/nowhere/target")


def names(layout: Layout, target: Path = NOWHERE) -> list[str]:
    return sorted(entry.path for entry in find_sources(layout, target).entries)


def test_files_of_the_package_only_and_hidden_ones_too(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/__init__.py", "pkg/sub/a.py", "pkg/.hidden", "setup.py", "other/b.py")

    assert names(make_layout(tmp_path)) == ["pkg/.hidden", "pkg/__init__.py", "pkg/sub/a.py"]


def test_a_pure_project_has_none(tmp_path: Path) -> None:
    make_tree(tmp_path, "src/lib.rs")

    assert names(make_layout(tmp_path, module=None)) == []


def test_listed_packages_come_along_each_file_once(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py", "pkg/sub/b.py", "more/c.py")

    layout = make_layout(tmp_path, packages=("more", "pkg/sub", "gone"))

    assert names(layout) == ["more/c.py", "pkg/a.py", "pkg/sub/b.py"]


@pytest.mark.parametrize("name", ["../other", "/other"])
def test_a_listed_package_outside_of_the_sources_is_an_error(tmp_path: Path, name: str) -> None:
    layout = make_layout(tmp_path / "python", packages=(name,))

    with pytest.raises(ConfigError, match=r"python-packages lists .*other, which is not in"):
        names(layout)


def test_paths_start_at_the_folder_of_the_sources(tmp_path: Path) -> None:
    make_tree(tmp_path, "python/pkg/a.py")

    assert names(make_layout(tmp_path, python_dir=tmp_path / "python")) == ["pkg/a.py"]


def test_sources_outside_of_the_project_are_found(tmp_path: Path) -> None:
    make_tree(tmp_path, "py/pkg/a.py", "py/pkg/b.log", "rust/Cargo.toml")
    (tmp_path / "py" / ".ignore").write_text("*.log", encoding="utf-8")

    assert names(make_layout(tmp_path / "rust", python_dir=tmp_path / "py")) == ["pkg/a.py"]


def test_byte_code_is_left_out(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py", "pkg/old.pyc", "pkg/__pycache__/a.cpython-311.pyc")
    make_tree(tmp_path, "pkg/__pycache__/readme")

    assert names(make_layout(tmp_path)) == ["pkg/a.py"]


def test_what_develop_left_is_left_out_but_not_its_neighbours(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        "pkg/_ext.cpython-311-x86_64-linux-gnu.so",
        "pkg/_ext.abi3.so",
        "pkg/_ext.pyd",
        "pkg/lib_ext.so",
        "pkg/_ext.pdb",
        "pkg/_ext.abi3.so.dSYM/Contents/x",
        "pkg/_extra.so",
        "pkg/other.so",
        "pkg/_ext.py",
        "pkg/_ext.pyi",
    )

    assert names(make_layout(tmp_path)) == [
        "pkg/_ext.py",
        "pkg/_ext.pyi",
        "pkg/_extra.so",
        "pkg/other.so",
    ]


def test_gitignore_counts_in_a_checkout_only(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py", "pkg/a.log", "pkg/gen/b.py", "pkg/sub/keep.log")
    (tmp_path / ".gitignore").write_text("*.log\ngen/\n", encoding="utf-8")
    (tmp_path / "pkg" / "sub" / ".gitignore").write_text("!keep.log\n", encoding="utf-8")

    before = names(make_layout(tmp_path))
    (tmp_path / ".git").mkdir()

    assert len(before) == 5
    assert names(make_layout(tmp_path)) == ["pkg/a.py", "pkg/sub/.gitignore", "pkg/sub/keep.log"]


def test_gitignore_of_a_parent_of_the_project_is_not_read(tmp_path: Path) -> None:
    make_tree(tmp_path, "project/pkg/a.log")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.log", encoding="utf-8")

    assert names(make_layout(tmp_path / "project")) == ["pkg/a.log"]


def test_ignore_files_count_everywhere(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py", "pkg/a.log")
    (tmp_path / ".ignore").write_text("*.log", encoding="utf-8")

    assert names(make_layout(tmp_path)) == ["pkg/a.py"]


def test_an_ignored_package_is_noted(tmp_path: Path) -> None:
    make_tree(tmp_path, "gen/pkg/a.py")
    (tmp_path / ".ignore").write_text("/gen/", encoding="utf-8")

    found = find_sources(make_layout(tmp_path, python_dir=tmp_path / "gen"), NOWHERE)

    assert found.entries == ()
    assert found.notes == (
        f"{tmp_path / 'gen' / 'pkg'} is ignored by git or .ignore, so no file of it is taken",
    )


def test_caches_and_the_target_directory_are_left_out(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py", "pkg/target/debug/b.rlib", "pkg/cache/c", "pkg/fake/d")
    (tmp_path / "pkg" / "cache" / "CACHEDIR.TAG").write_bytes(CACHE_TAG + b"\n# more")
    (tmp_path / "pkg" / "fake" / "CACHEDIR.TAG").write_bytes(b"Signature: other")

    found = names(make_layout(tmp_path), tmp_path / "pkg" / "target")

    assert found == ["pkg/a.py", "pkg/fake/CACHEDIR.TAG", "pkg/fake/d"]


def test_a_package_in_a_target_directory_is_taken(tmp_path: Path) -> None:
    make_tree(tmp_path, "target/py/pkg/a.py")
    (tmp_path / "target" / "CACHEDIR.TAG").write_bytes(CACHE_TAG)

    layout = make_layout(tmp_path, python_dir=tmp_path / "target" / "py")

    assert names(layout, tmp_path / "target") == ["pkg/a.py"]


def test_links_to_files_are_taken_and_links_to_folders_are_not(tmp_path: Path) -> None:
    make_tree(tmp_path, "elsewhere/real.py", "pkg/a.py")
    (tmp_path / "pkg" / "link.py").symlink_to("../elsewhere/real.py")
    (tmp_path / "pkg" / "folder").symlink_to("../elsewhere", target_is_directory=True)

    assert names(make_layout(tmp_path)) == ["pkg/a.py", "pkg/link.py"]


def test_a_link_to_nothing_is_an_error(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py")
    (tmp_path / "pkg" / "broken.py").symlink_to("gone")

    with pytest.raises(ArchiveError, match=r"broken\.py is a link to nothing"):
        names(make_layout(tmp_path))


def test_an_ignored_link_to_nothing_is_none(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py")
    (tmp_path / "pkg" / "broken.py").symlink_to("gone")
    (tmp_path / ".ignore").write_text("broken.py", encoding="utf-8")

    assert names(make_layout(tmp_path)) == ["pkg/a.py"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the system has no named pipes")
def test_what_is_no_file_is_an_error(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py")
    os.mkfifo(tmp_path / "pkg" / "pipe")

    with pytest.raises(ArchiveError, match=r"pipe is no regular file"):
        names(make_layout(tmp_path))


def test_owners_right_to_execute_is_kept(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py", "pkg/run.sh")
    (tmp_path / "pkg" / "run.sh").chmod(0o700)

    entries = find_sources(make_layout(tmp_path), NOWHERE).entries

    assert {entry.path: entry.mode for entry in entries} == {
        "pkg/a.py": 0o644,
        "pkg/run.sh": 0o755 if os.name == "posix" else 0o644,
    }


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="this user may read every folder"
)
def test_an_unreadable_folder_matters_inside_of_packages_only(tmp_path: Path) -> None:
    make_tree(tmp_path, "pkg/a.py")
    (tmp_path / "private").mkdir(mode=0)
    assert names(make_layout(tmp_path)) == ["pkg/a.py"]
    (tmp_path / "pkg" / "private").mkdir(mode=0)

    with pytest.raises(ArchiveError, match=r"cannot read .*private"):
        names(make_layout(tmp_path))
