import json
import sys

import pytest

from ferrule.interpreters.probe_script import describe, encode


@pytest.mark.parametrize(
    "value", [None, True, False, 0, 64, "", "plain", 'a "b" \\c', "tab\t\n", "é", "日本", "🐍"]
)
def test_values_are_encoded_as_ascii_json(value: object) -> None:
    text = encode(value)

    assert text.isascii()
    assert json.loads(text) == value


def test_a_path_that_is_no_utf_8_survives() -> None:
    assert json.loads(encode("/home/\udcff")) == "/home/\udcff"


def test_it_describes_the_python_that_runs_it() -> None:
    facts = describe()

    assert (facts["major"], facts["minor"]) == sys.version_info[:2]
    assert facts["implementation"] == sys.implementation.name
    assert facts["executable"] == sys.executable
