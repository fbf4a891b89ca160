"""Which `[patch]` and `[replace]` entries of a workspace its shipped crates need.

Enters: the root's manifest and Cargo.lock. Leaves: the crates that used entries name, and the
entries to leave out: cargo would look for them, and change the lock because of them.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ferrule.project.manifest import NAME
from ferrule.project.paths import normalize
from ferrule.records import dataclass
from ferrule.sdist.declared import Crate, patch_entries, path_of, read_crate
from ferrule.sdist.lock import read_lock_file
from ferrule.sdist.lock_graph import Identity, reach, read_lock
from ferrule.toml import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Patches:
    """The crates of used entries, and the dotted keys of unused ones."""

    crates: tuple[Crate, ...] = ()
    unused: frozenset[str] = frozenset()


def sort_patches(root: Path, lock: Path | None, shipped: Iterable[tuple[str, str]]) -> Patches:
    """Tell used entries from unused ones; without a lock all are used.

    Args:
        root: the folder of the workspace's manifest.
        lock: its Cargo.lock, if any.
        shipped: name and version of the crates that are shipped.

    Raises:
        ConfigError: the manifest, the lock or the crate of a used entry is broken.

    """
    manifest = root / NAME
    entries = tuple(patch_entries(read_toml(manifest), str(manifest)))
    if not entries:
        return Patches()
    reached = reach(read_lock(read_lock_file(lock)), shipped) if lock else None
    crates, unused = [], []
    for key, name, entry in entries:
        named_by = f"{manifest}: {key}"
        path = path_of(entry, named_by)
        if reached is not None and not any(_fits(one, name, entry) for one in reached):
            unused.append(key)
        elif path is not None:
            crate = read_crate(normalize(root / path / NAME), named_by)
            if reached is None or (name, crate.version, "") in reached:
                crates.append(crate)
            else:
                unused.append(key)
    return Patches(crates=tuple(crates), unused=frozenset(unused))


def _fits(package: Identity, name: str, entry: Mapping[str, Any]) -> bool:
    """Return whether a locked package may be what an entry puts in its place."""
    if package[0] != name:
        return False
    if "path" in entry:
        return not package[2]
    return package[2].startswith("git+") == ("git" in entry)
