"""maturin as the oracle: the same projects, sdists with the same files."""

import pytest

from oracles.compare_sdists import compare_project
from support.peer import MATURIN
from support.pythons import need


@pytest.mark.slow
@pytest.mark.network
@pytest.mark.parametrize("name", ["rpds-py", "safetensors"])
def test_a_published_project_gives_an_sdist_with_the_same_files(name: str) -> None:
    need(MATURIN.exists(), "maturin")

    assert compare_project(name) == []
