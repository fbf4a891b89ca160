"""What goes wrong with sdists: one clear error, a status that is not 0, nothing left behind."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ferrule.build import Request, read_settings
from ferrule.console import Console
from ferrule.entrance import find_host
from ferrule.errors import FerruleError
from ferrule.source import plan_sdist
from ferrule.toml import parse_toml
from support.commands import Result, ferrule
from support.projects import pyproject, write
from support.sdists import crate as manifest

USAGE, CONFIG, TOOL, ARCHIVE = 2, 3, 4, 9
DEMO = '[project]\nname = "demo"\ndynamic = ["version"]\n'
LOCK = 'version = 4\n\n[[package]]\nname = "demo"\nversion = "0.1.0"\n'
CORE = {"core/Cargo.toml": manifest("core"), "core/src/lib.rs": ""}


def on_core(more: str = "") -> str:
    return manifest("demo", f'[dependencies]\ncore = {{ path = "core" }}\n{more}')


FILES = {
    "Cargo.toml": on_core("[workspace]\n"),
    "pyproject.toml": pyproject(DEMO),
    "src/main.rs": "fn main() {}\n",
    **CORE,
}


def nothing(root: Path) -> None:
    """Leave the project as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A mistake: the files that differ (None for one that is missing), and what is told."""

    name: str
    files: dict[str, str | None] = field(default_factory=dict)
    spoil: Callable[[Path], object] = nothing
    args: tuple[str, ...] = ()
    code: int = CONFIG
    says: tuple[str, ...]


def tool(text: str) -> str:
    return pyproject(f"{DEMO}[tool.ferrule]\n{text}\n")


CASES = [
    Case(
        name="no pyproject",
        files={"pyproject.toml": None},
        says=("pyproject.toml", "hint: add one"),
    ),
    Case(name="no manifest", files={"Cargo.toml": None}, says=("Cargo.toml",)),
    Case(
        name="a missing path dependency",
        files={"core/Cargo.toml": None},
        says=("dependencies.core", "core/Cargo.toml"),
    ),
    Case(
        name="a path dependency without a package",
        files={"core/Cargo.toml": "[workspace]\n"},
        says=("core/Cargo.toml", "package"),
    ),
    Case(
        name="a broken manifest of a path dependency",
        files={"core/Cargo.toml": "[package\n"},
        says=("core/Cargo.toml", "line 1"),
    ),
    Case(
        name="a path that is no text",
        files={"Cargo.toml": manifest("demo", "[dependencies]\ncore = { path = 1 }\n")},
        says=("Cargo.toml", "dependencies.core.path"),
    ),
    Case(
        name="a workspace root that is not there",
        files={"Cargo.toml": on_core().replace("[package]", '[package]\nworkspace = "../gone"')},
        says=("gone",),
    ),
    Case(
        name="inherited from no workspace",
        files={"Cargo.toml": manifest("demo", "[dependencies]\ncore.workspace = true\n")},
        says=("dependencies.core", "no workspace"),
    ),
    Case(
        name="an inherited version that is not there",
        files={"Cargo.toml": manifest("demo", "[workspace]\n", version="{ workspace = true }")},
        says=("Cargo.toml", "version"),
    ),
    Case(
        name="a lock that is no TOML",
        files={"Cargo.lock": "<<<<<<< HEAD\n"},
        says=("Cargo.lock", "line 1"),
    ),
    Case(
        name="a lock of another kind",
        files={"Cargo.lock": 'package = "demo"\n'},
        says=("Cargo.lock", "package"),
    ),
    Case(
        name="a lock that is not UTF-8",
        spoil=lambda root: (root / "Cargo.lock").write_bytes(b"# \xff\n"),
        says=("Cargo.lock", "UTF-8"),
    ),
    Case(
        name="a readme that is missing",
        files={"pyproject.toml": pyproject(f'{DEMO}readme = "NO.md"\n')},
        says=("project.readme", "NO.md"),
    ),
    Case(
        name="the generator git without a checkout",
        args=("--sdist-generator", "git"),
        says=("sdist-generator", "git checkout"),
    ),
    Case(
        name="an unknown generator",
        args=("--sdist-generator", "hg"),
        code=USAGE,
        says=("sdist-generator", "hg", "git"),
    ),
    Case(name="an unknown proof", args=("--verify", "well"), code=USAGE, says=("well", "build")),
    Case(
        name="an exclude of the manifest",
        files={"pyproject.toml": tool('exclude = ["Cargo.toml"]')},
        says=("exclude", "Cargo.toml"),
    ),
    Case(
        name="a malformed include",
        files={"pyproject.toml": tool('include = ["../*.md"]')},
        says=("include", "../*.md"),
    ),
    Case(name="out is a file", args=("-o", "Cargo.toml"), code=ARCHIVE, says=("Cargo.toml",)),
    Case(
        name="out cannot be made",
        args=("-o", "/proc/nowhere/dist"),
        code=ARCHIVE,
        says=("/proc/nowhere",),
    ),
    Case(
        name="a file whose name is not UTF-8",
        spoil=lambda root: Path(os.fsdecode(os.fsencode(root / "src") + b"/\xff.rs")).touch(),
        code=ARCHIVE,
        says=("UTF-8", "dcff", "hint: rename"),
    ),
]


def make(root: Path, files: dict[str, str | None]) -> Path:
    """Write the project, some files differently."""
    return write(root, {name: text for name, text in (FILES | files).items() if text is not None})


def check_error(result: Result, code: int, *says: str) -> None:
    """Check all that holds for every error."""
    assert "Traceback" not in result.err, result.err
    assert result.code == code, f"{result}\n{result.err}"
    lines = result.err.splitlines()
    errors = [number for number, line in enumerate(lines) if line.startswith("error: ")]
    assert len(errors) == 1, result.err
    said = "\n".join(lines[errors[-1] :])
    for word in says:
        assert word in said, result.err
    assert result.out == ""


def left_behind(root: Path) -> list[str]:
    """Return sdists, whole or not, and temporary files."""
    return [str(path) for pattern in ("*.gz*", "*.tmp") for path in root.rglob(pattern)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_mistake_gives_one_clear_error_and_leaves_nothing(case: Case, tmp_path: Path) -> None:
    root = make(tmp_path / "demo", case.files)
    case.spoil(root)
    args = case.args if "-o" in case.args else ("-o", "dist", *case.args)

    result = ferrule("sdist", *args, cwd=root)

    check_error(result, case.code, *case.says)
    assert left_behind(tmp_path) == []


def test_crates_that_need_each_other_are_told_by_cargo(tmp_path: Path) -> None:
    cycle = manifest("core", '[dependencies]\ndemo = { path = ".." }\n')
    root = make(tmp_path / "demo", {"core/Cargo.toml": cycle})

    result = ferrule("sdist", "-o", "dist", cwd=root)

    assert "Traceback" not in result.err
    assert result.code in (0, TOOL)
    (said,) = [line for line in result.err.splitlines() if line.startswith(("warning:", "error:"))]
    assert "does not load" in said


def test_a_build_from_an_sdist_that_fails_names_no_sdist_twice(tmp_path: Path) -> None:
    root = make(tmp_path / "demo", {"src/main.rs": "fn broken( {\n"})

    result = ferrule("build", "--sdist", "-o", "dist", cwd=root)

    assert result.code == TOOL
    assert "Traceback" not in result.err
    assert not list(root.rglob("*.whl*"))


RICH = {
    "Cargo.toml": manifest(
        "demo",
        'readme = "README.md"\nlicense-file = "LICENSE"\nauthors = ["A <a@b.c>"]\n'
        'include = ["/src"]\nbuild = "build.rs"\ndefault-run = "demo"\n'
        '[dependencies]\ncore = { workspace = true, features = ["a"] }\n'
        "[target.'cfg(unix)'.dev-dependencies]\nother = { path = 'core', package = 'core' }\n"
        '[[bin]]\nname = "demo"\npath = "src/main.rs"\n[features]\ndefault = ["core/a"]\n'
        '[workspace]\nmembers = ["core", "c*"]\ndefault-members = ["."]\nexclude = ["no"]\n'
        '[workspace.package]\nedition = "2021"\n[workspace.lints.rust]\nunused = "allow"\n'
        '[workspace.dependencies]\ncore = { path = "core", default-features = false }\n'
        '[patch.crates-io]\ncore = { path = "core" }\n[profile.release]\nlto = true\n',
    ),
    "pyproject.toml": pyproject(
        '[project]\nname = "demo"\nversion = "1"\nreadme = { file = "README.md", '
        'content-type = "text/markdown" }\nlicense-files = ["LICENSE*"]\n'
        'authors = [{ name = "A", email = "a@b.c" }]\n[project.urls]\nHome = "https://b.c"\n'
        '[tool.ferrule]\nmanifest-path = "Cargo.toml"\npython-source = "py"\n'
        'include = ["*.md", { path = "x", format = ["sdist"] }]\nexclude = ["*.txt"]\n'
    ),
    "Cargo.lock": f'{LOCK}dependencies = [\n "core",\n]\n\n[[package]]\nname = "core"\n'
    'version = "0.1.0"\n',
    "README.md": "",
    "LICENSE": "",
    "build.rs": "",
    "py/demo/__init__.py": "",
}
FUZZED = st.sampled_from(["Cargo.toml", "pyproject.toml", "Cargo.lock", "core/Cargo.toml"])
BITS = st.sampled_from([b"", b"[", b"]", b'"', b"=", b"\n", b"{", b"}", b"\xff", b"0", b".", b"#"])
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), BITS), min_size=1, max_size=3)
VALUES = st.recursive(
    st.sampled_from([0, -1, 1.5, True, "", "..", "/", "a\n", "*", "[", "workspace"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["path", "workspace", "a"]), inner, max_size=2),
    ),
    max_leaves=3,
)
FUZZING = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def plan(root: Path) -> None:
    """Decide what the sdist holds; nothing but one of our errors may end it."""
    env = {"PATH": os.environ["PATH"], "HOME": str(root)}
    request = Request(sources=(), cwd=root, env=env, host=find_host())
    with suppress(FerruleError):
        plan_sdist(request, *read_settings(request), Console(env=env, verbosity=-1))


@FUZZING
@given(name=FUZZED, edits=EDITS)
def test_broken_files_end_in_no_traceback(
    tmp_path: Path, name: str, edits: list[tuple[float, int, bytes]]
) -> None:
    root = make(tmp_path / "demo", dict(RICH))
    raw = (root / name).read_bytes()
    for place, length, put in edits:
        start = int(place * len(raw))
        raw = raw[:start] + put + raw[start + length :]
    (root / name).write_bytes(raw)

    plan(root)


@FUZZING
@given(name=FUZZED, value=VALUES, place=st.integers(0, 200))
def test_values_of_the_wrong_kind_end_in_no_traceback(
    tmp_path: Path, name: str, value: object, place: int
) -> None:
    root = make(tmp_path / "demo", dict(RICH))
    content = parse_toml((root / name).read_text(encoding="utf-8"))
    holders = list(walk(content))
    holder, key = holders[place % len(holders)]
    holder[key] = value
    (root / name).write_text(tomlkit.dumps(content), encoding="utf-8")

    plan(root)


def walk(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a value: the table or list, and the key or number."""
    for key, value in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
        yield holder, key
        if isinstance(value, (dict, list)):
            yield from walk(value)
