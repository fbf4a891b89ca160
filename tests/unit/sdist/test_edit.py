"""TOML that is changed keeps its comments and its order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ferrule.sdist.edit import edit_toml
from ferrule.toml import parse_toml

TEXT = """\
# top
[package] # the package
name = "a"
version.workspace = true
edition = { workspace = true }

[workspace]
members = [
    "a", # the first
    "b",
    # about c
    "c",
]

[dependencies]
x = { workspace = true, features = ["q"] } # about x
[dependencies.y]
workspace = true # about y

[[bin]]
name = "one"
[[bin]]
name = "two" # the second
"""


def changed(**changes: object) -> str:
    return edit_toml(TEXT.encode(), {**parse_toml(TEXT), **changes}).decode()


def test_what_holds_the_data_already_stays_byte_for_byte() -> None:
    content = b"\xef\xbb\xbfa  =  1\r\n"

    assert edit_toml(content, {"a": 1}) is content


def test_items_of_a_list_go_alone() -> None:
    edited = changed(workspace={"members": ["a", "c"]})

    assert edited == TEXT.replace('    "b",\n', "")


def test_a_list_with_other_items_is_replaced() -> None:
    edited = changed(workspace={"members": ["d"]})

    assert parse_toml(edited)["workspace"]["members"] == ["d"]


def test_a_value_is_replaced_where_it_stands() -> None:
    package = {**parse_toml(TEXT)["package"], "edition": "2021"}

    assert changed(package=package) == TEXT.replace("{ workspace = true }", '"2021"', 1)


def test_a_dotted_key_is_replaced() -> None:
    edited = changed(package={"name": "a", "version": "1.0", "edition": {"workspace": True}})

    assert 'version = "1.0"' in edited
    assert "version.workspace" not in edited


def test_dependencies_stay_in_one_line() -> None:
    x = {"version": "1", "features": ["q"]}

    edited = changed(dependencies={"x": x, "y": {"version": "2"}})

    assert 'x = {version = "1", features = ["q"]} # about x\n' in edited
    assert '[dependencies.y]\nversion = "2"\n' in edited


def test_one_of_several_tables_goes() -> None:
    assert changed(bin=[{"name": "two"}]).endswith('[[bin]]\nname = "two" # the second\n')


def test_a_new_table_gets_a_header() -> None:
    edited = changed(tool={"ferrule": {"manifest-path": "a"}})

    assert edited.startswith(TEXT)
    assert '[tool.ferrule]\nmanifest-path = "a"\n' in edited


def test_tables_written_in_several_places_are_changed() -> None:
    text = "[a.b]\nx = 1\n[c]\ny = 2\n[a.d]\nz = 3 # three\n"

    edited = edit_toml(text.encode(), {"a": {"b": {"x": 9}, "d": {"z": 3}}, "c": {}})

    assert parse_toml(edited.decode()) == {"a": {"b": {"x": 9}, "d": {"z": 3}}, "c": {}}


KEYS = st.sampled_from(["a", "b", "c d", "é"])
VALUES = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.text("x\"'\n#", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=4)


@settings(deadline=None)
@given(TABLES, TABLES)
@pytest.mark.parametrize("comment", ["", "# kept\n"])
def test_any_file_can_become_any_other(
    comment: str, before: dict[str, object], after: dict[str, object]
) -> None:
    import tomlkit

    content = (comment + tomlkit.dumps(before)).encode()

    assert parse_toml(edit_toml(content, after).decode()) == after
