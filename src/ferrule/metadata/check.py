"""The merged table judged by the standard's own library.

Enters: a `Merged` table. Leaves: pyproject-metadata's typed `StandardMetadata`, or all that
is wrong as one error. Readme and licence are read elsewhere, more leniently, and left out.
Sources: PEP 621, PEP 508, PEP 440, PEP 794.
"""

import re
from collections.abc import Iterable, Mapping

from ferrule.errors import ConfigError, raise_collected
from ferrule.metadata.model import Merged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyproject_metadata import StandardMetadata

READ_ELSEWHERE = frozenset({"readme", "license", "license-files"})
PERSON_HINT = 'write each as { name = "…", email = "…" }'
REQUIREMENT_HINT = 'write it as "name>=1.2" or "name>=1.2; python_version < \'3.12\'"'
HINTS = {
    "project.name": "use ASCII letters, digits and between them . _ -",
    "project.version": 'write one such as "1.2.3" or "1.2.3rc1"',
    "project.requires-python": 'write one such as ">=3.9"',
    "project.dependencies": REQUIREMENT_HINT,
    "project.optional-dependencies": REQUIREMENT_HINT,
    "project.authors": PERSON_HINT,
    "project.maintainers": PERSON_HINT,
}
TYPE_NAMES = {
    "str": "a string",
    "int": "a number",
    "float": "a number",
    "bool": "a boolean",
    "list": "a list",
    "dict": "a table",
    "list[str]": "a list of strings",
    "ContactTable": "a table",
    "list[ContactTable]": "a list of tables",
    "dict[str, str]": "a table of strings",
    "dict[str, list[str]]": "a table of lists of strings",
    "dict[str, dict[str, str]]": "a table of tables of strings",
}
WRONG_TYPE = re.compile(r"has an invalid type, expecting (.+) \(got (.+)\)")
VALID_NAME = re.compile(r"[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9]", re.IGNORECASE | re.ASCII)
# What packaging says of a requirement is three lines with a caret, shown as a repr.
REQUIREMENT_DETAIL = re.compile(r" \(InvalidRequirement\(.*", re.DOTALL)


def check_table(merged: Merged, others: Iterable[ConfigError]) -> "StandardMetadata":
    """Check a table and return it typed; a person without a name has an empty one.

    Raises:
        ConfigError: what is wrong with the table, and the `others` found before.

    """
    import warnings

    from pyproject_metadata import StandardMetadata
    from pyproject_metadata.errors import ConfigurationError, ExceptionGroup

    version = lowest_version(merged.table)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Our notes say it, naming the file.
            checked = StandardMetadata.from_pyproject(
                {"project": _prepare(merged.table)},
                metadata_version=version,
                allow_extra_keys=True,
                all_errors=True,
            )
    except ExceptionGroup as group:
        # A wrong type makes the library stumble as well; only the cause is for the user.
        wrong = [error for error in group.exceptions if isinstance(error, ConfigurationError)]
        raise_collected([*(_translate(error, merged) for error in wrong), *others])
        raise
    raise_collected([*_refuse_extras(checked.optional_dependencies), *others])
    return checked


def lowest_version(table: Mapping[str, object]) -> str:
    """Return the lowest Metadata-Version that can carry a table's keys."""
    return "2.5" if {"import-names", "import-namespaces"} & set(table) else "2.4"


def one_line(text: str) -> str:
    """Join the lines of a text with spaces, since a header is one line."""
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def _prepare(table: Mapping[str, object]) -> dict[str, object]:
    prepared = {key: value for key, value in table.items() if key not in READ_ELSEWHERE}
    if isinstance(description := prepared.get("description"), str):
        prepared["description"] = one_line(description)
    for key in ("authors", "maintainers"):
        if isinstance(people := prepared.get(key), list):
            prepared[key] = [_name_person(person) for person in people]
    return prepared


def _name_person(person: object) -> object:
    # The library calls whoever has only an e-mail address "Unknown".
    if isinstance(person, dict) and "email" in person and "name" not in person:
        return {"name": "", **person}
    return person


def _translate(error: Exception, merged: Merged) -> ConfigError:
    """Say an error of the library as ferrule does: file, key, fact, hint."""
    text = REQUIREMENT_DETAIL.sub("", str(error)).replace("Field ", "", 1)
    key = str(getattr(error, "key", None) or "project")
    text = text.removeprefix(f'"{key}" ')
    key = key.removeprefix("project").removeprefix(".")
    text = WRONG_TYPE.sub(lambda match: f"is not {_type_name(match[1])}", text)
    text = text.replace("Invalid project name", "is no valid name:").partition(". ")[0]
    field = re.split(r"[.\[]", key)[0]
    table = f"{merged.crate}: package" if field in merged.from_crate else "pyproject.toml: project"
    return ConfigError(f"{table}.{key} {text}", hint=HINTS.get(f"project.{field}", ""))


def _type_name(name: str) -> str:
    return TYPE_NAMES.get(name, name)


def _refuse_extras(extras: Iterable[str]) -> list[ConfigError]:
    where = "pyproject.toml: project.optional-dependencies"
    return [
        ConfigError(f'{where} has "{extra}", no valid name', hint=HINTS["project.name"])
        for extra in extras
        if not VALID_NAME.fullmatch(extra)
    ]
