"""Styles and indicators: opens their dialogs; every change is a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.icons import Icons
from app.session import Session

if TYPE_CHECKING:
    from app.styling.indicator_dialog import IndicatorDialog

_MARGIN, _ABOVE, _BELOW = 4, 72, 40


class Styling(QObject):
    """Opens the dialogs of styles and indicators, which are imported at the first one.

    Attributes:
        told: something was done; what, in the interface's language.
        indicators: the dialog of indicators, None while it is not open.
    """

    told = Signal(str)

    def __init__(self, window: QWidget, session: Session, canvas: MapCanvas, icons: Icons) -> None:
        super().__init__(window)
        self._window, self._session, self._canvas, self._icons = window, session, canvas, icons
        self.indicators: IndicatorDialog | None = None
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.view_state.events.language, self._retranslate)

    @property
    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the window's actions do, by name."""
        return {"indicators": self.show_indicators}

    def show_indicators(self) -> None:
        """Show the indicators beside the map."""
        if self.indicators is not None:
            self.indicators.activateWindow()
            return
        from app.styling.indicator_dialog import IndicatorDialog

        dialog = IndicatorDialog(self._session, self._window)
        dialog.told.connect(self.told)
        dialog.finished.connect(self._forget_indicators)
        self.indicators = dialog
        self._show(dialog)
        dialog.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Close what is open; called when the window closes."""
        self._subscriptions.end()
        if self.indicators is not None:
            self.indicators.close()

    def _show(self, dialog: QDialog) -> None:
        """Show a dialog at the right edge, so that it leaves the map free."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        area = self._window.frameGeometry()
        height = min(dialog.height(), area.height() - _ABOVE - _BELOW)
        dialog.resize(dialog.width(), height)
        dialog.move(area.right() - dialog.width() - _MARGIN, area.top() + _ABOVE)
        dialog.show()

    def _retranslate(self) -> None:
        """Open what is open anew, in the other language."""
        if self.indicators is not None:
            self.indicators.close()
            self.indicators = None
            self.show_indicators()

    def _forget_indicators(self) -> None:
        self.indicators = None
