"""What the command line says, on which stream, in which form."""

import json
import sys
from pathlib import Path

from support.commands import ferrule
from support.crates import Build, Crate
from support.pythons import PLATFORM, THIS_TAG

WHEEL = f"pure-1.2.3-{THIS_TAG}-{THIS_TAG}-{PLATFORM}.whl"


def test_the_last_lines_name_the_wheels(build: Build) -> None:
    built = build("pure")

    assert built.wheel.name in built.result.out.splitlines()[-1]


def test_cargos_progress_is_on_stderr(build: Build) -> None:
    result = build("pure").result

    assert "Compiling pure" in result.err
    assert "Compiling" not in result.out


def test_without_a_terminal_there_are_no_escape_sequences(build: Build) -> None:
    result = build("pure").result

    assert "\033" not in result.out
    assert "\033" not in result.err.replace("\033[K", "")


def test_the_linux_tag_is_explained(crate: Crate) -> None:
    root = crate("pure")

    result = ferrule("build", "-i", sys.executable, "-o", "dist", cwd=root).check()

    assert "linux" in result.err.lower()


def test_quiet_prints_the_wheel_and_nothing_else(crate: Crate) -> None:
    root = crate("pure")

    result = ferrule("build", "-q", "-i", sys.executable, "-o", "dist", cwd=root).check()

    assert "Compiling" not in result.err
    assert "Finished" not in result.err
    assert WHEEL in result.out


def test_verbose_says_more(crate: Crate, tmp_path: Path) -> None:
    root = crate("pure")
    args = ("-i", sys.executable, "--compatibility", "linux", "-o", "dist", "--target-dir")

    usual = ferrule("build", *args, tmp_path / "a", cwd=root).check()
    verbose = ferrule("build", "-v", *args, tmp_path / "b", cwd=root).check()

    assert len(verbose.err.splitlines()) > len(usual.err.splitlines())
    assert "Running `" in verbose.err


def test_colours_can_be_forced(crate: Crate) -> None:
    root = crate("pure")

    result = ferrule("build", "--color", "always", "-i", sys.executable, "-o", "dist", cwd=root)

    assert result.code == 0
    assert "\033[" in result.err


def test_compiler_warnings_are_shown(crate: Crate) -> None:
    root = crate("program")
    (root / "src" / "main.rs").write_text('fn main() { let unused = 1; println!("42"); }\n')

    result = ferrule("build", "-o", "dist", cwd=root).check()

    assert "unused variable" in result.err


def test_the_json_result_names_the_wheels(crate: Crate) -> None:
    root = crate("pure")

    result = ferrule("build", "--format", "json", "-i", sys.executable, "-o", "dist", cwd=root)

    (wheel,) = json.loads(result.check().out)["wheels"]
    assert Path(wheel["path"]).name == WHEEL
    assert (root / wheel["path"]).is_file()


def test_a_plan_compiles_nothing(crate: Crate) -> None:
    root = crate("pure")

    result = ferrule("build", "--plan", "-i", sys.executable, "-o", "dist", cwd=root).check()

    assert "Compiling" not in result.err
    assert not (root / "dist").exists()
    assert not list(root.rglob("*.so"))


def test_a_plan_tells_what_would_be_built(crate: Crate) -> None:
    root = crate("pure")

    result = ferrule("build", "--plan", "--release", "-i", sys.executable, cwd=root).check()

    for word in (WHEEL, "pyo3-ffi", "release", "target"):
        assert word in result.out


def test_a_plan_tells_why_an_interpreter_was_taken(crate: Crate) -> None:
    root = crate("pure")

    result = ferrule("build", "--plan", "-i", sys.executable, cwd=root).check()

    assert sys.executable in result.out
    assert "-i" in result.out


def test_a_plan_in_json_holds_the_same_decisions(crate: Crate) -> None:
    root = crate("pure")

    args = ("--plan", "--format", "json", "-i", sys.executable, "-o", "dist")
    result = ferrule("build", *args, cwd=root).check()

    plan = json.loads(result.out)
    assert len(plan["wheels"]) == 1
    assert WHEEL in json.dumps(plan["wheels"])
    assert plan["profile"] == "dev"


def test_a_plan_keeps_its_word(crate: Crate) -> None:
    root = crate("mixed")
    args = ("--format", "json", "-i", sys.executable, "-o", "dist")
    plan = ferrule("build", "--plan", *args, cwd=root).check()

    done = ferrule("build", *args, cwd=root).check()

    (wheel,) = json.loads(done.out)["wheels"]
    assert Path(wheel["path"]).name in plan.out


def test_short_form_of_build(crate: Crate) -> None:
    root = crate("pure")

    ferrule("b", "-i", sys.executable, "-o", "dist", cwd=root).check()

    assert (root / "dist" / WHEEL).is_file()
