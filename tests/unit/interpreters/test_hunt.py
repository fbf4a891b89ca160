from pathlib import Path

from ferrule.interpreters.hunt import Hunt, Outcome
from ferrule.interpreters.locate import Surroundings
from ferrule.interpreters.spec import Spec
from support.interpreters import LINUX, write_free_threaded, write_program, write_python

SHIM = "echo 'pyenv: python: command not found' >&2; exit 127"


def hunt(*places: Path, spec: Spec | None = None) -> Outcome:
    around = Surroundings(env={}, target=LINUX, cwd=Path("/"))
    return Hunt("python", iter(places), around, spec).finish()


def test_a_shim_without_a_python_is_passed_over(tmp_path: Path) -> None:
    shim = write_program(tmp_path / "shim", SHIM)
    python = write_python(tmp_path / "python")

    outcome = hunt(shim, python)

    assert outcome.path == python
    assert [miss.path for miss in outcome.misses] == [shim]
    assert outcome.left()[0].reason.startswith("left: is a shim of pyenv")


def test_a_python_that_breaks_is_not_passed_over(tmp_path: Path) -> None:
    broken = write_program(tmp_path / "broken", "kill -SEGV $$")
    python = write_python(tmp_path / "python")

    outcome = hunt(broken, python)

    assert outcome.interpreter is None
    assert [miss.path for miss in outcome.misses] == [broken]


def test_another_version_is_passed_over(tmp_path: Path) -> None:
    other = write_python(tmp_path / "other", "3.12")
    python = write_python(tmp_path / "python", "3.11")

    outcome = hunt(other, python, spec=Spec(implementation="cpython", version=(3, 11)))

    assert outcome.path == python
    assert [miss.reason for miss in outcome.misses] == ["is CPython 3.12"]


def test_a_free_threaded_python_is_not_the_plain_version(tmp_path: Path) -> None:
    python = write_free_threaded(tmp_path / "python", "3.14")

    outcome = hunt(python, spec=Spec(implementation="cpython", version=(3, 14)))

    assert outcome.interpreter is None


def test_a_python_for_another_platform_is_passed_over(tmp_path: Path) -> None:
    small = write_python(tmp_path / "small", pointer_width=32)
    python = write_python(tmp_path / "python")

    outcome = hunt(small, python)

    assert outcome.path == python
    assert "is a 32-bit Python" in outcome.misses[0].reason


def test_no_place_gives_nothing() -> None:
    assert hunt() == Outcome(name="python")
