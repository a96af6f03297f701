"""Kept maps as files: an archive of JSON, readable by people, and arrays. Data only.

Such a file is written beside a project whenever the map is exported, so that the next look tells
what changed since. It holds what left with the export and nothing else.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.files.report import FileError
from geodata.geometry import Family
from geodata.row_hashes import PackedTexts
from layers.changes.kept import KeptLayer, KeptMap, KeptTable, Values
from layers.project import DAMAGES
from layers.texts import LANGUAGES, N_

KEPT_ENDING = ".exported"
"""What the name of a project's kept map has in addition."""

_FORMAT, _VERSION = "atlas-seguro-kept-map", 1
_JSON_NAME = "map.json"
_TIME = (1980, 1, 1, 0, 0, 0)  # the same map gives the same bytes
_MOST_JSON_BYTES = 64 * 1024**2
_MOST_ARRAY_BYTES = 4 * 1024**3

Array = npt.NDArray[Any]


def kept_path(project: Path) -> Path:
    """Return where the map of a project's last export is kept: beside it."""
    return project.with_name(project.name + KEPT_ENDING)


def kept_bytes(kept: KeptMap) -> bytes:
    """Return a kept map as the content of a file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        layers = [
            _write_layer(archive, layer, f"{number}/") for number, layer in enumerate(kept.layers)
        ]
        content = {
            "format": _FORMAT,
            "version": _VERSION,
            "title": kept.title,
            "of": kept.of,
            "day": kept.day,
            "internal": kept.include_internal,
            "layers": layers,
        }
        _add(archive, _JSON_NAME, json.dumps(content, ensure_ascii=True, indent=1).encode("ascii"))
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, _TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3  # the same on every system
    archive.writestr(member, content, compresslevel=1)


def _add_array(archive: zipfile.ZipFile, name: str, array: Array) -> None:
    written = io.BytesIO()
    np.save(written, array, allow_pickle=False)
    _add(archive, f"{name}.npy", written.getvalue())


def _write_layer(archive: zipfile.ZipFile, layer: KeptLayer, place: str) -> dict[str, Any]:
    table = layer.table
    return {
        "id": layer.id,
        "names": dict(layer.names),
        "group": layer.group,
        "visible": layer.visible,
        "opacity": layer.opacity,
        "labels": layer.labels,
        "possible_areas": layer.possible_areas,
        "style": json.loads(layer.style),
        "own_ids": layer.has_own_ids,
        "table": None if table is None else _write_table(archive, table, place),
    }


def _write_table(archive: zipfile.ZipFile, table: KeptTable, place: str) -> dict[str, Any]:
    texts = {f"name {language}": names for language, names in table.names.items()}
    texts |= {f"value {name}": v for name, v in table.values.items() if isinstance(v, PackedTexts)}
    numbers = {name: v for name, v in table.values.items() if not isinstance(v, PackedTexts)}
    if table.ids.dtype == object:
        from geodata.row_hashes import pack

        texts["id"] = pack(table.ids)
    else:
        _add_array(archive, f"{place}ids", table.ids)
    _add_array(archive, f"{place}shapes", table.shapes)
    _add_array(archive, f"{place}places", table.places)
    _add_array(archive, f"{place}hashes", _stacked(list(table.hashes.values()), len(table)))
    _add_array(archive, f"{place}numbers", _stacked(list(numbers.values()), len(table)))
    _write_texts(archive, list(texts.values()), place)
    return {
        "family": table.family.value,
        "count": len(table),
        "columns": list(table.hashes),
        "numbers": list(numbers),
        "texts": list(texts),
        "titles": {name: dict(titles) for name, titles in table.titles.items()},
        "as_of": list(table.as_of),
        "sources": list(table.sources),
    }


def _stacked(columns: Sequence[Array], count: int) -> Array:
    return np.stack(columns) if columns else np.empty((0, count))


def _write_texts(archive: zipfile.ZipFile, texts: Sequence[PackedTexts], place: str) -> None:
    sizes = np.cumsum([0, *(len(each.data) for each in texts)])
    starts = [each.starts + size for each, size in zip(texts, sizes, strict=False)]
    _add_array(archive, f"{place}starts", np.stack(starts))
    _add_array(archive, f"{place}letters", np.concatenate([each.data for each in texts]))


def read_kept(path: Path) -> KeptMap:
    """Return the kept map of a file.

    Raises:
        FileError: if there is none, or it is damaged or of a newer version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            content = _read_json(archive)
            layers = tuple(
                _read_layer(archive, layer, f"{number}/")
                for number, layer in enumerate(content["layers"])
            )
        return KeptMap(
            str(content["title"]),
            layers,
            str(content["of"]),
            str(content["day"]),
            bool(content["internal"]),
        )
    except FileNotFoundError:
        raise FileError(
            N_("there is no file {file}"), N_("check its name and folder"), file=path.name
        ) from None
    except (*DAMAGES, TypeError, AttributeError) as error:
        raise FileError(
            N_("{file} does not tell what was exported, or is damaged ({error})"),
            N_("export the map again"),
            file=path.name,
            error=error,
        ) from error


