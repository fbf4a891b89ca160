"""A gzip stream of one member, compressed by several threads.

Enters: bytes in any portions. Leaves: a stream that depends on them and the level only, never
on the portions, the number of threads, the machine or the time. Source: RFC 1952.
"""

import zlib
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from ferrule.archive.compression import DEFLATED, PIECE, Compression, make_pack
from ferrule.archive.workers import Row, Workers

# Magic, deflate, no flags, no time, no hint about the level, an unknown system.
HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


class GzipWriter:
    """A gzip stream being written.

    Args:
        stream: where to.
        level: of zlib, 0 to 9.
        workers: who compresses.

    """

    def __init__(self, stream: BinaryIO, level: int, workers: Workers) -> None:
        self._stream = stream
        self._pack = make_pack(Compression(method=DEFLATED, level=level), workers)
        self._row = Row((workers.threads + 4) * PIECE if workers.threads > 1 else 0)
        self._waiting = bytearray()
        self._crc = 0
        self._size = 0
        stream.write(HEADER)

    def write(self, data: bytes) -> None:
        """Add bytes; they may be written later."""
        self._waiting += data
        # The last piece is marked as such, so one always waits for what comes.
        while len(self._waiting) > PIECE:
            self._cut(bytes(self._waiting[:PIECE]), left=1)
            del self._waiting[:PIECE]

    def finish(self) -> None:
        """Write what is left and the trailer."""
        self._cut(bytes(self._waiting), left=0)
        self._row.drain()
        size = self._size & 0xFFFFFFFF
        self._stream.write(self._crc.to_bytes(4, "little") + size.to_bytes(4, "little"))

    def _cut(self, piece: bytes, *, left: int) -> None:
        self._row.add(len(piece), partial(self._write_packed, self._pack(piece, left)))
        self._crc = zlib.crc32(piece, self._crc)
        self._size += len(piece)

    def _write_packed(self, wait: Callable[[], bytes]) -> None:
        self._stream.write(wait())
