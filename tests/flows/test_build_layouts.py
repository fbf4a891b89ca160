"""Every layout, built by the command line: what is in the wheel, and that it works."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.commands import ferrule
from support.crates import Build, Crate, add_program
from support.pythons import EXT_SUFFIX, INSTALLERS, PLATFORM, THIS_TAG, ask, make_venv
from support.wheels import (
    executables,
    file_names,
    metadata,
    modes,
    payload,
    read,
    record_problems,
    tags,
)

VERSIONED = f"{THIS_TAG}-{THIS_TAG}-{PLATFORM}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the wheel of a crate must be. `module` is imported and its `answer` called."""

    crate: str
    name: str
    payload: set[str]
    module: str = ""
    inside: str = "."
    tag: str = VERSIONED


LAYOUTS = [
    Layout(
        crate="pure",
        name="pure-1.2.3",
        payload={
            "pure/__init__.py",
            "pure/__init__.pyi",
            f"pure/pure{EXT_SUFFIX}",
            "pure/py.typed",
        },
        module="pure",
    ),
    Layout(
        crate="stable",
        name="stable_answer-1.2.3",
        payload={"stable_answer/__init__.py", "stable_answer/stable_answer.abi3.so"},
        module="stable_answer",
        tag=f"cp310-abi3-{PLATFORM}",
    ),
    Layout(
        crate="mixed",
        name="mixed-1.2.3",
        payload={
            "mixed/__init__.py",
            f"mixed/_native{EXT_SUFFIX}",
            "mixed/_native.pyi",
            "mixed/py.typed",
            "mixed/run.sh",
            "mixed/sub/__init__.py",
            "mixed/sub/table.json",
        },
        module="mixed",
    ),
    Layout(
        crate="src_layout",
        name="src_layout-1.2.3",
        payload={"src_layout/__init__.py", f"src_layout/src_layout{EXT_SUFFIX}"},
        module="src_layout",
    ),
    Layout(
        crate="python_source",
        name="python_source-1.2.3",
        payload={
            "extra_package/__init__.py",
            "python_source/__init__.py",
            f"python_source/_core{EXT_SUFFIX}",
        },
        module="python_source",
    ),
    Layout(
        crate="namespace",
        name="answer_namespace-1.2.3",
        payload={"answer_ns/inner/plain.py", f"answer_ns/inner/ext{EXT_SUFFIX}"},
        module="answer_ns.inner.ext",
    ),
    Layout(
        crate="workspace",
        inside="member",
        name="member-2.0.0rc1",
        payload={"member/__init__.py", f"member/_member{EXT_SUFFIX}"},
        module="member",
    ),
    Layout(
        crate="above",
        inside="crate",
        name="above-1.2.3",
        payload={"above/__init__.py", f"above/above{EXT_SUFFIX}"},
        module="above",
    ),
    Layout(
        crate="data",
        name="data_files-1.2.3",
        payload={
            "data_files/__init__.py",
            f"data_files/data_files{EXT_SUFFIX}",
            "data_files-1.2.3.data/data/share/answer/value.txt",
            "data_files-1.2.3.data/headers/answer.h",
            "data_files-1.2.3.data/platlib/answer_plat.py",
            "data_files-1.2.3.data/purelib/answer_pure.py",
            "data_files-1.2.3.data/scripts/print-answer",
        },
        module="data_files",
    ),
    Layout(
        crate="patterns",
        name="patterns-1.2.3",
        payload={
            "assets/a.txt",
            "assets/deep/b.txt",
            "only_wheel.md",
            "patterns/__init__.py",
            f"patterns/_native{EXT_SUFFIX}",
            "patterns/kept.py",
            "patterns/made/generated.json",
        },
        module="patterns",
    ),
    Layout(
        crate="program",
        name="answer_program-1.2.3",
        payload={"answer_program-1.2.3.data/scripts/print-answer"},
        tag=f"py3-none-{PLATFORM}",
    ),
    Layout(
        crate="program_with_package",
        name="program_with_package-1.2.3",
        payload={
            "helper_package/__init__.py",
            "program_with_package-1.2.3.data/scripts/program_with_package",
        },
        tag=f"py3-none-{PLATFORM}",
    ),
]
IMPORTABLE = [layout for layout in LAYOUTS if layout.module]
every_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.crate)


