"""Things that are costly to make and shared by several test processes."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def make_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Return `folder`, made by `make` in whichever process comes first."""
    done = folder.with_name(f"{folder.name}.done")
    with locked(folder):
        if not done.exists():
            folder.mkdir(parents=True, exist_ok=True)
            make(folder)
            done.touch()
    return folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other test processes out of a folder for a while."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
