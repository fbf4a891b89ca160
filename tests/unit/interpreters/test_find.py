import time
from pathlib import Path
from typing import Any

import pytest

from ferrule.errors import ConfigError, InterpreterError
from ferrule.interpreters.find import start_find
from ferrule.interpreters.model import Findings, InterpreterRequest
from ferrule.target.triple import Target
from support.interpreters import (
    LINUX,
    WINDOWS,
    env_with,
    real_pythons,
    write_free_threaded,
    write_program,
    write_python,
)

SHIM = "echo 'pyenv: python: command not found' >&2; exit 127"


def find(
    cwd: Path,
    env: dict[str, str] | None = None,
    target: Target = LINUX,
    **request: Any,
) -> Findings:
    return start_find(
        InterpreterRequest(**request), env_with(cwd) if env is None else env, target, cwd
    ).finish()


def labels(findings: Findings) -> list[str]:
    return [each.label for each in findings.interpreters]


def reasons(findings: Findings) -> list[tuple[str, str]]:
    return [(each.name, each.reason) for each in findings.candidates]


def test_named_ones_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    write_python(tmp_path / "python3.12", "3.12")
    write_python(tmp_path / "python3.9", "3.9")

    findings = find(tmp_path, names=("3.12", "python3.9"))

    assert labels(findings) == ["CPython 3.12", "CPython 3.9"]
    assert reasons(findings) == [("3.12", "named with -i"), ("python3.9", "named with -i")]


def test_a_version_may_be_there_under_a_plain_name_only(tmp_path: Path) -> None:
    write_python(tmp_path / "python3", "3.11")

    assert labels(find(tmp_path, names=("3.11",))) == ["CPython 3.11"]


def test_a_program_that_exists_under_its_name_is_what_it_is(tmp_path: Path) -> None:
    write_free_threaded(tmp_path / "python3.14")

    assert labels(find(tmp_path, names=("python3.14",))) == ["CPython 3.14t"]


def test_a_shim_without_a_version_gives_way_to_the_next_folder(tmp_path: Path) -> None:
    write_program(tmp_path / "shims/python3.11", SHIM)
    python = write_python(tmp_path / "bin/python3.11")

    findings = find(tmp_path, env_with(tmp_path / "shims", tmp_path / "bin"), names=("python3.11",))

    assert [each.executable for each in findings.interpreters] == [python]
    assert reasons(findings) == [
        ("python3.11", "left: is a shim of pyenv: no active version has this name"),
        ("python3.11", "named with -i"),
    ]


def test_a_path_names_an_interpreter(tmp_path: Path) -> None:
    python = write_python(tmp_path / "3.11/bin/python")

    findings = find(tmp_path, {}, names=("3.11/bin/python",))

    assert [each.executable for each in findings.interpreters] == [python]


def test_the_same_interpreter_named_twice_is_taken_once(tmp_path: Path) -> None:
    python = write_python(tmp_path / "python3.11")
    (tmp_path / "python3").symlink_to(python)

    findings = find(tmp_path, names=("3.11", "3.11", "python3", str(python)))

    assert labels(findings) == ["CPython 3.11"]
    assert reasons(findings) == [
        ("3.11", "named with -i"),
        ("python3", "left: the same interpreter as 3.11"),
        (str(python), "left: the same interpreter as 3.11"),
    ]


def test_two_pythons_of_one_version_are_two_interpreters(tmp_path: Path) -> None:
    names = tuple(str(write_python(tmp_path / name)) for name in ("one", "two"))

    assert len(find(tmp_path, names=names).interpreters) == 2


def test_a_named_one_outside_requires_python_is_taken_and_says_so(tmp_path: Path) -> None:
    write_python(tmp_path / "python3.9", "3.9")

    findings = find(tmp_path, names=("3.9",), requires_python=">=3.10")

    assert reasons(findings) == [
        ("3.9", "named with -i, although CPython 3.9 is outside requires-python >=3.10")
    ]


