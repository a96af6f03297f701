"""Whether an exported file, of whatever kind, holds what its scene holds.

Every file is first held against its seal, and its manifest against the scene. What a kind of file
lets be read back is read back: the data of a web page in each of its languages and looks, the
texts of drawings, documents and slides.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from xml.etree import ElementTree as ET

import numpy as np

from app.exports.parity import contents_of_page, contents_of_scene, differences
from app.exports.sealing.seal import State, check, manifest_for
from app.exports.web import MOST_FEATURES
from geodata.geometry import Family
from layers.label_text import clean
from layers.sampling import sampled
from layers.scene import Scene
from layers.texts import LANGUAGES

_SLIDE = re.compile(r"ppt/(?:slides|notesSlides)/[^/]+\.xml")
_METADATA = "{http://www.w3.org/2000/svg}metadata"


def file_differences(
    content: bytes,
    scene: Scene,
    *,
    names: Sequence[str] = (),
    text_of_pdf: Callable[[bytes], str] | None = None,
) -> tuple[str, ...]:
    """Return in words in what an exported file differs from its scene, nothing if in nothing.

    Args:
        content: the file.
        scene: what it was made from.
        names: what its writer reported to have written on the map.
        text_of_pdf: reads the text of a PDF document; without it its text is not looked at.
    """
    return tuple(_differences(content, scene, names, text_of_pdf))


def _differences(
    content: bytes,
    scene: Scene,
    names: Sequence[str],
    text_of_pdf: Callable[[bytes], str] | None,
) -> Iterator[str]:
    if content.startswith(b"<!DOCTYPE html>"):
        yield from _page_differences(content.decode("utf-8", "replace"), scene)
        scene = sampled(scene, MOST_FEATURES)[0]
    yield from _manifest_differences(content, scene)
    text = _text(content, text_of_pdf)
    if text is not None:
        yield from _text_differences(text, scene, names)


def _manifest_differences(content: bytes, scene: Scene) -> Iterator[str]:
    found = check(content)
    if found.state is not State.SOUND or found.manifest is None:
        yield f"seal: {found.state.value}"
        return
    for key, expected in manifest_for(scene).as_data().items():
        value = found.manifest.get(key)
        expected = list(expected) if isinstance(expected, tuple) else expected
        # The content's hash is over everything else, which is told already.
        if value != expected and key != "content":
            yield f"manifest: {key}: {expected!r} expected, {value!r} found"


def _page_differences(page: str, scene: Scene) -> Iterator[str]:
    scene, _ = sampled(scene, MOST_FEATURES)
    if scene.variants is None:
        yield from differences(contents_of_scene(scene), contents_of_page(page))
        return
    for language in LANGUAGES:
        for theme in {scene.theme, "dark" if scene.theme == "light" else "light"}:
            expected = contents_of_scene(scene.variants(language, theme))
            for words in differences(expected, contents_of_page(page, language, theme)):
                yield f"{language}, {theme}: {words}"


def _text(content: bytes, text_of_pdf: Callable[[bytes], str] | None) -> str | None:
    """Return the text that a file shows, None if its kind has none that can be read."""
    if content.startswith(b"%PDF-"):
        return None if text_of_pdf is None else text_of_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            slides = sorted(name for name in package.namelist() if _SLIDE.fullmatch(name))
            return "".join("".join(ET.fromstring(package.read(name)).itertext()) for name in slides)
    if b"<svg" in content[:1024]:
        root = ET.fromstring(content)
        for metadata in root.findall(_METADATA):
            root.remove(metadata)
        return "".join(root.itertext())
    return None


def _text_differences(text: str, scene: Scene, names: Sequence[str]) -> Iterator[str]:
    shown = _joined(text)
    if _joined(scene.title) not in shown:
        yield f"text: {scene.title!r} is not shown"
    for section in scene.legend:
        if _joined(section.name) not in shown:
            yield f"legend: {section.name!r} is not shown"
        for entry in section.entries:
            # Below the layer's name an entry need not repeat it.
            rest = entry.text.removeprefix(section.name).lstrip(", ")
            if _joined(entry.text) not in shown and _joined(rest) not in shown:
                yield f"legend: {entry.text!r} is not shown"
        if section.note and _joined(section.note) not in shown:
            yield f"legend: {section.note!r} is not shown"
    known = {_joined(name) for name in _names(scene)}
    for name in names:
        if _joined(name) not in shown:
            yield f"names: {name!r} is not shown"
        if _joined(name) not in known:
            yield f"names: {name!r} is none of the scene"


def _names(scene: Scene) -> Iterator[str]:
    """Yield each name that may be written on the map."""
    for layer in scene.layers:
        if layer.label_style is None:
            continue
        # Names of lines follow them, and have no place of their own.
        places = ~np.isnan(layer.label_points).any(axis=1) | (layer.family is Family.LINE)
        for row in np.flatnonzero(places & (layer.symbol_of >= 0) & layer.geometry.placed).tolist():
            if layer.labels[row]:
                yield clean(str(layer.labels[row]))


def _joined(text: str) -> str:
    """Return text without white space and case, which lines and letter spacing change."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
