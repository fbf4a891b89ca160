"""The files of sdists, chosen from real checkouts and plain folders."""

import os
from pathlib import Path
from typing import Literal

import pytest

from ferrule.errors import ArchiveError, ConfigError
from ferrule.metadata.model import LicenseFile
from ferrule.project.layout import find_layout
from ferrule.project.model import LayoutKeys
from ferrule.project.read import read_project
from ferrule.sdist.crates import find_crates
from ferrule.sdist.files import Chosen, FileOptions, choose_files
from ferrule.settings.model import Pattern
from support.checkouts import git, git_env, make_checkout
from support.projects import CRATE, pyproject, write

PROJECT = {
    "Cargo.toml": CRATE,
    "Cargo.lock": 'version = 4\n[[package]]\nname = "demo"\nversion = "1.2.3"\n',
    "pyproject.toml": pyproject('[project]\nname = "demo"\nversion = "1"\n'),
    "src/lib.rs": "",
    "README.md": "",
}
WRITTEN = ("PKG-INFO", "pyproject.toml", "Cargo.toml", "Cargo.lock")


def choose(
    root: Path,
    *,
    keys: LayoutKeys | None = None,
    generator: Literal["cargo", "git"] = "cargo",
    allow_untracked: bool = False,
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    licenses: tuple[LicenseFile, ...] = (),
    env: dict[str, str] | None = None,
) -> Chosen:
    project = read_project(root, None)
    layout = find_layout(project, keys or LayoutKeys(), program=True)
    options = FileOptions(
        generator=generator,
        allow_untracked=allow_untracked,
        include=tuple(Pattern(glob=glob) for glob in include),
        exclude=tuple(Pattern(glob=glob) for glob in exclude),
        licenses=licenses,
        archive=root / "dist" / "demo-1.tar.gz",
    )
    plan = find_crates(project, layout.python_dir)
    return choose_files(project, plan, layout, options, env or git_env())


def paths(chosen: Chosen) -> list[str]:
    return [entry.path for entry in chosen.entries]


def rules(chosen: Chosen) -> dict[str, str]:
    return {entry.path: entry.rule for entry in chosen.entries}


def test_a_plain_project_has_its_crate_and_no_manifests(tmp_path: Path) -> None:
    chosen = choose(write(tmp_path, PROJECT))

    assert rules(chosen) == {"README.md": "crate demo", "src/lib.rs": "crate demo"}
    assert chosen.written == WRITTEN
    assert (chosen.warnings, chosen.notes) == ((), ())


def test_a_mixed_project_has_its_python_files(tmp_path: Path) -> None:
    tree = {
        "python/demo/__init__.py": "",
        "python/demo/demo.abi3.so": "",
        "python/demo/lib.so": "",
        "python/demo/__pycache__/x.pyc": "",
        "python/more/a.py": "",
        "demo.data/scripts/run": "",
    }
    keys = LayoutKeys(python_source="python", python_packages=("more",))

    chosen = choose(write(tmp_path, PROJECT | tree), keys=keys)

    found = rules(chosen)
    assert found["python/demo/__init__.py"] == found["python/more/a.py"] == "Python source"
    assert found["demo.data/scripts/run"] == "data directory"
    assert {path for path in found if path.endswith((".so", ".pyc"))} == {"python/demo/lib.so"}


def test_what_the_crate_leaves_out_still_comes_for_python(tmp_path: Path) -> None:
    tree = {
        "Cargo.toml": f'{CRATE}include = ["src"]\n',
        "demo/__init__.py": "",
        "demo.data/data/x": "",
        "other.md": "",
    }

    chosen = choose(write(tmp_path, PROJECT | tree))

    assert paths(chosen) == ["README.md", "demo/__init__.py", "demo.data/data/x", "src/lib.rs"]


def test_type_stubs_of_a_pure_project_are_taken(tmp_path: Path) -> None:
    tree = {"Cargo.toml": f'{CRATE}include = ["src"]\n', "demo.pyi": ""}

    assert (
        rules(choose(write(tmp_path, PROJECT | tree)))["demo.pyi"] == "type stubs of the extension"
    )