def test_a_missing_interpreter_lists_where_it_was_looked_for_and_what_there_is(
    tmp_path: Path,
) -> None:
    python = write_python(tmp_path / "bin/python3.11")
    (tmp_path / "empty").mkdir()

    with pytest.raises(InterpreterError) as caught:
        find(tmp_path, env_with(tmp_path / "empty", tmp_path / "bin"), names=("3.14", "pypy3.10"))

    folders = f"{tmp_path / 'empty'}:{tmp_path / 'bin'}"
    assert caught.value.message.splitlines() == [
        "-i 3.14: no such interpreter",
        f"    looked for python3.14, python3, python on PATH: {folders}",
        "-i pypy3.10: no such interpreter",
        f"    looked for pypy3.10, pypy3, pypy on PATH: {folders}",
        f"    found on PATH: CPython 3.11 ({python})",
    ]
    assert "name one that was found" in caught.value.hint


def test_a_version_that_is_not_there_tells_what_was_tried(tmp_path: Path) -> None:
    python = write_python(tmp_path / "python3", "3.11")

    with pytest.raises(InterpreterError) as caught:
        find(tmp_path, names=("3.12",))

    assert f"    {python} is CPython 3.11" in caught.value.message.splitlines()


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("kill -SEGV $$", "was ended by signal 11 (SIGSEGV)"),
        ("echo rubbish", 'printed no answer: "rubbish"'),
        (SHIM, "is a shim of pyenv: no active version has this name"),
    ],
)
def test_a_named_interpreter_that_does_not_work_says_how(
    tmp_path: Path, body: str, failure: str
) -> None:
    program = write_program(tmp_path / "python3.12", body)

    with pytest.raises(InterpreterError) as caught:
        find(tmp_path, names=("python3.12",))

    assert caught.value.message.splitlines() == [
        f"-i python3.12: {program} {failure}",
        "    found on PATH: no Python",
    ]


def test_a_path_is_said_once(tmp_path: Path) -> None:
    program = tmp_path / "python"

    with pytest.raises(InterpreterError, match=f"^-i {program} does not exist\n"):
        find(tmp_path, names=(str(program),))


def test_a_named_interpreter_for_another_platform_names_both(tmp_path: Path) -> None:
    write_python(tmp_path / "python3.11", pointer_width=32)

    with pytest.raises(InterpreterError, match=r"32-bit Python, the target x86_64-\S+ has 64"):
        find(tmp_path, names=("python3.11",))


def test_a_wrong_name_starts_nothing(tmp_path: Path) -> None:
    write_program(tmp_path / "python3.11", f"echo started > {tmp_path}/trace")

    with pytest.raises(InterpreterError, match=r'"3.11.4" is no version'):
        find(tmp_path, names=("python3.11", "3.11.4"))

    assert not (tmp_path / "trace").exists()


def test_all_pythons_on_path_are_found_in_order(tmp_path: Path) -> None:
    for version in ("3.13", "3.9", "3.11"):
        write_python(tmp_path / f"python{version}", version)
    write_free_threaded(tmp_path / "python3.13t", "3.13")
    write_python(tmp_path / "pypy3.10", "3.10", implementation="pypy", abiflags=None)
    write_python(tmp_path / "graalpy", "3.11", implementation="graalvm", abiflags=None)
    write_python(tmp_path / "python3", "3.13")

    findings = find(tmp_path, find=True)

    assert labels(findings) == [
        *("CPython 3.9", "CPython 3.11", "CPython 3.13", "CPython 3.13t"),
        *("PyPy 3.10", "GraalPy 3.11"),
    ]
    assert {reason for _, reason in reasons(findings)} == {"found on PATH"}


