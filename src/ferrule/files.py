"""Files written so that a reader sees the old one or the whole new one, never a part.

Enters: a path and what to write. Leaves: the file, renamed from a temporary name beside
it; on any failure the temporary file is removed and the old one stands.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ferrule.errors import ArchiveError


@contextmanager
def replace_atomically(path: Path, *, readable: bool = False) -> Iterator[BinaryIO]:
    """Open a temporary file beside `path` and rename it there when the block succeeds.

    Args:
        path: the file to write; its folder is made.
        readable: open for reading as well, so that what was written can be checked.

    Raises:
        ArchiveError: the folder or file cannot be written, or the disk is full.

    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w+b" if readable else "wb") as stream:
            yield stream
        temporary.replace(path)
    except OSError as error:
        raise ArchiveError(
            f"cannot write {path}: {error.strerror or error}",
            hint="check that the folder is writable and the disk has room",
        ) from error
    finally:
        # Where it could not be made it cannot be removed either.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_if_changed(path: Path, content: bytes, mtime: float) -> None:
    """Write `content` unless the file holds it already, and give it a fixed mtime.

    A file that cargo watches must not look newer than the build that read it, so the time
    is part of the content (seconds since the epoch).
    """
    if not (path.is_file() and path.read_bytes() == content):
        with replace_atomically(path) as stream:
            stream.write(content)
    if path.stat().st_mtime != mtime:
        os.utime(path, (mtime, mtime))


def require_writable(folder: Path) -> None:
    """Make a folder and check that files can be put into it, before time is spent.

    Raises:
        ArchiveError: it cannot be made or written to.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"cannot make the folder {folder}: {error.strerror or error}",
            hint="pass another folder with --out",
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ArchiveError(
            f"the folder {folder} is not writable", hint="pass another folder with --out"
        )
