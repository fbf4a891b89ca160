"""pyproject.toml and Cargo.toml made one table.

Enters: a `Project`. Leaves: a `Merged` table in which every `dynamic` key that Cargo.toml
can give has its value. Sources: PEP 621, PEP 808.
"""

from collections.abc import Iterable, Mapping

from ferrule.errors import ConfigError
from ferrule.metadata.crate import CRATE_READERS, read_crate_value, show_manifest
from ferrule.metadata.model import Merged
from ferrule.project.model import Project
from ferrule.project.tables import texts_of

WHERE = "pyproject.toml: project"
# A value of these is whole; the other keys are lists and tables that may be given in part.
SCALARS = frozenset({"version", "description", "readme", "requires-python", "license"})
LISTS = frozenset(
    {
        "authors",
        "classifiers",
        "dependencies",
        "entry-points",
        "gui-scripts",
        "import-names",
        "import-namespaces",
        "keywords",
        "license-files",
        "maintainers",
        "optional-dependencies",
        "scripts",
        "urls",
    }
)
KEYS = SCALARS | LISTS | {"name", "dynamic"}
# Cargo.toml may give these too, but as files rather than values.
FILES = frozenset({"readme", "license-files"})


def merge(project: Project) -> Merged:
    """Make the one table that metadata is read from.

    Raises:
        ConfigError: a needed value of either file is missing or malformed.

    """
    static = project.pyproject.project if project.pyproject else None
    if static is None:
        return _take(project, {}, (*CRATE_READERS, "readme"), ())
    dynamic = texts_of(static, "project.dynamic", "pyproject.toml") or ()
    if "name" in dynamic or "name" not in static:
        raise ConfigError(
            f"{WHERE}.name is missing",
            hint=f'add name = "{project.manifest.name}" under [project]',
        )
    known = {key: value for key, value in static.items() if key in KEYS and key != "dynamic"}
    notes = [*_judge_keys(static, "project"), *_judge_keys(dynamic, "project.dynamic")]
    notes += [
        f"{WHERE}.{key} is given and dynamic; the given value counts"
        for key in dynamic
        if key in known and key in SCALARS
    ]
    asked = [key for key in dynamic if key in KEYS and key not in known]
    if "version" not in known and "version" not in asked:
        asked.append("version")
        notes.append(
            f"{WHERE}.version is neither given nor dynamic; taken from {show_manifest(project)}"
        )
    return _take(project, known, asked, notes)


def _take(
    project: Project,
    known: Mapping[str, object],
    asked: Iterable[str],
    notes: Iterable[str],
) -> Merged:
    """Add what is asked of the crate to the known values."""
    crate = show_manifest(project)
    table, missing = dict(known), []
    asked = tuple(asked)
    for key in asked:
        value = read_crate_value(key, project.manifest, crate) if key in CRATE_READERS else None
        if value is not None:
            table[key] = value
        elif key not in FILES:
            missing.append(f'{WHERE}.dynamic lists "{key}", which {crate} does not give')
    if known:
        notes = (*notes, *missing, *_judge_homepage(project, table))
    return Merged(table=table, from_crate=frozenset(asked), crate=crate, notes=tuple(notes))


def _judge_homepage(project: Project, table: Mapping[str, object]) -> tuple[str, ...]:
    """Tell who relied on Home-Page, which PEP 753 replaced, that the link is gone."""
    urls = table.get("urls")
    labels = urls if isinstance(urls, dict) else {}
    named = any("".join(filter(str.isalnum, label)).lower() == "homepage" for label in labels)
    if named or "homepage" not in project.manifest.package:
        return ()
    return (
        f"{show_manifest(project)}: package.homepage is not used; add Homepage to project.urls",
    )


def _judge_keys(keys: Iterable[str], where: str) -> list[str]:
    return [
        f'pyproject.toml: {where} has the unknown key "{key}", ignored{_mean(key)}'
        for key in keys
        if key not in KEYS
    ]


def _mean(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, KEYS, n=1)
    return f'; did you mean "{near[0]}"?' if near else ""
