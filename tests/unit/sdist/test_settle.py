"""Cargo says what only the features of removed crates had brought into a lock."""

from pathlib import Path

import pytest

from ferrule.errors import ToolFailedError
from ferrule.sdist.settle import settle_lock
from support.cargo import NEEDS_CARGO
from support.projects import pyproject, write
from support.sdists import crate, load, lock, make_registry, unpack_sdist

pytestmark = NEEDS_CARGO

# As serde has it: a feature with a crate of its own.
REGISTRY = {
    "serial": '[features]\nderive = ["dep:serial_derive"]\n'
    '[dependencies]\nserial_derive = { version = "1", optional = true }\n',
    "serial_derive": "",
}
TREE = {
    "Cargo.toml": '[workspace]\nmembers = ["demo", "other"]\nresolver = "2"\n',
    "demo/Cargo.toml": crate("demo", '[dependencies]\nserial = "1"\n'),
    "demo/src/lib.rs": "",
    "demo/pyproject.toml": pyproject('[project]\nname = "demo"\nversion = "1"\n'),
    "other/Cargo.toml": crate(
        "other", '[dependencies]\nserial = { version = "1", features = ["derive"] }\n'
    ),
    "other/src/lib.rs": "",
}


def test_what_a_dropped_members_features_brought_in_goes(tmp_path: Path) -> None:
    env = make_registry(tmp_path / "registry", REGISTRY)
    tree = write(tmp_path / "tree", TREE)
    lock(tree, env)
    original = (tree / "Cargo.lock").read_bytes()
    sdist = unpack_sdist(tree / "demo", tmp_path / "sdist")
    lock_path = tmp_path / "sdist" / "Cargo.lock"
    before = load(sdist.manifest.path, env)

    settled = settle_lock(sdist.manifest.path, lock_path, original, env)

    lock_path.write_bytes(settled)
    assert before.returncode != 0
    assert load(sdist.manifest.path, env).returncode == 0
    assert b"serial_derive" not in settled
    assert set(settled.splitlines()) < set(original.splitlines())


def test_a_lock_that_fits_stays_as_it_is(tmp_path: Path) -> None:
    env = make_registry(tmp_path / "registry", {"used": ""})
    root = write(
        tmp_path, {"Cargo.toml": crate("demo", '[dependencies]\nused = "1"\n'), "src/lib.rs": ""}
    )
    lock(root, env)
    original = (root / "Cargo.lock").read_bytes() + b"# mine\n"

    assert settle_lock(root / "Cargo.toml", root / "Cargo.lock", original, env) == original


def test_manifests_that_do_not_load_are_told(tmp_path: Path) -> None:
    env = make_registry(tmp_path / "registry", {})
    root = write(tmp_path, {"Cargo.toml": crate("demo", '[dependencies]\nnone = "1"\n')})

    with pytest.raises(ToolFailedError, match="cargo update"):
        settle_lock(root / "Cargo.toml", root / "Cargo.lock", b"", env)
