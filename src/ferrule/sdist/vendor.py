"""The crates that an sdist needs, put into it, so that it builds without a network.

Enters: the unpacked sdist. Leaves: entries below `vendor/` with cargo's own checksums, and
the configuration that makes cargo take them from there. Source: the cargo book, "cargo
vendor" and "Source Replacement".
"""

from collections.abc import Mapping
from pathlib import Path

from ferrule.archive.entries import EXECUTABLE, REGULAR, Entry
from ferrule.process import run

FOLDER, CONFIG = "vendor", ".cargo/config.toml"
RULE = "vendored"
HINT = "vendoring needs an up-to-date Cargo.lock, and the network for crates not fetched yet"
OWNER_EXECUTES = 0o100


def vendor_crates(unpacked: Path, manifest: Path, env: Mapping[str, str]) -> tuple[Entry, ...]:
    """Fetch the crates of an unpacked sdist's lock into it and return them as entries.

    Args:
        unpacked: the top folder of the unpacked sdist.
        manifest: its Cargo.toml.
        env: the environment of cargo.

    Raises:
        ToolNotFoundError: there is no cargo.
        ToolFailedError: cargo cannot vendor the crates.

    """
    cargo = env.get("CARGO") or "cargo"
    argv = (cargo, "vendor", "--locked", "--versioned-dirs", "--manifest-path", str(manifest))
    printed = run((*argv, FOLDER), env=env, cwd=unpacked).check(HINT).stdout
    config = unpacked / CONFIG
    known = config.read_bytes().rstrip() + b"\n\n" if config.is_file() else b""
    entries = [Entry(path=CONFIG, source=known + printed, rule=RULE)]
    for path in sorted((unpacked / FOLDER).rglob("*")):
        if path.is_file():
            mode = EXECUTABLE if path.stat().st_mode & OWNER_EXECUTES else REGULAR
            name = path.relative_to(unpacked).as_posix()
            entries.append(Entry(path=name, source=path, mode=mode, rule=RULE))
    return tuple(entries)
