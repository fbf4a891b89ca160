"""What an interpreter and the stable ABI make of a wheel's tag and an extension's name.

Enters: interpreter, stable ABI, target and platform tag. Leaves: `WheelTag`s and file name
suffixes. Source: PEP 425, PEP 3149, and PEP 803 for abi3t.
"""

from ferrule.bindings.model import StableAbi
from ferrule.interpreters.model import CPYTHON, GRAALPY, PYPY, Interpreter
from ferrule.tags.wheel import WheelTag
from ferrule.target.triple import Target

# From this minimum on, file names of stable-ABI extensions carry the platform.
PLATFORM_IN_SUFFIX_FROM = (3, 15)
# How many parts of the extension suffix make the abi tag.
ABI_PARTS = {PYPY: 2, GRAALPY: 3}
PYTHON_PREFIXES = {CPYTHON: "cp", PYPY: "pp", GRAALPY: "graalpy"}


def version_tag(interpreter: Interpreter, platform: str) -> WheelTag:
    """Return the tag of a wheel for exactly this Python."""
    prefix = PYTHON_PREFIXES.get(interpreter.implementation, interpreter.implementation)
    python = f"{prefix}{interpreter.major}{interpreter.minor}"
    return WheelTag(python=(python,), abi=(abi_tag(interpreter),), platform=(platform,))


def abi_tag(interpreter: Interpreter) -> str:
    """Return the abi tag of a version-specific wheel."""
    if interpreter.implementation == CPYTHON:
        return f"cp{interpreter.major}{interpreter.minor}{interpreter.abiflags}"
    if interpreter.implementation in ABI_PARTS:
        middle = interpreter.ext_suffix.split(".")[1]
        parts = middle.split("-")[: ABI_PARTS[interpreter.implementation]]
        return "_".join(parts).replace(" ", "_")
    return (interpreter.soabi or "none").replace("-", "_").replace(".", "_")


def stable_tag(stable: StableAbi, interpreter: Interpreter, platform: str) -> WheelTag:
    """Return the tag of a stable-ABI wheel compiled with `interpreter`."""
    major, minor = stable.minimum or interpreter.version
    abi = ("abi3", "abi3t") if stable.kind == "abi3t" else ("abi3",)
    return WheelTag(python=(f"cp{major}{minor}",), abi=abi, platform=(platform,))


def program_tag(platform: str) -> WheelTag:
    """Return the tag of a wheel of programs, which any Python 3 can install."""
    return WheelTag(python=("py3",), abi=("none",), platform=(platform,))


def extension_suffix(interpreter: Interpreter, stable: StableAbi | None, target: Target) -> str:
    """Return what an extension module's file name ends in."""
    if stable is None:
        return interpreter.ext_suffix
    if target.is_windows:
        return "_d.pyd" if interpreter.ext_suffix.startswith("_d.") else ".pyd"
    minimum = stable.minimum or interpreter.version
    platform = soabi_platform(interpreter, target) if minimum >= PLATFORM_IN_SUFFIX_FROM else ""
    return f".{stable.kind}-{platform}.so" if platform else f".{stable.kind}.so"


def soabi_platform(interpreter: Interpreter, target: Target) -> str:
    """Return the platform as extension file names carry it, or an empty text."""
    if interpreter.soabi_platform:
        return interpreter.soabi_platform
    if target.is_macos:
        return "darwin"
    return f"{target.arch}-linux-{target.env}" if target.os == "linux" else ""
