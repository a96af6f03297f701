"""Takes the pictures of the guide: ``python -m scripts.guide_pictures [TASK ...]``.

Run it where there is a display, or under Xvfb: off the screen some widgets look different.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from layers.texts import LANGUAGES
from scripts.guide import FOLDER, page, page_path
from scripts.guide_pictures.photograph import photograph, write_small
from scripts.guide_pictures.scenes import SCENES
from scripts.guide_pictures.stage import Stage


def main(tasks: list[str]) -> int:
    """Take the picture of each task, or of those named, in each language; then the pages."""
    from app.application import make_application

    application = make_application()
    (FOLDER / "pictures").mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for task in tasks or list(SCENES):
            path = FOLDER / "pictures" / f"{task}-{language}.png"
            take(task, language, path)
            print(f"{path.name}: {path.stat().st_size // 1000} kB")
        page_path(language).write_text(page(language), "utf-8")
    application.quit()
    return 0


def take(task: str, language: str, path: Path) -> None:
    """Take the picture of a task, with the window as at the first start."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(language, Path(folder))
        try:
            SCENES[task](stage)
            stage.settle()
            write_small(photograph(stage.window), path)
        finally:
            stage.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
