"""Licence files at the paths that the metadata gives them.

Enters: the entries of an sdist and its licence files. Leaves: the entries with them. Source:
PEP 639, "License-File": the path is relative to the top of the sdist.
"""

from collections.abc import Collection, Iterable, Sequence

from ferrule.archive.entries import Entry
from ferrule.errors import ArchiveError
from ferrule.metadata.model import LicenseFile
from ferrule.sdist.left_out import Judged
from ferrule.selection.disk import file_entry


def add_licenses(
    entries: Sequence[Entry], licenses: Iterable[LicenseFile], written: Collection[str]
) -> Judged:
    """Add the licence files that are not among the entries yet.

    Args:
        entries: the files of the sdist.
        licenses: the metadata's.
        written: paths that are taken besides.

    Raises:
        ArchiveError: a file cannot be read.

    """
    known = {entry.path: entry for entry in entries}
    added, warnings = [], []
    for one in licenses:
        entry = known.get(one.path)
        if entry is None and one.path not in written:
            added.append(file_entry(one.path, one.source, "licence file"))
        elif entry is not None and not _holds(entry, one):
            warnings.append(
                f"{one.path} of the sdist is {entry.source!s}, not the licence file {one.source}"
            )
    return Judged(entries=(*entries, *added), warnings=tuple(warnings))


def _holds(entry: Entry, file: LicenseFile) -> bool:
    if isinstance(entry.source, bytes) or entry.source == file.source:
        return True
    try:
        return entry.source.read_bytes() == file.source.read_bytes()
    except OSError as error:
        raise ArchiveError(f"cannot read {file.source}: {error.strerror or error}") from error
