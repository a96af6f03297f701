"""Keeps in words what the map shows, for screen readers, in step with the view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from layers.scene import Scene
from layers.texts import Texts
from layers.view import View

_REST_MS = 400
"""So long the map must rest: nobody listens to what it shows on its way."""


class Spoken(QObject):
    """Describes the map.

    PySide has no way to give a widget a role of one's own. Of Qt's own roles "graphic" fits a map,
    and labels that hold a picture have it; so the canvas is one, with a picture of one pixel that
    is never painted.
    """

    def __init__(
        self,
        canvas: QLabel,
        scene: Callable[[], Scene],
        view: Callable[[], View],
        texts: Callable[[], Texts],
    ) -> None:
        """Describe ``canvas`` whenever `soon` was called and the map came to rest."""
        super().__init__(canvas)
        self._canvas, self._scene, self._view, self._texts = canvas, scene, view, texts
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self._tell)
        picture = QPixmap(1, 1)
        picture.fill()
        canvas.setPixmap(picture)
        self._language = ""
        self.name()

    def soon(self) -> None:
        """Describe the map once it rests."""
        self._timer.start()

    def name(self) -> None:
        """Call the map a map in the language of now, and what it shows once it rests."""
        texts = self._texts()
        if texts.language != self._language:
            self._language = texts.language
            self._canvas.setAccessibleName(texts.gettext("Map"))

    def stop(self) -> None:
        """Describe nothing any more."""
        self._timer.stop()

    def _tell(self) -> None:
        # Not before: the first map shall not wait for it.
        from layers.map_words import map_words

        texts = self._texts()
        words = map_words(self._scene(), self._view(), texts)
        # The name, for screen readers tell at once of another name, and of a description only
        # if they are asked.
        self._canvas.setAccessibleName(f"{texts.gettext('Map')}. {words}")
        self._canvas.setAccessibleDescription(
            texts.gettext(
                "The arrows move it, . and , go from feature to feature, Return reads one; "
                "Ctrl+Shift+L lists what is in view"
            )
        )
