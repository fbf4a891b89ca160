"""Zip archives, held against zipfile and unzip."""

import hashlib
import io
import random
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ferrule.archive.compression import INLINE, PIECE, SEGMENT, choose_compression
from ferrule.archive.epoch import zip_stamp
from ferrule.archive.workers import Workers
from ferrule.archive.zip import Content, ZipWriter
from ferrule.errors import ArchiveError

RANDOM = random.Random(7)
NOISE = RANDOM.randbytes(1 << 16)
TEXT = b"".join(RANDOM.choice((b"fn ", b"impl ", b"&self, ", b"u32\n")) for _ in range(400_000))

Members = Sequence[tuple[str, Path | bytes]]


def write(
    members: Members,
    *,
    method: str = "deflated",
    level: int | None = None,
    threads: int = 1,
    large: bool = False,
    epoch: int | None = None,
) -> bytes:
    stream = io.BytesIO()
    with closing(Workers(threads)) as workers:
        archive = ZipWriter(
            stream,
            choose_compression(method, level),
            workers,
            stamp=zip_stamp(epoch),
            large_files=large,
        )
        for name, source in members:
            archive.add(name, source, 0o644)
        archive.finish()
    return stream.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def content(size: int) -> bytes:
    return (TEXT * (size // len(TEXT) + 1))[:size]


SIZES = [0, 1, INLINE - 1, INLINE, INLINE + 1, PIECE - 1, PIECE, PIECE + 1, 8 * PIECE + 1]


@pytest.mark.parametrize("method", ["deflated", "stored", "bzip2"])
def test_zipfile_reads_members_of_every_size(method: str) -> None:
    sizes = SIZES[:6] if method == "bzip2" else SIZES
    members = {f"m{size}": content(size) for size in sizes}

    assert read(write(tuple(members.items()), method=method)) == members


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("threads", [2, 3, 8])
def test_the_number_of_threads_does_not_change_a_byte(threads: int, *, large: bool) -> None:
    members = [(f"m{size}", content(size)) for size in (*SIZES, 2 * SEGMENT + 5, 300_000)]

    assert write(members, threads=threads, large=large) == write(members, large=large)


def test_files_and_bytes_make_the_same_archive(tmp_path: Path) -> None:
    path = tmp_path / "source"
    path.write_bytes(content(200_000))

    assert write([("m", path)]) == write([("m", content(200_000))])


@settings(deadline=None, max_examples=60)
@given(
    members=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
        st.builds(
            lambda size, shift: (TEXT[shift:] + NOISE)[:size],
            st.one_of(st.integers(0, 300), st.integers(INLINE - 2, INLINE + 2), st.just(140_000)),
            st.integers(0, 100),
        ),
        max_size=6,
    ),
    threads=st.integers(1, 3),
)
def test_any_names_and_contents_come_back(members: dict[str, bytes], threads: int) -> None:
    data = write(tuple(members.items()), threads=threads)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {info.orig_filename: archive.read(info) for info in archive.infolist()}
    assert found == members


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
@pytest.mark.parametrize("large", [False, True])
def test_unzip_finds_no_fault(tmp_path: Path, *, large: bool) -> None:
    path = tmp_path / "a.zip"
    members = [("pkg/ä.py", b"x = 1\n"), ("empty", b""), ("big", content(3 << 20))]
    path.write_bytes(write(members, threads=2, large=large))

    result = subprocess.run(["unzip", "-tqq", path], capture_output=True, check=False)

    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def test_adding_tells_size_and_hash_of_the_content() -> None:
    stream = io.BytesIO()
    archive = ZipWriter(stream, choose_compression("deflated", None), Workers(1), stamp=0)

    small = archive.add("small", b"abc", 0o644)
    large = archive.add("large", content(200_000), 0o644)

    assert small == Content(size=3, sha256=hashlib.sha256(b"abc").digest())
    assert large == Content(size=200_000, sha256=hashlib.sha256(content(200_000)).digest())


def test_members_are_of_unix_with_mode_and_time() -> None:
    stream = io.BytesIO()
    stamp = zip_stamp(1700000000)
    archive = ZipWriter(stream, choose_compression("deflated", None), Workers(1), stamp=stamp)
    archive.add("script", b"#!/bin/sh\n", 0o755)
    archive.finish()

    (info,) = zipfile.ZipFile(stream).infolist()

    assert info.external_attr == 0o100755 << 16
    assert info.create_system == 3
    assert info.date_time == (2023, 11, 14, 22, 13, 20)
    assert (info.extract_version, info.flag_bits, info.extra) == (20, 0, b"")


def test_only_names_beyond_ascii_carry_the_flag_of_utf_8() -> None:
    data = write([("plain", b""), ("grün", b"")])

    flags = {info.filename: info.flag_bits for info in zipfile.ZipFile(io.BytesIO(data)).infolist()}

    assert flags == {"plain": 0, "grün": 0x800}


def test_sizes_and_crc_stand_in_the_local_header() -> None:
    data = write([("m", content(200_000))], threads=2)
    (info,) = zipfile.ZipFile(io.BytesIO(data)).infolist()

    local = [int.from_bytes(data[at : at + 4], "little") for at in (14, 18, 22)]

    assert local == [info.CRC, info.compress_size, info.file_size]


def test_large_files_have_64_bit_sizes_in_the_local_header() -> None:
    data = write([("m", b"abc")], large=True)

    (info,) = zipfile.ZipFile(io.BytesIO(data)).infolist()

    assert info.extract_version == 45
    assert data[18:26] == b"\xff" * 8
    assert data[31:51] == (
        b"\1\0\x10\0" + (3).to_bytes(8, "little") + info.compress_size.to_bytes(8, "little")
    )


def test_more_members_than_16_bits_count_need_zip64() -> None:
    members = [(f"m{number}", b"") for number in range(0xFFFF)]

    assert len(read(write(members, method="stored"))) == 0xFFFF


def test_the_default_level_is_not_larger_than_zlib_at_6_by_more_than_a_hundredth() -> None:
    data = Path(hashlib.__file__).parent.joinpath("_pydecimal.py").read_bytes()

    ours = len(write([("m", data)]))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("m", data)

    assert ours < 1.03 * len(stream.getvalue())


def test_a_source_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"cannot read .*gone\.so: No such file"):
        write([("m", tmp_path / "gone.so")], threads=2)


def test_a_name_that_no_zip_can_hold_is_refused() -> None:
    with pytest.raises(ArchiveError, match="too long a name"):
        write([("n" * 70_000, b"")])


class _Full(io.BytesIO):
    """A disk with room for so many bytes."""

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # all that is written
        if self.tell() > 100_000:
            raise OSError(28, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_full_disk_is_not_taken_for_an_unreadable_source(tmp_path: Path, threads: int) -> None:
    source = tmp_path / "noise"
    source.write_bytes(NOISE * 40)

    with closing(Workers(threads)) as workers:
        archive = ZipWriter(_Full(), choose_compression("deflated", None), workers, stamp=0)
        with pytest.raises(OSError, match="No space left"):
            _fill(archive, source)


def _fill(archive: ZipWriter, source: Path) -> None:
    archive.add("m", source, 0o644)
    archive.finish()
