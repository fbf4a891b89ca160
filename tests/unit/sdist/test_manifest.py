"""Cargo.toml without what is not shipped, else as it is."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from ferrule.errors import ConfigError
from ferrule.project.read import read_project
from ferrule.sdist.manifest import rewrite_manifest, rewrite_workspace
from ferrule.toml import parse_toml
from support.projects import write
from support.sdists import crate, find_plan

CORE = '[dependencies]\ncore = { path = "../core" }\n'
ALL = frozenset({"src/lib.rs", "demo/src/lib.rs", "core/src/lib.rs"})


def rewritten(folder: Path, name: str = "demo", packed: Collection[str] = ALL) -> str:
    plan = find_plan(read_project(folder, None))
    (one,) = (one for one in plan.crates if one.name == name)
    return rewrite_manifest(one, plan, packed).decode()


def workspace(root: Path, folder: Path) -> str:
    return rewrite_workspace(root, find_plan(read_project(folder, None))).decode()


def parsed(text: str) -> dict[str, Any]:
    return parse_toml(text)


def test_a_manifest_that_fits_stays_byte_for_byte(tmp_path: Path) -> None:
    text = "# mine\r\n" + crate("demo", '[[bin]]\nname = "x"\npath = "x.rs"\n[workspace]\n')
    write(tmp_path, {"Cargo.toml": text, "x.rs": ""})

    assert rewritten(tmp_path, packed={"x.rs"}) == text


def test_members_that_are_not_shipped_go(tmp_path: Path) -> None:
    text = '[workspace]\nmembers = [\n  "demo",\n  "other", # that\n  "./core/",\n]\n'
    write(tmp_path, {
        "Cargo.toml": text + 'exclude = ["x"]\ndefault-members = ["other"]\n',
        "demo/Cargo.toml": crate("demo", CORE),
        "core/Cargo.toml": crate("core"),
        "other/Cargo.toml": crate("other"),
    })  # fmt: skip

    kept = text.replace('  "other", # that\n', "") + 'exclude = ["x"]\n'
    assert workspace(tmp_path, tmp_path / "demo") == kept


@pytest.mark.parametrize("members", ["crates/*", "crates/**", "crates/[dc]*"])
def test_a_pattern_that_names_shipped_crates_only_stays(members: str, tmp_path: Path) -> None:
    text = f'[workspace]\nmembers = ["{members}"]\n'
    write(tmp_path, {
        "Cargo.toml": text,
        "crates/demo/Cargo.toml": crate("demo", CORE),
        "crates/core/Cargo.toml": crate("core"),
        "crates/README.md": "",
    })  # fmt: skip

    assert workspace(tmp_path, tmp_path / "crates/demo") == text


def test_a_pattern_that_names_others_too_is_spelt_out(tmp_path: Path) -> None:
    write(tmp_path, {
        "Cargo.toml": '[workspace]\nmembers = ["crates/*", "more/*"]\ndefault-members = ["*/*"]\n',
        "crates/demo/Cargo.toml": crate("demo", CORE),
        "crates/core/Cargo.toml": crate("core"),
        "crates/other/Cargo.toml": crate("other"),
        "more/other/Cargo.toml": crate("other"),
    })  # fmt: skip

    pruned = parsed(workspace(tmp_path, tmp_path / "crates/demo"))["workspace"]

    assert pruned["members"] == pruned["default-members"] == ["crates/core", "crates/demo"]


@pytest.mark.parametrize("members", ["1", '["/abs/*"]', "[1]"])
def test_malformed_members_are_told(members: str, tmp_path: Path) -> None:
    write(tmp_path, {
        "Cargo.toml": f"[workspace]\nmembers = {members}\n",
        "demo/Cargo.toml": crate("demo"),
    })  # fmt: skip

    with pytest.raises(ConfigError, match=r"workspace\.members"):
        workspace(tmp_path, tmp_path / "demo")


def test_shared_dependencies_on_crates_that_are_not_shipped_go(tmp_path: Path) -> None:
    head = '[workspace]\nmembers = ["demo"]\n[workspace.dependencies]\n'
    used = 'core = { path = "core" }\nlog = "0.4"\n'
    write(tmp_path, {
        "Cargo.toml": f'{head}gone = {{ path = "gone" }}\n{used}',
        "demo/Cargo.toml": crate("demo", "[dependencies]\ncore.workspace = true\n"),
        "core/Cargo.toml": crate("core"),
    })  # fmt: skip

    assert workspace(tmp_path, tmp_path / "demo") == head + used


def test_a_root_package_that_is_not_shipped_leaves_the_workspace(tmp_path: Path) -> None:
    write(tmp_path, {
        "Cargo.toml": crate("root", '[dependencies]\ndemo = { path = "demo" }\n')
        + "[lib]\n[features]\nx = []\n[workspace]\n# p\n[profile.release]\nlto = true\n",
        "demo/Cargo.toml": crate("demo"),
    })  # fmt: skip

    text = workspace(tmp_path, tmp_path / "demo")

    assert parsed(text) == {
        "workspace": {"resolver": "2", "members": ["demo"]},
        "profile": {"release": {"lto": True}},
    }
    assert "# p" in text


@pytest.mark.parametrize(
    ("package", "shared", "resolver"),
    [
        ('edition = "2018"', "", None),
        ('edition = "2024"', "", "3"),
        ("edition.workspace = true", 'package.edition = "2021"\n', "2"),
        ('edition = "2024"\nresolver = "2"', "", "2"),
        ('edition = "2024"', 'resolver = "1"\n', "1"),
    ],
)
def test_the_resolver_that_a_root_package_implied_is_written(
    package: str, shared: str, resolver: str | None, tmp_path: Path
) -> None:
    write(tmp_path, {
        "Cargo.toml": f'[package]\nname = "root"\n{package}\n[workspace]\nmembers = ["demo"]\n'
        + shared,
        "demo/Cargo.toml": crate("demo"),
    })  # fmt: skip

    assert parsed(workspace(tmp_path, tmp_path / "demo"))["workspace"].get("resolver") == resolver


def test_a_root_package_that_is_shipped_is_kept(tmp_path: Path) -> None:
    text = crate("root") + '[workspace]\nmembers = ["demo"]\n'
    write(tmp_path, {
        "Cargo.toml": text,
        "demo/Cargo.toml": crate("demo", '[dependencies]\nroot = { path = ".." }\n'),
    })  # fmt: skip

    assert rewritten(tmp_path / "demo", "root") == text


def test_the_main_manifest_may_be_the_workspaces(tmp_path: Path) -> None:
    text = crate("demo") + '# w\n[workspace]\nmembers = ["other"]\n'
    write(tmp_path, {"Cargo.toml": text, "other/Cargo.toml": crate("other")})

    assert rewritten(tmp_path) == text.replace('members = ["other"]\n', "")


TARGETS = """\
[lib]
path = "src/lib.rs"
[[bin]]
name = "first"
[[bin]]
name = "second"
path = "elsewhere/second.rs"
[[example]]
name = "shown"
[[test]]
name = "tried"
[[bench]]
name = "timed"
"""
TARGET_FILES = {
    "src/lib.rs": "",
    "src/bin/first.rs": "",
    "elsewhere/second.rs": "",
    "examples/shown/main.rs": "",
    "tests/tried.rs": "",
    "benches/timed.rs": "",
    "build.rs": "",
}


def test_targets_that_are_packed_stay(tmp_path: Path) -> None:
    text = crate("demo", f'build = "build.rs"\ndefault-run = "first"\n{TARGETS}')
    write(tmp_path, {"Cargo.toml": text, **TARGET_FILES})

    assert rewritten(tmp_path, packed=set(TARGET_FILES)) == text


def test_targets_that_are_not_packed_go(tmp_path: Path) -> None:
    text = crate("demo", f'build = "build.rs"\ndefault-run = "first"\n{TARGETS}')
    write(tmp_path, {"Cargo.toml": text, **TARGET_FILES})

    kept = parsed(rewritten(tmp_path, packed={"src/lib.rs", "elsewhere/second.rs"}))

    assert kept.keys() == {"package", "lib", "bin"}
    assert kept["bin"] == [{"name": "second", "path": "elsewhere/second.rs"}]
    assert kept["package"]["build"] is False
    assert "default-run" not in kept["package"]


def test_a_library_that_is_not_packed_goes(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": crate("demo", "[lib]\n"), "src/lib.rs": ""})

    assert "lib" not in parsed(rewritten(tmp_path, packed=()))


def test_a_target_whose_file_is_nowhere_is_left_to_cargo(tmp_path: Path) -> None:
    text = crate("demo", '[[bin]]\nname = "made"\n[[test]]\nname = "t"\npath = "../t.rs"\n')
    write(tmp_path, {"Cargo.toml": text})

    assert rewritten(tmp_path, packed=()) == text


def test_a_target_above_the_top_cannot_be_packed(tmp_path: Path) -> None:
    text = crate("demo", '[[test]]\nname = "t"\npath = "../t.rs"\n')
    write(tmp_path, {"demo/Cargo.toml": text, "t.rs": ""})

    assert "test" not in parsed(rewritten(tmp_path / "demo", packed=()))


@pytest.mark.parametrize(
    ("name", "file"),
    [("demo", "src/main.rs"), ("x", "src/bin/x.rs"), ("x", "src/bin/x/main.rs")],
)
def test_a_default_program_that_cargo_finds_itself_stays(
    name: str, file: str, tmp_path: Path
) -> None:
    text = crate("demo", f'default-run = "{name}"\n{CORE}')
    write(tmp_path, {"demo/Cargo.toml": text, "core/Cargo.toml": crate("core")})

    assert rewritten(tmp_path / "demo", packed={f"demo/{file}"}) == text
    assert "default-run" not in rewritten(tmp_path / "demo", packed={f"core/{file}"})


SHARED = """\
[workspace]
members = ["a/core"]
exclude = ["a/demo"]
[workspace.package]
version = "3.0.0"
edition = "2018"
authors = ["A"]
publish = false
include = ["src"]
[workspace.lints.rust]
unused = "allow"
[workspace.dependencies]
plain = "1"
table = { version = "1", features = ["a"], default-features = false }
local = { path = "a/local", package = "local-name" }
git = { git = "https://example.org/x", rev = "1" }
mine = { version = "1", registry = "mine" }
"""
INHERITING = """\
[package]
name = "core"
version.workspace = true
edition = { workspace = true }
authors.workspace = true # who
publish.workspace = true
include.workspace = true
readme.workspace = true
workspace = "../.."

