"""Step 4 as a build needs it: what to look for, when, and what of it to use.

Enters: the Python settings, the project, then the bindings and the target. Leaves:
`Findings`. Named and default Pythons are asked at once, beside cargo; what
`--find-interpreter` looks for depends on the crate, so it is looked for once that is known.
"""

from collections.abc import Mapping
from pathlib import Path

from ferrule.bindings.model import BinBindings, Bindings
from ferrule.errors import UsageError
from ferrule.interpreters.find import Search, start_find
from ferrule.interpreters.model import Findings, InterpreterRequest
from ferrule.interpreters.select import select
from ferrule.project.model import Project
from ferrule.settings.model import PythonSettings
from ferrule.target.triple import Target


class Pythons:
    """The search for the interpreters of one build, from its start to its end."""

    def __init__(
        self, settings: PythonSettings, project: Project, env: Mapping[str, str], cwd: Path
    ) -> None:
        self._settings = settings
        self._env = env
        self._cwd = cwd
        table = project.pyproject.project if project.pyproject else None
        stated = (table or {}).get("requires-python")
        self._requires_python = stated if isinstance(stated, str) else None
        self._search: Search | None = None

    def start_named(self, host: Target) -> None:
        """Ask the named or the default Python, unless the crate has to be known first."""
        if not self._settings.find_interpreter:
            self._search = start_find(self._request(None), self._env, host, self._cwd)

    def stop(self) -> None:
        """End the programs that still answer."""
        if self._search is not None:
            self._search.stop()

    def finish(self, bindings: Bindings, target: Target) -> Findings:
        """Return the interpreters to build for.

        Raises:
            InterpreterError: one that was named is missing or unfit, or none is left.
            UsageError: several were named for programs, which need none.

        """
        request = self._request(bindings)
        if bindings.crate is None:
            return self._unneeded(bindings)
        if self._search is None:
            self._search = start_find(request, self._env, target, self._cwd)
        return select(
            self._search.finish(),
            _fixed_abi3(bindings),
            request,
            placeholder=not target.is_windows or bindings.crate.generates_import_lib,
        )

    def _unneeded(self, bindings: Bindings) -> Findings:
        if len(self._settings.interpreter) > 1:
            raise UsageError(
                f"several interpreters are named, but {bindings.label} wheels are for any Python",
                hint="leave out --interpreter",
            )
        if self._settings.interpreter and self._search is not None:
            found = self._search.finish()
            return Findings(interpreters=(), candidates=found.candidates)
        return Findings(interpreters=(), candidates=())

    def _request(self, bindings: Bindings | None) -> InterpreterRequest:
        request = InterpreterRequest(
            names=self._settings.interpreter,
            find=self._settings.find_interpreter,
            requires_python=self._requires_python,
        )
        crate = bindings.crate if bindings is not None else None
        if crate is None or bindings is None:
            return request
        oldest, newest = crate.cpython
        fixed = _fixed_abi3(bindings)
        return InterpreterRequest(
            names=request.names,
            find=request.find,
            requires_python=request.requires_python,
            minimum=max(oldest, fixed) if fixed is not None else oldest,
            maximum=newest,
            pypy_minimum=crate.pypy[0],
            pypy_maximum=crate.pypy[1],
            free_threaded=crate.free_threaded,
        )


def _fixed_abi3(bindings: Bindings) -> tuple[int, int] | None:
    """Return the minimum that the crate's abi3 features fix, when they do."""
    if isinstance(bindings, BinBindings):
        return None
    minimums = (abi.minimum for abi in bindings.stable_abis if abi.kind == "abi3")
    return next(minimums, None)
