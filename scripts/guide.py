"""Write docs/guide from the guide of the program: ``python -m scripts.guide``.

A test compares the pages with what this script would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from app.guide import load_guide
from layers.texts import LANGUAGES, Texts

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "guide"


def page(language: str) -> str:
    """Return the guide in a language as Markdown; needs an application of Qt."""
    return "\n".join(_lines(Texts(language))) + "\n"


def page_path(language: str) -> Path:
    """Return where the guide in a language is kept."""
    return FOLDER / f"{language}.md"


def _lines(texts: Texts) -> Iterator[str]:
    _, language = texts.gettext, texts.language
    yield f"# Atlas Seguro: {_('Guide')}"
    yield ""
    yield _("Each task begins with the map as it is at the first start. Keys stand in brackets.")
    for task in load_guide():
        yield ""
        yield f"## {task.title[language]}"
        yield ""
        picture = f"{task.id}-{language}.png"
        if (FOLDER / "pictures" / picture).exists():
            yield f"![{task.title[language]}](pictures/{picture})"
            yield ""
        for number, step in enumerate(task.written(texts), 1):
            yield f"{number}. {step}"


def main() -> int:
    """Write the pages of every language."""
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication(sys.argv[:1])
    for language in LANGUAGES:
        page_path(language).write_text(page(language), "utf-8")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
