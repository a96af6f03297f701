"""The main window as a whole."""

from layers.commands import SetVisible


def test_opens(main_window, session):
    assert main_window.isVisible()
    assert main_window.canvas.is_sharp
    session.execute(SetVisible("rivers", False))
    assert main_window.actions_by_name["undo"].isEnabled()
