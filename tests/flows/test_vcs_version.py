"""A version from git: in the wheel, in the sdist, and in what is built from the sdist."""

import email
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.archives import contents, extract
from support.cargo import NEEDS_CARGO
from support.checkouts import git, git_env, make_checkout
from support.commands import ferrule, run
from support.crates import add_program
from support.projects import pyproject, write
from support.sdists import crate as manifest
from support.wheels import metadata, read

pytestmark = NEEDS_CARGO

DEMO = '[project]\nname = "demo"\ndynamic = ["version"]\n'
FILES = {
    "Cargo.toml": manifest("demo"),
    "Cargo.lock": 'version = 4\n\n[[package]]\nname = "demo"\nversion = "0.1.0"\n',
    "pyproject.toml": pyproject(f'{DEMO}[tool.ferrule]\nversion = {{ from = "git" }}  # tags\n'),
    "src/main.rs": 'fn main() { print!(env!("CARGO_PKG_VERSION")); }\n',
    ".gitignore": "/target\n/dist\n",
}
WITHOUT_DUNAMAI = """\
import sys
sys.modules["dunamai"] = None
from ferrule.__main__ import main
sys.exit(main())
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout one commit behind the tag v1.2.0."""
    pytest.importorskip("dunamai")
    root = make_checkout(tmp_path / "demo", FILES)
    git(root, "commit", "-qm", "first")
    git(root, "tag", "v1.2.0")
    (root / "README.md").write_text("# demo\n")
    git(root, "add", "README.md")
    git(root, "commit", "-qm", "second")
    return root


def commit_of(root: Path) -> str:
    argv = ("git", "rev-parse", "HEAD")
    return subprocess.run(
        argv, cwd=root, env=git_env(), capture_output=True, text=True, check=True
    ).stdout[:7]


def test_one_commit_after_a_tag_is_in_wheel_and_sdist(project: Path) -> None:
    version = f"1.2.1.dev1+g{commit_of(project)}"

    result = ferrule("build", "--sdist", "-o", "dist", cwd=project).check()

    sdist, wheel = map(Path, result.out.split())
    assert sdist.name == f"demo-{version}.tar.gz"
    assert wheel.name.startswith(f"demo-{version}-")
    assert metadata(wheel)["Version"] == version
    assert email.message_from_bytes(contents(sdist)["PKG-INFO"])["Version"] == version


def test_the_sdist_builds_outside_of_git_and_without_dunamai(project: Path, tmp_path: Path) -> None:
    sdist = Path(ferrule("sdist", "-o", "dist", cwd=project).check().out.strip())
    unpacked = extract(sdist, tmp_path / "unpacked")

    broken = add_program(tmp_path / "fakes", "git", "exit 7").parent
    argv = (sys.executable, "-c", WITHOUT_DUNAMAI, "build", "-o", tmp_path / "out")
    env = {"PATH": f"{broken}{os.pathsep}{os.environ['PATH']}"}
    wheel = Path(run(argv, cwd=unpacked, env=env).check().out.strip())

    assert metadata(wheel)["Version"] == f"1.2.1.dev1+g{commit_of(project)}"


def test_the_crate_keeps_its_own_version(project: Path, tmp_path: Path) -> None:
    result = ferrule("build", "--sdist", "-o", "dist", cwd=project).check()

    sdist, wheel = map(Path, result.out.split())
    program = tmp_path / "program"
    program.write_bytes(read(wheel, "*/scripts/demo"))
    program.chmod(0o755)
    assert subprocess.run([program], capture_output=True, check=True).stdout == b"0.1.0"
    assert contents(sdist)["Cargo.toml"] == (project / "Cargo.toml").read_bytes()


def test_a_changed_file_is_told_in_the_version(project: Path) -> None:
    (project / "README.md").write_text("# changed\n")

    result = ferrule("sdist", "-o", "dist", cwd=project).check()

    assert result.out.strip().endswith(".dirty.tar.gz")


def test_without_dunamai_the_error_says_how_to_get_it(project: Path) -> None:
    argv = (sys.executable, "-c", WITHOUT_DUNAMAI, "sdist", "-o", "dist")

    result = run(argv, cwd=project)

    assert result.code == 4
    assert result.err.splitlines() == [
        "error: the version is to be taken from git, which needs dunamai",
        ' hint: run `pip install "ferrule[vcs]"`',
    ]


def test_without_a_tag_the_error_says_to_tag(project: Path) -> None:
    git(project, "tag", "-d", "v1.2.0")

    result = ferrule("sdist", "-o", "dist", cwd=project)

    assert result.code == 3
    assert "hint: tag a commit" in result.err
    assert "Traceback" not in result.err
    assert not (project / "dist").exists()


def test_outside_of_git_there_is_no_version(tmp_path: Path) -> None:
    pytest.importorskip("dunamai")
    root = write(tmp_path / "demo", FILES)

    result = ferrule("sdist", "-o", "dist", cwd=root)

    assert result.code == 3
    assert "no version can be taken from git" in result.err
