from collections.abc import Mapping

import pytest

from ferrule.errors import ConfigError
from ferrule.metadata.check import check_table
from ferrule.metadata.model import Merged


def _merged(table: Mapping[str, object], from_crate: frozenset[str] = frozenset()) -> Merged:
    return Merged(
        table={"name": "demo", "version": "1", **table},
        from_crate=from_crate,
        crate="rust/Cargo.toml",
    )


def _error(table: Mapping[str, object], from_crate: frozenset[str] = frozenset()) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        check_table(_merged(table, from_crate), ())
    return caught.value


def test_values_are_returned_typed() -> None:
    checked = check_table(_merged({"dependencies": ["a>1"], "description": "x\ny"}), ())

    assert [requirement.name for requirement in checked.dependencies] == ["a"]
    assert checked.description == "x y"


def test_a_person_without_a_name_has_an_empty_one() -> None:
    checked = check_table(_merged({"authors": [{"email": "a@example.org"}]}), ())

    assert checked.authors == [("", "a@example.org")]


def test_an_old_license_classifier_warns_nobody() -> None:
    check_table(_merged({"classifiers": ["License :: OSI Approved :: MIT License"]}), ())


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        (
            {"name": "_x"},
            "pyproject.toml: project.name is no valid name: '_x'",
            "use ASCII letters, digits and between them . _ -",
        ),
        (
            {"dependencies": ["a", "b>"]},
            "pyproject.toml: project.dependencies[1] is an invalid PEP 508 requirement string 'b>'",
            'write it as "name>=1.2" or "name>=1.2; python_version < \'3.12\'"',
        ),
        ({"keywords": "x"}, "pyproject.toml: project.keywords is not a list of strings", ""),
        (
            {"authors": ["x"]},
            "pyproject.toml: project.authors[0] is not a table",
            'write each as { name = "…", email = "…" }',
        ),
        (
            {"optional-dependencies": {"a b": []}},
            'pyproject.toml: project.optional-dependencies has "a b", no valid name',
            "use ASCII letters, digits and between them . _ -",
        ),
        (
            {"classifiers": [1]},
            "pyproject.toml: project.classifiers[0] is not a string",
            "",
        ),
        (
            {"import-names": ["a-b"]},
            "pyproject.toml: project.import-names contains 'a-b', which is not a valid identifier",
            "",
        ),
    ],
)
def test_a_problem_names_file_and_key(table: dict[str, object], message: str, hint: str) -> None:
    error = _error(table)

    assert (error.message, error.hint) == (message, hint)


def test_a_problem_of_the_crate_names_its_manifest() -> None:
    error = _error({"name": "_x"}, frozenset({"name"}))

    assert error.message == "rust/Cargo.toml: package.name is no valid name: '_x'"


def test_errors_found_before_are_told_as_well() -> None:
    before = ConfigError("before")

    with pytest.raises(ConfigError, match=r"^before$"):
        check_table(_merged({}), [before])
    with pytest.raises(ConfigError, match=r"(?s)project\.name .*before$"):
        check_table(_merged({"name": "_x"}), [before])