def test_what_discovery_leaves_has_a_reason(tmp_path: Path) -> None:
    write_python(tmp_path / "python3.9", "3.9")
    write_python(tmp_path / "python3.10", "3.9")
    write_program(tmp_path / "python3.11", "exit 3")
    write_free_threaded(tmp_path / "python3.13", "3.13")
    write_python(tmp_path / "python3.14", "3.16")
    write_python(tmp_path / "graalpy", "3.8", implementation="graalpy", abiflags=None)

    findings = find(
        tmp_path, find=True, free_threaded=False, minimum=(3, 9), requires_python=">=3.9,!=3.12.*"
    )

    assert reasons(findings) == [
        ("python3.9", "found on PATH"),
        ("python3.10", "left: CPython 3.9 was found before: python3.9"),
        ("python3.11", "left: ended with status 3 and said nothing"),
        ("python3.13", "left: CPython 3.13t is free-threaded, which the bindings do not support"),
        ("python3.14", "left: CPython 3.16 is outside 3.9 to 3.15"),
        ("graalpy", "left: GraalPy 3.8 is outside 3.9 to 3.15"),
    ]


def test_discovery_does_not_start_what_requires_python_excludes(tmp_path: Path) -> None:
    write_program(tmp_path / "python3.9", f"echo started > {tmp_path}/trace")
    write_python(tmp_path / "python3.11", "3.11")

    findings = find(tmp_path, find=True, requires_python=">=3.10")

    assert labels(findings) == ["CPython 3.11"]
    assert not (tmp_path / "trace").exists()


def test_pypy_has_its_own_range(tmp_path: Path) -> None:
    write_python(tmp_path / "pypy3.11", "3.10", implementation="pypy", abiflags=None)

    findings = find(tmp_path, find=True, pypy_minimum=(3, 11), pypy_maximum=(3, 12))

    assert reasons(findings) == [("pypy3.11", "left: PyPy 3.10 is outside 3.11 to 3.12")]


@pytest.mark.parametrize("name", ["python3", "python"])
def test_discovery_takes_a_plain_name_when_there_is_no_other(tmp_path: Path, name: str) -> None:
    write_python(tmp_path / name, "3.11")

    assert labels(find(tmp_path, find=True)) == ["CPython 3.11"]


def test_discovery_may_find_nothing(tmp_path: Path) -> None:
    assert find(tmp_path, find=True) == Findings(interpreters=(), candidates=())


def test_discovery_on_windows_asks_path_and_the_launcher(tmp_path: Path) -> None:
    windows = {"system": "win32", "platform": "win-amd64", "abiflags": None}
    write_python(tmp_path / "python3.11.exe", "3.11", **windows)
    known = write_python(tmp_path / "away/python.exe", "3.11", **windows)
    other = write_python(tmp_path / "other/python.exe", "3.12", **windows)
    small = write_python(
        tmp_path / "small/python.exe", "3.10", **{**windows, "platform": "win32"}, pointer_width=32
    )
    lines = (f" -V:3.11 * {known}", f" -V:3.12 {other}", f" -V:3.10-32 {small}")
    write_program(tmp_path / "py", "\n".join(f"echo '{line}'" for line in lines))

    findings = find(tmp_path, target=WINDOWS, find=True)

    assert labels(findings) == ["CPython 3.11", "CPython 3.12"]
    assert [each.path for each in findings.candidates if not each.taken] == [known, small]


def test_the_default_is_the_python_of_the_active_environment(tmp_path: Path) -> None:
    write_python(tmp_path / "python3", "3.12")
    write_python(tmp_path / "venv/bin/python", "3.11")

    findings = find(tmp_path, env_with(tmp_path, VIRTUAL_ENV=str(tmp_path / "venv")))

    assert labels(findings) == ["CPython 3.11"]
    assert findings.candidates[0].reason == (
        "default python: python of the active virtual environment"
    )


def test_pyo3_python_names_the_default(tmp_path: Path) -> None:
    write_python(tmp_path / "python3", "3.12")
    python = write_python(tmp_path / "mine", "3.11")

    findings = find(tmp_path, env_with(tmp_path, PYO3_PYTHON=str(python)))

    assert labels(findings) == ["CPython 3.11"]
    assert findings.candidates[0].reason == "default python: PYO3_PYTHON"


def test_a_broken_pyo3_python_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InterpreterError, match=r"PYO3_PYTHON=nope: no such interpreter"):
        find(tmp_path, env_with(tmp_path, PYO3_PYTHON="nope"))


