"""Records behave as the standard library's frozen dataclasses do."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from ferrule import records


def make(dataclass: Any) -> Any:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Point:
        """A point."""

        x: int
        y: int = 0
        names: tuple[str, ...] = ()

        @property
        def sum(self) -> int:
            return self.x + self.y

    return Point


@pytest.fixture(params=[dataclasses, records], ids=["standard", "ours"])
def module(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_fields_have_their_values_and_defaults(module: Any) -> None:
    point = make(module.dataclass)(x=1)

    assert (point.x, point.y, point.names, point.sum) == (1, 0, (), 1)


def test_equal_values_are_equal_and_hash_alike(module: Any) -> None:
    kind = make(module.dataclass)

    assert kind(x=1) == kind(x=1, y=0)
    assert hash(kind(x=1)) == hash(kind(x=1, y=0))
    assert kind(x=1) != kind(x=2)


def test_another_class_with_the_same_values_is_not_equal(module: Any) -> None:
    assert make(module.dataclass)(x=1) != make(module.dataclass)(x=1)


def test_a_record_shows_its_fields(module: Any) -> None:
    assert repr(make(module.dataclass)(x=1)).endswith("Point(x=1, y=0, names=())")


def test_a_copy_may_have_other_values(module: Any) -> None:
    point = make(module.dataclass)(x=1, y=2)

    assert module.replace(point, x=5) == type(point)(x=5, y=2)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda kind: kind(),
        lambda kind: kind(1),
        lambda kind: kind(x=1, z=2),
        lambda kind: kind(y=2),
    ],
)
def test_wrong_arguments_are_type_errors(module: Any, attempt: Callable[[Any], object]) -> None:
    kind = make(module.dataclass)

    with pytest.raises(TypeError):
        attempt(kind)


def test_a_field_cannot_be_set_or_deleted(module: Any) -> None:
    point = make(module.dataclass)(x=1)

    with pytest.raises(AttributeError):
        point.x = 2
    with pytest.raises(AttributeError):
        del point.x


def test_there_are_no_other_attributes(module: Any) -> None:
    point = make(module.dataclass)(x=1)

    assert not hasattr(point, "__dict__")
    assert type(point).__doc__ == "A point."
    assert type(point).__slots__ == ("x", "y", "names")


def test_only_frozen_slotted_keyword_only_classes_are_made() -> None:
    with pytest.raises(TypeError, match="frozen"):
        records.dataclass(frozen=True, slots=False, kw_only=True)
