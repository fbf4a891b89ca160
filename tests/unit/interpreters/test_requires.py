import pytest

from ferrule.errors import ConfigError
from ferrule.interpreters.requires import admits


@pytest.mark.parametrize("specifiers", [None, "", ">=3.8", ">=3.8.1", ">=3.8,<3.10", "==3.8.18"])
def test_a_version_is_admitted_when_some_release_of_it_is(specifiers: str | None) -> None:
    assert admits(specifiers, (3, 8))


@pytest.mark.parametrize("specifiers", [">=3.9", "<3.8", "!=3.8.*", ">3.8.200"])
def test_a_version_is_not_admitted_when_no_release_of_it_is(specifiers: str) -> None:
    assert not admits(specifiers, (3, 8))


def test_a_text_that_is_no_specifier_names_file_and_key() -> None:
    with pytest.raises(ConfigError, match=r'pyproject.toml: project.requires-python is "3.8 up"'):
        admits("3.8 up", (3, 8))
