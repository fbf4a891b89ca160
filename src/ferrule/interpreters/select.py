"""Which of the interpreters that were found the build uses, and what they can do.

Enters: `Findings` and the stable ABI that the crate asks for. Leaves: `Findings` without
the ones that do not serve, or with a placeholder. Source: PEP 384, PEP 803, PyO3's guide.
"""

from ferrule.errors import InterpreterError
from ferrule.interpreters.model import (
    CPYTHON,
    GRAALPY,
    Candidate,
    Findings,
    Interpreter,
    InterpreterRequest,
    make_placeholder,
)
from ferrule.records import replace
from ferrule.target.triple import Target

ABI3T_SINCE = (3, 15)
COMPARED_SYSTEMS = frozenset({"linux", "macos", "windows", "freebsd", "netbsd", "openbsd"})
WINDOWS_MACHINES = {"win32": "i686", "win_amd64": "x86_64", "win_arm64": "aarch64"}
# Told apart by `uname -m` alone; a 32-bit Python on a 64-bit kernel is not.
LINUX_64_BIT = frozenset(
    {"x86_64", "aarch64", "ppc64", "ppc64le", "s390x", "riscv64", "loongarch64"}
)


def select(
    findings: Findings,
    stable_abi_minimum: tuple[int, int] | None,
    request: InterpreterRequest,
    *,
    placeholder: bool = True,
) -> Findings:
    """Narrow what was found down to what the build is for.

    A crate with a fixed abi3 minimum needs one capable interpreter at most: of those that
    were found rather than named, the ones without abi3 and the ones below the minimum are
    left out, and when none is capable a placeholder stands for all. GraalPy stays, as it
    gets a wheel of its own.

    Args:
        findings: what `Search.finish` gave.
        stable_abi_minimum: the minimum of the crate's fixed abi3; None when it has none.
        request: what was looked for.
        placeholder: whether the crate can be compiled without an interpreter, which on
            Windows takes PyO3's own import library.

    Raises:
        InterpreterError: nothing is left to build for.

    """
    chosen = bool(request.names) or not all(each.runnable for each in findings.interpreters)
    if stable_abi_minimum is not None and not chosen:
        findings = _narrow(findings, stable_abi_minimum)
        if placeholder and not any(supports_abi3(each) for each in findings.interpreters):
            return _add_placeholder(findings, stable_abi_minimum)
    if not findings.interpreters:
        raise _nothing_found(findings, request)
    return findings


def supports_abi3(interpreter: Interpreter) -> bool:
    """Tell whether it loads extensions of the stable ABI (PEP 384)."""
    return interpreter.implementation == CPYTHON and not interpreter.gil_disabled


def supports_abi3t(interpreter: Interpreter) -> bool:
    """Tell whether it loads extensions of the free-threaded stable ABI (PEP 803)."""
    return interpreter.implementation == CPYTHON and interpreter.version >= ABI3T_SINCE


def mismatch(interpreter: Interpreter, target: Target) -> str | None:
    """Return why code for `target` cannot run in it, as what comes after its name, or None."""
    if (
        target.os in COMPARED_SYSTEMS
        and interpreter.system is not None
        and interpreter.system != target.os
    ):
        return f"is a Python for {interpreter.system}, the target is {target.triple}"
    width = interpreter.pointer_width
    if width is not None and width != target.pointer_width:
        return f"is a {width}-bit Python, the target {target.triple} has {target.pointer_width} bit"
    machine = _machine(interpreter, target)
    if machine is not None and machine != target.machine:
        return f"is a Python for {machine}, the target is {target.triple}"
    return None


def _machine(interpreter: Interpreter, target: Target) -> str | None:
    platform = interpreter.platform or ""
    if target.is_windows:
        return WINDOWS_MACHINES.get(platform)
    machine = platform.removeprefix("linux_")
    comparable = target.os == "linux" and {machine, target.machine} <= LINUX_64_BIT
    return machine if comparable else None


def _narrow(findings: Findings, minimum: tuple[int, int]) -> Findings:
    unfit = {
        each: reason
        for each in findings.interpreters
        if (reason := _why_unfit(each, minimum)) is not None
    }
    candidates = tuple(
        replace(each, taken=False, reason=f"left: {unfit[each.interpreter]}")
        if each.taken and each.interpreter in unfit
        else each
        for each in findings.candidates
    )
    kept = tuple(each for each in findings.interpreters if each not in unfit)
    return Findings(interpreters=kept, candidates=candidates)


def _why_unfit(interpreter: Interpreter, minimum: tuple[int, int]) -> str | None:
    if interpreter.implementation == GRAALPY:
        return None
    if not supports_abi3(interpreter):
        return f"{interpreter.label} has no abi3; name it with -i for a wheel of its own"
    if interpreter.version < minimum:
        return f"the crate's abi3 begins with {minimum[0]}.{minimum[1]}"
    return None


def _add_placeholder(findings: Findings, minimum: tuple[int, int]) -> Findings:
    stand_in = make_placeholder(minimum)
    candidate = Candidate(
        name="abi3",
        path=None,
        interpreter=stand_in,
        taken=True,
        reason=f"no interpreter needed: abi3 from {minimum[0]}.{minimum[1]} on",
    )
    return Findings(
        interpreters=(stand_in, *findings.interpreters),
        candidates=(*findings.candidates, candidate),
    )


def _nothing_found(findings: Findings, request: InterpreterRequest) -> InterpreterError:
    wanted = f" that satisfies {request.requires_python}" if request.requires_python else ""
    looked_at = "".join(
        f"\n    {each.path or each.name}: {each.reason.removeprefix('left: ')}"
        for each in findings.candidates
    )
    if not findings.candidates:
        looked_at = "\n    PATH has no python3 and no python"
    return InterpreterError(
        f"no Python{wanted} was found to build for{looked_at}",
        hint="install one, put it on PATH, or pass its path with -i",
    )
