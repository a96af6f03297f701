"""The map drawn plainly, to hold the real drawing against: nothing is left out, thinned or kept.

Every feature is drawn from all of its vertices, one call for each. That is done twice: at the
pixels of the picture, and four times as large each way, with the means for the picture. Where edges
meet in one pixel the two differ, and by as much a picture may differ from either.
"""

from itertools import pairwise
from math import log1p

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from app.canvas.colours import see_through
from app.canvas.hatch import draw_hatched
from app.canvas.strokes import casing_pen, line_pen
from app.canvas.symbols import sprite
from geodata.geometry import Family
from tests.app.canvas.drawing import rgb

FINER = (1, 4)


def plain_pictures(scene, view, dense=()):
    """Return the pixels of a scene without names, drawn twice, shape (2, height, width, 3).

    Args:
        scene: what is drawn.
        view: the extent, of whole pixels.
        dense: layer id to the side of squares (pixels) and the number of points from which on a
            square is opaque, for layers whose points are counted.
    """
    return np.stack([_plain_picture(scene, view, dict(dense), finer) for finer in FINER])


def _plain_picture(scene, view, dense, finer):
    width, height = round(view.width), round(view.height)
    picture = np.empty((height, width, 3))
    picture[:] = QColor(scene.background).getRgb()[:3]
    for layer in scene.layers:
        if not layer.shown_at(view.scale) or layer.opacity == 0:
            continue
        if layer.id in dense:
            colours, cover = _counted(layer, view, *dense[layer.id])
        elif layer.family is Family.POINT:
            colours, cover = _stamped(layer, view, scene.paper)
        else:
            colours, cover = _painted(layer, view, finer)
        cover = cover[:, :, None] * layer.opacity
        picture = picture * (1 - cover) + colours * layer.opacity
    return np.round(picture).astype(int)


def _painted(layer, view, finer):
    image = QImage(
        round(view.width) * finer,
        round(view.height) * finer,
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(finer, finer)
    features = [
        (_path(layer, row, view), layer.symbols[layer.symbol_of[row]])
        for row in range(len(layer.geometry))
        if layer.symbol_of[row] >= 0 and layer.geometry.placed[row]
    ]
    strokes = [(path, symbol.stroke) for path, symbol in features if symbol.stroke]
    if layer.family is Family.POLYGON:
        origin = QPointF(*view.point_to_screen(0.0, 0.0))
        for path, symbol in features:
            if symbol.fill is not None:
                painter.fillPath(path, see_through(symbol.fill, symbol.opacity))
            if symbol.hatch is not None:
                hatch = see_through(symbol.hatch, symbol.opacity)
                draw_hatched(painter, path, hatch, origin)
    for path, stroke in strokes:
        if stroke.casing is not None:
            painter.strokePath(path, casing_pen(stroke))
    # Lines of one look after those of the other.
    for look in layer.symbols:
        for path, stroke in strokes:
            if stroke is look.stroke:
                pen = line_pen(stroke)
                if stroke.dashed:
                    # Qt loses count of dashes in lines of one pixel.
                    pen.setWidthF(max(stroke.width, 1.01))
                painter.strokePath(path, pen)
    painter.end()
    return _means(image, round(view.height), round(view.width))


def _path(layer, row, view):
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    geometry = layer.geometry
    first, last = geometry.feature_starts[row : row + 2]
    for begin, end in pairwise(geometry.part_starts[first : last + 1].tolist()):
        pixels = view.to_screen(geometry.coordinates[begin:end]).tolist()
        path.moveTo(*pixels[0])
        for x, y in pixels[1:]:
            path.lineTo(x, y)
        if layer.family is Family.POLYGON:
            path.closeSubpath()
    return path


def _stamped(layer, view, paper):
    image = QImage(round(view.width), round(view.height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    stamps = [sprite(symbol, paper, 1.0) for symbol in layer.symbols]
    for row in range(len(layer.geometry)):
        if layer.symbol_of[row] < 0:
            continue
        first, last = layer.geometry.coordinate_starts[row : row + 2]
        for x, y in view.to_screen(layer.geometry.coordinates[first:last]).tolist():
            if layer.offsets is not None:
                x, y = x + layer.offsets[row, 0], y + layer.offsets[row, 1]
            stamp = stamps[layer.symbol_of[row]]
            side = stamp.width()
            painter.drawImage(QPointF(round(x - side / 2), round(y - side / 2)), stamp)
    painter.end()
    return _means(image, round(view.height), round(view.width))


def _counted(layer, view, side, most):
    height, width = round(view.height), round(view.width)
    zero_x, zero_y = (round(value) for value in view.point_to_screen(0.0, 0.0))
    squares = {}
    for row, (x, y) in enumerate(view.to_screen(layer.geometry.coordinates).tolist()):
        square = ((x - zero_x) // side, (y - zero_y) // side)
        counts = squares.setdefault(square, [0] * len(layer.symbols))
        counts[layer.symbol_of[row]] += 1
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    shades = np.array([QColor(symbol.color).getRgb()[:3] for symbol in layer.symbols])
    for (column, row), counts in squares.items():
        total = sum(counts)
        mixed = QColor(*np.round(np.array(counts) @ shades / total).astype(int).tolist())
        mixed.setAlphaF(0.2 + 0.8 * min(log1p(total) / log1p(most), 1.0))
        painter.fillRect(QRectF(column * side + zero_x, row * side + zero_y, side, side), mixed)
    painter.end()
    return _means(image, height, width)


def _means(image, height, width):
    """Return premultiplied colours and how much is covered, per pixel of the picture."""
    memory = np.frombuffer(image.constBits(), np.uint8)
    finer = image.height() // height
    bands = memory.reshape(height, finer, width, finer, 4).mean(axis=(1, 3))
    return bands[:, :, 2::-1], bands[:, :, 3] / 255


def differing_share(picture, plain):
    """Return the share of pixels that differ by more than 32 of 255 from all plain drawings."""
    low, high = plain.min(axis=0) - 32, plain.max(axis=0) + 32
    return float(((picture < low) | (picture > high)).any(axis=-1).mean())


def real_picture(renderer, scene, view):
    """Return the pixels of a scene as the window draws it."""
    drawing = renderer.start(scene, view)
    while not drawing.advance(0.0):
        pass
    return rgb(drawing.image)
