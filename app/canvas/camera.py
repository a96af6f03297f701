"""Where the canvas looks, and how it gets from one view to the next."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from app.canvas.limits import ANYWHERE, Limits
from layers.view import Bounds, View, fit

GLIDE_MS = 180
"""How long the way from one view to the next takes."""

_FRAME_MS = 16
# Long enough that the next step of a turning wheel or a slow drag is not mistaken for rest,
# short enough that sharp content comes within 0.3 s.
_REST_MS = 80
# The scale and the sources stand at the bottom of the map, and the coast above them.
_COVERED_PIXELS, _MOST_COVERED = 46.0, 0.12
_NOWHERE = View(0.0, 0.0, 1.0, 1.0, 1.0)


def between(start: View, end: View, share: float) -> View:
    """Return the view on the way from ``start`` to ``end``, ``share`` from 0 to 1.

    A place that both views show at the same pixel is shown there all the way.
    """
    resolution = start.resolution * (end.resolution / start.resolution) ** share
    change = end.resolution - start.resolution
    still = abs(change) <= 1e-9 * start.resolution
    way = share if still else (resolution - start.resolution) / change
    return replace(
        end,
        resolution=resolution,
        x=start.x + (end.x - start.x) * way,
        y=start.y + (end.y - start.y) * way,
    )


class Camera(QObject):
    """Holds the view and moves it, at once or gliding, within limits.

    Attributes:
        moved: the view changed.
        rested: the view has not changed for a short while.
        animated: whether ways are glided; otherwise the view jumps to their end.
    """

    moved = Signal()
    rested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.animated = True
        self._limits = ANYWHERE
        self._view = _NOWHERE
        self._at_home = True
        self._start = self._end = self._view
        self._clock = QElapsedTimer()
        self._frames = QTimer(self, interval=_FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._frames.timeout.connect(self._glide_on)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.rested)

    @property
    def view(self) -> View:
        """What is looked at now."""
        return self._view

    @property
    def target(self) -> View:
        """What will be looked at once the way has been glided."""
        return self._end if self.is_gliding else self._view

    @property
    def is_gliding(self) -> bool:
        """Whether the view is on its way."""
        return self._frames.isActive()

    @property
    def is_moving(self) -> bool:
        """Whether the view changed a moment ago or is on its way."""
        return self.is_gliding or self._rest.isActive()

    @property
    def at_home(self) -> bool:
        """Whether the country is shown whole, and shall be at any size."""
        return self._at_home

    def stop(self) -> None:
        """Stop every timer; the view stays where it is."""
        self._frames.stop()
        self._rest.stop()

    def set_limits(self, limits: Limits) -> None:
        """Keep views within other limits from now on."""
        if limits != self._limits:
            self._limits = limits
            view = self._view
            self.resize(view.width, view.height, view.pixel_ratio)

    def jump(self, view: View) -> None:
        """Look at the allowed view nearest to ``view``, at once."""
        self._at_home = False
        self._go(view, glide=False)

    def glide(self, view: View) -> None:
        """Look at the allowed view nearest to ``view``, after a short way there."""
        self._at_home = False
        self._go(view, glide=True)

    def resize(self, width: float, height: float, pixel_ratio: float) -> None:
        """Take another size (logical pixels); the centre stays, or the country stays whole."""
        view = self.target.resized(width, height, pixel_ratio)
        self._go(self._home(view) if self._at_home else view, glide=False)

    def pan(self, columns: float, rows: float, *, glide: bool = False) -> None:
        """Move the map by logical pixels to the right and down, rounded to device pixels.

        Whole device pixels keep a moved picture as sharp as a new one.
        """
        ratio = self._view.pixel_ratio
        view = self.target.panned(round(columns * ratio) / ratio, round(rows * ratio) / ratio)
        self._at_home = False
        self._go(view, glide=glide)

    def zoom(self, factor: float, column: float, row: float, *, glide: bool = True) -> None:
        """Come ``factor`` times closer; the place under a logical pixel stays there."""
        resolution = self._limits.resolution(self._view, self.target.resolution / factor)
        view = self._view.zoomed(self._view.resolution / resolution, column, row)
        self._at_home = False
        self._go(view, glide=glide)

    def fit(self, bounds: Bounds, *, margin: float = 0.06, glide: bool = True) -> None:
        """Show ``bounds`` (metres, EPSG:3857) whole."""
        self._at_home = False
        self._go(self._fitted(bounds, margin), glide=glide)

    def fit_home(self, *, glide: bool = True) -> None:
        """Show the country whole."""
        self._go(self._home(self._view), glide=glide)
        self._at_home = True

    def _fitted(self, bounds: Bounds, margin: float) -> View:
        view = self._view
        return fit(bounds, view.width, view.height, margin=margin, pixel_ratio=view.pixel_ratio)

    def _home(self, view: View) -> View:
        """Return the view of the country at another view's size, above what lies at the bottom."""
        covered = min(_COVERED_PIXELS, view.height * _MOST_COVERED)
        above = fit(self._limits.home, view.width, view.height - covered)
        down = above.resolution * covered / 2
        return replace(view, x=above.x, y=above.y - down, resolution=above.resolution)

    def _go(self, view: View, *, glide: bool) -> None:
        end = self._limits.clamp(view)
        if glide and self.animated:
            self._start, self._end = self._view, end
            self._clock.start()
            self._frames.start()
        else:
            self._frames.stop()
            self._show(end)

    def _glide_on(self) -> None:
        passed = self._clock.elapsed() / GLIDE_MS
        if passed >= 1:
            self._frames.stop()
            self._show(self._end)
        else:
            self._show(between(self._start, self._end, 1 - (1 - passed) ** 3))

    def _show(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self._rest.start()
            self.moved.emit()
