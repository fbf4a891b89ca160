"""The ignore files that a walk through a project meets.

Enters: folders, from the top of a walk downwards. Leaves: whether a path is ignored. Source:
git's documentation of gitignore, and ripgrep's of `.ignore`: the rules of `.ignore` files are
stronger than those of all `.gitignore` files, and a deeper file is stronger than one above.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ferrule.errors import ArchiveError
from ferrule.records import dataclass

# Tells of a path below the ignore file's folder: ignored, taken back in, or nothing.
Rules = Callable[[str], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoreRules:
    """The rules that hold in a folder; `git` tells whether `.gitignore` files count.

    `ignore` and `gitignore` are the rules of the files met so far, the deepest first, each
    with the length of its folder's path from the top of the walk.
    """

    git: bool
    ignore: tuple[tuple[int, Rules], ...] = ()
    gitignore: tuple[tuple[int, Rules], ...] = ()

    def enter(self, folder: Path, relative: str) -> "IgnoreRules":
        """Return the rules inside a folder.

        Args:
            folder: where it is.
            relative: its path from the top of the walk, with `/` at its end, empty for the top.

        Raises:
            ArchiveError: an ignore file cannot be read.

        """
        rules = self
        if own := _read_rules(folder / ".ignore"):
            ignore = ((len(relative), own), *rules.ignore)
            rules = IgnoreRules(git=self.git, ignore=ignore, gitignore=rules.gitignore)
        if self.git and (own := _read_rules(folder / ".gitignore")):
            gitignore = ((len(relative), own), *rules.gitignore)
            rules = IgnoreRules(git=self.git, ignore=rules.ignore, gitignore=gitignore)
        return rules

    def ignores(self, path: str) -> bool:
        """Tell whether a path from the top of the walk is ignored; a folder's ends with `/`."""
        for start, rules in (*self.ignore, *self.gitignore):
            ignored = rules(path[start:])
            if ignored is not None:
                return ignored
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder of a walk: its path from the top, with `/` at its end, and its rules."""

    folder: Path
    relative: str
    rules: IgnoreRules

    def ignores(self, name: str) -> bool:
        """Tell whether the file of this name in it is ignored."""
        return self.rules.ignores(f"{self.relative}{name}")

    def enter(self, name: str) -> "Place | None":
        """Return the folder of this name in it, None when it is ignored.

        Raises:
            ArchiveError: an ignore file cannot be read.

        """
        relative = f"{self.relative}{name}/"
        if self.rules.ignores(relative):
            return None
        folder = self.folder / name
        return Place(folder=folder, relative=relative, rules=self.rules.enter(folder, relative))


def find_place(folder: Path, top: Path) -> Place | None:
    """Return a folder with the rules of those above it from `top`, None when one is ignored.

    Raises:
        ArchiveError: an ignore file cannot be read.

    """
    rules = IgnoreRules(git=is_in_git(top)).enter(top, "")
    place: Place | None = Place(folder=top, relative="", rules=rules)
    for name in folder.relative_to(top).parts:
        if place is not None:
            place = place.enter(name)
    return place


def is_in_git(folder: Path) -> bool:
    """Tell whether a folder is part of a git checkout."""
    return any((parent / ".git").exists() for parent in (folder, *folder.parents))


def _read_rules(path: Path) -> Rules | None:
    """Return the rules of an ignore file, None when there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise ArchiveError(f"cannot read {path}: {error.strerror}") from error
    from pathspec import GitIgnoreSpec

    lines = []
    for line in text.removeprefix("\N{BOM}").splitlines():
        # git skips a line that it cannot read as a pattern.
        with suppress(ValueError):
            GitIgnoreSpec.from_lines([line])
            # The same for a walk from the top, but the folder itself does not match.
            lines.append(f"{line[:-3]}/*" if line.endswith("/**") else line)
    spec = GitIgnoreSpec.from_lines(lines)
    return lambda relative: spec.check_file(relative).include
