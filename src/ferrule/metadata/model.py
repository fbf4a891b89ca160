"""Core metadata as data.

Enters: nothing. Leaves: what a wheel's dist-info is made of.
"""

from collections.abc import Mapping
from pathlib import Path

from ferrule.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseFile:
    """A licence file: its path in metadata and archives (with `/`), and where it is."""

    path: str
    source: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Readme:
    """A description: its bytes as they are in the file, and its content type, if known."""

    content: bytes
    content_type: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A `[project]` table with nothing dynamic left, and where its values are from.

    `table` holds the keys of the standard only. `from_crate` are those that Cargo.toml
    gave; `crate` is how messages name that file.
    """

    table: Mapping[str, object]
    from_crate: frozenset[str]
    crate: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensing:
    """A distribution's licence: an SPDX expression or, as of old, free text; the files."""

    expression: str | None = None
    text: str | None = None
    files: tuple[LicenseFile, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a wheel is named by: `name` as the user spells it, `version` normalised (PEP 440)."""

    name: str
    version: str
    has_scripts: bool


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
