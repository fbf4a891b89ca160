"""A Rust toolchain for one build, fetched only when the user asks for it.

Enters: the environment. Leaves: the environment with Rust in it. puccinialin does the
fetching; it is no dependency of ferrule, since nothing is downloaded behind the user's back.
"""

from collections.abc import Mapping

from ferrule.errors import ToolNotFoundError
from ferrule.process import find_program

VARIABLE = "FERRULE_BOOTSTRAP_RUST"
REQUIREMENT = "puccinialin"


def wants_bootstrap(env: Mapping[str, str]) -> bool:
    """Tell whether Rust is missing and the user asked for it to be fetched."""
    asked = env.get(VARIABLE, "").lower() not in {"", "0", "false", "no", "off"}
    return asked and find_program(env.get("CARGO") or "cargo", env) is None


def bootstrap_rust(env: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment, with a fetched Rust where it is wanted and missing.

    Raises:
        ToolNotFoundError: puccinialin is not installed, or cannot provide Rust.

    """
    if not wants_bootstrap(env):
        return env
    from importlib import import_module

    try:
        puccinialin = import_module(REQUIREMENT)
    except ImportError as error:
        raise ToolNotFoundError(
            f"{VARIABLE} is set, but {REQUIREMENT}, which fetches Rust, is not installed",
            hint=f"run `pip install {REQUIREMENT}`, or install Rust from https://rustup.rs",
        ) from error
    try:
        added: Mapping[str, str] = puccinialin.setup_rust()
    except Exception as error:
        raise ToolNotFoundError(
            f"{REQUIREMENT} could not fetch Rust: {error}",
            hint="install Rust from https://rustup.rs",
        ) from error
    return {**env, **added}
