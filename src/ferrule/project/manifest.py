"""Cargo.toml as a value, without cargo.

Enters: the path of a package's manifest. Leaves: a `Manifest` with everything inherited
from its workspace filled in. Source: the Cargo book, "The Manifest Format" and
"Workspaces".
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ferrule.errors import ConfigError
from ferrule.project.model import Manifest
from ferrule.project.paths import normalize
from ferrule.project.tables import table_of, text_of, texts_of
from ferrule.toml import read_toml

NAME = "Cargo.toml"
INHERITED_PATHS = frozenset({"readme", "license-file"})
SHOWN_MEMBERS = 10
# Metadata that maturin once read here; ignoring it silently would lose it.
MOVED = {
    "scripts": "project.scripts",
    "classifiers": "project.classifiers",
    "classifier": "project.classifiers",
    "data": "tool.ferrule.data",
    "maintainer": "project.maintainers",
    "maintainer-email": "project.maintainers",
    "requires-dist": "project.dependencies",
    "requires-python": "project.requires-python",
    "requires-external": "",
    "project-url": "project.urls",
    "provides-extra": "project.optional-dependencies",
    "description-content-type": "project.readme",
}


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of a package; its path must be absolute.

    Raises:
        ConfigError: the manifest or the workspace's is broken, has no package, or holds
            metadata that belongs into pyproject.toml.

    """
    content = read_toml(path)
    package = table_of(content, "package", str(path))
    if package is None:
        raise _missing_package(path, content)
    root, workspace = find_workspace(path, content)
    package = _inherit(package, workspace, manifest=path, root=root)
    if not text_of(package, "package.name", str(path)):
        raise ConfigError(f"{path}: package.name is missing")
    lib = table_of(content, "lib", str(path)) or {}
    return Manifest(
        path=path,
        package=package,
        lib_name=text_of(lib, "lib.name", str(path)),
        workspace_root=root,
        metadata=_read_metadata(package, path),
    )


def find_workspace(path: Path, content: Mapping[str, Any]) -> tuple[Path, Mapping[str, Any]]:
    """Find a manifest's workspace as cargo does: the root's folder, its `[workspace]` table.

    A package outside every workspace is its own root; its table is empty.

    Raises:
        ConfigError: `package.workspace` names no workspace, or a manifest on the way up is
            broken.

    """
    own = table_of(content, "workspace", str(path))
    if own is not None:
        return path.parent, own
    pointer = text_of(table_of(content, "package", str(path)) or {}, "package.workspace", str(path))
    if pointer is not None:
        root = normalize(path.parent / pointer)
        named = _read_workspace(root / NAME)
        if named is None:
            raise ConfigError(
                f'{path}: package.workspace is "{pointer}", which holds no workspace',
                hint="name the folder whose Cargo.toml has [workspace]",
            )
        return root, named
    for folder in path.parent.parents:
        found = _read_workspace(folder / NAME)
        if found is not None and not _is_excluded(path, folder, found):
            return folder, found
    return path.parent, {}


def _read_workspace(path: Path) -> Mapping[str, Any] | None:
    if not _is_file(path):
        return None
    return table_of(read_toml(path), "workspace", str(path))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # A folder on the way up that may not be searched.
        return False


def _is_excluded(path: Path, root: Path, workspace: Mapping[str, Any]) -> bool:
    def lists(key: str) -> bool:
        names = texts_of(workspace, f"workspace.{key}", str(root / NAME)) or ()
        return any(path.is_relative_to(root / name) for name in names)

    return lists("exclude") and not lists("members")


def _inherit(
    package: Mapping[str, Any], workspace: Mapping[str, Any], *, manifest: Path, root: Path
) -> Mapping[str, Any]:
    source = table_of(workspace, "workspace.package", str(root / NAME)) or {}
    return {
        key: _inherited(key, source, manifest, root) if _inherits(value) else value
        for key, value in package.items()
    }


def _inherits(value: object) -> bool:
    return isinstance(value, dict) and value.get("workspace") is True


def _inherited(key: str, source: Mapping[str, Any], manifest: Path, root: Path) -> object:
    if key not in source:
        raise ConfigError(
            f"{manifest}: package.{key} is inherited, but {root / NAME} has no "
            f"workspace.package.{key}",
            hint=f"add it there, or write package.{key} itself",
        )
    value: object = source[key]
    if key in INHERITED_PATHS and isinstance(value, str):
        return str(root / value)
    return value


def _read_metadata(package: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    tools = table_of(package, "package.metadata", str(path)) or {}
    metadata = table_of(tools, "package.metadata.maturin", str(path)) or {}
    moved = [key for key in MOVED if key in metadata]
    if moved:
        places = sorted({MOVED[key] for key in moved} - {""})
        raise ConfigError(
            f"{path}: package.metadata.maturin holds {', '.join(moved)}, no longer read there",
            hint=f"move to pyproject.toml: {', '.join(places)}" if places else "remove it",
        )
    return metadata


def _missing_package(path: Path, content: Mapping[str, Any]) -> ConfigError:
    workspace = table_of(content, "workspace", str(path))
    if workspace is None:
        return ConfigError(f"{path} has neither [package] nor [workspace]")
    patterns = texts_of(workspace, "workspace.members", str(path)) or ()
    members = sorted({name for pattern in patterns for name in _expand(path.parent, pattern)})
    shown = ", ".join(members[:SHOWN_MEMBERS]) + (", …" if len(members) > SHOWN_MEMBERS else "")
    return ConfigError(
        f"{path} is a workspace without a package of its own",
        hint=f"pass a member with -m: {shown}" if members else "add a [package] or members to it",
    )


def _expand(root: Path, pattern: str) -> Iterator[str]:
    try:
        for folder in root.glob(pattern):
            if _is_file(folder / NAME):
                yield (folder / NAME).relative_to(root).as_posix()
    except (ValueError, NotImplementedError, OSError):
        # An absolute or malformed pattern, or one that leaves the root.
        yield f"{pattern}/{NAME}"
