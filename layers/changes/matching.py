"""Which record of one table is which of another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geodata.geometry import Ints
from geodata.names import fold
from geodata.row_hashes import NOTHING, Hashes, number_hashes, pack, together
from layers.changes.kept import KeptTable

_KEYS = ("id", "uuid", "guid", "key", "clave", "codigo", "code", "fid", "objectid", "folio")
"""What columns are called whose values tell records apart, the surest first."""


def matched(old: KeptTable, new: KeptTable, *, by_ids: bool) -> tuple[Ints, Ints]:
    """Return the rows of records that are the same, shape (m,) of each table, the new ones rising.

    Records are told by their ids where these are theirs for good; else by a column that is a key
    in both tables; else what is alike in everything, then in id and name or place, then in a name
    or a place that no other record has, is the same.

    Args:
        old: the records before.
        new: the records after.
        by_ids: whether the ids of both are theirs for good.
    """
    if by_ids:
        passes: Iterator[tuple[Hashes, Hashes]] = iter([(_id_hashes(old), _id_hashes(new))])
    else:
        key = _key(old, new)
        passes = iter([key]) if key is not None else _by_content(old, new)
    free_old, free_new = np.arange(len(old)), np.arange(len(new))
    pairs_old, pairs_new = [], []
    for hashes, others in passes:
        one, two = _alike(hashes[free_old], others[free_new])
        pairs_old.append(free_old[one])
        pairs_new.append(free_new[two])
        free_old, free_new = np.delete(free_old, one), np.delete(free_new, two)
    rows_old, rows_new = np.concatenate(pairs_old), np.concatenate(pairs_new)
    order = np.argsort(rows_new, kind="stable")
    return rows_old[order], rows_new[order]


def _by_content(old: KeptTable, new: KeptTable) -> Iterator[tuple[Hashes, Hashes]]:
    """Yield what records are told by, pass after pass, where they have no ids."""
    columns = sorted(old.hashes.keys() & new.hashes.keys())
    whole = tuple(
        _repeated(together([*(table.hashes[name] for name in columns), table.shapes], len(table)))
        for table in (old, new)
    )
    yield whole[0], whole[1]
    names = tuple(table.names["es"].hashes() for table in (old, new))
    ids = _id_hashes(old), _id_hashes(new)
    for parts in (names, (old.shapes, new.shapes)):
        yield _all_of(ids[0], parts[0]), _all_of(ids[1], parts[1])
    for parts in (names, (old.shapes, new.shapes)):
        yield _lonely(parts[0]), _lonely(parts[1])


def _id_hashes(table: KeptTable) -> Hashes:
    return pack(table.ids).hashes() if table.ids.dtype == object else number_hashes(table.ids)


def _key(old: KeptTable, new: KeptTable) -> tuple[Hashes, Hashes] | None:
    """Return the hashes of a column whose values tell the records of both tables apart."""
    shared = sorted(old.hashes.keys() & new.hashes.keys())
    for wanted in _KEYS:
        for name in shared:
            if fold(name) == wanted and _tells_apart(old.hashes[name], new.hashes[name]):
                return old.hashes[name], new.hashes[name]
    return None


def _tells_apart(*columns: Hashes) -> bool:
    return all(
        (column != NOTHING).all() and len(np.unique(column)) == len(column) for column in columns
    )


def _all_of(*parts: Hashes) -> Hashes:
    """Return one hash for several, `NOTHING` where one of them is."""
    result = together(list(parts), len(parts[0]))
    result[np.logical_or.reduce([part == NOTHING for part in parts])] = NOTHING
    return result


def _repeated(hashes: Hashes) -> Hashes:
    """Return hashes in which the second, third, ... of the same one is another one."""
    order = np.argsort(hashes, kind="stable")
    first = np.concatenate([[True], np.diff(hashes[order]) != 0])[: len(order)]
    starts = np.flatnonzero(first)
    counts = np.diff(np.append(starts, len(order)))
    number = np.empty(len(order), np.uint64)
    number[order] = np.arange(len(order)) - np.repeat(starts, counts)
    return together([hashes, number], len(hashes))


def _lonely(hashes: Hashes) -> Hashes:
    """Return hashes with `NOTHING` for those that several records have.

    It may be asked of all records of a table: one that was matched before still takes its name
    from the others.
    """
    _values, where, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    return np.where(counts[where] == 1, hashes, np.uint64(NOTHING))


def _alike(old: Hashes, new: Hashes) -> tuple[Ints, Ints]:
    """Return the places of the same hashes; of hashes that occur several times only the first."""
    same, one, two = np.intersect1d(old, new, return_indices=True)
    told = same != NOTHING
    return one[told], two[told]
