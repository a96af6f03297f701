"""The manifest of slides: a part of its own in their package (ECMA-376, part 2)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from app.exports.sealing.carriers import CarrierError

_PART = "customXml/atlasManifest.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_RELATION = (
    '<Relationship Id="rIdAtlasManifest" Target="customXml/atlasManifest.xml" Type="'
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"/>'
)
_END = "</Relationships>"
_OPEN = b'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="urn:atlas-seguro:manifest">'
_CLOSE = b"</manifest>"
# As in project files: the same slides give the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
_ENTRY, _DIRECTORY_ENTRY, _DIRECTORY_END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


class PackageCarrier:
    """Packs the slides anew, every time fixed, with the manifest as the second part."""

    comes_first = True

    def embed(self, content: bytes, text: bytes) -> bytes:
        """Return the package with the part, which stands in it unpacked."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                parts = {name: package.read(name) for name in package.namelist()}
            relations = parts[_RELATIONS].decode("utf-8")
        except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
            raise CarrierError(f"the package cannot be read ({error})") from error
        if _TYPES not in parts or relations.count(_END) != 1:
            raise CarrierError("the package has no list of its parts")
        parts[_RELATIONS] = relations.replace(_END, _RELATION + _END).encode("utf-8")
        order = [_TYPES, _RELATIONS, *sorted(parts.keys() - {_TYPES, _RELATIONS})]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as package:
            _add(package, _PART, _OPEN + text + _CLOSE, zipfile.ZIP_STORED)
            for name in order:
                _add(package, name, parts[name], zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def mended(self, content: bytes) -> bytes:
        """Return the package with both sums of the part made right."""
        try:
            return _mended(bytearray(content))
        except (struct.error, ValueError) as error:
            raise CarrierError(f"the package cannot be read ({error})") from error


def _add(package: zipfile.ZipFile, name: str, content: bytes, packing: int) -> None:
    part = zipfile.ZipInfo(name, _TIME)
    part.compress_type = packing
    part.create_system = 3  # the same on every system
    package.writestr(part, content)


def _mended(content: bytearray) -> bytes:
    name = _PART.encode("ascii")
    (length,) = struct.unpack_from("<H", content, 26)
    if content[:4] != _ENTRY or content[30 : 30 + length] != name:
        raise CarrierError("the package does not begin with a manifest")
    (size,) = struct.unpack_from("<I", content, 18)
    (extra,) = struct.unpack_from("<H", content, 28)
    start = 30 + length + extra
    crc = struct.pack("<I", zlib.crc32(content[start : start + size]))
    (directory,) = struct.unpack_from("<I", content, content.rindex(_DIRECTORY_END) + 16)
    if content[directory : directory + 4] != _DIRECTORY_ENTRY:
        raise CarrierError("the package's directory is damaged")
    content[14:18] = crc
    content[directory + 16 : directory + 20] = crc
    return bytes(content)
