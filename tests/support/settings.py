"""What the tests of settings share: a table of pyproject.toml, and short ways to resolve."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ferrule.project.model import PyProject
from ferrule.settings.arguments import read_arguments
from ferrule.settings.model import Settings
from ferrule.settings.resolve import resolve_settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]  # only on 3.10

MATURIN, FERRULE = "tool.maturin", "tool.ferrule"


def table(text: str, name: str = FERRULE) -> PyProject:
    """Return a pyproject.toml whose table of options holds `text`."""
    return PyProject(
        path=Path("/project/pyproject.toml"),
        build_backend=None,
        requires=(),
        project=None,
        tool=tomllib.loads(text),
        tool_name=name,
    )


def resolve(
    argv: Sequence[str] = (),
    toml: str = "",
    env: Mapping[str, str] | None = None,
    name: str = FERRULE,
) -> Settings:
    """Resolve a command line of `build`, a table and an environment."""
    return resolve_settings(table(toml, name), (read_arguments("build", argv),), env or {})
