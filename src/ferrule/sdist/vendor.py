"""The crates that an sdist needs, put into it, so that it builds without a network.

Enters: the unpacked sdist. Leaves: entries below `vendor/` with cargo's own checksums, and
the configuration that makes cargo take them from there. Source: the cargo book, "cargo
vendor" and "Source Replacement".
"""

from collections.abc import Mapping
from pathlib import Path

from ferrule.archive.entries import EXECUTABLE, REGULAR, Entry
from ferrule.process import run
from ferrule.sdist.edit import edit_toml
from ferrule.toml import parse_toml, read_toml

FOLDER, CONFIG = "vendor", ".cargo/config.toml"
RULE = "vendored"
OPTIONS = ("--respect-source-config", "--locked", "--versioned-dirs")
HINT = "vendoring needs an up-to-date Cargo.lock, and the network for crates not fetched yet"
OWNER_EXECUTES = 0o100


def vendor_crates(unpacked: Path, manifest: Path, env: Mapping[str, str]) -> tuple[Entry, ...]:
    """Fetch the crates of an unpacked sdist's lock into it and return them as entries.

    Args:
        unpacked: the top folder of the unpacked sdist.
        manifest: its Cargo.toml.
        env: the environment of cargo.

    Raises:
        ConfigError: the project's configuration of cargo is broken.
        ToolNotFoundError: there is no cargo.
        ToolFailedError: cargo cannot vendor the crates.

    """
    cargo = env.get("CARGO") or "cargo"
    # Who reaches crates.io by a mirror only, reaches it here too.
    words = (*OPTIONS, "--manifest-path", str(manifest), FOLDER)
    printed = run((cargo, "vendor", *words), env=env, cwd=unpacked).check(HINT).stdout
    if not printed.strip():  # there is no dependency to vendor
        return ()
    entries = [Entry(path=CONFIG, source=_configure(unpacked / CONFIG, printed), rule=RULE)]
    for path in sorted((unpacked / FOLDER).rglob("*")):
        if path.is_file():
            mode = EXECUTABLE if path.stat().st_mode & OWNER_EXECUTES else REGULAR
            name = path.relative_to(unpacked).as_posix()
            entries.append(Entry(path=name, source=path, mode=mode, rule=RULE))
    return tuple(entries)


def _configure(known: Path, printed: bytes) -> bytes:
    """Return the configuration that cargo printed, together with the project's own."""
    if not known.is_file():
        return printed
    content, more = read_toml(known), parse_toml(printed.decode())
    sources = {**content.get("source", {}), **more["source"]}
    return edit_toml(known.read_bytes(), {**content, "source": sources})
