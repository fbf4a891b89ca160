"""What git lists."""

import os
from pathlib import Path

import pytest

from ferrule.sdist.listing import (
    Listing,
    find_checkout,
    find_listing,
    list_checkouts,
    list_ignored,
)
from support.checkouts import git, git_env, make_checkout
from support.projects import write
from support.pythons import need


def listing(folder: Path, top: Path | None = None, env: dict[str, str] | None = None) -> Listing:
    checkouts = list_checkouts([folder], top or folder, env or git_env())
    found = find_listing(checkouts, folder)
    assert found is not None, checkouts.warnings
    return found


def test_tracked_untracked_and_ignored_files_are_told_apart(tmp_path: Path) -> None:
    make_checkout(tmp_path, {"b": "", "a/c": "", ".gitignore": "*.log\n"}, {"d": "", "e.log": ""})

    found = listing(tmp_path)

    assert found.tracked == (".gitignore", "a/c", "b")
    assert found.untracked == ("d",)
    assert list_ignored(tmp_path, git_env()) == ("e.log",)


def test_names_start_at_the_folder_asked_for(tmp_path: Path) -> None:
    make_checkout(tmp_path, {"a/x": "", "a-b": "", "a/b/y": "", "a0": ""}, {"a/new": ""})

    found = listing(tmp_path / "a", tmp_path)

    assert (found.tracked, found.untracked) == (("b/y", "x"), ("new",))


def test_only_what_is_below_the_top_is_listed(tmp_path: Path) -> None:
    make_checkout(tmp_path, {"a/x": "", "b": ""})

    (found,) = list_checkouts([tmp_path / "a"], tmp_path / "a", git_env()).listings

    assert found == Listing(folder=(tmp_path / "a").resolve(), tracked=("x",))


def test_a_folder_outside_of_every_checkout_has_no_listing(tmp_path: Path) -> None:
    checkouts = list_checkouts([tmp_path], tmp_path, git_env())

    assert find_listing(checkouts, tmp_path) is None
    assert checkouts.warnings == ()


def test_two_checkouts_below_the_top_are_both_listed(tmp_path: Path) -> None:
    one, two = (
        make_checkout(tmp_path / "one", {"a": ""}),
        make_checkout(tmp_path / "two", {"b": ""}),
    )

    checkouts = list_checkouts([one, two, one], tmp_path, git_env())

    found = [find_listing(checkouts, folder) for folder in (one, two)]
    assert [listed.tracked for listed in found if listed] == [("a",), ("b",)]
    assert find_listing(checkouts, tmp_path) is None


def test_a_folder_behind_a_link_is_listed_where_it_is(tmp_path: Path) -> None:
    make_checkout(tmp_path, {"real/a": ""})
    (tmp_path / "link").symlink_to("real")

    assert listing(tmp_path / "link", tmp_path).tracked == ("a",)


def test_files_of_submodules_are_tracked(tmp_path: Path) -> None:
    make_checkout(tmp_path / "sub", {"c": ""})
    git(tmp_path / "sub", "commit", "-qm", "x")
    main = make_checkout(tmp_path / "main", {"a": ""})
    git(main, "submodule", "--quiet", "add", str(tmp_path / "sub"), "vendor")

    assert listing(main).tracked == (".gitmodules", "a", "vendor/c")


def test_a_checkout_inside_of_a_checkout_is_untracked(tmp_path: Path) -> None:
    make_checkout(tmp_path, {"a": ""})
    make_checkout(tmp_path / "inner", {"b": "", ".gitignore": "*.log"}, {"c": "", "d.log": ""})

    assert listing(tmp_path).untracked == ("inner/.gitignore", "inner/b", "inner/c")


def test_names_of_any_kind_come_back(tmp_path: Path) -> None:
    names = ["a b", "é", "\n", '"']
    make_checkout(tmp_path, dict.fromkeys(names, ""))
    odd = tmp_path / os.fsdecode(b"\xff")
    try:
        odd.touch()
    except OSError:
        pytest.skip("this file system wants UTF-8")
    git(tmp_path, "add", "-A")

    assert set(listing(tmp_path).tracked) == {*names, odd.name}


def test_what_a_git_hook_sets_does_not_lead_elsewhere(tmp_path: Path) -> None:
    other = make_checkout(tmp_path / "other", {"b": ""})
    make_checkout(tmp_path / "main", {"a": ""})

    env = git_env() | {"GIT_DIR": str(other / ".git"), "GIT_INDEX_FILE": str(other / ".git/index")}

    assert listing(tmp_path / "main", env=env).tracked == ("a",)


def test_a_checkout_of_another_user_is_listed(tmp_path: Path) -> None:
    need(hasattr(os, "geteuid") and os.geteuid() == 0, "a user who may give files away")
    make_checkout(tmp_path, {"a": ""})
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.chown(path, 12345, 12345)

    assert listing(tmp_path).tracked == ("a",)


def test_without_git_one_warning_says_what_that_means(tmp_path: Path) -> None:
    make_checkout(tmp_path, {"a": ""})

    checkouts = list_checkouts([tmp_path], tmp_path, {"PATH": ""})

    assert checkouts.unlisted == (tmp_path.resolve(),)
    assert checkouts.warnings == (
        f"git is not on PATH, so untracked files of {tmp_path.resolve()} are taken too",
    )


def test_a_broken_checkout_is_told_with_gits_words(tmp_path: Path) -> None:
    write(tmp_path, {".git": "gitdir: /nowhere/at/all"})

    checkouts = list_checkouts([tmp_path], tmp_path, git_env())

    (warning,) = checkouts.warnings
    assert "as git cannot list it: fatal: not a git repository" in warning
    assert checkouts.unlisted == (tmp_path.resolve(),)


def test_what_is_ignored_is_named_from_the_folder(tmp_path: Path) -> None:
    tree = {"a/dist/x": "", "a/b/y.log": "", "c.log": "", ".gitignore": "dist\n*.log\n"}
    make_checkout(tmp_path, {"a/kept": ""}, tree)

    assert list_ignored(tmp_path / "a", git_env()) == ("b/y.log", "dist/")


def test_the_innermost_checkout_is_found(tmp_path: Path) -> None:
    make_checkout(tmp_path, {"a/b": ""})
    make_checkout(tmp_path / "a", {"b": ""})

    assert find_checkout(tmp_path / "a") == tmp_path / "a"
