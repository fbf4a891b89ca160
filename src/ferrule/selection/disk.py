"""Files of this machine on their way into an archive.

Enters: folders. Leaves: what is in them, and entries. A folder that cannot be read, a link to
nothing and whatever is no regular file are errors that name the path.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from ferrule.archive.entries import EXECUTABLE, REGULAR, Entry
from ferrule.errors import ArchiveError
from ferrule.records import dataclass

OWNER_EXECUTES = 0o100


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """Entries that belong in an archive, and sentences for the user."""

    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


def list_folder(folder: Path) -> "list[os.DirEntry[str]]":
    """Return what is in a folder, nothing when there is no such folder.

    Raises:
        ArchiveError: the folder cannot be read.

    """
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise ArchiveError(f"cannot read the folder {folder}: {error.strerror}") from error


def kind_of(entry: "os.DirEntry[str]") -> Literal["file", "folder", "linked folder"]:
    """Return what an entry of a folder is; a link to a file is a file.

    Raises:
        ArchiveError: it is a link to nothing, or no regular file.

    """
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    if entry.is_file():
        return "file"
    if entry.is_dir():
        return "linked folder"
    what = "a link to nothing" if entry.is_symlink() else "no regular file"
    raise ArchiveError(
        f"{entry.path} is {what}, so it cannot be in an archive",
        hint="remove it, or let git ignore it",
    )


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all regular files below a folder, without following links to folders.

    Raises:
        ArchiveError: a folder cannot be read.

    """
    for entry in list_folder(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(folder / entry.name)
        elif entry.is_file():
            yield folder / entry.name


def is_byte_code(path: Path) -> bool:
    """Tell whether a file is Python's byte code, which is of the machine that builds."""
    return path.suffix == ".pyc" or path.parent.name == "__pycache__"


def file_entry(path: str, source: Path, rule: str) -> Entry:
    """Return the entry of a file; it is executable where its owner may execute it.

    Raises:
        ArchiveError: the file cannot be read.

    """
    try:
        executable = source.stat().st_mode & OWNER_EXECUTES
    except OSError as error:
        raise ArchiveError(f"cannot read {source}: {error.strerror}") from error
    # Windows has no such right; Python makes it up from the file's name.
    mode = EXECUTABLE if executable and os.name == "posix" else REGULAR
    return Entry(path=path, source=source, mode=mode, rule=rule)
