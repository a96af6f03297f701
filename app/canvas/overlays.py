"""What lies on the map: legend, scale, sources, buttons, and a sign while drawing takes long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.canvas.card import MARGIN, Card
from app.canvas.corner_card import CornerCard
from app.canvas.frame import Box
from app.canvas.legend_card import LegendCard
from app.canvas.zoom_buttons import ZoomButtons
from app.palette import PALETTES
from layers.scene import Scene
from layers.texts import Texts
from layers.view import View

if TYPE_CHECKING:
    from app.canvas.period_card import PeriodCard
    from app.canvas.tips_card import TipsCard

_LEGEND_HEIGHT_SHARE = 0.34
_LEAST_LEGEND_HEIGHT = 140
_CRAMPED_WIDTH, _CRAMPED_HEIGHT = 460, 330
_LEAST_CORNER_WIDTH = 260
_AROUND = 4


class Overlays(QObject):
    """Places the cards on the canvas and hands them what they show.

    Attributes:
        legend, corner, buttons, busy: the cards.
        period: the card that says which time is shown, None before there was a need.
        tips: the card of the first start, None at any other time.
        arranged: the cards were put into their places.
        entered: the mouse went from the map onto a card.
    """

    arranged = Signal()
    entered = Signal()

    def __init__(
        self,
        canvas: QWidget,
        zoom_in: Callable[[], None],
        zoom_out: Callable[[], None],
        fit_home: Callable[[], None],
    ) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        # Made in the order in which Tab should reach them.
        self.buttons = ZoomButtons(canvas, zoom_in, zoom_out, fit_home)
        self.legend = LegendCard(canvas)
        self.corner = CornerCard(canvas)
        self.busy = BusyCard(canvas)
        self.busy.hide()
        self.period: PeriodCard | None = None
        self.tips: TipsCard | None = None
        self._opaque = QRegion()
        self._opaque_where: list[tuple[int, ...]] = []
        self.legend.resized.connect(self.arrange)
        for card in self.cards:
            card.entered.connect(self.entered)

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card, shown or not."""
        cards = (self.buttons, self.legend, self.corner, self.busy, self.period, self.tips)
        return tuple(card for card in cards if card is not None)

    def set_scene(self, scene: Scene, texts: Texts) -> None:
        """Explain another scene."""
        colours = PALETTES[scene.theme]
        for card in self.cards:
            card.set_colours(colours)
        self.buttons.retranslate(texts)
        self.busy.retranslate(texts)
        self.corner.set_scene(scene, texts)
        self.legend.set_scene(scene, texts)

    def show_period(self, words: str, texts: Texts, show_everything: Callable[[], None]) -> None:
        """Say that a period of time alone is shown, or nothing ("")."""
        if not words and self.period is None:
            return
        if self.period is None:
            from app.canvas.period_card import PeriodCard

            self.period = PeriodCard(self._canvas, show_everything)
            self.period.entered.connect(self.entered)
            self.period.set_colours(self.busy.colours)
        self.period.show_words(words, texts)
        self.period.setVisible(bool(words))
        self.arrange()

    def set_tips(self, tips: TipsCard | None) -> None:
        """Lay the tips of the first start on the map, or take them away."""
        self.tips = tips
        if tips is not None:
            tips.entered.connect(self.entered)
            tips.set_colours(self.busy.colours)
        self.arrange()

    def set_view(self, view: View) -> None:
        """Tell the scale of another view."""
        self.corner.set_view(view)

    def arrange(self) -> None:
        """Put every card into its corner."""
        width, height = self._canvas.width(), self._canvas.height()
        tall = max(round(height * _LEGEND_HEIGHT_SHARE), _LEAST_LEGEND_HEIGHT)
        room = QSize(width - 2 * MARGIN, tall)
        self.legend.set_cramped(width < _CRAMPED_WIDTH or height < _CRAMPED_HEIGHT)
        legend = self.legend.fitted(room)
        beside = width - legend.width() - 3 * MARGIN
        # Where both do not fit side by side the legend stands on top of the corner.
        stacked = beside < _LEAST_CORNER_WIDTH
        corner = self.corner.fitted(QSize(room.width() if stacked else beside, height))
        lift = corner.height() + MARGIN if stacked else 0
        self.legend.setGeometry(
            MARGIN, height - MARGIN - lift - legend.height(), legend.width(), legend.height()
        )
        self.corner.setGeometry(
            width - MARGIN - corner.width(),
            height - MARGIN - corner.height(),
            corner.width(),
            corner.height(),
        )
        self.buttons.move(width - MARGIN - self.buttons.width(), MARGIN)
        self.busy.adjustSize()
        period = self.period
        above = 0 if period is None or period.isHidden() else period.height() + MARGIN
        if period is not None:
            period.move(MARGIN, MARGIN)
        if self.tips is not None:
            self.tips.fit(room.width())
            self.tips.move(MARGIN, MARGIN + above)
            above += self.tips.height() + MARGIN
        self.busy.move(MARGIN, MARGIN + above)
        self.arranged.emit()

    def opaque_region(self) -> QRegion:
        """Return the logical pixels of the canvas that cards cover wholly."""
        cards = [card for card in self.cards if card.isVisible()]
        where = [cast("tuple[int, ...]", card.geometry().getRect()) for card in cards]
        if where != self._opaque_where:
            self._opaque_where = where
            self._opaque = QRegion()
            for card in cards:
                self._opaque += card.opaque_region()
        return self._opaque

    def covered(self) -> tuple[Box, ...]:
        """Return where cards lie that stay, and a little around them, in logical pixels."""
        cards: list[Card] = [self.buttons, self.legend, self.corner]
        cards += [card for card in (self.period, self.tips) if card and not card.isHidden()]
        rects = [card.geometry() for card in cards]
        return tuple(
            (
                float(rect.left() - _AROUND),
                float(rect.top() - _AROUND),
                float(rect.right() + 1 + _AROUND),
                float(rect.bottom() + 1 + _AROUND),
            )
            for rect in rects
        )


class BusyCard(Card):
    """Says that the map is being drawn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.addWidget(self._words)

    def retranslate(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._words.setText(texts.gettext("Drawing…"))
        self.adjustSize()
