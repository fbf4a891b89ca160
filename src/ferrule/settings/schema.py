"""The JSON schema of `[tool.ferrule]`, for editors and validators.

Enters: the table of options. Leaves: a schema document (JSON Schema draft 2020-12). Source:
https://json-schema.org/draft/2020-12.
"""

from collections.abc import Mapping
from typing import TypeAlias

from ferrule.settings.model import Settings
from ferrule.settings.options import OPTIONS, Option
from ferrule.settings.toml_forms import FORMATS, TARGET_KINDS
from ferrule.settings.toml_source import CARGO_ARGUMENTS
from ferrule.settings.values import VERSION_SOURCES

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

TEXT: dict[str, Json] = {"type": "string", "minLength": 1}
TEXTS: dict[str, Json] = {"type": "array", "items": TEXT}
WORDS: dict[str, Json] = {"type": ["string", "array"], "items": TEXT}


def make_schema() -> dict[str, Json]:
    """Return the schema of the table."""
    properties: dict[str, Json] = {}
    for option in OPTIONS:
        if option.toml:
            properties[option.name] = _describe(option)
            properties.update({key: _describe_old(option, key) for key in option.old})
    properties[CARGO_ARGUMENTS] = {
        **WORDS,
        "description": "Options of cargo. Write the keys of the options themselves.",
        "deprecated": True,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The table tool.ferrule of pyproject.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def format_schema() -> str:
    """Return the schema as the text of a file."""
    import json

    return json.dumps(make_schema(), indent=2, ensure_ascii=False) + "\n"


def default_of(option: Option) -> object:
    """Return what an option is when nothing gives it; None where the build decides."""
    if option.name == "release":
        return False
    return getattr(getattr(Settings(), option.part), option.field)


def _describe(option: Option) -> dict[str, Json]:
    described = {"description": option.help, **_type_of(option)}
    default = default_of(option)
    if isinstance(default, bool | str):
        described["default"] = default
    return described


def _describe_old(option: Option, key: str) -> dict[str, Json]:
    types = {"manylinux": _type_of(option), "sdist-include": TEXTS, "rustc-extra-args": WORDS}
    return {
        "description": f"{option.help} Write {option.name}.",
        **types[key],
        "deprecated": True,
    }


def _type_of(option: Option) -> dict[str, Json]:
    if option.name == "compatibility":
        tag = _one_of(option.choices)
        return {"anyOf": [tag, {"type": "array", "items": tag}]}
    if option.name == "exclude":
        return {"type": "array", "items": {"anyOf": [TEXT, FORMATTED]}}
    return _one_of(option.choices) if option.kind == "choice" else dict(TYPES[option.kind])


def _one_of(words: tuple[str, ...]) -> dict[str, Json]:
    return {"enum": list(words)}


def _table(required: tuple[str, ...], properties: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


FORMAT = _one_of(FORMATS)
FORMATTED = _table(
    ("path", "format"),
    {"path": TEXT, "format": {"anyOf": [FORMAT, {"type": "array", "items": FORMAT}]}},
)
OUT_DIR = _table(
    ("path", "from", "to"),
    {
        "path": TEXT,
        "from": {"const": "out-dir"},
        "to": {"type": "string"},
        "crate-name": TEXT,
        "crate_name": TEXT,
    },
)
FEATURE = _table(
    ("feature",), {"feature": TEXT, "python-version": TEXT, "python-implementation": TEXT}
)
TARGET = _table(("name",), {"name": TEXT, "kind": _one_of(TARGET_KINDS)})
TYPES: dict[str, dict[str, Json]] = {
    "flag": {"type": "boolean"},
    "integer": {"type": "integer"},
    "string": TEXT,
    "path": TEXT,
    "strings": TEXTS,
    "arguments": TEXTS,
    "features": {"type": "array", "items": {"anyOf": [{"type": "string"}, FEATURE]}},
    "patterns": {"type": "array", "items": {"anyOf": [TEXT, FORMATTED, OUT_DIR]}},
    "targets": {"type": "array", "items": TARGET},
    "version": _table(("from",), {"from": _one_of(VERSION_SOURCES)}),
}
