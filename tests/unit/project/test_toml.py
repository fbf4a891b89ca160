from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.project.toml import read_toml, table_of, text_of, texts_of


def test_a_syntax_error_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("a = 1\nb = = 2\n")

    with pytest.raises(ConfigError, match=r"a\.toml is not valid TOML: .*line 2, column 5"):
        read_toml(path)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"a = '\xff'")

    with pytest.raises(ConfigError, match=r"a\.toml is not UTF-8 \(byte 5\)"):
        read_toml(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"a\.toml cannot be read: No such file"):
        read_toml(tmp_path / "a.toml")


def test_a_nul_character_is_refused_wherever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('a = [{ b = "x\\u0000" }]\n')

    with pytest.raises(ConfigError, match=r"a\.toml has a NUL character in a string"):
        read_toml(path)


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n")

    assert read_toml(path) == {"a": 1}


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