def test_an_untracked_file_is_left_out_with_one_warning(tmp_path: Path) -> None:
    tree = PROJECT | {"demo/__init__.py": "", ".gitignore": "*.log"}
    make_checkout(tmp_path, tree, {"src/new.rs": "", "demo/new.py": "", "a.log": ""})

    chosen = choose(tmp_path)

    assert not {"src/new.rs", "demo/new.py", "a.log"} & {*paths(chosen)}
    (warning,) = chosen.warnings
    assert warning.startswith("demo/new.py, src/new.rs are left out of the sdist")
    assert "--allow-untracked" in warning


def test_untracked_files_are_taken_when_allowed(tmp_path: Path) -> None:
    make_checkout(tmp_path, PROJECT, {"src/new.rs": "", ".gitignore": "*.log", "a.log": ""})

    chosen = choose(tmp_path, allow_untracked=True)

    assert paths(chosen) == [".gitignore", "README.md", "src/lib.rs", "src/new.rs"]
    assert chosen.warnings == ()


def test_many_untracked_files_are_counted(tmp_path: Path) -> None:
    make_checkout(tmp_path, PROJECT, {f"src/new{n}.rs": "" for n in range(9)})

    (warning,) = choose(tmp_path).warnings

    assert "src/new4.rs and 4 more are left out" in warning


def test_an_include_takes_an_untracked_and_an_ignored_file(tmp_path: Path) -> None:
    untracked = {"new.txt": "", "gen/a.js": "", "gen/b.js": "", ".gitignore": "gen"}
    make_checkout(tmp_path, PROJECT, untracked)

    chosen = choose(tmp_path, include=("new.txt", "gen/*.js"), exclude=("b.js",))

    assert rules(chosen)["new.txt"] == 'include "new.txt"'
    assert "gen/a.js" in paths(chosen)
    assert "gen/b.js" not in paths(chosen)
    assert [warning.partition(" ")[0] for warning in chosen.warnings] == [".gitignore"]


def test_a_pattern_without_a_match_is_noted(tmp_path: Path) -> None:
    chosen = choose(write(tmp_path, PROJECT), include=("gone/*",))

    assert chosen.notes == ('include "gone/*" matches no file',)


def test_patterns_for_wheels_have_no_say(tmp_path: Path) -> None:
    project = read_project(write(tmp_path, PROJECT | {"x.txt": ""}), None)
    layout = find_layout(project, LayoutKeys(), program=True)
    wheel = frozenset({"wheel"})
    options = FileOptions(
        exclude=(Pattern(glob="*.txt", formats=wheel),),
        include=(Pattern(glob="target/x", formats=wheel), Pattern(glob="x", origin="out-dir")),
        archive=tmp_path / "demo-1.tar.gz",
    )

    chosen = choose_files(project, find_crates(project, tmp_path), layout, options, git_env())

    assert paths(chosen) == ["README.md", "src/lib.rs", "x.txt"]
    assert chosen.notes == ()


@pytest.mark.parametrize("tracked", [True, False])
def test_a_secret_is_left_out_with_one_warning(tmp_path: Path, *, tracked: bool) -> None:
    secrets = {".env": "", "src/id_rsa": ""}
    make_checkout(tmp_path, PROJECT | (secrets if tracked else {}), secrets)

    chosen = choose(tmp_path)

    assert paths(chosen) == ["README.md", "src/lib.rs"]
    (warning,) = chosen.warnings
    assert warning.startswith(".env, src/id_rsa look like secrets and are left out")


def test_a_secret_beside_the_manifest_is_named_outside_of_a_checkout_too(tmp_path: Path) -> None:
    chosen = choose(write(tmp_path, PROJECT | {".env": ""}))

    assert paths(chosen) == ["README.md", "src/lib.rs"]
    (warning,) = chosen.warnings
    assert warning.startswith(".env looks like a secret and is left out")


def test_a_secret_stays_out_even_if_untracked_files_are_allowed(tmp_path: Path) -> None:
    make_checkout(tmp_path, PROJECT, {".env": ""})

    assert ".env" not in paths(choose(tmp_path, allow_untracked=True))


def test_a_secret_that_an_include_names_is_taken(tmp_path: Path) -> None:
    make_checkout(tmp_path, PROJECT, {".env": "", "a/.env": ""})

    chosen = choose(tmp_path, include=(".env", "a/*"))

    assert ".env" in paths(chosen)
    (warning,) = chosen.warnings
    assert warning.startswith("a/.env looks like a secret")


