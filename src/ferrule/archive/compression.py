"""Compression methods of zip archives: deflated in parallel, stored, bzip2, zstd.

Enters: the pieces of a member. Leaves: their packed bytes, the same for any number of
threads. Source: APPNOTE 4.4.5 of zip; RFC 1951.

A deflated member is cut into pieces, each compressed on its own with the 32 KiB before it
as dictionary and joined by empty blocks (`Z_SYNC_FLUSH`). Every 2 MiB a piece starts without
a dictionary, so that a reader can check these segments side by side.
"""

import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Protocol, TypeAlias

from ferrule.archive.workers import Workers
from ferrule.errors import ToolNotFoundError
from ferrule.records import dataclass

WINDOW = 32 << 10
INLINE = 64 << 10  # up to here a thread costs more than it saves
PIECE = 512 << 10
LEAST_PIECE = 128 << 10
MEDIUM_PIECES = 8
SEGMENT = 2 << 20
TINY = 8 << 10  # up to here a small window holds the whole member

# Method number, and the version of the format that a reader must know (APPNOTE 4.4.3).
STORED, DEFLATED, BZIP2, ZSTD = 0, 8, 12, 93
METHODS = {"stored": STORED, "deflated": DEFLATED, "bzip2": BZIP2, "zstd": ZSTD}
VERSIONS = {STORED: 20, DEFLATED: 20, BZIP2: 46, ZSTD: 63}
# At level 5 zlib's members are no larger than those of zlib-rs at 6, in two thirds of the time.
LEVELS = {STORED: 0, DEFLATED: 5, BZIP2: 6, ZSTD: 3}

Pack: TypeAlias = Callable[[bytes, int], Callable[[], bytes]]


class Compressor(Protocol):
    """A stream compressor, as `bz2` and `zstd` have them."""

    def compress(self, data: bytes, /) -> bytes:
        """Take bytes, give those that are ready."""

    def flush(self) -> bytes:
        """Give the rest."""


class Decompressor(Protocol):
    """A stream decompressor, as `bz2` and `zstd` have them."""

    @property
    def needs_input(self) -> bool:
        """Whether it has given everything that it can."""

    @property
    def eof(self) -> bool:
        """Whether the stream is at its end."""

    @property
    def unused_data(self) -> bytes:
        """What came after the end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Take bytes, give at most so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compression:
    """A method (a number of `METHODS`) and a level in its own scale."""

    method: int
    level: int


def choose_compression(method: str, level: int | None) -> Compression:
    """Return the compression of a method's name; None is the method's default level."""
    number = METHODS[method]
    return Compression(method=number, level=LEVELS[number] if level is None else level)


def piece_size(size: int) -> int:
    """Return how many bytes of a member of this size are compressed at once.

    It depends on nothing else, so that the result is the same on every machine.
    """
    if size <= INLINE:
        return INLINE
    pieces = max(2, min(MEDIUM_PIECES, size // LEAST_PIECE))
    return min(PIECE, -(-size // pieces))


def opens_segment(start: int) -> bool:
    """Tell whether the piece that starts there, in bytes of the content, stands alone."""
    return start % SEGMENT == 0


def pack_small(data: bytes, compression: Compression) -> bytes:
    """Return a whole member of at most `INLINE` bytes, packed."""
    if compression.method == STORED:
        return data
    if compression.method == DEFLATED:
        # A window no larger than the member takes a tenth of the memory to get and clear.
        bits, memory = (-13, 6) if len(data) <= TINY else (-15, zlib.DEF_MEM_LEVEL)
        deflater = zlib.compressobj(compression.level, zlib.DEFLATED, bits, memory)
        return deflater.compress(data) + deflater.flush()
    compressor = _compressor(compression)
    return compressor.compress(data) + compressor.flush()


def make_pack(compression: Compression, workers: Workers) -> Pack:
    """Return the function that packs the pieces of one large member, in their order.

    It takes a piece and the number of bytes that are left after it, and returns the function
    that waits for the packed bytes.

    Raises:
        ToolNotFoundError: this Python has no zstd.

    """
    if compression.method == STORED:
        return lambda data, _left: lambda: data
    if compression.method == DEFLATED:
        return _deflating(compression.level, workers)
    return _streaming(_compressor(compression))


def _deflating(level: int, workers: Workers) -> Pack:
    window = b""
    done = 0

    def pack(data: bytes, left: int) -> Callable[[], bytes]:
        nonlocal window, done
        call = partial(_deflate, data, window, level, last=not left)
        done += len(data)
        window = b"" if opens_segment(done) else data[-WINDOW:]
        return workers.submit(call)

    return pack


def _deflate(data: bytes, window: bytes, level: int, *, last: bool) -> bytes:
    if window:
        deflater = zlib.compressobj(level, zlib.DEFLATED, -15, zdict=window)
    else:
        deflater = zlib.compressobj(level, zlib.DEFLATED, -15)
    return deflater.compress(data) + deflater.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def _streaming(compressor: Compressor) -> Pack:
    def pack(data: bytes, left: int) -> Callable[[], bytes]:
        packed = compressor.compress(data)
        if not left:
            packed += compressor.flush()
        return lambda: packed

    return pack


def _compressor(compression: Compression) -> Compressor:
    if compression.method == BZIP2:
        import bz2

        # The scale of other tools starts at 0, bzip2's own at 1.
        return bz2.BZ2Compressor(max(1, compression.level))
    compressor: Compressor = _import_zstd().ZstdCompressor(compression.level)
    return compressor


def make_decompressor(method: int) -> Decompressor:
    """Return what reads a bzip2 or zstd member.

    Raises:
        ToolNotFoundError: this Python has no zstd.

    """
    if method == BZIP2:
        import bz2

        return bz2.BZ2Decompressor()
    decompressor: Decompressor = _import_zstd().ZstdDecompressor()
    return decompressor


def _import_zstd() -> ModuleType:
    for name in ("compression.zstd", "backports.zstd"):
        with suppress(ImportError):
            return import_module(name)
    raise ToolNotFoundError(
        "this Python cannot compress with zstd", hint="run `pip install backports.zstd`"
    )
