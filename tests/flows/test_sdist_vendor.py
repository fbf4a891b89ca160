"""Vendored sdists: built where there is no network and nothing was ever fetched."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.archives import contents
from support.cargo import NEEDS_CARGO
from support.checkouts import make_checkout
from support.commands import Result, ferrule, run
from support.projects import pyproject, write
from support.sdists import crate as manifest
from support.sdists import lock, make_registry
from support.wheelhouse import isolated
from support.wheels import read, sha256

pytestmark = NEEDS_CARGO

DEMO = '[project]\nname = "demo"\ndynamic = ["version"]\n'
NAME = "demo-0.1.0.tar.gz"
ITOA = 'fn main() { print!("{}", itoa::Buffer::new().format(42)); }\n'


def sdist(root: Path, *args: str, env: dict[str, str] | None = None) -> Result:
    return ferrule("sdist", "--vendor", "-o", "dist", *args, cwd=root, env=env)


@pytest.fixture
def project(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A checkout whose crate has dependencies in a registry, which is a folder."""
    env = make_registry(tmp_path / "registry", {"used": "", "alone": ""})
    files = {
        "Cargo.toml": manifest(
            "demo", '[dependencies]\nused = "1"\n[workspace]\nmembers = ["o"]\n'
        ),
        "pyproject.toml": pyproject(DEMO),
        "src/main.rs": "fn main() {}\n",
        "o/Cargo.toml": manifest("other", '[dependencies]\nalone = "1"\n'),
        "o/src/lib.rs": "",
    }
    root = write(tmp_path / "demo", files)
    lock(root, env)
    return make_checkout(root, {}), env


def test_the_crates_that_are_needed_are_in_it(project: tuple[Path, dict[str, str]]) -> None:
    root, env = project

    sdist(root, env=env).check()

    packed = contents(root / "dist" / NAME)
    assert {path.split("/")[1] for path in packed if path.startswith("vendor/")} == {"used-1.0.0"}
    assert "vendor/used-1.0.0/.cargo-checksum.json" in packed
    assert b'directory = "vendor"' in packed[".cargo/config.toml"]


def test_the_projects_own_configuration_of_cargo_stays(
    project: tuple[Path, dict[str, str]],
) -> None:
    root, env = project
    mirror = f'[source.here]\ndirectory = "{env["CARGO_HOME"]}/../index"\n'
    own = f'# mine\n[build]\njobs = 1\n[source.crates-io]\nreplace-with = "here"\n{mirror}'
    make_checkout(root, {".cargo/config.toml": own})

    sdist(root, env=env).check()

    config = contents(root / "dist" / NAME)[".cargo/config.toml"].decode()
    assert config.startswith("# mine\n[build]\njobs = 1\n")
    assert config.count('directory = "vendor"') == 1
    assert config.count("replace-with") == 1


def test_a_crate_without_dependencies_has_nothing_to_vendor(tmp_path: Path) -> None:
    root = write(tmp_path / "demo", {
        "Cargo.toml": manifest("demo"),
        "Cargo.lock": 'version = 4\n\n[[package]]\nname = "demo"\nversion = "0.1.0"\n',
        "pyproject.toml": pyproject(DEMO),
        "src/main.rs": "fn main() {}\n",
    })  # fmt: skip

    sdist(root).check()

    packed = contents(root / "dist" / NAME)
    assert [path for path in packed if path.startswith(("vendor", ".cargo"))] == []


def test_the_same_bytes_come_twice(project: tuple[Path, dict[str, str]]) -> None:
    root, env = project
    sdist(root, env=env).check()
    first = sha256(root / "dist" / NAME)

    sdist(root, env=env).check()

    assert sha256(root / "dist" / NAME) == first


def test_without_cargo_there_is_one_error(
    project: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    root, _ = project

    result = sdist(root, env={"PATH": str(tmp_path), "CARGO": ""})

    assert result.code == 4
    assert [line for line in result.err.splitlines() if line.startswith("error:")] != []
    assert "Traceback" not in result.err
    assert not list(root.rglob("*.gz*"))


@pytest.mark.slow
@pytest.mark.network
def test_pip_builds_it_offline_with_an_empty_cargo_home(wheelhouse: Path, tmp_path: Path) -> None:
    root = write(tmp_path / "demo", {
        "Cargo.toml": manifest("demo", '[dependencies]\nitoa = "1"\n'),
        "pyproject.toml": pyproject(DEMO),
        "src/main.rs": ITOA,
    })  # fmt: skip
    run(("cargo", "generate-lockfile"), cwd=root).check()
    sdist(root).check()
    offline = {"CARGO_HOME": str(tmp_path / "home"), "CARGO_NET_OFFLINE": "true"}

    argv = (sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", tmp_path / "out")
    env = isolated(wheelhouse) | offline
    run((*argv, root / "dist" / NAME), cwd=tmp_path, env=env).check()

    (wheel,) = (tmp_path / "out").iterdir()
    program = tmp_path / "program"
    program.write_bytes(read(wheel, "*/scripts/demo"))
    program.chmod(0o755)
    assert subprocess.run([program], capture_output=True, check=True).stdout == b"42"
