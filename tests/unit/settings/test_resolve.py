"""Every source in, one Settings out."""

from pathlib import Path
from typing import get_type_hints

import pytest

from ferrule.errors import ConfigError, UsageError
from ferrule.settings.model import Feature, Settings
from ferrule.settings.options import OPTIONS
from ferrule.settings.resolve import resolve_settings
from ferrule.settings.sources import preset, read_config_settings
from support.settings import MATURIN, resolve, table


def names(settings: Settings) -> tuple[str, ...]:
    return tuple(feature.name for feature in settings.cargo.features)


def test_nothing_gives_the_defaults() -> None:
    assert resolve_settings(None, (), {}) == Settings()


def test_options_and_fields_correspond_one_to_one() -> None:
    parts = {name: kind for name, kind in get_type_hints(Settings).items() if name != "notes"}
    held = {(part, field) for part, kind in parts.items() for field in get_type_hints(kind)}
    named = {(option.part, option.field) for option in OPTIONS}

    # --release is another way to write --profile release.
    assert named - held == {("cargo", "release")}
    assert held <= named


@pytest.mark.parametrize(
    ("argv", "env", "toml", "profile"),
    [
        (("--profile", "a"), {"FERRULE_PROFILE": "b"}, 'profile = "c"', "a"),
        ((), {"FERRULE_PROFILE": "b"}, 'profile = "c"', "b"),
        ((), {}, 'profile = "c"', "c"),
        (("-r",), {"FERRULE_PROFILE": "b"}, 'profile = "c"', "release"),
        ((), {"FERRULE_RELEASE": "1"}, 'profile = "c"', "release"),
        ((), {"FERRULE_RELEASE": "0"}, 'profile = "c"', "dev"),
        ((), {"FERRULE_RELEASE": "0", "FERRULE_PROFILE": "b"}, "", "b"),
        ((), {}, "", "preset"),
    ],
)
def test_the_highest_source_decides(
    argv: tuple[str, ...], env: dict[str, str], toml: str, profile: str
) -> None:
    from ferrule.settings.arguments import read_arguments

    settings = resolve_settings(
        table(toml), (read_arguments("build", argv),), env, preset({"profile": "preset"}, "flow")
    )

    assert settings.cargo.profile == profile


def test_config_settings_rank_above_the_environment() -> None:
    sources = read_config_settings({"features": "a b"}, {})

    settings = resolve_settings(table('features = ["c"]'), sources, {"FERRULE_FEATURES": "d"})

    assert names(settings) == ("a", "b")


def test_features_of_the_command_line_replace_the_files() -> None:
    toml = 'features = ["a", { feature = "b", python-version = ">=3.9" }]'

    assert resolve(["-F", "c"], toml).cargo.features == (Feature(name="c"),)
    assert names(resolve([], toml)) == ("a", "b")


@pytest.mark.parametrize("name", ["all-features", "no-default-features", "frozen", "locked"])
def test_a_flag_of_the_file_holds_without_one_on_the_command_line(name: str) -> None:
    field = name.replace("-", "_")

    assert getattr(resolve([], f"{name} = true").cargo, field) is True
    assert getattr(resolve([f"--{name}"], f"{name} = false").cargo, field) is True
    assert getattr(resolve([], f"{name} = false").cargo, field) is False


@pytest.mark.parametrize(
    ("argv", "env", "toml", "strip"),
    [
        (("--strip", "false"), {"MATURIN_STRIP": "true"}, "strip = true", False),
        ((), {"MATURIN_STRIP": "false"}, "strip = true", False),
        ((), {"FERRULE_STRIP": "false", "MATURIN_STRIP": "true"}, "", False),
        (("--strip",), {"MATURIN_STRIP": "false"}, "", True),
        ((), {}, "strip = true", True),
    ],
)
def test_strip_can_be_said_no_to(
    argv: tuple[str, ...], env: dict[str, str], toml: str, *, strip: bool
) -> None:
    assert resolve(argv, toml, env).cargo.strip is strip


