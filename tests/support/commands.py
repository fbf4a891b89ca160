"""Programs run by the tests as a user runs them: whole processes with a whole environment."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# What a developer's or a CI's shell may hold and a test must not see.
HIDDEN_PREFIXES = ("FERRULE_", "MATURIN_", "PYO3_", "CARGO_BUILD_", "CARGO_ENCODED_", "PYTEST_")
HIDDEN = {
    "CARGO_TARGET_DIR",
    "CI",
    "COLUMNS",
    "CONDA_PREFIX",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "NO_COLOR",
    "PYTHONPATH",
    "RUSTFLAGS",
    "SOURCE_DATE_EPOCH",
    "VIRTUAL_ENV",
    "_PYTHON_HOST_PLATFORM",
}
TIMEOUT_SECONDS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a program ended and what it said."""

    argv: tuple[str, ...]
    code: int
    out: str
    err: str

    def check(self) -> "Result":
        """Return itself; a failure of the program fails the test and shows all it said."""
        assert self.code == 0, f"{self}\n{self.out}\n{self.err}"
        return self

    def __str__(self) -> str:
        return f"`{' '.join(self.argv)}` ended with {self.code}"

    @property
    def compiled(self) -> list[str]:
        """The crates that cargo said it compiles."""
        lines = (line.split() for line in self.err.splitlines())
        return [words[1] for words in lines if len(words) > 1 and words[0] == "Compiling"]


def clean_env(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this process' environment without what would change a build, plus `more`."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in HIDDEN and not name.startswith(HIDDEN_PREFIXES)
    }
    return env | dict(more or {})


def run(argv: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None) -> Result:
    """Run a program to its end in a clean environment plus `env`."""
    words = tuple(str(word) for word in argv)
    done = subprocess.run(
        words,
        cwd=cwd,
        env=clean_env(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    return Result(argv=words, code=done.returncode, out=done.stdout, err=done.stderr)


def ferrule(*args: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Result:
    """Run ferrule's command line with the Python of the tests."""
    return run((sys.executable, "-m", "ferrule", *args), cwd=cwd, env=env)
