"""Which bindings a crate has, and what they can do.

Enters: the crate's graph and, when given, the user's choice. Leaves: `Bindings`. Features
and versions are those of the resolved graph, so an optional pyo3 counts only when enabled.
"""

import re

from ferrule.bindings.model import (
    BinBindings,
    Bindings,
    Pyo3Bindings,
    Pyo3Crate,
    StableAbi,
    VersionRange,
)
from ferrule.cargo.model import CargoTarget, CrateGraph, Package
from ferrule.errors import BindingsError

# Kinds of cargo targets that never end up in a wheel.
SIDE_KINDS = frozenset({"bench", "custom-build", "example", "proc-macro", "test"})
LIBRARY_TYPES = frozenset({"lib", "dylib", "rlib", "staticlib"})
OLDEST_CPYTHON, NEWEST_CPYTHON = (3, 7), (3, 15)
NEWEST_PYPY = (3, 12)
# Since which pyo3 which PyPy is the oldest.
OLDEST_PYPY = (((0, 23, 0), (3, 9)), ((0, 14, 0), (3, 7)), ((0, 0, 0), (3, 8)))
ABI3T_FROM = (3, 15)


def detect_bindings(graph: CrateGraph, chosen: str | None) -> Bindings:
    """Tell the bindings of the root package.

    Args:
        graph: the crate and all it depends on.
        chosen: `pyo3`, `pyo3-ffi`, `bin`, or None to look.

    Raises:
        BindingsError: the choice does not fit the crate, or nothing can be told.

    """
    crate = find_pyo3(graph)
    if chosen in {"pyo3", "pyo3-ffi"} and crate is None:
        raise BindingsError(
            f'{graph.root.name}: bindings "{chosen}" are asked for, but neither pyo3 nor pyo3-ffi '
            "is among the crate's enabled dependencies",
            hint="activate the cargo feature that brings pyo3, or add it to [dependencies]",
        )
    types = {kind for target in wheel_targets(graph.root) for kind in target.crate_types}
    if chosen == "bin" or (chosen is None and "bin" in types and "cdylib" not in types):
        return BinBindings(crate=crate)
    if crate is not None:
        return Pyo3Bindings(crate=crate, stable_abis=find_stable_abis(graph))
    raise _undetected(graph.root, types)


def _undetected(root: Package, types: set[str]) -> BindingsError:
    if "cdylib" in types:
        return BindingsError(
            f"{root.name} is a cdylib without pyo3 or pyo3-ffi among its enabled dependencies",
            hint="activate the feature that brings pyo3; cffi and uniffi are not available yet",
        )
    return BindingsError(
        f"{root.name} has neither pyo3 nor a program to put into a wheel",
        hint='add pyo3 and `crate-type = ["cdylib"]` under [lib], or a src/main.rs',
    )


def wheel_targets(package: Package) -> tuple[CargoTarget, ...]:
    """Return the cargo targets that can end up in a wheel."""
    return tuple(t for t in package.targets if not SIDE_KINDS.issuperset(t.kinds))


def find_pyo3(graph: CrateGraph) -> Pyo3Crate | None:
    """Return the pyo3 of the graph, else its pyo3-ffi, else None.

    Raises:
        BindingsError: two versions are left, so that neither can be chosen.

    """
    for name in ("pyo3", "pyo3-ffi"):
        found = [p for p in graph.dependencies if p.name == name]
        if len(found) > 1:
            versions = ", ".join(sorted(p.version for p in found))
            raise BindingsError(
                f"multiple versions of `{name}` are in the dependency graph: {versions}",
                hint=f"`cargo tree -i {name}` shows what pulls them in; leave one",
            )
        if found:
            return _describe(found[0], graph)
    return None


def _describe(package: Package, graph: CrateGraph) -> Pyo3Crate:
    version = parse_version(package.version)
    ffi = [p for p in graph.dependencies if p.name == "pyo3-ffi"]
    cpython, pypy = supported_range(ffi[0] if len(ffi) == 1 else None, version)
    return Pyo3Crate(
        name=package.name,
        version=version,
        extension_module="extension-module" in package.features,
        cpython=cpython,
        pypy=pypy,
        free_threaded=version >= (0, 23, 0),
        generates_import_lib=version >= (0, 29, 0)
        or not package.features.isdisjoint({"generate-import-lib", "generate-abi3-import-lib"}),
    )


