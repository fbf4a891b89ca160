"""Proof that an sdist loads: cargo reads it, offline and with its lock as it is.

Enters: the unpacked sdist and the manifest it was made from. Leaves: nothing, a note when
this machine cannot tell, or the error that keeps the sdist from being reported.
"""

from collections.abc import Mapping
from pathlib import Path

from ferrule.cargo.toolchain import find_host
from ferrule.errors import ToolFailedError
from ferrule.process import Finished, failure, find_program, run


def verify_sdist(unpacked: Path, original: Path, env: Mapping[str, str]) -> str | None:
    """Load the crate of an unpacked sdist with cargo.

    Args:
        unpacked: the Cargo.toml in the unpacked sdist.
        original: the Cargo.toml that the sdist was made from.
        env: the environment of cargo.

    Returns:
        A sentence for the user when it could not be verified, else None.

    Raises:
        ToolFailedError: cargo loads the original but not the sdist.

    """
    if find_program(_cargo(env), env) is None:
        return "the sdist is not verified, because there is no cargo"
    host = find_host(env, original.parent)
    loaded = _load(unpacked, host, env)
    if loaded.code == 0:
        return None
    # The crates may never have been fetched here; then the project does not load either.
    if _load(original, host, env).code != 0:
        return (
            "the sdist is not verified, because the project itself does not load offline with its "
            "lock as it is: run `cargo fetch`, and keep Cargo.lock up to date"
        )
    raise ToolFailedError(
        "the sdist does not load although the project does: "
        + failure(loaded.argv, loaded.code, loaded.stderr).message,
        hint="add what is missing with `include`, or see `ferrule sdist --list`",
    )


def _load(manifest: Path, host: str, env: Mapping[str, str]) -> Finished:
    locked = ("--locked",) if _has_lock(manifest) else ()
    # Whoever has built the project has fetched the crates of this platform, but not of all.
    platform = ("--filter-platform", host) if host else ()
    argv = (_cargo(env), "metadata", "--format-version", "1", "--offline", *locked, *platform)
    return run((*argv, "--manifest-path", str(manifest)), env=env, cwd=manifest.parent)


def _has_lock(manifest: Path) -> bool:
    return any((folder / "Cargo.lock").is_file() for folder in manifest.parents)


def _cargo(env: Mapping[str, str]) -> str:
    return env.get("CARGO") or "cargo"
