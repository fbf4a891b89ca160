from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.project.pyproject import read_pyproject
from support.projects import pyproject, write


def _path(root: Path, text: str) -> Path:
    return write(root, {"pyproject.toml": text}) / "pyproject.toml"


def test_the_tables_are_returned(tmp_path: Path) -> None:
    path = _path(tmp_path, pyproject('[project]\nname = "demo"\n[tool.ferrule]\nstrip = true\n'))

    result = read_pyproject(path)

    assert (result.build_backend, result.requires) == ("ferrule", ("ferrule",))
    assert result.project == {"name": "demo"}
    assert (result.tool_name, result.tool) == ("tool.ferrule", {"strip": True})
    assert result.notes == ()


def test_a_file_without_options_is_fine(tmp_path: Path) -> None:
    result = read_pyproject(_path(tmp_path, pyproject()))

    assert (result.project, result.tool_name, result.tool) == (None, "tool.ferrule", {})


def test_the_options_of_maturin_are_read(tmp_path: Path) -> None:
    result = read_pyproject(_path(tmp_path, pyproject("[tool.maturin]\nstrip = true\n")))

    assert (result.tool_name, result.tool) == ("tool.maturin", {"strip": True})


def test_the_options_of_ferrule_win_with_a_note(tmp_path: Path) -> None:
    text = pyproject("[tool.maturin]\nstrip = true\n[tool.ferrule]\n")

    result = read_pyproject(_path(tmp_path, text))

    assert (result.tool_name, result.tool) == ("tool.ferrule", {})
    assert result.notes == (
        "pyproject.toml: tool.maturin is ignored because tool.ferrule is there",
    )


def test_maturin_as_the_backend_gives_a_note(tmp_path: Path) -> None:
    text = '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n'

    (note,) = read_pyproject(_path(tmp_path, text)).notes

    assert "pip builds with maturin" in note


def test_no_backend_gives_a_note(tmp_path: Path) -> None:
    (note,) = read_pyproject(_path(tmp_path, '[build-system]\nrequires = ["ferrule"]\n')).notes

    assert "pip builds with setuptools" in note


def test_a_missing_build_system_shows_what_to_add(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no \[build-system\] table") as caught:
        read_pyproject(_path(tmp_path, "[project]\n"))

    assert 'build-backend = "ferrule"' in caught.value.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[build-system]\n", "pyproject.toml: build-system.requires is missing"),
        (
            '[build-system]\nrequires = "a"\n',
            "pyproject.toml: build-system.requires is not a list of strings",
        ),
        (
            "[build-system]\nrequires = []\nbuild-backend = 1\n",
            "pyproject.toml: build-system.build-backend is not a string",
        ),
        ("project = 1\n" + pyproject(), "pyproject.toml: project is not a table"),
        ("build-system = 1\n", "pyproject.toml: build-system is not a table"),
        (pyproject("[tool]\nferrule = 1\n"), "pyproject.toml: tool.ferrule is not a table"),
    ],
)
def test_wrong_types_name_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_pyproject(_path(tmp_path, text))

    assert caught.value.message == message
