"""Plain text as XML can hold it, whatever was in it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTES = {'"': "&quot;", "'": "&#39;"}
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def legal(text: str) -> str:
    """Return ``text`` with U+FFFD for what no XML file may hold, control characters for one."""
    return _ILLEGAL.sub(_REPLACEMENT, text)


def xml_text(text: str) -> str:
    """Return ``text`` for the inside of an element or of a quoted attribute."""
    return escape(legal(text), _QUOTES)
