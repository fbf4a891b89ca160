"""Targets of a manifest whose source is not in the sdist.

Enters: a manifest and the archive paths of what is packed. Leaves: the manifest without
targets that cargo could not load. Source: the Cargo book, "Cargo Targets".
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ferrule.project.paths import normalize
from ferrule.sdist.model import SdistCrate, SdistPlan
from ferrule.sdist.places import place_in

# Where cargo looks for a target without `path`.
FOLDERS = {"bin": "src/bin", "example": "examples", "test": "tests", "bench": "benches"}
LIBRARY, PROGRAM, PROGRAMS = "src/lib.rs", "src/main.rs", "src/bin/"


def strip_targets(
    content: dict[str, Any], crate: SdistCrate, plan: SdistPlan, packed: Collection[str]
) -> None:
    """Remove from a manifest the targets whose file is there but not packed."""

    def is_left_out(target: object, *candidates: str) -> bool:
        path = target.get("path") if isinstance(target, dict) else None
        names = (path,) if isinstance(path, str) else candidates
        files = [normalize(crate.folder / name) for name in names]
        there = [file for file in files if file.is_file()]
        # Files outside of the top are never packed.
        inside = [place_in(plan, file) for file in there if file.is_relative_to(plan.top)]
        return bool(there) and not any(place in packed for place in inside)

    if "lib" in content and is_left_out(content["lib"], LIBRARY):
        del content["lib"]
    for kind, folder in FOLDERS.items():
        targets = content.get(kind)
        if not isinstance(targets, list):
            continue
        kept = [one for one in targets if not is_left_out(one, *_candidates(one, kind, folder))]
        if kept:
            content[kind] = kept
        else:
            del content[kind]
    package = content["package"]
    build = package.get("build")
    if isinstance(build, str) and is_left_out({"path": build}):
        # Without the key cargo would take another build.rs.
        package["build"] = False
    if "default-run" in package and package["default-run"] not in _programs(content, crate, packed):
        del package["default-run"]


def _candidates(target: object, kind: str, folder: str) -> Iterator[str]:
    name = target.get("name") if isinstance(target, dict) else None
    yield from (f"{folder}/{name}.rs", f"{folder}/{name}/main.rs")
    if kind == "bin":
        yield PROGRAM


def _programs(
    content: Mapping[str, Any], crate: SdistCrate, packed: Collection[str]
) -> Collection[object]:
    """Return the names of the programs that are packed, declared or found by cargo."""
    declared = content.get("bin")
    tables = declared if isinstance(declared, list) else []
    names = [one.get("name") for one in tables if isinstance(one, dict)]
    start = f"{crate.place}/" if crate.place else ""
    for path in packed:
        inside = path[len(start) :] if path.startswith(start) else ""
        if inside == PROGRAM:
            names.append(crate.name)
        elif inside.startswith(PROGRAMS) and inside.endswith(".rs"):
            names.append(inside[len(PROGRAMS) :].removesuffix(".rs").removesuffix("/main"))
    return names
