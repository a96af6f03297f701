"""QGIS at the work of the atlas. Runs in the Python that QGIS belongs to, without a display.

    python3 benchmarks/qgis_peer.py start FILE.gpkg WIDTH HEIGHT
    python3 benchmarks/qgis_peer.py redraw FILE.gpkg WIDTH HEIGHT RUNS
    python3 benchmarks/qgis_peer.py csv FILE.csv WIDTH HEIGHT RUNS

Prints one line of JSON: milliseconds of each run, and the version.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

COUNTRY = QgsRectangle(-90.13, 13.15, -87.68, 14.45)
"""Degrees: the extent of El Salvador, which the atlas's own figures are measured at too."""


def layers_of(path):
    """Return every feature layer of a GeoPackage, from the bottom to the top."""
    with sqlite3.connect(path) as db:
        names = [
            name
            for (name,) in db.execute(
                "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"
            )
        ]
    layers = [QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in names]
    return [layer for layer in layers if layer.isValid()]


def delimited(path):
    """Return a CSV file as a layer of points."""
    uri = f"{Path(path).resolve().as_uri()}?type=csv&xField=lon&yField=lat&crs=EPSG:4326"
    return QgsVectorLayer(uri, "points", "delimitedtext")


def draw(layers, width, height):
    """Draw the whole country once."""
    settings = QgsMapSettings()
    settings.setLayers(list(reversed(layers)))
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(COUNTRY)
    settings.setOutputSize(QSize(width, height))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    assert not image.isNull()


def timed(work, runs):
    """Return the milliseconds of each of some runs."""
    samples = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        samples.append((time.perf_counter() - started) * 1000)
    return samples


def show(path, width, height):
    """Open a window with the map of a GeoPackage and return once it is drawn."""
    from qgis.gui import QgsMapCanvas
    from qgis.PyQt.QtCore import QEventLoop

    canvas = QgsMapCanvas()
    layers = layers_of(path)
    QgsProject.instance().addMapLayers(layers)
    canvas.resize(width, height)
    canvas.setDestinationCrs(layers[0].crs())
    canvas.setExtent(COUNTRY)
    canvas.setLayers(list(reversed(layers)))
    loop = QEventLoop()
    canvas.mapCanvasRefreshed.connect(loop.quit)
    canvas.show()
    loop.exec_()
    return canvas


def main(work, path, width, height, runs="1"):
    """Do one kind of work and print how long it took."""
    application = QgsApplication([], work == "start")
    application.initQgis()
    size = int(width), int(height)
    if work == "start":
        # Told from outside: whoever began this process knows when.
        kept = show(path, *size)
        print(json.dumps({"samples": [], "version": Qgis.QGIS_VERSION}), flush=True)
        kept.close()
    elif work == "redraw":
        layers = layers_of(path)
        draw(layers, *size)
        print_samples(timed(lambda: draw(layers, *size), int(runs)))
    elif work == "csv":
        print_samples(timed(lambda: draw([delimited(path)], *size), int(runs)))
    else:
        raise SystemExit(f"no work is called {work!r}")


def print_samples(samples):
    """Print the figures as one line of JSON."""
    print(json.dumps({"samples": samples, "version": Qgis.QGIS_VERSION}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
    # What QGIS takes to end is no part of the work.
    import os

    os._exit(0)
