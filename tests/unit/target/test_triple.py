import pytest

from ferrule.errors import ConfigError
from ferrule.target.macos import deployment_version
from ferrule.target.triple import parse_triple


@pytest.mark.parametrize(
    ("triple", "system", "env", "machine"),
    [
        ("x86_64-unknown-linux-gnu", "linux", "gnu", "x86_64"),
        ("armv7-unknown-linux-gnueabihf", "linux", "gnueabihf", "armv7l"),
        ("powerpc64le-unknown-linux-musl", "linux", "musl", "ppc64le"),
        ("aarch64-apple-darwin", "macos", "", "aarch64"),
        ("x86_64-pc-windows-msvc", "windows", "msvc", "x86_64"),
        ("aarch64-linux-android", "android", "android", "aarch64"),
        ("wasm32-wasip1", "wasip1", "", "wasm32"),
    ],
)
def test_a_triple_gives_system_environment_and_machine(
    triple: str, system: str, env: str, machine: str
) -> None:
    target = parse_triple(triple)

    assert (target.os, target.env, target.machine) == (system, env, machine)


@pytest.mark.parametrize("text", ["linux", "", "x86_64--gnu"])
def test_what_is_no_triple_is_refused_by_name(text: str) -> None:
    with pytest.raises(ConfigError, match="is not a target triple"):
        parse_triple(text)


@pytest.mark.parametrize(
    ("triple", "width"),
    [
        ("x86_64-unknown-linux-gnu", 64),
        ("x86_64-unknown-linux-gnux32", 32),
        ("i686-pc-windows-msvc", 32),
        ("armv7-unknown-linux-gnueabihf", 32),
    ],
)
def test_pointers_have_the_width_of_the_machine(triple: str, width: int) -> None:
    assert parse_triple(triple).pointer_width == width


@pytest.mark.parametrize(
    ("triple", "variable", "version"),
    [
        ("aarch64-apple-darwin", None, (11, 0)),
        ("x86_64-apple-darwin", None, (10, 12)),
        ("x86_64-apple-darwin", "10.6", (10, 12)),
        ("x86_64-apple-darwin", "10.15", (10, 15)),
        ("aarch64-apple-darwin", "12.3", (12, 0)),
        ("aarch64-apple-darwin", "14", (14, 0)),
    ],
)
def test_the_deployment_target_raises_but_never_lowers_the_default(
    triple: str, variable: str | None, version: tuple[int, int]
) -> None:
    env = {} if variable is None else {"MACOSX_DEPLOYMENT_TARGET": variable}

    assert deployment_version(parse_triple(triple), env) == version


def test_a_deployment_target_that_is_no_version_is_named() -> None:
    env = {"MACOSX_DEPLOYMENT_TARGET": "ventura"}

    with pytest.raises(ConfigError, match='MACOSX_DEPLOYMENT_TARGET is "ventura"'):
        deployment_version(parse_triple("aarch64-apple-darwin"), env)
