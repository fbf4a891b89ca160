"""Files that an sdist does not take although they might be expected in it.

Enters: what the rules found. Leaves: the entries that stay, and one warning for each reason.
"""

from collections.abc import Collection, Iterable
from pathlib import Path

from ferrule.archive.entries import Entry
from ferrule.records import dataclass
from ferrule.sdist.found import Found
from ferrule.sdist.secrets import is_secret

OWN_ENDINGS = (".tar.gz", ".whl")
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The entries that stay, and sentences for the user about those that do not."""

    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def leave_out(found: Found, named: Collection[Path], *, allow_untracked: bool) -> Judged:
    """Leave out secrets, and what git does not track.

    Args:
        found: what the rules found, excludes applied.
        named: files that includes name without wildcards, which are taken in any case.
        allow_untracked: take files that git does not track; folders that it ignores never.

    """
    taken = list(found.entries)
    known = {entry.source for entry in taken} if found.untracked else set()
    untracked = {entry.path: entry for entry in found.untracked if entry.source not in known}
    if allow_untracked:
        taken += [entry for path, entry in untracked.items() if not path.endswith("/")]
        untracked = {path: entry for path, entry in untracked.items() if path.endswith("/")}
    secrets = {entry.path for entry in (*taken, *untracked.values()) if _is_secret(entry, named)}
    warnings = _warn(secrets, untracked.keys() - secrets)
    gone = f"the sdist goes without {_enumerate(found.missing)}, which git tracks but is not here"
    return Judged(
        entries=tuple(entry for entry in taken if entry.path not in secrets),
        warnings=warnings,
        notes=(gone,) if found.missing else (),
    )


def is_own_archive(entry: Entry, archive: Path) -> bool:
    """Tell whether a file is an earlier archive of the project, beside the one to be made."""
    if not (entry.path.endswith(OWN_ENDINGS) and isinstance(entry.source, Path)):
        return False
    name, _, _ = archive.name.partition("-")
    own = entry.source.name.startswith(f"{name}-")
    return own and entry.source.parent.resolve() == archive.parent.resolve()


def _is_secret(entry: Entry, named: Collection[Path]) -> bool:
    source = entry.source
    return isinstance(source, Path) and is_secret(entry.path, source) and source not in named


def _warn(secrets: Collection[str], untracked: Collection[str]) -> tuple[str, ...]:
    warnings = []
    if secrets:
        looks = "looks like a secret and is" if len(secrets) == 1 else "look like secrets and are"
        warnings.append(
            f"{_enumerate(secrets)} {looks} left out of the sdist, unless `include` names the file"
        )
    if untracked:
        are, it = ("is", "it") if len(untracked) == 1 else ("are", "them")
        warnings.append(
            f"{_enumerate(untracked)} {are} left out of the sdist, as git does not track {it}; "
            f"add {it} to git, name {it} in `include`, or pass --allow-untracked"
        )
    return tuple(warnings)


def _enumerate(names: Iterable[str]) -> str:
    ordered = sorted(names)
    shown = ", ".join(ordered[:SHOWN])
    more = len(ordered) - SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
