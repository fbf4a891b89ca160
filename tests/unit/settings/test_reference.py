"""The generated reference."""

from pathlib import Path

import pytest

from ferrule.settings.options import OPTIONS
from ferrule.settings.reference import format_reference
from ferrule.settings.schema import format_schema

FOLDER = Path(__file__).parents[3] / "docs" / "reference"


@pytest.mark.parametrize(
    ("name", "text"), [("options.md", format_reference()), ("ferrule.schema.json", format_schema())]
)
def test_the_committed_files_are_current(name: str, text: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == text, "run scripts/generate_reference.py"


def test_every_option_has_its_section() -> None:
    page = format_reference()

    for option in OPTIONS:
        assert f"\n### {option.name}\n\n{option.help}\n" in page


def test_groups_are_headings_once() -> None:
    headings = [line for line in format_reference().splitlines() if line.startswith("## ")]

    assert len(headings) == len(set(headings))


def test_a_section_says_every_way_to_give_the_option() -> None:
    section = format_reference().partition("### strip\n")[2].partition("\n\n##")[0]

    assert section.split("\n- ")[1:] == [
        "type: true or false",
        "default: `false`",
        "command line: `--strip[=true|false]` of `build`",
        "pyproject.toml: `strip = true`",
        "config setting: `-C strip=…`",
        "environment: `FERRULE_STRIP`, `MATURIN_STRIP`",
    ]
