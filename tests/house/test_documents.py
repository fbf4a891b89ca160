"""The documents name commands that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_scripts_that_a_document_names_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"\b((?:scripts|bench|tests|examples|docs|\.ci)/[\w./-]*\w)", text))

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_readme_shows_the_two_first_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"^    (sh scripts/\w+)$", text, re.MULTILINE)[:2] == [
        "sh scripts/try",
        "sh scripts/test",
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "changes").glob("*")), ids=lambda path: path.name)
def test_a_change_is_one_sentence_of_a_known_kind(path: Path) -> None:
    if path.name == "README.md":
        return
    kinds = "feature|fix|doc|deprecation|removal|internal"

    assert re.fullmatch(rf"\d+(\.\d+)?\.({kinds})\.md", path.name)
    assert path.read_text(encoding="utf-8").strip().endswith(".")