[dependencies]
plain.workspace = true
table = { workspace = true, features = ["b", "a"], optional = true, default-features = false }
local = { workspace = true } # near
[target.'cfg(unix)'.dev-dependencies]
git = { workspace = true }
mine = { workspace = true, default-features = false }
[build-dependencies]
table = { workspace = true, default-features = true }
[lints]
workspace = true
"""


@pytest.fixture
def inheriting(tmp_path: Path) -> Path:
    return write(tmp_path, {
        "Cargo.toml": SHARED,
        "a/demo/Cargo.toml": crate("demo", CORE),
        "a/core/Cargo.toml": INHERITING,
        "a/local/Cargo.toml": crate("local-name"),
    })  # fmt: skip


def test_what_is_inherited_from_above_the_top_is_written_in(inheriting: Path) -> None:
    text = rewritten(inheriting / "a/demo", "core")

    written = parsed(text)
    assert written["package"] == {
        "name": "core",
        "version": "3.0.0",
        "edition": "2018",
        "authors": ["A"],
        "publish": False,
        "include": ["src"],
    }
    table = {"version": "1", "features": ["a", "b"], "default-features": False}
    assert written["dependencies"] == {
        "plain": "1",
        "table": {**table, "optional": True},
        "local": {"path": "../local", "package": "local-name"},
    }
    assert written["target"]["cfg(unix)"]["dev-dependencies"] == {
        "git": {"git": "https://example.org/x", "rev": "1"},
        "mine": {"version": "1", "registry": "mine"},
    }
    assert written["build-dependencies"] == {"table": {"version": "1", "features": ["a"]}}
    assert written["lints"] == {"rust": {"unused": "allow"}}
    assert "# near" in text


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ('authors = ["A"]\n', "package.authors is inherited, but .*workspace.package.authors"),
        ('[workspace.lints.rust]\nunused = "allow"\n', "lints is inherited, but .*workspace.lints"),
        ('plain = "1"\n', "dependencies.plain is inherited, but .*workspace.dependencies.plain"),
    ],
)
def test_what_the_workspace_lacks_is_told(missing: str, message: str, inheriting: Path) -> None:
    write(inheriting, {"Cargo.toml": SHARED.replace(missing, "")})

    with pytest.raises(ConfigError, match=message):
        rewritten(inheriting / "a/demo", "core")


def test_features_that_are_no_list_are_told(inheriting: Path) -> None:
    write(inheriting, {"a/core/Cargo.toml": INHERITING.replace('["b", "a"]', "1")})

    with pytest.raises(ConfigError, match=r"core/Cargo.toml: dependencies.table.features is not"):
        rewritten(inheriting / "a/demo", "core")


def test_unused_patches_go(tmp_path: Path) -> None:
    patches = (
        '[patch.crates-io]\nused = { path = "u" }\nbad = { path = "b" } # b\n'
        '[patch."https://example.org/x"]\nbad = { git = "https://example.org/y" }\n'
        '[replace]\n"bad:1.0.0" = { path = "b" }\n'
    )
    write(tmp_path, {
        "Cargo.toml": crate("demo", '[dependencies]\nused = "1"\n' + patches),
        "u/Cargo.toml": crate("used", version='"1.0.0"'),
        "Cargo.lock": '[[package]]\nname = "demo"\nversion = "0.1.0"\ndependencies = ["used"]\n'
        '[[package]]\nname = "used"\nversion = "1.0.0"\n',
    })  # fmt: skip

    kept = crate("demo", '[dependencies]\nused = "1"\n[patch.crates-io]\nused = { path = "u" }\n')
    assert rewritten(tmp_path) == kept


def test_a_manifest_that_is_gone_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": crate("demo")})
    plan = find_plan(read_project(tmp_path, None))
    (tmp_path / "Cargo.toml").unlink()

    with pytest.raises(ConfigError, match="does not exist"):
        rewrite_manifest(plan.crates[0], plan, ())
