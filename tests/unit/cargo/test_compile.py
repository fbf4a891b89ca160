import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ferrule.cargo.compile import cargo_argv, compile_crate
from ferrule.cargo.metadata import start_metadata
from ferrule.cargo.model import Artifact, CargoJob
from ferrule.console import Console
from ferrule.errors import BindingsError, ToolFailedError, ToolNotFoundError
from ferrule.records import replace
from support.cargo import NEEDS_CARGO, fake_env, make_crate, make_job, make_program, rust_env

CDYLIB = '[lib]\ncrate-type = ["cdylib"]\n'


def compile_quietly(job: CargoJob, env: dict[str, str]) -> tuple[Artifact, str]:
    err = io.StringIO()
    artifact = compile_crate(job, env, Console(env={}, out=io.StringIO(), err=err))
    return artifact, err.getvalue()


def real_job(manifest: Path, **fields: object) -> CargoJob:
    graph = start_metadata("cargo", manifest, (), rust_env(), manifest.parent).finish()
    return make_job(manifest, package=graph.root, **fields)


def fake_job(folder: Path, script: str, **fields: object) -> tuple[CargoJob, dict[str, str]]:
    make_program(folder / "bin", "cargo", script)
    return make_job(folder / "Cargo.toml", **fields), fake_env(folder / "bin")


# ---- the real cargo


@NEEDS_CARGO
def test_a_library_is_built_and_a_second_time_nothing_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    job = real_job(make_crate(tmp_path, manifest=CDYLIB))

    first, _ = compile_quietly(job, rust_env())
    live = capfd.readouterr()
    second, _ = compile_quietly(job, rust_env())

    assert first.path.parent == tmp_path / "target" / "debug"
    assert first.compiled == 1
    assert "Compiling hello" in live.err
    assert live.out == ""
    assert second == replace(first, compiled=0)


@NEEDS_CARGO
def test_an_rlib_is_built_as_cdylib_into_another_folder_without_symbols(tmp_path: Path) -> None:
    job = real_job(
        make_crate(tmp_path),
        crate_type="cdylib",
        target_directory=tmp_path / "else where",
        arguments=("--quiet", "--profile", "release"),
        rustc_arguments=("-C", "strip=symbols"),
        rustflags=("--cfg", "added"),
    )

    artifact, _ = compile_quietly(job, rust_env())

    assert artifact.path.parent == tmp_path / "else where" / "release"
    assert not (tmp_path / "target").exists()


@NEEDS_CARGO
def test_a_program_is_built_by_name(tmp_path: Path) -> None:
    manifest = make_crate(tmp_path)
    (tmp_path / "src" / "bin").mkdir()
    (tmp_path / "src" / "bin" / "greet.rs").write_text("fn main() {}", encoding="utf-8")

    artifact, _ = compile_quietly(real_job(manifest, kind="bin", target_name="greet"), rust_env())

    assert artifact.path == tmp_path / "target" / "debug" / "greet"


@NEEDS_CARGO
def test_a_build_scripts_folder_and_libraries_are_told(tmp_path: Path) -> None:
    manifest = make_crate(tmp_path, manifest=CDYLIB)
    (tmp_path / "build.rs").write_text(
        'fn main() { println!("cargo:rustc-link-search=native=/usr/lib"); '
        'println!("cargo:rustc-link-lib=c"); }',
        encoding="utf-8",
    )

    artifact, _ = compile_quietly(real_job(manifest), rust_env())

    assert artifact.link_paths == (Path("/usr/lib"),)
    assert artifact.out_dirs["hello"].is_dir()


@NEEDS_CARGO
def test_a_crate_without_cdylib_is_told_what_to_add(tmp_path: Path) -> None:
    job = real_job(make_crate(tmp_path))

    with pytest.raises(BindingsError, match="hello has the crate types lib") as caught:
        compile_quietly(job, rust_env())

    assert 'crate-type = ["cdylib"]' in caught.value.hint


