from pathlib import Path

import pytest

from ferrule.errors import ConfigError
from ferrule.toml import read_toml


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
