"""The description of a distribution.

Enters: a `Project` and its merged table. Leaves: the text's bytes, untouched, and its
content type. Sources: PEP 621, core metadata (Description-Content-Type).
"""

from collections.abc import Mapping
from pathlib import Path

from ferrule.errors import ConfigError
from ferrule.metadata.model import Merged, Readme
from ferrule.metadata.paths import locate_inside, read_text_file
from ferrule.project.model import Manifest, Project
from ferrule.project.tables import text_of

WHERE = "pyproject.toml: project.readme"
PLAIN, RST = "text/plain; charset=UTF-8", "text/x-rst; charset=UTF-8"
MARKDOWN = "text/markdown; charset=UTF-8; variant=GFM"
CONTENT_TYPES = {"": PLAIN, ".txt": PLAIN, ".rst": RST, ".md": MARKDOWN, ".markdown": MARKDOWN}
KNOWN_TYPES = ("text/plain", "text/x-rst", "text/markdown")
CRATE_NAMES = ("README.md", "README.txt", "README.rst", "README")


def read_readme(project: Project, merged: Merged) -> Readme | None:
    """Read the readme that pyproject.toml or, when asked, Cargo.toml names.

    Raises:
        ConfigError: the value is malformed, or the file is missing, outside of the project
            or not UTF-8.

    """
    if "readme" in merged.from_crate:
        return _read_crate(project.manifest, f"{merged.crate}: package.readme")
    value = merged.table.get("readme")
    if isinstance(value, str):
        return _read_file(locate_inside(value, project, WHERE), WHERE)
    if isinstance(value, dict):
        return _read_table(value, project)
    if value is not None:
        raise ConfigError(f"{WHERE} is neither a path nor a table")
    return None


def _read_file(path: Path, where: str) -> Readme:
    suffix = path.suffix.lower()
    unknown = f'{where}: "{path.name}" has no suffix that tells its type; taken as plain text'
    return Readme(
        content=read_text_file(path, where),
        content_type=CONTENT_TYPES.get(suffix, PLAIN),
        notes=() if suffix in CONTENT_TYPES else (unknown,),
    )


def _read_crate(manifest: Manifest, where: str) -> Readme | None:
    value, folder = manifest.package.get("readme"), manifest.path.parent
    if value is None:
        found = (folder / name for name in CRATE_NAMES if (folder / name).is_file())
        path = next(found, None)
        return _read_file(path, where) if path else None
    if value is False:
        return None
    named = "README.md" if value is True else text_of(manifest.package, "package.readme", where)
    return _read_file(folder / str(named), where)


def _read_table(table: Mapping[str, object], project: Project) -> Readme:
    file, text = table.get("file"), table.get("text")
    if isinstance(file, str) and text is None:
        readme = _read_file(locate_inside(file, project, f"{WHERE}.file"), f"{WHERE}.file")
    elif isinstance(text, str) and file is None:
        readme = Readme(content=text.encode(), content_type=None)
    else:
        raise ConfigError(f'{WHERE} needs either "file" or "text", a string')
    content_type = table.get("content-type")
    if content_type is None:
        note = f"{WHERE}.content-type is missing; {readme.content_type or 'none'} is written"
        return Readme(content=readme.content, content_type=readme.content_type, notes=(note,))
    if not isinstance(content_type, str):
        raise ConfigError(f"{WHERE}.content-type is not a string")
    known = content_type.partition(";")[0].strip().lower() in KNOWN_TYPES
    unknown = f'{WHERE}.content-type is "{content_type}", not one of {", ".join(KNOWN_TYPES)}'
    return Readme(
        content=readme.content, content_type=content_type, notes=() if known else (unknown,)
    )
