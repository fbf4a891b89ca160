"""What a source distribution is made of, as data.

Enters: nothing. Leaves: the types between those who find crates, edit manifests, choose
files and write the archive.
"""

from pathlib import Path

from ferrule.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SdistCrate:
    """A crate that is shipped: the project's own, or one that it needs by path.

    `folder` holds its Cargo.toml (as it is named, links not resolved); `workspace_root` is
    the folder of its workspace's Cargo.toml, or `folder` without one. `place` is the crate's
    folder in the archive, relative to the archive's top, with `/`; empty for the top itself.
    """

    name: str
    folder: Path
    workspace_root: Path
    place: str
    main: bool = False
    version: str = "0.0.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class SdistPlan:
    """Every decision about an sdist before a file is read.

    `top` is the folder of this machine that becomes the archive's top, or `below` in there.
    `crates` has the main one first. `workspaces` are the roots whose Cargo.toml is shipped
    besides the crates'. `named` are readmes and licences that a shipped manifest names outside
    of its crate; like crates they keep their place below `top`. `unused_patches` are the dotted
    keys of `[patch]` and `[replace]` entries that no shipped crate needs. `notes` are sentences
    for the user.
    """

    top: Path
    crates: tuple[SdistCrate, ...]
    workspaces: tuple[Path, ...]
    lock: Path | None
    below: str = ""
    named: tuple[Path, ...] = ()
    unused_patches: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltSdist:
    """An sdist on disk: its size in bytes, its SHA-256 in hex, and how it was proven."""

    path: Path
    size: int
    sha256: str
    verified: str
