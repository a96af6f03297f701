"""The manifest of a picture: an international text chunk (PNG 3rd edition, 11.3.3.4)."""

from __future__ import annotations

import struct
import zlib

from app.exports.sealing.carriers import CarrierError

_KIND = b"iTXt"
_KEYWORD = b"Atlas Seguro manifest"
_FIRST = 8 + 25  # the signature and the header chunk
# Keyword, then: not packed, no method of packing, no language, no translated keyword.
_HEAD = _KEYWORD + b"\0\0\0\0\0"


class PngCarrier:
    """Puts the manifest behind the picture's header."""

    comes_first = True

    def embed(self, content: bytes, text: bytes) -> bytes:
        """Return the picture with the chunk."""
        if content[12:16] != b"IHDR":
            raise CarrierError("the picture does not begin with its header")
        return content[:_FIRST] + _chunk(_HEAD + text) + content[_FIRST:]

    def mended(self, content: bytes) -> bytes:
        """Return the picture with the chunk's sum made right."""
        (length,) = struct.unpack(">I", content[_FIRST : _FIRST + 4])
        start, end = _FIRST + 8, _FIRST + 8 + length
        if content[_FIRST + 4 : start] != _KIND or not content.startswith(_HEAD, start):
            raise CarrierError("the picture has no manifest behind its header")
        return content[:_FIRST] + _chunk(content[start:end]) + content[end + 4 :]


def _chunk(body: bytes) -> bytes:
    size = struct.pack(">I", len(body))
    return size + _KIND + body + struct.pack(">I", zlib.crc32(_KIND + body))
