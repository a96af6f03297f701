"""Light, dark, or as the system does: which colours the window has now."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from app.palette import LIGHT, PALETTES, Palette, qt_palette
from app.stylesheet import stylesheet
from app.writing import Writing, writing_font
from layers.texts import N_
from layers.view_state import ViewState

THEMES = {
    "system": N_("As the system"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "contrast": N_("High contrast"),
}
"""Themes a planner may choose, and what they are called (English; to be translated)."""

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "contrast": Qt.ColorScheme.Light,
}


class Theme(QObject):
    """Gives the application its colours, as the view state's theme says.

    Attributes:
        changed: the colours are others now.
        palette: the colours.
    """

    changed = Signal()

    def __init__(
        self, application: QApplication, view_state: ViewState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._view_state = view_state
        self.palette: Palette = LIGHT
        application.setFont(writing_font(Writing.TEXT))
        self._choose()
        self._wear()
        view_state.events.theme.connect(self._refresh)
        application.styleHints().colorSchemeChanged.connect(self._refresh)

    def stop(self) -> None:
        """Follow neither the view state nor the system any longer."""
        self._view_state.events.theme.disconnect(self._refresh)
        self._application.styleHints().colorSchemeChanged.disconnect(self._refresh)

    def _refresh(self) -> None:
        before = self.palette
        self._choose()
        if self.palette is not before:
            self._wear()
            self.changed.emit()

    def _choose(self) -> None:
        """Ask the system where it decides, and tell it, so that window frames agree."""
        hints, theme = self._application.styleHints(), self._view_state.theme
        scheme = _SCHEMES.get(theme, Qt.ColorScheme.Unknown)
        hints.setColorScheme(scheme)
        if scheme == Qt.ColorScheme.Unknown:
            scheme = hints.colorScheme()
        by_system = "dark" if scheme == Qt.ColorScheme.Dark else "light"
        self.palette = PALETTES[theme if theme in PALETTES else by_system]

    def _wear(self) -> None:
        self._application.setPalette(qt_palette(self.palette))
        self._application.setStyleSheet(stylesheet(self.palette))
