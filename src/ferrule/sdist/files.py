"""The files of a source distribution chosen: the front door of that part.

Enters: a project, the plan of its crates, its layout, patterns. Leaves: an entry for each file
that is taken from disk as it is, and sentences about what was left out. Manifests,
pyproject.toml, Cargo.lock and PKG-INFO are written by others; they are no entries here.

In a checkout only what git tracks is taken, and what an `include` names. What looks like a
secret is left out unless an `include` without wildcards names it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from ferrule.archive.entries import Entry
from ferrule.errors import ConfigError
from ferrule.metadata.model import LicenseFile
from ferrule.project.manifest import NAME
from ferrule.project.model import Layout, Project
from ferrule.project.paths import normalize
from ferrule.project.read import PYPROJECT
from ferrule.records import dataclass, replace
from ferrule.sdist.crate_files import find_crate_files, find_tracked_files
from ferrule.sdist.found import Found, join_found
from ferrule.sdist.left_out import is_own_archive, leave_out
from ferrule.sdist.license_files import add_licenses
from ferrule.sdist.listing import (
    Checkouts,
    find_listing,
    list_checkouts,
    settle_checkouts,
)
from ferrule.sdist.model import SdistPlan
from ferrule.sdist.places import place_in
from ferrule.sdist.project_files import (
    Sides,
    find_includes,
    find_named_files,
    find_python_files,
)
from ferrule.selection.disk import Collected, is_byte_code
from ferrule.selection.exclude import exclude_entries, merge_entries
from ferrule.selection.sources import is_leftover
from ferrule.settings.model import Pattern

PKG_INFO = "PKG-INFO"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """What decides about files besides the project's own.

    `generator` is `cargo` (each crate's rules) or `git` (all that git tracks in the project's
    folder). `licenses` are the metadata's. `archive` is the sdist to be made: earlier ones and
    wheels beside it are never taken.
    """

    generator: Literal["cargo", "git"] = "cargo"
    allow_untracked: bool = False
    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()
    licenses: tuple[LicenseFile, ...] = ()
    archive: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The files of an sdist.

    `entries` are sorted by path. `written` are the paths that are to be written by others.
    `warnings` and `notes` are sentences for the user: about what is not in the sdist although
    it might be expected there, and about the rest.
    """

    entries: tuple[Entry, ...]
    written: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def choose_files(
    project: Project,
    plan: SdistPlan,
    layout: Layout,
    options: FileOptions,
    env: Mapping[str, str],
) -> Chosen:
    """Choose the files of an sdist.

    Args:
        project: what is packed.
        plan: its crates and the archive's top.
        layout: where its Python files are.
        options: patterns and the user's choices.
        env: the environment of git.

    Raises:
        ConfigError: a manifest or pattern is wrong, an exclude leaves out what every sdist
            needs, or there is no checkout for the generator `git`.
        ArchiveError: a file cannot be read, or two files have one path.

    """
    sides = Sides(project=project, plan=plan, layout=layout)
    checkouts = _list(sides, env)
    includes = [one.glob for one in options.include if _is_for_sdist(one)]
    found = join_found(
        (
            find_python_files(sides, checkouts),
            find_named_files(sides, checkouts),
            _find_crates(sides, options, checkouts, env),
            find_includes(sides, includes),
        )
    )
    written = _find_written(sides, options)
    found, notes = _exclude(found, sides, options, frozenset(written))
    folders = (layout.root, layout.python_dir)
    named = {normalize(folder / glob) for glob in includes for folder in folders}
    judged = leave_out(found, named, allow_untracked=options.allow_untracked)
    licensed = add_licenses(judged.entries, options.licenses, frozenset(written))
    return Chosen(
        entries=merge_entries(licensed.entries),
        written=written,
        warnings=(*checkouts.warnings, *judged.warnings, *licensed.warnings),
        notes=(*found.notes, *notes, *judged.notes),
    )


def _is_for_sdist(pattern: Pattern) -> bool:
    return "sdist" in pattern.formats and pattern.origin == "project"


def _list(sides: Sides, env: Mapping[str, str]) -> Checkouts:
    plan, project = sides.plan, sides.project
    crates = [crate.folder for crate in plan.crates]
    folders = (project.root, sides.layout.python_dir, plan.top, *crates, *plan.workspaces)
    manifests = [*(folder / NAME for folder in crates), project.root / PYPROJECT]
    return settle_checkouts(list_checkouts(folders, plan.top, env), manifests)


