"""Why a build may have failed: a machine without a C compiler cannot link.

Enters: a job that failed and the environment. Leaves: a hint, or an empty text.
"""

from collections.abc import Mapping

from ferrule.cargo.config import look_up, read_config, variable_name
from ferrule.cargo.model import CargoJob
from ferrule.cargo.rustflags import base_rustflags, find_triple
from ferrule.process import find_program

COMPILERS = ("cc", "gcc", "clang")
SELF_SUFFICIENT = ("windows-msvc", "wasm", "emscripten", "uefi")


def linker_hint(job: CargoJob, env: Mapping[str, str]) -> str:
    """Return what to install when rustc finds no linker on PATH and none is configured.

    Raises:
        ConfigError: a file of cargo's configuration is not TOML or cannot be read.

    """
    if any(find_program(name, env) for name in COMPILERS):
        return ""
    config = read_config(job, env)
    triple = find_triple(job, env, config)
    keys = ("target", triple, "linker")
    configured = look_up(config.overrides, keys) or look_up(config.files, keys)
    if (
        configured
        or env.get(variable_name(*keys))
        or any(part in triple for part in SELF_SUFFICIENT)
    ):
        return ""
    if any("linker=" in flag for flag in (*base_rustflags(job, env), *job.rustflags)):
        return ""
    how = "`xcode-select --install`" if "-apple-" in triple else "for example `apt install gcc`"
    return f"install a C compiler, which rustc links with ({how})"
