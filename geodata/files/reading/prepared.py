"""Text formats made ready for GDAL: in UTF-8, and without anything that leads elsewhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from pathlib import Path

from geodata.files.formats import SHAPEFILE_PARTS, Format, beside, check_prolog
from geodata.files.messages import N_
from geodata.files.reading.systems import parse_crs, unreadable_crs
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.source import Source
from geodata.files.text import as_utf8, decodes, find_encoding, is_utf8
from geodata.frozen import frozen

# GDAL fetches reference systems that a GeoJSON file names by an address.
_LINKED_CRS = re.compile(
    rb'"crs"\s*:\s*\{[^{}]*(?:"type"\s*:\s*"(?:link|url)"|\{[^{}]*"(?:href|url)"\s*:)',
    re.IGNORECASE,
)
_GEOJSON = re.compile(
    rb'"type"\s*:\s*"(Feature|FeatureCollection|GeometryCollection'
    rb'|(Multi)?(Point|LineString|Polygon))"'
)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*?\?>")
_NETWORK_LINK = re.compile(rb"<(?:\w+:)?(?:NetworkLink|GroundOverlay|PhotoOverlay)[\s>]")
_WGS84_PRJ = re.compile(r'GEOGCS\["(GCS_WGS_1984|WGS 84)",DATUM\["(D_)?WGS_1984"')
_PRJ_BYTES = 64 * 1024
_STRANGE = ("!", "://", "\n", "\r", "?", "#", "%")
_TAKEN_FOR_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".kmz")


_ENDINGS = {
    Format.GEOJSON: ".geojson",
    Format.KML: ".kml",
    Format.GEOPACKAGE: ".gpkg",
    Format.SHAPEFILE: ".shp",
}


@frozen
class Prepared:
    """A file as GDAL shall read it.

    Attributes:
        source: the file, or a copy of it.
        encoding: of its text, "" where the format fixes it.
        open_crs: whether what it says of its reference system does not count.
        findings: what was noticed.
    """

    source: Source
    encoding: str
    open_crs: bool
    findings: list[Finding]


def prepared(source: Source, format_: Format, encoding: str | None, folder: Path) -> Prepared:
    """Return a file as GDAL shall read it.

    Args:
        source: the file.
        format_: its format.
        encoding: of its text, if it is known.
        folder: where a copy may be written.

    Raises:
        FileError: if it is XML with entities, or not text in the stated encoding.
    """
    if format_ is Format.SHAPEFILE and not _has_readable_prj(source.path):
        finding = unreadable_crs(source.name)
        return Prepared(_copied(source, format_, folder, {".prj"}), "", False, [finding])
    if format_ not in (Format.GEOJSON, Format.KML):
        return Prepared(_safely_named(source, format_, folder), "", False, [])
    data = source.path.read_bytes()
    text, found, findings = _as_text(source, data, format_, encoding)
    if format_ is Format.GEOJSON and not _GEOJSON.search(text):
        raise FileError(
            N_("{file} is JSON, but no GeoJSON"), N_("convert it to GeoJSON"), file=source.name
        )
    if format_ is Format.KML:
        check_prolog(source, text)
        findings += _links(source, text)
    open_crs = format_ is Format.GEOJSON and _LINKED_CRS.search(text) is not None
    if open_crs:
        findings.append(_link_not_followed(source))
    if text is data:
        return Prepared(_safely_named(source, format_, folder), found, open_crs, findings)
    copy = _free(folder, format_)
    copy.write_bytes(_DECLARED.sub(b"", text, count=1))
    return Prepared(source.moved(copy), found, open_crs, findings)


def _as_text(
    source: Source, data: bytes, format_: Format, encoding: str | None
) -> tuple[bytes, str, list[Finding]]:
    """Return a text as UTF-8, the very bytes if they are, its encoding, and findings."""
    chosen = encoding or (_declared(data) if format_ is Format.KML else None)
    if chosen is None and find_encoding(data) == "utf-8" and is_utf8(data):
        return data, "utf-8", []
    return as_utf8(source, data, chosen)


def _free(folder: Path, format_: Format) -> Path:
    """Return the path of a file that is not there yet."""
    return folder / f"file{len(list(folder.iterdir()))}{_ENDINGS[format_]}"


def _link_not_followed(source: Source) -> Finding:
    return Finding(
        Outcome.NOTED,
        N_("the file names its coordinate reference system by a link; no link is followed"),
        N_("check the position on the map; choose the system when you open it"),
        file=source.name,
    )


def _declared(data: bytes) -> str | None:
    """Return the encoding that XML declares, if it is one and the text is in it."""
    declared = _DECLARED.search(data[:200])
    if declared is None:
        return None
    name = declared[1].decode("ascii").lower()
    # Text that is valid UTF-8 is UTF-8, whatever it declares.
    return None if is_utf8(data) or not decodes(data, name) else name


def _links(source: Source, text: bytes) -> list[Finding]:
    count = len(_NETWORK_LINK.findall(text))
    if not count:
        return []
    return [
        Finding(
            Outcome.SKIPPED,
            N_("links to other files and pictures were left out, for none is followed: {count}"),
            N_("download what they point to and open it"),
            values=(("count", str(count)),),
            file=source.name,
        )
    ]


def _safely_named(source: Source, format_: Format, folder: Path) -> Source:
    """Return a source whose path cannot be taken for an address or an archive."""
    path = str(source.path)
    try:
        path.encode("utf-8")
        strange = any(sign in path for sign in _STRANGE)
    except UnicodeEncodeError:
        strange = True
    if not strange and not path.lower().endswith(_TAKEN_FOR_ARCHIVES):
        return source
    return _copied(source, format_, folder)


def _copied(source: Source, format_: Format, folder: Path, without: Collection[str] = ()) -> Source:
    """Return a source whose bytes are a copy, of a shapefile without some of its parts."""
    target = _free(folder, format_)
    if format_ is Format.SHAPEFILE:
        for ending in SHAPEFILE_PARTS - set(without):
            part = beside(source.path, ending)
            if part is not None:
                shutil.copyfile(part, target.with_suffix(ending))
    shutil.copyfile(source.path, target)
    return source.moved(target)


def _has_readable_prj(path: Path) -> bool:
    """Return whether GDAL can read what a shapefile states of its reference system."""
    prj = beside(path, ".prj")
    if prj is None:
        return True
    with prj.open("rb") as file:
        stated = file.read(_PRJ_BYTES).decode("utf-8", errors="replace").strip("\0 \r\n\ufeff")
    balanced = stated.count("[") == stated.count("]") and not stated.count('"') % 2
    if not stated or (balanced and _WGS84_PRJ.match(stated)):
        return True
    return balanced and parse_crs(stated) is not None
