"""The settings of a build, as data."""

from ferrule.settings.model import Feature


def test_a_feature_with_a_condition_depends_on_the_interpreter() -> None:
    assert Feature(name="a", python_version=">=3.9").conditional
    assert Feature(name="a", python_implementation="cpython").conditional
    assert not Feature(name="a").conditional
