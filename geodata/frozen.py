"""Classes with fields, frozen or not, which cost next to nothing to make.

For each class ``dataclasses.dataclass`` writes the source of up to six methods and compiles it.
That takes about half a millisecond, and with a hundred classes a seventh of the time in which the
atlas is to show its map. Here methods are made of functions that are there already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

_C = TypeVar("_C")

_Values = Callable[[Any], tuple[Any, ...]]
"""Returns the values of an object's fields."""


@overload
def frozen(cls: type[_C], /) -> type[_C]: ...


@overload
def frozen(
    *, eq: bool = True, slots: bool = True, weakref: bool = False
) -> Callable[[type[_C]], type[_C]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(
    cls: type[_C] | None = None, /, *, eq: bool = True, slots: bool = True, weakref: bool = False
) -> Any:
    """Make a dataclass with slots whose fields cannot be set once it is made.

    It differs from ``dataclass(frozen=True, slots=True)`` in how fast the class is made alone:
    `dataclasses.replace`, ``fields`` and ``asdict``, matching, copying and pickling work as ever.

    Args:
        cls: the class; annotated names are its fields, as in a dataclass.
        eq: whether objects with equal fields are equal; otherwise each equals itself alone.
        slots: whether it has slots alone, and so no ``functools.cached_property``.
        weakref: whether something with slots can be referred to weakly.
    """

    def make(plain: type[_C]) -> type[_C]:
        made = dataclass(init=False, repr=False, eq=False, slots=slots, weakref_slot=weakref)(plain)
        return _with_methods(made, plain, _FREEZING | (_equality(made) if eq else {}))

    return make if cls is None else make(cls)


@dataclass_transform(eq_default=False, field_specifiers=(field,))
def mutable(cls: type[_C]) -> type[_C]:
    """Make a dataclass whose fields can be set, and each object of which equals itself alone."""
    return _with_methods(dataclass(init=False, repr=False, eq=False)(cls), cls, {})


def _with_methods(made: type[_C], plain: type[Any], methods: dict[str, object]) -> type[_C]:
    """Give a class the methods of a dataclass, but for those that it has itself."""
    for name, method in {"__init__": _init(made), "__repr__": _repr, **methods}.items():
        if name not in plain.__dict__:
            setattr(made, name, method)
    return made


def _init(cls: type[Any]) -> Callable[..., None]:
    of = tuple(each for each in fields(cls) if each.init)
    names = [each.name for each in of]
    known = frozenset(names)
    # Fields that begin the same in every object.
    rest = [each for each in fields(cls) if not each.init and each.default is not MISSING]
    more = tuple(each.default for each in rest)
    stored = [each.name for each in (*of, *rest)]
    # The slots themselves, which know nothing of being frozen.
    has_slots = "__slots__" in cls.__dict__
    setters = [cls.__dict__[name].__set__ for name in stored] if has_slots else []
    prepare = getattr(cls, "__post_init__", None)

    def init(self: Any, *values: Any, **named: Any) -> None:
        if len(named) == len(names) and not values and named.keys() <= known:
            values = tuple([named[name] for name in names])
        elif named or len(values) != len(names):
            values = _arranged(cls, of, values, named)
        values += more
        if has_slots:
            for set_field, value in zip(setters, values, strict=True):
                set_field(self, value)
        else:
            self.__dict__.update(zip(stored, values, strict=True))
        if prepare is not None:
            prepare(self)

    return init


def _arranged(
    cls: type[Any], of: tuple[Field[Any], ...], values: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, ...]:
    """Return a value for each field.

    Raises:
        TypeError: if there are too many or too few, as at any call.
    """
    if len(values) > len(of):
        raise TypeError(f"{cls.__qualname__} takes {len(of)} values, {len(values)} were given")
    arranged = list(values)
    missing = []
    for each in of[len(values) :]:
        if each.name in named:
            arranged.append(named.pop(each.name))
        elif each.default is not MISSING:
            arranged.append(each.default)
        elif each.default_factory is not MISSING:
            arranged.append(each.default_factory())
        else:
            missing.append(each.name)
    if named:
        raise TypeError(f"{cls.__qualname__} takes no {', '.join(named)}, or only once")
    if missing:
        raise TypeError(f"{cls.__qualname__} needs {', '.join(missing)}")
    return tuple(arranged)


def _values(names: tuple[str, ...]) -> _Values:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _equality(cls: type[Any]) -> dict[str, object]:
    values = _values(tuple(each.name for each in fields(cls)))

    def equal(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed}


def _repr(self: Any) -> str:
    told = ", ".join(
        f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr
    )
    return f"{type(self).__qualname__}({told})"


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


_FREEZING: dict[str, object] = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
