"""The scene of the document as it is now."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.canvas.subscriptions import Subscriptions
from app.session import Session
from layers.scene import Scene


class LiveScene(QObject):
    """Builds the scene when it is first asked for, and anew when document or language changed.

    Attributes:
        changed: there is another scene; raised once however many changes came in one turn of the
            event loop.
    """

    changed = Signal()

    def __init__(self, session: Session, theme: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._scene: Scene | None = None
        self._rebuild = QTimer(self, singleShot=True, interval=0)
        self._rebuild.timeout.connect(self._build)
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.document.events.changed, self._on_changed)
        self._subscriptions.listen(session.view_state.events.language, self._on_changed)
        self._subscriptions.listen(session.view_state.events.period, self._on_changed)
        self._subscriptions.listen(session.view_state.events.changes, self._on_changed)

    @property
    def theme(self) -> str:
        """The look of the map, one of `layers.looks.LOOKS`."""
        return self._theme

    @property
    def is_stale(self) -> bool:
        """Whether the scene is about to be built anew."""
        return self._rebuild.isActive()

    @property
    def scene(self) -> Scene:
        """The scene of the document as it is now."""
        if self._scene is None or self.is_stale:
            return self._build()
        return self._scene

    def refresh(self) -> None:
        """Build the scene now if it is not that of the document as it is."""
        if self._scene is None or self.is_stale:
            self._build()

    def renew(self) -> None:
        """Build the scene anew, for something that it shows changed outside the document."""
        self._on_changed()

    def set_theme(self, theme: str) -> None:
        """Give the map another look, one of `layers.looks.LOOKS`."""
        if theme != self._theme:
            self._theme = theme
            self._on_changed()

    def stop(self) -> None:
        """Follow no more changes."""
        self._subscriptions.end()
        self._rebuild.stop()

    def _on_changed(self) -> None:
        if self._scene is not None:
            self._rebuild.start()

    def _build(self) -> Scene:
        self._rebuild.stop()
        self._scene = self._session.scene(self._theme)
        self.changed.emit()
        return self._scene
