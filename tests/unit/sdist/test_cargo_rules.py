"""Files of crates, held against `cargo package --list`."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ferrule.errors import ConfigError
from ferrule.sdist.cargo_rules import CrateFiles, find_listed, find_unlisted, read_keys
from ferrule.sdist.listing import find_listing, list_checkouts, list_ignored
from support.checkouts import cargo_lists, git, git_env, make_checkout
from support.projects import CRATE, write

OWN = {"Cargo.toml", "Cargo.lock"}
# As cargo writes `target`, and as caches mark themselves.
TREE = dict.fromkeys(
    (
        *("src/lib.rs", "src/a/mod.rs", "src/a/b.rs", "tests/t.rs", "benches/b.rs"),
        *("README.md", "LICENSE", "docs/a.md", "docs/sub/b.md", ".hidden", ".github/ci.yml"),
        *("src/.dot.rs", "data/x.bin", "data/target/y", "pkg/__init__.py"),
    ),
    "",
)
NESTED = {
    "inner/Cargo.toml": CRATE.replace("demo", "inner") + "[workspace]\n",
    "inner/src/lib.rs": "",
    "inner/README.md": "",
    "a/b/Cargo.toml": CRATE.replace("demo", "deep") + "[workspace]\n",
    "a/b/src/lib.rs": "",
    "a/c": "",
}
KEYS = [
    "",
    'exclude = ["docs", "/tests/*"]',
    'exclude = ["*.md"]',
    'exclude = ["*.md", "!README.md"]',
    'exclude = ["docs/", "!docs/sub/b.md"]',
    'exclude = ["/data/**", ".github"]',
    'exclude = ["Cargo.toml", "**/target"]',
    'exclude = ["{docs,data}/*", "**/*.r[!x]"]',
    'include = ["src/**/*.rs"]',
    'include = ["/src", "!src/a/b.rs"]',
    'include = ["**/*.rs", ".hidden", "/docs/"]',
    'include = ["src", "LICENSE*"]\nreadme = "docs/a.md"',
    'include = ["/src"]\nreadme = false\nlicense-file = "LICENSE"',
    'include = ["data/**"]\nreadme = true',
    'include = ["/s*"]\nexclude = ["src"]',
    'include = ["*/"]',
]


def choose(folder: Path) -> CrateFiles:
    keys = read_keys(folder)
    checkouts = list_checkouts([folder], folder, git_env())
    listing = find_listing(checkouts, folder)
    if listing is None:
        return find_unlisted(folder, keys, None)
    return find_listed(folder, keys, listing, list_ignored(folder, git_env()))


def taken_outside(folder: Path) -> set[str]:
    return set(choose(folder).taken) - OWN


def manifest(keys: str) -> dict[str, str]:
    return {"Cargo.toml": f"{CRATE}{keys}\n\n[workspace]\n"}


@pytest.mark.parametrize("keys", KEYS)
def test_outside_of_a_checkout_a_crate_has_the_files_that_cargo_lists(
    tmp_path: Path, keys: str
) -> None:
    write(tmp_path, {**TREE, **NESTED, **manifest(keys), "target/debug/x": ""})

    assert taken_outside(tmp_path) == cargo_lists(tmp_path)


@pytest.mark.parametrize("keys", KEYS)
def test_in_a_checkout_a_crate_has_the_files_that_cargo_lists(tmp_path: Path, keys: str) -> None:
    make_checkout(
        tmp_path, {**TREE, **NESTED, **manifest(keys)}, {"src/new.rs": "", "docs/new.md": ""}
    )

    chosen = choose(tmp_path)

    assert {*chosen.taken, *chosen.untracked} - OWN == cargo_lists(tmp_path)
    assert not {"src/new.rs", "docs/new.md"} & {*chosen.taken}


@pytest.mark.parametrize("keys", KEYS[:8])
def test_in_a_checkout_what_git_ignores_is_neither_taken_nor_missed(
    tmp_path: Path, keys: str
) -> None:
    make_checkout(
        tmp_path,
        {**TREE, **manifest(keys), ".gitignore": "*.log\n/out/\n/target\n"},
        {"a.log": "", "out/x": "", "src/x.log": "", "target/debug/x": "", "more": ""},
    )

    chosen = choose(tmp_path)

    assert {*chosen.taken, *chosen.untracked} - OWN == cargo_lists(tmp_path)


def test_a_member_in_a_sub_folder_has_its_own_files_only(tmp_path: Path) -> None:
    crate = {f"member/{name}": text for name, text in (TREE | {"Cargo.toml": CRATE}).items()}
    root = {"Cargo.toml": '[workspace]\nmembers = ["member"]\n', "other": ""}
    make_checkout(tmp_path, root | crate, {"member/new.rs": ""})

    chosen = choose(tmp_path / "member")

    assert {*chosen.taken, *chosen.untracked} - OWN == cargo_lists(tmp_path / "member")


def test_a_tracked_file_in_target_is_taken(tmp_path: Path) -> None:
    make_checkout(tmp_path, {**TREE, **manifest(""), "target/kept": ""}, {"target/made": ""})

    chosen = choose(tmp_path)

    assert "target/kept" in chosen.taken
    assert {*chosen.taken, *chosen.untracked} - OWN == cargo_lists(tmp_path)


def test_files_of_a_submodule_are_the_crates(tmp_path: Path) -> None:
    make_checkout(tmp_path / "sub", {"c/lib.c": ""})
    git(tmp_path / "sub", "commit", "-qm", "x")
    folder = make_checkout(tmp_path / "main", {**TREE, **manifest("")})
    git(folder, "submodule", "--quiet", "add", str(tmp_path / "sub"), "vendor/sub")

    chosen = choose(folder)

    assert "vendor/sub/c/lib.c" in chosen.taken
    assert {*chosen.taken, *chosen.untracked} - OWN == cargo_lists(folder)


def test_keys_may_be_inherited_from_the_workspace(tmp_path: Path) -> None:
    root = (
        '[workspace]\nmembers = ["member"]\n'
        '[workspace.package]\ninclude = ["src"]\nreadme = "README.md"\nexclude = ["src"]\n'
    )
    keys = "include.workspace = true\nreadme.workspace = true\n"
    write(
        tmp_path,
        {"Cargo.toml": root, "README.md": "", "member/Cargo.toml": CRATE + keys}
        | {f"member/{name}": text for name, text in TREE.items()},
    )

    # cargo copies the readme of the workspace, which is another one's task here.
    assert taken_outside(tmp_path / "member") == cargo_lists(tmp_path / "member") - {"README.md"}


def test_links_are_followed_as_cargo_does_outside_of_a_checkout(tmp_path: Path) -> None:
    folder = write(tmp_path / "crate", {**TREE, **manifest("")})
    write(tmp_path / "beside", {"x/y.rs": "", "z.rs": ""})
    (folder / "linked").symlink_to("../beside")
    (folder / "file.rs").symlink_to("../beside/z.rs")
    (folder / "loop").symlink_to(".")
    (folder / "src" / "up").symlink_to("..")

    assert taken_outside(folder) == cargo_lists(folder)


def test_a_cache_is_not_walked(tmp_path: Path) -> None:
    tag = "Signature: 8a477f597d28d172789f06886806bc55"
    write(tmp_path, {**manifest(""), "src/lib.rs": "", "build/CACHEDIR.TAG": tag, "build/x": ""})

    assert taken_outside(tmp_path) == {"src/lib.rs"}


@pytest.mark.parametrize("named", [True, False])
def test_an_untracked_readme_is_taken_where_the_manifest_names_it(
    tmp_path: Path, *, named: bool
) -> None:
    keys = 'include = ["src"]\n' + ('readme = "README.md"' if named else "")
    make_checkout(tmp_path, {"src/lib.rs": "", **manifest(keys)}, {"README.md": ""})

    chosen = choose(tmp_path)

    assert {*chosen.taken} - OWN == ({"src/lib.rs", "README.md"} if named else {"src/lib.rs"})
    assert chosen.untracked == (() if named else ("README.md",))


def test_an_untracked_file_that_include_names_is_taken(tmp_path: Path) -> None:
    make_checkout(
        tmp_path,
        {"src/lib.rs": "", **manifest('include = ["/src", "/gen.rs", "made.rs"]')},
        {"gen.rs": "", "made.rs": "", "src/new.rs": "", ".gitignore": "made.rs\n"},
    )

    chosen = choose(tmp_path)

    assert {*chosen.taken} - OWN == {"src/lib.rs", "gen.rs", "made.rs"}
    assert chosen.untracked == ("src/new.rs",)


def test_an_ignored_folder_that_include_names_is_taken(tmp_path: Path) -> None:
    make_checkout(
        tmp_path,
        {"src/lib.rs": "", **manifest('include = ["/src", "/ui/dist/**/*.js"]')},
        {"ui/dist/a/b.js": "", "ui/dist/c.map": "", "ui/d.js": "", ".gitignore": "dist\n"},
    )

    assert {*choose(tmp_path).taken} - OWN == {"src/lib.rs", "ui/dist/a/b.js"}


def test_an_ignored_folder_that_include_only_matches_is_left_out_and_told(tmp_path: Path) -> None:
    make_checkout(
        tmp_path,
        {"src/lib.rs": "", **manifest('include = ["/src", "ui/**/*"]')},
        {
            "ui/dist/a.js": "",
            "src/a.log": "",
            ".gitignore": "dist\n*.log\ntarget\n",
            "target/x": "",
        },
    )

    chosen = choose(tmp_path)

    assert {*chosen.taken} - OWN == {"src/lib.rs"}
    assert chosen.untracked == ("src/a.log", "ui/dist/")


def test_a_malformed_pattern_names_the_manifest(tmp_path: Path) -> None:
    write(tmp_path, manifest('exclude = ["{a"]'))

    with pytest.raises(ConfigError, match=r'Cargo\.toml: package\.exclude: "\{a" is malformed'):
        choose(tmp_path)


NAMES = st.sampled_from(["a", "b", ".c", "a.rs", "target", "src"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
PIECES = st.sampled_from(
    ["a", "b", "*", "**", "?", "*.rs", ".*", "[ab]", "{a,src}", "target", "src"]
)
PATTERNS = st.builds(
    lambda sign, start, pieces, end: f"{sign}{start}{'/'.join(pieces)}{end}",
    *(st.sampled_from(["", "", "!"]), st.sampled_from(["", "/"])),
    *(st.lists(PIECES, min_size=1, max_size=3), st.sampled_from(["", "", "/"])),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    paths=st.sets(PATHS, min_size=3, max_size=10),
    patterns=st.lists(PATTERNS, max_size=3),
    key=st.sampled_from(["include", "exclude"]),
    tracked=st.booleans(),
)
def test_any_tree_and_any_patterns_are_read_as_cargo_reads_them(
    tmp_path: Path, paths: set[str], patterns: list[str], key: str, *, tracked: bool
) -> None:
    folder = tmp_path / "crate"
    shutil.rmtree(folder, ignore_errors=True)
    files = [one for one in paths if not any(other.startswith(f"{one}/") for other in paths)]
    quoted = ", ".join(f"'{pattern}'" for pattern in patterns)
    files = [one for one in files if one != "src"]
    tree = {**manifest(f"{key} = [{quoted}]"), **dict.fromkeys(files, ""), "src/lib.rs": ""}
    if tracked:
        make_checkout(folder, tree)
    else:
        write(folder, tree)

    chosen = choose(folder)

    # A file at the top with the name of cargo's folder is too odd to follow cargo in.
    found = {name for name in chosen.taken if not name.startswith("target")}
    assert found - OWN == {one for one in cargo_lists(folder) if not one.startswith("target")}
