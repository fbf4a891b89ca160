from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.metadata.identify import identify
from ferrule.project.read import read_project

CARGO = '[package]\nname = "demo"\nversion = "1.2.3-rc.1"\n'
BUILD_SYSTEM = '[build-system]\nrequires = ["ferrule"]\nbuild-backend = "ferrule"\n'


def write(folder: Path, project: str) -> Path:
    (folder / "Cargo.toml").write_text(CARGO)
    (folder / "pyproject.toml").write_text(f"{BUILD_SYSTEM}[project]\n{project}")
    return folder


def test_a_project_is_called_as_its_metadata_will_say(tmp_path: Path) -> None:
    write(tmp_path, 'name = "My.Demo"\ndynamic = ["version"]\n')

    identity = identify(read_project(tmp_path, None))

    assert (identity.name, identity.version, identity.has_scripts) == ("My.Demo", "1.2.3rc1", False)


def test_scripts_are_told_of(tmp_path: Path) -> None:
    write(tmp_path, 'name = "demo"\nversion = "1"\n[project.scripts]\ndemo = "demo:main"\n')

    assert identify(read_project(tmp_path, None)).has_scripts


def test_a_version_that_is_none_is_refused_with_everything_else(tmp_path: Path) -> None:
    write(tmp_path, 'name = "demo"\nversion = "new"\nrequires-python = "3"\n')

    with pytest.raises(ConfigError, match=r"project\.version") as caught:
        identify(read_project(tmp_path, None))

    assert "project.requires-python" in caught.value.message
