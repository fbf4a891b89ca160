"""Reads the interpreter that a PYO3_CONFIG_FILE describes.

Enters: the file. Leaves: one interpreter that is not runnable. Source: PyO3's guide,
"Building and distribution", and `pyo3-build-config`'s `InterpreterConfig`.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from ferrule.errors import InterpreterError
from ferrule.interpreters.model import CPYTHON, GRAALPY, PYPY, Interpreter
from ferrule.target.triple import Target

VARIABLE = "PYO3_CONFIG_FILE"
IMPLEMENTATIONS = {"cpython": CPYTHON, "pypy": PYPY, "graalvm": GRAALPY, "graalpy": GRAALPY}
FREE_THREADED_SINCE = (3, 13)
MARKED_MALLOC_UNTIL = (3, 7)
MUSL_SUFFIX_SINCE = (3, 11)
NAMES_IN_SUFFIX = {"i686": "i386", "i586": "i386"}


def read_config_file(path: Path, target: Target) -> Interpreter:
    """Read the file; an extension suffix that it leaves out is derived on Linux and macOS.

    Raises:
        InterpreterError: the file is missing, malformed or contradicts itself.

    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise InterpreterError(
            f"{VARIABLE}: cannot read {path}: {error.strerror}",
            hint=f"write the file or unset {VARIABLE}",
        ) from error
    except UnicodeDecodeError as error:
        raise InterpreterError(f"{VARIABLE}: {path} is not UTF-8") from error
    fields = _fields(path, text)
    implementation = IMPLEMENTATIONS.get(fields.get("implementation", CPYTHON).lower())
    if implementation is None:
        raise _wrong(path, "implementation", fields["implementation"], "CPython, PyPy or GraalPy")
    version = _version(path, fields)
    flags = _abiflags(path, fields, implementation, version)
    interpreter = Interpreter(
        implementation=implementation,
        major=version[0],
        minor=version[1],
        abiflags=flags,
        pointer_width=_pointer_width(path, fields),
        gil_disabled="t" in flags,
        debug="d" in flags,
    )
    return _with_suffix(path, fields, interpreter, target)


def _fields(path: Path, text: str) -> dict[str, str]:
    fields = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        key, separator, value = line.partition("=")
        if not separator:
            raise InterpreterError(
                f'{VARIABLE}: {path}, line {number} is "{line.strip()}"',
                hint="write each line as key=value",
            )
        fields[key.strip()] = value.strip()
    return fields


def _version(path: Path, fields: Mapping[str, str]) -> tuple[int, int]:
    text = fields.get("version")
    if text is None:
        raise InterpreterError(
            f"{VARIABLE}: {path} has no version", hint="add a line such as version=3.11"
        )
    found = re.fullmatch(r"([0-9]+)\.([0-9]+)", text)
    if found is None:
        raise _wrong(path, "version", text, "two numbers, such as 3.11")
    return int(found[1]), int(found[2])


def _pointer_width(path: Path, fields: Mapping[str, str]) -> int | None:
    text = fields.get("pointer_width")
    if text is None:
        return None
    if text not in {"32", "64"}:
        raise _wrong(path, "pointer_width", text, "32 or 64")
    return int(text)


def _abiflags(
    path: Path, fields: Mapping[str, str], implementation: str, version: tuple[int, int]
) -> str:
    """Return the given flags, checked against the build flags, or those that follow."""
    build_flags = {flag.strip() for flag in fields.get("build_flags", "").split(",")}
    is_cpython = implementation == CPYTHON
    derived = "".join(
        flag
        for flag, is_set in (
            ("t", "Py_GIL_DISABLED" in build_flags),
            ("d", "Py_DEBUG" in build_flags),
            ("m", version <= MARKED_MALLOC_UNTIL),
        )
        if is_cpython and is_set
    )
    given = fields.get("abiflags", derived)
    if "build_flags" in fields and set(given) != set(derived):
        raise _wrong(path, "abiflags", given, f'"{derived}", which build_flags and version give')
    if not is_cpython and given:
        raise _wrong(path, "abiflags", given, "nothing: only CPython has ABI flags")
    if "t" in given and version < FREE_THREADED_SINCE:
        raise _wrong(path, "abiflags", given, "no t: free-threaded Python begins with 3.13")
    if is_cpython and ("m" in given) != (version <= MARKED_MALLOC_UNTIL):
        raise _wrong(path, "abiflags", given, "m exactly for Python 3.7 and older")
    return given


def _with_suffix(
    path: Path, fields: Mapping[str, str], interpreter: Interpreter, target: Target
) -> Interpreter:
    from ferrule.records import replace

    suffix = fields.get("ext_suffix") or _derived_suffix(fields.get("abi_tag"), interpreter, target)
    if suffix is None:
        raise InterpreterError(
            f"{VARIABLE}: {path} has no ext_suffix",
            hint=f"add it: it cannot be derived for {interpreter.label} on {target.triple}",
        )
    return replace(interpreter, ext_suffix=suffix)


def _derived_suffix(abi_tag: str | None, interpreter: Interpreter, target: Target) -> str | None:
    version = f"{interpreter.major}{interpreter.minor}"
    if interpreter.implementation == CPYTHON:
        start = f"cpython-{abi_tag or version + interpreter.abiflags}"
    elif abi_tag:
        start = abi_tag
    else:
        return None
    if target.is_macos:
        return f".{start}-darwin.so"
    if target.os != "linux":
        return None
    arch = NAMES_IN_SUFFIX.get(target.arch, target.arch)
    arch = "arm" if arch.startswith(("armv", "thumb")) else arch
    # CPython up to 3.10 called musl gnu, and PyPy calls it so still.
    is_old = interpreter.implementation != CPYTHON or interpreter.version < MUSL_SUFFIX_SINCE
    env = target.env.replace("musl", "gnu") if is_old else target.env
    return f".{start}-{arch}-linux-{env}.so"


def _wrong(path: Path, key: str, value: str, expected: str) -> InterpreterError:
    return InterpreterError(f'{VARIABLE}: {path}: {key} is "{value}"', hint=f"write {expected}")
