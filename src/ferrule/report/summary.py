"""Step 9: what was planned, made or found, for people and for programs.

Enters: plans, built wheels, findings. Leaves: lines of text, or a JSON document whose
shape is documented in docs/reference/json.md and only ever grows; `format` is its version.
"""

from pathlib import Path
from typing import TypeAlias

from ferrule.interpreters.model import Candidate, Findings, Interpreter
from ferrule.plan.model import BuildPlan, WheelPlan
from ferrule.sdist.model import BuiltSdist
from ferrule.wheel.write import BuiltWheel

FORMAT = 1
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


def summarize(plan: BuildPlan) -> list[str]:
    """Return the lines that `build --plan` prints."""
    lines = [
        f"{plan.name} {plan.version}",
        f"  bindings    {plan.bindings.label}",
        f"  target      {plan.target}",
        f"  profile     {plan.profile}",
        f"  features    {', '.join(plan.features) or 'default'}",
        f"  cargo dir   {plan.target_directory}",
        f"  wheels to   {plan.out}",
        "",
        "interpreters",
        *(_candidate_line(candidate) for candidate in plan.candidates),
        "",
        "wheels",
    ]
    for wheel in plan.wheels:
        lines.append(f"  {wheel.file_name}")
        lines.append(f"    for         {wheel.why}")
        lines += [f"    binary      {binary}" for binary in wheel.binaries]
        lines.append(f"    cargo dir   {_target_directory(plan, wheel)}")
        extra = [name for name in wheel.features if name not in plan.features]
        lines += [f"    features    also {', '.join(extra)}"] if extra else []
    return lines


def _candidate_line(candidate: Candidate) -> str:
    mark = "+" if candidate.taken else "-"
    what = candidate.interpreter.label if candidate.interpreter else candidate.name
    where = f" at {candidate.path}" if candidate.path else ""
    return f"  {mark} {what}{where}: {candidate.reason}"


def _target_directory(plan: BuildPlan, wheel: WheelPlan) -> Path:
    return wheel.jobs[0].target_directory or plan.target_directory


def plan_document(plan: BuildPlan) -> Json:
    """Return the document of `build --plan --format json`."""
    return {
        "format": FORMAT,
        "name": plan.name,
        "version": plan.version,
        "bindings": plan.bindings.label,
        "target": plan.target,
        "profile": plan.profile,
        "features": list(plan.features),
        "target_directory": str(plan.target_directory),
        "out": str(plan.out),
        "candidates": [candidate_document(one) for one in plan.candidates],
        "wheels": [_planned_wheel(plan, wheel) for wheel in plan.wheels],
        "notes": list(plan.notes),
    }


def _planned_wheel(plan: BuildPlan, wheel: WheelPlan) -> Json:
    return {
        **_wheel_document(wheel),
        "path": str(plan.out / wheel.file_name),
        "binaries": list(wheel.binaries),
        "target_directory": str(_target_directory(plan, wheel)),
        "why": wheel.why,
    }


def _wheel_document(wheel: WheelPlan) -> dict[str, Json]:
    return {
        "file": wheel.file_name,
        "tag": str(wheel.tag),
        "stable_abi": wheel.stable_abi.label if wheel.stable_abi else None,
        "features": list(wheel.features),
        "interpreter": interpreter_document(wheel.interpreter) if wheel.interpreter else None,
    }


def build_document(
    plan: BuildPlan, built: tuple[BuiltWheel, ...], sdist: BuiltSdist | None = None
) -> Json:
    """Return the document of `build --format json`; `sdist` with `--sdist`."""
    wheels: list[Json] = [
        {
            **_wheel_document(planned),
            "path": str(made.path),
            "size": made.size,
            "sha256": made.sha256,
        }
        for planned, made in zip(plan.wheels, built, strict=True)
    ]
    document: dict[str, Json] = {
        "format": FORMAT,
        "name": plan.name,
        "version": plan.version,
        "wheels": wheels,
    }
    return document if sdist is None else {**document, "sdist": _sdist(sdist)}


def sdist_document(built: BuiltSdist) -> Json:
    """Return the document of `sdist --format json`."""
    return {"format": FORMAT, "sdist": _sdist(built)}


def _sdist(built: BuiltSdist) -> Json:
    return {
        "path": str(built.path),
        "file": built.path.name,
        "size": built.size,
        "sha256": built.sha256,
        "verified": built.verified,
    }


def list_interpreters(findings: Findings) -> list[str]:
    """Return the lines that `list-python` prints."""
    return [
        f"{one.label} at {one.executable}" if one.executable else one.label
        for one in findings.interpreters
    ]


def interpreters_document(findings: Findings) -> Json:
    """Return the document of `list-python --format json`."""
    return {
        "format": FORMAT,
        "interpreters": [interpreter_document(one) for one in findings.interpreters],
        "candidates": [candidate_document(one) for one in findings.candidates],
    }


def candidate_document(candidate: Candidate) -> Json:
    """Return a Python that was looked at, as JSON."""
    return {
        "name": candidate.name,
        "path": str(candidate.path) if candidate.path else None,
        "taken": candidate.taken,
        "reason": candidate.reason,
        "interpreter": (
            interpreter_document(candidate.interpreter) if candidate.interpreter else None
        ),
    }


def interpreter_document(interpreter: Interpreter) -> Json:
    """Return an interpreter as JSON."""
    return {
        "label": interpreter.label,
        "implementation": interpreter.implementation,
        "version": f"{interpreter.major}.{interpreter.minor}",
        "abiflags": interpreter.abiflags,
        "free_threaded": interpreter.gil_disabled,
        "executable": str(interpreter.executable) if interpreter.executable else None,
        "base_executable": (
            str(interpreter.base_executable) if interpreter.base_executable else None
        ),
        "ext_suffix": interpreter.ext_suffix,
        "platform": interpreter.platform,
    }
