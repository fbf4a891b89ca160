"""The directory of a zip archive, read back.

Enters: an archive that `archive.zip` wrote. Leaves: its members; a directory that
`archive.zip` would not write is an error, so nothing here is lenient. Source: APPNOTE 6.3.10
of zip, sections 4.3 and 4.5.3 (ZIP64).
"""

import struct
from typing import BinaryIO

from ferrule.archive.compression import VERSIONS
from ferrule.archive.zip_format import (
    CENTRAL,
    END,
    END_64,
    LOCATOR_64,
    MOST_16,
    MOST_32,
    VERSION_64,
    Member,
    directory_record,
    end_records,
)
from ferrule.errors import ArchiveError
from ferrule.records import dataclass


class BrokenZipError(ArchiveError):
    """An archive that is damaged or not one of ours; the message says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The members of an archive, in its order, and where their directory starts."""

    members: tuple[Member, ...]
    offset: int


def read_directory(stream: BinaryIO) -> Directory:
    """Read the central directory of an archive.

    Raises:
        BrokenZipError: there is none, or it is not as `archive.zip` writes it.

    """
    count, size, offset = _read_end(stream)
    records = _read_at(stream, offset, size)
    members = []
    at = 0
    for _ in range(count):
        member = _parse_record(records, at)
        members.append(member)
        at += len(directory_record(member))
    if at != size:
        raise BrokenZipError("the directory is longer than its members")
    return Directory(members=tuple(members), offset=offset)


def _read_end(stream: BinaryIO) -> tuple[int, int, int]:
    """Return the number of members, and the size and offset of the directory in bytes."""
    end = stream.seek(0, 2) - END.size
    _, _, _, _, count, size, offset, _ = END.unpack(_read_at(stream, end, END.size))
    if count == MOST_16 or MOST_32 in (size, offset):
        locator = LOCATOR_64.unpack(_read_at(stream, end - LOCATOR_64.size, LOCATOR_64.size))
        records = _read_at(stream, locator[2], END_64.size)
        count, size, offset = END_64.unpack(records)[-3:]
    expected = end_records(count, offset, size)
    # Made again from what was read, so that every other field is checked as well.
    if _read_at(stream, offset + size, len(expected) + 1, short=True) != expected:
        raise BrokenZipError("the end record is not where or what it should be")
    return count, size, offset


def _read_at(stream: BinaryIO, at: int, length: int, *, short: bool = False) -> bytes:
    try:
        stream.seek(at)
    except (OSError, ValueError, OverflowError):
        raise BrokenZipError("a record lies outside of the archive") from None
    data = stream.read(length)
    if len(data) < length and not short:
        raise BrokenZipError("it ends too early")
    return data


def _parse_record(records: bytes, at: int) -> Member:
    try:
        _, _, version, _, method, stamp, *rest = CENTRAL.unpack_from(records, at)
        crc, packed_size, size, name_length, extra_length, _, _, _, attributes, offset = rest
        start = at + CENTRAL.size
        extra = start + name_length
        name = records[start:extra].decode()
        numbers = struct.iter_unpack("<Q", records[extra + 4 : extra + extra_length])
        wide = (int(number) for (number,) in numbers)
        member = Member(
            name=name,
            method=method,
            mode=attributes >> 16 & 0o777,
            stamp=stamp,
            crc=crc,
            size=size if size < MOST_32 else next(wide),
            packed_size=packed_size if packed_size < MOST_32 else next(wide),
            offset=offset if offset < MOST_32 else next(wide),
            large=version == max(VERSIONS[method], VERSION_64),
        )
        record = directory_record(member)
    except (struct.error, UnicodeDecodeError, StopIteration, KeyError) as error:
        raise BrokenZipError(f"a record of the directory is damaged ({error!r})") from error
    if records[at : at + len(record)] != record:
        raise BrokenZipError(f"the directory's record of {name} is not one of ours")
    return member
