"""Which files an archive would hold: source, path in the archive, and the rule that chose it.

Enters: entries. Leaves: lines of text, or a JSON document (see docs/reference/json.md).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ferrule.archive.entries import EXECUTABLE, Entry
from ferrule.report.summary import FORMAT, Json

MADE = "(made)"


def list_archives(archives: Mapping[str, Sequence[Entry]], root: Path) -> list[str]:
    """Return the lines that `--list` prints; sources are relative to `root` where they can be."""
    lines = []
    for name, entries in archives.items():
        lines.append(name)
        width = max((len(_source(entry, root)) for entry in entries), default=0)
        lines += [
            f"  {_source(entry, root):<{width}} -> {entry.path}  [{entry.rule}]"
            for entry in entries
        ]
    return lines


def archives_document(archives: Mapping[str, Sequence[Entry]]) -> Json:
    """Return the document of `--list --format json`."""
    listed: list[Json] = [
        {"file": name, "entries": [_entry_document(entry) for entry in entries]}
        for name, entries in archives.items()
    ]
    return {"format": FORMAT, "archives": listed}


def _entry_document(entry: Entry) -> Json:
    return {
        "path": entry.path,
        "source": str(entry.source) if isinstance(entry.source, Path) else None,
        "rule": entry.rule,
        "executable": entry.mode == EXECUTABLE,
    }


def _source(entry: Entry, root: Path) -> str:
    if not isinstance(entry.source, Path):
        return MADE
    if entry.source.is_relative_to(root):
        return entry.source.relative_to(root).as_posix()
    return str(entry.source)