def test_an_excluded_file_is_not_warned_about(tmp_path: Path) -> None:
    make_checkout(tmp_path, PROJECT, {".env": "", "notes/a": ""})

    assert choose(tmp_path, exclude=(".env", "notes")).warnings == ()


def test_a_deleted_file_is_noted(tmp_path: Path) -> None:
    make_checkout(tmp_path, PROJECT | {"src/old.rs": ""})
    (tmp_path / "src" / "old.rs").unlink()

    chosen = choose(tmp_path)

    assert paths(chosen) == ["README.md", "src/lib.rs"]
    assert chosen.notes == ("the sdist goes without src/old.rs, which git tracks but is not here",)


def test_a_submodule_that_is_not_checked_out_is_noted(tmp_path: Path) -> None:
    make_checkout(tmp_path / "sub", {"c": ""})
    git(tmp_path / "sub", "commit", "-qm", "x")
    main = make_checkout(tmp_path / "main", PROJECT)
    git(main, "submodule", "--quiet", "add", str(tmp_path / "sub"), "vendor")
    git(main, "submodule", "--quiet", "deinit", "-f", "vendor")

    assert choose(main).notes == (
        "the sdist goes without vendor, which git tracks but is not here",
    )


def test_a_data_directory_far_away_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path / "project", PROJECT)
    write(tmp_path, {"far/data/x": ""})

    with pytest.raises(ConfigError, match=r"far/data/x is outside of .*project"):
        choose(root, keys=LayoutKeys(data="../far"))


def test_earlier_archives_are_never_taken(tmp_path: Path) -> None:
    built = {"dist/demo-0.tar.gz": "", "dist/demo-1-py3-none-any.whl": ""}
    chosen = choose(write(tmp_path, PROJECT | built | {"dist/other-1.tar.gz": ""}))

    assert paths(chosen) == ["README.md", "dist/other-1.tar.gz", "src/lib.rs"]


def test_an_unpacked_sdist_gives_the_same_again(tmp_path: Path) -> None:
    chosen = choose(write(tmp_path, PROJECT | {"PKG-INFO": "", "demo/__init__.py": ""}))

    assert paths(chosen) == ["README.md", "demo/__init__.py", "src/lib.rs"]


@pytest.mark.parametrize("glob", ["*.toml", "/Cargo.toml", "pyproject.toml", "PKG-INFO"])
def test_an_exclude_of_what_every_sdist_needs_is_refused(tmp_path: Path, glob: str) -> None:
    with pytest.raises(ConfigError, match=r"exclude leaves out .*, which every sdist needs"):
        choose(write(tmp_path, PROJECT), exclude=(glob,))


def test_the_lock_may_be_excluded(tmp_path: Path) -> None:
    chosen = choose(write(tmp_path, PROJECT), exclude=("Cargo.lock",))

    assert chosen.written == WRITTEN[:3]


def test_executables_keep_their_bit(tmp_path: Path) -> None:
    write(tmp_path, PROJECT | {"configure": ""})
    (tmp_path / "configure").chmod(0o755)

    modes = {entry.path: entry.mode for entry in choose(tmp_path).entries}

    assert (modes["configure"], modes["src/lib.rs"]) == (0o755, 0o644)


def test_a_tracked_link_to_a_folder_is_its_content(tmp_path: Path) -> None:
    make_checkout(tmp_path, PROJECT | {"shared/a/b": ""}, {"shared/new": ""})
    (tmp_path / "src" / "linked").symlink_to("../shared")
    (tmp_path / "link.md").symlink_to("README.md")
    git(tmp_path, "add", "src/linked", "link.md")

    found = paths(choose(tmp_path))

    assert "src/linked/a/b" in found
    assert "src/linked/new" not in found
    assert "link.md" in found


def test_settings_of_the_toolchain_are_taken_where_git_tracks_them(tmp_path: Path) -> None:
    tree = PROJECT | {
        "Cargo.toml": f'{CRATE}include = ["src"]\n',
        ".cargo/config.toml": "",
        "rust-toolchain.toml": "",
    }
    make_checkout(tmp_path / "git", tree)
    write(tmp_path / "plain", tree)

    inside, outside = choose(tmp_path / "git"), choose(tmp_path / "plain")

    assert rules(inside)[".cargo/config.toml"] == "toolchain settings"
    assert "rust-toolchain.toml" in paths(inside)
    assert paths(outside) == ["README.md", "rust-toolchain.toml", "src/lib.rs"]


