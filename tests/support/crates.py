"""The crates under tests/crates, copied to where a test may change them."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from support.commands import Result

CRATES = Path(__file__).parents[1] / "crates"
EXAMPLES = Path(__file__).parents[2] / "examples"


Crate = Callable[[str], Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A crate that was built for the Python of the tests."""

    root: Path
    wheel: Path
    result: Result


Build = Callable[..., Built]


def copy_crate(name: str, folder: Path) -> Path:
    """Copy a crate of tests/crates, and the stand-in for pyo3-ffi beside it."""
    for each in ("pyo3-ffi", name):
        shutil.copytree(CRATES / each, folder / each, dirs_exist_ok=True, symlinks=True)
    return folder / name


def copy_example(name: str, folder: Path) -> Path:
    """Copy a crate of examples/ without what was built in it."""
    ignore = shutil.ignore_patterns("target", "dist")
    return Path(shutil.copytree(EXAMPLES / name, folder / name, ignore=ignore))


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be in the file."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def append(path: Path, text: str) -> None:
    """Add text at the end of a file."""
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


def add_program(folder: Path, name: str, script: str) -> Path:
    """Write an executable shell script, a stand-in for a real program."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path