@every_layout
def test_a_wheel_is_named_after_project_version_and_tag(build: Build, layout: Layout) -> None:
    wheel = build(layout.crate, layout.inside).wheel

    assert wheel.name == f"{layout.name}-{layout.tag}.whl"


@every_layout
def test_a_wheel_lists_the_tag_of_its_name(build: Build, layout: Layout) -> None:
    wheel = build(layout.crate, layout.inside).wheel

    assert tags(wheel) == [layout.tag]


@every_layout
def test_a_wheel_holds_what_belongs_to_the_package(build: Build, layout: Layout) -> None:
    wheel = build(layout.crate, layout.inside).wheel

    assert payload(wheel) == layout.payload


@every_layout
def test_a_wheel_agrees_with_its_record(build: Build, layout: Layout) -> None:
    wheel = build(layout.crate, layout.inside).wheel

    assert record_problems(wheel) == []


@every_layout
def test_dist_info_comes_last_and_record_very_last(build: Build, layout: Layout) -> None:
    names = file_names(build(layout.crate, layout.inside).wheel)
    in_dist_info = [".dist-info/" in name for name in names]

    assert in_dist_info == sorted(in_dist_info)
    assert names[-1].endswith(".dist-info/RECORD")


@pytest.mark.parametrize("installer", INSTALLERS)
@pytest.mark.parametrize("layout", IMPORTABLE, ids=lambda layout: layout.crate)
def test_an_installed_extension_answers(
    build: Build, layout: Layout, installer: str, tmp_path: Path
) -> None:
    python = make_venv(tmp_path / "venv")

    INSTALLERS[installer](build(layout.crate, layout.inside).wheel, python).check()

    code = f"from {layout.module} import answer; print(answer())"
    assert ask(python, code) == "42"


@pytest.mark.parametrize("installer", INSTALLERS)
@pytest.mark.parametrize(
    ("crate_name", "command"),
    [
        ("program", "print-answer"),
        ("program_with_package", "program_with_package"),
        ("data", "print-answer"),
    ],
)
def test_an_installed_program_runs(
    build: Build, crate_name: str, command: str, installer: str, tmp_path: Path
) -> None:
    python = make_venv(tmp_path / "venv")

    INSTALLERS[installer](build(crate_name).wheel, python).check()

    program = python.with_name(command)
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    assert done.stdout == "42\n"


def test_a_workspace_sibling_does_not_change_the_abi(build: Build) -> None:
    wheel = build("workspace", "member").wheel

    assert "abi3" not in wheel.name


def test_a_stable_abi_wheel_works_on_a_later_python(build: Build, tmp_path: Path) -> None:
    python = make_venv(tmp_path / "venv")

    INSTALLERS["pip"](build("stable").wheel, python).check()

    assert ask(python, "import stable_answer; print(stable_answer.__doc__)") == "Knows the answer."


def test_binaries_and_executable_sources_are_executable_and_nothing_else(build: Build) -> None:
    assert executables(build("mixed").wheel) == {f"mixed/_native{EXT_SUFFIX}", "mixed/run.sh"}


def test_modes_are_one_of_two(build: Build) -> None:
    assert set(modes(build("mixed").wheel).values()) == {0o100644, 0o100755}


def test_a_program_is_executable(build: Build) -> None:
    assert executables(build("program").wheel) == {"answer_program-1.2.3.data/scripts/print-answer"}


