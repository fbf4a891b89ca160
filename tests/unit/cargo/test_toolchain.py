import re
from pathlib import Path

import pytest

from ferrule.cargo.toolchain import find_host, missing_rust_error, start_toolchain
from ferrule.errors import ToolFailedError, ToolNotFoundError
from support.cargo import NEEDS_CARGO, fake_env, make_program, rust_env

ANSWER = "echo 'rustc 1.80.1'; echo 'host: riscv64gc-unknown-linux-gnu'; echo 'release: {}'"


def make_rust(folder: Path, rustc: str) -> dict[str, str]:
    make_program(folder, "cargo", "exit 0")
    make_program(folder, "rustc", rustc)
    return fake_env(folder, path="")


@NEEDS_CARGO
def test_the_real_toolchain_tells_version_and_host(tmp_path: Path) -> None:
    toolchain = start_toolchain(rust_env(), tmp_path).finish()

    assert toolchain.version >= (1, 64, 0)
    assert re.fullmatch(r"\w+-\w+-\w+(-\w+)?", toolchain.host)


@pytest.mark.parametrize("release", ["1.80.1", "1.80.1-nightly", "1.80.1-beta.3"])
def test_the_version_is_read_from_every_channel(tmp_path: Path, release: str) -> None:
    env = make_rust(tmp_path, ANSWER.format(release))

    toolchain = start_toolchain(env, tmp_path).finish()

    assert toolchain.version == (1, 80, 1)
    assert toolchain.host == "riscv64gc-unknown-linux-gnu"


def test_cargo_and_rustc_variables_name_the_programs(tmp_path: Path) -> None:
    cargo = make_program(tmp_path / "other", "cargo-x", "exit 0")
    rustc = make_program(tmp_path / "other", "rustc-x", ANSWER.format("1.90.0"))
    env = {"PATH": "", "CARGO": str(cargo), "RUSTC": str(rustc)}

    toolchain = start_toolchain(env, tmp_path).finish()

    assert (toolchain.cargo, toolchain.rustc) == (str(cargo), str(rustc))


def test_a_machine_without_cargo_is_told_which_rust_and_where(tmp_path: Path) -> None:
    with pytest.raises(ToolNotFoundError) as caught:
        start_toolchain({"PATH": str(tmp_path)}, tmp_path, rust_version="1.74")

    assert caught.value.message == (
        "cargo is not on PATH: building this crate needs Rust 1.74 or later"
    )
    assert "https://rustup.rs" in caught.value.hint
    assert "FERRULE_BOOTSTRAP_RUST=1" in caught.value.hint
    assert "\n" not in caught.value.message + caught.value.hint


def test_a_machine_without_rustc_is_told_so(tmp_path: Path) -> None:
    make_program(tmp_path, "cargo", "exit 0")

    with pytest.raises(ToolNotFoundError, match=r"^rustc is not on PATH"):
        start_toolchain({"PATH": str(tmp_path)}, tmp_path)


def test_a_variable_that_names_no_program_is_named(tmp_path: Path) -> None:
    env = make_rust(tmp_path, "exit 0") | {"RUSTC": "/nowhere/rustc"}

    with pytest.raises(ToolNotFoundError, match=r"^RUSTC is /nowhere/rustc") as caught:
        start_toolchain(env, tmp_path)

    assert caught.value.hint == "unset RUSTC, or set it to the path of rustc"


def test_rustup_without_a_toolchain_is_heard(tmp_path: Path) -> None:
    env = make_rust(tmp_path, "echo 'error: no default is configured' >&2; exit 1")

    with pytest.raises(ToolFailedError, match="no default is configured") as caught:
        start_toolchain(env, tmp_path).finish()

    assert "rustup default stable" in caught.value.hint


@pytest.mark.parametrize("said", ["nonsense", "host: x\nrelease: new", "\\377\\376"])
def test_a_rustc_that_tells_nothing_is_an_error(tmp_path: Path, said: str) -> None:
    env = make_rust(tmp_path, f"printf '{said}'")

    with pytest.raises(ToolFailedError, match="does not tell its release and host"):
        start_toolchain(env, tmp_path).finish()


def test_a_pinned_toolchain_is_installed_before_anything_else_starts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rust-toolchain.toml").write_text("", encoding="utf-8")
    (tmp_path / "crate").mkdir()
    env = make_rust(tmp_path / "bin", f"echo info: downloading >&2; {ANSWER.format('1.80.1')}")

    pending = start_toolchain(env, tmp_path / "crate")
    heard = capfd.readouterr().err

    assert heard == "info: downloading\n"
    assert pending.finish().version == (1, 80, 1)


def test_a_rustc_that_is_no_longer_wanted_is_ended(tmp_path: Path) -> None:
    env = make_rust(tmp_path, "exec sleep 60")
    env["PATH"] += ":/usr/bin:/bin"

    pending = start_toolchain(env, tmp_path)
    pending.stop()

    with pytest.raises(ToolFailedError):
        pending.finish()


def test_the_host_of_a_broken_rustc_is_unknown(tmp_path: Path) -> None:
    assert find_host(make_rust(tmp_path, "exit 1"), tmp_path) == ""
    assert find_host({"PATH": ""}, tmp_path) == ""


def test_the_missing_rust_error_does_not_need_a_version() -> None:
    assert missing_rust_error(None).message == (
        "cargo is not on PATH: building this crate needs Rust"
    )
