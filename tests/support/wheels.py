"""What is in a wheel, read with the standard library only."""

import base64
import csv
import email
import hashlib
import io
import zipfile
from email.message import Message
from pathlib import Path


def file_names(wheel: Path) -> list[str]:
    """Return the names of all members, in the archive's order."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def payload(wheel: Path) -> set[str]:
    """Return the names of all members outside dist-info."""
    return {name for name in file_names(wheel) if ".dist-info/" not in name}


def read(wheel: Path, name: str) -> bytes:
    """Return a member; a name that starts with `*` is looked up by its end."""
    with zipfile.ZipFile(wheel) as archive:
        if name.startswith("*"):
            (name,) = [each for each in archive.namelist() if each.endswith(name[1:])]
        return archive.read(name)


def executables(wheel: Path) -> set[str]:
    """Return the members whose owner may execute them."""
    with zipfile.ZipFile(wheel) as archive:
        return {info.filename for info in archive.infolist() if (info.external_attr >> 16) & 0o100}


def modes(wheel: Path) -> dict[str, int]:
    """Return the Unix mode of every member."""
    with zipfile.ZipFile(wheel) as archive:
        return {info.filename: info.external_attr >> 16 for info in archive.infolist()}


def metadata(wheel: Path) -> Message:
    """Return METADATA, parsed."""
    return email.message_from_bytes(read(wheel, "*.dist-info/METADATA"))


def tags(wheel: Path) -> list[str]:
    """Return the tags that WHEEL lists."""
    return email.message_from_bytes(read(wheel, "*.dist-info/WHEEL")).get_all("Tag", [])


def sha256(path: Path) -> str:
    """Return the digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def record_problems(wheel: Path) -> list[str]:
    """Return where RECORD and the members disagree."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        record = next(name for name in names if name.endswith(".dist-info/RECORD"))
        rows = list(csv.reader(io.StringIO(archive.read(record).decode())))
        listed = {row[0]: (row[1], row[2]) for row in rows}
        problems = [f"{name} is twice in the archive" for name in names if names.count(name) > 1]
        problems += [f"RECORD and archive differ: {name}" for name in set(listed) ^ set(names)]
        for name in set(listed) & set(names) - {record}:
            content = archive.read(name)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            if listed[name] != (f"sha256={digest.decode()}", str(len(content))):
                problems.append(f"wrong hash or size of {name}")
    return problems
