"""The entries that an sdist does not take from disk as they are, and its archive.

Enters: a project, its plan and what was chosen. Leaves: entries of rewritten files; an
archive. Source: the source distribution format (packaging.python.org), PEP 625, PEP 643.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from ferrule.archive.entries import Entry
from ferrule.archive.tar import write_tar_gz
from ferrule.files import replace_atomically
from ferrule.metadata.model import CoreMetadata
from ferrule.project.manifest import NAME
from ferrule.project.model import Layout, Project
from ferrule.sdist.lock import prune_lock, read_lock_file
from ferrule.sdist.manifest import rewrite_manifest, rewrite_workspace
from ferrule.sdist.model import BuiltSdist, SdistPlan
from ferrule.sdist.places import place_in
from ferrule.sdist.pyproject import freeze_version, rewrite_pyproject

MANIFEST_RULE = "manifest"
MADE_RULE = "made by ferrule"


def make_entries(
    project: Project,
    plan: SdistPlan,
    layout: Layout,
    metadata: CoreMetadata,
    packed: Collection[str],
) -> tuple[Entry, ...]:
    """Return the manifests, the lock, pyproject.toml and PKG-INFO of an sdist.

    Args:
        project: what is packed.
        plan: its crates.
        layout: where its Python side is.
        metadata: its metadata; a version from version control is frozen to what it says.
        packed: the archive paths of all other files.

    Raises:
        ConfigError: a file is broken.

    """
    pyproject = rewrite_pyproject(project, plan, layout, metadata.license_files)
    made = {
        "PKG-INFO": metadata.text,
        "pyproject.toml": freeze_version(pyproject, metadata.version),
    }
    manifests = {
        **{one.place: rewrite_manifest(one, plan, packed) for one in plan.crates},
        **{place_in(plan, root): rewrite_workspace(root, plan) for root in plan.workspaces},
    }
    entries = [Entry(path=path, source=text, rule=MADE_RULE) for path, text in made.items()]
    entries += [
        Entry(path=f"{place}/{NAME}".lstrip("/"), source=text, rule=MANIFEST_RULE)
        for place, text in manifests.items()
    ]
    if plan.lock is not None:
        shipped = [(one.name, one.version) for one in plan.crates]
        text = prune_lock(read_lock_file(plan.lock), shipped)
        entries.append(Entry(path=place_in(plan, plan.lock), source=text, rule="lock"))
    return tuple(entries)


def replace_entry(entries: Sequence[Entry], path: str, content: bytes) -> tuple[Entry, ...]:
    """Return the entries with another content for one of them."""
    rule = next(entry.rule for entry in entries if entry.path == path)
    others = (entry for entry in entries if entry.path != path)
    return (*others, Entry(path=path, source=content, rule=rule))


def write_sdist(path: Path, entries: Sequence[Entry], stem: str, epoch: int | None) -> None:
    """Write an sdist, atomically.

    Args:
        path: the archive.
        entries: its files.
        stem: the name of its top folder.
        epoch: the time of all members, in seconds since 1970; None for the usual one.

    Raises:
        ArchiveError: a file cannot be read or the archive not be written, or a path is bad.

    """
    with replace_atomically(path) as stream:
        write_tar_gz(stream, entries, stem, mtime=epoch)


def publish_sdist(draft: Path, path: Path, verified: str) -> BuiltSdist:
    """Give a proven archive its name, atomically.

    Raises:
        ArchiveError: it cannot be written there.

    """
    from hashlib import sha256

    content = draft.read_bytes()
    with replace_atomically(path) as stream:
        stream.write(content)
    digest = sha256(content).hexdigest()
    return BuiltSdist(path=path, size=len(content), sha256=digest, verified=verified)
