"""The command itself: help, version, verbs that do not exist."""

import sys
from pathlib import Path

import pytest

from ferrule._version import __version__
from support.commands import ferrule, run


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_the_version_is_one_line_on_stdout(tmp_path: Path, flag: str) -> None:
    result = ferrule(flag, cwd=tmp_path)

    assert (result.code, result.out, result.err) == (0, f"ferrule {__version__}\n", "")


def test_the_installed_program_is_the_same(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("ferrule")
    if not program.exists():
        pytest.skip("ferrule is not installed beside this Python")

    assert run((program, "--version"), cwd=tmp_path).out == f"ferrule {__version__}\n"


def test_without_a_verb_the_help_is_on_stderr(tmp_path: Path) -> None:
    result = ferrule(cwd=tmp_path)

    assert result.code == 2
    assert result.out == ""
    assert "build" in result.err


@pytest.mark.parametrize("args", [("--help",), ("-h",), ("help",)])
def test_help_names_the_verbs(tmp_path: Path, args: tuple[str, ...]) -> None:
    result = ferrule(*args, cwd=tmp_path).check()

    assert "build" in result.out
    assert "list-python" in result.out


@pytest.mark.parametrize(
    "args", [("build", "--help"), ("build", "-h"), ("help", "build"), ("b", "--help")]
)
def test_help_of_build_names_its_options(tmp_path: Path, args: tuple[str, ...]) -> None:
    result = ferrule(*args, cwd=tmp_path).check()

    for option in ("--interpreter", "--features", "--release", "--plan", "--format", "--locked"):
        assert option in result.out


def test_help_fits_eighty_columns(tmp_path: Path) -> None:
    result = ferrule("build", "--help", cwd=tmp_path, env={"COLUMNS": "80"}).check()

    assert max(len(line) for line in result.out.splitlines()) <= 80


def test_an_unknown_verb_is_answered_with_the_nearest(tmp_path: Path) -> None:
    result = ferrule("biuld", cwd=tmp_path)

    assert result.code == 2
    assert result.err.startswith("error: ")
    assert "build" in result.err


def test_an_unknown_option_is_answered_with_the_nearest(tmp_path: Path) -> None:
    result = ferrule("list-python", "--formt", "json", cwd=tmp_path)

    assert result.code == 2
    assert "--format" in result.err


def test_a_legacy_code_page_is_no_obstacle(tmp_path: Path) -> None:
    env = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}

    result = ferrule("build", "-m", "größe-→/Cargo.toml", cwd=tmp_path, env=env)

    assert "Traceback" not in result.err
    assert result.err.startswith("error: ")
