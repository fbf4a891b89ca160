"""The oldest macOS that a binary runs on.

Enters: the target and the environment. Leaves: the deployment target as a version.
Source: rustc's platform support pages for the apple-darwin targets.
"""

from collections.abc import Mapping

from ferrule.errors import ConfigError
from ferrule.target.triple import Target

# What rustc assumes without MACOSX_DEPLOYMENT_TARGET.
DEFAULTS = {"aarch64": (11, 0), "x86_64": (10, 12)}
VARIABLE = "MACOSX_DEPLOYMENT_TARGET"


def deployment_version(target: Target, env: Mapping[str, str]) -> tuple[int, int]:
    """Return the deployment target, its minor version 0 from macOS 11 on.

    Raises:
        ConfigError: MACOSX_DEPLOYMENT_TARGET is no version.

    """
    version = DEFAULTS.get(target.arch, (11, 0))
    text = env.get(VARIABLE)
    if text:
        major, _, rest = text.partition(".")
        minor = rest.partition(".")[0] or "0"
        if not (major.isdigit() and minor.isdigit()):
            raise ConfigError(f'{VARIABLE} is "{text}"', hint='set it to a version like "11.0"')
        version = max(version, (int(major), int(minor)))
    return version if version < (11, 0) else (version[0], 0)
