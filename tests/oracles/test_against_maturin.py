"""maturin as the oracle: the same projects, the same arguments, the same wheels."""

import sys
from pathlib import Path

import pytest

from oracles.compare_with_maturin import compare_project
from support.crates import Crate
from support.peer import MATURIN, build_with_ferrule, build_with_maturin, compare_folders
from support.pythons import another_python, need

# maturin refuses `stable` for the dash in its name.
CRATES = {
    "pure": ".",
    "mixed": ".",
    "src_layout": ".",
    "python_source": ".",
    "namespace": ".",
    "workspace": "member",
    "above": "crate",
    "data": ".",
    "patterns": ".",
    "program": ".",
    "program_with_package": ".",
}


def as_maturin_project(root: Path) -> None:
    """Give the options the name that both tools read."""
    for path in root.rglob("pyproject.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("tool.ferrule", "tool.maturin"), encoding="utf-8")


@pytest.mark.parametrize("name", CRATES)
def test_a_layout_gives_the_same_wheel(crate: Crate, tmp_path: Path, name: str) -> None:
    need(MATURIN.exists(), "maturin")
    root = crate(name)
    as_maturin_project(root)
    args = ["-i", sys.executable, "--compatibility", "linux"]

    build_with_maturin(root / CRATES[name], tmp_path / "m", args).check()
    build_with_ferrule(root / CRATES[name], tmp_path / "f", args).check()

    differences = compare_folders(tmp_path / "m" / "dist", tmp_path / "f" / "dist")
    assert [str(each) for each in differences if not each.reason] == []


@pytest.mark.slow
@pytest.mark.network
@pytest.mark.parametrize("name", ["rpds-py", "rtoml"])
def test_a_published_project_gives_the_same_wheels(name: str, wheelhouse: Path) -> None:
    need(MATURIN.exists(), "maturin")
    pythons = [Path(sys.executable), another_python()]

    assert compare_project(name, pythons, wheelhouse) == []
