"""Turns what a probed program printed into an interpreter, or into why it is none.

Enters: the answer of `probe_script.py`. Leaves: an `Interpreter`, or a `Refusal`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.interpreters.model import CPYTHON, GRAALPY, PYPY, Interpreter
from ferrule.interpreters.probe_script import MARKER
from ferrule.process import find_program
from ferrule.records import dataclass

OLDEST = (3, 7)
BASE_KNOWN_SINCE = (3, 11)
IMPLEMENTATIONS = {"graalvm": GRAALPY, "graalpython": GRAALPY}
SYSTEMS = {"darwin": "macos", "win32": "windows", "gnu0": "hurd"}
SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a program is no interpreter to build for, as what comes after its name.

    `absent` tells that there is nothing behind the name (a shim without a version), so that
    the next program of that name may be tried.
    """

    reason: str
    absent: bool = False


def read_answer(text: str, probed: Path) -> Interpreter | Refusal:
    """Read what `probed` printed on stdout, passing over what is not the answer."""
    _, marker, rest = text.rpartition(MARKER)
    if not marker:
        return Refusal(reason=f"printed no answer{_quoted(text)}")
    answer = _parse_object(rest.partition("\n")[0])
    if answer is None:
        return Refusal(reason=f"printed a broken answer{_quoted(rest)}")
    version = (_number(answer, "major"), _number(answer, "minor"))
    if version < OLDEST:
        return Refusal(reason=f"is Python {version[0]}.{version[1]}, older than 3.7")
    return _interpreter(answer, version, probed)


def _interpreter(
    answer: Mapping[str, Any], version: tuple[int, int], probed: Path
) -> Interpreter | Refusal:
    name = (_text(answer, "implementation") or "").lower()
    implementation = IMPLEMENTATIONS.get(name, name)
    suffix = _text(answer, "ext_suffix")
    if not implementation or not suffix:
        missing = "sys.implementation.name" if not implementation else "EXT_SUFFIX in sysconfig"
        return Refusal(reason=f"does not know its {missing}")
    system = _system(answer)
    windows = system == "windows"
    abiflags = _abiflags(answer, implementation, version, windows=windows)
    if isinstance(abiflags, Refusal):
        return abiflags
    executable = Path(_text(answer, "executable") or probed)
    base_prefix = Path(_text(answer, "base_prefix") or executable.parent.parent)
    return Interpreter(
        implementation=implementation,
        major=version[0],
        minor=version[1],
        abiflags=abiflags,
        ext_suffix=suffix,
        soabi=_text(answer, "soabi"),
        soabi_platform=_text(answer, "soabi_platform"),
        system=system,
        platform=_platform(answer),
        executable=executable,
        base_executable=_base_executable(answer, executable, version, windows=windows),
        base_prefix=base_prefix,
        pointer_width=_number(answer, "pointer_width") or None,
        lib_dir=str(base_prefix / "libs") if windows else _text(answer, "lib_dir"),
        lib_version=_lib_version(answer, version, abiflags, windows=windows),
        shared=_is_shared(answer, implementation, base_prefix, windows=windows),
        gil_disabled=bool(answer.get("gil_disabled")),
        debug=bool(answer.get("debug")),
    )


def _system(answer: Mapping[str, Any]) -> str:
    name = _text(answer, "system") or ""
    # Some systems carry their release: freebsd14, and linux2 of old.
    return SYSTEMS.get(name) or name.rstrip("0123456789.")


def _is_shared(
    answer: Mapping[str, Any], implementation: str, base_prefix: Path, *, windows: bool
) -> bool:
    """Tell whether programs link to Python's library; conda's Pythons do so without saying."""
    return (
        windows
        or implementation in {PYPY, GRAALPY}
        or bool(answer.get("shared"))
        or (base_prefix / "conda-meta").is_dir()
    )


def _abiflags(
    answer: Mapping[str, Any], implementation: str, version: tuple[int, int], *, windows: bool
) -> str | Refusal:
    """Return the ABI flags; only CPython has them, and Windows did not report them for long."""
    if implementation in {PYPY, GRAALPY}:
        return ""
    flags = _text(answer, "abiflags")
    built = {"t": bool(answer.get("gil_disabled")), "d": bool(answer.get("debug"))}
    if windows and not flags:
        derived = "".join(flag for flag, is_set in built.items() if is_set)
        return derived + ("m" if version < (3, 8) else "")
    if flags is None:
        if implementation != CPYTHON:
            return ""
        return Refusal(reason="does not know its ABIFLAGS in sysconfig")
    for flag, is_set in built.items():
        if (flag in flags) != is_set:
            variable = {"t": "Py_GIL_DISABLED", "d": "Py_DEBUG"}[flag]
            state = "set" if is_set else "not set"
            return Refusal(reason=f'contradicts itself: ABIFLAGS is "{flags}", {variable} {state}')
    return flags


def _platform(answer: Mapping[str, Any]) -> str | None:
    platform = _text(answer, "platform")
    if platform is None or platform.startswith("macosx"):
        return None
    return platform.lower().replace("-", "_").replace(".", "_")


def _lib_version(
    answer: Mapping[str, Any], version: tuple[int, int], abiflags: str, *, windows: bool
) -> str:
    major, minor = version
    if windows:
        free_threaded = "t" if "t" in abiflags else ""
        return f"{major}{minor}{free_threaded}" + ("_d" if "d" in abiflags else "")
    return _text(answer, "ld_version") or f"{major}.{minor}{abiflags}"


def _base_executable(
    answer: Mapping[str, Any], executable: Path, version: tuple[int, int], *, windows: bool
) -> Path:
    """Return the same Python outside any virtual environment, under its one true name.

    Up to 3.10 `sys._base_executable` is the environment's own program, so `home` of
    pyvenv.cfg tells. Links are followed, so that all environments of a Python agree; not on
    Windows, where the target of a Store link cannot be started.
    """
    home = _pyvenv_home(executable)
    reported = _text(answer, "base_executable")
    if home is None:
        base = executable
    elif version >= BASE_KNOWN_SINCE and reported:
        base = Path(reported)
    else:
        names = (executable.name, f"python{version[0]}.{version[1]}", "python3", "python.exe")
        found = (find_program(name, {"PATH": str(home)}) for name in names)
        base = Path(next((program for program in found if program is not None), executable))
    return base if windows else base.resolve()


def _pyvenv_home(executable: Path) -> Path | None:
    """Return the folder of the base Python when `executable` is in a virtual environment."""
    for folder in (executable.parent.parent, executable.parent):
        try:
            text = (folder / "pyvenv.cfg").read_text("utf-8", errors="surrogateescape")
        except OSError:
            continue
        for line in text.splitlines():
            key, _, value = line.partition("=")
            if key.strip().lower() == "home" and value.strip():
                return Path(value.strip())
    return None


def _parse_object(text: str) -> dict[str, Any] | None:
    import json

    try:
        parsed = json.loads(text)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _text(answer: Mapping[str, Any], key: str) -> str | None:
    value = answer.get(key)
    return value if isinstance(value, str) else None


def _number(answer: Mapping[str, Any], key: str) -> int:
    value = answer.get(key)
    return value if isinstance(value, int) else 0


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        return ""
    shown = line if len(line) <= SHOWN_CHARACTERS else line[:SHOWN_CHARACTERS] + "…"
    return f': "{shown}"'
