"""The export dialog: pages are arranged, kept with the project and brought back; atlases made."""

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QTabWidget

from app.exports.logo import checked_logo
from layers.commands import SetSharing, SetStories
from layers.layouts import Layout
from layers.period import Period
from layers.sharing import Mark, Sharing
from layers.story import Story, StoryStep
from tests.app.exports.test_logo import PLAIN


def button(parent, words):
    return next(each for each in parent.findChildren(QPushButton) if each.text() == words)


def click(qtbot, parent, words):
    qtbot.mouseClick(button(parent, words), Qt.MouseButton.LeftButton)


def choose_size(dialog, words):
    for box in dialog.form.findChildren(QComboBox):
        for place in range(box.count()):
            if box.itemText(place).startswith(words):
                box.setCurrentIndex(place)
                box.activated.emit(place)
                return
    raise LookupError(words)


def layouts_box(dialog):
    return next(box for box in dialog.page_form.findChildren(QComboBox) if box.isEditable())


def keep(qtbot, dialog, name):
    layouts_box(dialog).setEditText(name)
    click(qtbot, dialog.page_form, "Keep")


def test_a_page_is_kept_with_the_document_and_can_be_undone(qtbot, dialog, session):
    choose_size(dialog, "A3 portrait")
    box = next(each for each in dialog.page_form.findChildren(QCheckBox) if each.text() == "Legend")
    box.setChecked(False)
    dialog.page_form._notes.setPlainText("Para la reunión")
    keep(qtbot, dialog, "Sala")
    (layout,) = session.document.state.layouts
    assert layout == Layout(
        "Sala", "a3", portrait=True, notes="Para la reunión", without=("legend",)
    )
    assert session.undo_stack.undoText() == "Keep page layout"
    session.undo_stack.undo()
    assert session.document.state.layouts == ()


def test_a_kept_page_comes_back_whole(qtbot, dialog, session, make):
    choose_size(dialog, "Letter landscape")
    dialog.page_form._subtitle.setText("Un subtítulo")
    keep(qtbot, dialog, "Uno")
    before = dialog.options
    other = make()
    box = layouts_box(other)
    assert [box.itemText(place) for place in range(box.count())] == ["Uno"]
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert other.options == before
    assert other.options.subtitle == "Un subtítulo"
    click(qtbot, other.page_form, "Remove")
    assert session.document.state.layouts == ()


def test_what_is_not_paper_cannot_be_kept(dialog):
    choose_size(dialog, "As large as the map")
    layouts_box(dialog).setEditText("Pantalla")
    assert not button(dialog.page_form, "Keep").isEnabled()
    choose_size(dialog, "A4 landscape")
    assert button(dialog.page_form, "Keep").isEnabled()


def test_a_logo_is_chosen_from_a_file_and_refused_with_words(qtbot, dialog, answers, tmp_path):
    path = tmp_path / "logo.svg"
    path.write_bytes(PLAIN.replace(b"<rect", b"<script/><rect"))
    answers.open_files = lambda *_: [path]
    click(qtbot, dialog.page_form, "Choose a logo…")
    assert "holds more than a drawing" in answers.warned[0]
    assert dialog.options.logo is None
    path.write_bytes(PLAIN)
    click(qtbot, dialog.page_form, "Choose a logo…")
    assert dialog.options.logo.kind == "svg"
    click(qtbot, dialog.page_form, "No logo")
    assert dialog.options.logo is None


def test_one_page_per_delegation(qtbot, dialog, answers, tmp_path):
    answers.file = tmp_path / "briefing.pdf"
    tabs = dialog.findChild(QTabWidget)
    tabs.setCurrentWidget(dialog.atlas_form)
    assert dialog.atlas_form.layer_id == "delegations"
    with qtbot.waitSignal(dialog.exported, timeout=120_000) as done:
        click(qtbot, dialog, "Export…")
        assert button(dialog, "Cancel").isEnabled()
    assert done.args[0].path == answers.file
    assert answers.asked[0][0].name == "atlas.pdf"
    assert len(PdfReader(answers.file).pages) == 20


def test_an_atlas_can_be_given_up(qtbot, dialog, tmp_path):
    tabs = dialog.findChild(QTabWidget)
    tabs.setCurrentWidget(dialog.atlas_form)
    dialog.export_atlas(tmp_path / "a.pdf")
    with qtbot.waitSignal(dialog._running.cancelled, timeout=60_000):
        dialog.reject()
    assert list(tmp_path.iterdir()) == []
    assert dialog._export.isEnabled()


def test_closing_gives_up_an_atlas(dialog, tmp_path):
    dialog.export_atlas(tmp_path / "a.pdf")
    dialog.done(0)
    assert dialog._running is None
    assert list(tmp_path.iterdir()) == []


def listed(form):
    """Return what the list of a form says, entry by entry."""
    tree = form.leaving.tree
    items = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
    return {
        item.text(0): [item.child(number).text(0) for number in range(item.childCount())]
        for item in items
    }


def lines_of(form, layer):
    return [lines for entry, lines in listed(form).items() if entry.startswith(layer)]


