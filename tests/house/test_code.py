"""The house: how long things may be, what a room's door may hold, who loads what."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ferrule import errors
from support.commands import clean_env, run
from support.pythons import need

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "ferrule"
MODULES = sorted(SOURCE.rglob("*.py"))
MODULE_LINES, FUNCTION_LINES = 400, 60
# Longer for a reason.
TABLES = {"settings/options.py": "one entry an option"}


def module_name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_is_short(path: Path) -> None:
    if module_name(path) not in TABLES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_functions_are_short(path: Path) -> None:
    long = [
        node.name
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES
    ]

    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.name == "__init__.py" and path.parent != SOURCE],
    ids=module_name,
)
def test_the_init_of_a_room_is_a_docstring(path: Path) -> None:
    assert len(ast.parse(path.read_text(encoding="utf-8")).body) == 1


def test_every_kind_of_error_has_its_own_exit_code() -> None:
    codes = [errors.FerruleError.exit_code]
    codes += [kind.exit_code for kind in errors.FerruleError.__subclasses__()]

    assert len(codes) == len(set(codes))
    assert 0 not in codes


def test_every_error_is_a_ferrule_error() -> None:
    raised = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                called = node.exc.func
                raised.add(called.id if isinstance(called, ast.Name) else "")

    assert raised & {"AssertionError", "Exception", "RuntimeError", "SystemExit"} == set()


def test_rooms_stand_on_rooms_below_them() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    need(linter.exists(), "import-linter")

    result = run((linter, "--no-cache"), cwd=ROOT)

    assert result.code == 0, result.out


# What each start loads of ferrule, and what of the standard library it may load (what the
# interpreter itself has loaded at that point is not counted).
LOADED = {
    "version": {"ferrule", "ferrule.__main__", "ferrule._version"},
    "help": {
        "ferrule",
        "ferrule.__main__",
        "ferrule._version",
        "ferrule.cli",
        "ferrule.cli.main",
        "ferrule.console",
        "ferrule.entrance",
        "ferrule.errors",
    },
    "backend": {"ferrule", "ferrule.backend"},
}
MAIN = "import sys; sys.argv[1:] = ['{}']; from ferrule.__main__ import main; main()"
STARTS = {
    "version": MAIN.format("--version"),
    "help": MAIN.format("--help"),
    "backend": "import ferrule.backend",
}
HEAVY = {
    "argparse",
    "asyncio",
    "concurrent.futures",
    "dataclasses",
    "email",
    "http.client",
    "importlib.metadata",
    "inspect",
    "json",
    "logging",
    "packaging",
    "pathspec",
    "pyproject_metadata",
    "subprocess",
    "tomllib",
    "typing",
    "urllib.request",
    "zipfile",
}
LIST_NEW = """\
import atexit, sys
before = set(sys.modules)
atexit.register(lambda: print("\\n".join(sorted(set(sys.modules) - before)), file=sys.stderr))
"""


def loaded_by(start: str) -> set[str]:
    argv = [sys.executable, "-c", LIST_NEW + STARTS[start]]
    done = subprocess.run(argv, env=clean_env(), capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("start", STARTS)
def test_a_start_loads_exactly_these_modules_of_ours(start: str) -> None:
    ours = {name for name in loaded_by(start) if name.partition(".")[0] == "ferrule"}

    assert ours == LOADED[start]


@pytest.mark.parametrize("start", ["version", "backend"])
def test_a_start_loads_nothing_heavy(start: str) -> None:
    assert loaded_by(start) & HEAVY == set()
