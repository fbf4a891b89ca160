"""Paths as cargo sees them: links are not resolved, `..` goes up by name.

Enters: paths. Leaves: the same paths without `.` and `..`. Source: cargo's
`util::paths::normalize_path`.
"""

from pathlib import Path


def normalize(path: Path) -> Path:
    """Return an absolute path without `..`, where a link stands for a folder of its own.

    A Cargo.toml that is a link to elsewhere belongs to the folder that the link is in.
    """
    parts: list[str] = []
    for part in path.parts:
        if part != "..":
            parts.append(part)
        elif len(parts) > 1:
            parts.pop()
    return Path(*parts)
