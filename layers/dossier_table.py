"""Reading the TOML files of the programs so that a mistake is named with its file and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources.abc import Traversable

_LARGEST = 10**15  # beyond it a float no longer tells one whole number from the next


class DossierError(ValueError):
    """A dossier cannot be used; the message names the file, the key and what to do."""


class DossierTable:
    """One table of a TOML file, read key by key so that every mistake can name its place.

    Each method takes a key out of the table and raises `DossierError` if it is missing or holds
    something else; `end` refuses what nobody took.
    """

    def __init__(self, file: str, place: str, content: object) -> None:
        if not isinstance(content, dict):
            raise DossierError(f"{file}: {place or 'the file'} must be a table of keys and values")
        self._file, self._place, self._content = file, place, dict(content)

    def error(self, key: str, advice: str) -> DossierError:
        """Return the error for ``key``: its file and place, and what to do."""
        where = f"{self._place}.{key}" if self._place else key
        return DossierError(f"{self._file}: {where}: {advice}")

    def _take(self, key: str) -> object:
        return self._content.pop(key, None)

    def end(self) -> None:
        """Refuse keys that nothing reads: they are misspelt, and would be lost in silence."""
        for key in self._content:
            raise self.error(key, "no such key; correct its name or take it out")

    def line(self, key: str, *, required: bool = True) -> str:
        """Return a text; "" where it is not ``required`` and not there."""
        value = self._take(key)
        if isinstance(value, str) and (value.strip() or not required):
            return value
        if value is None and not required:
            return ""
        raise self.error(key, "must be a text in quotes" + " that is not empty" * required)

    def matching(self, key: str, pattern: re.Pattern[str], example: str) -> str:
        """Return a text that fits ``pattern`` as a whole, as ``example`` does."""
        value = self.line(key)
        if not pattern.fullmatch(value):
            raise self.error(key, f"{value!r} must look like {example}")
        return value

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """Return a text that is one of ``choices``."""
        value = self.line(key)
        if value not in choices:
            raise self.error(key, f"{value!r} must be one of {', '.join(choices)}")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; false where it is not there."""
        value = self._take(key)
        if not isinstance(value, bool | None):
            raise self.error(key, "must be true or false")
        return bool(value)

    def number(self, key: str) -> float:
        """Return a number, whole or not."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, "must be a number without quotes or thousands separators")
        if not abs(value) < _LARGEST:  # so written, it refuses nan too
            raise self.error(key, f"must be a number smaller than {_LARGEST:,}")
        return value

    def place_in_order(self, key: str) -> int:
        """Return a whole number from 1 on."""
        value = self.number(key)
        if not isinstance(value, int) or value < 1:
            raise self.error(key, "must be a whole number from 1 on")
        return value

    def bilingual(self, key: str, *, required: bool = True) -> tuple[str, str]:
        """Return the English and the Spanish text of ``{ en = "...", es = "..." }``.

        One plain text stands for both languages.
        """
        value = self._take(key)
        if value is None and not required:
            return "", ""
        if isinstance(value, str) and value.strip():
            return value, value
        if not isinstance(value, dict):
            raise self.error(key, "must have an English and a Spanish text: en = ..., es = ...")
        table = DossierTable(self._file, f"{self._place}.{key}" if self._place else key, value)
        texts = table.line("en"), table.line("es")
        table.end()
        return texts

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of names without repeats; one plain name is a list of one."""
        value = self._take(key)
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(name, str) for name in values):
            raise self.error(key, 'must be a list of names: ["...", "..."]')
        if len(set(values)) != len(values):
            raise self.error(key, "names something twice; take one out")
        return tuple(values)

    def tables(self, key: str) -> Iterator[DossierTable]:
        """Yield the tables under ``[[key]]``; none where it is not there."""
        value = self._take(key)
        if not isinstance(value, list | None):
            raise self.error(key, f"must be a list of tables, each under [[{key}]]")
        for index, content in enumerate(value or (), start=1):
            yield DossierTable(self._file, f"{key}[{index}]", content)


def read_dossier(file: Traversable) -> DossierTable:
    """Read a TOML file.

    Raises:
        DossierError: if the file is missing, not UTF-8, or not TOML.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DossierError(f"{file.name}: no such file; install the atlas again") from None
    except UnicodeDecodeError as error:
        raise DossierError(f"{file.name}: not UTF-8 ({error}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise DossierError(f"{file.name}: not valid TOML: {error}") from error
    return DossierTable(file.name, "", content)
