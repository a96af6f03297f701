"""Takes the pictures of what a briefing is made of: ``python -m scripts.briefing_pictures``.

A page, a slide and a step of the atlas, and a story on the whole screen. It needs LibreOffice,
poppler's pdftoppm and Chromium; run it where there is a display, or under Xvfb.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.pictures import FOLDER

_NUMBER = 3  # the page of Santa Ana
_WIDTH, _HEIGHT = 1280, 800


def main() -> int:
    """Take every picture."""
    if len(sys.argv) > 1:
        take_presenter(Path(sys.argv[1]))
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [str(folder / f"briefing.{ending}") for ending in ("pdf", "pptx", "html")]
        atlas = [sys.executable, "-m", "app", "export", *files, "--atlas", "delegations"]
        _run([*atlas, "--language", "es"])
        _picture_of_page(folder / "briefing.pdf", FOLDER / "atlas-page-es.png")
        office = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless"]
        shown = folder / "slides"
        _run([*office, "--convert-to", "pdf", "--outdir", str(shown), files[1]])
        _picture_of_page(shown / "briefing.pdf", FOLDER / "atlas-slide-es.png")
        _picture_of_step(folder / "briefing.html", FOLDER / "atlas-step-es.png", folder)
    _run(
        [sys.executable, "-m", "scripts.briefing_pictures", str(FOLDER / "story-presenter-en.png")]
    )
    return 0


def take_presenter(path: Path) -> None:
    """Take the picture of a step of a story on the whole screen, with the speaker's notes."""
    from app.application import make_application
    from scripts.guide_pictures.scenes import SCENES
    from scripts.guide_pictures.stage import Stage

    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage("en", Path(folder))
        SCENES["make-a-story"](stage)
        stage.trigger("present")
        presenter = stage.window.below_map.presenter
        assert presenter is not None, "there is a story to show"
        presenter.showNormal()
        presenter.resize(_WIDTH, _HEIGHT)
        presenter.last()
        presenter.toggle_notes()
        stage.wait(lambda: presenter.canvas.is_sharp)
        stage.settle()
        presenter.grab().save(str(path))
        presenter.close()
        stage.end()
    application.quit()


def _picture_of_page(document: Path, path: Path) -> None:
    wanted = ["-f", str(_NUMBER), "-l", str(_NUMBER), "-r", "110", "-png", "-singlefile"]
    _run(["pdftoppm", *wanted, str(document), str(path.with_suffix(""))])


def _picture_of_step(page: Path, path: Path, folder: Path) -> None:
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    size = f"--window-size={_WIDTH},{_HEIGHT}"
    profile = f"--user-data-dir={folder / 'profile'}"
    shot = f"--screenshot={path}"
    _run(["chromium", *flags, size, profile, shot, f"{page.as_uri()}#step-{_NUMBER}"])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)
    print(" ".join(command[:4]))


if __name__ == "__main__":
    sys.exit(main())
