"""The JSON schema says of a table what reading it says."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # has no stubs

from ferrule.errors import ConfigError
from ferrule.settings.options import OPTIONS
from ferrule.settings.schema import make_schema
from ferrule.settings.toml_source import read_table
from support.settings import table

SCHEMA: Any = make_schema()


def accepts_schema(text: str) -> bool:
    return bool(Draft202012Validator(SCHEMA).is_valid(dict(table(text).tool)))


def accepts_reader(text: str) -> bool:
    try:
        read_table(table(text), warn_unknown=False)
    except ConfigError:
        return False
    return True


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_option_of_the_table_is_described() -> None:
    for option in OPTIONS:
        assert (option.name in SCHEMA["properties"]) is option.toml


def test_former_keys_are_marked() -> None:
    marked = {key for key, value in SCHEMA["properties"].items() if "deprecated" in value}

    assert marked == {"manylinux", "sdist-include", "rustc-extra-args", "cargo-extra-args"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        'module-name = "a"\nstrip = true\njobs = 2',
        'compatibility = "off"',
        'compatibility = ["linux", "off"]',
        'bindings = "bin"',
        'features = ["a", { feature = "b", python-version = ">=3.9" }]',
        'include = ["a", { path = "b", format = ["sdist"] }]',
        'include = [{ path = "b", from = "out-dir", to = "c", crate-name = "d" }]',
        'exclude = ["a", { path = "b", format = "wheel" }]',
        'targets = [{ name = "a", kind = "bin" }]',
        'manylinux = "off"',
        'sdist-include = ["a"]',
        'rustc-extra-args = "-g"',
        'cargo-extra-args = ["--locked"]',
    ],
)
def test_what_is_read_is_valid(text: str) -> None:
    assert accepts_reader(text)
    assert accepts_schema(text)


@pytest.mark.parametrize(
    "text",
    [
        "stripp = true",
        'strip = "true"',
        'jobs = "2"',
        'bindings = "pyO3"',
        'compatibility = "x"',
        'features = "a"',
        "features = [{}]",
        'include = [{ path = "a" }]',
        'include = [{ path = "a", format = "x" }]',
        'exclude = [{ path = "b", from = "out-dir", to = "c" }]',
        'targets = [{ kind = "bin" }]',
        "release = true",
    ],
)
def test_what_is_refused_is_invalid(text: str) -> None:
    assert not accepts_reader(text)
    assert not accepts_schema(text)
