"""The options that pyproject.toml gives."""

from pathlib import Path

import pytest

from ferrule._version import __version__
from ferrule.errors import ConfigError
from ferrule.settings.model import Feature, Pattern
from ferrule.settings.options import OPTIONS
from ferrule.settings.toml_source import RENAMED, read_table
from support.settings import FERRULE, MATURIN, table

BOTH = pytest.mark.parametrize("name", [FERRULE, MATURIN])


def read(text: str, name: str = FERRULE) -> dict[str, object]:
    source = read_table(table(text, name), warn_unknown=False)
    return {key: given.value for key, given in source.values.items()}


def notes(text: str, name: str = FERRULE, *, warn_unknown: bool = False) -> tuple[str, ...]:
    return read_table(table(text, name), warn_unknown=warn_unknown).notes


def fail(text: str, name: str = FERRULE) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read(text, name)
    return caught.value


@BOTH
def test_values_of_every_type_are_read(name: str) -> None:
    text = """
        module-name = "a.b"
        python-packages = ["c", "d"]
        strip = true
        jobs = 3
        bindings = "pyo3"
        features = ["x"]
        include = ["*.txt"]
    """

    assert read(text, name) == {
        "module-name": "a.b",
        "python-packages": ("c", "d"),
        "strip": True,
        "jobs": 3,
        "bindings": "pyo3",
        "features": (Feature(name="x"),),
        "include": (Pattern(glob="*.txt"),),
    }


def test_paths_are_relative_to_the_file() -> None:
    assert read('manifest-path = "rust/Cargo.toml"') == {
        "manifest-path": Path("/project/rust/Cargo.toml")
    }


@BOTH
def test_an_unknown_key_names_file_key_and_nearest(name: str) -> None:
    error = fail("stripp = true", name)

    assert error.message == f"pyproject.toml: {name}.stripp is not a known key"
    assert error.hint == 'did you mean "strip"?'


def test_an_unknown_key_like_no_other_says_how_to_go_on() -> None:
    assert fail("xyzzy = 1").hint == "remove it, or build with --warn-unknown"


@BOTH
def test_unknown_keys_can_be_notes(name: str) -> None:
    assert notes("stripp = true\nxyzzy = 1", name, warn_unknown=True) == (
        f'pyproject.toml: {name}.stripp is not a known key; did you mean "strip"?',
        f"pyproject.toml: {name}.xyzzy is not a known key",
    )


def test_all_problems_are_told_together() -> None:
    assert fail('stripp = true\nlocked = "yes"\njobs = 1').message == (
        "pyproject.toml: tool.ferrule.stripp is not a known key\n"
        '  hint: did you mean "strip"?\n'
        'pyproject.toml: tool.ferrule.locked is "yes"\n'
        "  hint: write true or false, without quotes"
    )


@pytest.mark.parametrize(
    ("text", "shown", "hint"),
    [
        ('bindings = "pyO3"', 'bindings is "pyO3"', 'write "pyo3"'),
        ("bindings = 1", "bindings is 1", "write a string"),
        ('strip = "true"', 'strip is "true"', "write true or false, without quotes"),
        ('jobs = "4"', 'jobs is "4"', "write a whole number, without quotes"),
        ("jobs = true", "jobs is true", "write a whole number, without quotes"),
        ("jobs = 0", "jobs is 0", "write 1 or more"),
        ('features = "abi3"', 'features is "abi3"', 'write ["abi3"]'),
        ("features = true", "features is true", "write a list"),
        ("python-packages = [1]", "python-packages[0] is 1", "write a string"),
        ("module-name = ''", 'module-name is ""', "write a string"),
        ("manifest-path = ['a']", "manifest-path is a list", "write a string"),
        ("profile = {}", "profile is a table", "write a string"),
    ],
)
def test_a_wrong_value_is_shown_with_what_to_write(text: str, shown: str, hint: str) -> None:
    error = fail(text)

    assert error.message == f"pyproject.toml: tool.ferrule.{shown}"
    assert error.hint == hint


def test_an_option_of_the_command_line_only_says_how_to_give_it() -> None:
    error = fail('target = "aarch64-apple-darwin"')

    assert error.message == "pyproject.toml: tool.ferrule.target cannot be set in a file"
    assert error.hint == "pass --target or set FERRULE_TARGET"


@pytest.mark.parametrize("bindings", ["cffi", "uniffi"])
def test_bindings_that_are_not_there_yet_are_an_error(bindings: str) -> None:
    assert "does not have it yet" in fail(f'bindings = "{bindings}"', MATURIN).hint


