"""Names of files that were chosen, turned into entries.

Enters: names in a folder. Leaves: entries, and what is not there. Links are followed: the
archive holds what they lead to.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from ferrule.archive.entries import EXECUTABLE, REGULAR, Entry
from ferrule.errors import ArchiveError
from ferrule.project.manifest import NAME
from ferrule.records import dataclass
from ferrule.sdist.listing import Checkouts, find_listing
from ferrule.sdist.walk import Walk, walk_files
from ferrule.selection.disk import OWNER_EXECUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Files for an sdist.

    `untracked` are those that would be in it if git tracked them; a folder that git ignores
    stands for all that is in it, with `/` at the end of its path. `missing` are the paths of
    tracked files that are not there. `notes` are sentences for the user.
    """

    entries: tuple[Entry, ...] = ()
    untracked: tuple[Entry, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def join_found(parts: Iterable[Found]) -> Found:
    """Return what several rules found, in their order."""
    parts = tuple(parts)
    return Found(
        entries=tuple(entry for part in parts for entry in part.entries),
        untracked=tuple(entry for part in parts for entry in part.untracked),
        missing=tuple(name for part in parts for name in part.missing),
        notes=tuple(note for part in parts for note in part.notes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A folder that files are taken from.

    `place` is its path in the archive, empty for the top. `takes` tells by name whether a
    file behind a link to a folder belongs.
    """

    folder: Path
    place: str
    rule: str
    checkouts: Checkouts
    takes: Callable[[str], bool]


def find_entries(origin: Origin, names: Iterable[str]) -> Found:
    """Return the entries of files named from their folder.

    What is neither a file nor a folder, such as a socket, is left out.

    Raises:
        ArchiveError: a file cannot be read.

    """
    entries: list[Entry] = []
    missing = []
    above = f"{origin.place}/" if origin.place else ""
    for name in names:
        path = origin.folder / name
        try:
            status = os.stat(f"{origin.folder}/{name}")  # noqa: PTH116 -- half the cost of Path's, for each file
        except (FileNotFoundError, NotADirectoryError):
            missing.append(above + name)
        except OSError as error:
            raise ArchiveError(f"cannot read {path}: {error.strerror or error}") from error
        else:
            if S_ISREG(status.st_mode):
                # Windows has no such right; Python makes it up from the file's name.
                executable = status.st_mode & OWNER_EXECUTES and os.name == "posix"
                mode = EXECUTABLE if executable else REGULAR
                entry = Entry(path=f"{above}{name}", source=path, mode=mode, rule=origin.rule)
                entries.append(entry)
            elif S_ISDIR(status.st_mode) and path.is_symlink():
                entries += find_entries(origin, _names_behind(origin, name)).entries
            elif S_ISDIR(status.st_mode) and name.endswith("/"):
                entries.append(Entry(path=f"{above}{name}", source=path, rule=origin.rule))
            elif S_ISDIR(status.st_mode):
                missing.append(above + name)  # a submodule that is not checked out
    return Found(entries=tuple(entries), missing=tuple(missing))


def _names_behind(origin: Origin, name: str) -> Iterator[str]:
    """Yield the names of the files behind a link to a folder: those that git tracks there."""
    folder = origin.folder / name
    if (folder / NAME).exists():
        return
    listing = find_listing(origin.checkouts, folder)
    tracked = None if listing is None else frozenset(listing.tracked)

    def takes(inner: str) -> bool:
        return (tracked is None or inner in tracked) and origin.takes(f"{name}/{inner}")

    for inner in walk_files(folder, Walk(enters=lambda _: True, takes=takes)):
        yield f"{name}/{inner}"
