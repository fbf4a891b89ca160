import pytest
from hypothesis import given
from hypothesis import strategies as st

from ferrule.cargo.cfg import holds, parse_facts

FACTS = parse_facts('unix\npanic="unwind"\ntarget_os="linux"\ntarget_feature="sse2"\n\n')


@pytest.mark.parametrize(
    "expression",
    [
        "cfg(unix)",
        "cfg( unix )",
        'cfg(target_os = "linux")',
        'cfg(target_os="linux",)',
        "cfg(all())",
        'cfg(all(unix, target_os = "linux",))',
        "cfg(any(windows, unix))",
        "cfg(not(windows))",
        'cfg(not(any(windows, target_os = "macos")))',
        "cfg(true)",
        "cfg(not(false))",
    ],
)
def test_a_condition_of_this_target_holds(expression: str) -> None:
    assert holds(expression, FACTS)


@pytest.mark.parametrize(
    "expression",
    [
        "cfg(windows)",
        'cfg(target_os = "macos")',
        'cfg(unix = "unix")',
        "cfg(panic)",
        "cfg(any())",
        "cfg(all(unix, windows))",
        "cfg(not(unix))",
        "cfg(false)",
    ],
)
def test_a_condition_of_another_target_does_not(expression: str) -> None:
    assert not holds(expression, FACTS)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "unix",
        "cfg",
        "cfg(",
        "cfg(unix",
        "cfg()",
        "cfg(unix))",
        "cfg(unix unix)",
        "cfg(unix, unix)",
        "cfg(not(unix, unix))",
        "cfg(some(unix))",
        'cfg(target_os = "linux)',
        "cfg(all(unix; unix))",
        "all(unix)",
    ],
)
def test_a_malformed_condition_never_holds(expression: str) -> None:
    assert not holds(expression, FACTS)


@given(st.text(alphabet='cfg(),="unix not all ', max_size=40))
def test_no_text_breaks_the_reading(expression: str) -> None:
    assert holds(expression, FACTS) in (True, False)
