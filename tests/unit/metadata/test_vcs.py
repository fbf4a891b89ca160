import subprocess
from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.metadata.identify import identify
from ferrule.metadata.vcs import with_vcs_version
from ferrule.project.read import read_project
from support.pythons import need

PYPROJECT = """\
[build-system]
requires = ["ferrule"]
build-backend = "ferrule"
[project]
name = "demo"
{version}
[tool.ferrule]
version = {{ from = "git" }}
"""


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")
    subprocess.run(("git", *identity, *words), cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    pytest.importorskip("dunamai")
    need(_has_git(), "git")
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "demo"\nversion = "0.0.0"\n')
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.format(version='dynamic = ["version"]'))
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def _has_git() -> bool:
    import shutil

    return shutil.which("git") is not None


def version_of(folder: Path) -> str:
    return identify(with_vcs_version(read_project(folder, None), "git")).version


def test_a_tagged_commit_has_the_version_of_its_tag(repository: Path) -> None:
    git(repository, "tag", "v1.2.0")

    assert version_of(repository) == "1.2.0"


def test_a_commit_after_the_tag_is_a_development_release_of_the_next_patch(
    repository: Path,
) -> None:
    git(repository, "tag", "v1.2.0")
    git(repository, "commit", "-q", "--allow-empty", "-m", "second")

    assert version_of(repository).startswith("1.2.1.dev1+g")


def test_without_a_tag_the_error_says_what_to_do(repository: Path) -> None:
    with pytest.raises(ConfigError, match="no version can be taken from git") as caught:
        version_of(repository)

    assert "git tag v1.0.0" in caught.value.hint


def test_outside_a_repository_the_error_names_the_folder(tmp_path: Path) -> None:
    pytest.importorskip("dunamai")
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "demo"\nversion = "0.0.0"\n')
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.format(version='dynamic = ["version"]'))

    with pytest.raises(ConfigError, match="no version can be taken from git") as caught:
        version_of(tmp_path)

    assert str(tmp_path) in caught.value.message


def test_a_version_that_is_not_dynamic_is_not_replaced(repository: Path) -> None:
    (repository / "pyproject.toml").write_text(PYPROJECT.format(version='version = "1.0"'))

    with pytest.raises(ConfigError, match="it is not dynamic"):
        version_of(repository)


def test_a_project_that_asks_for_nothing_is_left_as_it_is(repository: Path) -> None:
    project = read_project(repository, None)

    assert with_vcs_version(project, None) is project
