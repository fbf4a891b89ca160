from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.metadata.crate import read_crate_value, show_manifest
from ferrule.project.manifest import read_manifest
from ferrule.project.read import read_project
from support.projects import CRATE, pyproject, write


def _value(root: Path, key: str, line: str) -> object:
    write(root, {"Cargo.toml": CRATE + line})
    return read_crate_value(key, read_manifest(root / "Cargo.toml"), "Cargo.toml")


@pytest.mark.parametrize("key", ["description", "authors", "keywords", "urls", "license"])
def test_what_the_crate_does_not_say_is_none(tmp_path: Path, key: str) -> None:
    assert _value(tmp_path, key, "") is None


@pytest.mark.parametrize(
    ("author", "person"),
    [
        ("Ann Lee <ann@example.org>", {"name": "Ann Lee", "email": "ann@example.org"}),
        ("Ann Lee", {"name": "Ann Lee"}),
        ("<ann@example.org>", {"name": "", "email": "ann@example.org"}),
        ("Ann <>", {"name": "Ann <>"}),
    ],
)
def test_authors_are_split_as_cargo_does(
    tmp_path: Path, author: str, person: dict[str, str]
) -> None:
    assert _value(tmp_path, "authors", f'authors = ["{author}"]\n') == [person]


@pytest.mark.parametrize(
    ("key", "line", "message"),
    [
        ("description", "description = 1\n", "package.description is not a string"),
        ("authors", 'authors = "x"\n', "package.authors is not a list of strings"),
        ("urls", "homepage = []\n", "package.homepage is not a string"),
        ("license", "license = {}\n", "package.license is not a string"),
    ],
)
def test_a_wrong_type_names_the_key(tmp_path: Path, key: str, line: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _value(tmp_path, key, line)

    assert caught.value.message == f"Cargo.toml: {message}"


def test_the_manifest_is_shown_relative_to_the_project(tmp_path: Path) -> None:
    text = pyproject('[tool.ferrule]\nmanifest-path = "rust/Cargo.toml"\n')
    write(tmp_path, {"pyproject.toml": text, "rust/Cargo.toml": CRATE})

    assert show_manifest(read_project(tmp_path, None)) == "rust/Cargo.toml"


def test_a_manifest_outside_of_the_project_is_shown_whole(tmp_path: Path) -> None:
    text = pyproject('[tool.ferrule]\nmanifest-path = "../rust/Cargo.toml"\n')
    write(tmp_path, {"py/pyproject.toml": text, "rust/Cargo.toml": CRATE})

    assert show_manifest(read_project(tmp_path / "py", None)) == str(tmp_path / "rust/Cargo.toml")
