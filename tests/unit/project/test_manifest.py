from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.project.manifest import read_manifest
from support.projects import CRATE, write


def test_a_plain_manifest_is_its_own_workspace(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE})

    manifest = read_manifest(tmp_path / "Cargo.toml")

    assert (manifest.name, manifest.lib_name) == ("demo", None)
    assert manifest.workspace_root == tmp_path
    assert manifest.metadata == {}


def test_a_written_lib_name_is_returned(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE + '[lib]\nname = "_demo"\n'})

    assert read_manifest(tmp_path / "Cargo.toml").lib_name == "_demo"


def test_inherited_keys_come_from_the_workspace_above(tmp_path: Path) -> None:
    root = """
        [workspace]
        members = ["crates/*"]
        [workspace.package]
        version = "3.0.0"
        readme = "docs/README.md"
        license-file = "LICENSE"
    """
    member = """
        [package]
        name = "demo"
        version.workspace = true
        readme = { workspace = true }
        license-file.workspace = true
    """
    write(tmp_path, {"Cargo.toml": root, "crates/demo/Cargo.toml": member})

    manifest = read_manifest(tmp_path / "crates/demo/Cargo.toml")

    assert manifest.workspace_root == tmp_path
    assert manifest.package == {
        "name": "demo",
        "version": "3.0.0",
        "readme": str(tmp_path / "docs/README.md"),
        "license-file": str(tmp_path / "LICENSE"),
    }


def test_a_package_may_inherit_from_its_own_manifest(tmp_path: Path) -> None:
    text = '[workspace.package]\nversion = "2.0.0"\n[package]\nname = "demo"\n'
    write(tmp_path, {"Cargo.toml": text + "version.workspace = true\nreadme = false\n"})

    package = read_manifest(tmp_path / "Cargo.toml").package

    assert (package["version"], package["readme"]) == ("2.0.0", False)


def test_package_workspace_points_to_the_root(tmp_path: Path) -> None:
    root = '[workspace]\n[workspace.package]\nversion = "4.0.0"\n'
    member = '[package]\nname = "demo"\nworkspace = "../root"\nversion.workspace = true\n'
    write(tmp_path, {"root/Cargo.toml": root, "demo/Cargo.toml": member})

    manifest = read_manifest(tmp_path / "demo/Cargo.toml")

    assert (manifest.package["version"], manifest.workspace_root) == ("4.0.0", tmp_path / "root")


def test_a_pointer_to_no_workspace_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"demo/Cargo.toml": CRATE + 'workspace = "../root"\n'})

    with pytest.raises(ConfigError, match=r'package\.workspace is "\.\./root", which holds no'):
        read_manifest(tmp_path / "demo/Cargo.toml")


def test_an_excluded_package_is_its_own_workspace(tmp_path: Path) -> None:
    root = '[workspace]\nexclude = ["demo"]\n'
    write(tmp_path, {"Cargo.toml": root, "demo/Cargo.toml": CRATE})

    assert read_manifest(tmp_path / "demo/Cargo.toml").workspace_root == tmp_path / "demo"


def test_a_member_below_an_excluded_folder_is_in_the_workspace(tmp_path: Path) -> None:
    root = '[workspace]\nexclude = ["crates"]\nmembers = ["crates/demo"]\n'
    write(tmp_path, {"Cargo.toml": root, "crates/demo/Cargo.toml": CRATE})

    assert read_manifest(tmp_path / "crates/demo/Cargo.toml").workspace_root == tmp_path


def test_a_package_between_is_passed_on_the_way_up(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"Cargo.toml": "[workspace]\n", "a/Cargo.toml": CRATE, "a/b/Cargo.toml": CRATE},
    )

    assert read_manifest(tmp_path / "a/b/Cargo.toml").workspace_root == tmp_path


def test_a_key_that_the_workspace_lacks_names_both_files(tmp_path: Path) -> None:
    member = '[package]\nname = "demo"\nversion.workspace = true\n'
    write(tmp_path, {"Cargo.toml": "[workspace]\n", "demo/Cargo.toml": member})

    with pytest.raises(ConfigError) as caught:
        read_manifest(tmp_path / "demo/Cargo.toml")

    assert caught.value.message == (
        f"{tmp_path / 'demo/Cargo.toml'}: package.version is inherited, but "
        f"{tmp_path / 'Cargo.toml'} has no workspace.package.version"
    )


def test_a_virtual_manifest_lists_its_members(tmp_path: Path) -> None:
    root = '[workspace]\nmembers = ["crates/*", "/absolute"]\n'
    write(
        tmp_path,
        {
            "Cargo.toml": root,
            "crates/b/Cargo.toml": CRATE,
            "crates/a/Cargo.toml": CRATE,
            "crates/note.txt": "",
        },
    )

    with pytest.raises(ConfigError, match="is a workspace without a package of its own") as caught:
        read_manifest(tmp_path / "Cargo.toml")

    assert "-m: /absolute/Cargo.toml, crates/a/Cargo.toml, crates/b/Cargo" in caught.value.hint


def test_a_virtual_manifest_without_members_says_so(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": "[workspace]\n"})

    with pytest.raises(ConfigError) as caught:
        read_manifest(tmp_path / "Cargo.toml")

    assert caught.value.hint == "add a [package] or members to it"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has neither [package] nor [workspace]"),
        ("[package]\n", ": package.name is missing"),
        ("[package]\nname = 1\n", ": package.name is not a string"),
        ("package = 1\n", ": package is not a table"),
        (CRATE + "[lib]\nname = 1\n", ": lib.name is not a string"),
    ],
)
def test_a_broken_manifest_names_the_key(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, {"Cargo.toml": text})

    with pytest.raises(ConfigError) as caught:
        read_manifest(tmp_path / "Cargo.toml")

    assert caught.value.message == f"{tmp_path / 'Cargo.toml'}{' ' * (message[0] == 'h')}{message}"


def test_metadata_that_moved_is_an_error_that_names_the_new_place(tmp_path: Path) -> None:
    text = CRATE + '[package.metadata.maturin]\nrequires-dist = ["a"]\nclassifier = ["b"]\n'
    write(tmp_path, {"Cargo.toml": text})

    with pytest.raises(ConfigError, match="holds classifier, requires-dist") as caught:
        read_manifest(tmp_path / "Cargo.toml")

    assert caught.value.hint == (
        "move to pyproject.toml: project.classifiers, project.dependencies"
    )


def test_other_metadata_of_the_tool_is_returned(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": CRATE + '[package.metadata.maturin]\nname = "x"\n'})

    assert read_manifest(tmp_path / "Cargo.toml").metadata == {"name": "x"}
