"""The files of a folder that no version control lists.

Enters: a folder, and what to enter and take. Leaves: names of files. Links are followed, as
cargo does; folders of git, caches, and crates within are not entered.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from ferrule.project.manifest import NAME
from ferrule.records import dataclass
from ferrule.selection.disk import list_folder
from ferrule.selection.ignore import Place
from ferrule.selection.sources import is_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A walk: which folders it enters and which files it takes, by names from its start."""

    enters: Callable[[str], bool]
    takes: Callable[[str], bool]


def walk_files(folder: Path, walk: Walk, place: Place | None = None) -> Iterator[str]:
    """Yield the names, from the folder and with `/`, of the files that a walk takes.

    Args:
        folder: where it starts.
        walk: what it enters and takes.
        place: the folder with its ignore rules, where they count.

    Raises:
        ArchiveError: a folder or an ignore file cannot be read.

    """
    return _walk(folder, "", walk, place, (folder.resolve(),))


def _walk(
    folder: Path, above: str, walk: Walk, place: Place | None, trail: tuple[Path, ...]
) -> Iterator[str]:
    for entry in list_folder(folder):
        name = f"{above}{entry.name}"
        path = folder / entry.name
        if entry.is_dir():
            real = path.resolve() if entry.is_symlink() else trail[-1] / entry.name
            inner = place and place.enter(entry.name)
            if real not in trail and (inner or not place) and _enters(path, name, walk):
                yield from _walk(path, f"{name}/", walk, inner, (*trail, real))
        elif entry.is_file() and walk.takes(name) and not (place and place.ignores(entry.name)):
            yield name


def _enters(path: Path, name: str, walk: Walk) -> bool:
    if path.name == ".git" or not walk.enters(name):
        return False
    return not (path / NAME).exists() and not is_cache(path)
