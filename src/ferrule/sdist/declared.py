"""What a Cargo.toml declares: the crate, its path dependencies, its patches.

Enters: a parsed manifest. Leaves: folders and names, without cargo. Sources: the Cargo book,
"Specifying Dependencies", "Workspaces" and "Overriding Dependencies".
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ferrule.errors import ConfigError
from ferrule.project.manifest import NAME, find_workspace
from ferrule.project.paths import normalize
from ferrule.project.tables import table_of, text_of
from ferrule.records import dataclass
from ferrule.toml import read_toml

# Cargo still reads the keys with `_`.
NEEDED = ("dependencies", "build-dependencies", "build_dependencies")
FOR_TESTS = ("dev-dependencies", "dev_dependencies")
# Tables of a workspace root that replace crates, and how deep their entries are.
PATCHES = (("patch", 2), ("replace", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Crate:
    """A manifest with a package, and the workspace it belongs to (its own folder if none)."""

    manifest: Path
    content: Mapping[str, Any]
    name: str
    version: str
    root: Path
    workspace: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        """The folder of its manifest."""
        return self.manifest.parent


def read_crate(manifest: Path, named_by: str) -> Crate:
    """Read the manifest of a crate that `named_by`, a file and key, asks for.

    Raises:
        ConfigError: there is none, it is broken, or it has no package.

    """
    try:
        found = manifest.is_file()
    except OSError:  # A folder on the way that may not be searched.
        found = False
    if not found:
        raise ConfigError(
            f"{named_by} needs {manifest}, which does not exist or cannot be read",
            hint="correct the path, or check out what is missing",
        )
    content = read_toml(manifest)
    package = table_of(content, "package", str(manifest))
    name = text_of(package or {}, "package.name", str(manifest))
    if package is None or not name:
        raise ConfigError(f"{manifest} has no package.name, but {named_by} needs a package there")
    root, workspace = find_workspace(manifest, content)
    version = package.get("version")
    if isinstance(version, dict):
        shared = table_of(workspace, "workspace.package", str(root / NAME)) or {}
        version = shared.get("version")
    return Crate(
        manifest=manifest,
        content=content,
        name=name,
        version=version if isinstance(version, str) else "0.0.0",
        root=root,
        workspace=workspace,
    )


def dependency_tables(
    content: Mapping[str, Any], where: str, *, tests: bool = True
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every dependency table under its dotted key, those of platforms too.

    Args:
        content: a manifest.
        where: the file to name in errors.
        tests: yield dev-dependencies too.

    Raises:
        ConfigError: a table is none.

    """
    platforms = table_of(content, "target", where) or {}
    holders = {"": content, **{f"target.{key}.": table for key, table in platforms.items()}}
    for prefix, holder in holders.items():
        if not isinstance(holder, Mapping):
            raise ConfigError(f"{where}: {prefix.rstrip('.')} is not a table")
        for kind in (*NEEDED, *FOR_TESTS) if tests else NEEDED:
            found = holder.get(kind, {})
            if not isinstance(found, dict):
                raise ConfigError(f"{where}: {prefix}{kind} is not a table")
            yield f"{prefix}{kind}", found


def path_dependencies(crate: Crate, *, tests: bool) -> Iterator[tuple[str, Path]]:
    """Yield the manifest of each path dependency, after the file and key that name it.

    Args:
        crate: whose dependencies.
        tests: take its dev-dependencies too.

    Raises:
        ConfigError: a dependency is malformed, or inherited from no workspace.

    """
    where = str(crate.manifest)
    for kind, table in dependency_tables(crate.content, where, tests=tests):
        for key, value in table.items():
            named_by, folder = f"{where}: {kind}.{key}", crate.folder
            if inherits(value):
                value = inherited_dependency(crate, key, named_by)  # noqa: PLW2901 -- stands for it
                folder = crate.root
            path = path_of(value, named_by)
            if path is not None:
                yield named_by, normalize(folder / path / NAME)


def inherits(value: object) -> bool:
    """Return whether a value is `{ workspace = true, … }`."""
    return isinstance(value, dict) and value.get("workspace") is True


def inherited_dependency(crate: Crate, key: str, named_by: str) -> object:
    """Return what the workspace says of a dependency.

    Raises:
        ConfigError: there is no workspace, or it says nothing.

    """
    shared = table_of(crate.workspace, "workspace.dependencies", str(crate.root / NAME)) or {}
    if "workspace" not in crate.content and crate.root == crate.folder:
        raise ConfigError(
            f"{named_by} is inherited, but the crate is in no workspace",
            hint="write the dependency itself, or add what is missing above the crate",
        )
    if key not in shared:
        raise ConfigError(
            f"{named_by} is inherited, but {crate.root / NAME} has no workspace.dependencies.{key}",
            hint="add it there, or write the dependency itself",
        )
    return shared[key]


def path_of(value: object, named_by: str) -> str | None:
    """Return the `path` of a dependency or patch, or None.

    Raises:
        ConfigError: it is no string.

    """
    if not isinstance(value, dict):
        return None
    path = value.get("path")
    if path is None or isinstance(path, str):
        return path
    raise ConfigError(f"{named_by}.path is not a string")


def patch_entries(
    content: Mapping[str, Any], where: str
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield each entry of `[patch]` and `[replace]`: its dotted key, the package, the value.

    Raises:
        ConfigError: a table is malformed; `where` is the file to name.

    """
    for table, depth in PATCHES:
        found = table_of(content, table, where) or {}
        groups = {table: found} if depth == 1 else {f"{table}.{key}": found[key] for key in found}
        for prefix, group in groups.items():
            if not isinstance(group, dict):
                raise ConfigError(f"{where}: {prefix} is not a table")
            for key, value in group.items():
                entry = value if isinstance(value, dict) else {"version": value}
                # `[replace]` names a package as `name:version` or `url#name:version`.
                name = key.rpartition("#")[2].partition(":")[0] if depth == 1 else key
                yield f"{prefix}.{key}", str(entry.get("package", name)), entry
