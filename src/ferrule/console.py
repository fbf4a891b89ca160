"""What a person sees: results on stdout, everything else on stderr.

Enters: sentences, from flows, entrances and `process.py` only. Leaves: text on the two
streams, coloured when the stream and the environment allow it (NO_COLOR, FORCE_COLOR;
https://no-color.org).
"""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

COLORS = {"error": "1;31", "warning": "1;33", "note": "1;36", "hint": "1;32", "step": "1;32"}


class Console:
    """The two streams with a verbosity and a colour choice.

    Args:
        verbosity: -1 quiet (warnings and errors only), 0 usual, 1 and more verbose.
        color: `always`, `never` or `auto`.
        env: the environment, for NO_COLOR, FORCE_COLOR and GITHUB_ACTIONS.
        out: the stream of results; standard output when not given.
        err: the stream of everything else; standard error when not given.

    """

    def __init__(
        self,
        *,
        verbosity: int = 0,
        color: str = "auto",
        env: Mapping[str, str],
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.verbosity = verbosity
        self._out = out
        self._err = err
        self._annotate = env.get("GITHUB_ACTIONS") == "true"
        self._colored = _wants_color(color, env, self.err)

    @property
    def out(self) -> TextIO:
        """The stream of results."""
        return self._out or sys.stdout

    @property
    def err(self) -> TextIO:
        """The stream of everything else."""
        return self._err or sys.stderr

    def result(self, text: str) -> None:
        """Print a line of the result on stdout."""
        _print(text, self.out)

    def error(self, message: str, hint: str = "") -> None:
        """Print an error and what to do next."""
        if self._annotate:
            _print(f"::error::{_escape_annotation(message)}", self.err)
        self._labelled("error", message)
        if hint:
            self._labelled("hint", hint, indent=" ")

    def warn(self, message: str) -> None:
        """Print a warning; also in quiet mode."""
        if self._annotate:
            _print(f"::warning::{_escape_annotation(message)}", self.err)
        self._labelled("warning", message)

    def note(self, message: str) -> None:
        """Print something worth knowing that needs no action."""
        if self.verbosity >= 0:
            self._labelled("note", message)

    def detail(self, message: str) -> None:
        """Print what only a verbose run shows."""
        if self.verbosity >= 1:
            _print(message, self.err)

    def echo(self, text: str) -> None:
        """Print what a program said, as it said it; also in quiet mode."""
        _print(text, self.err)

    def say(self, verb: str, message: str) -> None:
        """Print what a phase does: a right-aligned verb, as cargo does, and its object."""
        if self.verbosity >= 0:
            _print(f"{self._paint('step', f'{verb:>12}')} {message}", self.err)

    @contextmanager
    def step(self, verb: str, message: str) -> Iterator[None]:
        """Announce a phase and, in a verbose run, print how long it took."""
        self.say(verb, message)
        start = time.perf_counter()
        yield
        self.detail(f"{'':>12} {verb.lower()} took {time.perf_counter() - start:.2f} s")

    def _labelled(self, label: str, message: str, indent: str = "") -> None:
        _print(f"{indent}{self._paint(label, label + ':')} {message}", self.err)

    def _paint(self, what: str, text: str) -> str:
        return f"\033[{COLORS[what]}m{text}\033[0m" if self._colored else text


def _wants_color(choice: str, env: Mapping[str, str], stream: TextIO) -> bool:
    if choice != "auto":
        return choice == "always"
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR"):
        return True
    return stream.isatty() and env.get("TERM") != "dumb"


def _escape_annotation(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _print(text: str, stream: TextIO) -> None:
    # A legacy code page must not turn a message into a UnicodeEncodeError.
    encoding = stream.encoding or "utf-8"
    safe = text.encode(encoding, "backslashreplace").decode(encoding)
    print(safe, file=stream, flush=True)
