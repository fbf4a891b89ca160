"""Which stable ABI is built, and for which interpreters.

Enters: the stable ABIs that the crate's features ask for, and the interpreters. Leaves:
one of them, or None, and the interpreters that its wheel covers.
"""

from ferrule.bindings.model import StableAbi
from ferrule.interpreters.model import Interpreter
from ferrule.interpreters.select import supports_abi3, supports_abi3t


def choose_stable_abi(
    asked: tuple[StableAbi, ...], interpreters: tuple[Interpreter, ...]
) -> StableAbi | None:
    """Return the first stable ABI that some interpreter can have; abi3t comes first."""
    for stable in asked:
        if any(covers(stable, interpreter) for interpreter in interpreters):
            return stable
    return None


def covers(stable: StableAbi, interpreter: Interpreter) -> bool:
    """Tell whether a wheel of this stable ABI runs on the interpreter."""
    capable = supports_abi3t if stable.kind == "abi3t" else supports_abi3
    new_enough = stable.minimum is None or interpreter.version >= stable.minimum
    return capable(interpreter) and new_enough
