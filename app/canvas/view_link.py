"""Keeps the view state's extent and scale and the camera in step."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.canvas.camera import Camera
from app.canvas.subscriptions import Subscriptions
from layers.view import Bounds
from layers.view_state import ViewState

_PUBLISH_MS = 60


class ViewLink(QObject):
    """Tells the view state where the camera looks, and the camera where it is asked to look.

    Attributes:
        published: the view state was told.
    """

    published = Signal()

    def __init__(self, view_state: ViewState, camera: Camera, parent: QObject) -> None:
        super().__init__(parent)
        self._view_state = view_state
        self._camera = camera
        self._publishing = False
        self._wanted = view_state.extent
        # Not at every step of a movement: whoever listens would cost it frames.
        self._publish = QTimer(self, singleShot=True, interval=_PUBLISH_MS)
        self._publish.timeout.connect(self.publish)
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(view_state.events.extent, self._on_extent)
        camera.moved.connect(self._on_moved)

    @property
    def wanted(self) -> Bounds | None:
        """The extent that was asked for last, not by the camera; None if none was."""
        return self._wanted

    def publish(self) -> None:
        """Tell the view state now."""
        self._publish.stop()
        view = self._camera.view
        if view.width <= 1:
            # The canvas has no size yet, and so shows nothing.
            return
        self._publishing = True
        try:
            self._view_state.extent = view.bounds
            self._view_state.scale = view.scale
        finally:
            self._publishing = False
        self.published.emit()

    def stop(self) -> None:
        """Tell what is still to be told, and then no more."""
        if self._publish.isActive():
            self.publish()
        self._subscriptions.end()

    def _on_moved(self) -> None:
        if not self._publish.isActive():
            self._publish.start()

    def _on_extent(self, extent: Bounds | None) -> None:
        """Look where someone else asks for, such as a project that was opened."""
        if self._publishing:
            return
        self._wanted = extent
        if extent is not None:
            self._camera.fit(extent, margin=0.0, glide=False)
