"""A map as one web page that asks nothing of any network.

folium makes the page around the map and starts Leaflet with the map's options; Leaflet itself is
the copy of XStatic-Leaflet, written into the page. folium renders what it is given as templates,
twice, so that data given to it could run code here: no data goes through it. Data is put into the
finished page as one block of JSON (`app.exports.web_text`), which the page's own scripts
(``resources/web``) read and show as text.

This is the only module that imports folium.
"""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import resources
from app.exports.options import PageOptions
from app.exports.report import ExportReport
from app.exports.saving import write_sealed
from app.exports.sealing.seal import manifest_for
from app.exports.web_data import DATA_ID, page_data
from app.exports.web_policy import with_policy
from app.exports.web_style import theme_style
from app.exports.web_text import escaped, json_block
from app.exports.web_words import no_script_text
from geodata.projection import point_to_lonlat
from layers.feature_tip import one_line
from layers.programs import ProgramCatalogue
from layers.sampling import sampled
from layers.scene import Scene
from layers.texts import Texts

MOST_FEATURES = 5000
"""Of a layer with more features a page holds a part, that browsers stay quick."""

_MAP_ID = "atlas"
_CLOSEST_ZOOM = 16
_SCRIPTS = (
    "elements",
    "geometry",
    "symbols",
    "sprites",
    "features",
    "labels",
    "details",
    "panel",
    "search",
    "switches",
    "page",
)
_HEAD, _BODY = "<!-- head of the atlas -->", "<!-- body of the atlas -->"
_CSS_IMAGE = re.compile(r"url\((images/[a-z0-9-]+\.png)\)")
_SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S*")
# folium forbids enlarging the page, which readers with weak eyes need.
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*/>')
_FREE_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def write_html(
    path: Path, scene: Scene, options: PageOptions, texts: Texts, programs: ProgramCatalogue
) -> ExportReport:
    """Write the web page of a scene; an older file stays until the new one is whole.

    The page shows names wherever there is room at each zoom, so that none is hidden for good.

    Raises:
        app.exports.report.ExportError: if the file cannot be written.
    """
    page = html_text(scene, options, texts, programs).encode("utf-8")
    write_sealed(path, page, manifest_for(scene), texts)
    return ExportReport(path, notes=page_notes(scene, texts))


def page_notes(scene: Scene, texts: Texts) -> tuple[str, ...]:
    """Return what the planner must know of the page: layers of which it holds a part."""
    return tuple(_notes(scene, texts))


def _notes(scene: Scene, texts: Texts) -> Iterator[str]:
    for layer in scene.layers:
        count = len(layer.table)
        if count > MOST_FEATURES:
            words = texts.gettext("“{layer}”: the page holds {part} of {whole} features")
            part, whole = texts.number(MOST_FEATURES), texts.number(count)
            yield words.format(layer=one_line(layer.name), part=part, whole=whole)


def html_text(scene: Scene, options: PageOptions, texts: Texts, programs: ProgramCatalogue) -> str:
    """Return the web page of a scene, the same for the same scene at every run.

    Args:
        scene: what the page shows.
        options: the area that it opens with; the size is that of the reader's window.
        texts: the language, which must be that of the scene.
        programs: the dossiers of the programs that the scene's layers belong to.
    """
    scene, thinned = sampled(scene, MOST_FEATURES)
    looks = [] if scene.variants is None else [scene.variants(scene.language, _other_look(scene))]
    page = _folium_page(scene)
    page = _replaced(page, "<html>", f'<html lang="{scene.language}">')
    page = _replaced(page, _VIEWPORT.findall(page)[0], _FREE_VIEWPORT)
    page = _replaced(page, _HEAD, _head(scene, looks))
    data = json_block(page_data(scene, options, texts, programs, looks, thinned))
    return with_policy(_replaced(page, _BODY, _body(data, texts)))


def _folium_page(scene: Scene) -> str:
    """Return folium's page with an empty map and marks where the atlas's own parts go."""
    with _without_pandas():
        from folium import Element, Figure, Map

    west, south = point_to_lonlat(*scene.limit[:2])
    east, north = point_to_lonlat(*scene.limit[2:])
    map_ = Map(
        location=((south + north) / 2, (west + east) / 2),
        tiles=None,
        zoom_start=8,
        max_zoom=_CLOSEST_ZOOM,
        max_bounds=True,
        min_lat=south,
        max_lat=north,
        min_lon=west,
        max_lon=east,
        max_bounds_viscosity=1.0,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=0.5,
    )
    # Nothing from any network, and the same ids at every run.
    map_.default_js, map_.default_css = [], []
    map_._id = _MAP_ID
    figure = map_.get_root()
    if not isinstance(figure, Figure):
        raise TypeError(f"folium put the map into a {type(figure).__name__}, not into a page")
    figure.header.add_child(Element(_HEAD), name="atlas_head")
    figure.html.add_child(Element(_BODY), name="atlas_body")
    return str(figure.render())


@contextmanager
def _without_pandas() -> Iterator[None]:
    """Hide pandas for as long as folium is imported.

    folium does without it where it is not installed; it would only accept its tables, of which it
    gets none here. Imported, it takes 0.7 s of the page's second and holds the window up.
    """
    if "pandas" in sys.modules:
        yield
        return
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["pandas"]


def _replaced(page: str, mark: str, text: str) -> str:
    """Return ``page`` with the one place of ``mark`` replaced.

    Raises:
        ValueError: if folium made a page that has not just one such place.
    """
    parts = page.split(mark)
    if len(parts) != 2:
        raise ValueError(f"folium's page has {mark!r} {len(parts) - 1} times")
    return text.join(parts)


def _other_look(scene: Scene) -> str:
    """Return the look that the page's switch leads to: dark, or light if the page is dark."""
    return "dark" if scene.theme == "light" else "light"


def _head(scene: Scene, looks: Sequence[Scene]) -> str:
    leaflet_css, leaflet_js = _leaflet()
    return "\n".join(
        (
            f"<title>{escaped(scene.title)}</title>",
            f"<style>{leaflet_css}</style>",
            f"<style>{theme_style(scene, *looks)}{_asset('page.css')}</style>",
            f"<script>{leaflet_js}</script>",
        )
    )


def _body(data: str, texts: Texts) -> str:
    scripts = "".join(_asset(f"{name}.js") for name in _SCRIPTS)
    return (
        f"{_asset('page.html')}"
        f"<noscript><p>{escaped(no_script_text(texts))}</p></noscript>\n"
        f'<script type="application/json" id="{DATA_ID}">{data}</script>\n'
        f'<script>"use strict";\n(() => {{\n{scripts}}})();</script>'
    )


def _asset(name: str) -> str:
    return (resources.FOLDER / "web" / name).read_text(encoding="utf-8")


def _leaflet() -> tuple[str, str]:
    """Return Leaflet's style sheet, its images in it, and its script."""
    from xstatic.pkg import leaflet

    folder = Path(leaflet.BASE_DIR)

    def image(found: re.Match[str]) -> str:
        content = base64.b64encode((folder / found[1]).read_bytes()).decode()
        return f"url(data:image/png;base64,{content})"

    style = (folder / "leaflet.css").read_text(encoding="utf-8")
    script = (folder / "leaflet.js").read_text(encoding="utf-8")
    return _CSS_IMAGE.sub(image, style), _SOURCE_MAP.sub("", script)
