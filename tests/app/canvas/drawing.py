"""Small scenes whose pixels can be foretold, and ways to look at what was drawn."""

from dataclasses import replace

import numpy as np
import shapely
from PySide6.QtGui import QImage, QPainter

from app.canvas.renderer import Renderer
from geodata.geometry import Family, GeometryArray, from_points, from_shapely
from geodata.table import FeatureTable
from layers.scene import Scene, SceneLayer
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Stroke
from layers.view import View

VIEW = View(0.0, 0.0, 1.0, 200, 160)
"""A logical pixel is a metre; (0, 0) is in the middle of it."""

RED, GREEN, BLUE, WHITE, BLACK = (
    (255, 0, 0),
    (0, 255, 0),
    (0, 0, 255),
    (255, 255, 255),
    (0, 0, 0),
)


def hexed(colour):
    return "#{:02x}{:02x}{:02x}".format(*colour)


def fill(colour=RED, **more):
    return PolygonSymbol(hexed(colour), **more)


def line(colour=RED, width=1.0, **more):
    return LineSymbol(Stroke(hexed(colour), width, **more))


def marker(name="square", colour=RED, **more):
    return PointSymbol(name, hexed(colour), **more)


def scene_layer(shapes, *symbols, symbol_of=None, labels=None, **more):
    """Return a layer of shapely geometries, or of points given as pairs, in metres."""
    geometry = _geometry(shapes)
    ids = np.array([f"f{row}" for row in range(len(geometry))], dtype=object)
    names = np.full(len(geometry), None, dtype=object)
    names[:] = labels if labels is not None else None
    return SceneLayer(
        **{
            "id": "layer",
            "layer_id": more.get("id", "layer"),
            "name": "Layer",
            "group": "own",
            "opacity": 1.0,
            "table": FeatureTable("layer", ids, geometry, {}),
            "geometry": geometry,
            "symbols": symbols,
            "symbol_names": ("",) * len(symbols),
            "symbol_of": np.zeros(len(geometry), dtype=np.int64)
            if symbol_of is None
            else np.array(symbol_of, dtype=np.int64),
            "label_style": None,
            "labels": names,
            "label_points": _label_points(geometry),
        }
        | more
    )


def _geometry(shapes):
    if isinstance(shapes, GeometryArray):
        return shapes
    if len(shapes) and not hasattr(shapes[0], "geom_type"):
        return from_points(np.array(shapes, dtype=np.float64))
    return from_shapely(np.array(shapes, dtype=object))


def _label_points(geometry):
    points = np.full((len(geometry), 2), np.nan)
    placed = geometry.placed
    if geometry.family is not Family.LINE and placed.any():
        inner = shapely.point_on_surface(geometry.to_shapely()[placed])
        points[placed] = shapely.get_coordinates(inner)
    return points


def scene_with(*layers, **more):
    return Scene(
        **{
            "title": "",
            "language": "en",
            "theme": "light",
            "layers": tuple(
                replace(layer, id=f"layer{place}", layer_id=f"layer{place}")
                if layer.id == "layer"
                else layer
                for place, layer in enumerate(layers)
            ),
            "legend": (),
            "credits": (),
            "as_of": "",
            "home": (-100.0, -80.0, 100.0, 80.0),
            "limit": (-1000.0, -1000.0, 1000.0, 1000.0),
            "background": "#ffffff",
            "paper": "#ffffff",
            "ink": "#000000",
        }
        | more
    )


def without_labels(scene):
    return replace(scene, layers=tuple(replace(layer, label_style=None) for layer in scene.layers))


def rgb(image):
    """Return the pixels of an image, shape (height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    memory = np.frombuffer(plain.constBits(), dtype=np.uint8)
    rows = memory.reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(int)


def drawing_of(scene, view=VIEW, renderer=None, **more):
    drawing = (renderer or Renderer()).start(scene, view, **more)
    while not drawing.advance(1.0):
        pass
    return drawing


def picture(scene, view=VIEW, renderer=None, **more):
    """Return the pixels of a drawing."""
    return rgb(drawing_of(scene, view, renderer, **more).image)


def painted(scene, view=VIEW, renderer=None):
    """Return the pixels of a scene drawn at once, at one device pixel a logical pixel."""
    image = QImage(round(view.width), round(view.height), QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    try:
        (renderer or Renderer()).draw(painter, scene, view)
    finally:
        painter.end()
    return rgb(image)


def at(pixels, x, y, view=VIEW):
    """Return the colour at a place in metres."""
    column, row = view.point_to_screen(x, y)
    ratio = pixels.shape[1] / view.width
    return tuple(pixels[int(row * ratio), int(column * ratio)].tolist())


def box(min_x, min_y, max_x, max_y):
    return shapely.box(min_x, min_y, max_x, max_y)


def share_of(pixels, colour, near=40):
    """Return the share of pixels that look like a colour."""
    return float((np.abs(pixels - np.array(colour)).max(axis=-1) <= near).mean())
