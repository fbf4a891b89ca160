"""Archives unpacked, sound and wicked ones."""

import io
import tarfile
from pathlib import Path

import pytest

from ferrule.archive.entries import EXECUTABLE, Entry
from ferrule.archive.tar import write_tar_gz
from ferrule.errors import ArchiveError
from ferrule.sdist.unpack import unpack


def make(path: Path, *members: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    made.size = 1 if kind == tarfile.REGTYPE else 0
    return made


def test_our_own_archive_comes_back_with_its_modes(tmp_path: Path) -> None:
    entries = [
        Entry(path="PKG-INFO", source=b"Name: pkg\n"),
        Entry(path="a/é/run", source=b"#!", mode=EXECUTABLE),
    ]
    with (tmp_path / "pkg.tar.gz").open("wb") as stream:
        write_tar_gz(stream, entries, "pkg-1.0", mtime=None)

    top = unpack(tmp_path / "pkg.tar.gz", tmp_path / "out")

    assert top == (tmp_path / "out" / "pkg-1.0").resolve()
    assert (top / "PKG-INFO").read_bytes() == b"Name: pkg\n"
    assert (top / "a" / "é" / "run").stat().st_mode & 0o777 == 0o755


def test_entries_for_folders_are_fine(tmp_path: Path) -> None:
    archive = make(tmp_path / "a", member("top", tarfile.DIRTYPE), member("top/file"))

    assert (unpack(archive, tmp_path / "out") / "file").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["/etc/x", "../x", "top/../../x", "C:/x", "top\\x"])
def test_a_path_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    archive = make(tmp_path / "a.tar.gz", member("top/fine"), member(name))

    with pytest.raises(ArchiveError, match=r"a\.tar\.gz: .* cannot be the path of a file"):
        unpack(archive, tmp_path / "out")

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    archive = make(tmp_path / "a.tar.gz", member("top/a"), member("top/b", kind, "top/a"))

    with pytest.raises(ArchiveError, match="top/b is neither a file nor a folder"):
        unpack(archive, tmp_path / "out")

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("names", "found"), [((), "none"), (("a",), "none"), (("a/x", "b/x"), "a, b")]
)
def test_there_must_be_one_top_folder(tmp_path: Path, names: tuple[str, ...], found: str) -> None:
    archive = make(tmp_path / "a.tar.gz", *map(member, names))

    with pytest.raises(ArchiveError, match=f"must have one top folder, but has {found}"):
        unpack(archive, tmp_path / "out")


def packed(tmp_path: Path) -> Path:
    with (tmp_path / "a.tar.gz").open("wb") as stream:
        entry = Entry(path="x", source=bytes(range(256)) * 40)
        write_tar_gz(stream, [entry], "pkg-1.0", mtime=None)
    return tmp_path / "a.tar.gz"


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(b"no archive at all" * 100)

    with pytest.raises(ArchiveError, match=r"a\.tar\.gz is no sound \.tar\.gz archive"):
        unpack(tmp_path / "a.tar.gz", tmp_path / "out")


def test_an_archive_that_is_cut_anywhere_is_refused(tmp_path: Path) -> None:
    archive = packed(tmp_path)
    data = archive.read_bytes()

    for length in range(0, len(data), 23):
        archive.write_bytes(data[:length])
        with pytest.raises(ArchiveError, match=r"a\.tar\.gz"):
            unpack(archive, tmp_path / "out")


def test_a_flipped_byte_behind_the_header_is_found(tmp_path: Path) -> None:
    archive = packed(tmp_path)
    data = archive.read_bytes()

    for place in (*range(10, len(data), 23), len(data) - 5):
        archive.write_bytes(data[:place] + bytes([data[place] ^ 255]) + data[place + 1 :])
        with pytest.raises(ArchiveError, match=r"a\.tar\.gz"):
            unpack(archive, tmp_path / "out")


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"cannot unpack .*gone"):
        unpack(tmp_path / "gone", tmp_path / "out")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    archive = make(tmp_path / "a", member("top/x"))
    (tmp_path / "file").touch()

    with pytest.raises(ArchiveError, match=r"cannot unpack .* into .*file"):
        unpack(archive, tmp_path / "file")
