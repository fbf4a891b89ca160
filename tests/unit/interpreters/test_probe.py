import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from ferrule.interpreters.answer import Refusal
from ferrule.interpreters.model import Interpreter
from ferrule.interpreters.probe import start_probe
from support.interpreters import answer, real_pythons, write_program, write_python

ORACLE = """
import json, struct, sysconfig
get = sysconfig.get_config_var
print(json.dumps([get("EXT_SUFFIX"), get("SOABI"), get("LDVERSION"), get("LIBDIR"),
    struct.calcsize("P") * 8, sysconfig.get_platform().replace("-", "_").replace(".", "_")]))
"""


def refuse(program: Path, timeout: float = 30.0) -> Refusal:
    answer = start_probe(program, {}, Path("/")).finish(timeout)
    assert isinstance(answer, Refusal), answer
    return answer


def accept(program: Path) -> Interpreter:
    answer = start_probe(program, {}, Path("/")).finish()
    assert isinstance(answer, Interpreter), answer
    return answer


@pytest.mark.parametrize(
    ("body", "reason", "absent"),
    [
        ("kill -SEGV $$", "was ended by signal 11 (SIGSEGV)", False),
        ("echo rubbish", 'printed no answer: "rubbish"', False),
        (":", "printed no answer", False),
        ("exit 3", "ended with status 3 and said nothing", True),
        (
            "echo 'Traceback:' >&2; echo 'ImportError: no encodings' >&2; exit 1",
            "ended with status 1: ImportError: no encodings",
            False,
        ),
        (
            "echo 'pyenv: python3.9: command not found' >&2; exit 127",
            "is a shim of pyenv: no active version has this name",
            True,
        ),
        (
            "echo \"pyenv: version '3.9' is not installed\" >&2; exit 1",
            "is a shim of pyenv: version '3.9' is not installed",
            True,
        ),
        (
            "echo 'No version is set for command python3.9' >&2; exit 126",
            "ended with status 126: No version is set for command python3.9",
            True,
        ),
        ("echo 'exec: not found' >&2; exit 127", "ended with status 127: exec: not found", True),
        ("echo 'Unknown option: -I' >&2; exit 2", "is a Python older than 3.4", False),
    ],
)
def test_a_program_that_is_no_python_says_why(
    tmp_path: Path, body: str, reason: str, absent: bool
) -> None:
    refusal = refuse(write_program(tmp_path / "python", body))

    assert (refusal.reason, refusal.absent) == (reason, absent)


def test_a_missing_program_says_so(tmp_path: Path) -> None:
    assert refuse(tmp_path / "python").reason == "does not exist"


def test_a_broken_link_says_so(tmp_path: Path) -> None:
    (tmp_path / "python").symlink_to(tmp_path / "gone")

    assert refuse(tmp_path / "python").reason == "is a broken link"


def test_a_folder_says_so(tmp_path: Path) -> None:
    assert refuse(tmp_path).reason == "is a folder"


def test_a_file_that_may_not_be_executed_says_so(tmp_path: Path) -> None:
    (tmp_path / "python").write_text("")

    assert refuse(tmp_path / "python").reason == "is not executable"


def test_a_path_below_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert refuse(tmp_path / "file/python").reason == "cannot be read: Not a directory"


def test_a_file_that_is_no_program_says_so(tmp_path: Path) -> None:
    (tmp_path / "python").write_bytes(b"\0\1\2")
    (tmp_path / "python").chmod(0o755)

    assert refuse(tmp_path / "python").reason == "cannot be started: Exec format error"


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    program = write_program(tmp_path / "python", "exec /bin/sleep 60")
    start = time.monotonic()

    refusal = refuse(program, timeout=0.2)

    assert refusal.reason == "gave no answer within 0.2 s"
    assert time.monotonic() - start < 10


def test_a_probe_that_is_no_longer_wanted_is_ended(tmp_path: Path) -> None:
    probe = start_probe(write_program(tmp_path / "python", "exec /bin/sleep 60"), {}, tmp_path)

    probe.stop()

    start_probe(tmp_path / "missing", {}, tmp_path).stop()


def test_an_answer_that_is_larger_than_a_pipe_arrives(tmp_path: Path) -> None:
    (tmp_path / "answer").write_text("x" * 1_000_000 + answer())
    program = write_program(tmp_path / "python", f"exec /bin/cat {tmp_path}/answer")

    assert accept(program).version == (3, 11)


def test_the_interpreter_runs_isolated_and_without_site(tmp_path: Path) -> None:
    python = write_python(tmp_path / "real")
    program = write_program(
        tmp_path / "python", f'test "$1 $2 $3" = "-I -S -c" && exec {python}; exit 9'
    )

    assert accept(program).version == (3, 11)


def test_a_shim_runs_in_the_given_folder_and_environment(tmp_path: Path) -> None:
    python = write_python(tmp_path / "real")
    program = write_program(
        tmp_path / "python", f'test "$PWD:$CHOICE" = "{tmp_path}:yes" && exec {python}; exit 9'
    )

    answer = start_probe(program, {"CHOICE": "yes"}, tmp_path).finish()

    assert isinstance(answer, Interpreter)


def python(version_prefix: str) -> Path:
    for version, path in real_pythons().items():
        if version.startswith(version_prefix):
            return path
    pytest.skip(f"pyenv has no Python {version_prefix} on this machine")


@pytest.mark.parametrize("version", ["3.8.", "3.9.", "3.10.", "3.11.", "3.12.", "3.13.", "3.14."])
def test_a_real_python_is_known(version: str) -> None:
    program = python(version)
    expected = json.loads(subprocess.check_output([program, "-c", ORACLE]))

    found = accept(program)

    assert f"{found.major}.{found.minor}." == version
    assert [
        found.ext_suffix,
        found.soabi,
        found.lib_version,
        found.lib_dir,
        found.pointer_width,
        found.platform or expected[-1],
    ] == expected
    assert found.executable == program
    assert found.base_executable == program.resolve()


@pytest.mark.parametrize("version", ["3.8.", "3.10.", "3.13."])
@pytest.mark.parametrize("style", ["--symlinks", "--copies"])
def test_a_real_environment_knows_itself_and_its_base(
    tmp_path: Path, version: str, style: str
) -> None:
    program = python(version)
    venv = tmp_path / "venv"
    subprocess.run([program, "-m", "venv", "--without-pip", style, venv], check=True)

    found = accept(venv / "bin/python")

    assert found.executable == venv / "bin/python"
    assert found.base_executable == program.resolve()
    assert found.base_prefix == program.parent.parent


@pytest.mark.parametrize(
    ("version", "reason"),
    [("2.7.", "is a Python older than 3.4"), ("3.6.", "is Python 3.6, older than 3.7")],
)
def test_a_real_old_python_is_refused(version: str, reason: str) -> None:
    assert refuse(python(version)).reason == reason


def test_the_environment_of_python_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "sysconfig.py").write_text("raise SystemExit('wrong module')")
    env = {"PYTHONPATH": str(tmp_path), "PYTHONHOME": "/nowhere", "PATH": os.defpath}

    answer = start_probe(python("3.11."), env, tmp_path).finish()

    assert isinstance(answer, Interpreter)
