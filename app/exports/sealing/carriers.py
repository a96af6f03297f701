"""Where each kind of file carries its manifest.

A carrier puts a text into a finished file so that the text's very bytes stand in it, and mends
whatever sums the file keeps over them when some of them are replaced.
"""

from __future__ import annotations

from typing import Protocol

MANIFEST_ID = "atlas-manifest"
"""What the manifest's place is called, in files whose parts have names."""


class CarrierError(ValueError):
    """A file is not of the kind it should be, or is built otherwise; the message says how."""


class Carrier(Protocol):
    """A kind of file that carries a manifest."""

    comes_first: bool
    """Whether the manifest stands before everything that came from the map; else after it."""

    def embed(self, content: bytes, text: bytes) -> bytes:
        """Return the file with ``text`` (ASCII, safe in any markup) in it.

        Raises:
            CarrierError: if the content is no such file.
        """

    def mended(self, content: bytes) -> bytes:
        """Return the file with its own sums over the manifest made right.

        Raises:
            CarrierError: if the content is no such file, or carries no manifest.
        """


def carrier_of(content: bytes) -> Carrier | None:
    """Return what carries the manifest in a file, told by the file's first bytes; None if nothing.

    What a kind of file needs is imported when one is met.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        from app.exports.sealing.png import PngCarrier

        return PngCarrier()
    if content.startswith(b"%PDF-"):
        from app.exports.sealing.pdf import PdfCarrier

        return PdfCarrier()
    if content.startswith(b"PK\x03\x04"):
        from app.exports.sealing.package import PackageCarrier

        return PackageCarrier()
    from app.exports.sealing.markup import HtmlCarrier, SvgCarrier

    beginning = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype html", b"<html")):
        return HtmlCarrier()
    if beginning.startswith((b"<?xml", b"<svg", b"<!doctype svg")) and b"<svg" in beginning:
        return SvgCarrier()
    return None