def parse_version(text: str) -> tuple[int, int, int]:
    """Return the numbers of a cargo version, pre-release and build left out."""
    major, minor, patch = re.split(r"[-+]", text, maxsplit=1)[0].split(".")
    return int(major), int(minor), int(patch)


def supported_range(
    ffi: Package | None, version: tuple[int, int, int]
) -> tuple[VersionRange, VersionRange]:
    """Return the oldest and newest CPython and PyPy that a version of pyo3 supports.

    pyo3-ffi states them in `[package.metadata]`; without all four of them, the ranges are
    what is known of the version.
    """
    stated = _stated_range(ffi)
    if stated is not None:
        return stated
    oldest_pypy = next(oldest for since, oldest in OLDEST_PYPY if version >= since)
    return (OLDEST_CPYTHON, NEWEST_CPYTHON), (oldest_pypy, NEWEST_PYPY)


def _stated_range(ffi: Package | None) -> tuple[VersionRange, VersionRange] | None:
    if ffi is None:
        return None
    try:
        cpython, pypy = ffi.metadata["cpython"], ffi.metadata["pypy"]
        return (
            (_minor(cpython["min-version"]), _minor(cpython["max-version"])),
            (_minor(pypy["min-version"]), _minor(pypy["max-version"])),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _minor(text: str) -> tuple[int, int]:
    major, minor = text.split(".")[:2]
    return int(major), int(minor)


def find_stable_abis(
    graph: CrateGraph, more_features: frozenset[str] = frozenset()
) -> tuple[StableAbi, ...]:
    """Return the stable ABIs that the features of pyo3-ffi, else of pyo3, ask for.

    Args:
        graph: the crate's graph.
        more_features: features of either crate that are added for some interpreters.

    Raises:
        BindingsError: a feature looks like one but has no version in it.

    """
    found: list[StableAbi] = []
    for kind in ("abi3t", "abi3"):
        for name in ("pyo3-ffi", "pyo3"):
            features = more_features.union(
                *(p.features for p in graph.dependencies if p.name == name)
            )
            abi = _stable_abi(kind, features)
            if abi is not None:
                found.append(abi)
                break
    return tuple(found)


def _stable_abi(kind: str, features: frozenset[str]) -> StableAbi | None:
    prefix = f"{kind}-py"
    versions = []
    for feature in features:
        if not feature.startswith(prefix):
            continue
        digits = feature[len(prefix) :]
        if not digits.isdigit() or len(digits) < len("30"):
            raise BindingsError(
                f'pyo3 has the feature "{feature}", which names no Python version',
                hint=f"write it as {prefix}39",
            )
        versions.append((int(digits[0]), int(digits[1:])))
    if kind == "abi3t":
        versions = [max(version, ABI3T_FROM) for version in versions]
        return (
            StableAbi(kind="abi3t", minimum=min(versions)) if versions else _bare("abi3t", features)
        )
    return StableAbi(kind="abi3", minimum=min(versions)) if versions else _bare("abi3", features)


def _bare(kind: str, features: frozenset[str]) -> StableAbi | None:
    if kind not in features:
        return None
    return StableAbi(kind="abi3t" if kind == "abi3t" else "abi3", minimum=None)


def select_targets(graph: CrateGraph, bindings: Bindings) -> tuple[CargoTarget, ...]:
    """Return the cargo targets that the bindings compile.

    Raises:
        BindingsError: the crate has none.

    """
    targets = wheel_targets(graph.root)
    if isinstance(bindings, BinBindings):
        enabled = graph.root.features
        programs = tuple(
            t for t in targets if "bin" in t.kinds and enabled.issuperset(t.required_features)
        )
        if programs:
            return programs
        raise BindingsError(
            f"{graph.root.name} has no program to build with these features",
            hint="add a src/main.rs, or activate the `required-features` of a [[bin]]",
        )
    cdylibs = tuple(t for t in targets if "cdylib" in t.crate_types)
    libraries = tuple(t for t in targets if not LIBRARY_TYPES.isdisjoint(t.crate_types))
    if cdylibs or libraries:
        return cdylibs or libraries[:1]
    raise BindingsError(
        f"{graph.root.name} has no library to make an extension module of",
        hint='add a src/lib.rs and to Cargo.toml: [lib] crate-type = ["cdylib"]',
    )