def test_a_wrong_variable_is_an_error_even_where_a_flag_decides() -> None:
    with pytest.raises(UsageError, match=r'^MATURIN_STRIP is "maybe"$'):
        resolve(["--strip"], env={"MATURIN_STRIP": "maybe"})


def test_interpreters_and_the_search_for_them_count_as_one_option() -> None:
    named = 'interpreter = ["3.11"]'

    searched = resolve(["-f"], named).python
    chosen = resolve(["-i", "3.12"], "find-interpreter = true").python

    assert (searched.interpreter, searched.find_interpreter) == ((), True)
    assert (chosen.interpreter, chosen.find_interpreter) == (("3.12",), False)


def test_a_search_that_is_declined_leaves_the_named_ones() -> None:
    assert resolve([], 'interpreter = ["3.11"]\nfind-interpreter = false').python.interpreter == (
        "3.11",
    )


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("-r", "--profile", "dev"), "--profile and --release exclude each other"),
        (("-i", "3.11", "-f"), "--interpreter and --find-interpreter exclude each other"),
    ],
)
def test_options_that_exclude_each_other_are_named(argv: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(argv)

    assert caught.value.message == message


@pytest.mark.parametrize(
    ("method", "level"),
    [("deflated", 0), ("deflated", 9), ("stored", 0), ("bzip2", 9), ("zstd", -7), ("zstd", 22)],
)
def test_a_level_that_the_method_has_is_taken(method: str, level: int) -> None:
    argv = ["--compression-method", method, "--compression-level", str(level)]

    assert resolve(argv).wheel.compression_level == level


@pytest.mark.parametrize(
    ("argv", "message", "hint"),
    [
        (
            ("--compression-level", "-3"),
            "--compression-level is -3, which deflated does not have",
            "write a level from 0 to 9",
        ),
        (
            ("--compression-level", "1", "--compression-method", "stored"),
            "--compression-level is 1, which stored does not have",
            "write 0",
        ),
    ],
)
def test_a_level_that_the_method_lacks_is_an_error(
    argv: tuple[str, ...], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(argv)

    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_each_value_arrives_in_its_part() -> None:
    argv = ["-vv", "-q", "--color", "never", "-o", "d", "-m", "c/Cargo.toml", "-j2", "--", "-g"]

    settings = resolve(argv, 'python-source = "py"')

    assert settings.output.verbose == 2
    assert settings.output.quiet
    assert settings.output.color == "never"
    assert settings.wheel.out == Path("d")
    assert settings.cargo.manifest_path == Path("c/Cargo.toml")
    assert settings.cargo.jobs == 2
    assert settings.cargo.rustc_args == ("-g",)
    assert settings.layout.python_source == "py"


@pytest.mark.parametrize(
    ("argv", "env"), [(("--warn-unknown",), {}), ((), {"FERRULE_WARN_UNKNOWN": "1"})]
)
def test_unknown_keys_can_be_notes(argv: tuple[str, ...], env: dict[str, str]) -> None:
    assert resolve(argv, "stripp = true", env).notes == (
        'pyproject.toml: tool.ferrule.stripp is not a known key; did you mean "strip"?',
    )


def test_unknown_keys_are_errors() -> None:
    with pytest.raises(
        ConfigError, match=r"^pyproject\.toml: tool\.maturin\.stripp is not a known"
    ):
        resolve([], "stripp = true", name=MATURIN)
    with pytest.raises(ConfigError):
        resolve([], "stripp = true", env={"FERRULE_WARN_UNKNOWN": "0"})


def test_notes_of_all_sources_arrive() -> None:
    settings = resolve(["--no-sdist"], "sbom.rust = false", name=MATURIN)

    assert settings.notes == (
        "--no-sdist is no longer needed: build makes wheels only",
        "pyproject.toml: tool.maturin.sbom: no SBOM is written yet",
    )
