"""Values as they are edited."""

import math

import pytest

from app.editing.values import written_value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (12.0, "12"),
        (0.5, "0.5"),
        (1e300, "1e+300"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (math.nan, "nan"),
        (2**64, "18446744073709551616"),
    ],
)
def test_every_value_that_a_file_may_hold_is_written(value, written):
    assert written_value(value) == written
