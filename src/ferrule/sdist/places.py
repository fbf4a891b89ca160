"""Where files of this machine are in the archive.

Enters: a file's path. Leaves: its archive path, with `/`, relative to the archive's top.

pyproject.toml is always at the archive's top (PEP 517), even when it was further down. So
there are two rules: crates keep their places relative to each other, and what pyproject.toml
names or finds by name (Python sources, data, stubs, includes) keeps its place relative to
pyproject.toml, so that its keys and patterns mean the same in the sdist.
"""

from pathlib import Path

from ferrule.errors import ConfigError


def place_below(path: Path, top: Path) -> str:
    """Return the place of a crate, or of a file of one; empty for the top itself.

    Raises:
        ConfigError: a folder's name is not UTF-8, which no archive path can be.

    """
    place = path.relative_to(top).as_posix()
    try:
        place.encode()
    except UnicodeEncodeError as error:
        shown = place.encode("utf-8", "backslashreplace").decode()
        raise ConfigError(
            f"{shown}: the name is not UTF-8, so an sdist cannot hold it", hint="rename it"
        ) from error
    return "" if place == "." else place


def place_beside(path: Path, root: Path, top: Path) -> str:
    """Return the place of what the pyproject.toml in the folder `root` names or finds.

    Raises:
        ConfigError: a folder's name is not UTF-8.

    """
    return place_below(path, root if path.is_relative_to(root) else top)
