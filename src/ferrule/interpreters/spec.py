"""The names that people give to interpreters.

Enters: a value of `-i`, or what discovery may look for. Leaves: a `Spec`, and the names of
the programs that may answer to it. A path or another program's name is no spec.
"""

import re

from ferrule.errors import InterpreterError
from ferrule.interpreters.model import (
    CPYTHON,
    DISPLAY_NAMES,
    GRAALPY,
    PYPY,
    Interpreter,
    InterpreterRequest,
)
from ferrule.records import dataclass
from ferrule.target.triple import Target

NAME = re.compile(r"(?:(python|pypy|graalpy)-?)?([0-9]+)\.([0-9]+)(t?)", re.ASCII)
IMPLEMENTATIONS = {"python": CPYTHON, "pypy": PYPY, "graalpy": GRAALPY}
FREE_THREADED_SINCE = (3, 13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """An interpreter by implementation and version."""

    implementation: str
    version: tuple[int, int]
    free_threaded: bool = False

    @property
    def label(self) -> str:
        """The name people know it by: `CPython 3.13t`."""
        major, minor = self.version
        name = DISPLAY_NAMES[self.implementation]
        return f"{name} {major}.{minor}{'t' if self.free_threaded else ''}"

    def matches(self, interpreter: Interpreter) -> bool:
        """Tell whether it is this interpreter that was named."""
        return (
            self.implementation == interpreter.implementation
            and self.version == interpreter.version
            and self.free_threaded == interpreter.gil_disabled
        )


def parse_name(name: str) -> Spec | None:
    """Read `3.11`, `3.13t`, `python3.11`, `pypy3.10`, `graalpy3.11`; None for another name.

    Raises:
        InterpreterError: it starts as a version but is none, or such a Python cannot exist.

    """
    found = NAME.fullmatch(name)
    if found is None:
        if name[:1].isdigit():
            raise InterpreterError(
                f'-i "{name}" is no version of Python',
                hint="write two numbers, for example -i 3.11",
            )
        return None
    kind, major, minor, suffix = found.groups()
    spec = Spec(
        implementation=IMPLEMENTATIONS[kind or "python"],
        version=(int(major), int(minor)),
        free_threaded=bool(suffix),
    )
    if spec.free_threaded and spec.implementation != CPYTHON:
        raise InterpreterError(
            f'-i "{name}": there is no free-threaded {DISPLAY_NAMES[spec.implementation]}',
            hint="leave the t out",
        )
    if spec.free_threaded and spec.version < FREE_THREADED_SINCE:
        raise InterpreterError(
            f'-i "{name}": free-threaded Python begins with 3.13', hint="leave the t out"
        )
    return spec


def program_names(spec: Spec) -> tuple[str, ...]:
    """Return the programs that may be this interpreter, the most telling first."""
    version = f"{spec.version[0]}.{spec.version[1]}"
    major = spec.version[0]
    match spec.implementation:
        case "pypy":
            return f"pypy{version}", f"pypy{major}", "pypy"
        case "graalpy":
            return f"graalpy{version}", "graalpy"
        case _:
            # An installation that is free-threaded only often leaves the t out.
            free_threaded = (f"python{version}t",) if spec.free_threaded else ()
            return *free_threaded, f"python{version}", f"python{major}", "python"


def discovered_names(request: InterpreterRequest) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Return the programs that `-f` looks for, with the versions they stand for, in order.

    Free-threaded ones from 3.13 on, when a program of that name really exists. GraalPy's
    programs do not carry their version.
    """
    minors = _minors(request.minimum, request.maximum)
    names = [(f"python{major}.{minor}", (major, minor)) for major, minor in minors]
    if request.free_threaded:
        names += [
            (f"python{major}.{minor}t", (major, minor))
            for major, minor in minors
            if (major, minor) >= FREE_THREADED_SINCE
        ]
    names += [
        (f"pypy{major}.{minor}", (major, minor))
        for major, minor in _minors(request.pypy_minimum, request.pypy_maximum)
    ]
    return tuple(names)


def as_file_name(name: str, target: Target) -> str:
    """Return the file name that a program of this name has."""
    return f"{name}.exe" if target.is_windows and not name.lower().endswith(".exe") else name


def is_path(name: str, target: Target) -> bool:
    """Tell a path from a name that is looked up on PATH."""
    return "/" in name or (target.is_windows and "\\" in name)


def _minors(first: tuple[int, int], last: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((first[0], minor) for minor in range(first[1], last[1] + 1))
