"""The one place that starts programs.

Enters: an argv tuple, a whole environment and a folder. Leaves: a running or finished
program. No shell; the output of a failed program is part of the error. An interrupt ends
the programs that run before it travels on.
"""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from ferrule.errors import ToolFailedError, ToolNotFoundError
from ferrule.records import dataclass

SHOWN_LINES = 20
GRACE_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A program that ended: its exit status (negative: the signal) and captured output."""

    argv: tuple[str, ...]
    code: int
    stdout: bytes
    stderr: bytes

    def check(self, hint: str = "") -> "Finished":
        """Return itself, or raise when the program failed.

        Raises:
            ToolFailedError: with the command, the status and its last lines.

        """
        if self.code != 0:
            raise failure(self.argv, self.code, self.stderr or self.stdout, hint)
        return self


class Running:
    """A program that was started; `finish` or `lines` waits for it."""

    def __init__(self, argv: tuple[str, ...], popen: "subprocess.Popen[bytes]") -> None:
        self.argv = argv
        self._popen = popen

    def finish(self, timeout: float | None = None) -> Finished:
        """Wait for the end and return what the program printed.

        Args:
            timeout: seconds to wait; then the program is ended. None waits for ever.

        Raises:
            ToolFailedError: the program did not end in time.

        """
        try:
            stdout, stderr = self._popen.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as error:
            self.stop()
            raise ToolFailedError(
                f"`{' '.join(self.argv)}` did not end within {error.timeout:g} s"
            ) from error
        except BaseException:
            self.stop()
            raise
        return Finished(
            argv=self.argv,
            code=self._popen.returncode,
            stdout=stdout or b"",
            stderr=stderr or b"",
        )

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of stdout as they come; `finish` then gives the status."""
        stream = self._popen.stdout
        if stream is None:
            return
        try:
            yield from stream
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the program, politely first, reap it and close its streams."""
        if self._popen.poll() is None:
            self._popen.terminate()
            try:
                self._popen.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._popen.kill()
                self._popen.wait()
        for stream in (self._popen.stdout, self._popen.stderr):
            if stream is not None:
                stream.close()


def start(
    argv: tuple[str, ...],
    *,
    env: Mapping[str, str],
    cwd: Path,
    capture_stderr: bool = True,
) -> Running:
    """Start a program with stdout captured.

    Args:
        argv: the program, looked up on the PATH of `env`, and its arguments.
        env: the whole environment of the program.
        cwd: the folder it runs in.
        capture_stderr: capture stderr too; else it goes live to ours.

    Raises:
        ToolNotFoundError: the program does not exist or may not be executed.

    """
    program = find_program(argv[0], env)
    if program is None:
        raise ToolNotFoundError(f"{argv[0]} is not on PATH")
    try:
        popen = subprocess.Popen(
            (program, *argv[1:]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if capture_stderr else None,
            env=dict(env),
            cwd=cwd,
        )
    except OSError as error:
        raise ToolNotFoundError(f"{program} cannot be started: {error.strerror}") from error
    return Running(argv, popen)


def run(argv: tuple[str, ...], *, env: Mapping[str, str], cwd: Path) -> Finished:
    """Start a program and wait for its end; both streams are captured."""
    return start(argv, env=env, cwd=cwd).finish()


def find_program(name: str, env: Mapping[str, str]) -> str | None:
    """Return the path of a program on the PATH of `env`, or None."""
    return shutil.which(name, path=env.get("PATH", ""))


def failure(argv: tuple[str, ...], code: int, output: bytes, hint: str = "") -> ToolFailedError:
    """Make the error of a failed program: command, status, last lines of output."""
    how = f"was ended by signal {-code}" if code < 0 else f"ended with status {code}"
    lines = output.decode("utf-8", "replace").strip().splitlines()[-SHOWN_LINES:]
    shown = "".join(f"\n    {line}" for line in lines)
    return ToolFailedError(f"`{' '.join(argv)}` {how}{shown}", hint=hint)
