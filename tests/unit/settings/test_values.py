"""The values of options, from text."""

from pathlib import Path

import pytest

from ferrule.errors import ConfigError, UsageError
from ferrule.settings.given import Given, show, suggest
from ferrule.settings.model import Feature, Pattern, TargetFilter
from ferrule.settings.options import BY_NAME
from ferrule.settings.values import check_specifier, convert_text


def convert(name: str, value: object) -> object:
    return convert_text(BY_NAME[name], Given(value, f"-C {name}")).value


def fail(name: str, value: object) -> UsageError:
    with pytest.raises(UsageError) as caught:
        convert(name, value)
    return caught.value


@pytest.mark.parametrize("text", ["true", "TRUE", "1", "yes", "on", ""])
def test_a_flag_is_true(text: str) -> None:
    assert convert("locked", text) is True


@pytest.mark.parametrize("text", ["false", "False", "0", "no", "off"])
def test_a_flag_is_false(text: str) -> None:
    assert convert("locked", text) is False


@pytest.mark.parametrize(
    ("name", "value", "converted"),
    [
        ("locked", True, True),
        ("jobs", "4", 4),
        ("jobs", 4, 4),
        ("verbose", 2, 2),
        ("compression-level", "-7", -7),
        ("profile", "dev", "dev"),
        ("out", "dist", Path("dist")),
        ("out", Path("dist"), Path("dist")),
        ("bindings", "pyo3-ffi", "pyo3-ffi"),
        ("interpreter", "3.11, 3.12,", ("3.11", "3.12")),
        ("interpreter", ("a,b", "c"), ("a,b", "c")),
        ("compatibility", "OFF", ("off",)),
        ("rustc-args", "-C 'a b'", ("-C", "a b")),
        ("rustc-args", ("-C a",), ("-C a",)),
        ("config", 'build.rustflags=\'["-g", "-O"]\'', ('build.rustflags=["-g", "-O"]',)),
        ("unstable-flags", "build-std=std,panic_abort", ("build-std=std,panic_abort",)),
        ("features", "a,b  c", (Feature(name="a"), Feature(name="b"), Feature(name="c"))),
        ("features", ("a b", "c"), (Feature(name="a"), Feature(name="b"), Feature(name="c"))),
        ("features", ("",), ()),
        ("include", "*.{py,rs} 'a b'", (Pattern(glob="*.{py,rs}"), Pattern(glob="a b"))),
        ("targets", "one,two", (TargetFilter(name="one"), TargetFilter(name="two"))),
    ],
)
def test_text_becomes_the_type_of_the_option(name: str, value: object, converted: object) -> None:
    assert convert(name, value) == converted


@pytest.mark.parametrize(
    ("name", "value", "message", "hint"),
    [
        ("locked", "maybe", '-C locked is "maybe"', "write true or false"),
        ("locked", 1, "-C locked is 1", "write true or false"),
        ("locked", ("a", "b"), "-C locked is given twice", "give it once"),
        ("jobs", "many", '-C jobs is "many"', "write a whole number"),
        ("jobs", True, "-C jobs is true", "write a whole number"),
        ("jobs", "0", '-C jobs is "0"', "write 1 or more"),
        ("verbose", "-1", '-C verbose is "-1"', "write 0 or more"),
        ("profile", "", "-C profile has no value", "write one after it"),
        ("profile", 3, "-C profile is 3", "write text"),
        ("bindings", "pyO3", '-C bindings is "pyO3"', 'write "pyo3"'),
        ("bindings", "x", '-C bindings is "x"', 'write "pyo3", "pyo3-ffi" or "bin"'),
        ("interpreter", 3.11, "-C interpreter is 3.11", "write text or a list of texts"),
        ("interpreter", (3, 11), "-C interpreter is a list", "write text or a list of texts"),
        ("compatibility", "lunix", '-C compatibility is "lunix"', 'write "linux"'),
    ],
)
def test_a_wrong_value_is_shown_with_what_to_write(
    name: str, value: object, message: str, hint: str
) -> None:
    error = fail(name, value)

    assert (error.message, error.hint) == (message, hint)


@pytest.mark.parametrize("bindings", ["cffi", "uniffi"])
def test_bindings_that_are_not_there_yet_say_so(bindings: str) -> None:
    assert "does not have it yet" in fail("bindings", bindings).hint


@pytest.mark.parametrize(
    "tag", ["manylinux2014", "2_28", "musllinux_1_2", "pypi", "manylinux_2_17_x86_64"]
)
def test_a_policy_tag_is_refused_until_wheels_are_audited(tag: str) -> None:
    assert fail("compatibility", tag).hint == (
        'write "linux" or "off": wheels are tagged linux until ferrule audits them'
    )


def test_a_specifier_set_is_checked() -> None:
    assert check_specifier(">=3.9,<4", "x") == ">=3.9,<4"
    with pytest.raises(ConfigError, match=r'^x is "3.9 up"$'):
        check_specifier("3.9 up", "x")


def test_values_are_shown_as_toml_writes_them() -> None:
    shown = [show(value) for value in (True, "a", 1, [1], {"a": 1})]

    assert shown == ["true", '"a"', "1", "a list", "a table"]


def test_a_suggestion_needs_something_near() -> None:
    assert suggest("stripp", ["strip", "data"]) == 'did you mean "strip"?'
    assert suggest("zzz", ["strip"], "otherwise") == "otherwise"
