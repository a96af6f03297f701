"""Tips at the first start: on the map until they are dismissed, and never again by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.session import Session

if TYPE_CHECKING:
    from app.canvas.tips_card import TipsCard


class Tips(QObject):
    """Shows the tips.

    Attributes:
        are_wanted: whether they shall be shown at the next start too, for nobody dismissed them.
        card: what shows them, None while they are not shown.
    """

    def __init__(self, session: Session, canvas: MapCanvas, parent: QObject, wanted: bool) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self.are_wanted = wanted
        self.card: TipsCard | None = None
        self._subscriptions = Subscriptions(self)

    def show_first(self) -> None:
        """Show them if this is the first start; called once the map is there."""
        if self.are_wanted and self.card is None:
            self._make()

    def show(self) -> None:
        """Show them because they were asked for, with the keyboard on them."""
        if self.card is None:
            self._make()
        assert self.card is not None, "it was made just now"
        self.card.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Take them away; they do not come back by themselves."""
        self.are_wanted = False
        card, self.card = self.card, None
        if card is None:
            return
        self._subscriptions.end()
        had_focus = card.isAncestorOf(card.window().focusWidget())
        self._canvas.overlays.set_tips(None)
        card.hide()
        card.deleteLater()
        if had_focus:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._subscriptions.end()

    def _make(self) -> None:
        from app.canvas.tips_card import TipsCard

        card = self.card = TipsCard(self._canvas)
        card.retranslate(self._session.texts)
        card.closed.connect(self.dismiss)
        self._canvas.overlays.set_tips(card)
        card.show()
        self._subscriptions.listen(self._session.view_state.events.language, self._retranslate)

    def _retranslate(self) -> None:
        if self.card is not None:
            self.card.retranslate(self._session.texts)
            self._canvas.overlays.arrange()
