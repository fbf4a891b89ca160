from pathlib import Path

import pytest

from ferrule.cargo.config import look_up, read_config, split_flags, variable_name
from ferrule.errors import ConfigError
from support.cargo import make_job


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_nearer_files_are_stronger_and_lists_are_joined(tmp_path: Path) -> None:
    write(tmp_path / "home/config.toml", 'x = ["home"]\ny = "home"\nz = "home"\n')
    write(tmp_path / ".cargo/config.toml", 'x = ["outer"]\ny = "outer"\n')
    write(tmp_path / "crate/.cargo/config.toml", 'x = ["inner"]\n[t]\na = 1\n')
    job = make_job(tmp_path / "crate" / "Cargo.toml")

    config = read_config(job, {"CARGO_HOME": str(tmp_path / "home")})

    assert config.files == {
        "x": ["home", "outer", "inner"],
        "y": "outer",
        "z": "home",
        "t": {"a": 1},
    }
    assert config.overrides == {}


def test_cargo_home_is_in_the_home_folder_when_not_set(tmp_path: Path) -> None:
    write(tmp_path / "home/.cargo/config.toml", 'x = "home"\n')
    job = make_job(tmp_path / "crate" / "Cargo.toml")

    assert read_config(job, {"HOME": str(tmp_path / "home")}).files == {"x": "home"}
    assert read_config(job, {"USERPROFILE": str(tmp_path / "home")}).files == {"x": "home"}
    assert read_config(job, {}).files == {}


def test_the_folder_cargo_runs_in_counts_and_the_manifests_is_stronger(tmp_path: Path) -> None:
    write(tmp_path / "crate/.cargo/config.toml", 'x = "manifest"\n')
    write(tmp_path / "elsewhere/.cargo/config.toml", 'x = "cwd"\ny = "cwd"\n')
    job = make_job(tmp_path / "crate" / "Cargo.toml", cwd=tmp_path / "elsewhere")

    assert read_config(job, {}).files == {"x": "manifest", "y": "cwd"}


def test_a_file_of_the_old_name_wins_over_the_new_one(tmp_path: Path) -> None:
    write(tmp_path / ".cargo/config", 'x = "old"\n')
    write(tmp_path / ".cargo/config.toml", 'x = "new"\n')

    assert read_config(make_job(tmp_path / "Cargo.toml"), {}).files == {"x": "old"}


@pytest.mark.parametrize(
    "include",
    ['"a.toml"', '["a.toml", "absent.toml"]', '[{ path = "a.toml", optional = true }]'],
)
def test_included_files_are_weaker_than_the_one_that_includes(tmp_path: Path, include: str) -> None:
    write(tmp_path / ".cargo/config.toml", f'include = {include}\nx = ["main"]\ny = "main"\n')
    write(tmp_path / ".cargo/a.toml", 'x = ["a"]\ny = "a"\nz = "a"\n')

    config = read_config(make_job(tmp_path / "Cargo.toml"), {})

    assert config.files == {"x": ["a", "main"], "y": "main", "z": "a"}


def test_files_that_include_each_other_are_read_once(tmp_path: Path) -> None:
    write(tmp_path / ".cargo/config.toml", 'include = "a.toml"\nx = ["main"]\n')
    write(tmp_path / ".cargo/a.toml", 'include = "config.toml"\nx = ["a"]\n')

    assert read_config(make_job(tmp_path / "Cargo.toml"), {}).files == {"x": ["a", "main"]}


def test_config_values_of_the_user_are_read_in_both_spellings(tmp_path: Path) -> None:
    write(tmp_path / "more.toml", 'z = "file"\n')
    arguments = ("--locked", "--config", 'a.b = "c"', "--config=x=['y']", "--config", "more.toml")
    job = make_job(tmp_path / "Cargo.toml", arguments=arguments)

    overrides = read_config(job, {}).overrides

    assert overrides == {"a": {"b": "c"}, "x": ["y"], "z": "file"}


@pytest.mark.parametrize("value", ["absent.toml", "a = b", ""])
def test_values_that_cargo_will_refuse_are_left_to_it(tmp_path: Path, value: str) -> None:
    job = make_job(tmp_path / "Cargo.toml", arguments=("--config", value))

    assert read_config(job, {}).overrides == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"a = b", "is not valid TOML"), (b'a = "\xff"', "is not UTF-8 \\(byte 5\\)")],
)
def test_a_broken_file_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = write(tmp_path / ".cargo/config.toml", "")
    path.write_bytes(content)

    with pytest.raises(ConfigError, match=message) as caught:
        read_config(make_job(tmp_path / "Cargo.toml"), {})

    assert caught.value.message.startswith(str(path))


def test_keys_have_variables() -> None:
    triple = "thumbv8m.main-none-eabi"

    assert variable_name("build", "rustflags") == "CARGO_BUILD_RUSTFLAGS"
    assert variable_name("target", triple, "linker") == (
        "CARGO_TARGET_THUMBV8M_MAIN_NONE_EABI_LINKER"
    )


def test_an_absent_key_is_nothing() -> None:
    assert look_up({"a": {"b": 1}}, ("a", "b")) == 1
    assert look_up({"a": 1}, ("a", "b")) is None
    assert split_flags(None) == ()
    assert split_flags(" -C  x ") == ("-C", "x")
    assert split_flags(["-C", "a b", 3]) == ("-C", "a b")
