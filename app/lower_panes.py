"""Panes below the map, made when they are first opened; heights are the planner's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

_LEAST_ABOVE = 200


class LowerPane(Protocol):
    """What a pane below the map must be able to do, besides being a widget."""

    def set_awake(self, is_awake: bool) -> None:
        """Follow what happens, or rest while the pane is closed."""

    def retranslate(self) -> None:
        """Take the words of the interface's language."""

    def restyle(self) -> None:
        """Take the colours of the theme."""

    def take_focus(self) -> None:
        """Let the keyboard work on it."""

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""


class LowerPanes(QSplitter):
    """What is always there, and panes below it.

    Attributes:
        closed_or_opened: a pane was closed or opened, by a drag of its edge or otherwise.
    """

    closed_or_opened = Signal()

    def __init__(
        self,
        upper: QWidget,
        makers: Mapping[str, Callable[[], QWidget]],
        heights: Mapping[str, int],
    ) -> None:
        """Show ``upper`` alone.

        Args:
            upper: what is always there.
            makers: what makes each pane, by its name, from top to bottom.
            heights: how high each pane is at first, logical pixels.
        """
        super().__init__(Qt.Orientation.Vertical)
        self._makers = dict(makers)
        self._heights = dict(heights)
        self._made: dict[str, QWidget] = {}
        self._open: frozenset[str] = frozenset()
        self.setHandleWidth(1)
        self.addWidget(upper)
        self.setCollapsible(0, False)
        self.setStretchFactor(0, 1)
        upper.setMinimumHeight(_LEAST_ABOVE)
        self.splitterMoved.connect(self._tell)

    @property
    def made(self) -> dict[str, QWidget]:
        """The panes that were opened once."""
        return self._made

    def pane(self, name: str) -> QWidget:
        """Return a pane, made at the first call."""
        if name not in self._made:
            pane = self._makers[name]()
            self._made[name] = pane
            order = [one for one in self._makers if one in self._made]
            pane.hide()
            self.insertWidget(order.index(name) + 1, pane)
            self.setCollapsible(self.indexOf(pane), True)
            self.setStretchFactor(self.indexOf(pane), 0)
            as_lower(pane).retranslate()
            as_lower(pane).restyle()
        return self._made[name]

    def is_open(self, name: str) -> bool:
        """Return whether a pane takes room."""
        pane = self._made.get(name)
        return pane is not None and not pane.isHidden() and self.sizes()[self.indexOf(pane)] > 0

    def set_open(self, name: str, is_open: bool) -> None:
        """Give a pane the height it had, or close it."""
        if is_open == self.is_open(name):
            return
        pane = self.pane(name)
        sizes, place = self.sizes(), self.indexOf(pane)
        if is_open:
            pane.show()
            sizes = self.sizes()
            height = min(self._heights[name], max(self.height() - _LEAST_ABOVE, 0))
            sizes[0] = max(sizes[0] + sizes[place] - height, _LEAST_ABOVE)
            sizes[place] = height
            self.setSizes(sizes)
        else:
            self._heights[name] = sizes[place] or self._heights[name]
            pane.hide()
        self._tell()

    def stop(self) -> None:
        """Let the panes listen to nothing any longer."""
        for pane in self._made.values():
            as_lower(pane).stop()

    def _tell(self) -> None:
        open_now = frozenset(name for name in self._made if self.is_open(name))
        if open_now == self._open:
            return
        for name in open_now ^ self._open:
            as_lower(self._made[name]).set_awake(name in open_now)
        self._open = open_now
        self.closed_or_opened.emit()


def as_lower(pane: QWidget) -> LowerPane:
    """Return a pane as what it is."""
    return cast(LowerPane, pane)
