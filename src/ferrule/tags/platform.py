"""Platform tags of wheels.

Enters: a target, the interpreter's own platform and the environment. Leaves: the platform
tags. Source: platform compatibility tags (packaging.python.org), PEP 425.

Until wheels are audited, a Linux wheel is tagged `linux_*`: it promises nothing about the
C library, and the index refuses it.
"""

from collections.abc import Mapping

from ferrule.errors import ConfigError
from ferrule.target.macos import deployment_version
from ferrule.target.triple import Target

WINDOWS_PLATFORMS = {"x86_64": "win_amd64", "i686": "win32", "aarch64": "win_arm64"}
MACOS_MACHINES = {"x86_64": "x86_64", "aarch64": "arm64"}


def platform_tag(target: Target, env: Mapping[str, str], interpreter_platform: str | None) -> str:
    """Return the platform tag of a wheel.

    Args:
        target: what the wheel's binaries run on.
        env: for `_PYTHON_HOST_PLATFORM` and `MACOSX_DEPLOYMENT_TARGET`.
        interpreter_platform: the platform of the interpreter that the wheel is bound to;
            None for stable-ABI wheels and programs.

    Raises:
        ConfigError: the platform has no tag here, or a variable is malformed.

    """
    own = interpreter_platform
    if own is not None and (
        target.is_windows or (target.os == "linux" and own.startswith("linux"))
    ):
        return own
    override = env.get("_PYTHON_HOST_PLATFORM")
    if override:
        return override.replace(".", "_").replace("-", "_")
    if target.os == "linux":
        return f"linux_{target.machine}"
    if target.is_macos:
        major, minor = deployment_version(target, env)
        return f"macosx_{major}_{minor}_{MACOS_MACHINES.get(target.arch, target.arch)}"
    if target.is_windows and target.arch in WINDOWS_PLATFORMS:
        return WINDOWS_PLATFORMS[target.arch]
    raise ConfigError(
        f"ferrule knows no platform tag for {target.triple}",
        hint="set _PYTHON_HOST_PLATFORM to the platform tag that the wheel is to have",
    )
