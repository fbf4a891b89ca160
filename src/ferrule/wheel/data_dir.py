"""The data directory: files that an installer puts elsewhere than into site-packages.

Enters: a folder of the project, checked by its layout. Leaves: entries below
`NAME-VERSION.data/`. Source: the binary distribution format, "The .data directory". No ignore
rules hold here.
"""

from collections.abc import Iterator
from itertools import filterfalse
from pathlib import Path

from ferrule.archive.entries import Entry
from ferrule.errors import ArchiveError
from ferrule.project.layout import SCHEMES
from ferrule.selection.disk import file_entry, is_byte_code, kind_of, list_folder


def find_data(folder: Path, stem: str) -> tuple[Entry, ...]:
    """Return the files of a data directory; `stem` is `NAME-VERSION` as wheels spell it.

    Raises:
        ArchiveError: a file, folder or link in it cannot be read.

    """
    entries = []
    for scheme in SCHEMES:
        for path in filterfalse(is_byte_code, _files_below(folder / scheme)):
            inside = path.relative_to(folder).as_posix()
            entries.append(file_entry(f"{stem}.data/{inside}", path, "data directory"))
    return tuple(entries)


def _files_below(folder: Path) -> Iterator[Path]:
    for entry in list_folder(folder):
        path = folder / entry.name
        match kind_of(entry):
            case "folder":
                yield from _files_below(path)
            case "file":
                yield path
            case "linked folder":
                raise ArchiveError(
                    f"{path} is a link to a folder, which a data directory cannot hold",
                    hint="copy the folder, or link its files",
                )
