"""What Cargo.toml knows of a distribution, in the shape of a `[project]` table.

Enters: a `Manifest`. Leaves: values as pyproject.toml would hold them, each read only when
asked for, so that a value nobody needs cannot fail. Sources: the Cargo book, PEP 621, PEP
440.
"""

from collections.abc import Callable
from pathlib import Path

from ferrule.errors import ConfigError
from ferrule.project.model import Manifest, Project
from ferrule.project.tables import text_of, texts_of

# Labels of project.urls, and where their URLs are.
URLS = {"Homepage": "homepage", "Documentation": "documentation", "Source Code": "repository"}


def show_manifest(project: Project) -> str:
    """Return the manifest's path for messages: relative to the project where it can be."""
    path = project.manifest.path
    inside = path.is_relative_to(project.root)
    return path.relative_to(project.root).as_posix() if inside else str(path)


def read_crate_value(key: str, manifest: Manifest, where: str) -> object:
    """Return the value of a `[project]` key as the crate gives it, or None.

    Raises:
        ConfigError: the manifest's value has the wrong type, or no Python form.

    """
    return CRATE_READERS[key](manifest, where)


def _read_name(manifest: Manifest, _where: str) -> str:
    return manifest.name


def _read_version(manifest: Manifest, where: str) -> str:
    """Convert SemVer to PEP 440, which knows the usual pre-release words."""
    from packaging.version import InvalidVersion, Version

    version = text_of(manifest.package, "package.version", where) or "0.0.0"
    try:
        return str(Version(version))
    except InvalidVersion as error:
        raise ConfigError(
            f'{where}: package.version "{version}" has no form that Python knows (PEP 440)',
            hint="use -alpha.N, -beta.N, -rc.N or -dev.N, or set project.version in pyproject.toml",
        ) from error


def _read_description(manifest: Manifest, where: str) -> str | None:
    return text_of(manifest.package, "package.description", where)


def _read_authors(manifest: Manifest, where: str) -> list[dict[str, str]] | None:
    authors = texts_of(manifest.package, "package.authors", where)
    return [_split_author(author) for author in authors] if authors else None


def _split_author(author: str) -> dict[str, str]:
    """Split `Name <mail>` as cargo does."""
    name, _, rest = author.partition("<")
    mail = rest.rpartition(">")[0].strip()
    if not mail:
        return {"name": author.strip()}
    return {"name": name.strip(), "email": mail}


def _read_keywords(manifest: Manifest, where: str) -> list[str] | None:
    keywords = texts_of(manifest.package, "package.keywords", where)
    return list(keywords) if keywords else None


def _read_urls(manifest: Manifest, where: str) -> dict[str, str] | None:
    urls = {}
    for label, key in URLS.items():
        url = text_of(manifest.package, f"package.{key}", where)
        if url:
            urls[label] = url
    return urls or None


def _read_license(manifest: Manifest, where: str) -> dict[str, str] | None:
    license_text = text_of(manifest.package, "package.license", where)
    return {"text": license_text} if license_text else None


CRATE_READERS: dict[str, Callable[[Manifest, str], object]] = {
    "name": _read_name,
    "version": _read_version,
    "description": _read_description,
    "authors": _read_authors,
    "keywords": _read_keywords,
    "urls": _read_urls,
    "license": _read_license,
}


def crate_license_file(manifest: Manifest, where: str) -> tuple[str, Path] | None:
    """Return the archive path and the file of `package.license-file`, or None.

    Raises:
        ConfigError: there is no such file, or it lies outside the workspace.

    """
    value = text_of(manifest.package, "package.license-file", where)
    if value is None:
        return None
    folder = manifest.path.parent.resolve()
    source = (folder / value).resolve()
    if not source.is_file():
        raise ConfigError(f'{where}: package.license-file is "{value}", which is no file')
    if not source.is_relative_to(manifest.workspace_root.resolve()):
        raise ConfigError(
            f'{where}: package.license-file is "{value}", outside the workspace',
            hint=f"copy it into {manifest.workspace_root}",
        )
    inside = source.is_relative_to(folder)
    return (source.relative_to(folder).as_posix() if inside else source.name), source
