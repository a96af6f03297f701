"""The layouts of tables' columns, kept as JSON."""

import json

from hypothesis import given
from hypothesis import strategies as st

from app.column_settings import is_own, read_layouts, written_layouts
from layers.view_state import ColumnLayout

NAMES = st.lists(st.text(max_size=9), max_size=5).map(tuple)
LAYOUTS = st.builds(
    ColumnLayout,
    NAMES,
    NAMES,
    st.dictionaries(st.text(max_size=9), st.integers(10, 5000), max_size=4).map(
        lambda widths: tuple(widths.items())
    ),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["order", "hidden", "widths", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=9), LAYOUTS, max_size=5))
def test_what_is_written_is_read(layouts):
    assert read_layouts(json.loads(json.dumps(written_layouts(layouts)))) == layouts


@given(ANYTHING)
def test_any_content_gives_layouts_that_can_be_used(value):
    for layout in read_layouts({"towns": value}).values():
        assert all(isinstance(name, str) for name in (*layout.order, *layout.hidden))
        assert all(10 <= width <= 5000 for _, width in layout.widths)
    assert isinstance(read_layouts(value), dict)


def test_own_layers_are_told_by_their_id():
    assert is_own("own-12")
    assert not is_own("towns")
