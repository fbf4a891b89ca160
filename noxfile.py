"""Everything that a change must pass, one session each; `.ci/run` runs them all.

`unit` runs on every CPython >= 3.10 of the machine, each in an environment of its own with
nothing but what ferrule and its unit tests need. The others use the environment that nox
itself is in, made by scripts/setup.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.options.sessions = ["lint", "types", "house", "unit", "flows", "oracles"]
nox.options.default_venv_backend = "uv"
nox.options.reuse_existing_virtualenvs = True

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
OLDEST = (3, 10)
VERSION = "import sys; print(*sys.version_info[:2], sys.implementation.name)"


def find_pythons() -> list[str]:
    """Return one working CPython >= 3.10 of each version: pyenv's and those on PATH."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [str(path) for path in sorted(root.glob("versions/*/bin/python3"))]
    candidates += [path for minor in range(10, 20) if (path := shutil.which(f"python3.{minor}"))]
    pythons: dict[tuple[int, int], str] = {}
    for path in candidates:
        argv = [path, "-I", "-S", "-c", VERSION]
        words = subprocess.run(argv, capture_output=True, text=True, check=False).stdout.split()
        if words[2:] == ["cpython"]:
            version = (int(words[0]), int(words[1]))
            if version >= OLDEST:
                pythons.setdefault(version, path)
    return list(pythons.values())


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Formatting, lint, and who may import whom."""
    session.run(f"{BIN}/ruff", "format", "--check", external=True)
    session.run(f"{BIN}/ruff", "check", external=True)
    session.run(f"{BIN}/lint-imports", external=True)


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """Strict types."""
    session.run(f"{BIN}/mypy", external=True)


@nox.session(venv_backend="none")
def house(session: nox.Session) -> None:
    """What tests/house and the generated reference promise."""
    session.run(sys.executable, "scripts/generate_reference.py", "--check", external=True)
    session.run(
        sys.executable, "-m", "pytest", "-q", "tests/house", *session.posargs, external=True
    )


@nox.session(python=find_pythons())
def unit(session: nox.Session) -> None:
    """Unit tests on every CPython of the machine."""
    session.run_install("uv", "pip", "install", "--quiet", "--group", "unit", "--editable", ".")
    session.run("python", "-m", "pytest", "-q", "-n", "auto", "tests/unit", *session.posargs)


@nox.session(venv_backend="none")
def flows(session: nox.Session) -> None:
    """Real builds."""
    argv = ["-m", "pytest", "-n", "auto", "tests/flows", "tests/cli", *session.posargs]
    session.run(sys.executable, *argv, external=True)


@nox.session(venv_backend="none")
def oracles(session: nox.Session) -> None:
    """What others make of the same projects."""
    session.run(sys.executable, "-m", "pytest", "tests/oracles", *session.posargs, external=True)
