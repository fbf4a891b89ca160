"""pyproject.toml as a value.

Enters: the path of the file. Leaves: a `PyProject`; the `[project]` table and the options
in it are judged by those who use them. Sources: PEP 518, PEP 517.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.errors import ConfigError
from ferrule.project.model import PyProject
from ferrule.project.tables import table_of, text_of, texts_of
from ferrule.toml import read_toml

OURS, THEIRS = "tool.ferrule", "tool.maturin"
BUILD_SYSTEM = '\n    [build-system]\n    requires = ["ferrule"]\n    build-backend = "ferrule"'


def read_pyproject(path: Path) -> PyProject:
    """Read a pyproject.toml.

    Raises:
        ConfigError: the file cannot be read, is no TOML, lacks `[build-system]` or has a
            table of the wrong type.

    """
    content = read_toml(path)
    build_system = table_of(content, "build-system", path.name)
    if build_system is None:
        raise ConfigError(f"{path} has no [build-system] table", hint=f"add{BUILD_SYSTEM}")
    requires = texts_of(build_system, "build-system.requires", path.name)
    if requires is None:
        raise ConfigError(
            f"{path.name}: build-system.requires is missing", hint='add requires = ["ferrule"]'
        )
    backend = text_of(build_system, "build-system.build-backend", path.name)
    tool_name, tool, tool_notes = _find_tool(content, path.name)
    return PyProject(
        path=path,
        build_backend=backend,
        requires=requires,
        project=table_of(content, "project", path.name),
        tool=tool,
        tool_name=tool_name,
        notes=(*_judge_backend(backend, path.name), *tool_notes),
    )


def _judge_backend(backend: str | None, where: str) -> tuple[str, ...]:
    key = f"{where}: build-system.build-backend"
    if backend is None:
        return (f'{key} is missing, so pip builds with setuptools; write "ferrule"',)
    if backend == "maturin":
        return (f'{key} is "maturin", so pip builds with maturin; write "ferrule" to change it',)
    return ()


def _find_tool(
    content: Mapping[str, Any], where: str
) -> tuple[str, Mapping[str, Any], tuple[str, ...]]:
    tools = table_of(content, "tool", where) or {}
    ours, theirs = table_of(tools, OURS, where), table_of(tools, THEIRS, where)
    if ours is not None:
        notes = (f"{where}: {THEIRS} is ignored because {OURS} is there",) if theirs else ()
        return OURS, ours, notes
    if theirs is not None:
        return THEIRS, theirs, ()
    return OURS, {}, ()
