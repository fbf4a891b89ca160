"""Build published projects with maturin and with ferrule, and print how the wheels differ.

    PYTHONPATH=tests python tests/oracles/compare_with_maturin.py [PROJECT ...] [-i PYTHON ...]

Enters: names on PyPI, two Pythons; needs the registries and minutes. Leaves: a report on
stdout; status 1 when a difference has no reason or a wheel does not answer. Downloads and
compiled crates are kept below the user's cache folder.
"""

import argparse
import os
import shutil
import sys
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from support.commands import run
from support.peer import build_with_ferrule, build_with_maturin, compare_folders
from support.pythons import find_pythons, make_venv

# What each is asked once it is installed, and what it must answer.
QUESTIONS = {
    "rpds-py": ("import rpds; print(rpds.HashTrieMap({'a': 1})['a'])", "1"),
    "blake3": ("import blake3; print(blake3.blake3(b'').hexdigest()[:8])", "af1349b9"),
    "nh3": ("import nh3; print(nh3.clean('<b><script>x</script>y</b>'))", "<b>y</b>"),
    "watchfiles": (
        "from watchfiles import Change, _rust_notify as r; print(Change.added.name, bool(r))",
        "added True",
    ),
    "rtoml": ("import rtoml; print(rtoml.loads('a = 1'))", "{'a': 1}"),
    "jiter": ("import jiter; print(jiter.from_json(b'[1]'))", "[1]"),
}


def cache_folder() -> Path:
    """Return where downloads and compiled crates are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ferrule-testbed" / "projects"


def unpack_newest(name: str, folder: Path) -> Path:
    """Download the newest sdist of a project, unless it is there, and unpack it afresh."""
    downloads = folder / "sdist"
    argv = (Path(sys.executable).with_name("unearth"), "--no-binary", "--download", downloads, name)
    downloads.mkdir(parents=True, exist_ok=True)
    run(argv, cwd=folder).check()
    newest = max(downloads.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    source = folder / "source"
    shutil.rmtree(source, ignore_errors=True)
    with tarfile.open(newest) as archive:
        archive.extractall(source)
    (root,) = source.iterdir()
    return root


def compare_project(name: str, pythons: Sequence[Path], folder: Path) -> list[str]:
    """Build a project with both tools; return the problems that have no reason."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("venv-*"):
        shutil.rmtree(stale)
    root = unpack_newest(name, folder)
    args = ["--release", "--compatibility", "linux"]
    for python in pythons:
        args += ["-i", str(python)]
    builders = {"maturin": build_with_maturin, "ferrule": build_with_ferrule}
    for tool, build in builders.items():
        shutil.rmtree(folder / tool / "dist", ignore_errors=True)
        result = build(root, folder / tool, args)
        if result.code != 0:
            return [f"{name}: {tool} failed\n{result.err}"]
    differences = list(compare_folders(folder / "maturin/dist", folder / "ferrule/dist"))
    for difference in differences:
        print(difference)
    problems = [str(difference) for difference in differences if not difference.reason]
    return problems + list(ask_installed(name, pythons, folder))


def ask_installed(name: str, pythons: Sequence[Path], folder: Path) -> Iterator[str]:
    """Install ferrule's wheels with pip and uv in fresh environments; yield wrong answers."""
    code, expected = QUESTIONS.get(name, ("print()", ""))
    for python in pythons:
        wheel = wheel_for(python, folder / "ferrule" / "dist")
        for installer in ("pip", "uv"):
            own = make_venv(folder / f"venv-{python.parent.parent.name}-{installer}", python)
            target = ("--python", own)
            options = {"pip": (*target, "install"), "uv": ("pip", "install", *target)}[installer]
            run((sys.executable, "-m", installer, *options, wheel), cwd=folder).check()
            answered = run((own, "-I", "-c", code), cwd=folder)
            if answered.out.strip() == expected:
                print(f"{name}: {python} by {installer} answers {expected}")
            else:
                yield f"{name}: {python} by {installer}: {answered.out}{answered.err}"


def wheel_for(python: Path, dist: Path) -> Path:
    """Return the wheel of a folder that is for a Python."""
    code = "import sys; print('cp%d%d' % sys.version_info[:2])"
    tag = run((python, "-I", "-c", code), cwd=dist).check().out.strip()
    return next(
        path for path in dist.glob("*.whl") if f"-{tag}-" in path.name or "abi3" in path.name
    )


def main() -> int:
    """Compare the projects named, or all; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("projects", nargs="*", default=list(QUESTIONS), metavar="PROJECT")
    parser.add_argument("-i", dest="pythons", action="append", type=Path, metavar="PYTHON")
    options = parser.parse_args()
    found = [path for version, path in find_pythons().items() if version >= (3, 9)]
    pythons = options.pythons or found[-2:]
    problems = []
    for name in options.projects:
        problems += compare_project(name, pythons, cache_folder() / name)
    for problem in problems:
        print(f"problem: {problem}")
    print(f"{len(options.projects)} projects, {len(problems)} differences without a reason")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
