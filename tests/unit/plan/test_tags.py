import pytest

from ferrule.bindings.model import StableAbi
from ferrule.interpreters.model import make_placeholder
from ferrule.plan.tags import extension_suffix, program_tag, stable_tag, version_tag
from ferrule.records import replace
from ferrule.target.triple import parse_triple
from support.graphs import make_interpreter

LINUX = parse_triple("x86_64-unknown-linux-gnu")
WINDOWS = parse_triple("x86_64-pc-windows-msvc")
MACOS = parse_triple("aarch64-apple-darwin")
ABI3 = StableAbi(kind="abi3", minimum=(3, 9))


@pytest.mark.parametrize(
    ("version", "implementation", "tag"),
    [
        ("3.12", "cpython", "cp312-cp312-p"),
        ("3.14t", "cpython", "cp314-cp314t-p"),
        ("3.11", "pypy", "pp311-pypy311_pp73-p"),
    ],
)
def test_a_version_specific_wheel_is_tagged_with_its_python(
    version: str, implementation: str, tag: str
) -> None:
    assert str(version_tag(make_interpreter(version, implementation), "p")) == tag


def test_graalpy_has_three_parts_in_its_abi() -> None:
    suffix = ".graalpy250-312-native-x86_64-linux.so"
    interpreter = replace(make_interpreter("3.12", "graalpy"), ext_suffix=suffix)

    assert str(version_tag(interpreter, "p")) == "graalpy312-graalpy250_312_native-p"


def test_another_implementation_is_tagged_with_its_own_name_and_soabi() -> None:
    interpreter = replace(make_interpreter("3.10", "pyston"), soabi="pyston-23-x86_64-linux")

    assert str(version_tag(interpreter, "p")) == "pyston310-pyston_23_x86_64_linux-p"


@pytest.mark.parametrize(
    ("stable", "tag"),
    [
        (ABI3, "cp39-abi3-p"),
        (StableAbi(kind="abi3", minimum=None), "cp312-abi3-p"),
        (StableAbi(kind="abi3t", minimum=(3, 15)), "cp315-abi3.abi3t-p"),
    ],
)
def test_a_stable_wheel_is_tagged_with_its_minimum(stable: StableAbi, tag: str) -> None:
    assert str(stable_tag(stable, make_interpreter("3.12"), "p")) == tag


def test_programs_are_for_any_python() -> None:
    assert str(program_tag("p")) == "py3-none-p"


def test_a_version_specific_extension_has_the_suffix_of_its_python() -> None:
    interpreter = make_interpreter("3.12")

    assert extension_suffix(interpreter, None, LINUX) == ".cpython-312-x86_64-linux-gnu.so"


def test_a_stable_extension_has_the_suffix_of_its_platform() -> None:
    interpreter = make_interpreter("3.12")

    assert extension_suffix(interpreter, ABI3, LINUX) == ".abi3.so"
    assert extension_suffix(interpreter, ABI3, WINDOWS) == ".pyd"


def test_a_debug_python_on_windows_loads_its_own_stable_extensions() -> None:
    interpreter = replace(make_interpreter("3.12"), ext_suffix="_d.cp312-win_amd64.pyd")

    assert extension_suffix(interpreter, ABI3, WINDOWS) == "_d.pyd"


def test_from_python_3_15_on_a_stable_suffix_names_the_platform() -> None:
    stable = StableAbi(kind="abi3t", minimum=(3, 15))
    interpreter = make_placeholder((3, 15))

    assert extension_suffix(interpreter, stable, LINUX) == ".abi3t-x86_64-linux-gnu.so"
    assert extension_suffix(interpreter, stable, MACOS) == ".abi3t-darwin.so"
    stated = replace(interpreter, soabi_platform="x86_64-linux-musl")
    assert extension_suffix(stated, stable, LINUX) == ".abi3t-x86_64-linux-musl.so"
    bsd = parse_triple("x86_64-unknown-freebsd")
    assert extension_suffix(interpreter, stable, bsd) == ".abi3t.so"
