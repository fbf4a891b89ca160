"""The command line of a verb, and its help."""

import re
import sys
from pathlib import Path

import pytest

from ferrule.cli.parser import format_help, parse
from ferrule.errors import UsageError
from ferrule.settings.options import BUILD, EVERYWHERE, OPTIONS
from support.commands import run


def test_a_command_line_becomes_a_source() -> None:
    parsed = parse(BUILD, ["-r", "-o", "dist"])

    assert parsed.verb == "build"
    assert not parsed.wants_help
    assert parsed.source.values == {"release": (True, "--release"), "out": ("dist", "--out")}


@pytest.mark.parametrize("argv", [["-h"], ["--help"], ["-r", "--help", "--bogus"]])
def test_help_is_given_before_anything_else_is_read(argv: list[str]) -> None:
    assert parse(BUILD, argv).wants_help


def test_help_after_two_dashes_is_for_rustc() -> None:
    assert parse(BUILD, ["--", "--help"]).source.values["rustc-args"].value == ("--help",)


def test_an_unknown_flag_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        parse(BUILD, ["--bogus"])


@pytest.mark.parametrize("verb", EVERYWHERE)
@pytest.mark.parametrize("columns", [20, 60, 80, 100, 300])
def test_help_fits_the_terminal(verb: str, columns: int) -> None:
    lines = format_help(verb, columns).splitlines()

    assert max(len(line) for line in lines) <= max(60, min(columns, 100))
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("verb", EVERYWHERE)
def test_help_shows_every_flag_of_the_verb_and_no_other(verb: str) -> None:
    cells = re.split(r"\s{2,}", format_help(verb, 80))

    for option in OPTIONS:
        if option.flags:
            shown = f"{', '.join(option.flags)}{option.operand}" in cells
            assert shown is (verb in option.verbs), option.name


def test_help_has_headings_and_examples() -> None:
    text = format_help(BUILD, 80)

    assert text.startswith("Build the wheels of a Rust crate.\n\nUsage: ferrule build [OPTIONS]")
    assert "\n\nFeature selection:\n  -F, --features FEATURES" in text
    assert "\n\nExamples:\n  ferrule build  " in text


def test_help_lists_the_choices() -> None:
    assert "[pyo3, pyo3-ffi, bin]" in format_help(BUILD, 100)


def test_parsing_loads_neither_dataclasses_nor_argparse(tmp_path: Path) -> None:
    script = "import ferrule.cli.parser, sys; print(*sys.modules)"

    result = run([sys.executable, "-c", script], cwd=tmp_path).check()

    assert {"dataclasses", "argparse", "difflib", "shlex"}.isdisjoint(result.out.split())
