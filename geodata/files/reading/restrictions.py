"""Keeps GDAL and PROJ to the allowed formats, and off the network."""

from __future__ import annotations

import os

ALLOWED_DRIVERS = frozenset({"GeoJSON", "GPKG", "ESRI Shapefile", "KML", "LIBKML"})
# Every other vector driver of GDAL 3.12 as pyogrio ships it; a test compares the list.
_SKIPPED_DRIVERS = (
    "ADBC",
    "AIVector",
    "AVCBin",
    "AVCE00",
    "AmigoCloud",
    "CSV",
    "CSW",
    "Carto",
    "DGN",
    "DXF",
    "EDIGEO",
    "EEDA",
    "ESRIJSON",
    "Elasticsearch",
    "FlatGeobuf",
    "GDALG",
    "GML",
    "GPSBabel",
    "GPX",
    "GTFS",
    "GeoJSONSeq",
    "GeoRSS",
    "HTTP",
    "Idrisi",
    "JML",
    "JSONFG",
    "LVBAG",
    "MBTiles",
    "MEM",
    "MVT",
    "MapInfo File",
    "MapML",
    "MiraMonVector",
    "NGW",
    "OAPIF",
    "ODS",
    "OGCAPI",
    "OGR_GMT",
    "OGR_PDS",
    "OGR_VRT",
    "OSM",
    "OpenFileGDB",
    "PCIDSK",
    "PDF",
    "PDS4",
    "PGDUMP",
    "PLSCENES",
    "PMTiles",
    "S57",
    "SQLite",
    "SXF",
    "Selafin",
    "TopoJSON",
    "VDV",
    "VFK",
    "VICAR",
    "WAsP",
    "WFS",
    "XLSX",
)


# Nothing listens there: a request of GDAL's ends before it leaves the computer.
_NOWHERE = "http://127.0.0.1:0"
_SETTINGS = {
    "OGR_SKIP": ",".join(_SKIPPED_DRIVERS),
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_HTTP_PROXY": _NOWHERE,
    "GDAL_HTTPS_PROXY": _NOWHERE,
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "PROJ_NETWORK": "OFF",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "500MB",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
}
_FOREIGN = ("GDAL_", "OGR_", "CPL_", "PROJ_", "SHAPE_", "LIBKML_")


def restrict_gdal() -> None:
    """Leave GDAL the allowed formats alone and no way to the network; before its import.

    Settings that other programs left in the environment do not count.
    """
    for name in [name for name in os.environ if name.upper().startswith(_FOREIGN)]:
        del os.environ[name]
    os.environ.update(_SETTINGS)
