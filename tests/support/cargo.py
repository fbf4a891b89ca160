"""Programs that stand in for cargo and rustc, and crates that the real ones build offline."""

import os
import shutil
from pathlib import Path

import pytest

from ferrule.cargo.model import CargoJob, CargoTarget, Package

NEEDS_CARGO = pytest.mark.skipif(shutil.which("cargo") is None, reason="there is no cargo")
RUST_VARIABLES = ("PATH", "HOME", "CARGO_HOME", "RUSTUP_HOME")


def make_program(folder: Path, name: str, script: str) -> Path:
    """Write an executable shell script."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def fake_env(folder: Path, *, path: str = "/usr/bin:/bin") -> dict[str, str]:
    """Return an environment whose programs come from `folder` first."""
    return {"PATH": f"{folder}:{path}", "HOME": str(folder / "home")}


def rust_env(**more: str) -> dict[str, str]:
    """Return the least environment in which the real cargo runs, without the network."""
    known = {name: os.environ[name] for name in RUST_VARIABLES if name in os.environ}
    return {**known, "CARGO_NET_OFFLINE": "true", **more}


def make_crate(root: Path, *, manifest: str = "", source: str = "") -> Path:
    """Write a crate named `hello` without dependencies and return its manifest."""
    (root / "src").mkdir(parents=True, exist_ok=True)
    (root / "src" / "lib.rs").write_text(source, encoding="utf-8")
    path = root / "Cargo.toml"
    path.write_text(
        f'[package]\nname = "hello"\nversion = "0.1.0"\nedition = "2021"\n{manifest}',
        encoding="utf-8",
    )
    return path


def make_job(manifest: Path, **fields: object) -> CargoJob:
    """Make a job that builds the library of a crate named `hello`."""
    package = Package(
        id=f"path+file://{manifest.parent}#hello@0.1.0",
        name="hello",
        version="0.1.0",
        manifest_path=manifest,
        features=frozenset(),
        targets=(CargoTarget(name="hello", kinds=("cdylib",), crate_types=("cdylib",)),),
    )
    values = {
        "cargo": "cargo",
        "manifest_path": manifest,
        "cwd": manifest.parent,
        "package": package,
        "kind": "lib",
        "target_name": "hello",
        **fields,
    }
    return CargoJob(**values)  # type: ignore[arg-type]  # tests give any field by name
