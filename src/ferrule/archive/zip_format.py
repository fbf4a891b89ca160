"""The records of a zip archive: local headers, central directory, end.

Enters: members as data. Leaves: their bytes, and members again from bytes. Source: APPNOTE
6.3.10 of zip, sections 4.3 and 4.5.3 (ZIP64). Only what ferrule writes: no comments, no
encryption, no data descriptors, one disk, created on Unix.
"""

import struct

from ferrule.archive.compression import VERSIONS
from ferrule.records import dataclass

LOCAL = struct.Struct("<4s3HL3L2H")
CENTRAL = struct.Struct("<4s4HL3L5H2L")
END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR_64 = struct.Struct("<4sLQL")
LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\3\4", b"PK\1\2", b"PK\5\6"
END_64_MARK, LOCATOR_64_MARK = b"PK\6\6", b"PK\6\7"

MOST_16, MOST_32 = 0xFFFF, 0xFFFFFFFF
UNIX = 3 << 8
UTF_8 = 0x800
VERSION_64 = 45
REGULAR_FILE = 0o100000
# No method makes a member of this size grow to 4 GiB, so smaller ones need no ZIP64 header.
LARGE = 0xF000_0000


class BrokenZipError(Exception):
    """Bytes that are no archive of this kind; the text says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member: its name, method and mode, CRC-32, sizes in bytes and where its header is.

    `large` members have 64-bit sizes in their local header.
    """

    name: str
    method: int
    mode: int
    stamp: int
    crc: int
    packed_size: int
    size: int
    offset: int
    large: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The members of an archive, and where their directory starts."""

    members: tuple[Member, ...]
    offset: int


def local_header(member: Member) -> bytes:
    """Return what stands before a member's packed bytes."""
    name = member.name.encode()
    extra, sizes = b"", (member.packed_size, member.size)
    if member.large:
        extra = struct.pack("<2H2Q", 1, 16, member.size, member.packed_size)
        sizes = (MOST_32, MOST_32)
    head = LOCAL.pack(LOCAL_MARK, *_common(member), *sizes, len(name), len(extra))
    return head + name + extra


def _common(member: Member) -> tuple[int, ...]:
    version = VERSIONS[member.method]
    if member.large:
        version = max(version, VERSION_64)
    flags = 0 if member.name.isascii() else UTF_8
    return version, flags, member.method, member.stamp, member.crc


def directory_record(member: Member) -> bytes:
    """Return a member's record in the central directory."""
    name = member.name.encode()
    numbers = (member.packed_size, member.size, member.offset)
    # The extra field lists, in this order, those numbers that 32 bits cannot hold.
    wide = [n for n in (member.size, member.packed_size, member.offset) if n >= MOST_32]
    extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    packed_size, size, offset = (min(n, MOST_32) for n in numbers)
    version, *rest = _common(member)
    if wide:
        version = max(version, VERSION_64)
    attributes = (REGULAR_FILE | member.mode) << 16
    lengths = (len(name), len(extra), 0, 0, 0)
    head = CENTRAL.pack(
        CENTRAL_MARK,
        UNIX | version,
        version,
        *rest,
        packed_size,
        size,
        *lengths,
        attributes,
        offset,
    )
    return head + name + extra


def end_records(count: int, offset: int, size: int) -> bytes:
    """Return what follows a central directory of `count` records at `offset`."""
    large = b""
    if count >= MOST_16 or offset >= MOST_32 or size >= MOST_32:
        version = UNIX | VERSION_64
        large = END_64.pack(
            END_64_MARK, END_64.size - 12, version, VERSION_64, 0, 0, count, count, size, offset
        ) + LOCATOR_64.pack(LOCATOR_64_MARK, 0, offset + size, 1)
    shown = min(count, MOST_16)
    return large + END.pack(
        END_MARK, 0, 0, shown, shown, min(size, MOST_32), min(offset, MOST_32), 0
    )
