"""A page painted: the same for pictures, paper and whatever else takes a painter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.labels import Label
from app.canvas.renderer import DrawReport, Renderer
from app.exports.options import PageOptions
from app.exports.page_layout import PageLayout, PlacedText, labels_text, lay_out_page
from app.furniture.colours import hairline, ink, secondary_ink
from app.furniture.inset import draw_inset
from app.furniture.legend import Fullness
from app.furniture.north_arrow import draw_north_arrow
from app.furniture.scale_bar import draw_scale_bar
from app.furniture.text import TextBlock, draw_block, text_block
from geodata.frozen import frozen
from layers.density_note import density_text
from layers.scene import Scene
from layers.texts import Texts


@frozen
class PageReport:
    """What was drawn.

    Attributes:
        labels_hidden: how many names found no room.
        notes: what the reader must know of the page, each one line.
    """

    labels_hidden: int
    notes: tuple[str, ...]


def draw_page(
    painter: QPainter, scene: Scene, options: PageOptions, texts: Texts, renderer: Renderer
) -> PageReport:
    """Paint a whole page at once.

    Args:
        painter: works in the pixels of ``options``, from the page's upper left corner.
        scene: what is drawn.
        options: the page.
        texts: the page's language.
        renderer: draws the map.
    """
    page = Page(scene, options, texts, renderer)
    for _ in page.steps(painter):
        pass
    return page.report


class Page:
    """A page that is painted at once or in steps.

    Attributes:
        layout: where everything stands.
    """

    def __init__(
        self, scene: Scene, options: PageOptions, texts: Texts, renderer: Renderer
    ) -> None:
        self.layout = lay_out_page(scene, options, texts)
        self._scene, self._options, self._texts = scene, options, texts
        self._renderer = renderer
        self._drawn = DrawReport()

    @property
    def report(self) -> PageReport:
        """What was drawn, once all steps are done."""
        hidden = self._drawn.labels_hidden
        notes = page_notes(self.layout, self._options, self._texts, hidden)
        density = density_text(self._scene, self._drawn.dense, self._texts)
        return PageReport(hidden, (*notes, density) if density else notes)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The names that are written on the map, once all steps are done."""
        return self._drawn.labels

    @property
    def names(self) -> list[str]:
        """What is written on the map, once all steps are done."""
        return [" ".join(label.lines) for label in self._drawn.labels]

    @property
    def note(self) -> TextBlock:
        """What is told of the drawing itself, once all steps are done."""
        return _note(self._scene, self.layout, self._texts, self._drawn)

    def steps(self, painter: QPainter) -> Iterator[None]:
        """Paint the page, a little of it each time the iterator is asked.

        The painter works in pixels of the page and must be left alone until the iterator ends.
        """
        layout, scene = self.layout, self._scene
        # A drawing that is given up half-way ends as tidily as one that is done.
        with _saved(painter):
            painter.scale(layout.pixel_ratio, layout.pixel_ratio)
            painter.fillRect(QRectF(0, 0, layout.width, layout.height), QColor(scene.paper))
            with _saved(painter):
                painter.translate(layout.body.map.topLeft())
                view = layout.body.view
                yield from self._renderer.steps(painter, scene, view, self._drawn, None, ())
            if layout.body.inset is not None:
                draw_inset(painter, layout.body.inset, scene, view, self._renderer)
                yield
            draw_furniture(painter, scene, layout, self._texts, self._drawn)


@contextmanager
def _saved(painter: QPainter) -> Iterator[None]:
    painter.save()
    try:
        yield
    finally:
        painter.restore()


def draw_furniture(
    painter: QPainter, scene: Scene, layout: PageLayout, texts: Texts, drawn: DrawReport
) -> None:
    """Paint everything but the map (logical pixels)."""
    body, scale = layout.body, layout.scale
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setPen(QPen(hairline(scene), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(body.map)
    _draw_text(painter, layout.title, ink(scene))
    if layout.logo is not None and layout.logo_rect is not None:
        layout.logo.draw(painter, layout.logo_rect)
    for quiet in (layout.subtitle, layout.sources, layout.made_with):
        _draw_text(painter, quiet, secondary_ink(scene))
    for plain in (layout.notes, layout.honesty):
        _draw_text(painter, plain, ink(scene))
    _draw_note(painter, scene, layout, texts, drawn)
    if body.legend is not None and body.legend_rect is not None:
        body.legend.draw(painter, body.legend_rect.left(), body.legend_rect.top(), scene)
    if body.north_arrow is not None:
        draw_north_arrow(painter, body.north_arrow, scene, texts, scale)
    if body.scale_bar is not None:
        draw_scale_bar(
            painter, body.scale_bar, scene, body.view, texts, longest=body.longest_bar, scale=scale
        )


def page_notes(
    layout: PageLayout, options: PageOptions, texts: Texts, labels_hidden: int
) -> tuple[str, ...]:
    """Return what the reader must know of a page, each one line."""
    notes = [labels_text(labels_hidden, texts), *_cut_notes(layout, texts)]
    if layout.body.legend_left_out:
        notes.append(texts.gettext("no room for the legend; choose a larger size"))
    elif layout.body.legend is not None:
        notes.append(_legend_note(layout.body.legend.fullness, texts))
    if layout.pixel_ratio < options.pixel_ratio:
        message = texts.gettext(
            "too few pixels for {dpi} dots per inch; letters are drawn smaller than that"
        )
        notes.append(message.format(dpi=texts.number(options.dpi)))
    return tuple(filter(None, notes))


def _legend_note(fullness: Fullness, texts: Texts) -> str:
    """Return what a legend does not say, "" if it says all."""
    if fullness is Fullness.BRIEF:
        return texts.gettext("room for a short legend only; choose a larger size")
    if fullness is Fullness.NO_BASE:
        return texts.gettext("no room to explain the base map; choose a larger size")
    return ""


def _cut_notes(layout: PageLayout, texts: Texts) -> Iterator[str]:
    """Yield which of the planner's words found no room."""
    _ = texts.gettext
    for placed, words in (
        (layout.title, _("the title is too long and was cut; shorten it")),
        (layout.subtitle, _("the subtitle is too long and was cut; shorten it")),
        (layout.notes, _("the notes are too long and were cut; shorten them")),
    ):
        if placed is not None and not placed.block.whole:
            yield words


def _draw_text(painter: QPainter, text: PlacedText | None, colour: QColor) -> None:
    if text is not None:
        draw_block(painter, text.block, text.rect.left(), text.rect.top(), colour)


def _note(scene: Scene, layout: PageLayout, texts: Texts, drawn: DrawReport) -> TextBlock:
    """Return what is known once the map is drawn: hidden labels, points drawn as density."""
    told = (labels_text(drawn.labels_hidden, texts), density_text(scene, drawn.dense, texts))
    words = "; ".join(filter(None, told))
    return text_block(words, layout.made_with.block.font, layout.labels_note.width(), 2)


def _draw_note(
    painter: QPainter, scene: Scene, layout: PageLayout, texts: Texts, drawn: DrawReport
) -> None:
    rect, block = layout.labels_note, _note(scene, layout, texts, drawn)
    # On one line it shares the base line of what stands beside it, at the foot of its place.
    top = rect.bottom() - block.height
    draw_block(painter, block, rect.left(), top, secondary_ink(scene))
