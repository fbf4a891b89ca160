"""A project's two files and its layout, as data.

Enters: nothing. Leaves: the types that the other rooms read.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ferrule.records import dataclass

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class PyProject:
    """A parsed pyproject.toml.

    `project` is the `[project]` table or None. `tool` is the table of ferrule's options:
    `[tool.ferrule]`, else `[tool.maturin]`, else empty; `tool_name` says which
    (`tool.ferrule`, `tool.maturin`). `notes` are sentences for the user.
    """

    path: Path
    build_backend: str | None
    requires: tuple[str, ...]
    project: Mapping[str, Any] | None
    tool: Mapping[str, Any]
    tool_name: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A Cargo.toml read without cargo, workspace inheritance resolved.

    `package` is the `[package]` table with every `key.workspace = true` replaced; paths in
    it (`readme`, `license-file`) are absolute where they were inherited. `lib_name` is
    `[lib] name` when it is written. `metadata` is `[package.metadata.maturin]`.
    """

    path: Path
    package: Mapping[str, Any]
    lib_name: str | None
    workspace_root: Path
    metadata: Mapping[str, Any] = EMPTY

    @property
    def name(self) -> str:
        """The package's name."""
        return str(self.package["name"])

    @property
    def rust_version(self) -> str | None:
        """The oldest Rust that the package asks for, when it says so."""
        stated = self.package.get("rust-version")
        return stated if isinstance(stated, str) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The files that a build starts from. `notes` are sentences for the user."""

    root: Path
    manifest: Manifest
    pyproject: PyProject | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutKeys:
    """The settings that decide a layout."""

    module_name: str | None = None
    python_source: str | None = None
    python_packages: tuple[str, ...] = ()
    data: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where things are, and where the extension goes.

    `module_name` is dotted; `extension_name` its last part. `python_module` is the Python
    package's folder in a mixed project, None in a pure one. `module_dir` is the extension's
    folder in the wheel, with `/`. `python_packages` are the folders to ship besides.
    """

    root: Path
    module_name: str
    extension_name: str
    python_dir: Path
    python_module: Path | None
    module_dir: str
    python_packages: tuple[Path, ...]
    data_dir: Path | None
    stub: Path | None
    notes: tuple[str, ...] = ()
