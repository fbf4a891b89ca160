"""Make the sdists of published projects with maturin and with ferrule, and print how they differ.

    PYTHONPATH=tests python tests/oracles/compare_sdists.py [PROJECT ...]

Enters: names on PyPI, maybe with a version; needs the registries. Leaves: a report on stdout;
status 1 when one of the two tools fails, or when a file is in one sdist only and the table
below has no reason. Every project is packed twice: as it was unpacked, and as a git checkout
that tracks all of it.
"""

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from oracles.compare_with_maturin import cache_folder, name_of, unpack_newest
from support.archives import contents
from support.checkouts import make_checkout
from support.commands import Result, ferrule, run
from support.once import locked
from support.peer import MATURIN

PROJECTS = (
    "rpds-py",
    "blake3",
    "watchfiles",
    "rtoml",
    "jiter",
    "orjson",
    "cramjam",
    "fastuuid",
    "ormsgpack",
    "safetensors",
    "pydantic-core",
    "y-py",
    "ast-grep-cli",
    "cryptography",
)
GENERATOR_GIT = 'sdist-generator = "git"'
# Who has the file, a pattern of its path, and why the other has not.
JUSTIFIED = (("maturin", "safetensors/Cargo.lock", "cargo reads the lock of the main crate only"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A file that only one of the tools packs; justified when there is a reason."""

    project: str
    tool: str
    path: str

    @property
    def reason(self) -> str:
        """Why it may be, or nothing."""
        for tool, pattern, reason in JUSTIFIED:
            if tool == self.tool and fnmatch(self.path, pattern):
                return reason
        return ""

    def __str__(self) -> str:
        text = f"{self.project}: only {self.tool} has {self.path}"
        return f"{text} ({self.reason})" if self.reason else text


def compare_project(requirement: str) -> list[str]:
    """Pack a project with both tools, without git and with it; return what has no reason."""
    name = name_of(requirement)
    folder = cache_folder() / f"{name}-sdist"
    problems = []
    with locked(folder):
        folder.mkdir(exist_ok=True)
        root = unpack_newest(requirement, folder)
        (root / "PKG-INFO").unlink()  # no project has one, and maturin stumbles over it
        fetch(root)
        # The generator git packs nothing without it.
        text = (root / "pyproject.toml").read_text(encoding="utf-8")
        for checkout in (True,) if GENERATOR_GIT in text else (False, True):
            if checkout:
                make_checkout(root, {})
            for one in compare_sdists(name, root, folder):
                print(one)
                if not isinstance(one, Difference) or not one.reason:
                    problems.append(f"{one}{' in a git checkout' if checkout else ''}")
    return problems


def fetch(root: Path) -> None:
    """Let cargo fetch what the project needs, as whoever builds it has done."""
    for lock in root.rglob("Cargo.lock"):
        run(("cargo", "fetch", "--locked"), cwd=lock.parent)


def compare_sdists(name: str, root: Path, folder: Path) -> Iterator[Difference | str]:
    """Yield every file that only one sdist has, or how a tool failed."""
    packed = {}
    for tool in ("maturin", "ferrule"):
        out = folder / tool
        shutil.rmtree(out, ignore_errors=True)
        result = pack(tool, root, out)
        if result.code != 0:
            yield f"{name}: {tool} failed\n{result.err}"
            return
        (sdist,) = out.iterdir()
        packed[tool] = {sdist.name, *contents(sdist)}
    for tool, other in (("maturin", "ferrule"), ("ferrule", "maturin")):
        for path in sorted(packed[tool] - packed[other]):
            yield Difference(project=name, tool=tool, path=path)


def pack(tool: str, root: Path, out: Path) -> Result:
    """Make an sdist in a folder of its own."""
    args = ("sdist", "-o", out)
    return ferrule(*args, cwd=root) if tool == "ferrule" else run((MATURIN, *args), cwd=root)


def main() -> int:
    """Compare the projects named, or all; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("projects", nargs="*", default=PROJECTS, metavar="PROJECT")
    projects = parser.parse_args().projects
    problems = [problem for project in projects for problem in compare_project(project)]
    for problem in problems:
        print(f"problem: {problem}")
    print(f"{len(projects)} projects, {len(problems)} differences without a reason")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
