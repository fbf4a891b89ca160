"""Every decision of a build, before any action.

Enters: nothing. Leaves: `BuildPlan`, which the flow carries out and `--plan` prints. After
it nothing is decided any more.
"""

from pathlib import Path

from ferrule.bindings.model import Bindings, ConfigFile, StableAbi
from ferrule.cargo.model import CargoJob, CrateGraph, Toolchain
from ferrule.interpreters.model import Candidate, Interpreter
from ferrule.metadata.model import Identity
from ferrule.project.model import Layout
from ferrule.records import dataclass
from ferrule.tags.wheel import WheelTag
from ferrule.target.triple import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Crate:
    """The Rust side of a build."""

    graph: CrateGraph
    bindings: Bindings
    toolchain: Toolchain
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The Python side of a build. `cwd` is the folder that ferrule and cargo run in."""

    identity: Identity
    layout: Layout
    cwd: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class WheelPlan:
    """One wheel: what it is called, what it is compiled with, where its binaries go.

    `interpreter` is None where the wheel is for any Python. `binaries` are the archive
    paths of the jobs' artifacts, in the order of `jobs`. `why` tells in a few words why
    this wheel is built. `config_file` is what PyO3 is to read, written before cargo runs.
    """

    tag: WheelTag
    file_name: str
    interpreter: Interpreter | None
    stable_abi: StableAbi | None
    config_file: ConfigFile | None
    jobs: tuple[CargoJob, ...]
    binaries: tuple[str, ...]
    features: tuple[str, ...]
    why: str

    @property
    def extension(self) -> bool:
        """Whether it holds an extension module rather than programs."""
        return self.jobs[0].kind == "lib"


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