def _find_crates(
    sides: Sides, options: FileOptions, checkouts: Checkouts, env: Mapping[str, str]
) -> Found:
    """Return the crates' files as the generator chooses them."""
    root, plan = sides.project.root, sides.plan
    crates, parts = plan.crates, []
    if options.generator == "git":
        listing = find_listing(checkouts, root)
        if listing is None:
            raise _no_checkout(root, checkouts)
        parts = [find_tracked_files(root, place_in(plan, root), checkouts, listing)]
        crates = tuple(crate for crate in crates if not crate.folder.is_relative_to(root))
    parts += [find_crate_files(crate, checkouts, env) for crate in crates]
    return _without_python(join_found(parts), sides)


def _no_checkout(root: Path, checkouts: Checkouts) -> ConfigError:
    reason = checkouts.warnings[0] if checkouts.warnings else f"{root} is in no git checkout"
    return ConfigError(
        f'sdist-generator is "git", but {reason}',
        hint='write sdist-generator = "cargo", or let git track the project',
    )


def _without_python(found: Found, sides: Sides) -> Found:
    """Leave out what no wheel takes either, and Python sources that have another place."""
    layout = sides.layout
    packages = [one for one in (layout.python_module, *layout.python_packages) if one is not None]
    moved = sides.project.root != sides.plan.top
    elsewhere = [*packages, *([layout.data_dir] if layout.data_dir else [])] if moved else []

    def stays(entry: Entry) -> bool:
        path, name = entry.source, entry.path.rpartition("/")[2]
        # Both endings of byte code hold these letters, few other names do.
        if not isinstance(path, Path) or ("pyc" in entry.path and is_byte_code(path)):
            return False
        left = packages if is_leftover(name, layout.extension_name) else []
        return not any(path.is_relative_to(folder) for folder in (*left, *elsewhere))

    entries, untracked = filter(stays, found.entries), filter(stays, found.untracked)
    return replace(found, entries=tuple(entries), untracked=tuple(untracked))


def _find_written(sides: Sides, options: FileOptions) -> tuple[str, ...]:
    """Return the paths that are written by others, but for a Cargo.lock that is excluded.

    Raises:
        ConfigError: an exclude leaves out one that every sdist needs.

    """
    plan, root = sides.plan, sides.project.root
    folders = (*(crate.folder for crate in plan.crates), *plan.workspaces)
    needed = [(PKG_INFO, root / PKG_INFO), (PYPROJECT, root / PYPROJECT)]
    needed += [(place_in(plan, folder / NAME), folder / NAME) for folder in folders]
    if plan.lock is not None:
        needed.append((place_in(plan, plan.lock), plan.lock))
    entries = [Entry(path=place, source=path) for place, path in dict(needed).items()]
    kept = exclude_entries(entries, _exclude_globs(options), root).entries
    for entry in entries:
        if entry not in kept and entry.source != plan.lock:
            raise ConfigError(
                f"pyproject.toml: exclude leaves out {entry.path}, which every sdist needs",
                hint=f'narrow the pattern, or add "!{entry.path}" behind it',
            )
    return tuple(entry.path for entry in kept)


def _exclude_globs(options: FileOptions) -> list[str]:
    return [one.glob for one in options.exclude if _is_for_sdist(one)]


def _exclude(
    found: Found, sides: Sides, options: FileOptions, written: frozenset[str]
) -> tuple[Found, tuple[str, ...]]:
    """Leave out what is excluded, written by others, or an archive of our own."""
    pyproject = sides.project.root / PYPROJECT
    globs, root = _exclude_globs(options), sides.project.root

    def sift(entries: Iterable[Entry]) -> Collected:
        kept = [
            entry
            for entry in entries
            if isinstance(entry.source, Path)
            and entry.path not in written
            and entry.source != pyproject
            and not is_own_archive(entry, options.archive)
        ]
        return exclude_entries(kept, globs, root)

    entries, untracked = sift(found.entries), sift(found.untracked)
    kept = replace(found, entries=entries.entries, untracked=untracked.entries)
    return kept, entries.notes
