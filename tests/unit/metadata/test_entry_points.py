import configparser

import pytest

from ferrule.errors import ConfigError
from ferrule.metadata.entry_points import render_entry_points


def test_nothing_gives_no_file() -> None:
    assert render_entry_points({}, {}, {"empty": {}}) == b""


def test_scripts_come_first_and_the_rest_by_name() -> None:
    content = render_entry_points(
        {"b": "m:b", "a": "m.n:a.b"}, {"g": "m:g"}, {"z": {"y": "m"}, "pytest11": {"x": "m:x [e]"}}
    )

    assert content == (
        b"[console_scripts]\na=m.n:a.b\nb=m:b\n"
        b"[gui_scripts]\ng=m:g\n"
        b"[pytest11]\nx=m:x [e]\n"
        b"[z]\ny=m\n"
    )


def test_the_file_is_read_as_the_standard_says() -> None:
    content = render_entry_points({"Demo-1.x": "m:b"}, {}, {"z": {"y": "m"}})

    parser = configparser.ConfigParser(delimiters=("=",))
    parser.read_string(content.decode())
    assert {name: dict(parser[name]) for name in parser.sections()} == {
        "console_scripts": {"demo-1.x": "m:b"},
        "z": {"y": "m"},
    }


@pytest.mark.parametrize("reference", ["m", "m:", "a b:c", "m:f\n[evil]", "", "m-n:f"])
def test_a_script_that_names_no_function_is_an_error(reference: str) -> None:
    with pytest.raises(ConfigError, match=r"project\.scripts\.demo is ") as caught:
        render_entry_points({"demo": reference}, {}, {})

    assert caught.value.hint == 'write it as "package.module:function"'


@pytest.mark.parametrize("name", ["", " ", "a=b", "a\nb", "[a]"])
def test_a_name_that_the_file_cannot_hold_is_an_error(name: str) -> None:
    with pytest.raises(ConfigError, match=r"project\.scripts has the invalid name"):
        render_entry_points({name: "m:f"}, {}, {})


def test_scripts_among_the_entry_points_are_an_error() -> None:
    with pytest.raises(ConfigError) as caught:
        render_entry_points({}, {}, {"gui_scripts": {"a": "m:f"}})

    assert caught.value.message == (
        "pyproject.toml: project.entry-points.gui_scripts is not allowed"
    )
    assert caught.value.hint == "move its entries to project.gui-scripts"
