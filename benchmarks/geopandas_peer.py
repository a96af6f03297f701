"""geopandas and stock folium at the work of the atlas, in any Python that has them.

    python benchmarks/geopandas_peer.py plot FILE.gpkg WIDTH HEIGHT RUNS
    python benchmarks/geopandas_peer.py page RUNS FILE.geojson...

``plot`` draws the first layer with ``GeoDataFrame.plot``; ``page`` writes a web page of stock
folium with what the atlas's page has too: every layer, its features' details at a click, a switch
for each layer. folium's page loads its parts from the network when it is opened. Prints one line
of JSON: milliseconds of each run, and the version.
"""

import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

COUNTRY = (-90.13, 13.15, -87.68, 14.45)
DPI = 100
ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the bounds in a GeoPackage's geometry, by their kind."""


def plot(path, width, height, runs):
    """Draw a file's first layer ``runs`` times."""
    import geopandas
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    frame = geopandas.GeoSeries.from_wkb(wkb_of(path))
    west, south, east, north = COUNTRY

    def draw():
        figure, axes = pyplot.subplots(figsize=(int(width) / DPI, int(height) / DPI), dpi=DPI)
        frame.plot(ax=axes, markersize=9)
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        figure.canvas.draw()
        pyplot.close(figure)

    report(timed(draw, int(runs)), f"geopandas {geopandas.__version__}")


def wkb_of(path):
    """Return the geometry of a GeoPackage's first layer; fiona takes minutes for a million."""
    with sqlite3.connect(path) as db:
        table, column = db.execute(
            "SELECT table_name, column_name FROM gpkg_geometry_columns"
        ).fetchone()
        blobs = [blob for (blob,) in db.execute(f'SELECT "{column}" FROM "{table}"')]
    # A header whose flags tell how long it is precedes each (GeoPackage 1.3, 2.1.3.1).
    return [blob[8 + ENVELOPES[blob[3] >> 1 & 7] :] for blob in blobs]


def page(runs, *paths):
    """Write a web page of GeoJSON files ``runs`` times."""
    import folium

    def add_layer(web_map, path):
        layer = json.loads(path.read_text("utf-8"))
        fields = list(layer["features"][0]["properties"])
        details = folium.GeoJsonPopup(fields=fields) if fields else None
        dot = folium.CircleMarker(radius=4)
        folium.GeoJson(layer, name=path.stem, popup=details, marker=dot).add_to(web_map)

    def write():
        with tempfile.TemporaryDirectory() as folder:
            web_map = folium.Map(location=(13.8, -88.9), zoom_start=9)
            for path in paths:
                add_layer(web_map, Path(path))
            folium.LayerControl().add_to(web_map)
            web_map.save(str(Path(folder) / "map.html"))

    report(timed(write, int(runs)), f"folium {folium.__version__}")


def timed(work, runs):
    """Return the milliseconds of each of some runs."""
    samples = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        samples.append((time.perf_counter() - started) * 1000)
    return samples


def report(samples, version):
    """Print the figures as one line of JSON."""
    print(json.dumps({"samples": samples, "version": version}), flush=True)


if __name__ == "__main__":
    {"plot": plot, "page": page}[sys.argv[1]](*sys.argv[2:])
