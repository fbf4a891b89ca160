"""The crate, its graph and a compile job, as data.

Enters: nothing. Leaves: the types that the other rooms read. Nothing here knows of Python:
what PyO3 needs travels as `CargoJob.env`.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from ferrule.records import dataclass

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolchain:
    """The cargo and rustc that build: programs, version of rustc, host triple."""

    cargo: str
    rustc: str
    version: tuple[int, int, int]
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoTarget:
    """A target of a package: its cargo name, kinds, crate types and required features."""

    name: str
    kinds: tuple[str, ...]
    crate_types: tuple[str, ...]
    required_features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package of the graph.

    `features` are those the resolve enabled; `metadata` is `[package.metadata]`.
    """

    id: str
    name: str
    version: str
    manifest_path: Path
    features: frozenset[str]
    targets: tuple[CargoTarget, ...]
    metadata: Mapping[str, Any] = EMPTY
    rust_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateGraph:
    """What `cargo metadata` says that ferrule needs.

    `root` is the package of the manifest; `dependencies` is everything reachable from it
    (normal, build and dev), the root left out. `scoped` tells whether the features are of
    this package alone rather than unified over a workspace of several members. `notes` are
    sentences for the user.
    """

    root: Package
    dependencies: tuple[Package, ...]
    workspace_root: Path
    workspace_members: tuple[str, ...]
    target_directory: Path
    scoped: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoJob:
    """One call of `cargo rustc` as data.

    `arguments` come after `rustc` and before `--`, without manifest, target selection,
    target directory and message format, which the fields give. `rustc_arguments` come after
    `--`. `env` is added to the environment; `rustflags` are appended to those that cargo's
    own configuration gives. `seed_from` are target directories to copy fresh crates from
    when `target_directory` is new; None as `target_directory` means cargo's own.
    """

    cargo: str
    manifest_path: Path
    cwd: Path
    package: Package
    kind: Literal["lib", "bin"]
    target_name: str
    crate_type: Literal["cdylib"] | None = None
    target_triple: str | None = None
    target_directory: Path | None = None
    arguments: tuple[str, ...] = ()
    rustc_arguments: tuple[str, ...] = ()
    rustflags: tuple[str, ...] = ()
    env: Mapping[str, str] = EMPTY
    seed_from: tuple[Path, ...] = ()
    profile_directory: str = "debug"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """What a job made: the library or program, and files beside it.

    `out_dirs` maps package names to the OUT_DIR of their build scripts; `link_paths` are the
    folders where native libraries were found; `compiled` counts crates that were not fresh.
    """

    path: Path
    import_library: Path | None = None
    debug_info: Path | None = None
    out_dirs: Mapping[str, Path] = EMPTY
    link_paths: tuple[Path, ...] = ()
    compiled: int = 0