def _read_json(archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(_JSON_NAME).file_size > _MOST_JSON_BYTES:
        raise ValueError("its description is too large")
    content = json.loads(archive.read(_JSON_NAME))
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise ValueError("its description is of another kind")
    if content.get("version") != _VERSION:
        raise ValueError("a newer version of the atlas wrote it")
    return content


def _array(archive: zipfile.ZipFile, name: str, kind: str, shape: tuple[int, ...]) -> Array:
    """Return an array; -1 in ``shape`` stands for any length.

    Raises:
        ValueError: if it is of another kind or shape.
    """
    member = archive.getinfo(f"{name}.npy")
    if member.file_size > _MOST_ARRAY_BYTES:
        raise ValueError("it is too large")
    array: Array = np.load(io.BytesIO(archive.read(member)), allow_pickle=False)
    fits = len(array.shape) == len(shape) and all(
        wanted in (-1, found) for wanted, found in zip(shape, array.shape, strict=True)
    )
    if array.dtype.kind != kind or array.dtype.itemsize not in (1, 8) or not fits:
        raise ValueError(f"{name} is {array.dtype} {array.shape}")
    return array


def _read_layer(archive: zipfile.ZipFile, data: Mapping[str, Any], place: str) -> KeptLayer:
    table = data["table"]
    return KeptLayer(
        id=str(data["id"]),
        names={language: str(data["names"][language]) for language in LANGUAGES},
        group=str(data["group"]),
        visible=bool(data["visible"]),
        opacity=float(data["opacity"]),
        labels=bool(data["labels"]),
        possible_areas=bool(data["possible_areas"]),
        style=json.dumps(data["style"], sort_keys=True),
        has_own_ids=bool(data["own_ids"]),
        table=None if table is None else _read_table(archive, table, place),
    )


def _read_table(archive: zipfile.ZipFile, data: Mapping[str, Any], place: str) -> KeptTable:
    count = int(data["count"])
    names = [str(name) for name in data["columns"]]
    numbers = [str(name) for name in data["numbers"]]
    texts = dict(_read_texts(archive, [str(key) for key in data["texts"]], count, place))
    hashes = _array(archive, f"{place}hashes", "u" if names else "f", (len(names), count))
    decimals = _array(archive, f"{place}numbers", "f", (len(numbers), count))
    values: dict[str, Values] = {name: decimals[row] for row, name in enumerate(numbers)}
    values |= {
        key.removeprefix("value "): each for key, each in texts.items() if key.startswith("value ")
    }
    if "id" in texts:
        ids: Array = np.array([texts["id"][row] for row in range(count)], dtype=object)
    else:
        ids = _array(archive, f"{place}ids", "i", (count,))
    return KeptTable(
        family=Family(data["family"]),
        ids=ids,
        shapes=_array(archive, f"{place}shapes", "u", (count,)),
        places=_array(archive, f"{place}places", "f", (count, 2)),
        names={language: texts[f"name {language}"] for language in LANGUAGES},
        hashes={name: hashes[row] for row, name in enumerate(names)},
        titles={
            str(name): {language: str(titles[language]) for language in LANGUAGES}
            for name, titles in data["titles"].items()
        },
        values=values,
        as_of=tuple(map(str, data["as_of"])),
        sources=tuple(map(str, data["sources"])),
    )


def _read_texts(
    archive: zipfile.ZipFile, keys: Sequence[str], count: int, place: str
) -> Iterator[tuple[str, PackedTexts]]:
    starts = _array(archive, f"{place}starts", "i", (len(keys), count + 1))
    letters = _array(archive, f"{place}letters", "u", (-1,))
    if starts.size and (starts.min() < 0 or starts.max() > len(letters)):
        raise ValueError("its texts are damaged")
    if (np.diff(starts, axis=1) < 0).any():
        raise ValueError("its texts are damaged")
    for key, row in zip(keys, starts, strict=True):
        first, last = int(row[0]), int(row[-1])
        yield key, PackedTexts(letters[first:last], row - first)
