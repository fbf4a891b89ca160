import json
from pathlib import Path

import pytest

from ferrule.cargo.metadata import read_graph, reading_cargo, start_metadata
from ferrule.cargo.model import CrateGraph
from ferrule.errors import ConfigError, ToolFailedError, ToolNotFoundError
from support.cargo import NEEDS_CARGO, fake_env, make_crate, make_program, rust_env

LIBRARY = '[lib]\ncrate-type = ["cdylib", "rlib"]\n'


def load(manifest: Path, *arguments: str) -> CrateGraph:
    return start_metadata("cargo", manifest, arguments, rust_env(), manifest.parent).finish()


def load_fake(folder: Path, script: str) -> CrateGraph:
    make_program(folder, "cargo", script)
    manifest = folder / "Cargo.toml"
    return start_metadata("cargo", manifest, (), fake_env(folder), folder).finish()


@NEEDS_CARGO
def test_a_crate_is_read_with_targets_and_metadata(tmp_path: Path) -> None:
    manifest = make_crate(
        tmp_path, manifest=f'rust-version = "1.64"\n[package.metadata.x]\ny = 1\n{LIBRARY}'
    )

    graph = load(manifest)

    assert graph.root.name == "hello"
    assert graph.root.rust_version == "1.64"
    assert graph.root.metadata == {"x": {"y": 1}}
    assert graph.root.targets[0].crate_types == ("cdylib", "rlib")
    assert graph.dependencies == ()
    assert graph.target_directory == tmp_path / "target"
    assert graph.workspace_root == tmp_path
    assert graph.scoped


@NEEDS_CARGO
def test_dependencies_are_those_that_the_features_reach(tmp_path: Path) -> None:
    for name in ("near", "far", "optional", "unrelated"):
        make_crate(tmp_path / name, manifest="").write_text(
            f'[package]\nname = "{name}"\nversion = "1.0.0"\n[features]\nextra = []\n'
            + ('[dependencies]\nfar = { path = "../far" }\n' if name == "near" else ""),
            encoding="utf-8",
        )
    manifest = make_crate(
        tmp_path / "hello",
        manifest='[dependencies]\nnear = { path = "../near", features = ["extra"] }\n'
        'optional = { path = "../optional", optional = true }\n',
    )
    (tmp_path / "Cargo.toml").write_text(
        '[workspace]\nresolver = "2"\nmembers = ["hello", "unrelated"]\n', encoding="utf-8"
    )

    plain = load(manifest)
    more = load(manifest, "--features", "optional")

    assert [package.name for package in plain.dependencies] == ["far", "near"]
    assert plain.dependencies[1].features == {"extra"}
    assert [package.name for package in more.dependencies] == ["far", "near", "optional"]
    # near, far and optional are members too: they lie in the workspace.
    assert not plain.scoped


@NEEDS_CARGO
def test_a_virtual_workspace_asks_for_a_member(tmp_path: Path) -> None:
    make_crate(tmp_path / "hello")
    manifest = tmp_path / "Cargo.toml"
    manifest.write_text('[workspace]\nmembers = ["hello"]\n', encoding="utf-8")

    with pytest.raises(ConfigError, match="a workspace without a package") as caught:
        load(manifest)

    assert "--manifest-path" in caught.value.hint


@NEEDS_CARGO
def test_what_cargo_says_of_a_broken_manifest_is_live(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    manifest = make_crate(tmp_path, manifest="nonsense")

    with pytest.raises(ToolFailedError, match=r"status 101; its message is above") as caught:
        load(manifest)

    assert str(manifest) in caught.value.message
    assert "nonsense" in capfd.readouterr().err


@NEEDS_CARGO
def test_a_lock_file_that_must_not_change_is_respected(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    manifest = make_crate(tmp_path)

    with pytest.raises(ToolFailedError):
        load(manifest, "--locked")

    assert "--locked" in capfd.readouterr().err


def test_a_missing_cargo_is_told_as_missing_rust(tmp_path: Path) -> None:
    with pytest.raises(ToolNotFoundError, match="needs Rust"):
        start_metadata("cargo", tmp_path / "Cargo.toml", (), {"PATH": ""}, tmp_path)


def test_a_cargo_that_is_killed_names_the_signal(tmp_path: Path) -> None:
    with pytest.raises(ToolFailedError, match="ended by signal 9"):
        load_fake(tmp_path, "kill -9 $$")


@pytest.mark.parametrize(
    "said", ["", "hello", "{", '{"packages": 1', "{}", "[1]", "\\377{", '{"a": "\\377"}']
)
def test_a_cargo_that_prints_rubbish_is_an_error(tmp_path: Path, said: str) -> None:
    with pytest.raises(ToolFailedError, match="printed no metadata"):
        load_fake(tmp_path, f"printf '{said}'")


def test_what_a_wrapper_prints_before_the_metadata_is_skipped(tmp_path: Path) -> None:
    package = {"id": "hello 0.1.0", "name": "hello", "version": "0.1.0"}
    document = {"packages": [package], "resolve": {"root": "hello 0.1.0", "nodes": []}}

    graph = load_fake(tmp_path, f"echo wrapped; echo '{json.dumps(document)}'")

    assert graph.root.version == "0.1.0"


def test_the_arguments_reach_cargo_in_order(tmp_path: Path) -> None:
    make_program(tmp_path, "cargo", f'echo "$@" > {tmp_path}/said; exit 3')
    arguments = ("--locked", "--filter-platform", "x86_64-pc-windows-msvc")
    pending = start_metadata(
        "cargo", tmp_path / "Cargo.toml", arguments, fake_env(tmp_path), tmp_path
    )

    with pytest.raises(ToolFailedError, match="status 3"):
        pending.finish()

    assert (tmp_path / "said").read_text(encoding="utf-8").strip() == (
        f"metadata --format-version 1 --manifest-path {tmp_path}/Cargo.toml "
        "--locked --filter-platform x86_64-pc-windows-msvc"
    )


def test_cross_is_not_asked_for_paths() -> None:
    assert reading_cargo("/opt/bin/cross") == "cargo"
    assert reading_cargo("/opt/bin/cargo") == "/opt/bin/cargo"


def test_a_graph_with_a_circle_is_walked_once(tmp_path: Path) -> None:
    packages = [{"id": name, "name": name, "version": "1.0.0"} for name in ("root", "a", "b")]
    nodes = [
        {"id": "root", "deps": [{"pkg": "a"}]},
        {"id": "a", "deps": [{"pkg": "b"}]},
        {"id": "b", "deps": [{"pkg": "a"}, {"pkg": "root"}]},
    ]
    document = {"packages": packages, "resolve": {"root": "root", "nodes": nodes}}

    graph = read_graph(document, tmp_path / "Cargo.toml")

    assert [package.name for package in graph.dependencies] == ["a", "b"]
