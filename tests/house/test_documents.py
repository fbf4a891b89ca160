"""The documents name commands that exist."""

import re
from pathlib import Path

import pytest

from ferrule.selection.patterns import exclude_paths, find_included

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


PATTERNS = (ROOT / "docs" / "reference" / "patterns.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| (`.*`) \| (.*)\|$", PATTERNS, re.MULTILINE)
FILES = re.findall(r"^    (\S+)$", PATTERNS, re.MULTILINE)


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def examples_of(key: str) -> list[tuple[list[str], list[str]]]:
    """Return the rows of the table whose first column is headed by a key."""
    start = next(n for n, (left, _) in enumerate(EXAMPLES) if quoted(left) == [key])
    rows = []
    for left, right in EXAMPLES[start + 1 :]:
        if quoted(left) in (["include"], ["exclude"]):
            break
        rows.append((quoted(left), quoted(right)))
    return rows


@pytest.mark.parametrize(("patterns", "files"), examples_of("include"))
def test_an_include_is_for_the_files_that_its_page_tells(
    tmp_path: Path, patterns: list[str], files: list[str]
) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    (pattern,) = patterns

    found = [path.relative_to(tmp_path).as_posix() for path in find_included(pattern, tmp_path)]
    assert found == files


@pytest.mark.parametrize(("patterns", "files"), examples_of("exclude"))
def test_an_exclude_is_for_the_files_that_its_page_tells(
    patterns: list[str], files: list[str]
) -> None:
    excludes = exclude_paths(patterns)

    assert sorted(name for name in FILES if excludes(name)) == files
