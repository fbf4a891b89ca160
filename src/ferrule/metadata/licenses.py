"""The licence of a distribution and the files that carry it.

Enters: a `Project` and its merged table. Leaves: a `Licensing`. Sources: PEP 639, the
licence expression and glob specifications (packaging.python.org).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from ferrule.errors import ConfigError, raise_collected
from ferrule.metadata.crate import crate_license_file
from ferrule.metadata.model import LicenseFile, Licensing, Merged
from ferrule.metadata.paths import allowed_root, locate_inside
from ferrule.project.model import Project
from ferrule.project.tables import texts_of

WHERE = "pyproject.toml: project"
DEFAULT_PATTERNS = ("LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")
# A segment: `**` alone, or word characters, `_ - .`, spaces, `*`, `?` and `[...]`.
SEGMENT = re.compile(r"\*\*|(?:[\w. ?-]|\*(?!\*)|\[[\w.-]+\])+")


def read_licensing(project: Project, merged: Merged) -> Licensing:
    """Read `license` and `license-files`, and the crate's `license-file`.

    Raises:
        ConfigError: an expression is no SPDX, a value is malformed, or a file is missing.

    """
    value = merged.table.get("license")
    expression, text = None, None
    if isinstance(value, str):
        expression = _canonicalize(value)
    elif isinstance(value, dict):
        text = _read_old_license(value)
    elif value is not None:
        raise ConfigError(f"{WHERE}.license is not a string", hint='write it as "MIT"')
    files, notes = _find_files(project, merged)
    return Licensing(
        expression=expression,
        text=text,
        files=files,
        notes=(*notes, *_judge(merged, expression), *_judge_files(files)),
    )


def _canonicalize(expression: str) -> str:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(expression)
    except InvalidLicenseExpression as error:
        correct = re.sub(r"\s*/\s*", " OR ", expression)
        raise ConfigError(
            f'{WHERE}.license is "{expression}", no SPDX license expression',
            hint=f'write "{correct}"'
            if correct != expression
            else 'write one such as "MIT OR Apache-2.0" or "LicenseRef-Proprietary"',
        ) from error


def _read_old_license(table: dict[str, object]) -> str | None:
    text = table.get("text")
    if len({"text", "file"} & set(table)) != 1 or not all(
        isinstance(item, str) for item in table.values()
    ):
        raise ConfigError(
            f'{WHERE}.license needs either "text" or "file", a string',
            hint='write an SPDX expression: license = "MIT"',
        )
    return text.strip() or None if isinstance(text, str) else None


def _find_files(
    project: Project, merged: Merged
) -> tuple[tuple[LicenseFile, ...], tuple[str, ...]]:
    """Collect the files by their archive path; pyproject.toml's replace the crate's."""
    found: dict[str, Path] = {}
    crate_file = crate_license_file(project.manifest, merged.crate)
    if crate_file is not None:
        found[crate_file[0]] = crate_file[1]
    value = merged.table.get("license")
    if isinstance(value, dict) and isinstance(value.get("file"), str):
        path, source = _locate_named(value["file"], project)
        found[path] = source
    matched, notes = _match_files(project, merged)
    found.update(matched)
    files = tuple(LicenseFile(path=path, source=source) for path, source in found.items())
    return files, notes


def _locate_named(value: str, project: Project) -> tuple[str, Path]:
    """Return the archive path and the place of `license = {file = …}`."""
    path = locate_inside(value, project, f"{WHERE}.license.file")
    if not path.is_file():
        raise ConfigError(f'{WHERE}.license.file is "{value}", which is no file')
    source, root = path.resolve(), project.root.resolve()
    base = root if source.is_relative_to(root) else allowed_root(project)
    return source.relative_to(base).as_posix() if source.is_relative_to(base) else path.name, source


def _match_files(project: Project, merged: Merged) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Match `license-files`, or the default patterns when there is a `[project]` without it."""
    patterns = texts_of(merged.table, "project.license-files", "pyproject.toml")
    if patterns is None:
        given = project.pyproject is not None and project.pyproject.project is not None
        return _match(project.root, DEFAULT_PATTERNS if given else ()), ()
    raise_collected([_refuse(pattern) for pattern in patterns if not _is_valid(pattern)])
    notes = tuple(
        f'{WHERE}.license-files: "{pattern}" matches no file'
        for pattern in patterns
        if not _match(project.root, (pattern,))
    )
    return _match(project.root, patterns), notes


def _is_valid(pattern: str) -> bool:
    segments = pattern.split("/")
    return ".." not in segments and all(SEGMENT.fullmatch(segment) for segment in segments)


def _refuse(pattern: str) -> ConfigError:
    return ConfigError(
        f'{WHERE}.license-files: "{pattern}" is no valid pattern',
        hint="write a path below the project with /, *, ?, ** and [...] only",
    )


def _match(root: Path, patterns: Iterable[str]) -> dict[str, Path]:
    return {
        path.relative_to(root).as_posix(): path
        for pattern in patterns
        for path in _expand(root, pattern.split("/"))
    }


def _expand(folder: Path, segments: Sequence[str]) -> Iterator[Path]:
    """Yield the files that a pattern matches, sorted; names are compared with their case."""
    first, rest = segments[0], segments[1:]
    entries = _list_folder(folder)
    if first == "**":
        yield from _expand(folder, rest or ("*",))
        for entry in entries:
            if entry.is_dir() and not entry.is_symlink():
                yield from _expand(entry, segments)
        return
    for entry in entries:
        if fnmatchcase(entry.name, first):
            if rest:
                yield from _expand(entry, rest)
            elif entry.is_file():
                yield entry


def _list_folder(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise ConfigError(f"{folder} cannot be read: {error.strerror or error}") from error


def _judge(merged: Merged, expression: str | None) -> tuple[str, ...]:
    classifiers = texts_of(merged.table, "project.classifiers", "pyproject.toml") or ()
    if expression and any(item.startswith("License ::") for item in classifiers):
        # The two are exclusive, but PEP 639 leaves it to the tool whether that is an error.
        return (f"{WHERE}.classifiers has a License classifier beside project.license; remove it",)
    return ()


def _judge_files(files: Iterable[LicenseFile]) -> tuple[str, ...]:
    return tuple(
        f"license file {file.path} is not UTF-8 text" for file in files if not _is_text(file.source)
    )


def _is_text(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from error
    return True
