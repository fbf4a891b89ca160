"""The table of options is sound."""

from collections import Counter

import pytest

from ferrule.settings.options import BY_NAME, EVERYWHERE, OPTIONS


def repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def test_no_name_flag_or_variable_is_used_twice() -> None:
    assert repeated([name for option in OPTIONS for name in (option.name, *option.old)]) == []
    assert (
        repeated([flag for option in OPTIONS for flag in (*option.flags, *option.old_flags)]) == []
    )
    assert repeated([name for option in OPTIONS for name in option.variables]) == []


def test_every_option_that_takes_a_value_names_it() -> None:
    for option in OPTIONS:
        if option.flags and option.takes in {"one", "any"}:
            assert option.metavar, option.name


def test_help_is_a_sentence() -> None:
    for option in OPTIONS:
        assert option.help[0].isupper()
        assert option.help.endswith(".")


def test_verbs_are_known() -> None:
    assert {verb for option in OPTIONS for verb in option.verbs} == set(EVERYWHERE)


@pytest.mark.parametrize(
    ("name", "takes", "operand"),
    [
        ("locked", "none", ""),
        ("verbose", "none", ""),
        ("strip", "optional", "[=true|false]"),
        ("out", "one", " DIR"),
        ("interpreter", "any", " [PYTHON...]"),
    ],
)
def test_an_option_tells_what_follows_its_flag(name: str, takes: str, operand: str) -> None:
    assert (BY_NAME[name].takes, BY_NAME[name].operand) == (takes, operand)
