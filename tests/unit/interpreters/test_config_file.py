from pathlib import Path

import pytest

from ferrule.errors import InterpreterError
from ferrule.interpreters.config_file import read_config_file
from ferrule.interpreters.model import Interpreter
from ferrule.target.triple import Target, parse_triple
from support.interpreters import LINUX, WINDOWS


def read(folder: Path, text: str, target: Target = LINUX) -> Interpreter:
    path = folder / "config.txt"
    path.write_text(text)
    return read_config_file(path, target)


def test_a_file_as_pyo3_writes_it_is_read(tmp_path: Path) -> None:
    text = (
        "implementation=CPython\nversion=3.13\nshared=true\nabi3=false\nlib_name=python3.13t\n"
        "executable=/usr/bin/python3.13t\npointer_width=64\nbuild_flags=Py_GIL_DISABLED\n"
        "suppress_build_script_link_lines=false\n"
    )

    found = read(tmp_path, text)

    assert found.label == "CPython 3.13t"
    assert found.ext_suffix == ".cpython-313t-x86_64-linux-gnu.so"
    assert (found.pointer_width, found.gil_disabled, found.runnable) == (64, True, False)


def test_the_version_is_enough(tmp_path: Path) -> None:
    assert read(tmp_path, "version=3.11\n\n").label == "CPython 3.11"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("version=3.7", "CPython 3.7m"),
        ("version=3.7\nabiflags=m", "CPython 3.7m"),
        ("version=3.11\nabiflags=d", "CPython 3.11d"),
        ("version=3.13\nbuild_flags=Py_DEBUG, Py_GIL_DISABLED", "CPython 3.13td"),
        ("version=3.13\nabiflags=td\nbuild_flags=Py_DEBUG,Py_GIL_DISABLED", "CPython 3.13td"),
        ("version=3.10\nimplementation=PyPy\next_suffix=.so\nbuild_flags=Py_DEBUG", "PyPy 3.10"),
    ],
)
def test_abiflags_are_given_or_derived(tmp_path: Path, text: str, label: str) -> None:
    assert read(tmp_path, text).label == label


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense", 'line 1 is "nonsense"'),
        ("", "has no version"),
        ("version=3", 'version is "3"'),
        ("version=3.x", 'version is "3.x"'),
        ("version=3.11\nimplementation=Jython", 'implementation is "Jython"'),
        ("version=3.11\npointer_width=many", 'pointer_width is "many"'),
        ("version=3.12\nabiflags=t", 'abiflags is "t"'),
        ("version=3.11\nabiflags=m", 'abiflags is "m"'),
        ("version=3.7\nabiflags=", 'abiflags is ""'),
        ("version=3.13\nabiflags=\nbuild_flags=Py_GIL_DISABLED", 'abiflags is ""'),
        ("version=3.10\nimplementation=PyPy\nabiflags=d", 'abiflags is "d"'),
        ("version=3.10\nimplementation=PyPy", "has no ext_suffix"),
    ],
)
def test_a_broken_file_names_the_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InterpreterError) as caught:
        read(tmp_path, text)

    assert caught.value.message.startswith(f"PYO3_CONFIG_FILE: {tmp_path / 'config.txt'}")
    assert message in caught.value.message
    assert caught.value.hint


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(InterpreterError, match=r"cannot read .*: No such file or directory"):
        read_config_file(tmp_path / "gone", LINUX)


def test_a_file_that_is_no_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "config.txt").write_bytes(b"\xff\xfe")

    with pytest.raises(InterpreterError, match="is not UTF-8"):
        read_config_file(tmp_path / "config.txt", LINUX)


@pytest.mark.parametrize(
    ("text", "triple", "suffix"),
    [
        ("version=3.11", "aarch64-apple-darwin", ".cpython-311-darwin.so"),
        ("version=3.11", "x86_64-unknown-linux-musl", ".cpython-311-x86_64-linux-musl.so"),
        ("version=3.10", "x86_64-unknown-linux-musl", ".cpython-310-x86_64-linux-gnu.so"),
        ("version=3.11", "i686-unknown-linux-gnu", ".cpython-311-i386-linux-gnu.so"),
        ("version=3.11", "armv7-unknown-linux-gnueabihf", ".cpython-311-arm-linux-gnueabihf.so"),
        (
            "version=3.10\nimplementation=PyPy\nabi_tag=pypy310-pp73",
            "x86_64-unknown-linux-gnu",
            ".pypy310-pp73-x86_64-linux-gnu.so",
        ),
        ("version=3.11\next_suffix=.cp311-win_amd64.pyd", WINDOWS.triple, ".cp311-win_amd64.pyd"),
    ],
)
def test_the_suffix_is_given_or_derived(
    tmp_path: Path, text: str, triple: str, suffix: str
) -> None:
    assert read(tmp_path, text, parse_triple(triple)).ext_suffix == suffix


def test_a_suffix_that_cannot_be_derived_must_be_given(tmp_path: Path) -> None:
    with pytest.raises(InterpreterError, match="has no ext_suffix") as caught:
        read(tmp_path, "version=3.11", WINDOWS)

    assert "CPython 3.11 on x86_64-pc-windows-msvc" in caught.value.hint
