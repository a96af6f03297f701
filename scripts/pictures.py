"""Takes the pictures of the window: ``python -m scripts.pictures``.

Run it where there is a display, or under Xvfb: off the screen some widgets look different.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
LOOKS = [
    (language, theme, size, 1)
    for language in ("en", "es")
    for theme in ("light", "dark", "contrast")
    for size in ((1280, 800), (1920, 1080))
] + [("en", "light", (1280, 800), 2), ("es", "dark", (1280, 800), 2)]
_LONGEST_WAIT = 30.0


def main() -> int:
    """Take every picture, each in a process of its own, for Qt fixes the pixel ratio at start."""
    if sys.argv[1:2] == ["changes"]:
        take_changes(sys.argv[2], Path(sys.argv[3]))
        return 0
    if len(sys.argv) > 1:
        take(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language, theme, (width, height), ratio in LOOKS:
        suffix = f"@{ratio}x" if ratio != 1 else ""
        path = FOLDER / f"window-{language}-{theme}-{width}x{height}{suffix}.png"
        command = [sys.executable, "-m", "scripts.pictures", language, theme, str(width)]
        environment = {**os.environ, "QT_SCALE_FACTOR": str(ratio)}
        subprocess.run([*command, str(height), str(path)], check=True, env=environment)
        print(path.relative_to(FOLDER))
    for language in ("en", "es"):
        path = FOLDER / f"changes-{language}.png"
        command = [sys.executable, "-m", "scripts.pictures", "changes", language, str(path)]
        subprocess.run(command, check=True)
        print(path.relative_to(FOLDER))
    return 0


def take(language: str, theme: str, width: int, height: int, path: Path) -> None:
    """Take one picture of the window with a program's page open."""
    from app.application import make_application, make_window
    from app.settings import Settings, SettingsFile

    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings.json"
        # As at any start but the first, which shows tips over the map.
        SettingsFile(settings).write(Settings(language=language))
        window = make_window(settings, language)
        session = window.session
        session.view_state.theme = theme
        window.resize(width, height)
        window.show()
        session.view_state.open_program("anti-extortion")
        _settle(application, lambda: window.canvas.is_sharp)
        window.grab().save(str(path))
        window.close()


def take_changes(language: str, path: Path) -> None:
    """Take a picture of the window that tells what changed since a former version of the map."""
    from app.application import make_application
    from scripts.guide_pictures.scenes import SCENES
    from scripts.guide_pictures.stage import Stage

    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(language, Path(folder))
        SCENES["what-changed"](stage)
        stage.settle()
        stage.window.grab().save(str(path))
        stage.end()
    application.quit()


def _settle(application: QApplication, done: Callable[[], bool]) -> None:
    """Let the window work until ``done`` and a little longer."""
    started = time.monotonic()
    calm_since = None
    while calm_since is None or time.monotonic() - calm_since < 0.7:
        application.processEvents()
        if done() and calm_since is None:
            calm_since = time.monotonic()
        if time.monotonic() - started > _LONGEST_WAIT:
            raise TimeoutError("the map did not get sharp")


if __name__ == "__main__":
    sys.exit(main())
