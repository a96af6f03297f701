"""Frozen classes behave as the dataclasses of the standard library that they stand for."""

import copy
import pickle
import weakref
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import ClassVar

import pytest

from geodata.frozen import frozen, mutable

KIND = {"frozen": frozen, "dataclass": dataclass(frozen=True, slots=True)}


@frozen
class Stop:
    """A stop of a bus."""

    name: str
    lines: tuple[int, ...] = ()
    notes: list[str] = field(default_factory=list)
    covered: ClassVar[bool] = False


@frozen
class Span:
    """Two numbers, the first the smaller."""

    low: int
    high: int

    def __post_init__(self):
        if self.low > self.high:
            raise ValueError("the wrong way round")


@frozen(eq=False)
class Thing:
    """It equals itself alone."""

    name: str


@frozen
class Nothing:
    """It has no fields."""


def make(kind):
    @KIND[kind]
    class Point:
        """A place."""

        x: int
        y: int = 0
        tags: tuple[str, ...] = ()

    return Point


@pytest.mark.parametrize("kind", KIND)
def test_what_a_dataclass_can(kind):
    point = make(kind)
    one = point(1, tags=("a",))
    assert (one.x, one.y, one.tags) == (1, 0, ("a",))
    assert one == point(1, 0, ("a",)) != point(1, 2, ("a",))
    assert len({one, point(1, 0, ("a",))}) == 1
    assert one != (1, 0, ("a",))
    assert repr(one).endswith("Point(x=1, y=0, tags=('a',))")
    assert replace(one, y=5) == point(1, 5, ("a",))
    assert asdict(one) == {"x": 1, "y": 0, "tags": ("a",)}
    assert [each.name for each in fields(point)] == ["x", "y", "tags"]
    match one:
        case point(x, y):
            assert (x, y) == (1, 0)
    assert not hasattr(one, "__dict__")
    with pytest.raises(FrozenInstanceError):
        one.x = 2
    with pytest.raises(FrozenInstanceError):
        del one.x
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        one.unknown = 2


@pytest.mark.parametrize("kind", KIND)
@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((), {"y": 1}), ((1, 2, (), 4), {}), ((1,), {"x": 2}), ((1,), {"z": 2})],
)
def test_wrong_values_are_refused_as_at_any_call(kind, values, named):
    with pytest.raises(TypeError):
        make(kind)(*values, **named)


def test_each_object_has_a_default_of_its_own():
    first, second = Stop("a"), Stop("a")
    first.notes.append("closed")
    assert second.notes == []
    assert Stop.covered is False
    assert [each.name for each in fields(Stop)] == ["name", "lines", "notes"]


def test_values_are_checked_when_an_object_is_made_or_replaced():
    with pytest.raises(ValueError, match="wrong way"):
        Span(2, 1)
    with pytest.raises(ValueError, match="wrong way"):
        replace(Span(1, 2), low=3)


def test_objects_without_equality_are_told_apart():
    assert Thing("a") != Thing("a")
    assert len({Thing("a"), Thing("a")}) == 2
    assert replace(Thing("a"), name="b").name == "b"


def test_no_fields():
    assert Nothing() == Nothing()
    assert repr(Nothing()) == "Nothing()"
    assert hash(Nothing()) == hash(Nothing())


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))]
)
def test_copied_and_pickled(again):
    stop = Stop("a", (1, 2), ["b"])
    assert again(stop) == stop
    assert again(stop) is not stop
    with pytest.raises(FrozenInstanceError):
        again(stop).name = "c"


@frozen(eq=False, slots=False)
class Lot:
    """It keeps what was worked out."""

    sizes: tuple[int, ...]
    seen: int = field(init=False, default=7, repr=False)

    @cached_property
    def total(self) -> int:
        """The sum of the sizes."""
        return sum(self.sizes)


@frozen(eq=False, weakref=True)
class Held:
    """It can be referred to weakly."""

    name: str
    seen: int = field(init=False, default=7, repr=False)


@mutable
class Mark:
    """Its fields can be set."""

    name: str
    lines: list[str] = field(default_factory=list)


def test_without_slots_what_was_worked_out_is_kept():
    lot = Lot((1, 2))
    assert (lot.total, vars(lot)["total"], lot.seen) == (3, 3, 7)
    assert repr(lot) == "Lot(sizes=(1, 2))"
    assert replace(lot, sizes=(5,)).total == 5
    with pytest.raises(FrozenInstanceError):
        lot.sizes = ()
    with pytest.raises(FrozenInstanceError):
        del lot.sizes


def test_something_with_slots_is_referred_to_weakly_only_if_asked():
    held = Held("a")
    assert weakref.ref(held)() is held
    assert held.seen == copy.copy(held).seen == pickle.loads(pickle.dumps(held)).seen == 7
    with pytest.raises(TypeError):
        weakref.ref(Thing("a"))


def test_fields_of_what_is_mutable_can_be_set():
    mark, other = Mark("a"), Mark("a")
    mark.name = "b"
    mark.lines.append("x")
    assert (mark.name, mark.lines, other.lines) == ("b", ["x"], [])
    assert other != Mark("a")
    assert repr(mark) == "Mark(name='b', lines=['x'])"
    with pytest.raises(TypeError):
        Mark()
