"""Contents read in pieces."""

from contextlib import closing
from pathlib import Path

import pytest

from ferrule.archive.source import SourceReader
from ferrule.errors import ArchiveError


def test_a_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abcdef")

    with closing(SourceReader(path)) as reader:
        pieces = (reader.size, reader.read(4), reader.read(2))
        reader.check_end()

    assert pieces == (6, b"abcd", b"ef")


def test_bytes_are_a_content_too() -> None:
    reader = SourceReader(b"abc")

    assert (reader.size, reader.read(3)) == (3, b"abc")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"cannot read .*gone: No such file"):
        SourceReader(tmp_path / "gone")


def test_a_folder_is_no_content(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"cannot read .*: Is a directory"):
        SourceReader(tmp_path)


def test_a_file_that_shrinks_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abcdef")
    reader = SourceReader(path)
    path.write_bytes(b"abc")

    with closing(reader), pytest.raises(ArchiveError, match=r"a changed while"):
        reader.read(6)


def test_a_file_that_grows_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")

    with closing(SourceReader(path)) as reader:
        reader.read(3)
        path.write_bytes(b"abcdef")
        with pytest.raises(ArchiveError, match=r"a changed while"):
            reader.check_end()
