"""What git tracks, and what it neither tracks nor ignores.

Enters: folders. Leaves: the files of each checkout that they are in, from one call of git for
what is tracked and one for what is not. Ignored folders are not looked into. Submodules that
are checked out count as part of what they are in. Source: git's documentation of ls-files.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from pathlib import Path

from ferrule.process import Running, find_program, start
from ferrule.records import dataclass, replace

# Whose checkout it is does not matter where nothing of it is run: builds in containers are
# often done by another user than the one who checked out.
GIT = ("git", "--no-optional-locks", "-c", "safe.directory=*", "-c", "core.fsmonitor=false")
TRACKED = ("ls-files", "-z", "--recurse-submodules")
UNTRACKED = ("ls-files", "-z", "--others", "--exclude-standard")
# Unlike ls-files it names what an ignore rule matches, and no folder above.
IGNORED = ("status", "-z", "--porcelain", "--ignored=matching", "--ignore-submodules")
IGNORED_MARK = "!! "
# What a git hook sets for its own checkout.
LOCATIONS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
AFTER_SLASH = chr(ord("/") + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Files below a folder, sorted, named from there with `/`; `folder` is without links."""

    folder: Path
    tracked: tuple[str, ...]
    untracked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkouts:
    """The checkouts that some folders are in.

    `unlisted` are those that git cannot list. `warnings` are sentences for the user.
    """

    listings: tuple[Listing, ...] = ()
    unlisted: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()


def list_checkouts(folders: Iterable[Path], top: Path, env: Mapping[str, str]) -> Checkouts:
    """List the checkouts that folders are in, each once.

    Args:
        folders: where files are wanted from.
        top: what is above of it is not needed.
        env: the environment of git.

    """
    top = top.resolve()
    roots = {find_checkout(folder.resolve()): None for folder in folders}
    starts = [
        (root, top if top.is_relative_to(root) else root) for root in roots if root is not None
    ]
    if starts and find_program("git", env) is None:
        warning = f"git is not on PATH, so untracked files of {starts[0][0]} are taken too"
        return Checkouts(unlisted=tuple(root for root, _ in starts), warnings=(warning,))
    listings, unlisted, warnings = [], [], []
    for root, folder in starts:
        listing = _list(folder, env)
        if isinstance(listing, Listing):
            listings.append(listing)
        else:
            unlisted.append(root)
            warnings.append(
                f"untracked files of {root} are taken too, as git cannot list it: {listing}"
            )
    return Checkouts(listings=tuple(listings), unlisted=tuple(unlisted), warnings=tuple(warnings))


def find_checkout(folder: Path) -> Path | None:
    """Return the innermost folder at or above one that has a `.git`."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


def find_listing(checkouts: Checkouts, folder: Path) -> Listing | None:
    """Return what is listed below a folder; None when it is in no checkout that is listed."""
    folder = folder.resolve()
    around = [one for one in checkouts.listings if folder.is_relative_to(one.folder)]
    if not around:
        return None
    listing = max(around, key=lambda one: len(one.folder.parts))
    inside = folder.relative_to(listing.folder).as_posix()
    return Listing(
        folder=folder,
        tracked=_below(listing.tracked, inside),
        untracked=_below(listing.untracked, inside),
    )


def settle_checkouts(checkouts: Checkouts, manifests: Iterable[Path]) -> Checkouts:
    """Return the checkouts that have a say about the crates of some manifests.

    Where git tracks none of them yet, as in a new checkout, what it does not ignore counts as
    tracked; a checkout that ignores them all has no say.
    """
    resolved = [path.parent.resolve() / path.name for path in manifests]
    listings, warnings = [], list(checkouts.warnings)
    for one in checkouts.listings:
        inside = [path for path in resolved if path.is_relative_to(one.folder)]
        names = {path.relative_to(one.folder).as_posix() for path in inside}
        if not names or not names.isdisjoint(one.tracked):
            listings.append(one)
        elif not names.isdisjoint(one.untracked):
            everything = tuple(sorted((*one.tracked, *one.untracked)))
            listings.append(Listing(folder=one.folder, tracked=everything))
            warnings.append(
                f"git tracks no manifest in {one.folder} yet, so all files that it does not ignore "
                "are taken"
            )
    return replace(checkouts, listings=tuple(listings), warnings=tuple(warnings))


def list_ignored(folder: Path, env: Mapping[str, str]) -> tuple[str, ...]:
    """Return what git ignores below a folder; a folder that is ignored as a whole ends in `/`."""
    folder = folder.resolve()
    finished = _start(folder, env, (*IGNORED, "--untracked-files=all", "--", ".")).finish()
    root = find_checkout(folder)
    if finished.code or root is None:
        return ()
    above = "" if folder == root else f"{folder.relative_to(root).as_posix()}/"
    marks = f"{IGNORED_MARK}{above}"
    found = (name for name in _read(finished.stdout) if name.startswith(marks))
    return tuple(name.removeprefix(marks) for name in found)


def _below(names: tuple[str, ...], inside: str) -> tuple[str, ...]:
    if inside == ".":
        return names
    first, last = bisect_left(names, f"{inside}/"), bisect_left(names, inside + AFTER_SLASH)
    return tuple(name[len(inside) + 1 :] for name in names[first:last])


def _list(folder: Path, env: Mapping[str, str]) -> Listing | str:
    """Return what git lists, or its reason why not."""
    running = [_start(folder, env, options) for options in (TRACKED, UNTRACKED)]
    tracked, untracked = [one.finish() for one in running]
    if tracked.code or untracked.code:
        said = (tracked.stderr or untracked.stderr).decode("utf-8", "replace").strip()
        return said.rpartition("\n")[2] or "it failed"
    names = [one for name in _read(untracked.stdout) for one in _open(folder, name, env)]
    return Listing(folder=folder, tracked=_read(tracked.stdout), untracked=tuple(sorted(names)))


def _open(folder: Path, name: str, env: Mapping[str, str]) -> Iterable[str]:
    """Return an untracked file, or those of a checkout inside of the checkout."""
    if not name.endswith("/"):
        return (name,)
    inner = _list(folder / name, env)
    if not isinstance(inner, Listing):
        return ()
    return (f"{name}{one}" for one in (*inner.tracked, *inner.untracked))


def _start(folder: Path, env: Mapping[str, str], options: tuple[str, ...]) -> Running:
    usable = {name: value for name, value in env.items() if name not in LOCATIONS}
    return start((*GIT, *options), env=usable, cwd=folder)


def _read(output: bytes) -> tuple[str, ...]:
    # A name that is no UTF-8 is told when it would be written into an archive.
    names = output.decode("utf-8", "surrogateescape").split("\0")
    return tuple(sorted({name for name in names if name}))
