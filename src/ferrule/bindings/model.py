"""The closed set of bindings, and the stable ABI.

Enters: nothing. Leaves: the types that the other rooms match on.
"""

from pathlib import Path
from typing import Literal, TypeAlias

from ferrule.records import dataclass

VersionRange: TypeAlias = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StableAbi:
    """A stable ABI that a crate asks for.

    `minimum` is the oldest Python it is for; None means the version of the interpreter the
    crate is compiled with.
    """

    kind: Literal["abi3", "abi3t"]
    minimum: tuple[int, int] | None

    @property
    def label(self) -> str:
        """The name people know it by: `abi3-py3.8`, `abi3`."""
        if self.minimum is None:
            return self.kind
        return f"{self.kind}-py{self.minimum[0]}.{self.minimum[1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyo3Crate:
    """The crate that binds to Python, and what its version can do.

    `name` is `pyo3` or `pyo3-ffi`. The ranges are the minors that this version supports.
    """

    name: str
    version: tuple[int, int, int]
    extension_module: bool
    cpython: VersionRange
    pypy: VersionRange
    free_threaded: bool
    generates_import_lib: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyo3Bindings:
    """An extension module on pyo3 or pyo3-ffi. `stable_abis` are what its features ask for."""

    crate: Pyo3Crate
    stable_abis: tuple[StableAbi, ...]

    @property
    def label(self) -> str:
        """The name people know it by."""
        return self.crate.name


@dataclass(frozen=True, slots=True, kw_only=True)
class BinBindings:
    """Programs; `crate` is set when they embed Python through pyo3."""

    crate: Pyo3Crate | None

    @property
    def label(self) -> str:
        """The name people know it by."""
        return "bin" if self.crate is None else f"{self.crate.name} bin"


Bindings: TypeAlias = Pyo3Bindings | BinBindings


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """A PYO3_CONFIG_FILE to be written before cargo runs."""

    path: Path
    text: str
