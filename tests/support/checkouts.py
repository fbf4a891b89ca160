"""Git checkouts and what cargo would package of them."""

import os
import shutil
import subprocess
from pathlib import Path

from support.projects import write
from support.pythons import need

WHO = {
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    # Submodules of these tests are folders beside.
    "GIT_ALLOW_PROTOCOL": "file",
}
# Made by cargo itself, never files to choose.
MADE = {"Cargo.toml", "Cargo.toml.orig", "Cargo.lock", ".cargo_vcs_info.json"}


def git_env() -> dict[str, str]:
    """Return an environment in which git depends on nothing of this machine."""
    need(shutil.which("git"), "git")
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return env | WHO


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run(("git", *arguments), cwd=folder, env=git_env(), check=True, capture_output=True)


def make_checkout(
    root: Path, tracked: dict[str, str], untracked: dict[str, str] | None = None
) -> Path:
    """Make a checkout with files that git tracks, and others."""
    write(root, tracked)
    git(root, "init", "-q")
    git(root, "add", "-A", "-f")
    write(root, untracked or {})
    return root


def cargo_lists(folder: Path) -> set[str]:
    """Return the files that cargo would package of a crate, without those that it makes.

    Nor are git's own among them, which `include = ["*"]` lets cargo package.
    """
    need(shutil.which("cargo"), "cargo")
    argv = ("cargo", "package", "--list", "--allow-dirty", "--offline", "--exclude-lockfile")
    done = subprocess.run(
        argv, cwd=folder, env=git_env(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name for name in done.stdout.splitlines() if not name.startswith(".git/")} - MADE
