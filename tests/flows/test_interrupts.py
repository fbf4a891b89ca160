"""Ctrl-C and kill at any point: no half-written wheel, and the next build works."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from support.commands import clean_env, ferrule
from support.crates import Crate
from support.wheels import record_problems

INTERRUPTED = 130
PATIENCE_SECONDS = 60.0
SLOW_BUILD_SCRIPT = """\
fn main() {
    println!("cargo::rerun-if-env-changed=SLOW");
    if std::env::var_os("SLOW").is_some() {
        std::fs::write(std::env::var("SLOW").unwrap(), "").unwrap();
        let cargo = std::os::unix::process::parent_id();
        while std::os::unix::process::parent_id() == cargo {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}
"""


def start(root: Path, **env: str) -> "subprocess.Popen[str]":
    """Start a build in a process group of its own, as a terminal does."""
    argv = [sys.executable, "-m", "ferrule", "build", "-i", sys.executable, "-o", "dist"]
    return subprocess.Popen(
        argv,
        cwd=root,
        env=clean_env(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(running: "subprocess.Popen[str]", *patterns: tuple[Path, str]) -> None:
    """Wait until a file of one of the patterns exists."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not any(next(folder.glob(glob), None) for folder, glob in patterns):
        assert time.monotonic() < deadline, "nothing happened"
        assert running.poll() is None, running.communicate()[1]
        time.sleep(0.002)


def wait_for_end_of_group(group: int) -> None:
    """Wait until no process of a group is left; the system may take a while to reap them."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with suppress(ProcessLookupError):
        while True:
            os.killpg(group, 0)
            assert time.monotonic() < deadline, "a process goes on"
            time.sleep(0.02)


@pytest.mark.parametrize("whole_group", [True, False], ids=["terminal", "ferrule-alone"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["int", "term"])
def test_an_interrupt_during_cargo_ends_everything(
    crate: Crate, tmp_path: Path, number: signal.Signals, *, whole_group: bool
) -> None:
    root = crate("program")
    (root / "build.rs").write_text(SLOW_BUILD_SCRIPT)
    running = start(root, SLOW=str(tmp_path / "reached"))
    wait_for(running, (tmp_path, "reached"))

    (os.killpg if whole_group else os.kill)(running.pid, number)
    _, err = running.communicate(timeout=30)

    assert running.returncode == INTERRUPTED, err
    assert "Traceback" not in err
    assert not list(root.rglob("*.whl*"))
    wait_for_end_of_group(running.pid)
    ferrule("build", "-o", "dist", cwd=root).check()


def big_package(root: Path) -> None:
    """Give the package a file that takes a while to compress."""
    noise = os.urandom(1 << 20)
    (root / "mixed" / "big.bin").write_bytes(noise * 80)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["int", "kill"])
def test_an_end_while_writing_leaves_no_half_written_wheel(
    crate: Crate, number: signal.Signals
) -> None:
    root = crate("mixed")
    ferrule("build", "-i", sys.executable, "-o", "warm", cwd=root).check()
    big_package(root)
    running = start(root)
    wait_for(running, (root / "dist", "*"), (root / "dist", ".*"))

    os.kill(running.pid, number)
    _, err = running.communicate(timeout=30)

    assert running.returncode != 0
    assert "Traceback" not in err
    assert not list((root / "dist").glob("*.whl"))
    if number != signal.SIGKILL:
        assert not list((root / "dist").iterdir())
    after = ferrule("build", "-i", sys.executable, "-o", "dist", cwd=root).check()
    (wheel,) = (root / "dist").glob("*.whl")
    assert record_problems(wheel) == []
    assert after.compiled == []


def test_an_end_while_writing_keeps_the_wheel_of_an_earlier_build(crate: Crate) -> None:
    root = crate("mixed")
    ferrule("build", "-i", sys.executable, "-o", "dist", cwd=root).check()
    (wheel,) = (root / "dist").iterdir()
    before = wheel.read_bytes()
    big_package(root)
    running = start(root)
    wait_for(running, (root / "dist", ".*"), (root / "dist", "*.tmp"))

    running.kill()
    running.communicate(timeout=30)

    assert wheel.read_bytes() == before
