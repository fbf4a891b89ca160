"""Asks a program whether it is a Python, and which.

Enters: the path of a program. Leaves: its `Interpreter`, or the `Refusal` that says why it
is none. All probes are started before the first is waited for, so that they run side by
side and beside cargo.
"""

import time
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISDIR

from ferrule.errors import ToolError
from ferrule.interpreters.answer import Refusal, read_answer
from ferrule.interpreters.model import Interpreter
from ferrule.process import Finished, Running, start

TIMEOUT_SECONDS = 60.0
SHIM_CODES = frozenset({126, 127})
PYENV = "pyenv: "


class Probe:
    """A program that is being asked; `finish` gives the answer."""

    def __init__(self, program: Path, running: Running | Refusal) -> None:
        self.program = program
        self._running = running
        self._started = time.monotonic()

    def finish(self, timeout: float = TIMEOUT_SECONDS) -> Interpreter | Refusal:
        """Wait for the answer, at most `timeout` seconds from the start of the program."""
        if isinstance(self._running, Refusal):
            return self._running
        left = max(0.0, self._started + timeout - time.monotonic())
        try:
            finished = self._running.finish(left)
        except ToolError:
            return Refusal(reason=f"gave no answer within {timeout:g} s")
        if finished.code != 0:
            return _explain_failure(finished)
        return read_answer(finished.stdout.decode("utf-8", "replace"), self.program)

    def stop(self) -> None:
        """End the program without waiting for its answer."""
        if isinstance(self._running, Running):
            self._running.stop()


def start_probe(program: Path, env: Mapping[str, str], cwd: Path) -> Probe:
    """Start asking a program, isolated (`-I`) and without `site`, which runs foreign code.

    Args:
        program: its absolute path.
        env: the whole environment it runs in; a shim chooses by it.
        cwd: the folder it runs in; a shim chooses by it too.

    """
    argv = (str(program), "-I", "-S", "-c", _script())
    try:
        return Probe(program, start(argv, env=env, cwd=cwd))
    except ToolError as error:
        return Probe(program, Refusal(reason=_why_not_started(program, error)))


def _script() -> str:
    return Path(__file__).with_name("probe_script.py").read_text("utf-8")


def _why_not_started(program: Path, error: ToolError) -> str:
    if isinstance(error.__cause__, OSError):
        return f"cannot be started: {error.__cause__.strerror}"
    try:
        is_folder = S_ISDIR(program.stat().st_mode)
    except FileNotFoundError:
        return "is a broken link" if program.is_symlink() else "does not exist"
    except OSError as unreadable:
        return f"cannot be read: {unreadable.strerror}"
    return "is a folder" if is_folder else "is not executable"


def _explain_failure(finished: Finished) -> Refusal:
    """Tell a program that broke from a shim that has no Python behind it."""
    stderr = finished.stderr.decode("utf-8", "replace").strip()
    last = stderr.splitlines()[-1].strip() if stderr else ""
    if finished.code < 0:
        return Refusal(reason=f"was ended by {_signal_name(-finished.code)}")
    if stderr.startswith(PYENV):
        return _explain_pyenv(stderr)
    if "Unknown option: -I" in stderr:
        return Refusal(reason="is a Python older than 3.4")
    if not stderr and not finished.stdout.strip():
        # What the Windows Store leaves under the name of a Python that is not installed.
        return Refusal(reason=f"ended with status {finished.code} and said nothing", absent=True)
    # asdf and mise say it so; 126 and 127 are the shell's "cannot run" and "not found".
    absent = finished.code in SHIM_CODES or "No version is set" in stderr
    return Refusal(
        reason=f"ended with status {finished.code}" + (f": {last}" if last else ""), absent=absent
    )


def _explain_pyenv(stderr: str) -> Refusal:
    first = stderr.splitlines()[0].removeprefix(PYENV)
    if first.endswith(": command not found"):
        first = "no active version has this name"
    return Refusal(reason=f"is a shim of pyenv: {first}", absent=True)


def _signal_name(number: int) -> str:
    from signal import Signals

    try:
        return f"signal {number} ({Signals(number).name})"
    except ValueError:
        return f"signal {number}"
