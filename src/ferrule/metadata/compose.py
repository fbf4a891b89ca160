"""Front door of step 3 for metadata: everything that dist-info says of a distribution.

Enters: a `Project`. Leaves: `CoreMetadata`. Nothing is started and Rust is not needed.
Sources: core metadata 2.4 and 2.5, PEP 621, PEP 639.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from ferrule.errors import ConfigError
from ferrule.metadata.check import check_table
from ferrule.metadata.entry_points import render_entry_points
from ferrule.metadata.licenses import read_licensing
from ferrule.metadata.merge import merge
from ferrule.metadata.model import CoreMetadata, Licensing
from ferrule.metadata.readme import read_readme
from ferrule.metadata.render import render_metadata
from ferrule.project.model import Project


def compose(project: Project) -> CoreMetadata:
    """Compose the metadata of a project from pyproject.toml and Cargo.toml.

    Raises:
        ConfigError: everything that is wrong in the two files and those that they name.

    """
    merged = merge(project)
    errors: list[ConfigError] = []
    readme, licensing = None, Licensing()
    with _collected(errors):
        readme = read_readme(project, merged)
    with _collected(errors):
        licensing = read_licensing(project, merged)
    checked = check_table(merged, errors)
    requires_python = _write_specifiers(merged.table.get("requires-python"))
    return CoreMetadata(
        name=checked.name,
        version=str(checked.version),
        requires_python=requires_python,
        text=render_metadata(checked, requires_python, readme, licensing),
        entry_points=render_entry_points(checked.scripts, checked.gui_scripts, checked.entrypoints),
        license_files=licensing.files,
        has_scripts=bool(checked.scripts),
        notes=(*merged.notes, *(readme.notes if readme else ()), *licensing.notes),
    )


@contextmanager
def _collected(errors: list[ConfigError]) -> Iterator[None]:
    try:
        yield
    except ConfigError as error:
        errors.append(error)


def _write_specifiers(value: object) -> str | None:
    """Write checked specifiers in the user's order; `SpecifierSet` would sort them."""
    from packaging.specifiers import Specifier

    if not isinstance(value, str):
        return None
    return ", ".join(str(Specifier(part)) for part in value.split(",") if part.strip()) or None
