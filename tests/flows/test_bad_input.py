"""What goes wrong: one clear error, a status that is not 0, nothing left behind."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.commands import Result, ferrule
from support.crates import Crate, add_program, append, edit
from support.pythons import find_pythons, need

USAGE, CONFIG, TOOL, INTERPRETER, BINDINGS, ARCHIVE = 2, 3, 4, 5, 6, 9


def nothing(root: Path) -> None:
    """Leave the crate as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A mistake: how it is made, and what the error must name.

    `cargo_speaks` is set where cargo's or rustc's own error comes first. `{tmp}` in
    arguments and environment is the folder of the test.
    """

    name: str
    crate: str = "pure"
    spoil: Callable[[Path], object] = nothing
    args: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    code: int
    says: tuple[str, ...]
    cargo_speaks: bool = False


def write(name: str, content: str | bytes) -> Callable[[Path], object]:
    raw = content.encode() if isinstance(content, str) else content
    return lambda root: (root / name).write_bytes(raw)


def remove(*names: str) -> Callable[[Path], object]:
    def spoil(root: Path) -> None:
        for name in names:
            (root / name).unlink()

    return spoil


def change(name: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda root: edit(root / name, old, new)


def add(name: str, text: str) -> Callable[[Path], object]:
    return lambda root: append(root / name, text)


def option(line: str) -> Callable[[Path], object]:
    return add("pyproject.toml", f"\n[tool.ferrule]\n{line}\n")


def program(script: str) -> Callable[[Path], object]:
    return lambda root: add_program(root.parent / "fakes", "python3.11", script)


def make_plain_library(root: Path) -> None:
    edit(root / "Cargo.toml", 'pyo3-ffi = { path = "../pyo3-ffi" }', "")
    edit(root / "Cargo.toml", 'crate-type = ["cdylib"]', "")


FAKE = "{tmp}/fakes/python3.11"

CASES = [
    # ---- the two files
    Case(
        name="no manifest",
        spoil=remove("Cargo.toml"),
        code=CONFIG,
        says=("Cargo.toml", "pure"),
    ),
    Case(
        name="an empty folder",
        spoil=remove("Cargo.toml", "pyproject.toml"),
        code=CONFIG,
        says=("Cargo.toml",),
    ),
    Case(
        name="broken TOML in the manifest",
        spoil=add("Cargo.toml", "[oh no\n"),
        code=CONFIG,
        says=("Cargo.toml", "line"),
    ),
    Case(
        name="broken TOML in pyproject",
        spoil=add("pyproject.toml", "[oh no\n"),
        code=CONFIG,
        says=("pyproject.toml", "line"),
    ),
    Case(
        name="pyproject is not UTF-8",
        spoil=write("pyproject.toml", b"a = '\xff'\n"),
        code=CONFIG,
        says=("pyproject.toml", "UTF-8"),
    ),
    Case(
        name="the manifest is not UTF-8",
        spoil=write("Cargo.toml", b"a = '\xff'\n"),
        code=CONFIG,
        says=("Cargo.toml", "UTF-8"),
    ),
    Case(
        name="no project name",
        spoil=change("pyproject.toml", 'name = "pure"\n', ""),
        code=CONFIG,
        says=("pyproject.toml", "name"),
    ),
    Case(
        name="an invalid project name",
        spoil=change("pyproject.toml", 'name = "pure"', 'name = "pure stuff!"'),
        code=CONFIG,
        says=("pyproject.toml", "name", "pure stuff!"),
    ),
    Case(
        name="an invalid version",
        spoil=change("pyproject.toml", 'dynamic = ["version", ', 'version = "one"\ndynamic = ['),
        code=CONFIG,
        says=("pyproject.toml", "version", "one"),
    ),
    Case(
        name="no build system",
        spoil=change("pyproject.toml", "[build-system]", "[built-system]"),
        code=CONFIG,
        says=("pyproject.toml", "build-system"),
    ),
    Case(
        name="a virtual manifest",
        crate="workspace",
        code=CONFIG,
        says=("Cargo.toml", "member"),
    ),
    Case(
        name="a manifest path that does not exist",
        args=("-m", "nowhere/Cargo.toml"),
        code=CONFIG,
        says=("nowhere",),
    ),
    Case(
        name="a manifest path that is a folder",
        args=("-m", "src"),
        code=CONFIG,
        says=("src", "Cargo.toml"),
    ),
    Case(
        name="a missing readme",
        spoil=remove("README.md"),
        code=CONFIG,
        says=("README.md", "readme"),
    ),
    Case(
        name="a readme that is not UTF-8",
        spoil=write("README.md", b"\xff\xfe\n"),
        code=CONFIG,
        says=("README.md", "UTF-8"),
    ),
    Case(
        name="a licence file outside the project",
        spoil=change(
            "pyproject.toml", "readme =", 'license-files = ["../pyo3-ffi/Cargo.toml"]\nreadme ='
        ),
        code=CONFIG,
        says=("license-files", ".."),
    ),
    # ---- options
    Case(
        name="an unknown key",
        spoil=add("pyproject.toml", "\n[tool.maturin]\nstripp = true\n"),
        code=CONFIG,
        says=("pyproject.toml", "tool.maturin.stripp", '"strip"'),
    ),
    Case(
        name="a key of the wrong type",
        spoil=option('strip = "yes"'),
        code=CONFIG,
        says=("pyproject.toml", "tool.ferrule.strip", "yes"),
    ),
    Case(
        name="a wrong choice",
        spoil=option('bindings = "pyO3"'),
        code=CONFIG,
        says=("pyproject.toml", "tool.ferrule.bindings", "pyO3", '"pyo3"'),
    ),
    Case(name="an unknown option", args=("--releas",), code=USAGE, says=("--releas", "--release")),
    Case(name="an option of later work", args=("--zig",), code=USAGE, says=("--zig",)),
    Case(name="an option given twice", args=("--release", "-r"), code=USAGE, says=("release",)),
    Case(
        name="two options that exclude each other",
        args=("-f",),
        code=USAGE,
        says=("--find-interpreter", "--interpreter"),
    ),
    Case(name="a value that is missing", args=("--profile",), code=USAGE, says=("--profile",)),
    Case(name="unknown bindings", args=("-b", "pyO3"), code=USAGE, says=("bindings", "pyO3")),
    Case(
        name="a level out of range",
        args=("--compression-level", "99"),
        code=USAGE,
        says=("compression-level", "99"),
    ),
    Case(
        name="a level that is no number",
        args=("--compression-level", "high"),
        code=USAGE,
        says=("compression-level", "high"),
    ),
    Case(
        name="a platform tag that needs the audit",
        args=("--compatibility", "manylinux2014"),
        code=USAGE,
        says=("compatibility", "manylinux2014"),
    ),
    Case(
        name="a wrong value in the environment",
        env={"FERRULE_STRIP": "perhaps"},
        code=USAGE,
        says=("FERRULE_STRIP", "perhaps"),
    ),
    # ---- layout
    Case(
        name="a time that is no number",
        env={"SOURCE_DATE_EPOCH": "today"},
        code=USAGE,
        says=("SOURCE_DATE_EPOCH", "today"),
    ),
    Case(
        name="a target directory that is a file",
        spoil=write("taken", ""),
        args=("--target-dir", "taken"),
        code=ARCHIVE,
        says=("taken", "writable"),
    ),
    Case(
        name="a dash in a module name",
        spoil=option('module-name = "pu-re"'),
        code=CONFIG,
        says=("module-name", "pu-re"),
    ),
    Case(
        name="a Python folder that does not exist",
        spoil=option('python-source = "pyth"'),
        code=CONFIG,
        says=("python-source", "pyth"),
    ),
    Case(
        name="a Python folder without the package",
        crate="python_source",
        spoil=lambda root: (root / "python" / "python_source").rename(root / "python" / "moved"),
        code=CONFIG,
        says=("python-source", "python_source"),
    ),
    Case(
        name="a wrong entry in the data directory",
        crate="data",
        spoil=lambda root: (root / "data_files.data" / "stuff").mkdir(),
        code=CONFIG,
        says=("stuff", "headers"),
    ),
    Case(
        name="a data directory that does not exist",
        spoil=option('data = "datta"'),
        code=CONFIG,
        says=("datta",),
    ),
    Case(
        name="an include pattern that leaves the project",
        spoil=option('include = ["../*.toml"]'),
        code=CONFIG,
        says=("include", "../*.toml"),
    ),
    Case(
        name="a broken link in a package",
        crate="mixed",
        spoil=lambda root: (root / "mixed" / "link.py").symlink_to("nowhere.py"),
        code=ARCHIVE,
        says=("link.py",),
    ),
    # ---- bindings
    Case(
        name="a crate that binds to nothing",
        spoil=change("Cargo.toml", 'pyo3-ffi = { path = "../pyo3-ffi" }', ""),
        code=BINDINGS,
        says=("pure", "pyo3"),
    ),
    Case(
        name="a library that is no cdylib",
        spoil=make_plain_library,
        code=BINDINGS,
        says=("pure",),
    ),
    Case(
        name="bindings that the crate does not use",
        crate="program",
        args=("-b", "pyo3"),
        code=BINDINGS,
        says=("pyo3",),
    ),
    Case(
        name="entry points beside programs",
        crate="program",
        spoil=add("pyproject.toml", '\n[project.scripts]\nx = "y:z"\n'),
        code=CONFIG,
        says=("scripts",),
    ),
    # ---- interpreters
    Case(
        name="an interpreter that is not there",
        args=("-i", "python3.99"),
        code=INTERPRETER,
        says=("python3.99", "PATH"),
    ),
    Case(
        name="an interpreter path that is not there",
        args=("-i", "/nowhere/python"),
        code=INTERPRETER,
        says=("/nowhere/python",),
    ),
    Case(
        name="an interpreter that is a folder",
        args=("-i", "{tmp}"),
        code=INTERPRETER,
        says=("{tmp}",),
    ),
    Case(
        name="an interpreter that crashes",
        spoil=program("kill -SEGV $$"),
        args=("-i", FAKE),
        code=INTERPRETER,
        says=("python3.11", "signal 11"),
    ),
    Case(
        name="an interpreter that prints rubbish",
        spoil=program("echo rubbish"),
        args=("-i", FAKE),
        code=INTERPRETER,
        says=("python3.11", "rubbish"),
    ),
    Case(
        name="an interpreter that says nothing",
        spoil=program("exit 0"),
        args=("-i", FAKE),
        code=INTERPRETER,
        says=("python3.11",),
    ),
    Case(
        name="an interpreter that refuses",
        spoil=program("echo 'Unknown option: -I' >&2; exit 2"),
        args=("-i", FAKE),
        code=INTERPRETER,
        says=("python3.11", "older than 3.4"),
    ),
    Case(
        name="one good and one missing interpreter",
        args=("-i", sys.executable, "python3.99"),
        code=INTERPRETER,
        says=("python3.99",),
    ),
    Case(
        name="a PyO3 configuration file that is not there",
        env={"PYO3_CONFIG_FILE": "/nowhere/config.txt"},
        code=INTERPRETER,
        says=("PYO3_CONFIG_FILE", "/nowhere/config.txt"),
    ),
    # ---- cargo and rustc
    Case(
        name="a crate that does not compile",
        spoil=add("src/lib.rs", "fn broken( {\n"),
        code=TOOL,
        says=("pure",),
        cargo_speaks=True,
    ),
    Case(
        name="a dependency that does not exist",
        spoil=change("Cargo.toml", "../pyo3-ffi", "../missing"),
        code=TOOL,
        says=("cargo",),
        cargo_speaks=True,
    ),
    Case(
        name="locked without a lock file",
        args=("--locked",),
        code=TOOL,
        says=("cargo",),
        cargo_speaks=True,
    ),
    Case(
        name="a profile that does not exist",
        args=("--profile", "fastest"),
        code=TOOL,
        says=("cargo",),
        cargo_speaks=True,
    ),
    Case(
        name="a feature that does not exist",
        args=("--features", "magic"),
        code=TOOL,
        says=("cargo",),
        cargo_speaks=True,
    ),
    Case(
        name="a target that does not exist",
        args=("--target", "potato-unknown-linux"),
        code=USAGE,
        says=("potato-unknown-linux",),
        cargo_speaks=True,
    ),
    Case(
        name="no cargo",
        env={"PATH": "/nowhere"},
        code=TOOL,
        says=("cargo", "rustup.rs"),
    ),
    Case(
        name="no rustc",
        env={"RUSTC": "/nowhere/rustc"},
        code=TOOL,
        says=("rustc",),
        cargo_speaks=True,
    ),
    Case(
        name="a cargo that crashes",
        spoil=lambda root: add_program(root.parent / "fakes", "cargo", "kill -SEGV $$"),
        env={"CARGO": "{tmp}/fakes/cargo"},
        code=TOOL,
        says=("cargo", "signal 11"),
    ),
    Case(
        name="a cargo that prints rubbish",
        spoil=lambda root: add_program(root.parent / "fakes", "cargo", "echo rubbish"),
        env={"CARGO": "{tmp}/fakes/cargo"},
        code=TOOL,
        says=("cargo",),
    ),
    # ---- where the wheel goes
    Case(
        name="out is a file",
        spoil=write("taken", ""),
        args=("-o", "taken"),
        code=ARCHIVE,
        says=("taken",),
    ),
    Case(
        name="out is below a file",
        spoil=write("taken", ""),
        args=("-o", "taken/dist"),
        code=ARCHIVE,
        says=("taken",),
    ),
    Case(
        name="out cannot be made",
        args=("-o", "/proc/nowhere/dist"),
        code=ARCHIVE,
        says=("/proc/nowhere",),
    ),
]


def run_case(case: Case, root: Path) -> Result:
    tmp = str(root.parent)
    args = [arg.replace("{tmp}", tmp) for arg in case.args]
    if "-i" not in args:
        args += ["-i", sys.executable]
    if "-o" not in args:
        args += ["-o", "dist"]
    env = {name: value.replace("{tmp}", tmp) for name, value in case.env.items()}
    return ferrule("build", *args, cwd=root, env=env)


def check_error(case: Case, result: Result, tmp: Path) -> None:
    """Check all that holds for every error."""
    assert "Traceback" not in result.err, result.err
    assert result.code == case.code, f"{result}\n{result.err}"
    lines = result.err.splitlines()
    errors = [number for number, line in enumerate(lines) if line.startswith("error: ")]
    assert errors, result.err
    if not case.cargo_speaks:
        assert len(errors) == 1, result.err
    said = "\n".join(lines[errors[-1] :])
    for word in case.says:
        assert word.replace("{tmp}", str(tmp)) in said, result.err


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_mistake_gives_one_clear_error_and_leaves_nothing(case: Case, crate: Crate) -> None:
    root = crate(case.crate)
    case.spoil(root)

    result = run_case(case, root)

    check_error(case, result, root.parent)
    assert result.out == ""
    assert left_behind(root) == []


def left_behind(root: Path) -> list[str]:
    """Return wheels, whole or not, and temporary files."""
    found = [*root.rglob("*.whl*"), *root.rglob("*.tmp")]
    return [str(path.relative_to(root)) for path in found]


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small file system")
def test_a_full_disk_gives_one_clear_error_and_leaves_nothing(
    crate: Crate, small_disk: Path
) -> None:
    root = crate("pure")
    case = Case(name="a full disk", args=("-o", str(small_disk)), code=ARCHIVE, says=("No space",))

    result = run_case(case, root)

    check_error(case, result, root.parent)
    assert list(small_disk.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 64 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    need(os.geteuid() == 0, "mounting a small file system takes root")
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    need(mounted, "mounting a file system is not allowed here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_file_that_cannot_be_written_whole_is_removed(crate: Crate) -> None:
    """The limit of file sizes stands for a full disk where nothing can be mounted."""
    need(shutil.which("prlimit"), "prlimit")
    root = crate("pure")
    ferrule("build", "-i", sys.executable, "-o", "warm", cwd=root).check()
    argv = ["prlimit", "--fsize=20000", sys.executable, "-m", "ferrule", "build"]
    argv += ["-i", sys.executable, "-o", "dist"]

    done = subprocess.run(argv, cwd=root, capture_output=True, text=True, check=False)

    assert done.returncode == ARCHIVE, done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert "Traceback" not in done.stderr
    assert list((root / "dist").iterdir()) == []


def test_an_error_keeps_the_wheel_of_an_earlier_build(crate: Crate) -> None:
    root = crate("pure")
    ferrule("build", "-i", sys.executable, "-o", "dist", cwd=root).check()
    (wheel,) = (root / "dist").iterdir()
    before = wheel.read_bytes()
    append(root / "src" / "lib.rs", "fn broken( {\n")

    result = ferrule("build", "-i", sys.executable, "-o", "dist", cwd=root)

    assert result.code == TOOL
    assert wheel.read_bytes() == before


def test_several_mistakes_are_told_together(crate: Crate) -> None:
    root = crate("pure")
    append(root / "pyproject.toml", '\n[tool.ferrule]\nstripp = true\nlocked = "no"\n')

    result = ferrule("build", "-i", sys.executable, cwd=root)

    assert "tool.ferrule.stripp" in result.err
    assert "tool.ferrule.locked" in result.err


def test_a_missing_interpreter_is_told_with_those_that_were_found(crate: Crate) -> None:
    root = crate("pure")
    shown = crate("pure").parent / "bin"
    shown.mkdir()
    version, python = next(iter(find_pythons().items()))
    (shown / f"python{version[0]}.{version[1]}").symlink_to(python)
    env = {"PATH": f"{shown}{os.pathsep}{os.environ['PATH']}"}

    result = ferrule("build", "-i", "python3.99", cwd=root, env=env)

    assert result.code == INTERPRETER
    assert f"{version[0]}.{version[1]}" in result.err


def test_rust_missing_names_the_version_the_crate_asks_for(crate: Crate) -> None:
    root = crate("pure")
    edit(root / "Cargo.toml", 'edition = "2021"', 'edition = "2021"\nrust-version = "1.83"')

    result = ferrule("build", "-i", sys.executable, cwd=root, env={"PATH": "/nowhere"})

    assert "1.83" in result.err
    assert "FERRULE_BOOTSTRAP_RUST" in result.err


def test_no_traceback_when_stdout_is_closed(crate: Crate) -> None:
    root = crate("pure")
    argv = f"{sys.executable} -m ferrule build --plan -i {sys.executable} | true"

    done = subprocess.run(["sh", "-c", argv], cwd=root, capture_output=True, text=True, check=False)

    assert "Traceback" not in done.stderr
