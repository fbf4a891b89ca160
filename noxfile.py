"""Everything that a change must pass, one session each.

`unit` runs on every CPython >= 3.10 of the machine, each in an environment of its own with
nothing but what ferrule and its unit tests need; `others` leaves out the Python that nox runs
on, whose turn comes with scripts/test. The other sessions use the environment that nox itself
is in, made by scripts/setup.
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


def find_pythons() -> dict[tuple[int, int], str]:
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
    return pythons


PYTHONS = find_pythons()
OTHERS = [path for version, path in PYTHONS.items() if version != sys.version_info[:2]]


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


@nox.session(python=list(PYTHONS.values()))
def unit(session: nox.Session) -> None:
    """Unit tests on every CPython of the machine."""
    run_unit_tests(session)


@nox.session(python=OTHERS)
def others(session: nox.Session) -> None:
    """Unit tests on every other CPython of the machine; not those that need a registry."""
    run_unit_tests(session, "-m", "not network")


def run_unit_tests(session: nox.Session, *args: str) -> None:
    """Run the unit tests in an environment that has no more than they need."""
    session.run_install("uv", "pip", "install", "--quiet", "--group", "unit", "--editable", ".")
    argv = ("-m", "pytest", "-q", "-n", "auto", "tests/unit", *args, *session.posargs)
    session.run("python", *argv)


@nox.session(venv_backend="none")
def flows(session: nox.Session) -> None:
    """Real builds."""
    workers = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
    argv = ["-m", "pytest", *workers, "tests/flows", "tests/cli", *session.posargs]
    session.run(sys.executable, *argv, external=True)


@nox.session(venv_backend="none")
def oracles(session: nox.Session) -> None:
    """What others make of the same projects."""
    session.run(sys.executable, "-m", "pytest", "tests/oracles", *session.posargs, external=True)
