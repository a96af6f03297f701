"""Text cells that a spreadsheet would run as formulas.

Source: OWASP, "CSV Injection" (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def without_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before one.

    Text that already begins with apostrophes gets one more if a formula follows them, so that
    `with_formula` gives every text back.
    """
    return f"'{text}" if text.lstrip("'").startswith(_STARTS) else text


def with_formula(text: str) -> str:
    """Return the text that `without_formula` was given."""
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(_STARTS) else text