def test_metadata_joins_both_files(build: Build) -> None:
    fields = metadata(build("pure").wheel)

    assert fields["Name"] == "pure"
    assert fields["Version"] == "1.2.3"
    assert fields["Summary"] == "Knows the answer."
    assert fields["License"] == "MIT"
    assert fields["License-File"] == "LICENSE"
    assert fields["Requires-Python"] == ">=3.8"
    assert fields["Keywords"] == "answer"
    assert fields["Project-URL"] == "Source, https://example.org/pure"
    assert fields["Provides-Extra"] == "more"
    assert fields["Description-Content-Type"].startswith("text/markdown")


def test_the_readme_is_the_description_as_it_is(build: Build) -> None:
    text = read(build("pure").wheel, "*.dist-info/METADATA").decode()

    assert text.partition("\n\n")[2].strip() == "# pure\n\nKnows the answer. Größe: 42."


def test_scripts_become_entry_points(build: Build) -> None:
    text = read(build("pure").wheel, "*.dist-info/entry_points.txt").decode()

    assert "[console_scripts]" in text
    assert "say-answer" in text


def test_licence_files_are_shipped(build: Build) -> None:
    assert "pure-1.2.3.dist-info/licenses/LICENSE" in file_names(build("pure").wheel)


def test_the_wheel_says_who_made_it(build: Build) -> None:
    text = read(build("pure").wheel, "*.dist-info/WHEEL").decode()

    assert "Generator: ferrule (" in text
    assert "Root-Is-Purelib: false" in text


def test_a_manifest_elsewhere_is_reached_with_its_path(crate: Crate) -> None:
    root = crate("above")

    result = ferrule(
        "build", "-m", "crate/Cargo.toml", "-i", sys.executable, "-o", "dist", cwd=root
    )

    assert result.code == 0, result.err
    (wheel,) = (root / "dist").iterdir()
    assert wheel.name == f"above-1.2.3-{VERSIONED}.whl"


def test_a_maturin_project_builds_as_it_is_and_a_note_says_what_pip_does(crate: Crate) -> None:
    root = crate("mixed")
    pyproject = root / "pyproject.toml"
    text = pyproject.read_text().replace("tool.ferrule", "tool.maturin")
    pyproject.write_text(text.replace('"ferrule"', '"maturin"'))

    result = ferrule("build", "-i", sys.executable, "-o", "dist", cwd=root).check()

    assert (root / "dist" / f"mixed-1.2.3-{VERSIONED}.whl").is_file()
    assert [line for line in result.err.splitlines() if "note:" in line and "maturin" in line]


def test_a_crate_without_pyproject_builds(crate: Crate) -> None:
    root = crate("above") / "crate"
    (root.parent / "pyproject.toml").unlink()

    ferrule("build", "-i", sys.executable, "-o", "dist", cwd=root).check()

    assert (root / "dist" / f"above-1.2.3-{VERSIONED}.whl").is_file()


def test_wheels_go_to_the_target_directory_unless_told(crate: Crate) -> None:
    root = crate("pure")

    ferrule("build", "-i", sys.executable, cwd=root).check()

    assert [path.name for path in (root / "target" / "wheels").iterdir()] == [
        f"pure-1.2.3-{VERSIONED}.whl"
    ]


def test_git_ignored_files_stay_out(crate: Crate) -> None:
    root = crate("mixed")
    (root / ".git").mkdir()
    (root / ".gitignore").write_text("*.tmp\n")
    (root / "mixed" / "left.tmp").write_text("x")
    (root / "mixed" / "__pycache__").mkdir()
    (root / "mixed" / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"x")

    ferrule("build", "-i", sys.executable, "-o", "dist", cwd=root).check()

    (wheel,) = (root / "dist").iterdir()
    assert not [name for name in file_names(wheel) if "left" in name or "pycache" in name]


def test_an_old_interpreter_variable_does_not_disturb(crate: Crate, tmp_path: Path) -> None:
    root = crate("pure")
    broken = add_program(tmp_path / "bin", "python3", "exit 1")

    result = ferrule(
        "build", "-i", sys.executable, "-o", "dist", cwd=root, env={"PYO3_PYTHON": str(broken)}
    )

    assert result.code == 0, result.err
