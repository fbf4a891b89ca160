"""Our wheels held against maturin's of the same project with the same arguments."""

import email
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.commands import Result, ferrule, run
from support.wheels import executables, read, tags

MATURIN = Path(sys.executable).with_name("maturin")
# What may differ, and why: (where, a pattern of what differs, reason).
JUSTIFIED = (
    ("files", "*.dist-info/sboms/*", "SBOMs are a later piece of work"),
    ("metadata", "Author", "an author of Cargo.toml with an address is an Author-email alone"),
    ("metadata", "Home-Page", "PEP 753: replaced by a Project-URL"),
)
# Compared by other means or different by nature.
METADATA = "*.dist-info/METADATA"
NOT_COMPARED = (
    "*.so",
    "*/scripts/*",
    METADATA,
    "*.dist-info/WHEEL",
    "*.dist-info/RECORD",
    "*.dist-info/sboms/*",
    "*.dist-info/entry_points.txt",
)

EXTRA = re.compile(r'extra == "([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that the two wheels do not have in common; justified when there is a reason."""

    wheel: str
    where: str
    what: str
    maturin: str
    ferrule: str

    @property
    def reason(self) -> str:
        """Why it may be, or nothing."""
        for where, pattern, reason in JUSTIFIED:
            if where == self.where and fnmatch(self.what, pattern):
                return reason
        return ""

    def __str__(self) -> str:
        text = f"{self.wheel}: {self.where}: {self.what}: {self.maturin!r} -> {self.ferrule!r}"
        return f"{text} ({self.reason})" if self.reason else text


def build_with_ferrule(
    root: Path, out: Path, args: Sequence[str], target: Path | None = None
) -> Result:
    """Build with ferrule, with a target directory of its own or below `target`."""
    own = ("--target-dir", (target or out) / "target", "-o", out / "dist")
    return ferrule("build", *own, *args, cwd=root)


def build_with_maturin(root: Path, out: Path, args: Sequence[str]) -> Result:
    """Build with maturin, with a target directory of its own."""
    own = ("--target-dir", out / "target", "-o", out / "dist")
    return run((MATURIN, "build", *own, *args), cwd=root)


def compare_folders(maturin: Path, ferrule_: Path) -> Iterator[Difference]:
    """Yield every difference between the wheels of two folders."""
    theirs = {path.name: path for path in maturin.glob("*.whl")}
    ours = {path.name: path for path in ferrule_.glob("*.whl")}
    for name in sorted(set(theirs) | set(ours)):
        if name in theirs and name in ours:
            yield from compare_wheels(theirs[name], ours[name])
        else:
            yield Difference(
                wheel=name,
                where="wheels",
                what=name,
                maturin="built" if name in theirs else "",
                ferrule="built" if name in ours else "",
            )


def compare_wheels(theirs: Path, ours: Path) -> Iterator[Difference]:
    """Yield every difference between two wheels of one name."""
    pairs = [("tags", _lines(tags(theirs)), _lines(tags(ours)))]
    pairs.append(("files", _lines(_files(theirs)), _lines(_files(ours))))
    pairs.append(("executable", _lines(executables(theirs)), _lines(executables(ours))))
    pairs.append(("metadata", _metadata(theirs), _metadata(ours)))
    pairs.append(("entry points", _entry_points(theirs), _entry_points(ours)))
    pairs.append(("content", _contents(theirs), _contents(ours)))
    for where, left, right in pairs:
        for what in sorted(set(left) | set(right)):
            if left.get(what) != right.get(what):
                yield Difference(
                    wheel=ours.name,
                    where=where,
                    what=what,
                    maturin=left.get(what, ""),
                    ferrule=right.get(what, ""),
                )


def _files(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def _lines(names: "Sequence[str] | set[str]") -> dict[str, str]:
    return dict.fromkeys(names, "yes")


def _metadata(wheel: Path) -> dict[str, str]:
    return metadata_fields(read(wheel, METADATA))


def metadata_fields(text: bytes) -> dict[str, str]:
    """Return the fields of METADATA or PKG-INFO, each in one comparable text."""
    message = email.message_from_bytes(text)
    names = sorted(set(message))
    fields = {name: "\n".join(sorted(map(str, message.get_all(name, [])))) for name in names}
    required = sorted(_meaning(text) for text in message.get_all("Requires-Dist", []))
    fields["Requires-Dist"] = "\n".join(required)
    return fields | {"description": str(message.get_payload())}


def _meaning(text: str) -> str:
    """Return a requirement in one spelling; of its marker, the environments that it is for.

    maturin simplifies markers, ferrule writes them as the project does.
    """
    requirement = Requirement(text)
    marker, requirement.marker = requirement.marker, None
    requirement.name = canonicalize_name(requirement.name)
    if marker is None:
        return str(requirement)
    extras = ["", *EXTRA.findall(str(marker))]
    true_for = [
        f"{version} {platform} {extra}".strip()
        for version in range(7, 17)
        for platform in ("linux", "win32", "darwin")
        for extra in extras
        if marker.evaluate(_environment(f"3.{version}", platform, extra))
    ]
    return f"{requirement} for {', '.join(true_for)}"


def _environment(version: str, platform: str, extra: str) -> dict[str, str]:
    systems = {"linux": "Linux", "win32": "Windows", "darwin": "Darwin"}
    return {
        "extra": extra,
        "implementation_name": "cpython",
        "os_name": "nt" if platform == "win32" else "posix",
        "platform_python_implementation": "CPython",
        "platform_system": systems[platform],
        "python_full_version": f"{version}.0",
        "python_version": version,
        "sys_platform": platform,
    }


def _entry_points(wheel: Path) -> dict[str, str]:
    if not any(name.endswith(".dist-info/entry_points.txt") for name in _files(wheel)):
        return {}
    section, found = "", {}
    for line in read(wheel, "*.dist-info/entry_points.txt").decode().splitlines():
        if line.startswith("["):
            section = line
        elif "=" in line:
            name, value = (part.strip() for part in line.split("=", 1))
            found[f"{section} {name}"] = value
    return found


def _contents(wheel: Path) -> dict[str, str]:
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name).decode("latin-1").rstrip("\n")
            for name in archive.namelist()
            if not any(fnmatch(name, pattern) for pattern in NOT_COMPARED)
        }
