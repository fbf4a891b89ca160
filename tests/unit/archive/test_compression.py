"""Compression methods and the rule of pieces."""

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ferrule.archive.compression import (
    INLINE,
    LEAST_PIECE,
    METHODS,
    PIECE,
    SEGMENT,
    Compression,
    choose_compression,
    make_decompressor,
    make_pack,
    pack_small,
    piece_size,
)
from ferrule.archive.workers import Workers
from ferrule.errors import ToolNotFoundError

NOISE = random.Random(1).randbytes(100_000)


def test_levels_have_defaults() -> None:
    levels = {name: choose_compression(name, None).level for name in METHODS}

    assert levels == {"stored": 0, "deflated": 5, "bzip2": 6, "zstd": 3}


def test_a_level_that_was_given_is_kept() -> None:
    assert choose_compression("deflated", 0) == Compression(method=8, level=0)


@given(size=st.integers(INLINE + 1, 1 << 33))
def test_a_large_member_has_pieces_between_the_limits(size: int) -> None:
    piece = piece_size(size)

    assert INLINE // 2 < piece <= PIECE
    assert size > piece
    assert piece >= LEAST_PIECE or size < 2 * LEAST_PIECE


@pytest.mark.parametrize(
    ("size", "pieces"),
    [(1, 1), (INLINE, 1), (INLINE + 1, 2), (500_000, 3), (2 << 20, 8), (4 << 20, 8), (9 << 20, 18)],
)
def test_medium_members_have_pieces_for_several_threads(size: int, pieces: int) -> None:
    assert -(-size // piece_size(size)) == pieces


@pytest.mark.parametrize("size", [0, 1, 8191, 8192, 8193, INLINE])
def test_a_small_deflated_member_inflates(size: int) -> None:
    packed = pack_small(NOISE[:size], choose_compression("deflated", None))

    assert zlib.decompress(packed, -15) == NOISE[:size]


def _pack(data: bytes, length: int, compression: Compression) -> list[bytes]:
    pack = make_pack(compression, Workers(1))
    starts = range(0, len(data), length)
    return [pack(data[s : s + length], max(0, len(data) - s - length))() for s in starts]


def test_pieces_join_to_one_deflated_stream() -> None:
    data = NOISE * 9

    packed = _pack(data, 200_000, choose_compression("deflated", None))

    assert zlib.decompress(b"".join(packed), -15) == data


def test_a_piece_knows_what_came_before_it() -> None:
    data = NOISE[:30_000] * 8

    packed = _pack(data, 120_000, choose_compression("deflated", None))

    assert sum(map(len, packed)) < 35_000


def test_a_segment_inflates_without_the_one_before() -> None:
    data = bytes(SEGMENT) + b"second segment"

    packed = _pack(data, PIECE, choose_compression("deflated", None))

    assert zlib.decompressobj(-15).decompress(packed[-1]) == b"second segment"


def test_stored_pieces_are_left_alone() -> None:
    assert _pack(b"abcdef", 4, choose_compression("stored", None)) == [b"abcd", b"ef"]


def test_bzip2_takes_the_level_that_only_other_methods_have() -> None:
    packed = pack_small(b"abc", Compression(method=12, level=0))

    assert make_decompressor(12).decompress(packed, 10) == b"abc"


def _has_zstd() -> bool:
    try:
        make_decompressor(METHODS["zstd"])
    except ToolNotFoundError:
        return False
    return True


@pytest.mark.skipif(_has_zstd(), reason="this Python has zstd")
def test_a_python_without_zstd_says_what_to_install() -> None:
    with pytest.raises(ToolNotFoundError) as caught:
        pack_small(b"", choose_compression("zstd", None))

    assert caught.value.hint == "run `pip install backports.zstd`"


@pytest.mark.skipif(not _has_zstd(), reason="this Python has no zstd")
def test_zstd_gives_the_content_back() -> None:
    packed = pack_small(b"abc", choose_compression("zstd", None))

    assert make_decompressor(METHODS["zstd"]).decompress(packed, 10) == b"abc"
