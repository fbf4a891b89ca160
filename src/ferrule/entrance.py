"""What the entrances read of the machine, as values for the rooms below.

Enters: the process's own environment, platform and folder. Leaves: values; no other module
but the entrances reads them.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ferrule.console import Console
    from ferrule.settings.model import OutputSettings
    from ferrule.target.triple import Target


def read_environment() -> dict[str, str]:
    """Return the environment."""
    return dict(os.environ)  # noqa: TID251 -- the one place that reads it


def working_folder() -> "Path":
    """Return the folder that ferrule runs in."""
    from pathlib import Path

    return Path.cwd()


def find_host() -> "Target":
    """Return the machine that ferrule runs on."""
    import platform

    from ferrule.target.triple import guess_host

    return guess_host(sys.platform, platform.machine())  # noqa: TID251 -- the one place


def make_console(output: "OutputSettings", env: "Mapping[str, str]") -> "Console":
    """Return the console that the output settings ask for."""
    from ferrule.console import Console

    verbosity = -1 if output.quiet else output.verbose
    return Console(verbosity=verbosity, color=output.color or "auto", env=env)
