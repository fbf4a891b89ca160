"""The first command of the README, on machines that lack something."""

import shutil
import sys
from pathlib import Path

import pytest

from support.commands import run
from support.crates import add_program

ROOT = Path(__file__).parents[2]
PYTHON = f'exec "{sys.executable}" "$@"'


@pytest.mark.parametrize(
    ("programs", "words"),
    [
        ({"python3": "exit 1"}, ("3.10", "apt install python3")),
        ({"python3": PYTHON}, ("Rust", "https://rustup.rs")),
        ({"python3": PYTHON, "cargo": ""}, ("Rust", "https://rustup.rs")),
        ({"python3": PYTHON, "cargo": "", "rustc": ""}, ("C compiler", "apt install gcc")),
    ],
    ids=["old-python", "no-rust", "no-rustc", "no-compiler"],
)
def test_what_is_missing_is_told_in_one_line(
    tmp_path: Path, programs: dict[str, str], words: tuple[str, ...]
) -> None:
    # What the script itself is written with.
    tools = {name: f'exec "{shutil.which(name)}" "$@"' for name in ("sh", "uname", "dirname")}
    for name, script in {**tools, **programs}.items():
        add_program(tmp_path, name, script)

    result = run(("/bin/sh", ROOT / "scripts" / "try"), cwd=ROOT, env={"PATH": str(tmp_path)})

    assert result.code != 0
    (line,) = result.err.splitlines()
    assert line.startswith("error: ")
    for word in words:
        assert word in line
