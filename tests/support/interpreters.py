"""Executable fakes of interpreters, and the real ones of this machine."""

import json
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.interpreters.model import Interpreter
from ferrule.interpreters.probe_script import MARKER
from ferrule.target.triple import parse_triple

LINUX = parse_triple("x86_64-unknown-linux-gnu")
WINDOWS = parse_triple("x86_64-pc-windows-msvc")
FACTS: Mapping[str, object] = {
    "major": 3,
    "minor": 11,
    "implementation": "cpython",
    "system": "linux",
    "platform": "linux-x86_64",
    "pointer_width": 64,
    "executable": "",
    "base_executable": None,
    "base_prefix": "/usr",
    "ext_suffix": ".cpython-311-x86_64-linux-gnu.so",
    "soabi": "cpython-311-x86_64-linux-gnu",
    "soabi_platform": None,
    "abiflags": "",
    "gil_disabled": False,
    "debug": False,
    "lib_dir": "/usr/lib",
    "ld_version": "3.11",
    "shared": True,
}


def answer(**facts: object) -> str:
    """Return what the probe script prints in an interpreter with these facts."""
    return f"\n{MARKER}{json.dumps({**FACTS, **facts})}\n"


def write_program(path: Path, body: str) -> Path:
    """Write an executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def write_python(path: Path, version: str = "3.11", **facts: object) -> Path:
    """Write a program that answers as a CPython of this version does."""
    major, minor = map(int, version.split("."))
    suffix = f".cpython-{major}{minor}-x86_64-linux-gnu.so"
    known = {"major": major, "minor": minor, "ext_suffix": suffix, "ld_version": version}
    text = answer(executable=str(path), **{**known, **facts})
    return write_program(path, f"printf %s {shlex.quote(text)}")


def write_free_threaded(path: Path, version: str = "3.14") -> Path:
    """Write a program that answers as a free-threaded CPython does."""
    return write_python(path, version, abiflags="t", gil_disabled=True)


def env_with(*folders: Path, **variables: str) -> dict[str, str]:
    """Return an environment with these folders as PATH."""
    return {"PATH": os.pathsep.join(map(str, folders)), **variables}


def cpython(minor: int, **fields: Any) -> Interpreter:
    """Return a runnable CPython 3.`minor`."""
    known: dict[str, Any] = {
        "implementation": "cpython",
        "executable": Path(f"/usr/bin/python3.{minor}"),
        "system": "linux",
    }
    return Interpreter(major=3, minor=minor, **{**known, **fields})


def real_pythons() -> dict[str, Path]:
    """Return the Pythons that pyenv has on this machine, by version."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    return {
        python.parent.parent.name: python
        for python in sorted(root.glob("versions/*/bin/python"))
        if python.exists() and (python.parent.parent.name[0].isdigit())
    }
