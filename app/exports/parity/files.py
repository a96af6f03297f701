"""Whether an exported file, of whatever kind, is made of what its scene holds.

Every file is first held against its seal, and its manifest against the scene; of a web page the
data is read back, in each of its languages and looks.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.exports.parity.contents import contents_of_page, contents_of_scene, differences
from app.exports.sealing.seal import State, check, manifest_for
from app.exports.web import MOST_FEATURES
from layers.manifest import Manifest
from layers.sampling import sampled
from layers.scene import Scene
from layers.texts import LANGUAGES


def file_differences(content: bytes, scene: Scene) -> tuple[str, ...]:
    """Return in words in what an exported file differs from its scene, nothing if in nothing.

    Args:
        content: the file.
        scene: what it was made from.
    """
    return tuple(_differences(content, scene))


def manifest_differences(content: bytes, manifest: Manifest) -> Iterator[str]:
    """Yield in words in what the manifest of a file differs from what it was made of."""
    found = check(content)
    if found.state is not State.SOUND or found.manifest is None:
        yield f"seal: {found.state.value}"
        return
    for key, expected in manifest.as_data().items():
        value = found.manifest.get(key)
        expected = list(expected) if isinstance(expected, tuple) else expected
        # The content's hash is over everything else, which is told already.
        if value != expected and key != "content":
            yield f"manifest: {key}: {expected!r} expected, {value!r} found"


def _differences(content: bytes, scene: Scene) -> Iterator[str]:
    if content.startswith(b"<!DOCTYPE html>"):
        yield from _page_differences(content.decode("utf-8", "replace"), scene)
        scene = sampled(scene, MOST_FEATURES)[0]
    yield from manifest_differences(content, manifest_for(scene))


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
