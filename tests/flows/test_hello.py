"""The example on the real PyO3: both variants, several Pythons, repeated builds."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from support.commands import Result, ferrule
from support.crates import copy_example
from support.front_ends import FRONT_ENDS, call_front_end
from support.pythons import INSTALLERS, PLATFORM, THIS_TAG, another_python, ask, make_venv
from support.wheelhouse import isolated
from support.wheels import payload, sha256

pytestmark = [pytest.mark.slow, pytest.mark.network]
GREET = "import hello; print(hello.greet('you'))"


@pytest.fixture(scope="module")
def hello(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, copied once; the tests share what cargo compiles."""
    return copy_example("hello", tmp_path_factory.mktemp("example"))


def build(root: Path, out: str, *args: str | Path) -> Result:
    argv = ("build", "--locked", "--compatibility", "linux", "-o", out, *args)
    return ferrule(*argv, cwd=root).check()


def only_wheel(folder: Path) -> Path:
    (wheel,) = folder.iterdir()
    return wheel


@pytest.mark.parametrize("installer", INSTALLERS)
@pytest.mark.parametrize(
    ("args", "tag"),
    [((), f"{THIS_TAG}-{THIS_TAG}"), (("-F", "abi3"), "cp310-abi3")],
    ids=["versioned", "abi3"],
)
def test_a_variant_installs_and_greets(
    hello: Path, tmp_path: Path, args: tuple[str, ...], tag: str, installer: str
) -> None:
    build(hello, f"{tmp_path}/dist", "-i", sys.executable, *args)

    wheel = only_wheel(tmp_path / "dist")
    assert wheel.name == f"hello-0.1.0-{tag}-{PLATFORM}.whl"
    python = make_venv(tmp_path / "venv")
    INSTALLERS[installer](wheel, python).check()
    assert ask(python, GREET) == "Hello, you, from Rust!"


def test_the_type_stub_is_shipped(hello: Path, tmp_path: Path) -> None:
    build(hello, f"{tmp_path}/dist", "-i", sys.executable)

    assert {"hello/__init__.pyi", "hello/py.typed"} < payload(only_wheel(tmp_path / "dist"))


def test_a_stable_abi_wheel_greets_on_another_python(hello: Path, tmp_path: Path) -> None:
    other = another_python()
    build(hello, f"{tmp_path}/dist", "-i", sys.executable, "-F", "abi3")
    python = make_venv(tmp_path / "venv", other)

    if ask(python, "import sys; print(sys.version_info >= (3, 10))") == "False":
        pytest.skip("the other Python is too old for the wheel")
    INSTALLERS["uv"](only_wheel(tmp_path / "dist"), python).check()

    assert ask(python, GREET) == "Hello, you, from Rust!"


def test_two_pythons_twice_compile_once(hello: Path, tmp_path: Path) -> None:
    pythons = ("-i", sys.executable, another_python())
    build(hello, f"{tmp_path}/one", *pythons)

    second = build(hello, f"{tmp_path}/two", *pythons)

    assert second.compiled == []
    assert len(list((tmp_path / "two").iterdir())) == 2


def test_a_second_python_compiles_only_what_knows_it(hello: Path, tmp_path: Path) -> None:
    build(hello, f"{tmp_path}/one", "-i", sys.executable)
    plan = build(hello, "dist", "-i", another_python(), "--plan", "--format", "json").out
    shutil.rmtree(json.loads(plan)["wheels"][0]["target_directory"], ignore_errors=True)

    second = build(hello, f"{tmp_path}/two", "-i", another_python())

    assert "hello" in second.compiled
    assert set(second.compiled) <= {
        "pyo3-ffi",
        "pyo3",
        "hello",
        "pyo3-macros-backend",
        "pyo3-macros",
    }


def test_a_repeated_build_compiles_nothing(hello: Path, tmp_path: Path) -> None:
    build(hello, f"{tmp_path}/one", "-i", sys.executable)

    assert build(hello, f"{tmp_path}/two", "-i", sys.executable).compiled == []


def test_a_new_virtual_environment_compiles_nothing(hello: Path, tmp_path: Path) -> None:
    build(hello, f"{tmp_path}/one", "-i", make_venv(tmp_path / "first"))
    shutil.rmtree(tmp_path / "first")

    second = build(hello, f"{tmp_path}/two", "-i", make_venv(tmp_path / "second"))

    assert second.compiled == []


@pytest.mark.parametrize("front_end", FRONT_ENDS)
def test_a_second_build_of_a_front_end_compiles_nothing(
    hello: Path, wheelhouse: Path, tmp_path: Path, front_end: str
) -> None:
    env = isolated(wheelhouse)
    out = f"{tmp_path}/dist"
    call_front_end(front_end, hello, out, env=env, verbose=True).check()

    second = call_front_end(front_end, hello, out, env=env, verbose=True).check()

    assert "Finished" in second.out + second.err
    assert "Compiling" not in second.out + second.err


def test_two_folders_give_the_same_bytes(hello: Path, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    digests = set()
    for root in (hello, copy_example("hello", tmp_path / "b")):
        build(root, f"{tmp_path}/dist", "-i", sys.executable, "--release")
        digests.add(sha256(only_wheel(tmp_path / "dist")))

    assert len(digests) == 1
