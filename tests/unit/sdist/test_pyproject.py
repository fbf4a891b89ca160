"""pyproject.toml says the same at the top of an sdist as where it was."""

from pathlib import Path
from typing import Any

import pytest

from ferrule.errors import ConfigError
from ferrule.metadata.model import LicenseFile
from ferrule.project.layout import find_layout
from ferrule.project.model import LayoutKeys
from ferrule.project.read import read_project
from ferrule.sdist.crates import find_crates
from ferrule.sdist.pyproject import freeze_version, rewrite_pyproject
from ferrule.toml import parse_toml
from support.projects import pyproject, write
from support.sdists import crate

CORE = '[dependencies]\ncore = { path = "../core" }\n'
NAMED = '[project]\nname = "demo"\nversion = "1"\n'


def rewritten(folder: Path, manifest: Path | None = None, licenses: tuple[Path, ...] = ()) -> str:
    project = read_project(folder, manifest)
    tool = project.pyproject.tool if project.pyproject else {}
    keys = LayoutKeys(python_source=tool.get("python-source"), data=tool.get("data"))
    layout = find_layout(project, keys, program=False)
    files = (LicenseFile(path=path.name, source=path) for path in licenses)
    return rewrite_pyproject(
        project, find_crates(project, layout.python_dir), layout, files
    ).decode()


def moved(root: Path, text: str, **files: str) -> dict[str, Any]:
    """Rewrite a pyproject.toml in `demo`, which goes to the top since `core` is beside."""
    write(root, {
        "demo/pyproject.toml": pyproject(text),
        "demo/Cargo.toml": crate("demo", CORE),
        "core/Cargo.toml": crate("core"),
        **files,
    })  # fmt: skip
    return parse_toml(rewritten(root / "demo"))


@pytest.mark.parametrize(
    ("tool", "manifest"),
    [
        ("", "Cargo.toml"),
        ("[tool.maturin]\nmanifest-path = 'crate/Cargo.toml'\n", "crate/Cargo.toml"),
        ("[tool.ferrule]\npython-source = 'python'\n", "rust/Cargo.toml"),
    ],
)
def test_at_the_top_it_stays_byte_for_byte(tool: str, manifest: str, tmp_path: Path) -> None:
    text = f"# mine\r\n{pyproject(NAMED + tool)}"
    write(tmp_path, {"pyproject.toml": text, manifest: crate("demo"), "python/demo/a.py": ""})

    assert rewritten(tmp_path) == text


def test_a_manifest_that_was_named_otherwise_is_written_down(tmp_path: Path) -> None:
    text = pyproject(f"{NAMED}[tool.black]\nx = 1\n[other]\ny = 2\n")
    write(tmp_path, {
        "pyproject.toml": text,
        "Cargo.toml": '[workspace]\nmembers = ["sub"]\n',
        "sub/Cargo.toml": crate("demo"),
    })  # fmt: skip

    edited = rewritten(tmp_path, Path("sub/Cargo.toml"))

    tool = parse_toml(edited)["tool"]
    assert tool == {"black": {"x": 1}, "ferrule": {"manifest-path": "sub/Cargo.toml"}}
    assert edited.startswith(text[: text.index("[other]")])


def test_another_manifest_than_it_leads_to_is_written_down(tmp_path: Path) -> None:
    write(tmp_path, {
        "pyproject.toml": pyproject(NAMED),
        "Cargo.toml": crate("root", "[workspace]\n"),
        "sub/Cargo.toml": crate("demo", '[dependencies]\nroot = { path = ".." }\n'),
    })  # fmt: skip

    edited = parse_toml(rewritten(tmp_path, Path("sub/Cargo.toml")))

    assert edited["tool"]["ferrule"] == {"manifest-path": "sub/Cargo.toml"}


def test_the_table_of_the_project_gets_the_keys(tmp_path: Path) -> None:
    edited = moved(tmp_path, f"{NAMED}[tool.maturin]\nstrip = true # s\n")

    assert edited["tool"] == {"maturin": {"strip": True, "manifest-path": "demo/Cargo.toml"}}


def test_what_is_relative_to_it_stays(tmp_path: Path) -> None:
    tool = '[tool.ferrule]\npython-source = "python"\ndata = "data"\ninclude = ["x/**"]\n'

    edited = moved(
        tmp_path, f"{NAMED}{tool}", **{"demo/python/demo/a.py": "", "demo/data/scripts/x": ""}
    )

    kept = {"python-source": "python", "data": "data", "include": ["x/**"]}
    assert edited["tool"]["ferrule"] == {"manifest-path": "demo/Cargo.toml", **kept}


