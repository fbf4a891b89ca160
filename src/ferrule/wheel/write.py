"""A wheel written: the front door of this room's second half.

Enters: entries. Leaves: a wheel under its name, read back and found sound before it got it;
its bytes depend on the entries and options only. Source: the binary distribution format.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ferrule.archive.compression import choose_compression
from ferrule.archive.entries import REGULAR, Entry, sort_key
from ferrule.archive.epoch import zip_stamp
from ferrule.archive.names import check_names
from ferrule.archive.workers import Workers
from ferrule.archive.zip import ZipWriter
from ferrule.archive.zip_read import BrokenZipError
from ferrule.errors import ArchiveError
from ferrule.files import replace_atomically
from ferrule.records import dataclass
from ferrule.wheel.record import record_text
from ferrule.wheel.verify import verify_wheel


@dataclass(frozen=True, slots=True, kw_only=True)
class WheelOptions:
    """How a wheel is written.

    `method` is `deflated`, `stored`, `bzip2` or `zstd`; `level` None its default level.
    `large_files` gives every member ZIP64 sizes. `epoch` is the time of all members, in
    seconds since 1970 (1980-01-01 when None). `threads` is how many compress, None one for
    each processor; it does not change the result.
    """

    method: str = "deflated"
    level: int | None = None
    large_files: bool = False
    epoch: int | None = None
    threads: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltWheel:
    """A wheel on disk: its size in bytes, its SHA-256 in hex, the names of its members."""

    path: Path
    size: int
    sha256: str
    names: tuple[str, ...]


def write_wheel(
    path: Path, entries: Sequence[Entry], dist_info: str, options: WheelOptions
) -> BuiltWheel:
    """Write a wheel with a RECORD, atomically.

    Args:
        path: the wheel; one that is there is replaced.
        entries: its files, in any order; without RECORD.
        dist_info: the name of its dist-info folder.
        options: compression and time.

    Raises:
        ArchiveError: a source cannot be read, the wheel cannot be written, two entries have
            one path, a path leads out of the wheel, or the wheel reads back wrong.
        ToolNotFoundError: this Python has no zstd.

    """
    ordered = order_entries(entries, dist_info)
    compression = choose_compression(options.method, options.level)
    record = f"{dist_info}/RECORD"
    with (
        replace_atomically(path, readable=True) as stream,
        closing(Workers(options.threads)) as workers,
    ):
        archive = ZipWriter(
            stream,
            compression,
            workers,
            stamp=zip_stamp(options.epoch),
            large_files=options.large_files,
        )
        contents = {
            entry.path: archive.add(entry.path, entry.source, entry.mode) for entry in ordered
        }
        archive.add(record, record_text(contents, record), REGULAR)
        written = archive.finish()
        try:
            sha256 = verify_wheel(stream, written, contents, record, workers)
        except BrokenZipError as error:
            raise ArchiveError(
                f"{path.name} does not read back as it was written: {error.message}",
                hint="check the disk and the memory of this machine, and build again",
            ) from error
        size = stream.seek(0, 2)
    return BuiltWheel(path=path, size=size, sha256=sha256, names=(*contents, record))


def order_entries(entries: Sequence[Entry], dist_info: str) -> tuple[Entry, ...]:
    """Sort entries by the components of their paths, those of dist-info last.

    Raises:
        ArchiveError: two entries have one path, or a path leads out of the wheel.

    """
    check_names((*(entry.path for entry in entries), f"{dist_info}/RECORD"))
    last = f"{dist_info}/"
    return tuple(sorted(entries, key=lambda e: (e.path.startswith(last), sort_key(e.path))))
