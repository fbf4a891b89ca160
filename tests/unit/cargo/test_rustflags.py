import re
import shlex
import subprocess
from pathlib import Path

import pytest

from ferrule.cargo.rustflags import base_rustflags, merge_rustflags
from ferrule.cargo.toolchain import find_host
from support.cargo import NEEDS_CARGO, fake_env, make_crate, make_job, make_program, rust_env

MUSL = ("-C", "target-feature=-crt-static")


def flags(name: str) -> str:
    return f'["--cfg", "{name}"]'


def write_config(folder: Path, content: str) -> None:
    (folder / ".cargo").mkdir(parents=True, exist_ok=True)
    (folder / ".cargo" / "config.toml").write_text(content, encoding="utf-8")


def make_rustc(folder: Path, triple: str = "x86_64-unknown-linux-musl") -> dict[str, str]:
    """Fake a rustc for one host, which notes what it is asked."""
    make_program(
        folder,
        "rustc",
        f"""echo "$@" >> {folder}/asked
case "$1" in
-vV) echo 'host: {triple}'; echo 'release: 1.90.0';;
*) echo 'unix'; echo 'target_env="musl"';;
esac""",
    )
    return fake_env(folder)


# ---- held against cargo itself: what it tells rustc is what we read

CASES = {
    "both tables": (f"build.rustflags = {flags('build')}\n[target.HOST]\nrustflags = {flags('t')}"),
    "build alone": f"build.rustflags = {flags('build')}",
    "a text": "build.rustflags = '--cfg a  --cfg b'",
    "conditions in order": (
        f"[target.'cfg(unix)']\nrustflags = {flags('when_unix')}\n"
        f"[target.'cfg(not(windows))']\nrustflags = {flags('when_not')}\n"
        f"[target.'cfg(windows)']\nrustflags = {flags('when_windows')}\n"
        f"[target.HOST]\nrustflags = {flags('host')}\n"
    ),
    "an empty table does not silence": (
        f"build.rustflags = {flags('build')}\n[target.HOST]\nrustflags = []"
    ),
}
VARIABLES: dict[str, dict[str, str]] = {
    "no variable": {},
    "build": {"CARGO_BUILD_RUSTFLAGS": "--cfg env_build"},
    "host": {"CARGO_TARGET_HOST_RUSTFLAGS": "--cfg env_host"},
    "empty RUSTFLAGS": {"RUSTFLAGS": ""},
    "RUSTFLAGS": {"RUSTFLAGS": " --cfg  a ", "CARGO_BUILD_RUSTFLAGS": "--cfg b"},
    "encoded": {"CARGO_ENCODED_RUSTFLAGS": "--cfg\x1fa", "RUSTFLAGS": "--cfg b"},
}


@NEEDS_CARGO
@pytest.mark.parametrize("overrides", [(), ("--config", f"build.rustflags = {flags('cli')}")])
@pytest.mark.parametrize("config", CASES)
def test_flags_are_those_that_cargo_passes_on(
    tmp_path: Path, config: str, overrides: tuple[str, ...]
) -> None:
    manifest = make_crate(tmp_path)
    host = find_host(rust_env(), tmp_path)
    write_config(tmp_path, CASES[config].replace("HOST", host))
    if config == "a text" and overrides:
        overrides = ("--config", "build.rustflags = '--cfg cli'")
    env = rust_env(CARGO_BUILD_RUSTFLAGS="--cfg variable")

    ours = base_rustflags(make_job(manifest, arguments=overrides), env)

    assert [*ours] == cargos_flags(tmp_path, env, overrides)


@NEEDS_CARGO
@pytest.mark.parametrize("variables", VARIABLES)
def test_variables_rank_as_they_do_in_cargo(tmp_path: Path, variables: str) -> None:
    manifest = make_crate(tmp_path)
    host = find_host(rust_env(), tmp_path)
    write_config(tmp_path, f"build.rustflags = {flags('file')}")
    upper = host.upper().replace("-", "_")
    given = {name.replace("HOST", upper): text for name, text in VARIABLES[variables].items()}
    env = rust_env(**given)

    ours = base_rustflags(make_job(manifest), env)

    assert [*ours] == cargos_flags(tmp_path, env, ())


