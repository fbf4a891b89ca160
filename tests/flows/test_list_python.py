"""`ferrule list-python`: what is found and why."""

import json
import os
import sys
from pathlib import Path

from support.commands import ferrule
from support.crates import add_program

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def here(tmp_path: Path) -> dict[str, str]:
    """Put only the Python of the tests on PATH."""
    (tmp_path / "bin").mkdir(exist_ok=True)
    (tmp_path / "bin" / f"python{VERSION}").symlink_to(sys.executable)
    return {"PATH": str(tmp_path / "bin")}


def test_a_python_on_path_is_listed_on_stdout(tmp_path: Path) -> None:
    result = ferrule("list-python", cwd=tmp_path, env=here(tmp_path)).check()

    assert f"CPython {VERSION}" in result.out
    assert str(tmp_path / "bin") in result.out


def test_the_list_as_json(tmp_path: Path) -> None:
    result = ferrule("list-python", "--format", "json", cwd=tmp_path, env=here(tmp_path)).check()

    text = json.dumps(json.loads(result.out))
    assert VERSION in text
    assert str(tmp_path / "bin") in text


def test_a_broken_python_is_passed_over_and_its_reason_shown(tmp_path: Path) -> None:
    env = here(tmp_path)
    add_program(
        tmp_path / "bin", "python3.8", "echo 'pyenv: python3.8: command not found' >&2; exit 127"
    )

    result = ferrule("list-python", cwd=tmp_path, env=env).check()

    assert f"CPython {VERSION}" in result.out
    assert "CPython 3.8" not in result.out


def test_no_rust_is_needed(tmp_path: Path) -> None:
    result = ferrule("list-python", cwd=tmp_path, env=here(tmp_path) | {"CARGO": "/nowhere/cargo"})

    assert result.code == 0


def test_without_any_python_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    result = ferrule("list-python", cwd=tmp_path, env={"PATH": str(tmp_path / "empty")})

    assert "Traceback" not in result.err
    assert "no " in (result.out + result.err).lower()


def test_python_shims_do_not_take_long(tmp_path: Path) -> None:
    result = ferrule("list-python", "-v", cwd=tmp_path, env={"PATH": os.environ["PATH"]})

    assert result.code == 0, result.err
