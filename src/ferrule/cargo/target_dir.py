"""A new target directory that starts with what a sibling has compiled.

Enters: a job whose target directory is new, and the directories to take from. Leaves: the
directory, in which cargo finds every crate fresh that does not differ, or nothing at all:
seeding saves time and is never needed.

A build for another interpreter has its own target directory, since crates that know Python
would otherwise be compiled again at each change of interpreter. cargo accepts a moved
directory as fresh: it compares mtimes, and keeps `root-output` to rewrite paths.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ferrule.cargo.model import CargoJob

SEEDED = (".fingerprint", "build", "deps")
SHARED_FILES = (".rustc_info.json", "CACHEDIR.TAG")
# rustc writes these under another name and renames them, so a link is never written
# through. Proc-macro libraries are not among them: some linkers write in place.
LINKED_SUFFIXES = frozenset({".rlib", ".rmeta"})
LOCK = ".cargo-lock"


def seed(job: CargoJob) -> Path | None:
    """Fill the job's target directory from the first sibling that can be read.

    Returns the sibling, or None when nothing was seeded: there is no sibling, cargo works in
    it, the directory is not new, or the file system refuses.
    """
    target = job.target_directory
    if target is None:
        return None
    wanted = [folder for folder in _profile_folders(job) if not (target / folder).exists()]
    if not wanted:
        return None
    for source in job.seed_from:
        if all((source / folder / ".fingerprint").is_dir() for folder in wanted):
            return source if _seed_from(source, target, wanted) else None
    return None


def _profile_folders(job: CargoJob) -> tuple[Path, ...]:
    """Return the folders of a build; build scripts and proc macros are the host's."""
    host = Path(job.profile_directory)
    return (Path(job.target_triple) / host, host) if job.target_triple else (host,)


def _seed_from(source: Path, target: Path, folders: Sequence[Path]) -> bool:
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".seed-", dir=target) as name:
            stage = Path(name)
            for folder in folders:
                with _locked(source / folder):
                    _copy_folder(source / folder, stage / folder)
            for file in SHARED_FILES:
                if (source / file).is_file() and not (target / file).exists():
                    shutil.copy2(source / file, target / file)
            _publish(stage, target, folders)
    except OSError:
        return False
    return True


def _publish(stage: Path, target: Path, folders: Sequence[Path]) -> None:
    for folder in folders:
        (target / folder).parent.mkdir(parents=True, exist_ok=True)
        (stage / folder).rename(target / folder)


def _copy_folder(source: Path, target: Path) -> None:
    for part in SEEDED:
        if (source / part).is_dir():
            shutil.copytree(
                source / part, target / part, symlinks=True, copy_function=_link_or_copy
            )


def _link_or_copy(source: str, target: str) -> None:
    if Path(source).suffix in LINKED_SUFFIXES:
        with suppress(OSError):
            os.link(source, target)
            return
    shutil.copy2(source, target)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold cargo's lock of a profile folder, shared: we read, and so may others.

    Raises:
        OSError: cargo works there, or the system has no such lock.

    """
    try:
        import fcntl
    except ImportError as error:
        raise OSError("no flock on this system") from error
    with (folder / LOCK).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield
