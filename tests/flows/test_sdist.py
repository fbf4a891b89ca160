"""`ferrule sdist` and `ferrule build --sdist` on real git checkouts."""

import json
import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from support.archives import contents, extract, file_modes
from support.cargo import NEEDS_CARGO
from support.checkouts import git, make_checkout
from support.commands import Result, ferrule, run
from support.crates import add_program, append
from support.projects import pyproject, write
from support.sdists import crate as manifest
from support.wheels import sha256

pytestmark = NEEDS_CARGO

CONFIG, TOOL = 3, 4
DEMO = '[project]\nname = "demo"\ndynamic = ["version"]\n'
FILES = {
    "Cargo.toml": manifest("demo"),
    "Cargo.lock": 'version = 4\n\n[[package]]\nname = "demo"\nversion = "0.1.0"\n',
    "pyproject.toml": pyproject(DEMO),
    "src/main.rs": "fn main() {}\n",
    "README.md": "# demo\n",
    "run.sh": "#!/bin/sh\n",
    ".gitignore": "/target\n/dist\n*.tmp\n",
}
PACKED = {"PKG-INFO", *FILES}
NAME = "demo-0.1.0.tar.gz"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout of a small program."""
    root = write(tmp_path / "demo", FILES)
    (root / "run.sh").chmod(0o755)
    return make_checkout(root, {})


def sdist(root: Path, *args: str | Path, env: dict[str, str] | None = None) -> Result:
    return ferrule("sdist", "-o", "dist", *args, cwd=root, env=env)


def packed(root: Path, *args: str | Path) -> set[str]:
    sdist(root, *args).check()
    return set(contents(root / "dist" / NAME))


def warnings(result: Result) -> list[str]:
    return [line for line in result.check().err.splitlines() if line.startswith("warning:")]


def test_the_tracked_files_and_pkg_info_are_in_one_folder(project: Path) -> None:
    result = sdist(project).check()

    assert result.out == f"{project / 'dist' / NAME}\n"
    assert warnings(result) == []
    top = extract(project / "dist" / NAME, project / "dist")
    assert {path.relative_to(top).as_posix() for path in top.rglob("*.*")} >= {"src/main.rs"}
    assert set(contents(project / "dist" / NAME)) == PACKED


def test_without_out_it_goes_beside_the_wheels(project: Path) -> None:
    result = ferrule("sdist", cwd=project).check()

    assert result.out == f"{project / 'target' / 'wheels' / NAME}\n"


def test_the_same_bytes_come_twice_and_from_another_checkout(project: Path, tmp_path: Path) -> None:
    git(project, "commit", "-qm", "all")
    git(tmp_path, "clone", "-q", str(project), "elsewhere")
    (tmp_path / "elsewhere" / "src" / "main.rs").touch()

    digests = set()
    for root in (project, project, tmp_path / "elsewhere"):
        sdist(root).check()
        digests.add(sha256(root / "dist" / NAME))

    assert len(digests) == 1


def test_a_source_date_epoch_changes_the_times(project: Path) -> None:
    sdist(project).check()
    first = sha256(project / "dist" / NAME)

    sdist(project, env={"SOURCE_DATE_EPOCH": "1700000000"}).check()

    assert sha256(project / "dist" / NAME) != first


def test_executables_stay_executable_and_others_are_not(project: Path) -> None:
    (project / "README.md").chmod(0o600)

    sdist(project).check()

    modes = file_modes(project / "dist" / NAME)
    assert modes.pop("run.sh") == 0o755
    assert set(modes.values()) == {0o644}


def test_a_secret_stays_out_and_one_warning_names_it(project: Path) -> None:
    (project / ".env").write_text("TOKEN=1\n")
    git(project, "add", "-f", ".env")

    result = sdist(project)

    (warning,) = warnings(result)
    assert ".env" in warning
    assert set(contents(project / "dist" / NAME)) == PACKED


def test_a_secret_beside_the_manifest_stays_out_without_git(tmp_path: Path) -> None:
    root = write(tmp_path / "demo", {**FILES, ".env": "TOKEN=1\n"})

    result = sdist(root)

    (warning,) = warnings(result)
    assert ".env" in warning
    assert b"TOKEN" not in b"".join(contents(root / "dist" / NAME).values())


def test_an_untracked_file_stays_out_and_one_warning_names_it(project: Path) -> None:
    write(project, {"src/draft.rs": "", "notes.tmp": ""})

    result = sdist(project)

    (warning,) = warnings(result)
    assert "src/draft.rs" in warning
    assert "--allow-untracked" in warning
    assert set(contents(project / "dist" / NAME)) == PACKED


def test_untracked_files_are_taken_when_allowed(project: Path) -> None:
    write(project, {"src/draft.rs": "", "notes.tmp": ""})

    assert packed(project, "--allow-untracked") == {*PACKED, "src/draft.rs"}


def test_an_include_names_what_git_does_not_track(project: Path) -> None:
    write(project, {"made.tmp": "", ".env": ""})
    append(project / "pyproject.toml", '[tool.ferrule]\ninclude = ["made.tmp", ".env"]\n')

    assert packed(project) == {*PACKED, "made.tmp", ".env"}


def test_an_exclude_leaves_out(project: Path) -> None:
    append(project / "pyproject.toml", '[tool.ferrule]\nexclude = ["*.sh"]\n')

    assert packed(project) == PACKED - {"run.sh"}


@pytest.mark.parametrize("generator", ["cargo", "git"])
def test_both_generators_make_an_sdist_of_a_crate_alone(project: Path, generator: str) -> None:
    assert packed(project, "--sdist-generator", generator) == PACKED


def test_the_generator_git_has_no_say_for_cargos_rules(project: Path) -> None:
    append(project / "Cargo.toml", 'exclude = ["run.sh"]\n')

    assert packed(project, "--sdist-generator", "git") == PACKED
    assert packed(project, "--sdist-generator", "cargo") == PACKED - {"run.sh"}


def test_the_list_tells_source_path_and_rule(project: Path) -> None:
    result = ferrule("sdist", "--list", cwd=project).check()

    name, *lines = result.out.splitlines()
    assert name == NAME
    assert [line.split(" -> ")[1].split()[0] for line in lines] == sorted(PACKED)
    assert any(
        line.split() == ["README.md", "->", "README.md", "[crate", "demo]"] for line in lines
    )
    assert not (project / "target").exists()


def test_the_list_has_a_form_for_programs(project: Path) -> None:
    result = ferrule("sdist", "--list", "--format", "json", cwd=project).check()

    document = json.loads(result.out)
    (archive,) = document["archives"]
    entries = {entry["path"]: entry for entry in archive["entries"]}
    assert document["format"] == 1
    assert archive["file"] == NAME
    assert set(entries) == PACKED
    assert entries["run.sh"] == {
        "path": "run.sh",
        "source": str(project / "run.sh"),
        "rule": "crate demo",
        "executable": True,
    }
    assert entries["PKG-INFO"]["source"] is None


def test_a_wheels_files_are_listed_too(project: Path) -> None:
    result = ferrule("build", "--list", "--format", "json", cwd=project).check()

    (archive,) = json.loads(result.out)["archives"]
    paths = {entry["path"] for entry in archive["entries"]}
    assert archive["file"].endswith(".whl")
    assert {"demo-0.1.0.data/scripts/demo", "demo-0.1.0.dist-info/METADATA"} <= paths
    assert not list(project.rglob("*.whl"))


def test_the_result_has_a_form_for_programs(project: Path) -> None:
    result = sdist(project, "--format", "json").check()

    path = project / "dist" / NAME
    made = {
        "path": str(path),
        "file": NAME,
        "size": path.stat().st_size,
        "sha256": sha256(path),
        "verified": "metadata",
    }
    assert json.loads(result.out) == {"format": 1, "sdist": made}


def test_a_build_with_sdist_names_both(project: Path) -> None:
    result = ferrule("build", "--sdist", "-o", "dist", cwd=project).check()

    first, second = map(Path, result.out.splitlines())
    assert first == project / "dist" / NAME
    assert second.parent == project / "dist"
    assert second.name.startswith("demo-0.1.0-py3-none-")


def test_a_build_with_sdist_has_one_document_for_both(project: Path) -> None:
    args = ("build", "--sdist", "-o", "dist", "--format", "json")

    document = json.loads(ferrule(*args, cwd=project).check().out)

    assert document["sdist"]["file"] == NAME
    assert [Path(wheel["path"]).parent for wheel in document["wheels"]] == [project / "dist"]


def test_an_sdist_can_be_proven_by_building_it(project: Path) -> None:
    result = sdist(project, "--verify", "build").check()

    assert "Compiling" in result.err
    assert [path.name for path in (project / "dist").iterdir()] == [NAME]


def test_an_sdist_that_does_not_compile_gets_no_name(project: Path) -> None:
    """An ignored module is on this machine, but not in the sdist."""
    write(project, {"src/main.rs": "mod made;\nfn main() {}\n", "src/made.rs": ""})
    append(project / ".gitignore", "made.rs\n")

    result = sdist(project, "--verify", "build")

    assert result.code == TOOL
    assert result.err.splitlines()[-1].startswith((" hint: ", "error: "))
    assert not list(project.rglob("*.tar.gz*"))


def test_an_sdist_that_cargo_does_not_load_gets_no_name(project: Path) -> None:
    """Cargo finds no program any more: the only source of one is excluded."""
    append(project / "pyproject.toml", '[tool.ferrule]\nexclude = ["src/main.rs"]\n')

    result = sdist(project)

    assert result.code == TOOL
    assert "the sdist does not load although the project does" in result.err
    assert not list(project.rglob("*.tar.gz*"))


def test_nothing_is_proven_when_not_asked_for(project: Path, tmp_path: Path) -> None:
    add_program(tmp_path / "fakes", "cargo", "exit 7")

    result = sdist(project, "--verify", "none", env={"CARGO": str(tmp_path / "fakes" / "cargo")})

    assert warnings(result) == []
    assert set(contents(project / "dist" / NAME)) == PACKED


def test_without_cargo_a_warning_says_that_it_is_not_verified(
    project: Path, tmp_path: Path
) -> None:
    git_program = shutil.which("git")
    assert git_program
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").symlink_to(git_program)

    env = {"PATH": str(tmp_path / "bin"), "CARGO": ""}
    result = sdist(project, "--format", "json", env=env)

    (warning,) = warnings(result)
    assert "not verified" in warning
    assert json.loads(result.out)["sdist"]["verified"] == "none"
    assert set(contents(project / "dist" / NAME)) == PACKED


def test_an_earlier_sdist_is_no_part_of_the_next(project: Path) -> None:
    shutil.rmtree(project / ".git")
    first = ferrule("sdist", "-o", ".", cwd=project).check()
    digest = sha256(Path(first.out.strip()))

    again = ferrule("sdist", "-o", ".", cwd=project).check()

    assert sha256(Path(again.out.strip())) == digest


def test_an_sdist_makes_the_same_sdist_again(project: Path, tmp_path: Path) -> None:
    """Files with a dot in front are taken where git tracks them, so there are none here."""
    git(project, "rm", "-qf", ".gitignore")
    sdist(project).check()
    unpacked = extract(project / "dist" / NAME, tmp_path / "unpacked")

    sdist(unpacked).check()

    assert sha256(unpacked / "dist" / NAME) == sha256(project / "dist" / NAME)


def test_a_readable_archive_is_written(project: Path) -> None:
    sdist(project).check()

    mode = stat.S_IMODE((project / "dist" / NAME).stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    assert mode == 0o666 & ~umask


def test_twine_accepts_it(project: Path) -> None:
    append(project / "pyproject.toml", 'readme = "README.md"\n')
    sdist(project).check()

    twine = (sys.executable, "-m", "twine", "check", "--strict", f"dist/{NAME}")
    assert "PASSED" in run(twine, cwd=project).check().out


@pytest.mark.parametrize("flag", ["--vendor", "--verify=none", "--allow-untracked"])
def test_a_build_of_wheels_alone_refuses_what_is_about_sdists(project: Path, flag: str) -> None:
    result = ferrule("build", flag, cwd=project)

    assert result.code == 2
    assert f"error: {flag.partition('=')[0]} is about source distributions" in result.err
    assert not (project / "target").exists()
