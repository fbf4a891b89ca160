"""The files of one crate, chosen by cargo's own rules without running it.

Enters: the crate's folder, its manifest, and what git lists there. Leaves: the files that
`cargo package --list` names and git tracks, and those that only cargo would take. Sources:
the cargo book, "The exclude and include fields"; cargo 1.95.

- A crate that git tracks has what git tracks; any other has what is in its folder but for
  names that start with a dot, and cargo's own `target`.
- `exclude` leaves out; `include` says alone what is in, of what git ignores too.
- A folder with a Cargo.toml of its own is another crate.

Other than cargo, a file that git does not track is only taken when `include` names it, or the
ignored folder that holds it, without wildcards; and a folder that git ignores is only looked
into when `include` names it so.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ferrule.project.manifest import NAME
from ferrule.project.paths import normalize
from ferrule.project.tables import table_of, texts_of
from ferrule.records import dataclass
from ferrule.sdist.cargo_globs import WILDCARDS, CargoPatterns, literal_start
from ferrule.sdist.declared import Crate, inherits, read_crate
from ferrule.sdist.listing import Listing
from ferrule.sdist.walk import Walk, walk_files
from ferrule.selection.ignore import Place

README_NAMES = ("README.md", "README.txt", "README")
DOCUMENTS = ("readme", "license-file")
TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateKeys:
    """What a manifest says about its crate's files.

    `documents` are the readme and the licence file that it names, if they are in the crate's
    folder, and named from there; `guess` is the readme that cargo finds where none is named.
    """

    include: tuple[str, ...]
    exclude: tuple[str, ...]
    documents: tuple[str, ...]
    guess: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateFiles:
    """Files named from the crate's folder: those to take, and those that cargo would add."""

    taken: tuple[str, ...]
    untracked: tuple[str, ...] = ()


class CrateRules:
    """The include and exclude patterns of a crate; where it `hides`, dot names are out too."""

    def __init__(self, keys: CrateKeys, folder: Path, *, hides: bool) -> None:
        where = f"{folder / NAME}: package."
        self._include = CargoPatterns(keys.include, f"{where}include") if keys.include else None
        dots = (".*",) if hides else ()
        self._exclude = CargoPatterns((*dots, *keys.exclude), f"{where}exclude")

    def takes(self, name: str) -> bool:
        """Tell whether a file belongs to the crate."""
        if self._include is not None:
            return self._include.select(name)
        return not self._exclude.select(name)

    def enters(self, name: str) -> bool:
        """Tell whether files of a folder may belong to the crate."""
        if name == TARGET:
            return False
        return self._include is not None or not self._exclude.select(name, folder=True)


def read_keys(folder: Path) -> CrateKeys:
    """Read what the manifest in a folder says about the crate's files.

    Raises:
        ConfigError: the manifest, or its workspace's, is broken or has a wrong type.

    """
    crate = read_crate(folder / NAME, "the sdist")
    found = {key: _look_up(key, crate) for key in ("include", "exclude", *DOCUMENTS)}
    documents = (_find_document(key, *found[key], folder) for key in DOCUMENTS)
    return CrateKeys(
        include=texts_of(found["include"][0], "package.include", str(crate.manifest)) or (),
        exclude=texts_of(found["exclude"][0], "package.exclude", str(crate.manifest)) or (),
        documents=tuple(name for name in documents if name is not None),
        guess=_guess_readme(folder) if "readme" not in crate.content["package"] else None,
    )


def _look_up(key: str, crate: Crate) -> tuple[Mapping[str, Any], Path]:
    """Return the table that holds a key's value, and the folder its paths start from."""
    package = crate.content["package"]
    if not inherits(package.get(key)):
        return package, crate.folder
    where = str(crate.root / NAME)
    return table_of(crate.workspace, "workspace.package", where) or {}, crate.root


def _guess_readme(folder: Path) -> str | None:
    return next((name for name in README_NAMES if (folder / name).is_file()), None)


