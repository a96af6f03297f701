"""Classes: bounds that rise, and every number in one class."""

from itertools import pairwise

import jenkspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.classification import (
    JENKS_SAMPLE,
    ClassificationError,
    Method,
    class_breaks,
    class_counts,
    tidy_breaks,
    with_last_bound,
)

COMPUTED = [method for method in Method if method is not Method.MANUAL]
NUMBERS = st.lists(
    st.one_of(st.floats(-1e9, 1e9), st.integers(-50, 50).map(float)), min_size=1, max_size=60
).map(np.array)


@pytest.mark.parametrize("method", COMPUTED)
@given(numbers=NUMBERS, count=st.integers(2, 9))
def test_bounds_rise_and_every_number_is_in_one_class(method, numbers, count):
    breaks = class_breaks(numbers, method, count)
    assert 1 <= len(breaks) <= max(count, 2)
    assert all(low < high for low, high in pairwise(breaks))
    assert breaks[-1] == numbers.max()
    assert sum(class_counts(breaks, numbers)) == len(numbers)


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1e4), min_size=10, max_size=80, unique=True), st.integers(2, 9))
def test_natural_breaks_are_those_of_jenkspy(numbers, count):
    values = np.array(numbers)
    expected = jenkspy.jenks_breaks(values, n_classes=count)[1:]
    assert class_breaks(values, Method.JENKS, count) == tuple(np.unique(expected))


def test_natural_breaks_of_many_numbers_are_near_the_exact_ones():
    draw = np.random.default_rng(1)
    values = np.concatenate([draw.normal(at, 1.0, JENKS_SAMPLE) for at in (0.0, 50.0, 100.0)])
    low, middle, high = class_breaks(values, Method.JENKS, 3)
    assert 3 < low < 47 < middle < 97
    assert high == values.max()


def test_quantiles_have_as_many_each():
    breaks = class_breaks(np.arange(1.0, 101.0), Method.QUANTILES, 4)
    assert breaks == (25.0, 50.0, 75.0, 100.0)
    assert class_counts(breaks, np.arange(1.0, 101.0)) == [25, 25, 25, 25]


def test_equal_steps():
    assert class_breaks(np.array([0.0, 1.0, 2.0, 10.0]), Method.EQUAL, 2) == (5.0, 10.0)


def test_standard_deviations_are_about_the_mean():
    values = np.array([0.0, 0.0, 10.0, 10.0])
    assert class_breaks(values, Method.DEVIATION, 2) == (5.0, 10.0)
    assert class_breaks(values, Method.DEVIATION, 3) == (2.5, 7.5, 10.0)


def test_what_is_no_number_does_not_count():
    values = np.array([np.nan, 1.0, 2.0, np.inf, 3.0])
    assert class_breaks(values, Method.QUANTILES, 3) == (1.0, 2.0, 3.0)
    with pytest.raises(ClassificationError):
        class_breaks(np.array([np.nan]), Method.EQUAL, 4)


def test_bounds_by_hand_are_sorted_and_leave_nothing_out():
    values = np.array([1.0, 9.0])
    assert with_last_bound([5, 2, 5], values) == (2, 5, 9.0)
    assert with_last_bound([5, 20], values) == (5, 20)


@given(NUMBERS, st.integers(2, 9))
def test_tidy_bounds_change_no_class(numbers, count):
    breaks = class_breaks(numbers, Method.EQUAL, count)
    assert class_counts(tidy_breaks(breaks, numbers), numbers) == class_counts(breaks, numbers)


def test_tidy_bounds_are_short():
    values = np.array([0.0, 10.1, 20.7, 33.333])
    assert tidy_breaks((11.111, 22.222, 33.333), values) == (11.0, 22.0, 33.333)
    assert tidy_breaks((1234.5, 9000.0), np.array([1000.0, 2000.0, 9000.0])) == (1000.0, 9000.0)
