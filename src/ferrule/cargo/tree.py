"""The features of one package alone, in a workspace of several members.

Enters: a graph whose features `cargo metadata` unified over all members. Leaves: the graph
with the crates and features that a build of its root package has. Source: the cargo book,
"cargo tree".
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ferrule.cargo.metadata import reading_cargo
from ferrule.cargo.model import CrateGraph, Package
from ferrule.errors import ToolError
from ferrule.process import run
from ferrule.records import replace

LINE = re.compile(r"(?P<name>\S+) v(?P<version>\S+)")


def scope_features(
    graph: CrateGraph,
    names: frozenset[str],
    cargo: str,
    arguments: tuple[str, ...],
    env: Mapping[str, str],
    cwd: Path,
) -> CrateGraph:
    """Correct which of the crates `names` a build has, and their features.

    A crate that only another member needs is dropped, and features that only another member
    asks for are too. Where cargo cannot tell, the graph stays and carries a note.

    Args:
        graph: what `cargo metadata` said.
        names: the crates that matter; without any of them cargo is not asked.
        cargo: the program that builds.
        arguments: those `cargo metadata` was given.
        env: the environment of cargo.
        cwd: the folder that cargo runs in.

    """
    if graph.scoped or not any(package.name in names for package in graph.dependencies):
        return graph
    argv = (
        reading_cargo(cargo),
        "tree",
        "--manifest-path",
        str(graph.root.manifest_path),
        *("--edges", "normal,build,dev", "--prefix", "none"),
        *("--format", "{p}|{f}", "--color", "never"),
        *tree_arguments(arguments),
    )
    try:
        output = run(argv, env=env, cwd=cwd).check().stdout
    except ToolError as error:
        note = (
            f"`cargo tree` failed, so features of {graph.root.name} may include those of "
            f"other workspace members: {_summary(error.message)}"
        )
        return replace(graph, notes=(*graph.notes, note))
    listed = _read_tree(output.decode("utf-8", "replace"), names)
    return replace(
        graph, dependencies=tuple(_scope(graph.dependencies, names, listed)), scoped=True
    )


def tree_arguments(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Turn the arguments of `cargo metadata` into those of `cargo tree`."""
    turned = tuple("--target" if word == "--filter-platform" else word for word in arguments)
    return turned if "--target" in turned else (*turned, "--target", "all")


def _read_tree(output: str, names: frozenset[str]) -> dict[tuple[str, str], frozenset[str]]:
    listed: dict[tuple[str, str], frozenset[str]] = {}
    for line in output.splitlines():
        package, _, features = line.removesuffix(" (*)").rpartition("|")
        match = LINE.match(package)
        if match and match["name"] in names:
            key = match["name"], match["version"]
            enabled = frozenset(filter(None, features.split(",")))
            listed[key] = listed.get(key, frozenset()) | enabled
    return listed


def _scope(
    packages: tuple[Package, ...],
    names: frozenset[str],
    listed: Mapping[tuple[str, str], frozenset[str]],
) -> Iterator[Package]:
    for package in packages:
        features = listed.get((package.name, package.version))
        if package.name not in names:
            yield package
        elif features is not None:
            yield replace(package, features=features)


def _summary(message: str) -> str:
    lines = [line.strip() for line in message.splitlines()]
    errors = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
    return (errors or lines)[0]
