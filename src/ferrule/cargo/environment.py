"""The environment of the cargo that compiles.

Enters: a job and the environment of the user. Leaves: the whole environment of cargo.
"""

from collections.abc import Mapping

from ferrule.cargo.model import CargoJob
from ferrule.cargo.rustflags import merge_rustflags


def compile_environment(job: CargoJob, env: Mapping[str, str]) -> dict[str, str]:
    """Return the user's environment with the job's variables and rustflags.

    CARGO is left out: it names the program to start, and cargo sets it for its children.

    Raises:
        ConfigError: a file of cargo's configuration is not TOML or cannot be read.

    """
    child = {name: value for name, value in env.items() if name != "CARGO"} | dict(job.env)
    return child | dict(merge_rustflags(job, child))
