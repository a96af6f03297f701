"""The seal of an export: a SHA-256 in its manifest over the whole file.

The hash is that of the file with zeros in the seal's place. It shows damage: a byte that changed
anywhere, a file cut short or added to. It does not show forgery, for whoever changes a file on
purpose can seal it anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from enum import Enum
from typing import Any

from app import __version__
from app.exports.sealing.carriers import Carrier, CarrierError, carrier_of
from app.exports.web_text import json_block
from geodata.frozen import frozen
from layers.manifest import Manifest, manifest_of
from layers.scene import Scene

_HEAD = '{"atlasSeguroManifest":1,"seal":"'
# Within texts of JSON, quotes are never bare: no name in the map can look like this.
_SEAL = re.compile(re.escape(_HEAD.encode("ascii")) + rb"([0-9a-f]{64})\"")
_NOTHING = b"0" * 64
_LONGEST = 16_000_000  # characters of a manifest


class State(Enum):
    """What was found out about a file."""

    SOUND = "sound"
    DAMAGED = "damaged"
    UNSEALED = "unsealed"


@frozen
class Check:
    """What was found out about a file.

    Attributes:
        state: sound (byte by byte as it was made), damaged, or without a manifest to check it by.
        manifest: what the manifest says; None if it cannot be read.
    """

    state: State
    manifest: dict[str, Any] | None = None


def manifest_for(
    scenes: Scene | Iterable[Scene], title: str | None = None, pages: int = 1
) -> Manifest:
    """Return the manifest of an export by this version of the atlas.

    Args:
        scenes: the scene, or the scenes, that it is made from; at least one.
        title: the title of the whole; that of the first scene if omitted.
        pages: how many pages, slides or steps it has.
    """
    return manifest_of(scenes, f"Atlas Seguro {__version__}", title, pages)


def sealed(content: bytes, manifest: Manifest) -> bytes:
    """Return an exported file with its manifest in it, sealed.

    Args:
        content: the finished file: PNG, PDF, SVG, HTML or PPTX.
        manifest: what it was made of.

    Raises:
        CarrierError: if the file is of no kind that carries a manifest, or is built oddly.
    """
    carrier = carrier_of(content)
    if carrier is None:
        raise CarrierError("files of this kind carry no manifest")
    text = _HEAD + _NOTHING.decode("ascii") + '",' + json_block(manifest.as_data())[1:]
    blank = carrier.embed(content, text.encode("ascii"))
    return _with_seal(blank, carrier, _hash(blank))


def check(content: bytes) -> Check:
    """Return whether a file is, byte by byte, as it was exported."""
    carrier = carrier_of(content)
    found = None if carrier is None else _find(content, carrier)
    if carrier is None or found is None:
        return Check(State.UNSEALED)
    manifest = _read(content, found.start())
    try:
        blank = _with_seal(content, carrier, _NOTHING)
        # Sums that the file keeps of itself are not in the hash; written anew they must agree.
        is_sound = _with_seal(blank, carrier, _hash(blank)) == content
    except (CarrierError, ValueError):
        is_sound = False
    return Check(State.SOUND if is_sound else State.DAMAGED, manifest)


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode("ascii")


def _with_seal(content: bytes, carrier: Carrier, seal: bytes) -> bytes:
    found = _find(content, carrier)
    if found is None:
        raise CarrierError("the file has no seal")
    start, end = found.span(1)
    return carrier.mended(content[:start] + seal + content[end:])


def _find(content: bytes, carrier: Carrier) -> re.Match[bytes] | None:
    if carrier.comes_first:
        return _SEAL.search(content)
    place = content.rfind(_HEAD.encode("ascii"))
    return _SEAL.match(content, place) if place >= 0 else None


def _read(content: bytes, place: int) -> dict[str, Any] | None:
    try:
        text = content[place : place + _LONGEST].decode("ascii", "replace")
        data, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
