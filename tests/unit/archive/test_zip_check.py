"""Archives read back: sound ones pass, a changed byte anywhere does not."""

import hashlib
import io
import random
import zipfile
from contextlib import closing
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ferrule.archive.compression import (
    METHODS,
    PIECE,
    SEGMENT,
    choose_compression,
    make_decompressor,
)
from ferrule.archive.workers import Workers
from ferrule.archive.zip import ZipWriter
from ferrule.archive.zip_check import Checked, check_zip
from ferrule.archive.zip_read import BrokenZipError
from ferrule.errors import ToolNotFoundError

NOISE = random.Random(3).randbytes(70_000)
SMALL = (("a.py", b"x = 1\n" * 20), ("empty", b""), ("ünder/noise", NOISE), ("last", b"kept"))
LARGE = (*SMALL, ("large", NOISE * 150))


@cache
def written(
    method: str = "deflated", *, large: bool = False, members: tuple[tuple[str, bytes], ...] = SMALL
) -> tuple[bytes, dict[str, tuple[int, ...]]]:
    stream = io.BytesIO()
    with closing(Workers(2)) as workers:
        archive = ZipWriter(
            stream, choose_compression(method, None), workers, stamp=0x210000, large_files=large
        )
        for name, content in members:
            archive.add(name, content, 0o644)
        parts = archive.finish()
    return stream.getvalue(), {part.member.name: part.segments for part in parts}


def _has_zstd() -> bool:
    try:
        make_decompressor(METHODS["zstd"])
    except ToolNotFoundError:
        return False
    return True


def check(data: bytes, segments: dict[str, tuple[int, ...]], threads: int = 1) -> Checked:
    with closing(Workers(threads)) as workers:
        return check_zip(io.BytesIO(data), segments, workers, keep="last")


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("method", ["deflated", "stored", "bzip2"])
def test_a_sound_archive_passes(method: str, threads: int, *, large: bool) -> None:
    members = SMALL if method == "bzip2" else LARGE
    data, segments = written(method, large=large, members=members)

    checked = check(data, segments, threads)

    assert [(m.name, m.size) for m in checked.members] == [(n, len(c)) for n, c in members]
    assert checked.sha256 == hashlib.sha256(data).hexdigest()
    assert checked.kept == b"kept"


@pytest.mark.skipif(not _has_zstd(), reason="this Python has no zstd")
def test_a_sound_archive_of_zstd_passes_and_a_damaged_one_does_not() -> None:
    data, segments = written("zstd")
    middle = data.index(NOISE[35_000:35_010])

    assert check(data, segments).kept == b"kept"
    with pytest.raises(BrokenZipError, match="noise"):
        check(data[:middle] + b"\0\0\0" + data[middle + 3 :], segments)


def test_large_members_are_checked_in_segments() -> None:
    _, segments = written(members=LARGE)

    assert len(segments["large"]) == -(-len(NOISE) * 150 // SEGMENT)


def test_members_are_checked_without_segments_too() -> None:
    data, _ = written(members=LARGE)

    assert check(data, {}).kept == b"kept"


def test_a_content_that_shrinks_to_nearly_nothing_is_unpacked_in_pieces() -> None:
    data, segments = written("bzip2", members=(("zeros", bytes(3 * PIECE)), ("last", b"")))

    assert check(data, segments).members[0].size == 3 * PIECE


@settings(deadline=None, max_examples=300)
@given(
    method=st.sampled_from(["deflated", "stored", "bzip2"]),
    where=st.floats(0, 1, exclude_max=True),
    change=st.integers(1, 255),
    large=st.booleans(),
)
def test_one_changed_byte_is_found(method: str, where: float, change: int, *, large: bool) -> None:
    data, segments = written(method, large=large)
    at = int(where * len(data))
    changed = data[:at] + bytes([data[at] ^ change]) + data[at + 1 :]

    try:
        checked = check(changed, segments)
    except BrokenZipError:
        return

    # What is left is another archive that is sound: modes, times and the like.
    assert [m.crc for m in checked.members] == [m.crc for m in check(data, segments).members]


def test_every_changed_byte_of_headers_and_directory_is_found_or_harmless() -> None:
    data, segments = written()
    directory = data.index(b"PK\1\2")
    harmless = []

    for at in (*range(34), *range(directory, len(data))):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        try:
            check(changed, segments)
        except BrokenZipError:
            continue
        harmless.append(at - directory)

    # The two bytes of a mode, which stands in the directory only, may change.
    assert len(harmless) == 2 * len(SMALL)
    assert min(harmless) == 40


@pytest.mark.parametrize("cut", [1, 10, 22, 23, 100, 5000])
def test_an_archive_that_ends_too_early_is_found(cut: int) -> None:
    data, segments = written()

    with pytest.raises(BrokenZipError):
        check(data[:-cut], segments)


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive at all, but long enough"])
def test_what_is_no_archive_is_told(data: bytes) -> None:
    with pytest.raises(BrokenZipError):
        check(data, {})


def test_bytes_after_the_end_are_found() -> None:
    data, segments = written()

    with pytest.raises(BrokenZipError):
        check(data + b"\0", segments)


def test_an_archive_of_another_writer_is_not_taken_for_ours() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", b"abc")
        archive.comment = b"hello"

    with pytest.raises(BrokenZipError):
        check(stream.getvalue(), {})


def test_a_gap_between_members_is_found() -> None:
    data, segments = written(members=(("last", b""),))
    directory = data.index(b"PK\1\2")
    end = data.index(b"PK\5\6")
    moved = bytearray(data[:directory] + b"gap" + data[directory:])
    moved[end + 3 + 16 : end + 3 + 20] = (directory + 3).to_bytes(4, "little")

    with pytest.raises(BrokenZipError, match="something stands between"):
        check(bytes(moved), segments)