@pytest.mark.parametrize(
    "text",
    [
        "generate-ci.github.pytest = true",
        'pgo-command = "x"',
        'pgo-dependency-group = "dev"',
        "use-base-python = true",
        'editable-profile = "dev"',
    ],
)
def test_keys_of_maturin_that_change_no_wheel_pass_silently(text: str) -> None:
    assert read(text, MATURIN) == {}
    assert notes(text, MATURIN) == ()


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("sbom.rust = true", "sbom: no SBOM is written yet"),
        ('auditwheel = "repair"', "auditwheel: wheels are not audited yet"),
        ("skip-auditwheel = true", "skip-auditwheel: wheels are not audited yet"),
        (
            'target.aarch64-apple-darwin.macos-deployment-target = "11.0"',
            "target: only MACOSX_DEPLOYMENT_TARGET sets the deployment target yet",
        ),
        (
            'compatibility = "manylinux2014"',
            'compatibility is "manylinux2014": wheels are tagged linux until ferrule audits them',
        ),
    ],
)
def test_keys_of_maturin_that_would_change_a_wheel_are_noted(text: str, note: str) -> None:
    assert notes(text, MATURIN) == (f"pyproject.toml: tool.maturin.{note}",)


@pytest.mark.parametrize("key", ["sbom", "auditwheel", "skip-auditwheel", "generate-ci"])
def test_in_our_own_table_keys_that_are_not_there_yet_are_errors(key: str) -> None:
    error = fail(f"{key} = true")

    assert error.message == f"pyproject.toml: tool.ferrule.{key} is not a known key"
    assert error.hint == f"ferrule {__version__} does not have it yet"


def test_compatibility_is_one_tag_or_a_list() -> None:
    assert read('compatibility = "Linux"') == {"compatibility": ("linux",)}
    assert read('compatibility = ["off"]') == {"compatibility": ("off",)}


def test_a_tag_of_maturin_leaves_the_tag_to_us() -> None:
    assert read('compatibility = "pypi"', MATURIN) == {"compatibility": ()}


def test_a_tag_that_nobody_knows_is_an_error() -> None:
    assert fail('compatibility = "lunix"', MATURIN).hint == 'write "linux"'
    assert fail('compatibility = "manylinux2014"').hint.startswith('write "linux" or "off"')


def test_every_former_key_of_the_table_is_read() -> None:
    assert {key for option in OPTIONS for key in option.old} == RENAMED.keys()


@BOTH
@pytest.mark.parametrize(
    ("text", "values", "note"),
    [
        ('manylinux = "off"', {"compatibility": ("off",)}, "manylinux is now compatibility"),
        (
            'sdist-include = ["*.md"]',
            {"include": (Pattern(glob="*.md", formats=frozenset({"sdist"})),)},
            'sdist-include is now include = [{ path = "…", format = "sdist" }]',
        ),
        (
            'rustc-extra-args = "-C lto"',
            {"rustc-args": ("-C", "lto")},
            "rustc-extra-args is now rustc-args, a list",
        ),
        (
            'rustc-extra-args = ["-C lto"]',
            {"rustc-args": ("-C lto",)},
            "rustc-extra-args is now rustc-args, a list",
        ),
        (
            'cargo-extra-args = "--features a --locked"',
            {"features": (Feature(name="a"),), "locked": True},
            "cargo-extra-args is no longer needed: write the keys features, locked",
        ),
    ],
)
def test_a_former_key_means_what_it_meant_and_is_noted(
    text: str, values: dict[str, object], note: str, name: str
) -> None:
    assert read(text, name) == values
    assert notes(text, name) == (f"pyproject.toml: {name}.{note}",)


def test_a_key_beside_its_former_name_is_an_error() -> None:
    error = fail('compatibility = "off"\nmanylinux = "off"')

    assert error.message == (
        "pyproject.toml: tool.ferrule.compatibility and tool.ferrule.manylinux give the same option"
    )
    assert error.hint == "keep compatibility"


def test_an_option_in_cargo_extra_args_beside_its_key_is_an_error() -> None:
    assert fail('cargo-extra-args = "--locked"\nlocked = true').hint == "keep locked"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("--bogus", "--bogus is not an option of ferrule build"),
        ("-j many", '--jobs is "many"'),
    ],
)
def test_errors_in_cargo_extra_args_name_file_and_key(text: str, message: str) -> None:
    assert fail(f'cargo-extra-args = "{text}"').message == (
        f"pyproject.toml: tool.ferrule.cargo-extra-args: {message}"
    )


def test_cargo_extra_args_hold_options_only() -> None:
    assert fail('cargo-extra-args = "-- -C x"').message == (
        "pyproject.toml: tool.ferrule.cargo-extra-args holds arguments that are no options of cargo"
    )


def test_an_open_quotation_names_file_and_key() -> None:
    assert fail('rustc-extra-args = "\'x"').message == (
        "pyproject.toml: tool.ferrule.rustc-extra-args has an open quotation: 'x"
    )
