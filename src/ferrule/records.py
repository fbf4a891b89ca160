"""Frozen dataclasses that cost little to define.

Enters: a class as `@dataclass(frozen=True, slots=True, kw_only=True)` takes it. Leaves: the
same class in effect: keyword-only, immutable, slotted, compared and hashed by value.

The standard library generates and compiles the methods of each class at import, 1.3 ms a
class and 80 ms for the sixty that a build loads; here all classes share one set of methods.
To type checkers they are the standard library's dataclasses.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 -- a re-export, for mypy
    from dataclasses import replace as replace  # noqa: PLC0414
else:
    from collections.abc import Callable, Mapping
    from types import MappingProxyType

    # What the class statement adds for classes without slots.
    UNWANTED = frozenset({"__dict__", "__weakref__"})

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool) -> Callable[[type], type]:
        """Return the decorator; the arguments are all True, as the standard library wants them."""
        if not (frozen and slots and kw_only):
            raise TypeError("records are frozen, slotted and keyword-only")
        return _make_record

    def replace(record: object, /, **changes: object) -> object:
        """Return a copy of a record with other values for some fields."""
        values = {name: getattr(record, name) for name in record.__slots__}
        return type(record)(**{**values, **changes})

    def _make_record(cls: type) -> type:
        names = tuple(cls.__annotations__)
        defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
        kept = {
            name: value
            for name, value in cls.__dict__.items()
            if name not in defaults and name not in UNWANTED
        }
        shared = {
            "__slots__": names,
            "__match_args__": (),
            "_defaults": MappingProxyType(defaults),
            "__init__": _init,
            "__repr__": _repr,
            "__eq__": _eq,
            "__hash__": _hash,
            "__setattr__": _refuse_to_set,
            "__delattr__": _refuse_to_delete,
        }
        return type(cls)(cls.__name__, cls.__bases__, {**shared, **kept})

    def _init(self: object, **values: object) -> None:
        for name, default in self._defaults.items():
            values.setdefault(name, default)
        if values.keys() != set(self.__slots__):
            raise TypeError(_explain(type(self), values))
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _explain(cls: type, values: Mapping[str, object]) -> str:
        missing = [name for name in cls.__slots__ if name not in values]
        surplus = [name for name in values if name not in cls.__slots__]
        return f"{cls.__name__}: missing {missing}, unexpected {surplus}"

    def _values(record: object) -> tuple[object, ...]:
        return tuple([getattr(record, name) for name in record.__slots__])

    def _repr(self: object) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__qualname__}({shown})"

    def _eq(self: object, other: object) -> object:
        if type(self) is not type(other):
            return NotImplemented
        return _values(self) == _values(other)

    def _hash(self: object) -> int:
        return hash(_values(self))

    def _refuse_to_set(_self: object, name: str, _value: object) -> None:
        raise AttributeError(f"cannot assign to field {name!r}")

    def _refuse_to_delete(_self: object, name: str) -> None:
        raise AttributeError(f"cannot delete field {name!r}")
