"""Cargo.toml for an sdist: without what is not shipped, else as it is.

Enters: a crate or workspace of a `SdistPlan` and the archive paths of what is packed. Leaves:
the bytes of its Cargo.toml, the very same where nothing has to change. Source: the Cargo
book, "The Manifest Format" and "Workspaces".
"""

from collections.abc import Collection, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from ferrule.errors import ConfigError
from ferrule.project.manifest import NAME
from ferrule.project.paths import normalize
from ferrule.project.tables import table_of, texts_of
from ferrule.sdist.declared import PATCHES, dependency_tables, inherits, path_of, read_crate
from ferrule.sdist.edit import edit_toml
from ferrule.sdist.inherit import write_inherited
from ferrule.sdist.members import keep_shipped, relative_path
from ferrule.sdist.model import SdistCrate, SdistPlan
from ferrule.sdist.targets import strip_targets
from ferrule.toml import read_toml

# What a workspace's root still says when its own package is not shipped.
OF_WORKSPACE = frozenset({"workspace", "profile", "patch", "replace", "cargo-features"})
# The resolver that a root package's edition implies; a virtual workspace has to say it.
RESOLVERS = {"2021": "2", "2024": "3"}
LISTS = ("members", "default-members")


def rewrite_manifest(crate: SdistCrate, plan: SdistPlan, packed: Collection[str]) -> bytes:
    """Return the Cargo.toml of a shipped crate.

    Args:
        crate: one of the plan's.
        plan: the whole sdist.
        packed: the archive paths of all files, relative to the archive's top.

    Raises:
        ConfigError: the manifest is broken, or inherits what is not there.

    """
    read = read_crate(crate.folder / NAME, "the sdist")
    content = deepcopy(dict(read.content))
    if crate.workspace_root != crate.folder and not _is_shipped(crate.workspace_root, plan):
        write_inherited(read, content)
    strip_targets(content, crate, plan, packed)
    _prune_workspace(content, crate.folder, plan)
    return edit_toml(_read_bytes(read.manifest), content)


def rewrite_workspace(root: Path, plan: SdistPlan) -> bytes:
    """Return the Cargo.toml of a workspace whose root is no shipped crate.

    Args:
        root: one of the plan's `workspaces`.
        plan: the whole sdist.

    Raises:
        ConfigError: the manifest is broken.

    """
    manifest = root / NAME
    content = deepcopy(read_toml(manifest))
    if "package" in content:
        _write_resolver(content, manifest)
        content = {key: value for key, value in content.items() if key in OF_WORKSPACE}
    _prune_workspace(content, root, plan)
    return edit_toml(_read_bytes(manifest), content)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from error


def _is_shipped(root: Path, plan: SdistPlan) -> bool:
    return root in plan.workspaces or any(crate.folder == root for crate in plan.crates)


def _write_resolver(content: Mapping[str, Any], manifest: Path) -> None:
    package = table_of(content, "package", str(manifest)) or {}
    workspace = table_of(content, "workspace", str(manifest)) or {}
    edition = package.get("edition")
    if inherits(edition):
        edition = (table_of(workspace, "workspace.package", str(manifest)) or {}).get("edition")
    resolver = package.get("resolver", RESOLVERS.get(str(edition)))
    if resolver is not None:
        content["workspace"].setdefault("resolver", resolver)


def _prune_workspace(content: dict[str, Any], root: Path, plan: SdistPlan) -> None:
    """Take out members, shared dependencies and patches that no shipped crate is or needs."""
    if root == plan.crates[0].workspace_root:
        _drop_patches(content, plan)
    workspace = content.get("workspace")
    if not isinstance(workspace, dict):
        return
    where = str(root / NAME)
    changed = _prune_members(workspace, root, plan)
    main = plan.crates[0]
    if root == main.workspace_root != main.folder and (changed or "package" not in content):
        _list_main(workspace, root, main.folder)
    shared = table_of(workspace, "workspace.dependencies", where)
    if shared is not None:
        inherited = _inherited_names(root, plan)
        folders = {crate.folder for crate in plan.crates}
        for key in set(shared) - inherited:
            path = path_of(shared[key], f"{where}: workspace.dependencies.{key}")
            if path is not None and normalize(root / path) not in folders:
                del workspace["dependencies"][key]


def _prune_members(workspace: dict[str, Any], root: Path, plan: SdistPlan) -> bool:
    """Prune both lists; returns whether one has changed."""
    changed = False
    shipped = {crate.folder for crate in plan.crates if crate.workspace_root == root}
    for key in LISTS:
        patterns = texts_of(workspace, f"workspace.{key}", str(root / NAME))
        if not patterns:
            continue
        kept = keep_shipped(patterns, root, shipped)
        changed = changed or kept != list(patterns)
        if kept:
            workspace[key] = kept
        else:
            del workspace[key]
    return changed


def _list_main(workspace: dict[str, Any], root: Path, main: Path) -> None:
    """Name the project's crate, which may have been a member only because another needs it."""
    members = workspace.get("members", [])
    if not keep_shipped(members, root, {main}):
        workspace["members"] = [*members, relative_path(main, root)]


def _inherited_names(root: Path, plan: SdistPlan) -> set[str]:
    names: set[str] = set()
    for crate in plan.crates:
        if crate.workspace_root == root:
            manifest = crate.folder / NAME
            for _, table in dependency_tables(read_toml(manifest), str(manifest)):
                names.update(key for key, value in table.items() if inherits(value))
    return names


def _drop_patches(content: dict[str, Any], plan: SdistPlan) -> None:
    for table, depth in PATCHES:
        found = content.get(table, {})
        groups = {table: found} if depth == 1 else {f"{table}.{key}": found[key] for key in found}
        for prefix, group in groups.items():
            for key in [key for key in group if f"{prefix}.{key}" in plan.unused_patches]:
                del group[key]
        if depth > 1:
            for key in [key for key in found if not found[key]]:
                del found[key]
        if table in content and not found:
            del content[table]
