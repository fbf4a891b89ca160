"""What is in an sdist, read with the standard library only."""

import tarfile
from pathlib import Path


def contents(sdist: Path) -> dict[str, bytes]:
    """Return the content of every file by its path below the one top folder."""
    with tarfile.open(sdist) as archive:
        return {_below_top(one): _read(archive, one) for one in archive.getmembers()}


def file_modes(sdist: Path) -> dict[str, int]:
    """Return the Unix mode of every file."""
    with tarfile.open(sdist) as archive:
        return {_below_top(one): one.mode for one in archive.getmembers()}


def extract(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist and return its top folder."""
    with tarfile.open(sdist) as archive:
        # Pythons without filters never had the warning about their absence.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(folder)
    return folder / sdist.name.removesuffix(".tar.gz")


def _below_top(member: tarfile.TarInfo) -> str:
    return member.name.partition("/")[2]


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    assert stream is not None, f"{member.name} is no file"
    return stream.read()
