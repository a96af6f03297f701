"""Whether an exported file is as it was made, in words."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.exports.data_files import check_data, data_of
from app.exports.sealing.seal import State, check
from geodata.frozen import frozen
from layers.feature_tip import one_line
from layers.texts import N_, Texts

_UNREADABLE = "unreadable"
_MOST_BYTES = 1 << 30

_VERDICTS = {
    State.SOUND.value: N_("{file}: whole, byte by byte as it was exported"),
    State.DAMAGED.value: N_("{file}: damaged, it is not as it was exported; ask for it again"),
    State.UNSEALED.value: N_(
        "{file}: cannot be checked, it carries no manifest of the atlas, or a damaged one"
    ),
    _UNREADABLE: N_("{file}: cannot be read ({reason}); check its name and folder"),
}
_LIMITS = N_(
    "This finds damage, not forgery: whoever changes a file on purpose can write its manifest anew."
)


@frozen
class Verdict:
    """What was found out about a file.

    Attributes:
        path: the file.
        state: "sound", "damaged", "unsealed" (nothing to check it by) or "unreadable".
        manifest: what the file says that it is made of, None if nothing.
        reason: why it cannot be read (English, to be translated, or the system's words), or "".
    """

    path: Path
    state: str
    manifest: dict[str, Any] | None = None
    reason: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether the file is byte by byte as it was exported."""
        return self.state == State.SOUND.value

    @property
    def is_damaged(self) -> bool:
        """Whether the file was changed."""
        return self.state == State.DAMAGED.value

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON can write it."""
        return {
            "file": str(self.path),
            "state": self.state,
            "manifest": self.manifest,
            "reason": self.reason,
        }


def verify_file(path: Path) -> Verdict:
    """Return what can be found out about an exported file; may run on any thread.

    Files of data are checked by the manifest beside them.
    """
    try:
        reason = _unfit(path)
        if reason:
            return Verdict(path, _UNREADABLE, reason=reason)
        data = data_of(path)
        found = check(path.read_bytes()) if data is None else check_data(data)
    except OSError as error:
        return Verdict(path, _UNREADABLE, reason=error.strerror or str(error))
    return Verdict(path, found.state.value, found.manifest)


def _unfit(path: Path) -> str:
    """Return why something at a path is not to be read, "" if it may be.

    Raises:
        OSError: if there is nothing.
    """
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        return N_("it is a folder")
    if not stat.S_ISREG(found.st_mode):
        # A pipe or a device may never end.
        return N_("it is no file")
    # Data, which may be of any size, is read piece by piece.
    return N_("no export is so large") if found.st_size > _MOST_BYTES and not data_of(path) else ""


def verdict_lines(verdict: Verdict, texts: Texts) -> list[str]:
    """Return a verdict in words, each line plain text: the verdict, what the file is, the limits.

    What a damaged file says of itself may be wrong, and is left out.
    """
    first = texts.gettext(_VERDICTS[verdict.state])
    reason = texts.gettext(verdict.reason) if verdict.reason else ""
    lines = [first.format(file=verdict.path, reason=reason)]
    if verdict.is_sound:
        lines += _origin(verdict.manifest or {}, texts)
    if verdict.manifest is not None:
        lines.append(texts.gettext(_LIMITS))
    return lines


def _origin(manifest: dict[str, Any], texts: Texts) -> Iterator[str]:
    _ = texts.gettext
    layers = [layer for layer in _list(manifest, "layers") if isinstance(layer, dict)]
    features = sum(count for layer in layers if isinstance(count := layer.get("features"), int))
    ngettext, number = texts.ngettext, texts.number
    counts = ", ".join(
        (
            ngettext("{n} layer", "{n} layers", len(layers)).format(n=number(len(layers))),
            ngettext("{n} feature", "{n} features", features).format(n=number(features)),
        )
    )
    as_of = texts.date(str(manifest.get("as_of") or ""))
    for name, value in (
        (_("Title: {value}"), manifest.get("title")),
        (_("Made with: {value}"), manifest.get("program")),
        (_("Holds: {value}"), counts),
        (_("Facts as of: {value}"), as_of),
        (_("Sources: {value}"), "; ".join(map(str, _list(manifest, "sources")))),
    ):
        if value:
            yield name.format(value=one_line(str(value), 400))


def _list(manifest: dict[str, Any], key: str) -> list[Any]:
    value = manifest.get(key)
    return value if isinstance(value, list) else []
