"""GDAL and PROJ in the child process: only the allowed formats, no network, no settings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import geodata
from geodata.files.reading.restrictions import ALLOWED_DRIVERS

CODE = """
import json
from geodata.files.reading.restrictions import restrict_gdal
restrict_gdal()
import os, pyogrio, pyproj
print(json.dumps({
    "drivers": sorted(pyogrio.list_drivers()),
    "network": pyproj.network.is_network_enabled(),
    "settings": sorted(name for name in os.environ if name.startswith(("GDAL", "OGR", "CPL"))),
}))
"""


def _in_child(**environment):
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=Path(geodata.__file__).parents[1],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_no_other_driver_is_left():
    found = _in_child()
    assert set(found["drivers"]) <= ALLOWED_DRIVERS
    assert {"GeoJSON", "GPKG", "ESRI Shapefile"} <= set(found["drivers"])
    assert set(found["drivers"]) & {"KML", "LIBKML"}
    assert not found["network"]


def test_settings_of_others_do_not_count():
    found = _in_child(
        OGR_SKIP="",
        GDAL_DRIVER_PATH="/tmp",
        PROJ_NETWORK="ON",
        GDAL_HTTP_PROXY="",
        OGR_SQLITE_PRAGMA="x",
    )
    assert set(found["drivers"]) <= ALLOWED_DRIVERS
    assert not found["network"]
    assert "OGR_SQLITE_PRAGMA" not in found["settings"]
