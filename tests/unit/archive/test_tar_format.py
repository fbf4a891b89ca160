"""Headers of a tar archive, held against tarfile."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ferrule.archive.tar_format import END, member_header, padding, pax_record

PARTS = st.lists(st.text("ab \x7fé𝄞", min_size=1, max_size=60), min_size=1, max_size=6)


def read(name: str, content: bytes = b"", *, mtime: int = 7) -> tarfile.TarInfo:
    header = member_header(name, len(content), 0o755, mtime, 3)
    data = header + content + padding(len(content)) + END
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        (member,) = archive.getmembers()
        found = archive.extractfile(member)
        assert found is not None
        assert found.read() == content
        return member


@given(PARTS)
def test_any_path_is_read_back(parts: list[str]) -> None:
    name = "/".join(parts)

    assert read(name, b"content").name == name


@pytest.mark.parametrize("length", [1, 99, 100, 101, 155, 156, 255, 256, 257, 300])
@pytest.mark.parametrize("cut", [0, 1, 50, 99, 100, 155, 156])
def test_paths_of_every_length_are_read_back(length: int, cut: int) -> None:
    name = "x" * length
    if 0 < cut < length - 1:
        name = f"{name[:cut]}/{name[cut + 1 :]}"

    assert read(name).name == name


def test_a_member_is_a_regular_file_of_nobody() -> None:
    member = read("a", b"x", mtime=1153704088)

    assert member.isreg()
    assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "", "")
    assert (member.mode, member.mtime) == (0o755, 1153704088)


def test_a_path_that_fits_costs_one_block() -> None:
    assert len(member_header(f"{'d' * 155}/{'f' * 100}", 0, 0o644, 0, 0)) == 512


def test_the_header_is_that_of_tarfile() -> None:
    info = tarfile.TarInfo("pkg-1.0/src/lib.rs")
    info.size, info.mtime, info.mode = 1234, 1153704088, 0o644

    assert member_header(info.name, 1234, 0o644, 1153704088, 0) == info.tobuf()


def test_a_time_after_2242_is_kept() -> None:
    assert read("a", mtime=8**11 + 5).mtime == 8**11 + 5


def test_a_content_of_eight_gibibytes_has_its_size_in_a_record() -> None:
    header = member_header("a", 8**11, 0o644, 0, 0)

    assert b"size=8589934592\n" in header
    assert tarfile.TarInfo.frombuf(header[1024:], "utf-8", "strict").size == 0


@pytest.mark.parametrize("length", [1, 2, 84, 85, 86, 87, 88, 980, 981, 982, 983, 984, 985, 986])
def test_the_length_of_a_record_counts_its_own_digits(length: int) -> None:
    record = pax_record("path", "x" * length)

    assert int(record.partition(b" ")[0]) == len(record)
