"""A source distribution unpacked, with nothing written outside of the folder it goes to.

Enters: an archive and a folder. Leaves: the archive's one top folder in there. Sources: the
source distribution format (packaging.python.org), PEP 706 and PEP 721: only regular files
and folders, at relative paths below the top.
"""

import gzip
import tarfile
import zlib
from pathlib import Path

from ferrule.archive.names import check_names
from ferrule.errors import ArchiveError

READ_BYTES = 1 << 20


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a source distribution into a folder and return its top folder.

    Raises:
        ArchiveError: the archive cannot be read, is none or is damaged; it has not exactly one
            top folder; a member is a link or device, or its path leads elsewhere; the folder
            cannot be written to.

    """
    try:
        with gzip.open(archive) as stream, tarfile.open(fileobj=stream, mode="r:") as opened:
            members = opened.getmembers()
            top = _check(members)
            _extract(opened, members, folder)
            # tarfile stops at its end mark; the checksum of gzip stands behind it.
            while stream.read(READ_BYTES):
                pass
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError, ValueError) as error:
        raise ArchiveError(f"{archive} is no sound .tar.gz archive: {error}") from error
    except OSError as error:
        raise ArchiveError(
            f"cannot unpack {archive} into {folder}: {error.strerror or error}"
        ) from error
    except ArchiveError as error:
        raise ArchiveError(f"{archive}: {error.message}") from error
    return folder.resolve() / top


def _extract(opened: tarfile.TarFile, members: list[tarfile.TarInfo], folder: Path) -> None:
    if hasattr(tarfile, "data_filter"):
        opened.extractall(folder, members, filter="data")
    else:  # CPython before 3.10.12 and 3.11.4; all members have been checked
        opened.extractall(folder, members)  # noqa: S202 -- see `_check`


def _check(members: list[tarfile.TarInfo]) -> str:
    """Check every member and return the top folder's name."""
    check_names(member.name for member in members)
    for member in members:
        if not (member.isreg() or member.isdir()):
            raise ArchiveError(f"{member.name} is neither a file nor a folder")
    tops = sorted({member.name.partition("/")[0] for member in members})
    if len(tops) != 1 or all(member.name == tops[0] for member in members):
        found = ", ".join(tops[:3]) if len(tops) > 1 else "none"
        raise ArchiveError(f"it must have one top folder, but has {found}")
    return tops[0]
