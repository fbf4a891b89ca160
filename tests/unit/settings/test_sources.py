"""The environment and the config settings of front ends."""

from pathlib import Path

import pytest

from ferrule.errors import UsageError
from ferrule.settings.given import Source
from ferrule.settings.sources import (
    find_manifest_path,
    preset,
    read_config_settings,
    read_environment,
)


def read(settings: dict[str, object], env: dict[str, str] | None = None) -> list[dict[str, object]]:
    sources = read_config_settings(settings, env or {})
    return [{name: given.value for name, given in source.values.items()} for source in sources]


def fail(settings: dict[str, object], env: dict[str, str] | None = None) -> UsageError:
    with pytest.raises(UsageError) as caught:
        read_config_settings(settings, env or {})
    return caught.value


def test_every_option_has_a_variable() -> None:
    source = read_environment({"FERRULE_PROFILE": "dev", "FERRULE_TARGET_DIR": "t"})

    assert source.values == {
        "profile": ("dev", "FERRULE_PROFILE"),
        "target-dir": ("t", "FERRULE_TARGET_DIR"),
    }


def test_variables_of_other_tools_are_read_below_our_own() -> None:
    env = {"MATURIN_STRIP": "true", "CARGO_BUILD_TARGET": "a-b-c"}

    assert read_environment(env).values["strip"] == ("true", "MATURIN_STRIP")
    assert read_environment(env).values["target"] == ("a-b-c", "CARGO_BUILD_TARGET")
    assert read_environment({**env, "FERRULE_STRIP": "false"}).values["strip"].value == "false"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_environment({"FERRULE_STRIP": "", "MATURIN_STRIP": "1"}).values["strip"] == (
        "1",
        "MATURIN_STRIP",
    )


def test_no_config_settings_give_nothing() -> None:
    assert read_config_settings(None, {}) == (Source({}),)


@pytest.mark.parametrize("key", ["profile", "maturin.profile", "ferrule.profile"])
def test_a_config_setting_may_carry_the_tools_name(key: str) -> None:
    assert read({key: "dev"}) == [{"profile": "dev"}]


def test_front_ends_pass_text_lists_truth_values_and_numbers() -> None:
    assert read(
        {"features": ["a", "b"], "profile": ["dev"], "locked": True, "jobs": 2, "frozen": None}
    ) == [{"features": ("a", "b"), "profile": "dev", "locked": True, "jobs": 2, "frozen": ""}]


def test_a_list_of_one_stays_a_list_where_the_option_is_one() -> None:
    assert read({"rustc-args": ["-C x"]}) == [{"rustc-args": ("-C x",)}]


def test_an_unknown_config_setting_is_named_with_the_nearest_one() -> None:
    assert fail({"bogus": "1"}).message == 'config setting "bogus" is not known'
    assert fail({"profil": "dev"}).hint == 'did you mean "profile"?'
    assert fail({"build_args": "x"}).hint == 'did you mean "build-args"?'
    assert fail({"--build-option": "x"}).message == 'config setting "--build-option" is not known'


@pytest.mark.parametrize("key", ["zig", "auditwheel", "maturin.sbom", "editable-profile"])
def test_a_config_setting_that_is_not_there_yet_says_so(key: str) -> None:
    assert "does not have it yet" in fail({key: "x"}).hint


def test_one_setting_under_two_names_is_refused() -> None:
    assert fail({"profile": "a", "maturin.profile": "b"}).message == (
        "-C maturin.profile and -C profile are the same setting"
    )


@pytest.mark.parametrize("key", ["out", "plan", "format", "find-interpreter"])
def test_what_the_front_end_decides_is_refused(key: str) -> None:
    assert fail({key: "x"}).message == f"-C {key}: {key} has no meaning here"


def test_build_args_rank_above_single_settings() -> None:
    assert read({"profile": "a", "build-args": "--profile b"}) == [
        {"profile": "b"},
        {"profile": "a"},
    ]


@pytest.mark.parametrize("key", ["build-args", "maturin.build-args", "ferrule.build-args"])
def test_build_args_are_text_or_a_list(key: str) -> None:
    assert read({key: "--features 'a b'"})[0] == {"features": ("a b",)}
    assert read({key: ["--profile", "a b"]})[0] == {"profile": "a b"}


def test_of_several_build_args_the_one_with_maturins_name_counts() -> None:
    assert read({"build-args": "-q", "maturin.build-args": "-r"})[0] == {"release": True}


def test_build_args_name_themselves_in_errors() -> None:
    assert fail({"build-args": "--bogus"}).message == (
        "-C build-args: --bogus is not an option of ferrule build"
    )
    assert fail({"build-args": True}).message == "-C build-args is true"
    assert fail({"build-args": "--plan"}).message == "-C build-args: plan has no meaning here"


@pytest.mark.parametrize("variable", ["FERRULE_PEP517_ARGS", "MATURIN_PEP517_ARGS"])
def test_arguments_of_the_environment_rank_below_single_settings(variable: str) -> None:
    assert read({"profile": "a"}, {variable: "--profile b"}) == [{"profile": "a"}, {"profile": "b"}]


def test_arguments_of_the_environment_are_read_only_without_build_args() -> None:
    env = {"FERRULE_PEP517_ARGS": "--profile b"}

    assert read({"build-args": "-q"}, env) == [{"quiet": True}, {}]


def test_our_arguments_of_the_environment_come_first() -> None:
    env = {"FERRULE_PEP517_ARGS": "--profile a", "MATURIN_PEP517_ARGS": "--bogus"}

    assert read({}, env) == [{}, {"profile": "a"}]


def test_a_preset_carries_the_name_of_who_chose_it() -> None:
    assert preset({"profile": "release"}, "pip").values == {"profile": ("release", "pip")}


def test_the_manifest_is_found_before_settings_are_resolved() -> None:
    named = preset({"manifest-path": "a/Cargo.toml"}, "x")
    env = {"FERRULE_MANIFEST_PATH": "b/Cargo.toml"}

    assert find_manifest_path((Source({}), named), env) == Path("a/Cargo.toml")
    assert find_manifest_path((), env) == Path("b/Cargo.toml")
    assert find_manifest_path((), {}) is None