def cargos_flags(root: Path, env: dict[str, str], overrides: tuple[str, ...]) -> list[str]:
    done = subprocess.run(
        ("cargo", "check", "-v", *overrides),
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    (command,) = re.findall(r"Running `(.*--crate-name hello.*)`", done.stderr)
    words = shlex.split(command)
    last = max(i for i, word in enumerate(words) if word.startswith("dependency="))
    return words[last + 1 :]


# ---- merging


def test_a_job_without_flags_leaves_the_environment_alone(tmp_path: Path) -> None:
    write_config(tmp_path, f"build.rustflags = {flags('mine')}")

    assert merge_rustflags(make_job(tmp_path / "Cargo.toml"), {}) == {}


def test_flags_of_the_configuration_survive_flags_of_the_job(tmp_path: Path) -> None:
    write_config(tmp_path, "build.rustflags = ['--cfg', 'mine', '-C', 'link-arg=-L a b']")
    job = make_job(tmp_path / "Cargo.toml", rustflags=MUSL)

    merged = merge_rustflags(job, {})

    assert merged["CARGO_ENCODED_RUSTFLAGS"].split("\x1f") == [
        *("--cfg", "mine"),
        *("-C", "link-arg=-L a b"),
        *("-C", "target-feature=-crt-static"),
    ]


@pytest.mark.parametrize(
    "given",
    ["-C target-feature=-crt-static", "-Ctarget-feature=-crt-static"],
)
def test_a_flag_that_is_there_already_is_not_added(tmp_path: Path, given: str) -> None:
    job = make_job(tmp_path / "Cargo.toml", rustflags=MUSL)

    assert merge_rustflags(job, {"RUSTFLAGS": given}) == {}


def test_only_the_missing_flags_are_added(tmp_path: Path) -> None:
    undefined = ("-C", "link-arg=-undefined", "-C", "link-arg=dynamic_lookup")
    added = (*undefined, "-Cprofile-use=a")
    job = make_job(tmp_path / "Cargo.toml", rustflags=added)

    merged = merge_rustflags(job, {"RUSTFLAGS": "-Clink-arg=-undefined -g"})

    assert merged["CARGO_ENCODED_RUSTFLAGS"].split("\x1f") == [
        "-Clink-arg=-undefined",
        "-g",
        "-C",
        "link-arg=dynamic_lookup",
        "-Cprofile-use=a",
    ]


def test_a_flag_without_its_value_is_kept_as_it_is(tmp_path: Path) -> None:
    job = make_job(tmp_path / "Cargo.toml", rustflags=("-C",))

    assert merge_rustflags(job, {"RUSTFLAGS": "-g"}) == {"CARGO_ENCODED_RUSTFLAGS": "-g\x1f-C"}


def test_flags_beside_the_manifest_survive_when_cargo_runs_elsewhere(tmp_path: Path) -> None:
    write_config(tmp_path / "rust", f"build.rustflags = {flags('mine')}")
    job = make_job(tmp_path / "rust" / "Cargo.toml", cwd=tmp_path, rustflags=("-g",))

    assert merge_rustflags(job, {}) == {"CARGO_ENCODED_RUSTFLAGS": "--cfg\x1fmine\x1f-g"}


# ---- targets, with a rustc of another platform


def test_flags_of_the_host_are_found_by_asking_rustc(tmp_path: Path) -> None:
    env = make_rustc(tmp_path / "bin")
    write_config(
        tmp_path,
        f"[target.x86_64-unknown-linux-musl]\nrustflags = {flags('host')}\n"
        f"""[target.'cfg(target_env = "musl")']\nrustflags = {flags("musl")}\n""",
    )

    ours = base_rustflags(make_job(tmp_path / "Cargo.toml"), env)

    assert ours == ("--cfg", "host", "--cfg", "musl")


def test_flags_of_another_target_are_not_the_hosts(tmp_path: Path) -> None:
    env = make_rustc(tmp_path / "bin")
    write_config(tmp_path, f"[target.x86_64-unknown-linux-musl]\nrustflags = {flags('host')}\n")
    job = make_job(tmp_path / "Cargo.toml", target_triple="aarch64-apple-darwin")

    ours = base_rustflags(job, env | {"CARGO_TARGET_AARCH64_APPLE_DARWIN_RUSTFLAGS": "-g"})

    assert ours == ("-g",)
    assert not (tmp_path / "bin" / "asked").exists()


@pytest.mark.parametrize("target", ['"a-b-c"', '["a-b-c"]', '"specs/a-b-c.json"'])
def test_a_configured_target_is_known(tmp_path: Path, target: str) -> None:
    write_config(tmp_path, f"build.target = {target}\ntarget.a-b-c.rustflags = '-g'\n")

    assert base_rustflags(make_job(tmp_path / "Cargo.toml"), {}) == ("-g",)


def test_rustc_is_not_asked_without_flags_of_a_target(tmp_path: Path) -> None:
    env = make_rustc(tmp_path / "bin")
    write_config(tmp_path, "build.rustflags = '-g'")

    assert base_rustflags(make_job(tmp_path / "Cargo.toml"), env) == ("-g",)
    assert not (tmp_path / "bin" / "asked").exists()


def test_a_broken_rustc_is_left_to_cargo(tmp_path: Path) -> None:
    make_program(tmp_path / "bin", "rustc", "exit 1")
    write_config(tmp_path, "[target.'cfg(unix)']\nrustflags = '-g'\n")

    assert base_rustflags(make_job(tmp_path / "Cargo.toml"), fake_env(tmp_path / "bin")) == ()