def _find_document(key: str, table: Mapping[str, Any], base: Path, folder: Path) -> str | None:
    """Return the name of a readme or licence file if it is in the crate's folder."""
    value = table.get(key)
    named = README_NAMES[0] if value is True else value
    if not isinstance(named, str):
        return None
    path = normalize(base / named)
    inside = path.is_relative_to(folder) and path.is_file()
    return path.relative_to(folder).as_posix() if inside else None


def find_unlisted(folder: Path, keys: CrateKeys, place: Place | None) -> CrateFiles:
    """Return the files of a crate that no version control lists.

    Args:
        folder: the crate's.
        keys: what its manifest says.
        place: the folder with its ignore rules, where a checkout could not be listed.

    Raises:
        ConfigError: a pattern is malformed.
        ArchiveError: a folder cannot be read.

    """
    rules = CrateRules(keys, folder, hides=not keys.include)
    names = walk_files(folder, Walk(enters=rules.enters, takes=rules.takes), place)
    guess = () if keys.guess is None else (keys.guess,)
    return CrateFiles(taken=tuple(sorted({*names, *keys.documents, *guess})))


def find_listed(
    folder: Path, keys: CrateKeys, listing: Listing, ignored: Iterable[str]
) -> CrateFiles:
    """Return the files of a crate in a checkout.

    Args:
        folder: the crate's.
        keys: what its manifest says.
        listing: what git lists in the folder.
        ignored: what git ignores in it; counts only where there is an `include`.

    Raises:
        ConfigError: a pattern is malformed.
        ArchiveError: a folder cannot be read.

    """
    rules = CrateRules(keys, folder, hides=False)
    crates = _find_crates((*listing.tracked, *listing.untracked))

    def belongs(name: str) -> bool:
        return name == keys.guess or (not _is_in(name, crates) and rules.takes(name))

    taken = {*filter(belongs, listing.tracked), *keys.documents}
    outside = (name for name in listing.untracked if not name.startswith(f"{TARGET}/"))
    untracked = list(filter(belongs, outside))
    if keys.include:
        named = {literal_start(line) for line in keys.include if not WILDCARDS.search(line)}
        unnamed = [name for name in untracked if name not in named]
        taken.update(named.intersection(untracked))
        inside, ignored = _judge_ignored(folder, keys, rules, ignored)
        taken.update(inside)
        untracked = [*unnamed, *ignored]
    left = tuple(name for name in untracked if name not in taken)
    return CrateFiles(taken=tuple(sorted(taken)), untracked=left)


def _find_crates(names: Iterable[str]) -> frozenset[str]:
    """Return the folders of other crates within."""
    ending = f"/{NAME}"
    return frozenset(name.removesuffix(ending) for name in names if name.endswith(ending))


def _is_in(name: str, folders: frozenset[str]) -> bool:
    if not folders:
        return False
    cuts = (n for n, char in enumerate(name) if char == "/")
    return any(name[:cut] in folders for cut in cuts)


def _judge_ignored(
    folder: Path, keys: CrateKeys, rules: CrateRules, ignored: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return the ignored files that `include` names, and what else of them it selects."""
    starts = {literal_start(line) for line in keys.include} - {""}
    inside, outside = [], []
    for path in ignored:
        name = path.rstrip("/")
        if name == TARGET or (folder / name / NAME).exists():
            continue
        if not any(f"{start}/".startswith(f"{name}/") for start in starts):
            outside += [path] if rules.takes(name) else []
        elif path == name:
            inside += [name] if rules.takes(name) else []
        else:
            walk = Walk(enters=lambda _: True, takes=partial(_takes_below, rules, path))
            inside += [f"{path}{one}" for one in walk_files(folder / name, walk)]
    return inside, outside


def _takes_below(rules: CrateRules, above: str, name: str) -> bool:
    return rules.takes(f"{above}{name}")
