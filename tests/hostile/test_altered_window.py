"""The window on built-in data whose every text is hostile."""

import pytest

from layers.view_state import FeatureRef
from tests.gui.driving import page, texts_of
from tests.hostile.maps import altered_data
from tests.hostile.test_window import check_plain, squeezed
from tests.hostile.texts import texts_for

LAYERS = ("delegations", "model-precincts", "border-points", "municipalities", "program-sites")


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    folder = tmp_path_factory.mktemp("altered") / "made_by_a_text"
    # SQLite holds no halves of surrogate pairs.
    text = " ".join(texts_for(folder).values()).encode("utf-8", "replace").decode("utf-8")
    yield text
    assert not folder.exists(), "a text ran as code"


@pytest.fixture(scope="module")
def data(tmp_path_factory, text):
    """The data that the window of these tests opens with."""
    return altered_data(tmp_path_factory.mktemp("data") / "altered.gpkg", text)


def test_layers_and_features_are_shown_as_they_are(qtbot, main_window, session, data, text):
    beginning = squeezed(text)[:60]
    listed = squeezed("".join(texts_of(main_window.layers_panel)))
    assert listed.count(beginning) >= len(session.document.state.layers)
    for layer_id in LAYERS:
        session.view_state.open_layer(layer_id)
        assert squeezed(text) in squeezed("".join(texts_of(page(qtbot, main_window)))), layer_id
        check_plain(main_window)
        feature_id = str(data.table(layer_id).ids[0])
        session.view_state.select(FeatureRef(layer_id, feature_id))
        shown = squeezed("".join(texts_of(page(qtbot, main_window))))
        assert shown.count(squeezed(text)) >= 4, layer_id
        check_plain(main_window)


def test_every_page_of_the_panel_opens(qtbot, main_window, session, programs):
    for program in programs():
        session.view_state.open_program(program.id)
        assert page(qtbot, main_window)
        check_plain(main_window)
