"""A gzip stream, held against gzip."""

import gzip
import io
import random
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ferrule.archive.compression import PIECE
from ferrule.archive.gzip import GzipWriter
from ferrule.archive.workers import Workers

TEXT = b"".join(random.Random(3).choice((b"fn ", b"&self ", b"u8\n")) for _ in range(900_000))


def write(portions: list[bytes], *, threads: int = 1, level: int = 6) -> bytes:
    stream = io.BytesIO()
    with closing(Workers(threads)) as workers:
        packed = GzipWriter(stream, level, workers)
        for portion in portions:
            packed.write(portion)
        packed.finish()
    return stream.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, len(TEXT)])
def test_a_stream_is_read_back(size: int) -> None:
    assert gzip.decompress(write([TEXT[:size]])) == TEXT[:size]


def test_the_bytes_do_not_depend_on_the_threads() -> None:
    assert len({write([TEXT], threads=threads) for threads in (1, 2, 5)}) == 1


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 2 * PIECE), max_size=5))
def test_the_bytes_do_not_depend_on_the_portions(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 2 * PIECE]
    portions = [TEXT[start:end] for start, end in pairwise(edges)]

    assert write(portions) == write([TEXT[: 2 * PIECE]])


def test_the_header_names_no_time_no_file_and_no_system() -> None:
    assert write([b"x"])[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def test_a_higher_level_packs_better() -> None:
    assert len(write([TEXT], level=9)) < len(write([TEXT], level=1))
