"""Names as they are compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

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


def fold_column(names: Any) -> Any:
    """Return a pyarrow array of names folded as `fold` does, None becoming "".

    Letters that no Latin writing has may come out otherwise.
    """
    import pyarrow.compute as pc

    folded = pc.utf8_normalize(pc.fill_null(names, ""), "NFKD")
    folded = pc.replace_substring_regex(folded, r"\p{M}+", "")
    folded = pc.replace_substring(pc.utf8_lower(folded), "ß", "ss")
    folded = pc.replace_substring_regex(folded, "[^0-9a-z]+", " ")
    return pc.ascii_trim_whitespace(folded)