def test_the_nearest_settings_of_the_toolchain_go_to_the_top(tmp_path: Path) -> None:
    """Cargo and rustup look for them from the folder that an sdist is built in."""
    core = {
        "core/Cargo.toml": '[package]\nname = "core"\nversion = "1.0.0"\n',
        "core/src/lib.rs": "",
    }
    needs_core = f'{CRATE}include = ["src"]\n[dependencies]\ncore = {{ path = "../core" }}\n'
    make_checkout(tmp_path, {
        **{f"demo/{name}": text for name, text in PROJECT.items()},
        **core,
        "demo/Cargo.toml": needs_core,
        "demo/.cargo/config.toml": "",
        ".cargo/config.toml": "",
        "rust-toolchain": "",
    })  # fmt: skip

    chosen = choose(tmp_path / "demo")

    sources = {entry.path: entry.source for entry in chosen.entries}
    assert sources[".cargo/config.toml"] == tmp_path / "demo/.cargo/config.toml"
    assert sources["rust-toolchain"] == tmp_path / "rust-toolchain"


def test_licence_files_are_put_where_the_metadata_says(tmp_path: Path) -> None:
    write(tmp_path, PROJECT | {"LICENSE": "a", "beside/NOTICE": "b", "beside/LICENSE": "c"})
    licenses = (
        LicenseFile(path="NOTICE", source=tmp_path / "beside" / "NOTICE"),
        LicenseFile(path="LICENSE", source=tmp_path / "beside" / "LICENSE"),
    )

    chosen = choose(tmp_path, licenses=licenses)

    assert rules(chosen)["NOTICE"] == "licence file"
    (warning,) = chosen.warnings
    assert warning.startswith(f"LICENSE of the sdist is {tmp_path / 'LICENSE'}, not")


NEEDS_CORE = '[dependencies]\ncore = {path = "../core"}\n'
WORKSPACE = {
    "Cargo.toml": '[workspace]\nmembers = ["py", "core", "dropped"]\n',
    "Cargo.lock": "version = 4\n",
    "rust-toolchain": "",
    "README.md": "",
    "py/Cargo.toml": f'{CRATE}readme = "../README.md"\n{NEEDS_CORE}',
    "py/pyproject.toml": pyproject('[project]\nname = "demo"\nversion = "1"\n'),
    "py/src/lib.rs": "",
    "py/demo/__init__.py": "",
    "py/notes.txt": "",
    "core/Cargo.toml": CRATE.replace("demo", "core"),
    "core/src/lib.rs": "",
    "core/tests/Cargo.toml": CRATE.replace("demo", "tests"),
    "core/tests/src/lib.rs": "",
    "dropped/Cargo.toml": CRATE.replace("demo", "dropped"),
    "dropped/src/lib.rs": "",
}


@pytest.mark.parametrize("tracked", [True, False])
def test_a_workspace_has_the_shipped_crates_at_their_places(
    tmp_path: Path, *, tracked: bool
) -> None:
    make_checkout(tmp_path, WORKSPACE) if tracked else write(tmp_path, WORKSPACE)

    chosen = choose(tmp_path / "py", include=("notes.txt",))

    assert rules(chosen) == {
        "README.md": "named by Cargo.toml",
        "core/src/lib.rs": "crate core",
        "demo/__init__.py": "Python source",
        "notes.txt": 'include "notes.txt"',
        "py/notes.txt": "crate demo",
        "py/src/lib.rs": "crate demo",
        "rust-toolchain": "toolchain settings",
    }
    assert {*chosen.written} == {
        *("PKG-INFO", "pyproject.toml", "Cargo.toml", "Cargo.lock"),
        *("py/Cargo.toml", "core/Cargo.toml"),
    }


def test_crates_of_two_checkouts_are_both_listed(tmp_path: Path) -> None:
    tree = {name.removeprefix("py/"): text for name, text in WORKSPACE.items() if "py/" in name}
    tree["Cargo.toml"] = f"{CRATE}{NEEDS_CORE}"
    make_checkout(tmp_path / "main", tree, {"src/new.rs": ""})
    core = {"Cargo.toml": CRATE.replace("demo", "core"), "src/lib.rs": ""}
    make_checkout(tmp_path / "core", core, {"src/new.rs": ""})

    chosen = choose(tmp_path / "main")

    assert "core/src/lib.rs" in paths(chosen)
    assert not [path for path in paths(chosen) if path.endswith("new.rs")]
    assert len(chosen.warnings) == 1


