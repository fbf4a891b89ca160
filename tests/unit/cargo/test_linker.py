from pathlib import Path

import pytest

from ferrule.cargo.linker import linker_hint
from support.cargo import make_job, make_program


def make_env(folder: Path, host: str = "x86_64-unknown-linux-gnu") -> dict[str, str]:
    make_program(folder, "rustc", f"echo 'host: {host}'; echo 'release: 1.90.0'")
    return {"PATH": str(folder)}


def test_a_machine_without_a_compiler_is_told_to_install_one(tmp_path: Path) -> None:
    hint = linker_hint(make_job(tmp_path / "Cargo.toml"), make_env(tmp_path / "bin"))

    assert hint == "install a C compiler, which rustc links with (for example `apt install gcc`)"


def test_on_macos_the_hint_is_of_macos(tmp_path: Path) -> None:
    env = make_env(tmp_path / "bin", "aarch64-apple-darwin")

    assert "xcode-select --install" in linker_hint(make_job(tmp_path / "Cargo.toml"), env)


@pytest.mark.parametrize("name", ["cc", "gcc", "clang"])
def test_a_machine_with_a_compiler_needs_no_hint(tmp_path: Path, name: str) -> None:
    env = make_env(tmp_path / "bin")
    make_program(tmp_path / "bin", name, "")

    assert linker_hint(make_job(tmp_path / "Cargo.toml"), env) == ""


@pytest.mark.parametrize("host", ["x86_64-pc-windows-msvc", "wasm32-unknown-emscripten"])
def test_targets_that_link_otherwise_need_no_hint(tmp_path: Path, host: str) -> None:
    env = make_env(tmp_path / "bin", host)

    assert linker_hint(make_job(tmp_path / "Cargo.toml"), env) == ""


@pytest.mark.parametrize(
    "variables",
    [
        {"CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER": "mold"},
        {"RUSTFLAGS": "-Clinker=zig"},
        {"RUSTFLAGS": "-C linker=zig"},
    ],
)
def test_a_linker_of_the_environment_counts(tmp_path: Path, variables: dict[str, str]) -> None:
    env = make_env(tmp_path / "bin") | variables

    assert linker_hint(make_job(tmp_path / "Cargo.toml"), env) == ""


def test_a_linker_of_the_configuration_counts(tmp_path: Path) -> None:
    key = "target.x86_64-unknown-linux-gnu.linker"
    job = make_job(tmp_path / "Cargo.toml", arguments=("--config", f'{key}="mold"'))

    assert linker_hint(job, make_env(tmp_path / "bin")) == ""
