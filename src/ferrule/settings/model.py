"""The settings of a build, resolved from every source, as data.

Enters: nothing. Leaves: one frozen `Settings`, a part for each reader. Each field is one
option of `settings/options.py`, under the same name.
"""

from pathlib import Path
from typing import Literal

from ferrule.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A cargo feature, for all wheels or only for those of some interpreters.

    `python_version` is a PEP 440 specifier set tested against `MAJOR.MINOR`;
    `python_implementation` is compared with `sys.implementation.name`, ignoring case.
    """

    name: str
    python_version: str | None = None
    python_implementation: str | None = None

    @property
    def conditional(self) -> bool:
        """Whether it depends on the interpreter."""
        return self.python_version is not None or self.python_implementation is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """An include or exclude pattern, and the formats it is for (`wheel`, `sdist`).

    `origin` is `project`, or `out-dir` for files of a build script's OUT_DIR; then `to` is
    their folder in the wheel and `crate` the crate (the root crate when None).
    """

    glob: str
    formats: frozenset[str] = frozenset({"wheel", "sdist"})
    origin: Literal["project", "out-dir"] = "project"
    to: str = ""
    crate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilter:
    """A cargo target to build: its name and, when given, the crate type it must have."""

    name: str
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutSettings:
    """What is where, and what goes into an archive. `version` is where it is taken from."""

    module_name: str | None = None
    python_source: str | None = None
    python_packages: tuple[str, ...] = ()
    data: str | None = None
    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonSettings:
    """Which Pythons, and how the crate binds to them."""

    interpreter: tuple[str, ...] = ()
    find_interpreter: bool = False
    bindings: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoSettings:
    """What cargo is told."""

    manifest_path: Path | None = None
    features: tuple[Feature, ...] = ()
    all_features: bool = False
    no_default_features: bool = False
    profile: str | None = None
    target: str | None = None
    target_dir: Path | None = None
    targets: tuple[TargetFilter, ...] = ()
    jobs: int | None = None
    strip: bool = False
    ignore_rust_version: bool = False
    locked: bool = False
    frozen: bool = False
    offline: bool = False
    config: tuple[str, ...] = ()
    unstable_flags: tuple[str, ...] = ()
    timings: bool = False
    future_incompat_report: bool = False
    rustc_args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WheelSettings:
    """How wheels are tagged and written."""

    out: Path | None = None
    compatibility: tuple[str, ...] = ()
    compression_method: str = "deflated"
    compression_level: int | None = None
    large_files: bool = False
    include_import_lib: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SdistSettings:
    """How a source distribution is made and proven.

    `sdist` asks `build` for one, from which the wheels are then built.
    """

    sdist: bool = False
    sdist_generator: str = "cargo"
    allow_untracked: bool = False
    vendor: bool = False
    verify: str = "metadata"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSettings:
    """What is shown, and in which form."""

    quiet: bool = False
    verbose: int = 0
    color: str | None = None
    format: Literal["text", "json"] = "text"
    plan: bool = False
    list: bool = False
    warn_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of a build. `notes` are sentences for the user (old keys and the like)."""

    layout: LayoutSettings = LayoutSettings()
    python: PythonSettings = PythonSettings()
    cargo: CargoSettings = CargoSettings()
    wheel: WheelSettings = WheelSettings()
    sdist: SdistSettings = SdistSettings()
    output: OutputSettings = OutputSettings()
    notes: tuple[str, ...] = ()
