"""The dist-info folder: metadata of the distribution and of the wheel.

Enters: core metadata and tags, or a folder of metadata that a front end prepared. Leaves:
entries, without RECORD, which only the writer can make; or the folder itself, for
`prepare_metadata_for_build_wheel`. Source: the binary distribution format, PEP 517, PEP 639.
"""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from ferrule._version import __version__
from ferrule.archive.entries import Entry
from ferrule.errors import ArchiveError, UsageError
from ferrule.metadata.model import CoreMetadata
from ferrule.selection.disk import files_below
from ferrule.tags.wheel import WheelTag, escape_name, wheel_stem

MADE_ANEW = ("RECORD", "WHEEL")
RULE = "metadata"


def dist_info_name(metadata: CoreMetadata) -> str:
    """Return the name of the dist-info folder."""
    return f"{wheel_stem(metadata.name, metadata.version)}.dist-info"


def dist_info_entries(
    metadata: CoreMetadata, tag: WheelTag, *, prepared: Path | None = None
) -> tuple[Entry, ...]:
    """Return the files of dist-info, without RECORD.

    Args:
        metadata: the distribution's metadata.
        tag: the wheel's tags.
        prepared: the front end's `metadata_directory`: a dist-info folder, or the folder that
            holds it. Its files are taken as they are, but for WHEEL and RECORD.

    Raises:
        UsageError: `prepared` is no dist-info folder of this distribution.
        ArchiveError: a folder cannot be read.

    """
    name = dist_info_name(metadata)
    wheel = Entry(path=f"{name}/WHEEL", source=wheel_text(tag), rule=RULE)
    if prepared is None:
        return (*_made(metadata, name), wheel)
    return (*_taken_over(metadata, name, prepared), wheel)


def wheel_text(tag: WheelTag) -> bytes:
    """Return the WHEEL file."""
    lines = (
        "Wheel-Version: 1.0",
        f"Generator: ferrule ({__version__})",
        "Root-Is-Purelib: false",
        *(f"Tag: {single}" for single in tag.expand()),
    )
    return "".join(f"{line}\n" for line in lines).encode()


def write_dist_info(metadata: CoreMetadata, tag: WheelTag, folder: Path) -> str:
    """Write a dist-info folder into a folder and return its name.

    It gets its name when it is complete; one that is there is replaced.

    Raises:
        ArchiveError: a licence file cannot be read, or the folder cannot be written.

    """
    name = dist_info_name(metadata)
    temporary = folder / f".{name}.{os.getpid()}.tmp"
    try:
        _write_files(dist_info_entries(metadata, tag), temporary)
        if (folder / name).exists():
            shutil.rmtree(folder / name)
        (temporary / name).rename(folder / name)
    except OSError as error:
        raise ArchiveError(
            f"cannot write {folder / name}: {error.strerror or error}",
            hint="check that the folder is writable and the disk has room",
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return name


def _write_files(entries: Sequence[Entry], folder: Path) -> None:
    for entry in entries:
        path = folder / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_content(entry))


def _content(entry: Entry) -> bytes:
    if isinstance(entry.source, bytes):
        return entry.source
    try:
        return entry.source.read_bytes()
    except OSError as error:
        raise ArchiveError(f"cannot read {entry.source}: {error.strerror}") from error


def _made(metadata: CoreMetadata, name: str) -> tuple[Entry, ...]:
    entries = [Entry(path=f"{name}/METADATA", source=metadata.text, rule=RULE)]
    if metadata.entry_points:
        path = f"{name}/entry_points.txt"
        entries.append(Entry(path=path, source=metadata.entry_points, rule=RULE))
    for license_file in metadata.license_files:
        path = f"{name}/licenses/{license_file.path}"
        entries.append(Entry(path=path, source=license_file.source, rule="licence file"))
    return tuple(entries)


def _taken_over(metadata: CoreMetadata, name: str, prepared: Path) -> tuple[Entry, ...]:
    folder = prepared if prepared.suffix == ".dist-info" else prepared / name
    _check_prepared(folder, metadata)
    inside = sorted(path.relative_to(folder) for path in files_below(folder))
    return tuple(
        Entry(path=f"{name}/{path.as_posix()}", source=folder / path, rule="prepared metadata")
        for path in inside
        if str(path) not in MADE_ANEW
    )


def _check_prepared(folder: Path, metadata: CoreMetadata) -> None:
    try:
        text = (folder / "METADATA").read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(
            f"metadata_directory: cannot read {folder / 'METADATA'}: {error.strerror}",
            hint="pass the folder that prepare_metadata_for_build_wheel filled",
        ) from error
    headers = dict(re.findall(r"^(Name|Version):[ \t]*(.*?)[ \t]*$", _head(text), re.MULTILINE))
    name, version = headers.get("Name", ""), headers.get("Version", "")
    if escape_name(name) != escape_name(metadata.name) or not _agree(version, metadata.version):
        raise UsageError(
            f"metadata_directory: {folder / 'METADATA'} is of {name} {version}, but the project "
            f"is {metadata.name} {metadata.version}",
            hint="prepare the metadata again",
        )


def _head(text: str) -> str:
    return text.partition("\n\n")[0]


def _agree(one: str, other: str) -> bool:
    if one == other:
        return True
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return False
