"""A wheel read back before it gets its name.

Enters: the wheel's file, still under a temporary name, and what was put into it. Leaves: the
SHA-256 of the file when it is sound. Source: the binary distribution format.
"""

from collections.abc import Iterable, Mapping
from typing import BinaryIO

from ferrule.archive.names import check_names
from ferrule.archive.workers import Workers
from ferrule.archive.zip import Content, Written
from ferrule.archive.zip_check import check_zip
from ferrule.errors import ArchiveError
from ferrule.wheel.record import check_record


def verify_wheel(
    stream: BinaryIO,
    written: Iterable[Written],
    contents: Mapping[str, Content],
    record: str,
    workers: Workers,
) -> str:
    """Read a wheel from end to end and return the SHA-256 of the file, in hex.

    Args:
        stream: the wheel, seekable.
        written: its members as they were written.
        contents: what each member but RECORD is to hold.
        record: the path of RECORD.
        workers: who inflates.

    Raises:
        ArchiveError: a CRC-32 or size is wrong, RECORD does not list exactly the members with
            their hashes, or a name is there twice or leads out of the folder that a wheel is
            unpacked in.

    """
    segments = {part.member.name: part.segments for part in written}
    checked = check_zip(stream, segments, workers, keep=record)
    sizes = {member.name: member.size for member in checked.members}
    check_names(member.name for member in checked.members)
    if sizes.pop(record, None) != len(checked.kept):
        raise ArchiveError(f"{record} is missing")
    if sizes != {name: content.size for name, content in contents.items()}:
        raise ArchiveError("the wheel does not hold the files that were put into it")
    check_record(checked.kept, contents, record)
    return checked.sha256
