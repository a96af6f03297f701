"""What leaves the window: files, paper, web pages, the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.canvas.canvas import MapCanvas
from app.dialogs import Dialogs
from app.session import Session
from layers.sharing import Sharing

if TYPE_CHECKING:
    from app.exports.report import ExportReport
    from layers.programs import ProgramCatalogue
    from layers.scene import Scene


_EXPORTED = "*.png *.html *.htm *.pdf *.svg *.pptx *.csv *.geojson *.json *.gpkg *.kml"


class Output(QObject):
    """Exports, prints and copies what the canvas shows.

    Everything that an export needs is imported at the first one: the start shall not wait for it.

    Attributes:
        told: something was done; what, in the interface's language.
        exported: the map, or an atlas of it, was exported: the file's name, and whether what is
            marked internal left too.
    """

    told = Signal(str)
    exported = Signal(str, bool)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: MapCanvas,
        programs: Callable[[], ProgramCatalogue],
        dialogs: Dialogs,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._canvas = canvas
        self._dialogs = dialogs
        self._programs = programs
        self._folder: Path | None = None

    def export(self) -> None:
        """Ask what to export, and where to."""
        from app.exports.dialog import ExportDialog

        folder = self._folder or _documents()
        dialog = ExportDialog(self._session, self._canvas.view, self._dialogs, folder, self._window)
        dialog.exported.connect(self._on_exported)
        dialog.exported.connect(
            lambda report: self.exported.emit(
                report.path.name, dialog.form.leaving.include_internal
            )
        )
        _show(dialog)

    def print_map(self) -> None:
        """Show the printed page, from where it can be printed; always on white paper."""
        from app.exports.printing import PrintJob, PrintPreview

        _show(
            PrintPreview(PrintJob(self._leaving_scene("light"), self._session.texts), self._window)
        )

    def preview_page(self) -> None:
        """Show the web page of the map."""
        from app.exports.options import PageOptions
        from app.web_preview import WebPreview

        options = PageOptions(area=self._canvas.view.bounds)
        scene, texts = self._leaving_scene(self._canvas.scene.theme), self._session.texts
        _show(WebPreview(scene, options, texts, self._programs, self._dialogs, self._window))

    def check_file(self) -> None:
        """Ask for an exported file, and tell whether it is as it was made."""
        from app.exports.check_dialog import CheckDialog

        _ = self._session.texts.gettext
        filters = [
            f"{_('Exported files')} ({_EXPORTED})",
            _("All files") + " (*)",
        ]
        folder = self._folder or _documents()
        title = _("Check an exported file")
        files = self._dialogs.open_files(self._window, title, folder, filters)
        for path in files[:1]:
            _show(CheckDialog(path, self._session.texts, self._window))

    def copy_map(self) -> None:
        """Put the map as it is on the screen on the clipboard."""
        from app.canvas.renderer import Renderer
        from app.exports.clipboard import copy_map

        scene = self._leaving_scene(self._canvas.scene.theme)
        copy_map(scene, self._canvas.view, self._session.texts, Renderer())
        self.told.emit(self._session.texts.gettext("The map is on the clipboard"))

    def _leaving_scene(self, theme: str) -> Scene:
        """Return what may leave of the map without anybody being asked."""
        from layers.leaving import Sender
        from layers.scene_builder import SceneBuilder

        state = self._session.document.state
        is_open = all(layer.sharing == Sharing() for layer in state)
        # Marks of what changed may be of data that does not leave.
        is_open &= self._session.view_state.changes is None
        if is_open and theme == self._canvas.scene.theme:
            return self._canvas.scene
        # Of its own: the window's keeps the layers as the window shows them.
        builder = SceneBuilder(self._session.data)
        builder.follow_period(self._session.builder)
        return Sender(builder).scene(state, self._session.texts, theme)

    def _on_exported(self, report: ExportReport) -> None:
        self._folder = report.path.parent
        _ = self._session.texts.gettext
        lines = [_("Exported: {file}").format(file=report.path), *report.notes]
        self.told.emit(" · ".join(lines))


def _show(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _documents() -> Path:
    from PySide6.QtCore import QStandardPaths

    documents = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(documents) or Path.home())
