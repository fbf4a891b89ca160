"""What is known of an interpreter, and of how it was found.

Enters: nothing. Leaves: the types that the other rooms read.
"""

from pathlib import Path

from ferrule.records import dataclass

CPYTHON, PYPY, GRAALPY = "cpython", "pypy", "graalpy"
DISPLAY_NAMES = {CPYTHON: "CPython", PYPY: "PyPy", GRAALPY: "GraalPy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """A Python that a wheel is for.

    `implementation` is `cpython`, `pypy`, `graalpy` or another `sys.implementation.name`.
    `executable` is how the user's environment starts it, `base_executable` the same Python
    outside any virtual environment; both are None for a placeholder, which stands for "any
    Python that has this stable ABI". `platform` is `sysconfig.get_platform()` with `-` and
    `.` as `_`, None on macOS, where the deployment target decides. `system` is the operating
    system as target triples name it. `python` + `lib_version` names CPython's library
    (`python3.13t`; Windows: `python313t`), which is in `lib_dir`.
    """

    implementation: str
    major: int
    minor: int
    abiflags: str = ""
    ext_suffix: str = ""
    soabi: str | None = None
    soabi_platform: str | None = None
    system: str | None = None
    platform: str | None = None
    executable: Path | None = None
    base_executable: Path | None = None
    base_prefix: Path | None = None
    pointer_width: int | None = None
    lib_dir: str | None = None
    lib_version: str | None = None
    shared: bool = True
    gil_disabled: bool = False
    debug: bool = False

    @property
    def version(self) -> tuple[int, int]:
        """Major and minor version."""
        return self.major, self.minor

    @property
    def runnable(self) -> bool:
        """Whether it is a real program of this machine."""
        return self.executable is not None

    @property
    def label(self) -> str:
        """The name people know it by: `CPython 3.13t`, `PyPy 3.11`."""
        name = DISPLAY_NAMES.get(self.implementation, self.implementation)
        return f"{name} {self.major}.{self.minor}{self.abiflags}"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterRequest:
    """What the user and the bindings want.

    `names` are the `-i` values; `find` is `-f`. `minimum` and `maximum` bound the minors
    that discovery looks for; `requires_python` is the project's PEP 440 specifier set.
    """

    names: tuple[str, ...] = ()
    find: bool = False
    requires_python: str | None = None
    minimum: tuple[int, int] = (3, 7)
    maximum: tuple[int, int] = (3, 15)
    pypy_minimum: tuple[int, int] = (3, 8)
    pypy_maximum: tuple[int, int] = (3, 12)
    free_threaded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One Python that was looked at: what it is, and why it was taken or left."""

    name: str
    path: Path | None
    interpreter: Interpreter | None
    taken: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The interpreters that were taken, in order, and all that were looked at."""

    interpreters: tuple[Interpreter, ...]
    candidates: tuple[Candidate, ...]


def make_placeholder(version: tuple[int, int]) -> Interpreter:
    """Return the stand-in for any CPython of at least `version`."""
    return Interpreter(implementation=CPYTHON, major=version[0], minor=version[1])
