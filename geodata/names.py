"""Names as they are compared."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Return a name without case, accents, punctuation and extra spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain.casefold()).split())