def test_a_new_checkout_without_any_tracked_file_is_taken_as_it_is(tmp_path: Path) -> None:
    untracked = PROJECT | {".gitignore": "*.log\n", "a.log": "", "demo/__init__.py": ""}
    make_checkout(tmp_path, {}, untracked)

    chosen = choose(tmp_path)

    assert paths(chosen) == [".gitignore", "README.md", "demo/__init__.py", "src/lib.rs"]
    (warning,) = chosen.warnings
    assert warning.startswith("git tracks no manifest in")


def test_a_project_that_git_ignores_is_outside_of_the_checkout(tmp_path: Path) -> None:
    make_checkout(tmp_path, {".gitignore": "build\n"})
    root = write(tmp_path / "build" / "demo", PROJECT)

    chosen = choose(root)

    assert paths(chosen) == ["README.md", "src/lib.rs"]
    assert chosen.warnings == ()


def test_without_git_ignore_rules_still_hold(tmp_path: Path) -> None:
    ignored = {".gitignore": "/out/\n*.log\n", "out/x": "", "src/a.log": ""}
    make_checkout(tmp_path, PROJECT, ignored)

    chosen = choose(tmp_path, env={"PATH": ""})

    assert paths(chosen) == ["README.md", "src/lib.rs"]
    (warning,) = chosen.warnings
    assert warning.startswith("git is not on PATH")


def test_the_generator_git_takes_all_that_is_tracked(tmp_path: Path) -> None:
    tree = PROJECT | {"Cargo.toml": f'{CRATE}include = ["src"]\n', "ci.yml": "", "a.txt": ""}
    make_checkout(tmp_path, tree, {"new": "", "b.log": ""})

    chosen = choose(tmp_path, generator="git", include=("b.log",), exclude=("a.txt",))

    assert rules(chosen) == {
        "README.md": "tracked by git",
        "b.log": 'include "b.log"',
        "ci.yml": "tracked by git",
        "src/lib.rs": "tracked by git",
    }
    assert chosen.written == WRITTEN


def test_the_generator_git_takes_crates_outside_of_the_project_too(tmp_path: Path) -> None:
    make_checkout(tmp_path, WORKSPACE)

    found = paths(choose(tmp_path / "py", generator="git"))

    assert {"core/src/lib.rs", "py/src/lib.rs", "demo/__init__.py"} <= {*found}
    assert "dropped/src/lib.rs" not in found


def test_the_generator_git_needs_a_checkout(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'sdist-generator is "git", but .* is in no git'):
        choose(write(tmp_path, PROJECT), generator="git")


def test_the_generator_git_needs_git(tmp_path: Path) -> None:
    make_checkout(tmp_path, PROJECT)

    with pytest.raises(ConfigError, match=r'sdist-generator is "git", but git is not on PATH'):
        choose(tmp_path, generator="git", env={"PATH": ""})


def test_the_order_of_the_files_on_disk_does_not_matter(tmp_path: Path) -> None:
    names = ["src/b.rs", "src/a.rs", "src/lib.rs", "README.md"]
    for folder, ordered in (("one", names), ("two", names[::-1])):
        write(tmp_path / folder, dict.fromkeys(ordered, "") | PROJECT)

    assert paths(choose(tmp_path / "one")) == paths(choose(tmp_path / "two"))


def test_a_name_that_is_not_utf_8_does_not_end_in_a_traceback(tmp_path: Path) -> None:
    write(tmp_path, PROJECT)
    odd = tmp_path / "src" / os.fsdecode(b"\xff.rs")
    try:
        odd.touch()
    except OSError:
        pytest.skip("this file system wants UTF-8")

    assert "src/\udcff.rs" in paths(choose(tmp_path))


def test_two_files_for_one_path_are_an_error(tmp_path: Path) -> None:
    root = write(tmp_path, WORKSPACE | {"core/x": "", "py/core/x": ""})

    with pytest.raises(ArchiveError, match="two files want to be core/x in the archive"):
        choose(root / "py", include=("core/x",))
