"""Finds the interpreters that a build is for: named ones, every one on PATH, or the default.

Enters: an `InterpreterRequest`, the environment, the target and the working folder. Leaves:
`Findings`, in which each Python that was looked at says why it was taken or left. Two
halves, so that the interpreters answer while cargo starts: `start_find` starts all probes,
`Search.finish` waits for them. For builds on the machine itself; a table of interpreters
that are not there is never asked.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ferrule.errors import InterpreterError
from ferrule.interpreters.config_file import VARIABLE as CONFIG_FILE
from ferrule.interpreters.config_file import read_config_file
from ferrule.interpreters.hunt import Hunt, Outcome
from ferrule.interpreters.locate import (
    Surroundings,
    default_places,
    launcher_programs,
    named_places,
    path_folders,
    spec_places,
)
from ferrule.interpreters.model import (
    PYPY,
    Candidate,
    Findings,
    Interpreter,
    InterpreterRequest,
)
from ferrule.interpreters.requires import admits
from ferrule.interpreters.spec import (
    Spec,
    discovered_names,
    is_path,
    parse_name,
    program_names,
)
from ferrule.target.triple import Target

PLAIN_NAMES = ("python3", "python")


class Search:
    """Probes that run; `finish` waits for them, `stop` ends them."""

    def __init__(
        self, hunts: tuple[Hunt, ...], conclude: Callable[[tuple[Outcome, ...]], Findings]
    ) -> None:
        self._hunts = hunts
        self._conclude = conclude

    def finish(self) -> Findings:
        """Wait for all answers and say what was found; it may be nothing.

        Raises:
            InterpreterError: an interpreter that was named is missing or broken.
            ConfigError: requires-python is no specifier set.

        """
        try:
            outcomes = tuple(hunt.finish() for hunt in self._hunts)
        except BaseException:
            self.stop()
            raise
        return self._conclude(outcomes)

    def stop(self) -> None:
        """End the programs that still run."""
        for hunt in self._hunts:
            hunt.stop()


def start_find(
    request: InterpreterRequest, env: Mapping[str, str], target: Target, cwd: Path
) -> Search:
    """Start asking every interpreter that the request is about.

    Args:
        request: the names, or whether to look for all; with neither, the default Python:
            PYO3_PYTHON, else that of the active virtual environment, else that of
            pythonLocation, else the first `python3` or `python` on PATH.
        env: the whole environment; PYO3_CONFIG_FILE in it describes the one interpreter.
        target: the platform that the interpreters must run on.
        cwd: the folder that relative paths and shims depend on.

    Raises:
        InterpreterError: a name cannot be one, or PYO3_CONFIG_FILE is broken.
        ConfigError: requires-python is no specifier set.

    """
    around = Surroundings(env=env, target=target, cwd=cwd)
    config_file = env.get(CONFIG_FILE)
    if config_file:
        findings = _describe_config_file(cwd / config_file, target)
        return Search((), lambda _: findings)
    if any(request.names):
        labels = {name: f"-i {name}" for name in request.names if name}
        return _start_named(labels, "named with -i", request, around)
    if request.find:
        return _start_discovery(request, around)
    chosen = env.get("PYO3_PYTHON")
    if chosen:
        labels = {chosen: f"PYO3_PYTHON={chosen}"}
        return _start_named(labels, "default python: PYO3_PYTHON", request, around)
    return _start_default(request, around)


def _describe_config_file(path: Path, target: Target) -> Findings:
    interpreter = read_config_file(path, target)
    outcome = Outcome(name=CONFIG_FILE, path=path, interpreter=interpreter)
    return _findings([outcome.take(f"described by {CONFIG_FILE}")])


def _start_named(
    labels: Mapping[str, str], why: str, request: InterpreterRequest, around: Surroundings
) -> Search:
    # All names are read before the first program is started.
    specs = {name: _read_name(name, around) for name in labels}
    hunts = tuple(_hunt_named(name, spec, around) for name, spec in specs.items())

    def conclude(outcomes: tuple[Outcome, ...]) -> Findings:
        missing = [each for each in outcomes if each.interpreter is None]
        if missing:
            raise _missing_error(missing, labels, around)
        return _take_named(outcomes, why, request)

    return Search(hunts, conclude)


def _read_name(name: str, around: Surroundings) -> Spec | None:
    return None if is_path(name, around.target) else parse_name(name)


def _hunt_named(name: str, spec: Spec | None, around: Surroundings) -> Hunt:
    """Look for the program of this name, and if there is none for the version it stands for."""
    if spec is None:
        return Hunt(name, named_places(name, around), around)
    if not name[0].isdigit():
        places = tuple(named_places(name, around))
        if places:
            return Hunt(name, iter(places), around)
    return Hunt(name, spec_places(spec, around), around, spec)


def _take_named(outcomes: Sequence[Outcome], why: str, request: InterpreterRequest) -> Findings:
    """Take all, each once; what the user names may violate requires-python, but says so."""
    first: dict[object, str] = {}
    candidates: list[Candidate] = []
    for outcome in outcomes:
        candidates += outcome.left()
        found = outcome.interpreter
        if found is None:
            continue
        same = (found.implementation, found.version, found.abiflags, found.base_executable)
        outside = _why_not_admitted(found, request)
        if same in first:
            candidates.append(outcome.leave(f"the same interpreter as {first[same]}"))
        elif outside is not None:
            candidates.append(outcome.take(f"{why}, although {outside}"))
        else:
            candidates.append(outcome.take(why))
        first.setdefault(same, outcome.name)
    return _findings(candidates)


def _start_discovery(request: InterpreterRequest, around: Surroundings) -> Search:
    """Start every Python that PATH has under a versioned name, and those of the `py` launcher."""
    names = [
        name
        for name, version in discovered_names(request)
        if admits(request.requires_python, version)
    ]
    hunts = [Hunt(name, named_places(name, around), around) for name in (*names, "graalpy")]
    hunts += [Hunt("py", iter((program,)), around) for _, program in launcher_programs(around)]

    def conclude(outcomes: tuple[Outcome, ...]) -> Findings:
        findings = _take_fitting(outcomes, request)
        if findings.interpreters:
            return findings
        # Some installations have plain names only.
        plain = [Hunt(name, named_places(name, around), around).finish() for name in PLAIN_NAMES]
        return _take_fitting((*outcomes, *plain), request)

    return Search(tuple(hunts), conclude)


def _take_fitting(outcomes: Sequence[Outcome], request: InterpreterRequest) -> Findings:
    """Take what the bindings and the project support, one of each version."""
    first: dict[object, str] = {}
    candidates: list[Candidate] = []
    for outcome in outcomes:
        candidates += outcome.left()
        found = outcome.interpreter
        if found is None:
            continue
        same = (found.implementation, found.version, found.gil_disabled)
        outside = _why_outside(found, request)
        if outside is not None:
            candidates.append(outcome.leave(outside))
        elif same in first:
            candidates.append(outcome.leave(f"{found.label} was found before: {first[same]}"))
        else:
            candidates.append(outcome.take("found on PATH"))
            first[same] = outcome.name
    return _findings(candidates)


def _why_outside(interpreter: Interpreter, request: InterpreterRequest) -> str | None:
    """Return why discovery leaves a working interpreter, or None."""
    lowest, highest = request.minimum, request.maximum
    if interpreter.implementation == PYPY:
        lowest, highest = request.pypy_minimum, request.pypy_maximum
    if not lowest <= interpreter.version <= highest:
        span = f"{lowest[0]}.{lowest[1]} to {highest[0]}.{highest[1]}"
        return f"{interpreter.label} is outside {span}"
    if interpreter.gil_disabled and not request.free_threaded:
        return f"{interpreter.label} is free-threaded, which the bindings do not support"
    return _why_not_admitted(interpreter, request)


def _why_not_admitted(interpreter: Interpreter, request: InterpreterRequest) -> str | None:
    if admits(request.requires_python, interpreter.version):
        return None
    return f"{interpreter.label} is outside requires-python {request.requires_python}"


def _start_default(request: InterpreterRequest, around: Surroundings) -> Search:
    name, places = default_places(around)

    def conclude(outcomes: tuple[Outcome, ...]) -> Findings:
        (outcome,) = outcomes
        candidates = [*outcome.left()]
        if outcome.interpreter is not None:
            outside = _why_not_admitted(outcome.interpreter, request)
            why = f"default python: {name}"
            candidates.append(outcome.leave(outside) if outside else outcome.take(why))
        return _findings(candidates)

    return Search((Hunt(name, places, around),), conclude)


def _findings(candidates: Sequence[Candidate]) -> Findings:
    taken = tuple(
        each.interpreter for each in candidates if each.taken and each.interpreter is not None
    )
    return Findings(interpreters=taken, candidates=tuple(candidates))


def _missing_error(
    missing: Sequence[Outcome], labels: Mapping[str, str], around: Surroundings
) -> InterpreterError:
    """Say for each name what went wrong and where it was looked for, and what there is."""
    lines = [line for outcome in missing for line in _describe_missing(outcome, labels, around)]
    discovery = _start_discovery(InterpreterRequest(find=True), around).finish()
    found = [f"{each.label} ({each.executable})" for each in discovery.interpreters]
    lines.append(f"    found on PATH: {', '.join(found) or 'no Python'}")
    one = "one that was found" if found else "one"
    return InterpreterError(
        "\n".join(lines), hint=f"install what is missing, or name {one}, by version or by path"
    )


def _describe_missing(
    outcome: Outcome, labels: Mapping[str, str], around: Surroundings
) -> list[str]:
    label = labels[outcome.name]
    misses = [f"{miss.path} {miss.reason}" for miss in outcome.misses]
    spec = _read_name(outcome.name, around)
    if len(misses) == 1 and (spec is None or outcome.misses[0].interpreter is None):
        is_whole_path = outcome.name == str(outcome.misses[0].path)
        return [f"{label} {outcome.misses[0].reason}" if is_whole_path else f"{label}: {misses[0]}"]
    names = (outcome.name,) if spec is None else program_names(spec)
    folders = os.pathsep.join(str(folder) for folder in path_folders(around))
    return [
        f"{label}: no such interpreter",
        *(f"    {miss}" for miss in misses),
        f"    looked for {', '.join(names)} on PATH: {folders or '(empty)'}",
    ]
