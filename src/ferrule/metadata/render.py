"""METADATA.

Enters: a checked `[project]` table, the readme and the licensing. Leaves: the file's bytes.
Source: the core metadata specification (packaging.python.org); field order is maturin's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from ferrule.metadata.check import one_line
from ferrule.metadata.model import Licensing, Readme

TYPE_CHECKING = False
if TYPE_CHECKING:
    from packaging.requirements import Requirement
    from pyproject_metadata import StandardMetadata

Fields = Iterator[tuple[str, str | None]]
People = Iterable[tuple[str, str | None]]

# Characters of a display name that RFC 822 wants quoted.
SPECIAL = re.compile(r'[][\\()<>@,:;".]')
CONTINUATION = "\n" + " " * 8


def render_metadata(
    checked: "StandardMetadata",
    requires_python: str | None,
    readme: Readme | None,
    licensing: Licensing,
) -> bytes:
    """Write METADATA; the readme's bytes are its body, unchanged."""
    fields = (
        *_list_identity(checked, licensing),
        *_list_people(checked),
        ("License-Expression", licensing.expression),
        ("License", licensing.text),
        ("Requires-Python", requires_python),
        ("Description-Content-Type", readme.content_type if readme else None),
        *_list_links(checked),
    )
    # Only a licence's text has lines; elsewhere a line break would start another field.
    lines = [
        f"{name}: {_fold(value) if name == 'License' else one_line(value)}\n"
        for name, value in fields
        if value is not None
    ]
    body = b"" if readme is None else b"\n" + readme.content + b"\n"
    return "".join(lines).encode() + body


def list_requirements(
    dependencies: Iterable["Requirement"],
    extras: Mapping[str, Iterable["Requirement"]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values of Requires-Dist and of Provides-Extra.

    Extras are normalised (PEP 685) and sorted; two spellings of one extra are one.
    """
    from packaging.utils import canonicalize_name

    requirements = [str(requirement) for requirement in dependencies]
    names: dict[str, None] = {}
    for extra, members in sorted(extras.items()):
        name = canonicalize_name(extra)
        names[name] = None
        requirements += [_require_for(requirement, name) for requirement in members]
    return tuple(dict.fromkeys(requirements)), tuple(names)


def _require_for(requirement: "Requirement", extra: str) -> str:
    from copy import copy

    from packaging.markers import Marker

    condition = f'extra == "{extra}"'
    if requirement.marker is not None:
        given = str(requirement.marker)
        # Harmless where the "or" is inside of parentheses or a string already.
        given = f"({given})" if " or " in given else given
        condition = f"{given} and {condition}"
    limited = copy(requirement)
    limited.marker = Marker(condition)
    return str(limited)


def _list_identity(checked: "StandardMetadata", licensing: Licensing) -> Fields:
    requirements, extras = list_requirements(checked.dependencies, checked.optional_dependencies)
    yield "Metadata-Version", checked.metadata_version
    yield "Name", checked.name
    yield "Version", str(checked.version)
    yield from (("Classifier", classifier) for classifier in checked.classifiers)
    yield from (("Requires-Dist", requirement) for requirement in requirements)
    yield from (("Provides-Extra", extra) for extra in extras)
    yield from (("License-File", file.path) for file in licensing.files)
    yield "Summary", checked.description or None
    yield "Keywords", ",".join(checked.keywords) or None


def _list_people(checked: "StandardMetadata") -> Fields:
    for role, people in (("Author", checked.authors), ("Maintainer", checked.maintainers)):
        yield role, _join_names(people)
        yield f"{role}-email", _join_addresses(people)


def _join_names(people: People) -> str | None:
    return ", ".join(name for name, address in people if not address) or None


def _join_addresses(people: People) -> str | None:
    return ", ".join(_write_address(name, one) for name, one in people if one) or None


def _write_address(name: str, address: str) -> str:
    if SPECIAL.search(name):
        name = '"{}"'.format(re.sub(r'([\\"])', r"\\\1", name))
    return f"{name} <{address}>" if name else address


def _list_links(checked: "StandardMetadata") -> Fields:
    for label, url in sorted(checked.urls.items()):
        yield "Project-URL", f"{label}, {url}"
    for name in checked.import_names or ():
        yield "Import-Name", name
    if checked.import_names is not None and not checked.import_names:
        yield "Import-Name", ""
    for namespace in checked.import_namespaces or ():
        yield "Import-Namespace", namespace


def _fold(text: str) -> str:
    """Write a text of several lines as one header with continuation lines."""
    return CONTINUATION.join(text.strip().splitlines())
