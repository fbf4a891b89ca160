"""What cargo knows about the crate and everything it depends on.

Enters: a manifest and the arguments that choose features and platforms. Leaves: a
`CrateGraph`. Source: the cargo book, "cargo metadata", format version 1. cargo's stderr is
live: fetching an index can take minutes, and its messages are better than ours.
"""

from collections.abc import Mapping
from pathlib import Path, PurePath

from ferrule.cargo.model import CargoTarget, CrateGraph, Package
from ferrule.cargo.narrow import table, tables, text, texts
from ferrule.cargo.toolchain import require_program
from ferrule.errors import ConfigError, ToolFailedError
from ferrule.process import Running, start
from ferrule.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingGraph:
    """A `cargo metadata` that runs; `finish` waits for it."""

    manifest_path: Path
    running: Running

    def finish(self) -> CrateGraph:
        """Return the graph of the manifest's package.

        Raises:
            ToolFailedError: cargo failed, or printed no metadata.
            ConfigError: the manifest holds a workspace and no package.

        """
        finished = self.running.finish()
        if finished.code < 0:
            raise ToolFailedError(f"`cargo metadata` was ended by signal {-finished.code}")
        if finished.code != 0:
            raise ToolFailedError(
                f"cargo cannot read the crate of {self.manifest_path} "
                f"(status {finished.code}; its message is above)"
            )
        return read_graph(_parse_document(finished.stdout), self.manifest_path)

    def stop(self) -> None:
        """End cargo when its answer is no longer wanted."""
        self.running.stop()


def start_metadata(
    cargo: str,
    manifest_path: Path,
    arguments: tuple[str, ...],
    env: Mapping[str, str],
    cwd: Path,
) -> PendingGraph:
    """Ask cargo for the crate's graph.

    Args:
        cargo: the program that builds.
        manifest_path: the absolute path of Cargo.toml.
        arguments: features, `--filter-platform`, `--locked` and the like.
        env: the environment of cargo.
        cwd: the folder that cargo runs in.

    Raises:
        ToolNotFoundError: there is no cargo.

    """
    program = reading_cargo(cargo)
    require_program(program, env, rust_version=None)
    argv = (
        program,
        "metadata",
        "--format-version",
        "1",
        "--manifest-path",
        str(manifest_path),
        *arguments,
    )
    running = start(argv, env=env, cwd=cwd, capture_stderr=False)
    return PendingGraph(manifest_path=manifest_path, running=running)


def reading_cargo(cargo: str) -> str:
    """Return the cargo to ask questions of: `cross` answers with paths of its container."""
    return "cargo" if PurePath(cargo).name.startswith("cross") else cargo


def read_graph(document: Mapping[str, object], manifest_path: Path) -> CrateGraph:
    """Turn the metadata document into the graph that is reachable from its root package.

    Raises:
        ConfigError: the manifest holds a workspace and no package.

    """
    resolve = table(document.get("resolve"))
    nodes = {text(node.get("id")): node for node in tables(resolve.get("nodes"))}
    packages = {text(package.get("id")): package for package in tables(document.get("packages"))}
    root = text(resolve.get("root"))
    if root not in packages:
        raise ConfigError(
            f"{manifest_path} is a workspace without a package of its own",
            hint="name the Cargo.toml of the member to build with --manifest-path",
        )
    members = texts(document.get("workspace_members"))
    reached = [_read_package(packages[id_], nodes.get(id_, {})) for id_ in _reach(root, nodes)]
    return CrateGraph(
        root=_read_package(packages[root], nodes.get(root, {})),
        dependencies=tuple(sorted(reached, key=lambda package: (package.name, package.id))),
        workspace_root=Path(text(document.get("workspace_root"))),
        workspace_members=members,
        target_directory=Path(text(document.get("target_directory"))),
        scoped=len(members) <= 1,
    )


def _parse_document(output: bytes) -> Mapping[str, object]:
    import json

    # A wrapper around cargo may say something of its own first.
    lines = [line for line in output.splitlines() if line.startswith(b"{")]
    try:
        document = table(json.loads(lines[-1])) if lines else {}
    except ValueError:
        document = {}
    if "packages" not in document:
        raise ToolFailedError(
            "`cargo metadata` printed no metadata",
            hint="check that CARGO and PATH lead to a cargo of Rust 1.64 or later",
        )
    return document


def _reach(root: str, nodes: Mapping[str, Mapping[str, object]]) -> set[str]:
    reached = {root}
    queue = [root]
    while queue:
        for dependency in tables(nodes.get(queue.pop(), {}).get("deps")):
            package = text(dependency.get("pkg"))
            if package not in reached:
                reached.add(package)
                queue.append(package)
    return reached - {root}


def _read_package(package: Mapping[str, object], node: Mapping[str, object]) -> Package:
    return Package(
        id=text(package.get("id")),
        name=text(package.get("name")),
        version=text(package.get("version")),
        manifest_path=Path(text(package.get("manifest_path"))),
        features=frozenset(texts(node.get("features"))),
        targets=tuple(
            CargoTarget(
                name=text(target.get("name")),
                kinds=texts(target.get("kind")),
                crate_types=texts(target.get("crate_types")),
                required_features=texts(target.get("required-features")),
            )
            for target in tables(package.get("targets"))
        ),
        metadata=table(package.get("metadata")),
        rust_version=text(package.get("rust_version")) or None,
    )
