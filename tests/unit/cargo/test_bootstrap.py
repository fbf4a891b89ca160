import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ferrule.cargo.bootstrap import bootstrap_rust, wants_bootstrap
from ferrule.errors import ToolNotFoundError

ASKED = {"PATH": "/nowhere", "FERRULE_BOOTSTRAP_RUST": "1"}


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder that modules are imported from."""
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.modules.pop("puccinialin", None)


def test_the_fetched_toolchain_is_added_to_the_environment(modules: Path) -> None:
    (modules / "puccinialin.py").write_text("def setup_rust():\n    return {'PATH': '/rust/bin'}\n")

    assert bootstrap_rust(ASKED) == {**ASKED, "PATH": "/rust/bin"}


def test_what_goes_wrong_while_fetching_is_one_error(modules: Path) -> None:
    (modules / "puccinialin.py").write_text("def setup_rust():\n    raise OSError('no network')\n")

    with pytest.raises(ToolNotFoundError, match="puccinialin could not fetch Rust: no network"):
        bootstrap_rust(ASKED)


@pytest.mark.parametrize(
    "env",
    [
        {"PATH": "/nowhere"},
        {"PATH": "/nowhere", "FERRULE_BOOTSTRAP_RUST": "0"},
        {"PATH": "/nowhere", "FERRULE_BOOTSTRAP_RUST": "false"},
    ],
)
def test_nothing_is_fetched_unasked(env: dict[str, str]) -> None:
    assert not wants_bootstrap(env)
    assert bootstrap_rust(env) is env


def test_nothing_is_fetched_where_there_is_a_cargo(tmp_path: Path) -> None:
    cargo = tmp_path / "cargo"
    cargo.touch(mode=0o755)

    assert not wants_bootstrap({**ASKED, "PATH": str(tmp_path)})
