"""The export dialog: it shows what it will write, and writes what it shows."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSpinBox, QTreeWidget

from layers.commands import SetSharing, SetVisible
from layers.sharing import Mark, Sharing
from tests.app.exports.pictures import mask, pixels


def combo(dialog, label):
    layout = dialog.form.findChild(QLineEdit).parent()
    for box in layout.findChildren(QComboBox):
        words = [box.itemText(n) for n in range(box.count())]
        if label in words:
            return box
    raise LookupError(label)


def choose(dialog, label):
    box = combo(dialog, label)
    box.setCurrentIndex(box.findText(label))
    box.activated.emit(box.currentIndex())


def listed(dialog):
    """Return what the dialog says that the file will hold, with what it says of each."""
    tree = dialog.form.leaving.tree
    items = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
    return {
        item.text(0): [item.child(n).text(0) for n in range(item.childCount())] for item in items
    }


def fields(dialog):
    return [field.value() for field in dialog.form.findChildren(QSpinBox)]


def draw(qtbot, dialog):
    with qtbot.waitSignal(dialog.preview.drawn, timeout=20_000) as drawn:
        dialog.preview.resize(700, 500)
        dialog.preview.show_page(dialog.scene(), dialog.form.options, dialog._texts)
    return drawn.args[0]


def test_it_lists_what_the_file_will_hold(dialog, session):
    words = listed(dialog)
    assert next(iter(words)) == "Model precincts · 3 of 50"
    assert "PBS sites · 3" in words
    assert words["PBS sites · 3"] == ["Exact places", "Names on the map: Name"]
    visible = sum(layer.visible for layer in session.document.state)
    assert len(words) == visible + 1
    assert "Title: El Salvador: security programs" in words["About the map"]
    assert "Language: English" in words["About the map"]


def test_a_web_page_holds_all_columns_and_both_languages(dialog):
    choose(dialog, "Web page (.html)")
    words = listed(dialog)
    (columns,) = (line for line in words["PBS sites · 3"] if line.startswith("Columns of all 3"))
    assert "Name, " in columns
    assert "Plan Seguro sectors" in columns
    assert "Language: English, Español" in words["About the map"]
    assert dialog.form.leaving.internal.isHidden()


def test_what_is_internal_asks_and_what_is_restricted_stays(make, session):
    session.execute(SetSharing("pbs-sites", Sharing(Mark.INTERNAL)))
    session.execute(SetSharing("model-precincts", Sharing(Mark.RESTRICTED)))
    dialog = make()
    assert not dialog.form.leaving.internal.isHidden()
    assert listed(dialog)["Left out"] == ["Model precincts (restricted)", "PBS sites (internal)"]
    ids = {layer.layer_id for layer in dialog.scene().layers}
    assert not ids & {"pbs-sites", "model-precincts"}
    dialog.form.leaving.internal.click()
    assert listed(dialog)["Left out"] == ["Model precincts (restricted)"]
    assert "pbs-sites" in {layer.layer_id for layer in dialog.scene().layers}


def test_it_lists_only_what_is_shown(make, session):
    session.execute(SetVisible("model-precincts", visible=False))
    dialog = make()
    assert not any("Model precincts" in words for words in listed(dialog))


def test_presets_set_size_and_resolution(dialog):
    assert fields(dialog) == [1920, 1080, 120]
    choose(dialog, "A4 landscape, 3508 \N{MULTIPLICATION SIGN} 2480")
    assert fields(dialog) == [3508, 2480, 300]
    choose(dialog, "As large as the map in the window, 700 \N{MULTIPLICATION SIGN} 600")
    assert fields(dialog) == [700, 600, 96]


def test_a_typed_size_is_another_size_or_the_preset_it_is(dialog):
    box = combo(dialog, "Another size")
    width, height, _ = dialog.form.findChildren(QSpinBox)
    width.setValue(1000)
    assert box.currentText() == "Another size"
    width.setValue(1920)
    assert box.currentText() == "Slides and screens, 1920 \N{MULTIPLICATION SIGN} 1080"
    assert (dialog.form.options.width, dialog.form.options.height) == (1920, height.value())


def test_areas_are_offered_and_headings_are_not(dialog):
    box = combo(dialog, "Santa Ana")
    choose(dialog, "Santa Ana")
    assert dialog.form.options.area_name == "Santa Ana"
    assert dialog.form.options.area is not None
    heading = box.model().item(box.findText("Departments"))
    assert not heading.flags() & Qt.ItemFlag.ItemIsEnabled
    names = [box.itemText(n) for n in range(box.count())]
    assert len(names) == 2 + 1 + 19 + 1 + 14


def test_what_the_window_shows_can_be_exported(dialog, session):
    choose(dialog, "What the window shows")
    home = session.scene().home
    area = dialog.form.options.area
    assert area[0] < home[0]
    assert area[2] > home[2]


def test_the_preview_is_the_page(qtbot, dialog):
    report = draw(qtbot, dialog)
    array = pixels(dialog.preview.image)
    assert array.shape[1] / array.shape[0] == pytest.approx(16 / 9, abs=0.01)
    assert mask(array, dialog.scene().background).mean() > 0.1
    assert report.labels_hidden > 0


def test_another_title_and_look_are_previewed_and_leave_the_map_alone(qtbot, dialog, session):
    before = session.document.state
    draw(qtbot, dialog)
    light = pixels(dialog.preview.image)
    dialog.form.findChild(QLineEdit).setText("  Mi título ")
    choose(dialog, "Dark")
    assert dialog.scene().title == "Mi título"
    draw(qtbot, dialog)
    dark = pixels(dialog.preview.image)
    assert dark.mean() < light.mean() / 2
    assert session.document.state is before


def test_it_writes_what_it_shows(qtbot, dialog, answers, tmp_path):
    choose(dialog, "As large as the map in the window, 700 \N{MULTIPLICATION SIGN} 600")
    answers.file = tmp_path / "out.png"
    with qtbot.waitSignal(dialog.exported, timeout=20_000) as exported:
        qtbot.mouseClick(button(dialog, "Export…"), Qt.MouseButton.LeftButton)
    assert exported.args[0].path == tmp_path / "out.png"
    assert QImage(str(tmp_path / "out.png")).size().toTuple() == (700, 600)
    suggestion, filters = answers.asked[0]
    assert suggestion == tmp_path / "map.png"
    assert filters[0] == "PNG picture (*.png)"
    assert "PDF document (*.pdf)" in filters
    assert "Web page (*.html *.htm)" in filters


def test_the_ending_that_was_typed_decides(qtbot, dialog, answers, tmp_path):
    answers.file = tmp_path / "out.html"
    with qtbot.waitSignal(dialog.exported, timeout=30_000):
        dialog.ask_and_export()
    assert (tmp_path / "out.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_name_without_ending_gets_the_chosen_one(qtbot, dialog, answers, tmp_path):
    answers.file = tmp_path / "out"
    with qtbot.waitSignal(dialog.exported, timeout=20_000) as exported:
        dialog.ask_and_export()
    assert exported.args[0].path == tmp_path / "out.png"


def test_an_unknown_ending_is_told_and_the_dialog_stays(dialog, answers, tmp_path):
    answers.file = tmp_path / "out.gif"
    dialog.ask_and_export()
    assert ".png, .pdf, .svg, " in answers.warned[0]
    assert dialog.result() == 0


def test_failing_is_told_and_the_dialog_stays(qtbot, dialog, answers, tmp_path):
    answers.file = tmp_path / "missing" / "out.png"
    dialog.ask_and_export()
    qtbot.waitUntil(lambda: bool(answers.warned), timeout=20_000)
    assert "there is no such folder" in answers.warned[0]
    assert button(dialog, "Export…").isEnabled()


def test_the_web_page_has_no_size(dialog):
    choose(dialog, "Web page (.html)")
    assert not any(field.isEnabled() for field in dialog.form.findChildren(QSpinBox))
    choose(dialog, "PNG picture (.png)")
    assert all(field.isEnabled() for field in dialog.form.findChildren(QSpinBox))


def test_too_many_pixels_cannot_be_exported(dialog):
    width, height, _ = dialog.form.findChildren(QSpinBox)
    width.setValue(30_000)
    height.setValue(30_000)
    assert not button(dialog, "Export…").isEnabled()
    height.setValue(1000)
    assert button(dialog, "Export…").isEnabled()


def test_a_running_export_can_be_given_up(qtbot, dialog, answers, tmp_path):
    answers.file = tmp_path / "out.png"
    dialog.ask_and_export()
    assert not button(dialog, "Export…").isEnabled()
    qtbot.mouseClick(button(dialog, "Cancel"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(button(dialog, "Export…").isEnabled, timeout=20_000)
    assert not (tmp_path / "out.png").exists()
    assert button(dialog, "Close")


def test_closing_gives_up_a_running_export(qtbot, dialog, answers, tmp_path):
    answers.file = tmp_path / "out.png"
    dialog.ask_and_export()
    dialog.done(0)
    qtbot.wait(200)
    assert list(tmp_path.iterdir()) == []


def test_it_speaks_spanish(make, session):
    session.view_state.language = "es"
    dialog = make()
    assert next(iter(listed(dialog))).startswith("Precintos modelo · 3 de 50")
    assert dialog.windowTitle() == "Exportar el mapa"


def test_every_control_has_a_name(dialog):
    from PySide6.QtGui import QAccessible

    controls = [
        *dialog.findChildren(QComboBox),
        *dialog.form.findChildren(QSpinBox),
        *dialog.findChildren(QPushButton),
        *dialog.findChildren(QTreeWidget),
    ]
    assert len(controls) >= 9
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface.text(QAccessible.Text.Name), control


def button(dialog, words):
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == words)


def test_the_folder_of_the_last_export_is_suggested_next(qtbot, dialog, answers, tmp_path):
    (tmp_path / "deep").mkdir()
    answers.file = Path(tmp_path / "deep" / "out.png")
    with qtbot.waitSignal(dialog.exported, timeout=20_000):
        dialog.ask_and_export()
    answers.file = None
    dialog.ask_and_export()
    assert answers.asked[-1][0] == tmp_path / "deep" / "map.png"
