"""Making text safe for a web page.

All data goes into the page as one block of JSON, which no browser runs and no template engine
reads; scripts write it into the page as text. What stands in the page outside of the block is
the page's own, but for its title.
"""

from __future__ import annotations

import json
import re
from typing import Any

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
# NUL, or half of a pair, as JSON writes them; whole pairs are looked at more closely.
_MAYBE_NOT_TEXT = re.compile(r"\\u(?:0000|d[89a-f])")
# Whatever begins or ends something in HTML, in a script or in a template.
_MEANINGFUL = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'`{}%#$"}
_BRACES = {ord(sign): _MEANINGFUL[ord(sign)] for sign in "{}"}
# JSON as far as its texts have no braces, and the text that has some, "" at the end.
_TO_BRACES = re.compile(r'((?:[^"]*+"(?:[^"\\{}]++|\\.)*+")*+[^"]*+)((?:"(?:[^"\\]++|\\.)*+")?)')
_DOUBTFUL = re.compile(r"[^A-Za-z0-9 .,\-_:/()\u00a0-\U0010ffff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def readable(text: str) -> str:
    """Return ``text`` as the page shows it.

    NUL and halves of surrogate pairs are no characters of HTML; each becomes U+FFFD, the sign for
    a character that cannot be shown. Everything else stays as it is.
    """
    return _NOT_TEXT.sub("\ufffd", text)


def json_block(data: Any) -> str:
    r"""Return ``data`` as JSON that may stand in any element of a page or in any template.

    Texts go through `readable`. The result is ASCII; signs that mean something to HTML, scripts
    or templates are written as ``\uXXXX``.

    Raises:
        ValueError: if a number is not finite.
    """
    text = json.dumps(data, separators=(",", ":"), allow_nan=False, check_circular=False)
    if _MAYBE_NOT_TEXT.search(text):
        text = json.dumps(
            _readable(data), separators=(",", ":"), allow_nan=False, check_circular=False
        )
    for sign in "<>&'`%#$":
        # None of these is part of JSON itself, so that they stand in texts alone.
        text = text.replace(sign, _MEANINGFUL[ord(sign)])
    return _without_braces(text)


def _without_braces(text: str) -> str:
    """Return JSON whose texts have no braces, which JSON itself has as well."""
    return _TO_BRACES.sub(lambda found: found[1] + found[2].translate(_BRACES), text)


def escaped(text: str) -> str:
    """Return ``text`` for an element of HTML: one line, every doubtful sign as a reference.

    Control characters, which HTML cannot have there, become U+FFFD.
    """
    line = _CONTROL.sub("\ufffd", " ".join(readable(text).split()))
    return _DOUBTFUL.sub(lambda sign: f"&#{ord(sign.group())};", line)


def _readable(data: Any) -> Any:
    if isinstance(data, str):
        return readable(data)
    if isinstance(data, dict):
        return {key: _readable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        # Most lists are coordinates.
        numbers = all(type(value) is int for value in data)
        return data if numbers else [_readable(value) for value in data]
    return data
