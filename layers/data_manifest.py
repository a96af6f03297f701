"""What a file of data is made of: the manifest that lies beside it.

Formats of data have no place for a manifest that all their readers would leave alone, so it is a
file of its own. It says the same on every machine: it has no dates of making, paths or names of
users.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from geodata.table import FeatureTable
from layers.facts import split_sources

_MOST_SOURCES = 200
_YEAR = 4


def data_manifest(
    layers: Sequence[tuple[str, FeatureTable]], program: str, language: str
) -> dict[str, Any]:
    """Return the manifest of a file of data, as JSON can write it.

    Args:
        layers: name and features of each layer (`layers.saved_table`).
        program: the program's name and version.
        language: the language of names and added columns.
    """
    tables = [table for _, table in layers]
    return {
        "program": program,
        "title": ", ".join(name for name, _ in layers),
        "language": language,
        "as_of": _as_of(tables),
        "layers": [
            {
                "name": name,
                "features": table.placed_count,
                "records": len(table),
                "geometry": table.geometry.family.value,
                "columns": list(table.columns),
            }
            for name, table in layers
        ],
        "sources": list(dict.fromkeys(_sources(tables)))[:_MOST_SOURCES],
    }


def _sources(tables: Iterable[FeatureTable]) -> Iterator[str]:
    for table in tables:
        # Columns that the atlas gives its own layers; what a planner's file calls so is theirs.
        if not table.described and "citation" not in table.columns:
            continue
        for name in ("credit", "source"):
            for value in _values(table, name):
                yield from split_sources(value)


def _values(table: FeatureTable, name: str) -> Iterator[str]:
    if name in table.columns:
        yield from dict.fromkeys(str(value) for value in table.columns[name] if value)


def _as_of(tables: Iterable[FeatureTable]) -> str:
    """Return the first and last year that the facts of the atlas's own layers are from, or ""."""
    years = [
        part
        for table in tables
        if table.described
        for value in _values(table, "as_of")
        for part in value.split("-")
        if len(part) == _YEAR and part.isdigit()
    ]
    if not years:
        return ""
    first, last = min(years), max(years)
    return first if first == last else f"{first}-{last}"


def sealed_manifest(manifest: Mapping[str, Any], sha256: str, size: int) -> bytes:
    """Return the content of a manifest's file.

    Args:
        manifest: what the data is made of.
        sha256: the hash of the data's file.
        size: its bytes.
    """
    data = {"atlasSeguroManifest": 1, "seal": sha256, "bytes": size, **manifest}
    data["content"] = _content_hash(data)
    return f"{json.dumps(data, indent=1, ensure_ascii=True)}\n".encode("ascii")


def read_manifest(content: bytes) -> dict[str, Any] | None:
    """Return what `sealed_manifest` wrote, None if not every byte is as it was written."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("atlasSeguroManifest") != 1:
        return None
    told = {key: value for key, value in data.items() if key != "content"}
    try:
        written = f"{json.dumps(data, indent=1, ensure_ascii=True)}\n".encode("ascii")
    except (ValueError, RecursionError):
        return None
    return data if written == content and data.get("content") == _content_hash(told) else None


def _content_hash(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
