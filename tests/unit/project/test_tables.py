import pytest

from ferrule.errors import ConfigError
from ferrule.project.tables import table_of, text_of, texts_of


def test_values_are_found_by_the_last_part_of_their_key() -> None:
    table = {"t": {"x": 1}, "s": "y", "l": ["z"]}

    assert table_of(table, "a.t", "f") == {"x": 1}
    assert text_of(table, "a.s", "f") == "y"
    assert texts_of(table, "a.l", "f") == ("z",)


def test_absent_values_are_none() -> None:
    assert (table_of({}, "a", "f"), text_of({}, "a", "f"), texts_of({}, "a", "f")) == (None,) * 3


def test_values_of_another_type_name_file_and_key() -> None:
    with pytest.raises(ConfigError, match=r"^f: a\.t is not a table$"):
        table_of({"t": []}, "a.t", "f")
    with pytest.raises(ConfigError, match=r"^f: a\.s is not a string$"):
        text_of({"s": 1}, "a.s", "f")
    with pytest.raises(ConfigError, match=r"^f: a\.l is not a list of strings$"):
        texts_of({"l": ["a", 1]}, "a.l", "f")
