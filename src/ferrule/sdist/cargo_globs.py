"""Patterns of `package.include` and `package.exclude`, read as cargo reads them.

Enters: the lines of one key. Leaves: whether they select a path. They look like lines of a
`.gitignore`, but differ where cargo's libraries do: `{a,b}` is a choice, and what is said of a
path itself is stronger than what is said of a folder above, whichever comes last. Sources: the
cargo book, "The exclude and include fields"; the crates `ignore` and `globset`.
"""

import re
from collections.abc import Iterable

from ferrule.errors import ConfigError
from ferrule.records import dataclass

TOKENS = re.compile(
    r"\\(?P<escaped>.)"
    r"|(?P<set>\[[!^]?\]?[^\]]*\])"
    # Stars that are a whole part of the path stand for any number of folders.
    r"|(?P<folders>(?:\A|(?<=/))\*\*/)"
    r"|(?P<stars>\*+)"
    r"|(?P<one>[\s\S])"
)
MEANINGS = {"folders": "(?:.*/)?", "stars": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")"}
WILDCARDS = re.compile(r"[*?\[{\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One pattern: what it matches, and whether it selects or takes back."""

    matches: "re.Pattern[str]"
    selects: bool
    folders_only: bool


class CargoPatterns:
    """The patterns of one key.

    Args:
        lines: as they are written.
        where: the file and key, for messages.

    Raises:
        ConfigError: a pattern is malformed.

    """

    def __init__(self, lines: Iterable[str], where: str) -> None:
        read = (_read_line(line, where) for line in lines)
        self._lines = tuple(line for line in read if line is not None)[::-1]
        # The crate's folder is judged as well: `*/` is for everything in it.
        self._folders = {"": self._judge("", folder=True)}

    def select(self, path: str, *, folder: bool = False) -> bool:
        """Tell whether a path is selected, itself or with a folder above it."""
        if folder:
            return bool(self._judge_folder(path))
        said = self._judge(path, folder=False)
        return bool(self._judge_folder(path.rpartition("/")[0]) if said is None else said)

    def _judge_folder(self, path: str) -> bool | None:
        if path not in self._folders:
            said = self._judge(path, folder=True)
            above = path.rpartition("/")[0]
            self._folders[path] = self._judge_folder(above) if said is None else said
        return self._folders[path]

    def _judge(self, path: str, *, folder: bool) -> bool | None:
        for line in self._lines:
            if (folder or not line.folders_only) and line.matches.fullmatch(path):
                return line.selects
        return None


def literal_start(line: str) -> str:
    """Return the path that a pattern names up to its first wildcard; may be empty."""
    if line.startswith(("!", "#")):
        return ""
    parts = line.strip().strip("/").split("/")
    wild = next((n for n, part in enumerate(parts) if WILDCARDS.search(part)), len(parts))
    return "/".join(parts[:wild])


def _read_line(line: str, where: str) -> _Line | None:
    pattern = line if line.endswith("\\ ") else line.rstrip()
    if not pattern or pattern.startswith("#"):
        return None
    selects = not pattern.startswith("!")
    pattern = pattern.removeprefix("!")
    anchored = pattern.startswith("/")
    pattern = pattern.removeprefix("/")
    folders_only = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    if not anchored and "/" not in pattern and pattern != "**":
        pattern = f"**/{pattern}"
    if pattern.endswith("/**"):
        # All that is inside, but not the folder.
        pattern += "/*"
    try:
        matches = re.compile(".*" if pattern == "**" else _translate(pattern), re.DOTALL)
    except (re.error, ValueError) as error:
        raise ConfigError(
            f'{where}: "{line}" is malformed',
            hint="close every `{`, and write a backslash in front of what it is to escape",
        ) from error
    return _Line(matches=matches, selects=selects, folders_only=folders_only)


def _translate(pattern: str) -> str:
    """Return the regular expression of a pattern; raises ValueError when it is malformed."""
    made, depth = [], 0
    for token in TOKENS.finditer(pattern):
        depth += (token[0] == "{") - (token[0] == "}")
        made.append(_translate_token(token, in_choice=depth > 0))
    if depth:
        raise ValueError("a brace is not closed")
    return "".join(made)


def _translate_token(token: "re.Match[str]", *, in_choice: bool) -> str:
    kind, text = str(token.lastgroup), token[0]
    if kind == "escaped":
        return re.escape(text[1:])
    if kind == "set":
        return _translate_set(text[1:-1])
    if text == "," and in_choice:
        return "|"
    if text == "\\":
        raise ValueError("nothing is escaped")
    return MEANINGS.get(kind) or MEANINGS.get(text) or re.escape(text)


def _translate_set(inner: str) -> str:
    sign = "^" if inner[0] in "!^" else ""
    chars = inner[len(sign) :]
    return f"[{sign}{''.join(c if c == '-' else re.escape(c) for c in chars)}]"
