"""cargo's messages about a build.

Enters: a line of cargo's stdout. Leaves: a `Message`, or None where it does not matter.
Source: the cargo book, "External tools", JSON messages. Only lines that matter are parsed:
a large graph has hundreds.
"""

from pathlib import Path
from typing import TypeAlias

from ferrule.cargo.narrow import table, text, texts
from ferrule.errors import ToolFailedError
from ferrule.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A target of a package that is there now; `fresh` when it was before."""

    package_id: str
    kinds: tuple[str, ...]
    crate_types: tuple[str, ...]
    name: str
    files: tuple[Path, ...]
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptRan:
    """What a build script told: its OUT_DIR, native libraries and where they are."""

    package_id: str
    out_dir: Path
    linked_libs: tuple[str, ...]
    linked_paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """What the compiler says about a package."""

    package_id: str
    level: str
    rendered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A line that is no message; a program around cargo may print some."""

    line: str


Message: TypeAlias = Built | ScriptRan | Diagnostic | Text


def parse_message(line: bytes, package_id: str) -> Message | None:
    """Read one line; artifacts matter when they are of `package_id` or not fresh.

    Raises:
        ToolFailedError: a message that matters is not UTF-8.

    """
    if not line.startswith(b"{"):
        content = line.decode("utf-8", "replace").rstrip()
        return Text(line=content) if content else None
    if not _matters(line, package_id):
        return None
    message = _parse_json(line)
    match message.get("reason"):
        case "compiler-artifact":
            return _read_artifact(message)
        case "build-script-executed":
            return ScriptRan(
                package_id=text(message.get("package_id")),
                out_dir=Path(text(message.get("out_dir"))),
                linked_libs=texts(message.get("linked_libs")),
                linked_paths=texts(message.get("linked_paths")),
            )
        case "compiler-message":
            said = table(message.get("message"))
            return Diagnostic(
                package_id=text(message.get("package_id")),
                level=text(said.get("level")),
                rendered=text(said.get("rendered")).rstrip(),
            )
        case _:
            return None


def package_name(package_id: str) -> str:
    """Return the name in a package id, of today's form or that of before Rust 1.77."""
    if " " in package_id:
        return package_id.partition(" ")[0]
    source, _, fragment = package_id.partition("#")
    name, at, _ = fragment.partition("@")
    return name if at else source.partition("?")[0].rstrip("/").rpartition("/")[2]


def _matters(line: bytes, package_id: str) -> bool:
    if b'"compiler-artifact"' in line:
        return b'"fresh":false' in line or package_id.encode() in line
    return b'"build-script-executed"' in line or b'"compiler-message"' in line


def _parse_json(line: bytes) -> "dict[str, object]":
    import json

    try:
        return dict(table(json.loads(line)))
    except UnicodeDecodeError as error:
        raise ToolFailedError(
            "cargo printed a message that is not UTF-8",
            hint="build in a folder whose path is UTF-8",
        ) from error
    except ValueError:
        return {}


def _read_artifact(message: "dict[str, object]") -> Built:
    target = table(message.get("target"))
    return Built(
        package_id=text(message.get("package_id")),
        kinds=texts(target.get("kind")),
        crate_types=texts(target.get("crate_types")),
        name=text(target.get("name")),
        files=tuple(Path(name) for name in texts(message.get("filenames"))),
        fresh=message.get("fresh") is True,
    )
