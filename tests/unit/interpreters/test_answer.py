from pathlib import Path

import pytest

from ferrule.interpreters.answer import Refusal, read_answer
from ferrule.interpreters.model import Interpreter
from ferrule.interpreters.probe_script import MARKER
from support.interpreters import answer, write_python

PROBED = Path("/usr/bin/python3")


def read(text: str) -> Interpreter:
    found = read_answer(text, PROBED)
    assert isinstance(found, Interpreter), found
    return found


def refusal(text: str) -> str:
    found = read_answer(text, PROBED)
    assert isinstance(found, Refusal), found
    return found.reason


def test_every_fact_reaches_the_interpreter() -> None:
    found = read(answer(executable="/usr/bin/python3.11"))

    assert found.label == "CPython 3.11"
    assert found.ext_suffix == ".cpython-311-x86_64-linux-gnu.so"
    assert (found.system, found.platform, found.pointer_width) == ("linux", "linux_x86_64", 64)
    assert (found.lib_dir, found.lib_version, found.shared) == ("/usr/lib", "3.11", True)
    assert (found.base_prefix, found.executable) == (Path("/usr"), Path("/usr/bin/python3.11"))


def test_an_interpreter_that_does_not_know_its_path_is_the_one_that_was_asked() -> None:
    assert read(answer(executable=None)).executable == PROBED


def test_what_is_printed_around_the_answer_does_no_harm() -> None:
    text = f"welcome to the shim{answer()}bye\n"

    assert read(text).version == (3, 11)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "printed no answer"),
        ("hello\nworld", 'printed no answer: "hello world"'),
        (f"{MARKER}{{broken", 'printed a broken answer: "{broken"'),
        (f"{MARKER}[1]", 'printed a broken answer: "[1]"'),
        (answer(major=2, minor=7), "is Python 2.7, older than 3.7"),
        (answer(minor=6), "is Python 3.6, older than 3.7"),
        (answer(implementation=None), "does not know its sys.implementation.name"),
        (answer(ext_suffix=None), "does not know its EXT_SUFFIX in sysconfig"),
        (answer(abiflags=None), "does not know its ABIFLAGS in sysconfig"),
    ],
)
def test_an_answer_that_does_not_serve_says_why(text: str, reason: str) -> None:
    assert refusal(text) == reason


def test_rubbish_is_quoted_in_part() -> None:
    assert len(refusal("x" * 5000)) < 100


@pytest.mark.parametrize(
    ("name", "known"),
    [("graalvm", "graalpy"), ("GraalPy", "graalpy"), ("pypy", "pypy"), ("pyston", "pyston")],
)
def test_implementations_have_one_name_each(name: str, known: str) -> None:
    assert read(answer(implementation=name)).implementation == known


@pytest.mark.parametrize(
    ("flags", "gil_disabled", "debug"),
    [("", False, False), ("t", True, False), ("d", False, True), ("td", True, True)],
)
def test_abiflags_that_agree_are_taken(flags: str, gil_disabled: bool, debug: bool) -> None:
    found = read(answer(abiflags=flags, gil_disabled=gil_disabled, debug=debug))

    assert (found.abiflags, found.gil_disabled, found.debug) == (flags, gil_disabled, debug)


@pytest.mark.parametrize(
    ("flags", "gil_disabled", "debug", "reason"),
    [
        ("", True, False, 'contradicts itself: ABIFLAGS is "", Py_GIL_DISABLED set'),
        ("t", False, False, 'contradicts itself: ABIFLAGS is "t", Py_GIL_DISABLED not set'),
        ("d", False, False, 'contradicts itself: ABIFLAGS is "d", Py_DEBUG not set'),
        ("t", True, True, 'contradicts itself: ABIFLAGS is "t", Py_DEBUG set'),
    ],
)
def test_abiflags_that_disagree_are_refused(
    flags: str, gil_disabled: bool, debug: bool, reason: str
) -> None:
    assert refusal(answer(abiflags=flags, gil_disabled=gil_disabled, debug=debug)) == reason


def test_the_old_malloc_flag_is_kept() -> None:
    assert read(answer(minor=7, abiflags="m")).label == "CPython 3.7m"


def test_pypy_has_no_abiflags() -> None:
    assert read(answer(implementation="pypy", abiflags=None)).abiflags == ""


def test_another_implementation_may_have_no_abiflags() -> None:
    assert read(answer(implementation="pyston", abiflags=None)).abiflags == ""


@pytest.mark.parametrize(
    ("minor", "gil_disabled", "debug", "flags", "library"),
    [
        (7, False, False, "m", "37"),
        (11, False, False, "", "311"),
        (13, True, False, "t", "313t"),
        (13, True, True, "td", "313t_d"),
    ],
)
def test_windows_flags_and_library_are_derived(
    minor: int, gil_disabled: bool, debug: bool, flags: str, library: str
) -> None:
    windows = {"system": "win32", "platform": "win-amd64", "abiflags": None, "ld_version": None}

    found = read(answer(**windows, minor=minor, gil_disabled=gil_disabled, debug=debug))

    assert (found.abiflags, found.lib_version) == (flags, library)
    assert (found.system, found.platform, found.shared) == ("windows", "win_amd64", True)
    assert found.lib_dir == str(Path("/usr/libs"))


def test_macos_leaves_the_platform_to_the_deployment_target() -> None:
    found = read(answer(system="darwin", platform="macosx-11.0-arm64"))

    assert (found.system, found.platform) == ("macos", None)


def test_a_system_is_named_without_its_release() -> None:
    assert read(answer(system="freebsd14", platform="freebsd-14.1-amd64")).system == "freebsd"


def test_a_python_of_conda_is_shared_without_saying_so(tmp_path: Path) -> None:
    (tmp_path / "conda-meta").mkdir()

    assert read(answer(shared=False, base_prefix=str(tmp_path))).shared
    assert not read(answer(shared=False, base_prefix="/nowhere")).shared


def test_the_base_of_an_old_virtual_environment_comes_from_its_home(tmp_path: Path) -> None:
    base = write_python(tmp_path / "base/bin/python3.9")
    venv = tmp_path / "venv/bin/python"
    venv.parent.mkdir(parents=True)
    (tmp_path / "venv/pyvenv.cfg").write_text(f"home = {base.parent}\nversion = 3.9.1\n")

    found = read(answer(minor=9, executable=str(venv), base_executable=str(venv)))

    assert (found.executable, found.base_executable) == (venv, base)


def test_the_base_of_a_new_virtual_environment_is_what_it_reports(tmp_path: Path) -> None:
    base = write_python(tmp_path / "base/bin/python3.12")
    link = tmp_path / "base/bin/python3"
    link.symlink_to(base)
    venv = tmp_path / "venv/bin/python"
    venv.parent.mkdir(parents=True)
    (tmp_path / "venv/pyvenv.cfg").write_text("home = /nowhere\n")

    found = read(answer(minor=12, executable=str(venv), base_executable=str(link)))

    assert found.base_executable == base


def test_a_home_without_a_python_leaves_the_environments_own(tmp_path: Path) -> None:
    venv = write_python(tmp_path / "venv/bin/python")
    (tmp_path / "venv/pyvenv.cfg").write_text("include-system-site-packages = false\nhome = /no\n")

    assert read(answer(minor=9, executable=str(venv))).base_executable == venv


def test_links_are_followed_outside_an_environment(tmp_path: Path) -> None:
    base = write_python(tmp_path / "python3.11")
    link = tmp_path / "python3"
    link.symlink_to(base)

    found = read(answer(executable=str(link)))

    assert (found.executable, found.base_executable) == (link, base)
