"""The records of an archive beyond 4 GiB, held against zipfile with a file of holes."""

import io
import zipfile
from pathlib import Path

import pytest

from ferrule.archive.zip_format import Member, directory_record, end_records, local_header
from ferrule.archive.zip_read import read_directory

GIB = 1 << 30


def member(name: str, size: int, offset: int, *, large: bool) -> Member:
    return Member(
        name=name,
        method=0,
        mode=0o644,
        stamp=0x21 << 16,
        crc=0,
        packed_size=size,
        size=size,
        offset=offset,
        large=large,
    )


@pytest.fixture
def sparse(tmp_path: Path) -> tuple[Path, tuple[Member, ...]]:
    """An archive whose first member is 5 GiB of nothing."""
    first = member("hole", 5 * GIB, 0, large=True)
    start = len(local_header(first)) + first.size
    second = member("after", 0, start, large=False)
    directory = start + len(local_header(second))
    records = directory_record(first) + directory_record(second)
    path = tmp_path / "sparse.zip"
    with path.open("wb") as stream:
        stream.write(local_header(first))
        stream.seek(start)
        stream.write(local_header(second) + records)
        stream.write(end_records(2, directory, len(records)))
    return path, (first, second)


def test_zipfile_reads_sizes_and_offsets_beyond_4_gib(
    sparse: tuple[Path, tuple[Member, ...]],
) -> None:
    path, members = sparse

    with zipfile.ZipFile(path) as archive:
        found = [(i.filename, i.file_size, i.header_offset) for i in archive.infolist()]
        after = archive.read("after")

    assert found == [(m.name, m.size, m.offset) for m in members]
    assert after == b""


def test_our_reader_finds_the_same(sparse: tuple[Path, tuple[Member, ...]]) -> None:
    path, members = sparse

    with path.open("rb") as stream:
        found = read_directory(stream).members

    assert [(m.name, m.size, m.packed_size, m.offset) for m in found] == [
        (m.name, m.size, m.packed_size, m.offset) for m in members
    ]


def test_an_empty_archive_is_its_end_record() -> None:
    data = end_records(0, 0, 0)

    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == []
    assert len(data) == 22
