from pathlib import Path

import pytest

from ferrule.cargo.metadata import start_metadata
from ferrule.cargo.model import CrateGraph
from ferrule.cargo.tree import scope_features, tree_arguments
from ferrule.records import replace
from support.cargo import NEEDS_CARGO, fake_env, make_crate, make_program, rust_env
from support.graphs import make_graph, make_package

NAMES = frozenset({"python", "python-ffi"})
GRAPH = replace(
    make_graph(
        make_package("python", "1.2.0", features=("abi3", "macros")),
        make_package("python", "1.3.0"),
        make_package("serde", "1.0.0"),
    ),
    scoped=False,
)


def scope_fake(folder: Path, script: str, graph: CrateGraph = GRAPH) -> CrateGraph:
    make_program(folder, "cargo", script)
    return scope_features(graph, NAMES, "cargo", (), fake_env(folder), folder)


@NEEDS_CARGO
def test_what_only_a_sibling_asks_for_is_not_the_packages(tmp_path: Path) -> None:
    for name, dependencies in {
        "python": "",
        "shared": '[dependencies]\npython = { path = "../python", optional = true }\n',
        "hello": '[dependencies]\nshared = { path = "../shared" }\n'
        'python-ffi = { path = "../python-ffi" }\n',
        "python-ffi": "",
        "sibling": '[dependencies]\nshared = { path = "../shared", features = ["python"] }\n'
        'python-ffi = { path = "../python-ffi", features = ["abi3"] }\n',
    }.items():
        make_crate(tmp_path / name).write_text(
            f'[package]\nname = "{name}"\nversion = "1.0.0"\nedition = "2021"\n'
            + ("[features]\nabi3 = []\n" if name == "python-ffi" else "")
            + dependencies,
            encoding="utf-8",
        )
    (tmp_path / "Cargo.toml").write_text(
        '[workspace]\nresolver = "2"\nmembers = ["hello", "sibling"]\n', encoding="utf-8"
    )
    manifest = tmp_path / "hello" / "Cargo.toml"
    graph = start_metadata("cargo", manifest, (), rust_env(), tmp_path).finish()

    scoped = scope_features(graph, NAMES, "cargo", (), rust_env(), tmp_path)

    unified = {package.name: package.features for package in graph.dependencies}
    alone = {package.name: package.features for package in scoped.dependencies}
    assert unified["python-ffi"] == {"abi3"}
    assert "python" in unified
    assert alone["python-ffi"] == frozenset()
    assert "python" not in alone
    assert scoped.scoped
    assert scoped.notes == ()


def test_features_of_a_crate_listed_twice_are_united(tmp_path: Path) -> None:
    script = (
        "echo 'python v1.2.0|macros'\n"
        "echo 'python v1.2.0 (/a path/with | in it)|abi3,auto (*)'\n"
        "echo ''\necho 'serde v1.0.0|derive'"
    )

    scoped = scope_fake(tmp_path, script)

    assert [(package.name, package.version) for package in scoped.dependencies] == [
        ("python", "1.2.0"),
        ("serde", "1.0.0"),
    ]
    assert scoped.dependencies[0].features == {"macros", "abi3", "auto"}
    assert scoped.dependencies[1].features == frozenset()


def test_a_failing_cargo_tree_leaves_the_graph_with_a_note(tmp_path: Path) -> None:
    scoped = scope_fake(tmp_path, "echo 'error: no such thing' >&2; exit 101")

    assert scoped.dependencies == GRAPH.dependencies
    assert not scoped.scoped
    assert scoped.notes == (
        (
            "`cargo tree` failed, so features of demo may include those of other workspace "
            "members: no such thing"
        ),
    )


@pytest.mark.parametrize(
    "graph",
    [
        replace(GRAPH, scoped=True),
        replace(GRAPH, dependencies=(make_package("serde"),)),
    ],
    ids=["one member", "none of the names"],
)
def test_cargo_is_not_asked_where_it_does_not_matter(tmp_path: Path, graph: CrateGraph) -> None:
    scoped = scope_fake(tmp_path, f"touch {tmp_path}/asked", graph)

    assert scoped == graph
    assert not (tmp_path / "asked").exists()


def test_platforms_are_all_unless_metadata_was_filtered() -> None:
    assert tree_arguments(("--locked",)) == ("--locked", "--target", "all")
    assert tree_arguments(("--filter-platform", "a-b-c", "--offline")) == (
        "--target",
        "a-b-c",
        "--offline",
    )
