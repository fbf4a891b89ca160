"""pyproject.toml for an sdist, at whose top it always is.

Enters: a `Project`, its layout and the plan of the sdist. Leaves: the bytes of its
pyproject.toml, the very same where nothing has to change. Sources: PEP 517, PEP 621.
"""

from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from ferrule.errors import ConfigError
from ferrule.metadata.model import LicenseFile
from ferrule.project.model import Layout, Project, PyProject
from ferrule.project.paths import normalize
from ferrule.project.read import PYPROJECT, locate_manifest
from ferrule.project.tables import table_of
from ferrule.sdist.edit import edit_toml
from ferrule.sdist.model import SdistPlan
from ferrule.sdist.places import place_beside, place_in
from ferrule.toml import parse_toml, read_toml


def rewrite_pyproject(
    project: Project, plan: SdistPlan, layout: Layout, licenses: Iterable[LicenseFile]
) -> bytes:
    """Return the pyproject.toml of an sdist.

    Args:
        project: what is packed.
        plan: the whole sdist.
        layout: where the Python side is.
        licenses: the licence files of the metadata, which are packed under their paths.

    Raises:
        ConfigError: there is no pyproject.toml, or it is broken.

    """
    pyproject = project.pyproject
    if pyproject is None:
        raise ConfigError(
            f"no {PYPROJECT} in {project.root}", hint="add one: pip needs it to build an sdist"
        )
    content = deepcopy(read_toml(pyproject.path))
    moved = project.root != plan.top
    if moved:
        table = content.get("project", {})
        _move_readme(table, project.root, plan)
        _move_license(table, project.root, licenses)
    if moved or not _finds_manifest(project, pyproject):
        manifest_path = place_in(plan, project.manifest.path)
        folders = _moved_folders(pyproject, plan.top, layout) if moved else {}
        tool = content.setdefault("tool", {})
        own = tool.setdefault(pyproject.tool_name.rpartition(".")[2], {})
        own.update({"manifest-path": manifest_path, **folders})
    try:
        return edit_toml(pyproject.path.read_bytes(), content)
    except OSError as error:
        raise ConfigError(f"{pyproject.path} cannot be read: {error.strerror or error}") from error


def _finds_manifest(project: Project, pyproject: PyProject) -> bool:
    """Return whether pyproject.toml leads to the manifest, which may have been named with -m."""
    try:
        return locate_manifest(project.root, pyproject) == project.manifest.path
    except ConfigError:
        return False


def _moved_folders(pyproject: PyProject, top: Path, layout: Layout) -> dict[str, str]:
    """Return the keys of folders that the layout would not find, or find elsewhere."""
    root, folders = pyproject.path.parent, {}
    if layout.python_dir != root:
        folders["python-source"] = place_beside(layout.python_dir, root, top) or "."
    data = pyproject.tool.get("data")
    if isinstance(data, str):
        folders["data"] = place_beside(normalize(root / data), root, top) or "."
    return folders


def _move_readme(table: dict[str, Any], root: Path, plan: SdistPlan) -> None:
    readme = table.get("readme")
    holder, key = (readme, "file") if isinstance(readme, dict) else (table, "readme")
    file = holder.get(key)
    if isinstance(file, str):
        path = normalize(root / file)
        if path.is_relative_to(plan.top):
            holder[key] = place_in(plan, path)


def _move_license(table: dict[str, Any], root: Path, licenses: Iterable[LicenseFile]) -> None:
    """Let `license = {file = …}` name the place that the metadata gives the file."""
    stated = table.get("license")
    if not isinstance(stated, dict) or not isinstance(stated.get("file"), str):
        return
    source = (root / stated["file"]).resolve()
    stated["file"] = next(
        (one.path for one in licenses if one.source.resolve() == source), stated["file"]
    )


def freeze_version(content: bytes, version: str) -> bytes:
    """Replace a version that comes from version control, in `[tool.ferrule]`, by itself.

    Args:
        content: a pyproject.toml, which has been parsed before.
        version: what `[project]` is to say from now on.

    Raises:
        ConfigError: there is no `[project]` table to hold it.

    """
    parsed = parse_toml(content.decode("utf-8-sig"))
    tool = parsed.get("tool", {}).get("ferrule", {})
    if "version" not in tool:
        return content
    project = table_of(parsed, "project", PYPROJECT)
    if project is None:
        raise ConfigError(
            f"{PYPROJECT}: tool.ferrule.version needs a [project] table",
            hint='add one with a name and dynamic = ["version"]',
        )
    dynamic = [key for key in project.get("dynamic", ()) if key != "version"]
    kept = {key: value for key, value in project.items() if key != "dynamic"}
    parsed["project"] = {**kept, "version": version, **({"dynamic": dynamic} if dynamic else {})}
    del tool["version"]
    return edit_toml(content, parsed)
