"""ferrule as a user of a front end gets it: a wheel, found beside those it depends on."""

import os
import sys
from pathlib import Path

from support.commands import run

CHECKOUT = Path(__file__).parents[2]


def fill_wheelhouse(folder: Path) -> None:
    """Build ferrule's wheel and gather those of its dependencies; needs PyPI."""
    argv = (sys.executable, "-m", "pip", "wheel", "-q", "--wheel-dir", folder, CHECKOUT)
    run(argv, cwd=folder).check()


def isolated(wheelhouse: Path) -> dict[str, str]:
    """Return the variables that let pip, build and uv see the wheelhouse and nothing else."""
    return {
        "PIP_FIND_LINKS": str(wheelhouse),
        "PIP_NO_INDEX": "1",
        "UV_FIND_LINKS": str(wheelhouse),
        "UV_NO_INDEX": "1",
        "UV_CACHE_DIR": str(wheelhouse.parent / "uv-cache"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
