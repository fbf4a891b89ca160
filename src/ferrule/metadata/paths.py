"""Files that metadata names.

Enters: a path as a user wrote it and the key that holds it, for messages. Leaves: the
file's place or content, or a `ConfigError`.
"""

from pathlib import Path

from ferrule.errors import ConfigError
from ferrule.project.model import Project


def allowed_root(project: Project) -> Path:
    """Return the folder that named files must be in: the workspace, or else the project."""
    root, workspace = project.root.resolve(), project.manifest.workspace_root.resolve()
    return workspace if root.is_relative_to(workspace) else root


def locate_inside(value: str, project: Project, where: str) -> Path:
    """Return the file that a path relative to the project names.

    Raises:
        ConfigError: the path is absolute or leaves the allowed folder.

    """
    path, allowed = project.root / value, allowed_root(project)
    if Path(value).is_absolute():
        raise ConfigError(
            f'{where} is "{value}", an absolute path', hint="write it relative to pyproject.toml"
        )
    if ".." in Path(value).parts and not path.resolve().is_relative_to(allowed):
        raise ConfigError(
            f'{where} is "{value}", outside {allowed}', hint="copy the file into the project"
        )
    return path


def read_text_file(path: Path, where: str) -> bytes:
    """Return the bytes of a text file.

    Raises:
        ConfigError: it cannot be read, or is not UTF-8.

    """
    try:
        content = path.read_bytes()
        content.decode("utf-8")
    except OSError as error:
        raise ConfigError(
            f"{where}: {path} cannot be read: {error.strerror or error}",
            hint="correct the path, or add the file",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{where}: {path} is not UTF-8 (byte {error.start})", hint="save it as UTF-8"
        ) from error
    return content
