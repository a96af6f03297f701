"""Names as they are compared."""

from __future__ import annotations

import re
import unicodedata

_SHORT_FORMS = {
    "sta": "santa",
    "sto": "santo",
    "sn": "san",
    "fco": "francisco",
    "ma": "maria",
    "cdad": "ciudad",
    "cd": "ciudad",
}
"""Words as tables shorten them in the names of places."""


def fold(text: str) -> str:
    """Return a name without case, accents, punctuation and extra spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain.casefold()).split())


def place_key(name: str) -> str:
    """Return the name of a place as `fold` does, with its shortened words in full."""
    return " ".join(_SHORT_FORMS.get(word, word) for word in fold(name).split())
