"""Every decision of a build, before any action.

Enters: nothing. Leaves: `BuildPlan`, which the flow carries out and `--plan` prints. After
it nothing is decided any more.
"""

from dataclasses import dataclass
from pathlib import Path

from ferrule.bindings.model import Bindings, StableAbi
from ferrule.cargo.model import CargoJob
from ferrule.interpreters.model import Candidate, Interpreter
from ferrule.tags.wheel import WheelTag


@dataclass(frozen=True, slots=True, kw_only=True)
class WheelPlan:
    """One wheel: what it is called, what it is compiled with, where the binary goes.

    `interpreter` is None where the wheel is for any Python. `binaries` are the archive
    paths of the jobs' artifacts, in the order of `jobs`. `why` tells in a few words why
    this wheel is built.
    """

    tag: WheelTag
    file_name: str
    interpreter: Interpreter | None
    stable_abi: StableAbi | None
    jobs: tuple[CargoJob, ...]
    binaries: tuple[str, ...]
    features: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildPlan:
    """All wheels of a build and what they have in common."""

    name: str
    version: str
    bindings: Bindings
    target: str
    profile: str
    features: tuple[str, ...]
    target_directory: Path
    out: Path
    candidates: tuple[Candidate, ...]
    wheels: tuple[WheelPlan, ...]
    notes: tuple[str, ...] = ()
