"""A file to be in an archive.

Enters: nothing. Leaves: the type between those who choose files and those who write them.
"""

from pathlib import Path

from ferrule.records import dataclass

REGULAR, EXECUTABLE = 0o644, 0o755


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file to be in an archive.

    `path` is its name there, with `/`. `source` is a file of this machine or the content
    itself. `mode` is `REGULAR` or `EXECUTABLE`. `rule` says in a few words why it is there,
    for listings. `forced` entries cannot be excluded by patterns.
    """

    path: str
    source: Path | bytes
    mode: int = REGULAR
    rule: str = ""
    forced: bool = False


def sort_key(path: str) -> tuple[bytes, ...]:
    """Order archive paths by their components, bytewise."""
    return tuple(part.encode("utf-8", "surrogateescape") for part in path.split("/"))
