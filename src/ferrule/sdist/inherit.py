"""Manifests without the workspace that they inherit from.

Enters: the manifest of a crate whose workspace is not shipped. Leaves: the same manifest with
everything it inherits written in. Source: the Cargo book, "Workspaces" and "Inheriting a
dependency from a workspace".
"""

from collections.abc import Mapping
from typing import Any

from ferrule.errors import ConfigError
from ferrule.project.manifest import INHERITED_PATHS, NAME
from ferrule.project.paths import normalize
from ferrule.project.tables import table_of, texts_of
from ferrule.sdist.declared import Crate, dependency_tables, inherited_dependency, inherits, path_of
from ferrule.sdist.members import relative_path


def write_inherited(crate: Crate, content: dict[str, Any]) -> None:
    """Write what is inherited into `content`, a copy of the crate's manifest.

    Raises:
        ConfigError: the workspace does not have it.

    """
    _write_package(crate, content["package"])
    for kind, table in dependency_tables(content, str(crate.manifest)):
        for key, value in table.items():
            if inherits(value):
                named_by = f"{crate.manifest}: {kind}.{key}"
                shared = inherited_dependency(crate, key, named_by)
                table[key] = _merge(crate, value, shared, named_by)
    if inherits(content.get("lints")):
        content["lints"] = _shared(crate, "lints", f"{crate.manifest}: lints")


def _shared(crate: Crate, key: str, named_by: str) -> Any:  # noqa: ANN401 -- a TOML value
    value = crate.workspace.get(key)
    if value is None:
        raise ConfigError(
            f"{named_by} is inherited, but {crate.root / NAME} has no workspace.{key}"
        )
    return value


def _write_package(crate: Crate, package: dict[str, Any]) -> None:
    package.pop("workspace", None)
    for key in [key for key, value in package.items() if inherits(value)]:
        named_by = f"{crate.manifest}: package.{key}"
        shared = table_of(crate.workspace, "workspace.package", str(crate.root / NAME)) or {}
        if key in INHERITED_PATHS:
            # A file that is there would have been shipped, and the workspace with it.
            del package[key]
        elif key in shared:
            package[key] = shared[key]
        else:
            where = f"{crate.root / NAME} has no workspace.package.{key}"
            raise ConfigError(
                f"{named_by} is inherited, but {where}",
                hint=f"add it there, or write package.{key} itself",
            )


def _merge(crate: Crate, own: Mapping[str, Any], shared: object, named_by: str) -> object:
    """Return a dependency as the workspace has it, with what the crate adds."""
    merged: dict[str, Any] = dict(shared) if isinstance(shared, dict) else {"version": shared}
    path = path_of(merged, named_by)
    if path is not None:
        merged["path"] = relative_path(normalize(crate.root / path), crate.folder)
    key = f"{named_by.partition(': ')[2]}.features"
    lists = (texts_of(table, key, str(crate.manifest)) or () for table in (merged, own))
    features = list(dict.fromkeys(name for names in lists for name in names))
    if features:
        merged["features"] = features
    for key, value in own.items():
        if key in {"default-features", "default_features"}:
            _merge_defaults(merged, asked=bool(value))
        elif key not in {"workspace", "features"}:
            merged[key] = value
    return merged["version"] if set(merged) == {"version"} else merged


def _merge_defaults(merged: dict[str, Any], *, asked: bool) -> None:
    """Let a crate add the default features; it cannot take away what the workspace has."""
    if asked:
        merged.pop("default_features", None)
        merged.pop("default-features", None)
