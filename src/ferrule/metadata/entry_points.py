"""entry_points.txt.

Enters: the scripts and entry points of a checked `[project]` table. Leaves: the file's
bytes, empty when there are none. Source: the entry points specification
(packaging.python.org).
"""

import re
from collections.abc import Iterator, Mapping

from ferrule.errors import ConfigError, raise_collected

Group = Mapping[str, str]

REFERENCE = re.compile(r"[\w.]+ *(: *[\w.]+ *)?(\[.*\])?")
RESERVED = {"console_scripts": "project.scripts", "gui_scripts": "project.gui-scripts"}


def render_entry_points(scripts: Group, gui_scripts: Group, others: Mapping[str, Group]) -> bytes:
    """Write the groups, scripts first, then by name; entries by name.

    Raises:
        ConfigError: a reserved group, a name or an object reference is not valid.

    """
    raise_collected(
        [
            *_refuse_reserved(others),
            *_refuse_entries("project.scripts", scripts, attribute=True),
            *_refuse_entries("project.gui-scripts", gui_scripts, attribute=True),
            *(
                error
                for name in sorted(others)
                for error in _refuse_entries(f"project.entry-points.{name}", others[name])
            ),
        ]
    )
    groups = {"console_scripts": scripts, "gui_scripts": gui_scripts}
    groups |= {name: others[name] for name in sorted(others)}
    lines = []
    for name, entries in groups.items():
        if entries:
            lines.append(f"[{name}]\n")
            lines += [f"{key}={entries[key]}\n" for key in sorted(entries)]
    return "".join(lines).encode()


def _refuse_reserved(others: Mapping[str, Group]) -> Iterator[ConfigError]:
    for name in sorted(RESERVED.keys() & others.keys()):
        yield ConfigError(
            f"pyproject.toml: project.entry-points.{name} is not allowed",
            hint=f"move its entries to {RESERVED[name]}",
        )


def _refuse_entries(
    where: str, entries: Group, *, attribute: bool = False
) -> Iterator[ConfigError]:
    for name, reference in sorted(entries.items()):
        match = REFERENCE.fullmatch(reference.strip())
        if not match or (attribute and not match[1]):
            yield ConfigError(
                f'pyproject.toml: {where}.{name} is "{reference}", no object reference',
                hint='write it as "package.module:function"',
            )
        if not name.strip() or re.search(r"[=\r\n]", name) or name.startswith("["):
            yield ConfigError(f'pyproject.toml: {where} has the invalid name "{name}"')
