"""Crate graphs and interpreters made by hand."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ferrule.cargo.model import CargoTarget, CrateGraph, Package
from ferrule.interpreters.model import Interpreter

CDYLIB = CargoTarget(name="demo", kinds=("cdylib",), crate_types=("cdylib",))
RLIB = CargoTarget(name="demo", kinds=("lib",), crate_types=("lib",))
PROGRAM = CargoTarget(name="demo", kinds=("bin",), crate_types=("bin",))
BUILD_SCRIPT = CargoTarget(name="build-script-build", kinds=("custom-build",), crate_types=("bin",))


def make_package(
    name: str,
    version: str = "1.0.0",
    *,
    features: Iterable[str] = (),
    targets: tuple[CargoTarget, ...] = (CDYLIB,),
    metadata: dict[str, Any] | None = None,
) -> Package:
    return Package(
        id=f"{name} {version}",
        name=name,
        version=version,
        manifest_path=Path("/demo/Cargo.toml"),
        features=frozenset(features),
        targets=targets,
        metadata=metadata or {},
    )


def make_graph(*dependencies: Package, root: Package | None = None) -> CrateGraph:
    return CrateGraph(
        root=root or make_package("demo"),
        dependencies=dependencies,
        workspace_root=Path("/demo"),
        workspace_members=("demo",),
        target_directory=Path("/demo/target"),
    )


def make_interpreter(version: str = "3.12", implementation: str = "cpython") -> Interpreter:
    """Make an interpreter of Linux: `3.12`, `3.14t`, or a PyPy."""
    threads = version.endswith("t")
    major, minor = (int(part) for part in version.rstrip("t").split("."))
    flags = "t" if threads else ""
    suffix = f".cpython-{major}{minor}{flags}-x86_64-linux-gnu.so"
    if implementation == "pypy":
        suffix = f".pypy{major}{minor}-pp73-x86_64-linux-gnu.so"
    return Interpreter(
        implementation=implementation,
        major=major,
        minor=minor,
        abiflags=flags,
        ext_suffix=suffix,
        platform="linux_x86_64",
        executable=Path(f"/venv/bin/python{version}"),
        base_executable=Path(f"/usr/bin/python{version}"),
        pointer_width=64,
        lib_dir="/usr/lib",
        lib_version=version,
        gil_disabled=threads,
    )
