"""The include and exclude patterns of a project, for wheels and source distributions alike.

Enters: patterns as the user wrote them. Leaves: the files that an include names, and whether
an exclude leaves a file out. One dialect for both: `*` and `?` stay inside a folder, `[...]`
is a set, `**` stands for any folders, names with a dot in front are like others, and a
pattern that names a folder is for everything below it.

- An include starts at its folder (the project's, else the one of the Python sources). Where
  its last part has a wildcard it takes files only.
- An exclude is a line of a `.gitignore` in the project's folder: without `/` it matches a name
  at any depth, the last match wins, a leading `!` takes a file back in. Source: git's
  documentation of gitignore.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from fnmatch import translate
from pathlib import Path

from ferrule.archive.entries import sort_key
from ferrule.errors import ConfigError
from ferrule.selection.disk import files_below, list_folder

WILDCARD = re.compile(r"[*?\[]")
ANCHORED = re.compile(r"/|[A-Za-z]:|\./")
OPEN_SET = re.compile(r"\[[!^]?\]?[^\]]*$")
# A character that no file name of a project has; see `exclude_files`.
END_OF_NAME = "\x01"

Excludes = Callable[[str], bool]


def check_include(glob: str) -> None:
    """Check that an include pattern can be one.

    Raises:
        ConfigError: it is empty, absolute, leads out of its folder or is malformed.

    """
    parts = glob.split("/")
    if not glob or ANCHORED.match(glob) or ".." in parts:
        raise ConfigError(
            f'pyproject.toml: include "{glob}" is not a path inside of the project',
            hint="write it relative to the folder of pyproject.toml, without `./` and `..`",
        )
    for part in parts:
        if ("**" in part and part != "**") or OPEN_SET.search(part):
            raise ConfigError(
                f'pyproject.toml: include "{glob}" is malformed at "{part}"',
                hint="write `**` as a whole part of the path, and close every `[`",
            )


def find_included(glob: str, folder: Path) -> tuple[Path, ...]:
    """Return the files that an include pattern names below a folder, sorted.

    Links to files count as files; links to folders are followed only where the pattern names
    them.

    Raises:
        ConfigError: the pattern is malformed.
        ArchiveError: a folder cannot be read.

    """
    check_include(glob)
    found = set(_expand(folder, tuple(glob.split("/"))))
    return tuple(sorted(found, key=lambda path: sort_key(path.relative_to(folder).as_posix())))


def _expand(folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    part, rest = parts[0], parts[1:]
    if part == "**":
        yield from _expand_everywhere(folder, rest)
    elif WILDCARD.search(part):
        yield from _expand_wildcard(folder, part, rest)
    elif rest:
        yield from _expand(folder / part, rest)
    else:
        yield from _expand_name(folder / part)


def _expand_everywhere(folder: Path, rest: tuple[str, ...]) -> Iterator[Path]:
    if not any(rest):
        yield from files_below(folder)
        return
    yield from _expand(folder, rest)
    for entry in list_folder(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _expand_everywhere(folder / entry.name, rest)


def _expand_wildcard(folder: Path, part: str, rest: tuple[str, ...]) -> Iterator[Path]:
    matches = re.compile(translate(part.replace("[^", "[!"))).match
    for entry in list_folder(folder):
        if not matches(entry.name):
            continue
        if rest and entry.is_dir():
            yield from _expand(folder / entry.name, rest)
        elif not rest and entry.is_file():
            yield folder / entry.name


def _expand_name(path: Path) -> Iterator[Path]:
    # A `/` at the end of a pattern leaves an empty name, which is the folder itself.
    if path.is_file():
        yield path
    else:
        yield from files_below(path)


def exclude_paths(globs: Iterable[str]) -> Excludes:
    """Return the test of a path, relative to the project's folder and with `/`.

    Raises:
        ConfigError: a pattern is malformed.

    """
    lines = tuple(globs)
    if not lines:
        return lambda _path: False
    from pathspec import GitIgnoreSpec

    for line in lines:
        _check_exclude(line)
    return GitIgnoreSpec.from_lines(lines).match_file


def _check_exclude(line: str) -> None:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError as error:
        raise ConfigError(
            f'pyproject.toml: exclude "{line}" is malformed',
            hint="write it as a line of a .gitignore",
        ) from error


def exclude_files(globs: Iterable[str]) -> Excludes:
    """Return the test of a path where patterns name files only, never the folders above.

    It is the old rule for paths as they are in the wheel, where a project's folder and a
    package of the same name have nothing to do with each other.
    """
    named = [glob for glob in globs if not glob.rstrip().endswith("/")]
    # The end of a file's name is marked in path and patterns, so that none matches a folder.
    marked = [g if g.endswith("/**") else f"{g.rstrip()}{END_OF_NAME}" for g in named]
    excludes = exclude_paths(marked)
    return lambda path: excludes(f"{path}{END_OF_NAME}")
