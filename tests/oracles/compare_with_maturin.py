"""Build published projects with maturin and with ferrule, and print how the wheels differ.

    PYTHONPATH=tests python tests/oracles/compare_with_maturin.py [PROJECT ...] [-i PYTHON ...]

Enters: names on PyPI, maybe with a version (`nh3==0.3.7`, where the newest cannot be built), and
two Pythons; needs the registries and minutes. Leaves: a report on stdout; status 1 when a
difference has no reason, a wheel does not answer or is refused by twine or
check-wheel-contents, or pip, build or uv make another wheel of the project. Downloads and
compiled crates are kept below the user's cache folder.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from support.commands import run
from support.front_ends import FRONT_ENDS, call_front_end
from support.once import locked
from support.peer import build_with_ferrule, build_with_maturin, compare_folders
from support.pythons import find_pythons, make_venv
from support.wheelhouse import fill_wheelhouse, isolated
from support.wheels import sha256

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

BUILD_SYSTEM = """\
[build-system]
requires = ["ferrule"]
build-backend = "ferrule"

"""


def cache_folder() -> Path:
    """Return where downloads and compiled crates are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ferrule-testbed" / "projects"


def unpack_newest(requirement: str, folder: Path) -> Path:
    """Download the newest sdist that a requirement allows and unpack it afresh."""
    downloads = folder / "sdist"
    downloads.mkdir(parents=True, exist_ok=True)
    unearth = Path(sys.executable).with_name("unearth")
    argv = (unearth, "--no-binary", "--download", downloads, requirement)
    found = json.loads(run(argv, cwd=folder).check().out)
    source = folder / "source"
    shutil.rmtree(source, ignore_errors=True)
    with tarfile.open(folder / found["local_path"]) as archive:
        archive.extractall(source)
    (root,) = source.iterdir()
    return root


def compare_project(requirement: str, pythons: Sequence[Path], wheelhouse: Path) -> list[str]:
    """Build a project with both tools; return the problems that have no reason.

    `wheelhouse` holds ferrule's wheel and those it needs, for the front ends.
    """
    name = name_of(requirement)
    folder = cache_folder() / name
    with locked(folder):
        folder.mkdir(exist_ok=True)
        for stale in folder.glob("venv-*"):
            shutil.rmtree(stale)
        root = unpack_newest(requirement, folder)
        problems = compare_builds(name, root, pythons, folder)
        if not problems:
            problems += ask_installed(name, pythons, folder)
            problems += check_wheels(name, folder)
            problems += check_front_ends(name, root, folder, wheelhouse)
    return problems


def compare_builds(name: str, root: Path, pythons: Sequence[Path], folder: Path) -> list[str]:
    """Build with both tools and print every difference; return those that have no reason."""
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
    return [str(difference) for difference in differences if not difference.reason]


def name_of(requirement: str) -> str:
    """Return the name in front of a version."""
    return re.split(r"[=<>!~ ]", requirement, maxsplit=1)[0]


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


def check_wheels(name: str, folder: Path) -> Iterator[str]:
    """Show the wheels to those who check wheels; yield what they refuse."""
    programs = Path(sys.executable).parent
    checkers = (
        (programs / "twine", "check", "--strict"),
        (programs / "check-wheel-contents", "--no-config"),
    )
    for checker in checkers:
        said = {}
        for tool in ("maturin", "ferrule"):
            dist = folder / tool / "dist"
            checked = run((*checker, *sorted(dist.glob("*.whl"))), cwd=dist)
            said[tool] = f"{checked.code}: {checked.out}".replace(str(dist), "")
        if said["ferrule"].startswith("0: "):
            print(f"{name}: {checker[0].name} accepts the wheels")
        elif said["ferrule"] == said["maturin"]:
            print(f"{name}: {checker[0].name} says the same of both tools' wheels")
            print(said["ferrule"])
        else:
            yield f"{name}: {checker[0].name} ended with {said['ferrule']}"


def check_front_ends(name: str, root: Path, folder: Path, wheelhouse: Path) -> Iterator[str]:
    """Build with pip, build and uv, [build-system] changed; yield what differs from ours."""
    pyproject = root / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    changed = re.sub(r"(?ms)^\[build-system\].*?(?=^\[|\Z)", BUILD_SYSTEM, text)
    pyproject.write_text(changed, encoding="utf-8")
    args = ("--release", "--compatibility", "linux", "-i", sys.executable)
    build_with_ferrule(root, folder / "ferrule" / "same", args, target=folder / "ferrule").check()
    (ours,) = (folder / "ferrule" / "same" / "dist").iterdir()
    env = isolated(wheelhouse) | {"CARGO_TARGET_DIR": str(folder / "ferrule" / "target")}
    for front_end in FRONT_ENDS:
        out = folder / "front-ends" / front_end
        shutil.rmtree(out, ignore_errors=True)
        call_front_end(front_end, root, out, env=env).check()
        (wheel,) = out.glob("*.whl")
        if (wheel.name, sha256(wheel)) == (ours.name, sha256(ours)):
            print(f"{name}: {front_end} makes the same bytes")
        else:
            yield f"{name}: {front_end} makes {wheel}, which differs from {ours}"


def main() -> int:
    """Compare the projects named, or all; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("projects", nargs="*", default=list(QUESTIONS), metavar="PROJECT")
    parser.add_argument("-i", dest="pythons", action="append", type=Path, metavar="PYTHON")
    options = parser.parse_args()
    found = [path for version, path in find_pythons().items() if version >= (3, 9)]
    pythons = options.pythons or found[-2:]
    problems = []
    with TemporaryDirectory() as wheelhouse:
        fill_wheelhouse(Path(wheelhouse))
        for project in options.projects:
            problems += compare_project(project, pythons, Path(wheelhouse))
    for problem in problems:
        print(f"problem: {problem}")
    print(f"{len(options.projects)} projects, {len(problems)} differences without a reason")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
