"""The export dialog: what the file will be, with a preview and a list of what it will hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.dialogs import Dialogs
from app.exports.atlas_form import AtlasForm
from app.exports.atlas_job import AtlasJob
from app.exports.choices import paper_of_page
from app.exports.destination import ask_file
from app.exports.export_form import ExportForm
from app.exports.formats import FORMATS, format_of
from app.exports.image import MOST_PIXELS
from app.exports.leaving_view import LeavingView
from app.exports.leaving_words import Entry, leaving_entries, story_entry
from app.exports.logo import read_logo
from app.exports.map_job import MapJob
from app.exports.options import PageOptions, layout_options
from app.exports.page import PageReport
from app.exports.page_form import PageForm
from app.exports.preview import PagePreview
from app.exports.report import ExportError, ExportReport
from app.exports.running import RunningExport
from app.exports.running_atlas import RunningAtlas
from app.exports.sheet_form import SheetForm
from app.exports.sheet_job import SheetJob
from app.exports.story_form import StoryForm
from app.exports.story_job import StoryJob
from app.session import Session
from app.tasks import TaskRunner, Told
from layers.atlas_leaving import LeavingAtlas, leaving_atlas
from layers.commands import SetTitle
from layers.document import MapState
from layers.layout_commands import RemoveLayout, SetLayout
from layers.layouts import Layout
from layers.leaving import Leaving, Sender
from layers.scene import Scene
from layers.scene_builder import SceneBuilder
from layers.story import Story
from layers.story_leaving import LeavingStory, leaving_story
from layers.view import View

_FORM_WIDTH = 356
_FILE_NAME, _ATLAS_NAME, _STORY_NAME = "map", "atlas", "story"


class ExportDialog(QDialog):
    """Asks what to export, shows it, and exports it.

    The document stays as it is, but for the page layouts that the planner keeps with it.

    Attributes:
        exported: a file was written; the `ExportReport`.
        form: what can be chosen.
        page_form: what stands on the page, and the kept layouts.
        atlas_form: what can be chosen for one page per area.
        story_form: what can be chosen for a story.
        preview: the page as it will be.
    """

    exported = Signal(object)

    def __init__(
        self,
        session: Session,
        view: View,
        dialogs: Dialogs,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog in the interface's language; `open` shows it.

        Args:
            session: whose map is exported.
            view: what the window shows.
            dialogs: how to ask for the file.
            folder: where to save at first.
            parent: the window.
        """
        super().__init__(parent)
        self._session, self._texts = session, session.texts
        # Of its own: the window's keeps the layers as the window shows them.
        builder = SceneBuilder(session.data)
        builder.follow_period(session.builder)
        self._builder, self._sender = builder, Sender(builder)
        self._dialogs, self._folder = dialogs, folder
        self._running: RunningExport | RunningAtlas | None = None
        self._listing = TaskRunner(self)
        self._report: PageReport | None = None
        self._leaving: Leaving | None = None
        self.form = ExportForm(session, view, self)
        self.page_form = PageForm(self._texts, self)
        self.atlas_form = AtlasForm(session, builder, self)
        self.story_form = StoryForm(session, self)
        self._tabs = QTabWidget(self)
        self.preview = PagePreview(self)
        self._notes = QLabel(self)
        self._stage = QLabel(self)
        self._progress = QProgressBar(self)
        self._buttons = QDialogButtonBox(self)
        self._export = QPushButton(self._texts.gettext("Export…"), self)
        self._arrange()
        self.form.changed.connect(self._show)
        self.atlas_form.changed.connect(self._list_sheets)
        self.story_form.changed.connect(self._list_sheets)
        internal = self.form.leaving.internal
        for form in (self.atlas_form, self.story_form):
            internal.toggled.connect(form.leaving.internal.setChecked)
            form.leaving.internal.toggled.connect(internal.setChecked)
        self.page_form.changed.connect(self._show)
        self.page_form.layout_chosen.connect(self._take_layout)
        self.page_form.keep_wanted.connect(self.keep_layout)
        self.page_form.remove_wanted.connect(self._remove_layout)
        self.page_form.logo_wanted.connect(self._ask_logo)
        self._tabs.currentChanged.connect(self._show_tab)
        self.page_form.show_layouts(session.document.state.layouts)
        self.preview.drawn.connect(self._tell_notes)
        self._buttons.accepted.connect(self.ask_and_export)
        self._buttons.rejected.connect(self.reject)
        self._show()

    def scene(self) -> Scene:
        """Return the scene that will be exported."""
        include = self.form.leaving.include_internal
        self._builder.changes = self.form.marks.changes
        return self._sender.scene(
            self._state(), self._texts, self.form.theme, include_internal=include
        )

    @property
    def options(self) -> PageOptions:
        """The page that will be exported."""
        return self.page_form.apply(self.form.options)

    @property
    def is_atlas(self) -> bool:
        """Whether one page per area is chosen rather than one map."""
        return self._tabs.currentWidget() is self.atlas_form

    @property
    def is_story(self) -> bool:
        """Whether a story is chosen rather than one map."""
        return self._tabs.currentWidget() is self.story_form

    def show_story_tab(self) -> None:
        """Let a story be chosen."""
        self._tabs.setCurrentWidget(self.story_form)

    def _state(self) -> MapState:
        return SetTitle(self.form.title).apply(self._session.document.state)

    def ask_and_export(self) -> None:
        """Ask for the file, then begin to write it."""
        if self.is_atlas:
            self._ask_sheets(_ATLAS_NAME, self.atlas_form.ending, self.export_atlas)
            return
        if self.is_story:
            self._ask_sheets(_STORY_NAME, self.story_form.ending, self.export_story)
            return
        format_ = self.form.format
        filters = [
            f"{self._texts.gettext(kind.name)} ({' '.join('*' + e for e in kind.endings)})"
            for kind in sorted(FORMATS, key=lambda kind: kind is not format_)
        ]
        suggestion = self._folder / f"{_FILE_NAME}{format_.endings[0]}"
        path = ask_file(self._dialogs, self, suggestion, filters, self._texts)
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Begin to write a file of the kind its ending asks for."""
        try:
            format_ = format_of(path, self._texts)
        except ExportError as error:
            self._fail(str(error))
            return
        self._folder = path.parent
        if format_.is_sheet:
            scene, options = self.scene(), self.options
            self._run_sheets(path, lambda: MapJob(scene, options, self._texts))
            return
        running = RunningExport(path, format_, self.scene(), self.options, self._texts, self)
        running.progressed.connect(self._stage.setText)
        running.succeeded.connect(self._succeed)
        running.failed.connect(self._fail)
        running.cancelled.connect(self._end)
        self._running = running
        self._set_busy(busy=True)
        running.start()

    def export_atlas(self, path: Path) -> None:
        """Begin to write an atlas of the kind a file's ending asks for."""
        self._folder = path.parent
        texts, make = self._texts, self._atlas_maker()
        options = self._sheet_options(self.atlas_form)

        def make_job() -> AtlasJob:
            made = make()
            return AtlasJob(made.atlas, made.scene, options, texts)

        self._run_sheets(path, make_job)

    def export_story(self, path: Path) -> None:
        """Begin to write a story of the kind a file's ending asks for."""
        story = self.story_form.story
        if story is None:
            return
        self._folder = path.parent
        texts, make = self._texts, self._story_maker(story)
        options = self._sheet_options(self.story_form)

        def make_job() -> StoryJob:
            return StoryJob(make(), options, texts)

        self._run_sheets(path, make_job)

    def _run_sheets(self, path: Path, make_job: Callable[[], SheetJob]) -> None:
        running = RunningAtlas(path, make_job, self._texts, self)
        running.progressed.connect(self._tell_progress)
        running.succeeded.connect(self._succeed)
        running.failed.connect(self._fail)
        running.cancelled.connect(self._end)
        self._running = running
        self._set_busy(busy=True)
        running.start()

    def _atlas_maker(self) -> Callable[[], LeavingAtlas]:
        """Return what makes the atlas that is chosen now; to be called in a thread."""
        texts, theme, layer_id = self._texts, self.form.theme, self.atlas_form.layer_id
        state, data, shown = self._state(), self._session.data, self._builder
        include = self.form.leaving.include_internal

        def make() -> LeavingAtlas:
            # A builder of its own; it knows the period that the map shows.
            builder = SceneBuilder(data)
            builder.follow_period(shown)
            return leaving_atlas(state, builder, layer_id, texts, theme, include_internal=include)

        return make

    def _story_maker(self, story: Story) -> Callable[[], LeavingStory]:
        """Return what makes the story that is chosen now; to be called in a thread."""
        texts, theme = self._texts, self.form.theme
        state, data = self._state(), self._session.data
        include = self.form.leaving.include_internal

        def make() -> LeavingStory:
            # A builder of its own; each step has its period.
            builder = SceneBuilder(data)
            return leaving_story(state, builder, story, texts, theme, include_internal=include)

        return make

    def _sheet_options(self, form: SheetForm) -> PageOptions:
        """Return the page of an atlas or a story: its own paper, the rest as chosen for the map."""
        return self.page_form.apply(layout_options(form.layout_of_pages))

    def _list_sheets(self) -> None:
        """List what an atlas or a story will hold, once that is collected in a thread."""
        story = self.story_form.story
        if self.is_atlas:
            self._list_atlas()
        elif self.is_story and story is not None:
            self._list_story(story)

    def _list_atlas(self) -> None:
        texts, make = self._texts, self._atlas_maker()
        options = self._sheet_options(self.atlas_form)
        view = self.atlas_form.leaving

        def show(made: LeavingAtlas) -> None:
            entries = leaving_entries(made.leaving, made.scene, options, None, texts)
            view.show_entries(entries, has_internal=made.leaving.has_internal)

        self._start_listing(make, show, view)

    def _list_story(self, story: Story) -> None:
        texts, make = self._texts, self._story_maker(story)
        options = self._sheet_options(self.story_form)
        has_notes, view = self.story_form.ending == ".pptx", self.story_form.leaving

        def show(made: LeavingStory) -> None:
            entries = leaving_entries(made.leaving, made.whole, options, None, texts)
            entries.append(story_entry(made, texts, has_notes=has_notes))
            view.show_entries(entries, has_internal=made.leaving.has_internal)

        self._start_listing(make, show, view)

    def _start_listing(
        self, make: Callable[[], object], show: Callable[..., None], view: LeavingView
    ) -> None:
        def tell(error: Exception) -> None:
            view.show_entries([Entry(str(error))], has_internal=view.internal.isVisible())

        self._listing.start(lambda *_: make(), Told(show, tell))

    def keep_layout(self, name: str) -> None:
        """Keep the page under a name, with the document; can be undone."""
        options, paper = self.options, paper_of_page(self.options)
        if not name or paper is None:
            return
        layout = Layout(
            name,
            paper[0],
            portrait=paper[1],
            title=self.form.title,
            subtitle=options.subtitle,
            notes=options.notes,
            without=options.without,
            area=options.area,
            area_name=options.area_name,
            theme=self.form.theme,
            logo=options.logo,
        )
        self._session.execute(SetLayout(layout))
        self.page_form.show_layouts(self._session.document.state.layouts)

    def done(self, result: int) -> None:
        """Close; an export that is running is given up."""
        self._stop()
        self._listing.stop()
        self.form.marks.stop()
        self.preview.stop()
        super().done(result)

    def reject(self) -> None:
        """Give up the running export, or close if none is running."""
        if self._running is not None:
            self._running.cancel()
        else:
            super().reject()

    def _ask_sheets(self, name: str, ending: str, export: Callable[[Path], None]) -> None:
        suggestion = self._folder / f"{name}{ending}"
        filters = [f"*{ending}"]
        path = ask_file(self._dialogs, self, suggestion, filters, self._texts, are_sheets=True)
        if path is not None:
            export(path)

    def _remove_layout(self, name: str) -> None:
        self._session.execute(RemoveLayout(name))
        self.page_form.show_layouts(self._session.document.state.layouts)

    def _take_layout(self, layout: Layout) -> None:
        self.form.take(layout)
        self.page_form.take(layout)

    def _ask_logo(self) -> None:
        _ = self._texts.gettext
        filters = [f"{_('Pictures')} (*.png *.svg)"]
        paths = self._dialogs.open_files(self, _("Choose a logo"), self._folder, filters)
        if not paths:
            return
        try:
            self.page_form.logo = read_logo(paths[0], self._texts)
        except ExportError as error:
            self._dialogs.warn(self, _("This logo cannot be used"), str(error))

    def _tell_progress(self, stage: str, share: float) -> None:
        self._stage.setText(stage)
        self._progress.setRange(0, 100)
        self._progress.setValue(round(share * 100))

    # Parts

    def _arrange(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_("Export the map"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._tabs.setFixedWidth(_FORM_WIDTH)
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.addTab(self.form, _("Map"))
        self._tabs.addTab(self.page_form, _("Page"))
        self._tabs.addTab(self.atlas_form, _("Atlas"))
        self._tabs.addTab(self.story_form, _("Story"))
        self.preview.setAccessibleName(_("Preview"))
        self._notes.setWordWrap(True)
        self._notes.setProperty("kind", "secondary")
        for label in (self._notes, self._stage):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress"))
        self._export.setDefault(True)
        close = QPushButton(_("Close"), self)
        self._buttons.addButton(self._export, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self._close = close
        right = QVBoxLayout()
        right.addWidget(self.preview, 1)
        right.addWidget(self._notes)
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addWidget(self._tabs)
        upper.addLayout(right, 1)
        lower = QHBoxLayout()
        lower.addWidget(self._stage)
        lower.addWidget(self._progress, 1)
        lower.addWidget(self._buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addLayout(upper, 1)
        whole.addLayout(lower)
        self._set_busy(busy=False)
        self.resize(1120, 680)

    # What is going on

    def _show(self) -> None:
        scene, options = self.scene(), self.options
        self.page_form.set_keepable(paper_of_page(options) is not None)
        state = self._session.document.state
        self._leaving = self._sender.leaving(state, scene, self._texts)
        self.form.show_contents(scene, options, self._leaving)
        self.preview.show_page(scene, options, self._texts)
        self._tell_fit()
        self._list_sheets()

    def _fits(self) -> bool:
        """Return whether a picture of the map is not too large to be made."""
        if self.is_atlas or self.is_story or not self.form.format.is_page:
            return True
        options = self.options
        return options.width * options.height <= MOST_PIXELS

    def _tell_fit(self) -> None:
        has_story = self.story_form.story is not None
        is_map = not (self.is_atlas or self.is_story)
        is_comparing = is_map and self.form.marks.is_busy
        is_whole = (has_story or not self.is_story) and not is_comparing
        self._export.setEnabled(self._fits() and is_whole)
        if is_comparing:
            self._notes.setText(self._texts.gettext("Comparing…"))
        elif not self._fits():
            self._notes.setText(self._texts.gettext("Too many pixels; choose a smaller size"))

    def _show_tab(self) -> None:
        """Tell what is exported now; the preview stays as it is."""
        self._tell_fit()
        self._list_sheets()
        if self._report is not None:
            self._tell_notes(self._report)

    def _tell_notes(self, report: PageReport) -> None:
        self._report = report
        if not self._fits():
            return
        _ = self._texts.gettext
        if self.is_atlas:
            self._notes.setText(self._atlas_notes())
        elif self.is_story:
            self._notes.setText(_("The preview shows the map as it is now, not the steps"))
        elif self.form.format.is_page:
            self._notes.setText("\n".join(report.notes))
        elif self.form.format.is_sheet:
            self._notes.setText(_("One slide; its title, legend and notes can be edited"))
        else:
            self._notes.setText(_("The web page shows this map, to be moved, zoomed and asked"))

    def _atlas_notes(self) -> str:
        _ = self._texts.gettext
        words = _("The preview shows the map of the country")
        kept_back = self._leaving.kept_back if self._leaving else ()
        if not kept_back:
            return words
        names = ", ".join(name for name, _mark in kept_back)
        return f"{words} · {_('left out: {layers}').format(layers=names)}"

    def _set_busy(self, *, busy: bool) -> None:
        _ = self._texts.gettext
        for widget in (self._tabs, self._export):
            widget.setEnabled(not busy)
        self._close.setText(_("Cancel") if busy else _("Close"))
        self._stage.setVisible(busy)
        self._progress.setVisible(busy)
        self._progress.setRange(0, 0)

    def _succeed(self, report: ExportReport) -> None:
        self._end()
        self.exported.emit(report)
        self.accept()

    def _fail(self, message: str) -> None:
        self._end()
        self._dialogs.warn(self, self._texts.gettext("Nothing was exported"), message)

    def _end(self) -> None:
        self._stop()
        self._set_busy(busy=False)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running.deleteLater()
            self._running = None
