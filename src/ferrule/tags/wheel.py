"""Wheel tags and file names.

Enters: names, versions and tag parts. Leaves: `WheelTag`s and file names. Source: the
binary distribution format and platform compatibility tags (packaging.python.org).
"""

import re

from ferrule.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WheelTag:
    """A compressed tag set: python tags, abi tags and platform tags, each sorted."""

    python: tuple[str, ...]
    abi: tuple[str, ...]
    platform: tuple[str, ...]

    def __str__(self) -> str:
        """Return the tag set as a file name carries it."""
        return "-".join(".".join(sorted(part)) for part in (self.python, self.abi, self.platform))

    def expand(self) -> tuple[str, ...]:
        """Return every single tag, in the order that WHEEL lists them."""
        return tuple(
            f"{python}-{abi}-{platform}"
            for python in sorted(self.python)
            for abi in sorted(self.abi)
            for platform in sorted(self.platform)
        )


def escape_name(name: str) -> str:
    """Return a distribution name as file names carry it."""
    return re.sub(r"[-_.]+", "_", name).lower()


def escape_version(version: str) -> str:
    """Return a normalised version as file names carry it."""
    return version.replace("-", "_")


def wheel_stem(name: str, version: str) -> str:
    """Return what a wheel's name and its dist-info folder start with."""
    return f"{escape_name(name)}-{escape_version(version)}"


def wheel_file_name(name: str, version: str, tag: WheelTag) -> str:
    """Return the file name of a wheel."""
    return f"{wheel_stem(name, version)}-{tag}.whl"
