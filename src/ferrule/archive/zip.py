"""A zip archive written as a stream, its large members compressed by several threads.

Enters: names and contents, in the order of the archive. Leaves: an archive whose bytes
depend on these and on the options only, never on the number of threads or the machine.
Source: APPNOTE 6.3.10 of zip. Sizes and CRC-32 stand in the local headers, so that readers
need no data descriptors; the standard library's zipfile cannot take compressed bytes.
"""

import zlib
from collections.abc import Callable
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from ferrule.archive.compression import (
    INLINE,
    PIECE,
    Compression,
    make_pack,
    opens_segment,
    pack_small,
    piece_size,
)
from ferrule.archive.source import SourceReader
from ferrule.archive.workers import Row, Workers
from ferrule.archive.zip_format import (
    LARGE,
    MOST_16,
    Member,
    directory_record,
    end_records,
    local_header,
)
from ferrule.errors import ArchiveError
from ferrule.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a member holds: its size in bytes and its SHA-256."""

    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A member as it was written.

    `segments` are the lengths of packed stretches that can be inflated one by one.
    """

    member: Member
    segments: tuple[int, ...]


class _Draft:
    """A member whose sizes are not known yet."""

    __slots__ = ("crc", "large", "mode", "name", "offset", "packed_size", "segments", "size")

    def __init__(self, name: str, mode: int, size: int, *, large: bool) -> None:
        self.name = name
        self.mode = mode
        self.size = size
        self.large = large
        self.crc = 0
        self.offset = 0
        self.packed_size = 0
        self.segments: list[int] = []


class ZipWriter:
    """An archive being written.

    Args:
        stream: where to; seekable, at its start.
        compression: the method and level of all members.
        workers: who compresses.
        stamp: the time of all members, of `epoch.zip_stamp`.
        large_files: give every member the 64-bit sizes of ZIP64.

    """

    def __init__(
        self,
        stream: BinaryIO,
        compression: Compression,
        workers: Workers,
        *,
        stamp: int,
        large_files: bool = False,
    ) -> None:
        self._stream = stream
        self._compression = compression
        self._workers = workers
        self._stamp = stamp
        self._large_files = large_files
        # A piece for every thread and a few that wait for one.
        self._row = Row((workers.threads + 4) * PIECE if workers.threads > 1 else 0)
        self._position = 0
        self._written: list[Written] = []

    def add(self, name: str, source: Path | bytes, mode: int) -> Content:
        """Add a member and return what it holds; it may be written later.

        Raises:
            ArchiveError: the name is too long, or the source cannot be read or changes.
            ToolNotFoundError: this Python has no zstd.

        """
        if len(name.encode()) > MOST_16:
            raise ArchiveError(f"{name[:80]}… is too long a name for a zip archive")
        with closing(SourceReader(source)) as reader:
            large = self._large_files or reader.size >= LARGE
            draft = _Draft(name, mode, reader.size, large=large)
            if reader.size <= INLINE:
                return self._add_small(draft, reader)
            return self._add_large(draft, reader)

    def finish(self) -> tuple[Written, ...]:
        """Write what is left and the central directory."""
        self._row.drain()
        offset = self._position
        for written in self._written:
            self._write(directory_record(written.member))
        self._write(end_records(len(self._written), offset, self._position - offset))
        return tuple(self._written)

    def _add_small(self, draft: _Draft, reader: SourceReader) -> Content:
        data = reader.read(draft.size)
        reader.check_end()
        draft.crc = zlib.crc32(data)
        packed = pack_small(data, self._compression)
        self._row.add(len(packed), partial(self._write_whole, draft, packed))
        return Content(size=draft.size, sha256=sha256(data).digest())

    def _add_large(self, draft: _Draft, reader: SourceReader) -> Content:
        self._row.add(0, partial(self._begin, draft))
        pack = make_pack(self._compression, self._workers)
        digest = sha256()
        length = piece_size(draft.size)
        for start in range(0, draft.size, length):
            data = reader.read(min(length, draft.size - start))
            packed = pack(data, draft.size - start - len(data))
            digest.update(data)
            draft.crc = zlib.crc32(data, draft.crc)
            step = partial(self._write_piece, draft, packed, opens=opens_segment(start))
            self._row.add(len(data), step)
        reader.check_end()
        self._row.add(0, partial(self._end, draft))
        return Content(size=draft.size, sha256=digest.digest())

    def _write_whole(self, draft: _Draft, packed: bytes) -> None:
        draft.offset = self._position
        draft.packed_size = len(packed)
        draft.segments = [len(packed)]
        self._write(self._record(draft))
        self._write(packed)

    def _begin(self, draft: _Draft) -> None:
        draft.offset = self._position
        self._write(bytes(len(local_header(self._member(draft)))))

    def _write_piece(self, draft: _Draft, wait: Callable[[], bytes], *, opens: bool) -> None:
        packed = wait()
        if opens:
            draft.segments.append(0)
        draft.segments[-1] += len(packed)
        draft.packed_size += len(packed)
        self._write(packed)

    def _end(self, draft: _Draft) -> None:
        header = self._record(draft)
        self._stream.seek(draft.offset)
        self._stream.write(header)
        self._stream.seek(self._position)

    def _record(self, draft: _Draft) -> bytes:
        member = self._member(draft)
        self._written.append(Written(member=member, segments=tuple(draft.segments)))
        return local_header(member)

    def _member(self, draft: _Draft) -> Member:
        return Member(
            name=draft.name,
            method=self._compression.method,
            mode=draft.mode,
            stamp=self._stamp,
            crc=draft.crc,
            packed_size=draft.packed_size,
            size=draft.size,
            offset=draft.offset,
            large=draft.large,
        )

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._position += len(data)
