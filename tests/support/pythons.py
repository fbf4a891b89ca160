"""The Pythons of this machine, and installing into fresh environments of them."""

import functools
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from support.commands import Result, run

THIS_TAG = f"cp{sys.version_info[0]}{sys.version_info[1]}"
PLATFORM = sysconfig.get_platform().replace("-", "_").replace(".", "_")
EXT_SUFFIX: str = sysconfig.get_config_var("EXT_SUFFIX")
VERSION = "import sys; print('.'.join(map(str, sys.version_info[:2])), sys.implementation.name)"


def need(condition: object, reason: str) -> None:
    """Skip the test when a capability is missing; fail where the test bed must have it."""
    if condition:
        return
    if os.environ.get("FERRULE_TESTBED") == "required":
        pytest.fail(f"the test bed lacks: {reason}")
    pytest.skip(reason)


@functools.cache
def find_pythons() -> dict[tuple[int, int], Path]:
    """Return one working CPython of each version that is found: pyenv's and those on PATH."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = sorted(root.glob("versions/*/bin/python3"))
    for minor in range(8, 20):
        found = shutil.which(f"python3.{minor}")
        if found and "shims" not in found:
            candidates.append(Path(found))
    pythons: dict[tuple[int, int], Path] = {}
    for path in candidates:
        version = _version(path)
        if version is not None and version >= (3, 8):
            pythons.setdefault(version, path)
    return dict(sorted(pythons.items()))


def another_python() -> Path:
    """Return a CPython of another version than the one that runs the tests."""
    others = [path for version, path in find_pythons().items() if version != sys.version_info[:2]]
    need(others, "a second CPython")
    return others[-1]


def _version(path: Path) -> tuple[int, int] | None:
    argv = [str(path), "-I", "-S", "-c", VERSION]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    words = done.stdout.split()
    if done.returncode != 0 or len(words) != 2 or words[1] != "cpython":
        return None
    major, minor = words[0].split(".")
    return int(major), int(minor)


def make_venv(folder: Path, python: Path | None = None) -> Path:
    """Make a virtual environment without pip and return its Python."""
    if python is None:
        venv.create(folder, with_pip=False, symlinks=True)
    else:
        run((python, "-m", "venv", "--without-pip", folder), cwd=folder.parent).check()
    return folder / "bin" / "python"


def install_with_pip(wheel: Path, python: Path) -> Result:
    """Install a wheel, without dependencies, into the environment of `python`."""
    pip = (sys.executable, "-m", "pip", "--python", python)
    return run((*pip, "install", "--no-deps", "--no-index", wheel), cwd=wheel.parent)


def install_with_uv(wheel: Path, python: Path) -> Result:
    """Install a wheel, without dependencies, into the environment of `python`."""
    uv = (sys.executable, "-m", "uv", "pip", "install", "--python", python)
    return run((*uv, "--no-deps", "--no-index", wheel), cwd=wheel.parent)


INSTALLERS = {"pip": install_with_pip, "uv": install_with_uv}


def ask(python: Path, code: str) -> str:
    """Run Python code and return what it prints."""
    return run((python, "-I", "-c", code), cwd=python.parent).check().out.strip()
