import pytest

from ferrule.errors import InterpreterError
from ferrule.interpreters.model import InterpreterRequest
from ferrule.interpreters.spec import (
    Spec,
    as_file_name,
    discovered_names,
    is_path,
    parse_name,
    program_names,
)
from support.interpreters import LINUX, WINDOWS, cpython


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("3.11", "CPython 3.11"),
        ("python3.9", "CPython 3.9"),
        ("python-3.9", "CPython 3.9"),
        ("3.13t", "CPython 3.13t"),
        ("python3.14t", "CPython 3.14t"),
        ("pypy3.10", "PyPy 3.10"),
        ("pypy-3.10", "PyPy 3.10"),
        ("graalpy3.11", "GraalPy 3.11"),
    ],
)
def test_a_name_with_a_version_is_a_spec(name: str, label: str) -> None:
    spec = parse_name(name)

    assert spec is not None
    assert spec.label == label


@pytest.mark.parametrize("name", ["python", "python3", "pypy", "my-python", "python3.11.exe"])
def test_another_name_is_no_spec(name: str) -> None:
    assert parse_name(name) is None


@pytest.mark.parametrize("name", ["3", "3.", "3.11.4", "3.11.exe", "3.x", "311", "3.11tt"])
def test_a_broken_version_says_how_to_write_one(name: str) -> None:
    with pytest.raises(InterpreterError, match=f'-i "{name}" is no version') as caught:
        parse_name(name)

    assert caught.value.hint == "write two numbers, for example -i 3.11"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pypy3.10t", "there is no free-threaded PyPy"),
        ("graalpy3.11t", "there is no free-threaded GraalPy"),
        ("3.12t", "begins with 3.13"),
    ],
)
def test_a_free_threaded_python_that_cannot_exist_is_refused(name: str, message: str) -> None:
    with pytest.raises(InterpreterError, match=message):
        parse_name(name)


@pytest.mark.parametrize(
    ("name", "programs"),
    [
        ("3.11", ("python3.11", "python3", "python")),
        ("3.13t", ("python3.13t", "python3.13", "python3", "python")),
        ("pypy3.10", ("pypy3.10", "pypy3", "pypy")),
        ("graalpy3.11", ("graalpy3.11", "graalpy")),
    ],
)
def test_the_most_telling_program_comes_first(name: str, programs: tuple[str, ...]) -> None:
    spec = parse_name(name)

    assert spec is not None
    assert program_names(spec) == programs


def test_a_spec_matches_by_implementation_version_and_gil() -> None:
    spec = Spec(implementation="cpython", version=(3, 13))

    assert spec.matches(cpython(13))
    assert not spec.matches(cpython(12))
    assert not spec.matches(cpython(13, gil_disabled=True))
    assert not spec.matches(cpython(13, implementation="pypy"))


def test_discovery_looks_for_the_versions_in_range() -> None:
    request = InterpreterRequest(
        minimum=(3, 12), maximum=(3, 14), pypy_minimum=(3, 11), pypy_maximum=(3, 11)
    )

    names = [name for name, _ in discovered_names(request)]

    assert names == [
        *("python3.12", "python3.13", "python3.14"),
        *("python3.13t", "python3.14t"),
        "pypy3.11",
    ]


def test_discovery_leaves_free_threaded_ones_to_bindings_that_support_them() -> None:
    request = InterpreterRequest(minimum=(3, 13), maximum=(3, 13), free_threaded=False)

    names = [name for name, _ in discovered_names(request)]

    assert "python3.13t" not in names


def test_programs_of_windows_end_in_exe() -> None:
    assert as_file_name("python3.11", WINDOWS) == "python3.11.exe"
    assert as_file_name("Python.EXE", WINDOWS) == "Python.EXE"
    assert as_file_name("python3.11", LINUX) == "python3.11"


def test_a_backslash_makes_a_path_on_windows_only() -> None:
    assert is_path("bin/python", LINUX)
    assert is_path(r"Scripts\python", WINDOWS)
    assert not is_path(r"odd\name", LINUX)
