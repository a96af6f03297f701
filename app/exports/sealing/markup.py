"""The manifests of web pages and of SVG drawings: elements that nothing shows or runs."""

from __future__ import annotations

import re

from app.exports.sealing.carriers import MANIFEST_ID, CarrierError

# Quotes keep a sign that would end the tag from ending it.
_SVG_TAG = re.compile(rb"""<svg(?:[^>"']|"[^"]*"|'[^']*')*>""")
_TITLE = b"<title>"


class _Markup:
    """Files that keep no sums of themselves."""

    comes_first = True

    def mended(self, content: bytes) -> bytes:
        """Return the file as it is."""
        return content


class HtmlCarrier(_Markup):
    """Puts the manifest before the page's title, as a block of data that no browser runs."""

    def embed(self, content: bytes, text: bytes) -> bytes:
        """Return the page with the block."""
        before, title, after = content.partition(_TITLE)
        if not title:
            raise CarrierError("the page has no title")
        tag = f'<script type="application/json" id="{MANIFEST_ID}">'.encode("ascii")
        return before + tag + text + b"</script>\n" + title + after


class SvgCarrier(_Markup):
    """Puts the manifest first into the drawing, as its metadata."""

    def embed(self, content: bytes, text: bytes) -> bytes:
        """Return the drawing with the element."""
        tag = _SVG_TAG.search(content)
        if tag is None or tag.group().endswith(b"/>"):
            raise CarrierError("the drawing has no beginning")
        element = f'\n<metadata id="{MANIFEST_ID}">'.encode("ascii") + text + b"</metadata>"
        return content[: tag.end()] + element + content[tag.end() :]
