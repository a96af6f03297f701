"""The window's fixtures, for maps of hostile texts."""

import pytest

from tests.gui.conftest import (  # noqa: F401 - fixtures
    dialogs,
    main_window,
    make_window,
    programs,
    qapp,
    session,
)


@pytest.fixture
def folder(tmp_path):
    """A folder that hostile texts would make."""
    target = tmp_path / "made_by_a_text"
    yield target
    assert not target.exists(), "a text ran as code"
