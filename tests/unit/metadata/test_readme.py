from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.metadata.merge import merge
from ferrule.metadata.model import Readme
from ferrule.metadata.readme import MARKDOWN, PLAIN, RST, read_readme
from ferrule.project.read import read_project
from support.projects import CRATE, pyproject, write

DYNAMIC = 'dynamic = ["readme"]'


def _read(root: Path, readme: str, crate: str = CRATE, member: str = ".") -> Readme | None:
    text = pyproject(f'[project]\nname = "demo"\nversion = "1"\n{readme}\n')
    write(root, {f"{member}/Cargo.toml": crate, f"{member}/pyproject.toml": text})
    project = read_project(root / member, None)
    return read_readme(project, merge(project))


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("README.md", MARKDOWN),
        ("README.MarkDown", MARKDOWN),
        ("README.rst", RST),
        ("README.txt", PLAIN),
        ("README", PLAIN),
    ],
)
def test_the_suffix_tells_the_content_type(tmp_path: Path, name: str, content_type: str) -> None:
    write(tmp_path, {name: "x"})

    assert _read(tmp_path, f'readme = "{name}"') == Readme(content=b"x", content_type=content_type)


def test_an_unknown_suffix_is_plain_text_with_a_note(tmp_path: Path) -> None:
    write(tmp_path, {"README.adoc": "x"})

    readme = _read(tmp_path, 'readme = "README.adoc"')

    assert readme is not None
    assert readme.content_type == PLAIN
    assert "taken as plain text" in readme.notes[0]


def test_the_bytes_of_the_file_are_kept(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "a\r\n\n  ü  \n\n"})

    readme = _read(tmp_path, 'readme = "README.md"')

    assert readme is not None
    assert readme.content == "a\r\n\n  ü  \n\n".encode()


def test_no_readme_is_none(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "x"})

    assert _read(tmp_path, "") is None


def test_a_table_gives_text_and_type(tmp_path: Path) -> None:
    readme = _read(tmp_path, 'readme = { text = "x", content-type = "text/plain" }')

    assert readme == Readme(content=b"x", content_type="text/plain")


def test_a_table_without_type_is_read_with_a_note(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "x"})

    from_file = _read(tmp_path, 'readme = { file = "README.md" }')
    from_text = _read(tmp_path, 'readme = { text = "x" }')

    assert from_file is not None
    assert from_text is not None
    assert (from_file.content_type, from_text.content_type) == (MARKDOWN, None)
    assert "content-type is missing; text/markdown" in from_file.notes[0]
    assert "content-type is missing; none is written" in from_text.notes[0]


def test_a_type_that_indexes_refuse_is_noted(tmp_path: Path) -> None:
    readme = _read(tmp_path, 'readme = { text = "x", content-type = "text/html" }')

    assert readme is not None
    assert 'content-type is "text/html", not one of text/plain' in readme.notes[0]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1", "project.readme is neither a path nor a table"),
        ("{}", 'project.readme needs either "file" or "text"'),
        ('{ file = "a", text = "b" }', 'project.readme needs either "file" or "text"'),
        ("{ text = 1 }", 'project.readme needs either "file" or "text"'),
        ('{ text = "a", content-type = 1 }', "project.readme.content-type is not a string"),
        ('"none.md"', "none.md cannot be read: No such file"),
        ('{ file = "none.md" }', "project.readme.file: "),
        ('"/etc/hosts"', 'project.readme is "/etc/hosts", an absolute path'),
        ('"../up.md"', 'project.readme is "../up.md", outside '),
        ('"."', "cannot be read: Is a directory"),
        ('"latin.md"', "latin.md is not UTF-8 (byte 1)"),
    ],
)
def test_a_wrong_value_names_the_key(tmp_path: Path, value: str, message: str) -> None:
    (tmp_path / "latin.md").write_bytes(b"a\xff")

    with pytest.raises(ConfigError) as caught:
        _read(tmp_path, f"readme = {value}")

    assert caught.value.message.startswith("pyproject.toml: project.readme")
    assert message in caught.value.message


def test_a_readme_above_is_read_inside_of_the_workspace(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": '[workspace]\nmembers = ["a"]\n', "README.md": "x"})

    readme = _read(tmp_path, 'readme = "../README.md"', member="a")

    assert readme == Readme(content=b"x", content_type=MARKDOWN)


@pytest.mark.parametrize(
    ("line", "found"),
    [("", "README.md"), ("readme = true", "README.md"), ('readme = "docs/x.txt"', "docs/x.txt")],
)
def test_a_dynamic_readme_is_the_crates(tmp_path: Path, line: str, found: str) -> None:
    write(tmp_path, {"README.md": "README.md", "README.rst": "", "docs/x.txt": "docs/x.txt"})

    readme = _read(tmp_path, DYNAMIC, f"{CRATE}{line}\n")

    assert readme is not None
    assert readme.content == found.encode()


def test_a_crate_may_have_or_want_no_readme(tmp_path: Path) -> None:
    assert _read(tmp_path, DYNAMIC) is None
    write(tmp_path, {"README.md": "x"})
    assert _read(tmp_path, DYNAMIC, CRATE + "readme = false\n") is None


def test_a_missing_readme_of_the_crate_names_its_key(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^Cargo\.toml: package\.readme: .*x\.md cannot be read"):
        _read(tmp_path, DYNAMIC, CRATE + 'readme = "x.md"\n')


def test_an_inherited_readme_is_the_workspaces(tmp_path: Path) -> None:
    root = '[workspace]\nmembers = ["a"]\n[workspace.package]\nreadme = "docs/x.rst"\n'
    write(tmp_path, {"Cargo.toml": root, "docs/x.rst": "x"})

    readme = _read(tmp_path, DYNAMIC, CRATE + "readme.workspace = true\n", member="a")

    assert readme == Readme(content=b"x", content_type=RST)
