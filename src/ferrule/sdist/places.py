"""Where files of this machine are in the archive.

Enters: a file's path. Leaves: its archive path, with `/`, relative to the archive's top.

pyproject.toml is always at the archive's top (PEP 517), even when it was further down. So
there are two rules: crates keep their places relative to each other, and what pyproject.toml
names or finds by name (Python sources, data, stubs, includes) keeps its place relative to
pyproject.toml, so that its keys and patterns mean the same in the sdist. Where both would
meet in one folder, all crates are below a folder of their own.
"""

from pathlib import Path

from ferrule.errors import ConfigError
from ferrule.project.model import Layout
from ferrule.records import replace
from ferrule.sdist.model import SdistPlan

CRATES = "crates"


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


def place_in(plan: SdistPlan, path: Path) -> str:
    """Return the place of a crate of a plan, or of a file of one; raises as `place_below`."""
    place = place_below(path, plan.top)
    return f"{plan.below}/{place}".strip("/")


def keep_apart(plan: SdistPlan, layout: Layout) -> SdistPlan:
    """Return a plan in which no crate's files are in a folder of the Python side.

    Such as the crate `demo/Cargo.toml` with the package `demo/demo/__init__.py`, which is
    `demo/__init__.py` in the sdist: the wheel would have the crate's files too.

    Raises:
        ConfigError: a folder's name is not UTF-8.

    """
    if layout.root == plan.top:
        return plan
    package = layout.python_module or layout.python_dir / layout.module_name.partition(".")[0]
    python = (package, *layout.python_packages, layout.data_dir)
    inside = [one for one in python if one is not None and one.is_relative_to(plan.top)]
    places = {place_beside(one, layout.root, plan.top): one for one in inside}
    if not any(_meet(plan, place, folder) for place, folder in places.items()):
        return plan
    below = CRATES
    while below in {place.partition("/")[0] for place in places}:
        below += "_"
    moved = replace(plan, below=below)
    crates = tuple(replace(one, place=place_in(moved, one.folder)) for one in plan.crates)
    return replace(moved, crates=crates)


def _meet(plan: SdistPlan, place: str, folder: Path) -> bool:
    """Return whether crates have files where the Python files of a folder go."""
    same = plan.top / place
    crates = {*(one.folder for one in plan.crates), *plan.workspaces}
    if same == folder or (same in crates and not folder.exists()):  # a crate is no package
        return False
    return any(
        one.is_relative_to(same) or (same.is_relative_to(one) and same.exists()) for one in crates
    )
