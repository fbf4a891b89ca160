"""The front ends that build a project through the hooks, each in an isolated environment."""

import sys
from collections.abc import Mapping
from pathlib import Path

from support.commands import Result, run

FRONT_ENDS = {
    "pip": ("pip", "wheel", "--no-deps", "--wheel-dir"),
    "build": ("build", "--wheel", "--outdir"),
    "uv": ("uv", "build", "--wheel", "--python", sys.executable, "--out-dir"),
}


def call_front_end(
    name: str,
    root: Path,
    out: str | Path,
    *settings: str,
    env: Mapping[str, str],
    verbose: bool = False,
) -> Result:
    """Build the wheel of the project in `root` into `out`.

    `settings` are `KEY=VALUE`; `verbose` makes pip show what the backend says.
    """
    words = [word for setting in settings for word in ("-C", setting)]
    if verbose and name == "pip":
        words.append("-v")
    return run((sys.executable, "-m", *FRONT_ENDS[name], out, *words, root), cwd=root, env=env)
