"""A zip archive read from end to end and held against its own directory.

Enters: an archive that `archive.zip` wrote. Leaves: its members and the SHA-256 of the file.
Every byte is looked at once: headers, the CRC-32 and size of all contents, and that nothing
stands between them.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from typing import BinaryIO, TypeAlias

from ferrule.archive.compression import (
    DEFLATED,
    INLINE,
    PIECE,
    SEGMENT,
    STORED,
    make_decompressor,
)
from ferrule.archive.workers import Row, Workers
from ferrule.archive.zip_format import LOCAL, Member, local_header
from ferrule.archive.zip_read import BrokenZipError, read_directory
from ferrule.records import dataclass, replace

# Bytes of content that may wait for their turn: two segments, while a third is looked at.
AHEAD = 4 << 20

# A part of a content: the bytes it holds while it waits, and the function that gives it.
Part: TypeAlias = tuple[int, Callable[[], bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A sound archive: its members, its SHA-256 and the content of the member asked for."""

    members: tuple[Member, ...]
    sha256: str
    kept: bytes


def check_zip(
    stream: BinaryIO, segments: Mapping[str, tuple[int, ...]], workers: Workers, *, keep: str
) -> Checked:
    """Read a whole archive and check it.

    Args:
        stream: the archive, seekable.
        segments: the lengths of each deflated member's packed stretches that inflate one by
            one; several threads inflate them.
        workers: who inflates.
        keep: the name of a member whose content to return.

    Raises:
        BrokenZipError: with the member and what is wrong with it.

    """
    directory = read_directory(stream)
    stream.seek(0)
    reader = _HashingReader(stream)
    row = Row(AHEAD if workers.threads > 1 else 0)
    kept: list[bytes] = []
    for member in directory.members:
        _check_header(member, reader)
        check = _ContentCheck(member, kept if member.name == keep else None)
        lengths = segments.get(member.name, (member.packed_size,))
        for held, wait in _unpack(member, lengths, reader, workers):
            row.add(held, partial(check.take, wait))
        row.add(0, check.finish)
    row.drain()
    if reader.position != directory.offset:
        raise BrokenZipError("something stands between the members and the directory")
    while reader.read(PIECE):
        pass
    digest = reader.digest.hexdigest()
    return Checked(members=directory.members, sha256=digest, kept=b"".join(kept))


class _HashingReader:
    """A stream that is read once, from front to back, and hashed on the way."""

    __slots__ = ("_stream", "digest", "position")

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.position = 0
        self.digest = sha256()

    def read(self, length: int) -> bytes:
        data = self._stream.read(length)
        self.position += len(data)
        self.digest.update(data)
        return data


class _ContentCheck:
    """The CRC-32 and size of a member, counted as its content comes along."""

    __slots__ = ("_crc", "_kept", "_member", "_size")

    def __init__(self, member: Member, kept: list[bytes] | None) -> None:
        self._member = member
        self._kept = kept
        self._crc = 0
        self._size = 0

    def take(self, wait: Callable[[], bytes]) -> None:
        data = wait()
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        if self._kept is not None:
            self._kept.append(data)

    def finish(self) -> None:
        member = self._member
        if (self._size, self._crc) != (member.size, member.crc):
            raise _broken(member, "its content has another size or CRC-32")


def _broken(member: Member, what: str) -> BrokenZipError:
    return BrokenZipError(f"member {member.name}: {what}")


def _check_header(member: Member, reader: _HashingReader) -> None:
    if reader.position != member.offset:
        raise _broken(member, "it does not follow the member before it")
    head = reader.read(LOCAL.size)
    # Only the local header tells for sure whether a member has 64-bit sizes.
    expected = local_header(replace(member, large=head[-2:] != b"\0\0"))
    if head + reader.read(len(expected) - len(head)) != expected:
        raise _broken(member, "its header is not what the directory says")


def _unpack(
    member: Member, lengths: tuple[int, ...], reader: _HashingReader, workers: Workers
) -> Iterator[Part]:
    if member.method == DEFLATED:
        return _inflate_segments(member, lengths, reader, workers)
    chunks = _read_chunks(member.packed_size, reader)
    if member.method == STORED:
        return ((len(chunk), partial(bytes, chunk)) for chunk in chunks)
    return _decompress(member, chunks)


def _read_chunks(length: int, reader: _HashingReader) -> Iterator[bytes]:
    while length > 0 and (chunk := reader.read(min(PIECE, length))):
        length -= len(chunk)
        yield chunk


def _inflate_segments(
    member: Member, lengths: tuple[int, ...], reader: _HashingReader, workers: Workers
) -> Iterator[Part]:
    held = member.size if len(lengths) == 1 else SEGMENT
    for number, length in enumerate(lengths, 1):
        packed = reader.read(length)
        call = partial(_inflate, member, packed, last=number == len(lengths))
        yield held, call if member.size <= INLINE else workers.submit(call)


def _inflate(member: Member, packed: bytes, *, last: bool) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        data = inflater.decompress(packed)
    except zlib.error as error:
        raise _broken(member, f"its packed bytes are damaged ({error})") from error
    if inflater.eof != last or inflater.unused_data:
        raise _broken(member, "its packed bytes end in the wrong place")
    return data


def _decompress(member: Member, chunks: Iterator[bytes]) -> Iterator[Part]:
    decompressor = make_decompressor(member.method)
    try:
        for chunk in chunks:
            data = decompressor.decompress(chunk, PIECE)
            yield len(data), partial(bytes, data)
            while not (decompressor.needs_input or decompressor.eof):
                data = decompressor.decompress(b"", PIECE)
                yield len(data), partial(bytes, data)
    except Exception as error:
        # zstd's own error class lives in a module that may be missing.
        raise _broken(member, f"its packed bytes are damaged ({error})") from error
    if decompressor.unused_data or not decompressor.eof:
        raise _broken(member, "its packed bytes end in the wrong place")
