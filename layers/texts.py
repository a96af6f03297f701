"""The words, numbers and dates of the interface in the reader's language."""

from __future__ import annotations

import gettext
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import resources

LANGUAGES = {"en": "English", "es": "Español"}
"""Language codes and what each language calls itself."""

_MOST_DECIMALS = 3
_WRITTEN_OUT = 1e21
_LOCALES = {"en": "en_US", "es": "es_SV"}


def N_(message: str) -> str:  # noqa: N802 - the name gettext's tools expect
    """Mark a text for translation where no `Texts` is at hand; `Texts.gettext` translates it."""
    return message


class Texts:
    """Texts, numbers and dates in one language.

    Attributes:
        language: the language code, one of `LANGUAGES`.
        locale: the locale that numbers and dates follow, for instance ``es_SV``.
    """

    def __init__(self, language: str) -> None:
        """Load the catalogue of ``language``.

        Raises:
            ValueError: if the atlas does not speak the language.
        """
        if language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
        self.language = language
        self.locale = _LOCALES[language]
        self._catalogue: gettext.NullTranslations = (
            gettext.NullTranslations()
            if language == "en"
            else gettext.translation("atlas", translations_path(), [language])
        )

    def gettext(self, message: str) -> str:
        """Return ``message`` (English) in the language."""
        return self._catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a message that agrees with ``number``."""
        return self._catalogue.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        """Return ``message`` as it is said in ``context``."""
        return self._catalogue.pgettext(context, message)

    def number(self, value: float, decimals: int | None = None) -> str:
        """Return a number with the locale's separators, rounded half to even.

        Both locales write 19,495.5 (CLDR). Babel would say so too, but takes longer to import
        than half of the first map takes to draw; a test compares the two.

        Args:
            value: the number.
            decimals: how many decimals to show; as many as it has, up to three, if omitted.

        Decimal numbers that nobody could read written out, from 10 to the 21st on, are written as
        powers of ten, and what is no finite number by its name.
        """
        if isinstance(value, int) and not decimals:
            return f"{value:,}"
        if not abs(value) < _WRITTEN_OUT:
            return f"{value:g}"
        places = _MOST_DECIMALS if decimals is None else decimals
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        written = f"{rounded:,f}"
        if decimals is None and "." in written:
            written = written.rstrip("0").rstrip(".")
        return written

    def percent(self, value: float) -> str:
        """Return a number that already is in percent with the locale's percent sign."""
        if not abs(value) < _WRITTEN_OUT:
            return f"{self.number(float(value))}%"
        rounded = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
        return f"{self.number(float(rounded))}%"

    def date(self, value: str) -> str:
        """Return an ISO year, month, day or range of years as the locale writes it."""
        parts = value.split("-")
        if not all(part.isdigit() for part in parts) or len(parts[0]) != 4 or len(parts) > 3:
            return value
        if len(parts) == 2 and len(parts[1]) == 4:
            return f"{parts[0]}\N{EN DASH}{parts[1]}"
        if len(parts) == 1:
            return value
        from babel.dates import format_date, format_skeleton

        numbers = [int(part) for part in parts]
        if len(numbers) == 2:
            return str(
                format_skeleton("yMMMM", date(numbers[0], numbers[1], 1), locale=self.locale)
            )
        return str(
            format_date(
                date(numbers[0], numbers[1], numbers[2]), format="medium", locale=self.locale
            )
        )


def translations_path() -> Path:
    """Return the folder of the message catalogues."""
    return resources.FOLDER / "translations"
