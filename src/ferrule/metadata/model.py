"""Core metadata as data.

Enters: nothing. Leaves: what a wheel's dist-info is made of.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseFile:
    """A licence file: its path in metadata and archives (with `/`), and where it is."""

    path: str
    source: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreMetadata:
    """A distribution's metadata.

    `name` is as the user spells it, `version` normalised (PEP 440). `text` is the METADATA
    file, `entry_points` the entry_points.txt file or empty. `notes` are sentences for the
    user about what was read leniently.
    """

    name: str
    version: str
    requires_python: str | None
    text: bytes
    entry_points: bytes
    license_files: tuple[LicenseFile, ...]
    has_scripts: bool
    notes: tuple[str, ...] = ()
