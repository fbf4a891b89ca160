from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.project.read import read_project
from support.projects import CRATE, pyproject, write

NAMED = pyproject('[project]\nname = "my-demo"\n')


def test_both_files_are_read_in_the_starting_folder(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "pyproject.toml": NAMED})

    project = read_project(tmp_path, None)

    assert project.root == tmp_path
    assert project.manifest.path == tmp_path / "Cargo.toml"
    assert project.pyproject is not None
    assert project.pyproject.path == tmp_path / "pyproject.toml"


def test_a_crate_alone_is_a_project(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE})

    project = read_project(tmp_path, None)

    assert (project.root, project.pyproject) == (tmp_path, None)


def test_notes_of_pyproject_are_passed_on(tmp_path: Path) -> None:
    text = '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n'
    write(tmp_path, {"Cargo.toml": CRATE, "pyproject.toml": text})

    assert len(read_project(tmp_path, None).notes) == 1
    assert len(read_project(tmp_path, Path("Cargo.toml")).notes) == 1


def test_a_missing_manifest_names_the_folder_and_what_is_below(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": NAMED, "crate/Cargo.toml": CRATE})

    with pytest.raises(ConfigError) as caught:
        read_project(tmp_path, None)

    assert caught.value.message == f"no Cargo.toml in {tmp_path}"
    assert caught.value.hint.endswith("with -m: crate/Cargo.toml")


def test_neither_file_is_searched_above_the_starting_folder(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE, "pyproject.toml": "broken", "a/b.txt": ""})

    with pytest.raises(ConfigError, match=r"no Cargo\.toml in .*a$"):
        read_project(tmp_path / "a", None)


def test_manifest_path_of_the_options_is_followed(tmp_path: Path) -> None:
    text = pyproject('[tool.maturin]\nmanifest-path = "crate/Cargo.toml"\n')
    write(tmp_path, {"pyproject.toml": text, "crate/Cargo.toml": CRATE, "Cargo.toml": CRATE})

    project = read_project(tmp_path, None)

    assert (project.root, project.manifest.path) == (tmp_path, tmp_path / "crate/Cargo.toml")


def test_a_wrong_manifest_path_names_the_key(tmp_path: Path) -> None:
    text = pyproject('[tool.maturin]\nmanifest-path = "crate/Cargo.toml"\n')
    write(tmp_path, {"pyproject.toml": text})

    with pytest.raises(ConfigError, match="does not exist") as caught:
        read_project(tmp_path, None)

    assert "tool.maturin.manifest-path" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "package"),
    [
        (NAMED, "src/my_demo/__init__.py"),
        (pyproject('[tool.ferrule]\npython-packages = ["other"]\n'), "src/other/__init__.py"),
        (pyproject('[tool.ferrule]\npython-source = "py"\n'), "py/x"),
    ],
)
def test_a_crate_in_rust_is_found_beside_python_sources(
    tmp_path: Path, text: str, package: str
) -> None:
    write(tmp_path, {"pyproject.toml": text, "rust/Cargo.toml": CRATE, package: ""})

    assert read_project(tmp_path, None).manifest.path == tmp_path / "rust/Cargo.toml"


def test_a_crate_in_rust_without_python_sources_is_not_taken(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": NAMED, "rust/Cargo.toml": CRATE, "Cargo.toml": CRATE})

    assert read_project(tmp_path, None).manifest.path == tmp_path / "Cargo.toml"


def test_a_named_manifest_finds_pyproject_beside_it(tmp_path: Path) -> None:
    write(tmp_path, {"a/Cargo.toml": CRATE, "a/pyproject.toml": NAMED, "pyproject.toml": "broken"})

    assert read_project(tmp_path, Path("a/Cargo.toml")).root == tmp_path / "a"


def test_a_named_manifest_finds_pyproject_up_to_above_the_workspace(tmp_path: Path) -> None:
    files = {
        "top/pyproject.toml": NAMED,
        "top/rust/Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
        "top/rust/crates/demo/Cargo.toml": CRATE,
    }
    write(tmp_path, files)

    project = read_project(tmp_path, Path("top/rust/crates/demo/Cargo.toml"))

    assert project.root == tmp_path / "top"
    assert project.pyproject is not None


def test_a_pyproject_further_up_is_not_opened(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "broken", "a/b/Cargo.toml": CRATE})

    project = read_project(tmp_path, Path("a/b/Cargo.toml"))

    assert (project.root, project.pyproject) == (tmp_path / "a/b", None)


def test_a_named_symlink_is_replaced_by_its_target(tmp_path: Path) -> None:
    write(tmp_path, {"real/Cargo.toml": CRATE, "real/pyproject.toml": NAMED, "link/x": ""})
    (tmp_path / "link/Cargo.toml").symlink_to(tmp_path / "real/Cargo.toml")

    assert read_project(tmp_path, Path("link/Cargo.toml")).root == tmp_path / "real"


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("a", "/a is a folder", "/a/Cargo.toml"),
        ("b/Cargo.toml", "/b/Cargo.toml does not exist", "with -m"),
        ("pyproject.toml", "/pyproject.toml is no Cargo.toml", "with -m"),
    ],
)
def test_a_path_that_is_no_manifest_says_what_it_is(
    tmp_path: Path, path: str, message: str, hint: str
) -> None:
    write(tmp_path, {"a/Cargo.toml": CRATE, "pyproject.toml": NAMED})

    with pytest.raises(ConfigError) as caught:
        read_project(tmp_path, Path(path))

    assert caught.value.message.endswith(message)
    assert caught.value.hint.endswith(hint)


def test_many_crates_below_are_not_listed(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"crate{number}").mkdir()
        (tmp_path / f"crate{number}" / "Cargo.toml").touch()

    with pytest.raises(ConfigError) as caught:
        read_project(tmp_path, None)

    assert caught.value.hint.endswith("with -m")


def test_the_former_table_in_cargo_toml_is_told_to_have_no_effect(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text(
        '[package]\nname = "demo"\nversion = "1.0.0"\n[package.metadata.maturin]\nname = "x"\n'
    )

    (note,) = read_project(tmp_path, None).notes

    assert "package.metadata.maturin (name) has no effect" in note
