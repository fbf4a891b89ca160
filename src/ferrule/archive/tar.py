"""A source distribution's archive: a pax tar in one gzip member.

Enters: entries. Leaves: an archive whose bytes depend on their paths, contents and modes, on
the time and the level only. Regular files without owners, PKG-INFO first. Sources: PEP 625,
the source distribution format (packaging.python.org), RFC 1952.
"""

from collections.abc import Iterable
from contextlib import closing
from typing import BinaryIO

from ferrule.archive.compression import PIECE
from ferrule.archive.entries import Entry, sort_key
from ferrule.archive.gzip import GzipWriter
from ferrule.archive.names import check_names
from ferrule.archive.source import SourceReader
from ferrule.archive.tar_format import END, member_header, padding
from ferrule.archive.workers import Workers
from ferrule.errors import ArchiveError

FIRST = "PKG-INFO"
# The time of members without SOURCE_DATE_EPOCH, 2006-07-24: old, but valid in every format.
DEFAULT_EPOCH = 1153704088
LEVEL = 6


def write_tar_gz(
    stream: BinaryIO,
    entries: Iterable[Entry],
    top: str,
    *,
    mtime: int | None,
    level: int = LEVEL,
    threads: int | None = None,
) -> None:
    """Write an archive.

    Args:
        stream: where to.
        entries: its files, in any order.
        top: the one folder that holds them all.
        mtime: the time of all members, in seconds since 1970; None for the usual one.
        level: of zlib, 0 to 9.
        threads: how many compress, None one for each processor; no matter for the result.

    Raises:
        ArchiveError: a path is absolute, leads out of `top`, is not UTF-8, or is there twice
            or both as file and as folder; or a file cannot be read.

    """
    ordered = sorted(entries, key=lambda entry: (entry.path != FIRST, sort_key(entry.path)))
    _check_paths([f"{top}/{entry.path}" for entry in ordered])
    mtime = DEFAULT_EPOCH if mtime is None else mtime
    with closing(Workers(threads)) as workers:
        packed = GzipWriter(stream, level, workers)
        for number, entry in enumerate(ordered):
            _add(packed, entry, f"{top}/{entry.path}", mtime, number)
        packed.write(END)
        packed.finish()


def _check_paths(paths: list[str]) -> None:
    check_names(paths)
    known = set(paths)
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in known:
            pass
        if path:
            raise ArchiveError(f"{path} would be both a file and a folder in the archive")


def _add(packed: GzipWriter, entry: Entry, name: str, mtime: int, number: int) -> None:
    with closing(SourceReader(entry.source)) as reader:
        packed.write(member_header(name, reader.size, entry.mode, mtime, number))
        for start in range(0, reader.size, PIECE):
            packed.write(reader.read(min(PIECE, reader.size - start)))
        reader.check_end()
        packed.write(padding(reader.size))
