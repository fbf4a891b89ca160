"""Cargo.lock of an unpacked sdist, as cargo leaves it.

Enters: the unpacked sdist, its Cargo.lock pruned by what the lock tells. Leaves: the bytes of
the lock without what only the features that removed crates asked for had brought in. Only
cargo knows that, from its copy of the registry's index; nothing is downloaded.
"""

from collections.abc import Mapping
from pathlib import Path

from ferrule.process import run
from ferrule.sdist.lock import read_lock_file, reduce_lock


def settle_lock(manifest: Path, lock: Path, original: bytes, env: Mapping[str, str]) -> bytes:
    """Return the original lock without what cargo does not need for an unpacked sdist.

    Args:
        manifest: the Cargo.toml in the unpacked sdist.
        lock: its Cargo.lock, which is written anew.
        original: the lock that it was made from.
        env: the environment of cargo.

    Raises:
        ConfigError: the original is not up to date.
        ToolNotFoundError: there is no cargo.
        ToolFailedError: cargo cannot tell, offline or because the manifests do not load.

    """
    argv = (env.get("CARGO") or "cargo", "update", "--workspace", "--offline")
    run((*argv, "--manifest-path", str(manifest)), env=env, cwd=manifest.parent).check()
    return reduce_lock(original, read_lock_file(lock))
