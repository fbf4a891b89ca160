from pathlib import Path

import pytest

from ferrule.errors import InterpreterError
from ferrule.interpreters.model import (
    Candidate,
    Findings,
    Interpreter,
    InterpreterRequest,
    make_placeholder,
)
from ferrule.interpreters.select import mismatch, select, supports_abi3, supports_abi3t
from ferrule.target.triple import parse_triple
from support.interpreters import LINUX, WINDOWS, cpython

DEFAULT = InterpreterRequest()
FIND = InterpreterRequest(find=True)
PYPY = cpython(10, implementation="pypy")
GRAALPY = cpython(11, implementation="graalpy")
FREE_THREADED = cpython(14, abiflags="t", gil_disabled=True)


def findings(*interpreters: Interpreter) -> Findings:
    candidates = (
        Candidate(name=each.label, path=each.executable, interpreter=each, taken=True, reason="")
        for each in interpreters
    )
    return Findings(interpreters=interpreters, candidates=tuple(candidates))


def test_without_a_stable_abi_all_stay() -> None:
    found = findings(cpython(8), PYPY, FREE_THREADED)

    assert select(found, None, FIND) is found


def test_what_was_named_stays() -> None:
    found = findings(cpython(8), PYPY, FREE_THREADED)

    assert select(found, (3, 9), InterpreterRequest(names=("a", "b", "c"))) is found


def test_a_described_interpreter_stays() -> None:
    found = findings(Interpreter(implementation="cpython", major=3, minor=8))

    assert select(found, (3, 9), DEFAULT) is found


def test_discovery_for_a_stable_abi_leaves_what_has_none() -> None:
    found = findings(cpython(8), cpython(9), cpython(12), PYPY, GRAALPY, FREE_THREADED)

    selected = select(found, (3, 9), FIND)

    assert selected.interpreters == (cpython(9), cpython(12), GRAALPY)
    assert [each.reason for each in selected.candidates if not each.taken] == [
        "left: the crate's abi3 begins with 3.9",
        "left: PyPy 3.10 has no abi3; name it with -i for a wheel of its own",
        "left: CPython 3.14t has no abi3; name it with -i for a wheel of its own",
    ]


@pytest.mark.parametrize("unfit", [cpython(8), PYPY, FREE_THREADED])
def test_a_placeholder_stands_in_for_a_default_that_does_not_serve(unfit: Interpreter) -> None:
    selected = select(findings(unfit), (3, 9), DEFAULT)

    assert selected.interpreters == (make_placeholder((3, 9)),)
    assert selected.candidates[-1].taken
    assert selected.candidates[-1].reason == "no interpreter needed: abi3 from 3.9 on"


def test_a_placeholder_stands_in_for_nothing() -> None:
    assert select(findings(), (3, 9), DEFAULT).interpreters == (make_placeholder((3, 9)),)


def test_a_stable_abi_that_takes_an_interpreter_has_no_placeholder() -> None:
    with pytest.raises(InterpreterError, match=r"(?s)no Python.*3.8: the crate's abi3 begins with"):
        select(findings(cpython(8)), (3, 9), DEFAULT, placeholder=False)


def test_nothing_found_says_what_was_looked_at() -> None:
    left = Candidate(
        name="python3",
        path=Path("/bin/python3"),
        interpreter=None,
        taken=False,
        reason="left: is a folder",
    )
    found = Findings(interpreters=(), candidates=(left,))

    with pytest.raises(InterpreterError) as caught:
        select(found, None, InterpreterRequest(requires_python=">=3.9"))

    assert caught.value.message == (
        "no Python that satisfies >=3.9 was found to build for\n    /bin/python3: is a folder"
    )


def test_nothing_at_all_says_so() -> None:
    with pytest.raises(InterpreterError, match="PATH has no python3 and no python"):
        select(findings(), None, DEFAULT)


@pytest.mark.parametrize(
    ("interpreter", "abi3", "abi3t"),
    [
        (cpython(8), True, False),
        (cpython(15), True, True),
        (FREE_THREADED, False, False),
        (cpython(15, gil_disabled=True), False, True),
        (PYPY, False, False),
        (GRAALPY, False, False),
        (cpython(15, implementation="pyston"), False, False),
        (make_placeholder((3, 9)), True, False),
    ],
)
def test_only_cpython_has_a_stable_abi(interpreter: Interpreter, abi3: bool, abi3t: bool) -> None:
    assert (supports_abi3(interpreter), supports_abi3t(interpreter)) == (abi3, abi3t)


@pytest.mark.parametrize(
    ("fields", "triple"),
    [
        ({"platform": "linux_x86_64", "pointer_width": 64}, "x86_64-unknown-linux-gnu"),
        ({"platform": "linux_x86_64", "pointer_width": 32}, "i686-unknown-linux-gnu"),
        ({"platform": "linux_armv8l", "pointer_width": 32}, "armv7-unknown-linux-gnueabihf"),
        ({"platform": "linux_aarch64"}, "aarch64-unknown-linux-gnu"),
        ({"system": "windows", "platform": "win_amd64"}, "x86_64-pc-windows-msvc"),
        ({"system": "windows", "platform": "mingw_x86_64_ucrt_gnu"}, "x86_64-pc-windows-gnu"),
        ({"system": "macos", "platform": None}, "aarch64-apple-darwin"),
        ({"system": "sunos"}, "x86_64-unknown-illumos"),
        ({"system": None}, "x86_64-unknown-linux-gnu"),
    ],
)
def test_an_interpreter_of_the_platform_fits(fields: dict[str, object], triple: str) -> None:
    assert mismatch(cpython(11, **fields), parse_triple(triple)) is None


def test_another_system_does_not_fit() -> None:
    assert mismatch(cpython(11, system="cygwin"), WINDOWS) == (
        "is a Python for cygwin, the target is x86_64-pc-windows-msvc"
    )


def test_another_width_does_not_fit() -> None:
    assert mismatch(cpython(11, pointer_width=32), LINUX) == (
        "is a 32-bit Python, the target x86_64-unknown-linux-gnu has 64 bit"
    )


def test_another_machine_does_not_fit() -> None:
    assert mismatch(cpython(11, platform="linux_aarch64"), LINUX) == (
        "is a Python for aarch64, the target is x86_64-unknown-linux-gnu"
    )
    assert mismatch(cpython(11, system="windows", platform="win_arm64"), WINDOWS) == (
        "is a Python for aarch64, the target is x86_64-pc-windows-msvc"
    )