def show_atlas(qtbot, dialog):
    dialog.findChild(QTabWidget).setCurrentWidget(dialog.atlas_form)
    qtbot.waitUntil(lambda: not dialog._listing.is_busy, timeout=30_000)


def test_an_atlas_lists_what_it_will_hold(qtbot, dialog):
    show_atlas(qtbot, dialog)
    entries = listed(dialog.atlas_form)
    # Layers that are told of without being drawn are among them.
    assert any(entry.startswith("Departments") for entry in entries)
    assert any(entry.startswith("Model precincts") for entry in entries)
    details = [line for lines in entries.values() for line in lines]
    assert any(line.startswith("Columns of all 50 records") for line in details)
    assert "No paths, no user names, no dates of making" in details


def test_what_is_internal_is_asked_for_in_both_lists(qtbot, dialog, session):
    sharing = Sharing(columns=(("status", Mark.INTERNAL),))
    session.execute(SetSharing("model-precincts", sharing))
    dialog._show()
    show_atlas(qtbot, dialog)
    box = dialog.atlas_form.leaving.internal
    assert not box.isHidden()
    (lines,) = lines_of(dialog.atlas_form, "Model precincts")
    assert any(line.startswith("Columns left out") for line in lines)
    box.setChecked(True)
    assert dialog.form.leaving.include_internal
    qtbot.waitUntil(lambda: not dialog._listing.is_busy, timeout=30_000)
    (lines,) = lines_of(dialog.atlas_form, "Model precincts")
    assert not any(line.startswith("Columns left out") for line in lines)


def test_an_atlas_keeps_to_the_period_that_is_looked_at(qtbot, session, make, answers, tmp_path):
    session.view_state.period = session.builder.period = Period(None, 1990)
    dialog = make()
    show_atlas(qtbot, dialog)
    assert any("1990" in line for line in listed(dialog.atlas_form)["About the map"])
    with qtbot.waitSignal(dialog.exported, timeout=120_000):
        dialog.export_atlas(tmp_path / "atlas.pdf")
    pages = PdfReader(tmp_path / "atlas.pdf").pages
    for page in (pages[0], pages[5], pages[-1]):
        assert "up to 1990" in " ".join(page.extract_text().split())


def test_a_list_that_is_being_made_is_given_up(dialog):
    dialog.findChild(QTabWidget).setCurrentWidget(dialog.atlas_form)
    dialog.done(0)
    assert not dialog._listing.is_busy


def test_a_story_is_exported_from_its_tab(qtbot, make, session, tmp_path):
    empty = make()
    empty.show_story_tab()
    assert not button(empty, "Export…").isEnabled()
    west = (-9_980_000.0, 1_500_000.0, -9_930_000.0, 1_550_000.0)
    hidden = StoryStep("Dos", west, (("pbs-sites", 1.0), ("delegations", 1.0)))
    session.execute(SetStories((Story("Informe", (StoryStep("Uno", west), hidden)),)))
    session.execute(SetSharing("pbs-sites", Sharing(Mark.RESTRICTED)))
    dialog = make()
    dialog.show_story_tab()
    assert button(dialog, "Export…").isEnabled()
    qtbot.waitUntil(lambda: not dialog._listing.is_busy, timeout=30_000)
    entries = listed(dialog.story_form)
    assert any("PBS sites" in line for line in entries["Left out"])
    assert "Titles and texts of 2 steps" in entries["The story “Informe”"]
    kinds = dialog.story_form.findChildren(QComboBox)[1]
    kinds.setCurrentIndex(kinds.findData(".pptx"))
    qtbot.waitUntil(lambda: not dialog._listing.is_busy, timeout=30_000)
    told = listed(dialog.story_form)["The story “Informe”"]
    assert "The speaker's notes of each step" in told
    path = tmp_path / "story.pdf"
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        dialog.export_story(path)
    assert len(PdfReader(path).pages) == 2


def test_atlas_and_story_have_the_logo_that_was_chosen(qtbot, make, session, tmp_path):
    home = (-9_980_000.0, 1_500_000.0, -9_930_000.0, 1_550_000.0)
    session.execute(SetStories((Story("Informe", (StoryStep("Uno", home),)),)))
    dialog = make()
    dialog._take_layout(Layout("Uno", logo=checked_logo(PLAIN)))
    for show, export in (
        (dialog.atlas_form, dialog.export_atlas),
        (dialog.story_form, dialog.export_story),
    ):
        dialog.findChild(QTabWidget).setCurrentWidget(show)
        with qtbot.waitSignal(dialog.exported, timeout=60_000):
            export(tmp_path / "made.html")
        page = (tmp_path / "made.html").read_text("utf-8")
        assert page.count('href="#logo"') == page.count("<header>") > 0


def test_long_notes_in_paragraphs_are_kept_whole(dialog, session):
    notes = "Un párrafo de las notas.\n\n" + "Nota para la reunión. " * 150 + "Fin"
    dialog._take_layout(Layout("Uno", notes=notes))
    assert dialog.options.notes == notes
    dialog.keep_layout("Dos")
    assert session.document.state.layout("Dos").notes == notes
