"""Every kind of file that leaves the atlas, and what is in its bytes once they are unpacked."""

import io
import re
import zipfile
import zlib

PAGES = ("map.png", "map.pdf", "map.svg", "map.html", "map.pptx")
ATLASES = ("atlas.pdf", "atlas.pptx", "atlas.html", "atlas-01.png")
DATA = ("data.csv", "data.geojson", "data.gpkg", "data.kml")
MANIFESTS = tuple(f"{name}.manifest.json" for name in DATA)
ALL = (*PAGES, *ATLASES, *DATA, *MANIFESTS, "plan.atlas.exported")

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def unpacked(content):
    """Return the bytes of a file and of everything that is packed in it."""
    parts = [content]
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts += [package.read(name) for name in package.namelist()]
    if content.startswith(b"%PDF-"):
        for found in _STREAM.finditer(content):
            try:
                parts.append(zlib.decompress(found[1]))
            except zlib.error:
                continue
    return b"\0".join(parts)
