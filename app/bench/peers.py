"""Other programs at the same work, in the same run and on the same data.

Their side is in ``benchmarks/``, which is part of the repository and not of the installed program;
each script runs in a Python that has the peer, and a peer that is not installed is left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import resources
from app.bench.data import random_points, random_polygons, write_csv
from app.bench.measure import Measure, Peer
from geodata.builtin import BuiltinData
from geodata.files.saving.tables import save_tables
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map

SCRIPTS = Path(resources.__file__).parent.parent / "benchmarks"
"""Where the peers' side is, in a copy of the repository."""

_BUILT_IN = Path(resources.__file__).parent / "elsalvador.gpkg"
_LONGEST_S = 900
_RUNS = 5
_STARTS = 5
_SIZE = ("1920", "1080")

# How many times as fast as QGIS the atlas has to be; at least as fast where nothing is said.
_LEADS = {"start": 2.0, "points": 15.0, "small": 5.0, "csv": 2.0}

# What of the growing data is drawn for a measure too, and need not be drawn again.
_SAME = {("points", 1_000_000): "points", ("polygons", 100_000): "small"}


class Peers:
    """Has the other programs do the work of the measures that they can do.

    Attributes:
        missing: names of the programs that are not installed.
    """

    def __init__(self, folder: Path) -> None:
        """Look which programs there are.

        Args:
            folder: where to write the data that they read.

        Raises:
            FileNotFoundError: if this is no copy of the repository.
        """
        if not SCRIPTS.is_dir():
            raise FileNotFoundError(SCRIPTS)
        self._folder = folder
        self._qgis = _python_with("qgis.core")
        self._geopandas = _python_with("geopandas", "matplotlib")
        self._folium = _python_with("folium")
        self._points = cache(lambda: self._saved("points", random_points(1_000_000)))
        self._small = cache(lambda: self._saved("small", random_polygons(100_000, 8, 0.006)))
        self._middle = cache(lambda: self._saved("middle", random_polygons(20_000, 24, 0.03)))
        self._drawn: dict[str, Peer] = {}
        self._work: dict[str, Callable[[], Iterator[Peer]]] = {
            "start": self._start,
            "builtin": lambda: self._drawing("builtin", _BUILT_IN),
            "points": lambda: self._drawing("points", self._points()),
            "small": lambda: self._drawing("small", self._small()),
            "middle": lambda: self._drawing("middle", self._middle()),
            "csv": self._csv,
            "page_points": self._page,
        }

    @property
    def missing(self) -> tuple[str, ...]:
        """Which programs are not there."""
        found = {"QGIS": self._qgis, "geopandas": self._geopandas, "folium": self._folium}
        return tuple(name for name, python in found.items() if not python)

    def beside(self, measure: Measure) -> Measure:
        """Return a measure with what the other programs took for the same work."""
        work = self._work.get(measure.key)
        return measure if work is None else replace(measure, peers=tuple(work()))

    def redraw(self, kind: str, table: FeatureTable) -> Peer | None:
        """Return what QGIS takes to draw a table of a kind of `growth.SIZES`, None without QGIS."""
        if not self._qgis:
            return None
        done = self._drawn.get(_SAME.get((kind, len(table)), ""))
        if done is not None:
            return done
        path = self._saved(f"growth-{kind}-{len(table)}", table)
        try:
            return self._ran("QGIS", self._qgis, "qgis_peer.py", "redraw", path, *_SIZE, _RUNS)
        finally:
            path.unlink()

    def _saved(self, name: str, table: FeatureTable) -> Path:
        path = self._folder / f"{name}.gpkg"
        save_tables(path, [(name, table)])
        return path

    def _start(self) -> Iterator[Peer]:
        if not self._qgis:
            return
        samples, version = [], ""
        for _ in range(_STARTS + 1):
            started = time.perf_counter()
            peer = self._ran("QGIS", self._qgis, "qgis_peer.py", "start", _BUILT_IN, *_SIZE)
            samples.append((time.perf_counter() - started) * 1000)
            version = peer.name
        # The first one fills the system's caches, as the atlas's own first start does.
        yield Peer(version, tuple(samples[1:]), _LEADS["start"])

    def _drawing(self, key: str, path: Path) -> Iterator[Peer]:
        if self._qgis:
            peer = self._ran("QGIS", self._qgis, "qgis_peer.py", "redraw", path, *_SIZE, _RUNS)
            self._drawn[key] = peer
            yield replace(peer, lead=_LEADS.get(key, 1.0))
        if self._geopandas and path != _BUILT_IN:
            # Once: it takes a minute for a million points.
            yield self._ran("", self._geopandas, "geopandas_peer.py", "plot", path, *_SIZE, 1)

    def _csv(self) -> Iterator[Peer]:
        if not self._qgis:
            return
        path = self._folder / "points.csv"
        write_csv(path, 1_000_000)
        peer = self._ran("QGIS", self._qgis, "qgis_peer.py", "csv", path, *_SIZE, 3)
        yield replace(peer, lead=_LEADS["csv"])

    def _page(self) -> Iterator[Peer]:
        if not self._folium:
            return
        data = BuiltinData()
        shown = [layer.id for layer in builtin_map(data) if layer.visible]
        tables = {layer_id: data.table(layer_id) for layer_id in shown}
        paths = []
        for name, table in (tables | {"points": random_points(5_000)}).items():
            paths.append(self._folder / f"{name}.geojson")
            save_tables(paths[-1], [(name, table)])
        yield self._ran("", self._folium, "geopandas_peer.py", "page", 3, *paths)

    def _ran(self, name: str, python: str, script: str, *arguments: object) -> Peer:
        """Run a script of a peer and return what it took.

        Raises:
            RuntimeError: if it failed; the message has its last words.
        """
        ended = subprocess.run(
            [python, str(SCRIPTS / script), *map(str, arguments)],
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_S,
        )
        if ended.returncode:
            raise RuntimeError(f"{script} failed: {ended.stderr.strip()[-500:]}")
        told = json.loads(ended.stdout.splitlines()[-1])
        return Peer(f"{name} {told['version']}".strip(), tuple(told["samples"]))


def _environment() -> dict[str, str]:
    """Return the environment of a peer, without what is the atlas's own."""
    own = ("PYTHONPATH", "PYTHONHOME", "QT_PLUGIN_PATH", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in own}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


def _python_with(*modules: str) -> str:
    """Return the first Python that has all modules, "" if none has."""
    # python-qgis is what QGIS brings on Windows and macOS.
    names = ("python-qgis", "python-qgis-ltr", "/usr/bin/python3", "python3", "python")
    found = [path for name in names if (path := shutil.which(name))]
    ask = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    for python in dict.fromkeys([sys.executable, *found]):
        ended = subprocess.run(
            [python, "-c", ask, *modules], env=_environment(), capture_output=True, check=False
        )
        if not ended.returncode:
            return python
    return ""