@NEEDS_CARGO
def test_code_that_does_not_compile_is_shown_by_cargo(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    job = real_job(make_crate(tmp_path, manifest=CDYLIB, source="fn f() -> u8 { nothing }"))

    with pytest.raises(ToolFailedError) as caught:
        compile_quietly(job, rust_env())

    assert caught.value.message == "cargo could not build hello (status 101)"
    assert "cannot find value `nothing`" in capfd.readouterr().err


# ---- cargos that fail in their own ways


def test_a_missing_cargo_tells_how_to_get_rust(tmp_path: Path) -> None:
    job = make_job(tmp_path / "Cargo.toml")
    job = replace(job, package=replace(job.package, rust_version="1.80"))

    with pytest.raises(ToolNotFoundError, match=r"needs Rust 1\.80 or later"):
        compile_quietly(job, {"PATH": ""})


def test_a_cargo_that_is_killed_names_the_signal(tmp_path: Path) -> None:
    job, env = fake_job(tmp_path, "kill -9 $$")

    with pytest.raises(ToolFailedError, match="ended by signal 9 while it built hello") as caught:
        compile_quietly(job, env)

    assert "--jobs 1" in caught.value.hint


def test_a_cargo_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    job, env = fake_job(tmp_path, "")
    (tmp_path / "bin" / "cargo").write_bytes(b"\x7fELF")

    with pytest.raises(ToolNotFoundError, match="cannot be started"):
        compile_quietly(job, env)


def test_a_cargo_that_prints_rubbish_and_builds_nothing_is_an_error(
    tmp_path: Path,
) -> None:
    job, env = fake_job(tmp_path, "printf 'hello\\n{\\n\\377\\376\\n{\"reason\":1}\\nx'")
    err = io.StringIO()

    with pytest.raises(BindingsError, match="hello built no library"):
        compile_crate(job, env, Console(env={}, err=err))

    assert err.getvalue().splitlines() == ["hello", "\ufffd\ufffd", "x"]


def test_the_dependency_at_fault_is_named_and_its_errors_shown(tmp_path: Path) -> None:
    said = {
        "reason": "compiler-message",
        "package_id": "registry+https://index#broken@1.0.0",
        "message": {"level": "error", "rendered": "error: no such thing\n"},
    }
    line = json.dumps(said, separators=(",", ":"))
    job, env = fake_job(tmp_path, f"printf '%s\\n' '{line}'; exit 101")
    err = io.StringIO()

    with pytest.raises(ToolFailedError, match="hello: broken has errors \\(status 101\\)"):
        compile_crate(job, env, Console(env={}, err=err))

    assert err.getvalue() == "error: no such thing\n"


def test_a_failure_without_a_c_compiler_says_what_to_install(tmp_path: Path) -> None:
    job, _ = fake_job(tmp_path, "exit 101", target_triple="x86_64-unknown-linux-gnu")

    with pytest.raises(ToolFailedError) as caught:
        compile_quietly(job, {"PATH": str(tmp_path / "bin")})

    assert "C compiler" in caught.value.hint


def test_a_broken_configuration_does_not_hide_the_failure(tmp_path: Path) -> None:
    job, _ = fake_job(tmp_path, "exit 101")
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo" / "config.toml").write_text("=", encoding="utf-8")

    with pytest.raises(ToolFailedError, match="status 101"):
        compile_quietly(job, {"PATH": str(tmp_path / "bin")})


def test_an_interrupt_ends_cargo_too(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    script = f"echo $$ > {tmp_path}/pid; exec sleep 60"
    job, env = fake_job(tmp_path, script)
    program = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        sys.path.insert(0, {str(Path(__file__).parents[2])!r})
        from ferrule.cargo.compile import compile_crate
        from ferrule.console import Console
        from support.cargo import make_job
        try:
            compile_crate(make_job(Path({str(job.manifest_path)!r})), {env!r}, Console(env={{}}))
        except KeyboardInterrupt:
            print("interrupted")
        """)

    with subprocess.Popen((sys.executable, "-c", program), stdout=subprocess.PIPE) as running:
        pid_file = tmp_path / "pid"
        wait_for(lambda: pid_file.exists() and pid_file.read_text(encoding="utf-8") != "")
        running.send_signal(signal.SIGINT)
        said, _ = running.communicate(timeout=30)

    assert said == b"interrupted\n"
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text(encoding="utf-8")), 0)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# ---- the command line


def test_the_command_line_has_every_part_of_a_job(tmp_path: Path) -> None:
    job = make_job(
        tmp_path / "Cargo.toml",
        arguments=("--profile", "release", "--features", "a"),
        target_triple="x86_64-unknown-linux-musl",
        target_directory=tmp_path / "t",
        crate_type="cdylib",
        rustc_arguments=("-C", "strip=symbols"),
    )

    assert " ".join(cargo_argv(job)) == (
        "cargo rustc --profile release --features a --target x86_64-unknown-linux-musl "
        f"--target-dir {tmp_path}/t --message-format json-render-diagnostics "
        f"--manifest-path {tmp_path}/Cargo.toml --lib --crate-type cdylib -- -C strip=symbols"
    )


def test_what_a_job_leaves_open_is_left_to_cargo(tmp_path: Path) -> None:
    job = make_job(tmp_path / "Cargo.toml", kind="bin", target_name="greet")

    assert " ".join(cargo_argv(job)) == (
        "cargo rustc --message-format json-render-diagnostics "
        f"--manifest-path {tmp_path}/Cargo.toml --bin greet"
    )
