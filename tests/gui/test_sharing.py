"""What may leave of a layer is set in the window, undone, and obeyed by what leaves."""

from PySide6.QtGui import QGuiApplication

from app.editing import links
from layers.sharing import Mark, Positions, Sharing


def sharing_dialog(main_window, layer_id):
    main_window.workspace.editing.follow(links.SHARE_LAYER, layer_id)
    return main_window.workspace.editing.dialog


def choose(box, value):
    box.setCurrentIndex(box.findData(value))


def sharing(main_window, layer_id):
    return main_window.session.document.state.layer(layer_id).sharing


def test_marks_are_set_and_undone(main_window):
    dialog = sharing_dialog(main_window, "pbs-sites")
    choose(dialog.mark, Mark.INTERNAL.value)
    choose(dialog.positions, Positions.DEPARTMENT.value)
    choose(dialog.columns["source"], Mark.RESTRICTED.value)
    dialog.accept_button.click()
    expected = Sharing(Mark.INTERNAL, (("source", Mark.RESTRICTED),), Positions.DEPARTMENT)
    assert sharing(main_window, "pbs-sites") == expected
    main_window.session.undo_stack.undo()
    assert sharing(main_window, "pbs-sites") == Sharing()


def test_what_was_not_changed_is_no_change(main_window):
    dialog = sharing_dialog(main_window, "pbs-sites")
    dialog.accept_button.click()
    assert not main_window.session.undo_stack.canUndo()


def test_areas_have_no_area_that_they_are_moved_to(main_window):
    dialog = sharing_dialog(main_window, "delegations")
    assert dialog.positions.findData(Positions.DEPARTMENT.value) == -1
    dialog.reject()


def test_every_control_has_a_name(main_window):
    dialog = sharing_dialog(main_window, "pbs-sites")
    for box in (dialog.mark, dialog.positions, *dialog.columns.values()):
        assert box.accessibleName()
    dialog.reject()


def test_the_clipboard_holds_nothing_restricted(main_window):
    def copied():
        main_window.actions_by_name["copy_map"].trigger()
        return QGuiApplication.clipboard().image()

    whole = copied()
    assert copied() == whole
    dialog = sharing_dialog(main_window, "delegations")
    choose(dialog.mark, Mark.RESTRICTED.value)
    dialog.accept_button.click()
    assert copied() != whole
