"""What the build is for.

Enters: the target that was asked for and the host. Leaves: the `Target`.
"""

from ferrule.errors import UsageError
from ferrule.target.triple import Target, parse_triple


def choose_target(wanted: str | None, host: str) -> Target:
    """Return the target of the build.

    Args:
        wanted: the triple that was asked for; None means the host.
        host: the triple of the machine's rustc.

    Raises:
        UsageError: another platform is asked for, which this version cannot build for.

    """
    if wanted is not None and wanted != host:
        raise UsageError(
            f'the target "{wanted}" is not this machine, {host}, and ferrule does not '
            "cross-compile yet",
            hint="leave out --target (and CARGO_BUILD_TARGET), and build on that platform",
        )
    return parse_triple(host)
