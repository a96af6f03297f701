"""Where the atlas keeps its own files on the user's machine; nothing is made here."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

from geodata.frozen import frozen

_DIRS = PlatformDirs("atlas-seguro", appauthor=False)


def settings_file() -> Path:
    """Return where the window's size, view and language of the last time are kept."""
    return Path(_DIRS.user_config_dir) / "settings.json"


def log_file() -> Path:
    """Return where the atlas writes what went wrong."""
    return Path(_DIRS.user_log_dir) / "atlas-seguro.log"


def data_folder() -> Path:
    """Return where what the user gave the atlas is kept, such as official boundaries."""
    return Path(_DIRS.user_data_dir)


def journal_folder() -> Path:
    """Return where each run keeps its unsaved changes, each in a folder of its own."""
    return Path(_DIRS.user_state_dir) / "journal"


@frozen
class OwnFolders:
    """Where a window keeps what must outlive it.

    Attributes:
        journals: unsaved changes.
        data: what the user gave the atlas.
        tiles: pictures of online maps; None to keep none, and so to show no online map.
    """

    journals: Path
    data: Path
    tiles: Path | None = None


def own_folders() -> OwnFolders:
    """Return the folders of this user."""
    return OwnFolders(journal_folder(), data_folder(), cache_folder() / "tiles")


def cache_folder() -> Path:
    """Return where things are kept that can be made again."""
    return Path(_DIRS.user_cache_dir)