def test_sources_that_were_found_beside_rust_are_named(tmp_path: Path) -> None:
    write(tmp_path, {
        "demo/pyproject.toml": pyproject(NAMED),
        "demo/src/demo/__init__.py": "",
        "demo/rust/Cargo.toml": crate("demo", '[dependencies]\ncore = { path = "../../core" }\n'),
        "core/Cargo.toml": crate("core"),
    })  # fmt: skip

    tool = parse_toml(rewritten(tmp_path / "demo"))["tool"]["ferrule"]

    assert tool == {"manifest-path": "demo/rust/Cargo.toml", "python-source": "src"}


def test_folders_outside_are_named_from_the_top(tmp_path: Path) -> None:
    tool = '[tool.ferrule]\npython-source = ".."\ndata = "../data"\n'

    edited = moved(tmp_path, f"{NAMED}{tool}", **{"data/scripts/x": "", "demo/__init__.py": ""})

    assert edited["tool"]["ferrule"]["python-source"] == "."
    assert edited["tool"]["ferrule"]["data"] == "data"


@pytest.mark.parametrize(
    ("readme", "place"),
    [
        ('"README.md"', "demo/README.md"),
        ('"../README.md"', "README.md"),
        ('{ file = "../README.md" }', {"file": "README.md"}),
        ('{ text = "x" }', {"text": "x"}),
        ('"../../README.md"', "../../README.md"),
    ],
)
def test_the_readme_is_named_from_the_top(readme: str, place: object, tmp_path: Path) -> None:
    edited = moved(tmp_path, f"{NAMED}readme = {readme}\n")

    assert edited["project"]["readme"] == place


def test_the_licence_is_named_as_the_metadata_names_it(tmp_path: Path) -> None:
    write(tmp_path, {
        "demo/pyproject.toml": pyproject(f'{NAMED}license = {{ file = "../LICENSE" }} # l\n'),
        "demo/Cargo.toml": crate("demo", CORE),
        "core/Cargo.toml": crate("core"),
        "LICENSE": "",
    })  # fmt: skip

    edited = rewritten(tmp_path / "demo", licenses=(tmp_path / "LICENSE",))

    assert parse_toml(edited)["project"]["license"] == {"file": "LICENSE"}


@pytest.mark.parametrize("value", ['"MIT"', '{ text = "x" }', '{ file = "NONE" }'])
def test_other_licences_stay(value: str, tmp_path: Path) -> None:
    edited = moved(tmp_path, f"{NAMED}license = {value}\n")

    assert edited["project"]["license"] == parse_toml(f"x = {value}")["x"]


def test_a_project_without_it_has_no_sdist(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": crate("demo")})

    with pytest.raises(ConfigError, match=r"no pyproject.toml in"):
        rewritten(tmp_path)


FROM_GIT = """\
[project] # p
name = "demo"
dynamic = ["version", "readme"] # d
[tool.ferrule]
version = { from = "git" }
strip = true # s
"""


def test_a_version_from_git_becomes_that_of_the_project() -> None:
    frozen = freeze_version(FROM_GIT.encode(), "1.2.1.dev1+g1234567").decode()

    assert parse_toml(frozen) == {
        "project": {"name": "demo", "dynamic": ["readme"], "version": "1.2.1.dev1+g1234567"},
        "tool": {"ferrule": {"strip": True}},
    }
    assert "# p" in frozen
    assert "# s" in frozen


def test_an_empty_list_of_dynamic_keys_goes() -> None:
    text = FROM_GIT.replace(', "readme"', "").replace("strip = true # s\n", "")

    frozen = parse_toml(freeze_version(text.encode(), "1.2").decode())

    assert frozen["project"] == {"name": "demo", "version": "1.2"}


def test_a_version_that_is_written_stays() -> None:
    content = b"[project]\nversion = '1'\n"

    assert freeze_version(content, "2") is content


def test_a_version_needs_a_project_table() -> None:
    with pytest.raises(ConfigError, match=r"tool.ferrule.version needs a \[project\] table"):
        freeze_version(b'[tool.ferrule]\nversion = { from = "git" }\n', "1")
