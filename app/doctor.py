"""``atlas-seguro doctor``: what is installed, where it keeps things, and whether it all works."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app import __version__, paths
from geodata.builtin import BuiltinData, default_path
from geodata.frozen import frozen
from layers.texts import N_, Texts

_PACKAGES = (
    "numpy",
    "pydantic",
    "platformdirs",
    "Babel",
    "folium",
    "XStatic-Leaflet",
    "fontpkg-noto-sans",
    "geopandas",
    "pandas",
    "pyarrow",
    "openpyxl",
)


@frozen
class Finding:
    """What one check found.

    Attributes:
        name: what was checked (English, to be translated).
        detail: a version, a count, or what is wrong and what to do.
        works: whether it does.
    """

    name: str
    detail: str
    works: bool = True


@frozen
class Examination:
    """What the doctor has to say.

    Attributes:
        lines: versions, places of files and findings, line by line.
        broken: how many checks failed.
    """

    lines: tuple[str, ...]
    broken: int


def examine(texts: Texts) -> Examination:
    """Look at what is installed, where it keeps things and whether it works."""
    _ = texts.gettext
    findings = [_checked(name, check, texts) for name, check in _CHECKS]
    lines = [
        f"Atlas Seguro {__version__}",
        f"Python {platform.python_version()}, {platform.platform()}",
        "",
        _("Files"),
        *_table([(_(name), str(path)) for name, path in _files()]),
        "",
        _("Parts"),
        *_table([(name, _version(name) or _("missing")) for name in _PACKAGES]),
        "",
        _("Checks"),
        *_table(
            [
                (_("works") if finding.works else _("BROKEN"), _(finding.name), finding.detail)
                for finding in findings
            ]
        ),
    ]
    return Examination(tuple(lines), sum(not finding.works for finding in findings))


def _files() -> list[tuple[str, Path]]:
    return [
        (N_("Data"), default_path()),
        (N_("Settings"), paths.settings_file()),
        (N_("Log"), paths.log_file()),
        (N_("Own data"), paths.data_folder()),
        (N_("Cache"), paths.cache_folder()),
    ]


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows as lines, their columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _checked(name: str, check: Callable[[Texts], str], texts: Texts) -> Finding:
    """Run one check; whatever it raises is what it found."""
    try:
        return Finding(name, check(texts))
    except Exception as error:  # noqa: BLE001 - a broken library may raise anything at all
        reason = " ".join(str(error).split()) or type(error).__name__
        return Finding(name, reason, works=False)


def _check_data(texts: Texts) -> str:
    data = BuiltinData()
    tables = [data.table(layer.id) for layer in data.layers]
    message = texts.gettext("{layers} layers, {records} records")
    return message.format(
        layers=texts.number(len(tables)), records=texts.number(sum(map(len, tables)))
    )


def _check_programs(texts: Texts) -> str:
    from layers.programs import load_programs

    return texts.number(len(load_programs().programs))


def _check_geos(_: Texts) -> str:
    import shapely

    if shapely.Point(0, 0).buffer(1).area < 3:
        raise ValueError("shapely computes wrong areas")
    return f"GEOS {shapely.geos_version_string}, shapely {shapely.__version__}"


def _check_proj(_: Texts) -> str:
    import pyproj

    x, _y = pyproj.Transformer.from_crs(4326, 3857, always_xy=True).transform(-89.2, 13.7)
    if abs(x + 9929698.6) > 1:
        raise ValueError("pyproj computes wrong coordinates")
    return f"PROJ {pyproj.proj_version_str}, pyproj {pyproj.__version__}"


def _check_opening(_: Texts) -> str:
    from geodata.files.reading.vector import layer_names

    if not layer_names(default_path()):
        raise ValueError("GDAL finds no layers in a GeoPackage")
    return f"pyogrio {version('pyogrio')}"


def _check_qt(_: Texts) -> str:
    import PySide6
    from PySide6.QtCore import qVersion

    return f"Qt {qVersion()}, PySide6 {PySide6.__version__}"


def _check_fonts(_: Texts) -> str:
    from PySide6.QtGui import QFontInfo

    from app.cli_export import start_qt
    from app.fonts import FAMILY, map_font

    application = start_qt()
    found = QFontInfo(map_font(12)).family()
    application.processEvents()
    if found != FAMILY:
        raise ValueError(f"{FAMILY} is not used, but {found}; install the atlas again")
    return found


def _check_window(texts: Texts) -> str:
    if not sys.platform.startswith("linux"):
        return sys.platform
    import PySide6

    plugins = Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforms"
    ctypes.CDLL(str(plugins / "libqxcb.so"))
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    return display or texts.gettext("no display here: exports work, the window cannot open")


def _check_web_engine(_: Texts) -> str:
    import_module("PySide6.QtWebEngineWidgets")
    from PySide6.QtWebEngineCore import qWebEngineChromiumVersion

    chromium: object = qWebEngineChromiumVersion()
    return f"Chromium {chromium.decode() if isinstance(chromium, bytes) else chromium}"


def _check_folders(texts: Texts) -> str:
    for folder in (paths.settings_file().parent, paths.log_file().parent, paths.cache_folder()):
        existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
        if not os.access(existing, os.W_OK):
            message = texts.gettext("{folder} may not be written to; change its permissions")
            raise PermissionError(message.format(folder=existing))
    return texts.gettext("may be written to")


_CHECKS: tuple[tuple[str, Callable[[Texts], str]], ...] = (
    (N_("Built-in data"), _check_data),
    (N_("Program texts"), _check_programs),
    (N_("Geometry"), _check_geos),
    (N_("Coordinates"), _check_proj),
    (N_("Opening files"), _check_opening),
    (N_("Windows and drawing"), _check_qt),
    (N_("Font of the map"), _check_fonts),
    (N_("Display"), _check_window),
    (N_("Web preview"), _check_web_engine),
    (N_("Folders"), _check_folders),
)