def test_pyo3_python_does_not_concern_a_named_interpreter(tmp_path: Path) -> None:
    write_python(tmp_path / "python3.11", "3.11")

    findings = find(tmp_path, env_with(tmp_path, PYO3_PYTHON="nope"), names=("3.11",))

    assert labels(findings) == ["CPython 3.11"]


def test_no_name_means_the_default(tmp_path: Path) -> None:
    write_python(tmp_path / "python3", "3.11")

    assert labels(find(tmp_path, names=("",))) == ["CPython 3.11"]


def test_a_default_outside_requires_python_is_left(tmp_path: Path) -> None:
    write_python(tmp_path / "python3", "3.9")

    findings = find(tmp_path, requires_python=">=3.10")

    assert findings.interpreters == ()
    assert findings.candidates[0].reason == ("left: CPython 3.9 is outside requires-python >=3.10")


def test_requires_python_means_any_release_of_the_version(tmp_path: Path) -> None:
    write_python(tmp_path / "python3", "3.8")

    assert labels(find(tmp_path, requires_python=">=3.8.1")) == ["CPython 3.8"]


def test_a_broken_requires_python_is_an_error_of_the_project(tmp_path: Path) -> None:
    write_python(tmp_path / "python3", "3.8")

    with pytest.raises(ConfigError, match=r"project.requires-python"):
        find(tmp_path, requires_python="3.8 up")


def test_a_default_that_does_not_work_is_left(tmp_path: Path) -> None:
    write_program(tmp_path / "python3", "kill -SEGV $$")

    findings = find(tmp_path)

    assert findings.interpreters == ()
    assert reasons(findings) == [("python on PATH", "left: was ended by signal 11 (SIGSEGV)")]


def test_there_may_be_no_default(tmp_path: Path) -> None:
    assert find(tmp_path) == Findings(interpreters=(), candidates=())


def test_a_config_file_describes_the_only_interpreter(tmp_path: Path) -> None:
    write_python(tmp_path / "python3", "3.11")
    (tmp_path / "pyo3.txt").write_text("version=3.12\n")

    findings = find(tmp_path, env_with(tmp_path, PYO3_CONFIG_FILE="pyo3.txt"), names=("3.11",))

    assert labels(findings) == ["CPython 3.12"]
    assert findings.candidates[0].path == tmp_path / "pyo3.txt"


def test_probes_run_side_by_side(tmp_path: Path) -> None:
    names = []
    for minor in range(9, 14):
        python = write_python(tmp_path / f"real/python3.{minor}", f"3.{minor}")
        slow = write_program(tmp_path / f"python3.{minor}", f"/bin/sleep 0.5; exec {python}")
        names.append(slow.name)
    start = time.monotonic()

    findings = find(tmp_path, names=tuple(names))

    assert len(findings.interpreters) == 5
    assert time.monotonic() - start < 2.0


def test_a_search_that_is_given_up_leaves_no_program(tmp_path: Path) -> None:
    program = write_program(
        tmp_path / "python3",
        f"trap 'echo ended > {tmp_path}/trace; exit' TERM; "
        f"echo started > {tmp_path}/pid; while :; do /bin/sleep 0.05; done",
    )
    search = start_find(InterpreterRequest(), env_with(tmp_path), LINUX, tmp_path)
    while not (tmp_path / "pid").exists():
        time.sleep(0.01)

    search.stop()

    assert program.exists()
    assert (tmp_path / "trace").read_text() == "ended\n"


def test_the_real_pythons_of_this_machine_are_found(tmp_path: Path) -> None:
    pythons = [path.parent for version, path in real_pythons().items() if version >= "3"]
    if not pythons:
        pytest.skip("pyenv has no Python on this machine")

    findings = find(tmp_path, env_with(*pythons), find=True, minimum=(3, 8))

    assert len(findings.interpreters) == len(set(labels(findings)))
    assert all(each.version >= (3, 8) for each in findings.interpreters)
    assert {each.executable.parent for each in findings.interpreters if each.executable} <= set(
        pythons
    )
