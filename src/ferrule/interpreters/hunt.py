"""The search for one interpreter among the programs that may be it.

Enters: a name, the places to try and what must answer. Leaves: an `Outcome`. The first
program is started at once, the others only when it does not serve.
"""

from collections.abc import Iterator
from pathlib import Path

from ferrule.interpreters.answer import Refusal
from ferrule.interpreters.locate import Surroundings
from ferrule.interpreters.model import Candidate, Interpreter
from ferrule.interpreters.probe import Probe, start_probe
from ferrule.interpreters.select import mismatch
from ferrule.interpreters.spec import Spec
from ferrule.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A program that was tried in vain; `reason` is what comes after its name."""

    path: Path
    reason: str
    interpreter: Interpreter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a hunt ended: with the interpreter at `path`, or with nothing but misses."""

    name: str
    path: Path | None = None
    interpreter: Interpreter | None = None
    misses: tuple[Miss, ...] = ()

    def take(self, reason: str) -> Candidate:
        """Return the interpreter as one that was taken."""
        return self._judge(reason, taken=True)

    def leave(self, reason: str) -> Candidate:
        """Return the interpreter, or the lack of one, as left."""
        return self._judge(f"left: {reason}", taken=False)

    def left(self) -> tuple[Candidate, ...]:
        """Return the misses as candidates."""
        return tuple(
            Candidate(
                name=self.name,
                path=miss.path,
                interpreter=miss.interpreter,
                taken=False,
                reason=f"left: {miss.reason}",
            )
            for miss in self.misses
        )

    def _judge(self, reason: str, *, taken: bool) -> Candidate:
        return Candidate(
            name=self.name,
            path=self.path,
            interpreter=self.interpreter,
            taken=taken,
            reason=reason,
        )


class Hunt:
    """A search that runs: its places are tried in turn until one serves.

    A program that breaks ends it, since another one of that name is not what the user's
    shell would start; one with nothing behind it, or of another version, does not.

    Args:
        name: what the interpreter is called in messages.
        places: the programs to try.
        around: the environment, target and folder they run in.
        spec: what must answer; None when any interpreter will do.

    """

    def __init__(
        self, name: str, places: Iterator[Path], around: Surroundings, spec: Spec | None = None
    ) -> None:
        self.name = name
        self._places = places
        self._around = around
        self._spec = spec
        self._probe = self._start_next()

    def finish(self) -> Outcome:
        """Wait for the answer, trying further places as needed."""
        misses: list[Miss] = []
        while self._probe is not None:
            path = self._probe.program
            answer = self._probe.finish()
            if isinstance(answer, Refusal):
                misses.append(Miss(path=path, reason=answer.reason))
                self._probe = self._start_next() if answer.absent else None
                continue
            unfit = self._why_unfit(answer)
            if unfit is None:
                return Outcome(name=self.name, path=path, interpreter=answer, misses=tuple(misses))
            misses.append(Miss(path=path, reason=unfit, interpreter=answer))
            self._probe = self._start_next()
        return Outcome(name=self.name, misses=tuple(misses))

    def stop(self) -> None:
        """End the program that is being asked."""
        if self._probe is not None:
            self._probe.stop()

    def _start_next(self) -> Probe | None:
        place = next(self._places, None)
        if place is None:
            return None
        return start_probe(place, self._around.env, self._around.cwd)

    def _why_unfit(self, interpreter: Interpreter) -> str | None:
        if self._spec is not None and not self._spec.matches(interpreter):
            return f"is {interpreter.label}"
        return mismatch(interpreter, self._around.target)
