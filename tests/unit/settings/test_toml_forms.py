"""Features, patterns and targets in the TOML table."""

import pytest

from ferrule.errors import ConfigError
from ferrule.settings.model import Feature, Pattern, TargetFilter
from ferrule.settings.toml_source import read_table
from support.settings import FERRULE, MATURIN, table


def read(text: str, name: str = FERRULE) -> object:
    source = read_table(table(text, name), warn_unknown=False)
    (given,) = source.values.values()
    return given.value


def fail(text: str, name: str = FERRULE) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read(text, name)
    return caught.value


def test_a_feature_may_depend_on_the_interpreter() -> None:
    text = """features = [
        "a,b",
        { feature = "c" },
        { feature = "pyo3/d", python-version = ">=3.11", python-implementation = "CPython" },
    ]"""

    assert read(text) == (
        Feature(name="a"),
        Feature(name="b"),
        Feature(name="c"),
        Feature(name="pyo3/d", python_version=">=3.11", python_implementation="CPython"),
    )


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ('"*.md"', Pattern(glob="*.md")),
        (
            '{ path = "a", format = "sdist" }',
            Pattern(glob="a", formats=frozenset({"sdist"})),
        ),
        ('{ path = "a", format = ["sdist", "wheel"] }', Pattern(glob="a")),
        (
            '{ path = "a", from = "out-dir", to = "b" }',
            Pattern(glob="a", formats=frozenset({"wheel"}), origin="out-dir", to="b"),
        ),
        (
            '{ path = "a", from = "out-dir", to = "", crate-name = "c" }',
            Pattern(glob="a", formats=frozenset({"wheel"}), origin="out-dir", crate="c"),
        ),
        (
            '{ path = "a", from = "out-dir", to = "b", crate_name = "c" }',
            Pattern(glob="a", formats=frozenset({"wheel"}), origin="out-dir", to="b", crate="c"),
        ),
    ],
)
def test_a_pattern_has_three_forms(text: str, pattern: Pattern) -> None:
    assert read(f"include = [{text}]") == (pattern,)


def test_what_is_left_out_has_two_forms() -> None:
    assert read('exclude = ["a", { path = "b", format = "wheel" }]') == (
        Pattern(glob="a"),
        Pattern(glob="b", formats=frozenset({"wheel"})),
    )


def test_a_target_has_a_name_and_perhaps_a_kind() -> None:
    assert read('targets = [{ name = "a" }, { name = "b", kind = "cdylib" }]') == (
        TargetFilter(name="a"),
        TargetFilter(name="b", kind="cdylib"),
    )


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "features = [1]",
            "features[0] is 1",
            "write a string or a table with feature, python-version, python-implementation",
        ),
        ("features = [{}]", "features[0] names no feature", 'add feature = "…"'),
        (
            'features = [{ feature = "a", python-version = 3 }]',
            "features[0].python-version is 3",
            "write a string",
        ),
        (
            'features = [{ feature = "a", python-version = "new" }]',
            'features[0].python-version is "new"',
            'write a version specifier such as ">=3.11"',
        ),
        (
            'features = ["a", { feature = "b", version = "1" }]',
            "features[1].version is not a known key",
            'did you mean "python-version"?',
        ),
        ('include = "a"', 'include is "a"', 'write ["a"]'),
        ("include = ['']", 'include[0] is ""', "write a string"),
        ('include = [{ format = "sdist" }]', "include[0] has no path", 'add path = "…"'),
        (
            'include = [{ path = "a" }]',
            "include[0] has neither format nor from",
            'write "a" instead of the table',
        ),
        (
            'include = [{ path = "a", format = "whl" }]',
            'include[0].format is "whl"',
            'write one of "sdist", "wheel"',
        ),
        (
            'include = [{ path = "a", format = ["x"] }]',
            'include[0].format[0] is "x"',
            'write one of "sdist", "wheel"',
        ),
        (
            'include = [{ path = "a", from = "target", to = "b" }]',
            'include[0].from is "target"',
            'write "out-dir"',
        ),
        (
            'include = [{ path = "a", from = "out-dir" }]',
            "include[0] does not say where to",
            'add to = "folder in the wheel"',
        ),
        (
            'exclude = [{ path = "a", from = "out-dir", to = "b" }]',
            'exclude[0] has from = "out-dir"',
            "files of OUT_DIR are left out by not including them; remove it",
        ),
        ('targets = ["a"]', 'targets[0] is "a"', "write a table with name, kind"),
        ('targets = [{ kind = "bin" }]', "targets[0] has no name", 'add name = "…"'),
        (
            'targets = [{ name = "a", kind = "dll" }]',
            'targets[0].kind is "dll"',
            'write one of "bin", "cdylib", "dylib", "lib", "rlib", "staticlib"',
        ),
    ],
)
def test_a_wrong_form_is_shown_with_what_to_write(text: str, message: str, hint: str) -> None:
    error = fail(text)

    assert error.message == f"pyproject.toml: tool.ferrule.{message}"
    assert error.hint == hint


def test_keys_inside_a_table_that_maturin_ignores_are_notes_there() -> None:
    text = 'targets = [{ name = "a", bindings = "bin" }]'

    source = read_table(table(text, MATURIN), warn_unknown=False)

    assert source.values["targets"].value == (TargetFilter(name="a"),)
    assert source.notes == ("pyproject.toml: tool.maturin.targets[0].bindings is not a known key",)


def test_the_format_decides_over_from_as_maturin_has_it() -> None:
    text = 'include = [{ path = "a", format = "sdist", from = "out-dir", to = "b" }]'

    assert read(text, MATURIN) == (Pattern(glob="a", formats=frozenset({"sdist"})),)
    assert fail(text).message.startswith("pyproject.toml: tool.ferrule.include[0].")
