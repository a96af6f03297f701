"""Keep the message catalogues in step with the code.

    python -m scripts.translations          read the code, update the catalogues, compile them
    python -m scripts.translations --check  tell what is missing, change nothing

New messages stand in the catalogue with an empty translation, which the script lists; messages
that the code no longer has are dropped.
"""

from __future__ import annotations

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATED = ("es",)
_PACKAGES = ("app", "layers", "geodata")
_KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_HEADER = "# Translations of Atlas Seguro.\n"
_CREATED = datetime(2025, 1, 1, tzinfo=UTC)  # a date that moved would change the file at every run


def catalogue_path(language: str) -> Path:
    """Return the path of a language's catalogue; the compiled one is beside it."""
    return ROOT / "resources" / "translations" / language / "LC_MESSAGES" / "atlas.po"


def extract() -> Catalog:
    """Return every message of the code, untranslated."""
    template = Catalog(creation_date=_CREATED, fuzzy=False)
    for package in _PACKAGES:
        found = extract_from_dir(
            ROOT / package, [("**.py", "python")], keywords=_KEYWORDS, comment_tags=["Translators:"]
        )
        for path, _line, message, comments, context in found:
            template.add(
                message,
                locations=[(f"{package}/{Path(path).as_posix()}", 1)],
                auto_comments=comments,
                context=context,
            )
    return template


def read(language: str) -> Catalog:
    """Return the catalogue of a language, an empty one if there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(
            locale=language,
            project="Atlas Seguro",
            copyright_holder="Atlas Seguro contributors",
            last_translator="Atlas Seguro contributors",
            language_team=language,
            creation_date=_CREATED,
            revision_date=_CREATED,
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """Return the catalogue of a language as it has to be for the code as it is."""
    catalogue = read(language)
    catalogue.update(extract(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = _HEADER
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text of a ``.po`` file."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
    return file.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue as the bytes of a ``.mo`` file."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """Return the messages that lack a translation, or one of its plural forms."""
    return [message for message in catalogue if message.id and not _is_translated(message)]


def _is_translated(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(forms) and all(forms) and not message.fuzzy


def main(arguments: list[str] | None = None) -> int:
    """Update or check every catalogue; return 1 if a translation is missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args(arguments).check
    incomplete = False
    for language in TRANSLATED:
        catalogue = updated(language)
        path = catalogue_path(language)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_po(catalogue))
            path.with_suffix(".mo").write_bytes(as_mo(catalogue))
        elif not path.exists() or path.read_bytes() != as_po(catalogue):
            incomplete = True
            print(f"{path}: not in step with the code")
        for message in untranslated(catalogue):
            incomplete = True
            print(f"{language}: {message.id!r}")
        print(f"{language}: {len(catalogue)} messages")
    return int(incomplete)


if __name__ == "__main__":
    sys.exit(main())
