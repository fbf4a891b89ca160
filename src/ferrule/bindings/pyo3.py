"""What PyO3 is told of the interpreter: its configuration file and environment.

Enters: an interpreter, the pyo3 crate and the stable ABI. Leaves: the text of a
PYO3_CONFIG_FILE, and environment variables. Source: PyO3's user guide, "Building and
distribution"; the parser of pyo3-build-config 0.15 to 0.29.

PyO3's build scripts are run again when a path or variable that they have read changes.
A configuration file makes them read nothing else, so its content, not the place of a
virtual environment, decides whether PyO3 is compiled again.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ferrule.bindings.model import (
    BinBindings,
    Bindings,
    ConfigFile,
    Pyo3Bindings,
    Pyo3Crate,
    StableAbi,
)
from ferrule.interpreters.model import CPYTHON, GRAALPY, PYPY, Interpreter
from ferrule.target.triple import Target

# Older releases read the file in another way, or not at all.
CONFIG_FILE_FROM = (0, 15, 0)
TARGET_ABI_FROM = (0, 29, 0)
# From here on PYO3_BUILD_EXTENSION_MODULE does what the feature extension-module did.
EXTENSION_MODULE_VARIABLE_FROM = (0, 26, 0)
IMPLEMENTATIONS = {CPYTHON: "CPython", PYPY: "PyPy", GRAALPY: "GraalVM"}


def make_config_file(
    folder: Path,
    bindings: Bindings,
    interpreter: Interpreter,
    stable: StableAbi | None,
    target: Target,
) -> ConfigFile | None:
    """Return the configuration file for one compilation, named by what it says.

    None when there is no pyo3, or one that does not read such a file.
    """
    crate = bindings.crate
    if crate is None or crate.version < CONFIG_FILE_FROM:
        return None
    text = config_text(bindings, crate, interpreter, stable, target)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return ConfigFile(path=folder / f"pyo3-config-{digest}.txt", text=text)


def config_text(
    bindings: Bindings,
    crate: Pyo3Crate,
    interpreter: Interpreter,
    stable: StableAbi | None,
    target: Target,
) -> str:
    """Return what PyO3 is to know of the interpreter, in the form that its version reads."""
    version = interpreter.version
    if stable is not None and stable.minimum is not None:
        version = stable.minimum
    number = f"{version[0]}.{version[1]}"
    implementation = IMPLEMENTATIONS.get(interpreter.implementation, "CPython")
    lines = [f"implementation={implementation}", f"version={number}"]
    lines.append(f"shared={str(interpreter.shared).lower()}")
    if crate.version >= TARGET_ABI_FROM:
        lines.append(f"target_abi={implementation}-{_abi_kind(interpreter, stable)}-{number}")
    else:
        lines.append(f"abi3={str(stable is not None).lower()}")
    # A stable-ABI module of a current PyO3 links no libpython: it says nothing of where
    # Python is, so that one file serves every Python and none compiles it again.
    if stable is None or crate.version < TARGET_ABI_FROM:
        lines += _location(interpreter, stable, target, links=_links(bindings, target))
    lines.append(f"pointer_width={interpreter.pointer_width or target.pointer_width}")
    lines.append(f"build_flags={','.join(_build_flags(interpreter, stable))}")
    lines.append("suppress_build_script_link_lines=false")
    return "\n".join(lines) + "\n"


def _abi_kind(interpreter: Interpreter, stable: StableAbi | None) -> str:
    if stable is not None:
        return stable.kind
    return "free_threaded" if interpreter.gil_disabled else "gil_enabled"


def _build_flags(interpreter: Interpreter, stable: StableAbi | None) -> list[str]:
    if stable is not None:
        return []
    flags = ["Py_DEBUG", "Py_REF_DEBUG"] if interpreter.debug else []
    return [*flags, "Py_GIL_DISABLED"] if interpreter.gil_disabled else flags


def _links(bindings: Bindings, target: Target) -> bool:
    """Tell whether the result is linked to libpython."""
    if isinstance(bindings, BinBindings) or target.is_windows:
        return True
    crate = bindings.crate
    return not crate.extension_module and crate.version < EXTENSION_MODULE_VARIABLE_FROM


def _location(
    interpreter: Interpreter, stable: StableAbi | None, target: Target, *, links: bool
) -> list[str]:
    """Return where libpython is, and the program that build scripts may run."""
    lines = []
    if links and stable is None and interpreter.lib_version:
        lines.append(f"lib_name={_library_name(interpreter, target)}")
    if links and interpreter.lib_dir:
        lines.append(f"lib_dir={interpreter.lib_dir}")
    if interpreter.base_executable is not None:
        lines.append(f"executable={interpreter.base_executable}")
    return lines


def _library_name(interpreter: Interpreter, target: Target) -> str:
    if interpreter.implementation != CPYTHON:
        return f"{interpreter.implementation}{interpreter.major}.{interpreter.minor}-c"
    if target.is_windows:
        threads = "t" if interpreter.gil_disabled else ""
        debug = "_d" if interpreter.debug else ""
        return f"python{interpreter.major}{interpreter.minor}{threads}{debug}"
    return f"python{interpreter.lib_version}"


def environment(
    bindings: Bindings,
    interpreter: Interpreter | None,
    config: ConfigFile | None,
    env: Mapping[str, str],
) -> dict[str, str]:
    """Return the variables that PyO3 and build scripts read, to add to the environment.

    PYO3_PYTHON is for build scripts of the user's crates, which may import what is
    installed there; PyO3 itself does not read it beside a configuration file. Without
    one it gets the base interpreter, whose path outlives virtual environments.
    """
    added: dict[str, str] = {}
    if isinstance(bindings, Pyo3Bindings):
        added["PYO3_BUILD_EXTENSION_MODULE"] = "1"
    if config is not None:
        added["PYO3_CONFIG_FILE"] = str(config.path)
    if interpreter is not None and interpreter.executable is not None:
        configured = config is not None or "PYO3_CONFIG_FILE" in env
        stable_path = interpreter.base_executable or interpreter.executable
        python = str(interpreter.executable if configured else stable_path)
        added["PYO3_PYTHON"] = added["PYTHON_SYS_EXECUTABLE"] = python
    return added
