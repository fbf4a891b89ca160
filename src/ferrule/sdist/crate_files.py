"""The files of shipped crates as entries.

Enters: crates, and what git lists. Leaves: entries at the crates' places in the archive.
Manifests and Cargo.lock are not among them, nor what cargo makes for its own archives.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from ferrule.project.manifest import NAME
from ferrule.records import replace
from ferrule.sdist.cargo_rules import (
    CrateFiles,
    CrateRules,
    find_listed,
    find_unlisted,
    read_keys,
)
from ferrule.sdist.found import Found, Origin, find_entries
from ferrule.sdist.listing import (
    Checkouts,
    Listing,
    find_checkout,
    find_listing,
    list_ignored,
)
from ferrule.sdist.model import SdistCrate
from ferrule.sdist.secrets import is_secret
from ferrule.selection.disk import list_folder
from ferrule.selection.ignore import Place, find_place

# At a crate's top: rewritten, or made by cargo itself.
LEFT_OUT = frozenset({NAME, "Cargo.lock", f"{NAME}.orig", ".cargo_vcs_info.json"})


def find_crate_files(crate: SdistCrate, checkouts: Checkouts, env: Mapping[str, str]) -> Found:
    """Return the files of a crate by cargo's rules.

    Args:
        crate: where it is, and its place in the archive.
        checkouts: what git lists.
        env: the environment of git.

    Raises:
        ConfigError: the manifest is broken, or a pattern in it is malformed.
        ArchiveError: a file or folder cannot be read.

    """
    folder, keys = crate.folder, read_keys(crate.folder)
    listing = _find_own_listing(folder, checkouts)
    if listing is None:
        files = find_unlisted(folder, keys, _find_rules(folder, checkouts))
        files = replace(files, untracked=_find_hidden_secrets(folder, files.taken))
    else:
        ignored = list_ignored(folder, env) if keys.include else ()
        files = find_listed(folder, keys, listing, ignored)
    origin = Origin(
        folder=folder,
        place=crate.place,
        rule=f"crate {crate.name}",
        checkouts=checkouts,
        takes=CrateRules(keys, folder, hides=False).takes,
    )
    return _make_entries(origin, files)


def find_tracked_files(folder: Path, place: str, checkouts: Checkouts, listing: Listing) -> Found:
    """Return all files that git tracks below a folder, as they are.

    Raises:
        ArchiveError: a file cannot be read.

    """
    origin = Origin(
        folder=folder, place=place, rule="tracked by git", checkouts=checkouts, takes=_take_all
    )
    return _make_entries(origin, CrateFiles(taken=listing.tracked, untracked=listing.untracked))


def _take_all(_name: str) -> bool:
    return True


def _make_entries(origin: Origin, files: CrateFiles) -> Found:
    found = find_entries(origin, (name for name in files.taken if name not in LEFT_OUT))
    left = find_entries(origin, (name for name in files.untracked if name not in LEFT_OUT))
    return replace(found, untracked=left.entries)


def _find_hidden_secrets(folder: Path, taken: Collection[str]) -> tuple[str, ...]:
    """Return secrets beside the manifest: no rule takes them, but to know it is a relief."""
    files = (entry.name for entry in list_folder(folder) if entry.is_file())
    return tuple(name for name in files if name not in taken and is_secret(name, folder / name))


def _find_own_listing(folder: Path, checkouts: Checkouts) -> Listing | None:
    """Return what git lists of a crate; None when git ignores the crate or knows nothing of it."""
    listing = find_listing(checkouts, folder)
    known = listing is not None and NAME in {*listing.tracked, *listing.untracked}
    return listing if known else None


def _find_rules(folder: Path, checkouts: Checkouts) -> Place | None:
    """Return a folder's ignore rules where git should have been asked but could not be."""
    folder = folder.resolve()
    root = find_checkout(folder)
    return find_place(folder, root) if root in checkouts.unlisted and root is not None else None
