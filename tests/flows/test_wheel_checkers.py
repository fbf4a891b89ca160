"""What others say about our wheels: twine and check-wheel-contents."""

import sys
from pathlib import Path

import pytest

from support.commands import run
from support.crates import Build


@pytest.mark.parametrize("name", ["pure", "stable", "mixed", "src_layout", "data", "program"])
def test_twine_accepts_the_wheel(build: Build, name: str) -> None:
    wheel = build(name).wheel

    result = run((sys.executable, "-m", "twine", "check", wheel), cwd=wheel.parent)

    assert result.code == 0, result.out


def test_twine_finds_nothing_to_warn_of_in_complete_metadata(build: Build) -> None:
    wheel = build("pure").wheel

    result = run((sys.executable, "-m", "twine", "check", "--strict", wheel), cwd=wheel.parent)

    assert result.code == 0, result.out


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("pure", ()),
        ("stable", ()),
        ("mixed", ()),
        ("src_layout", ()),
        # A program alone has no library: that is what W007 says.
        ("program", ("--ignore", "W007")),
    ],
)
def test_check_wheel_contents_accepts_the_wheel(
    build: Build, name: str, ignored: tuple[str, ...]
) -> None:
    wheel = build(name).wheel
    checker = Path(sys.executable).with_name("check-wheel-contents")

    result = run((checker, "--no-config", *ignored, wheel), cwd=wheel.parent)

    assert result.code == 0, result.out
