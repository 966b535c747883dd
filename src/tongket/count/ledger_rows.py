"""Write the figures of a table into a ledger, column by column, so that a hundred thousand of them take no time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tongket.count.layout import Layout
from tongket.count.table import STATES, VALUE, Cells, FigureTable
from tongket.store.ledger import Words, append_figures, by_text, comparisons_text, write_number

Places = tuple[NDArray[np.int64], ...]


def record_figures(table: FigureTable, folder: Path) -> Path:
    """Add every figure of a table, those of the compared periods included, to a ledger.

    Parameters
    ----------
    table : FigureTable
        Counted figures.
    folder : Path
        The ledger's folder.

    Returns
    -------
    Path
        The part that holds them.
    """
    blocks = [_block(table, cells, period) for period in range(len(table.periods)) for cells in table.cells]
    columns: dict[str, list[Words]] = {}
    for block in blocks:
        for name, words in block.words.items():
            columns.setdefault(name, []).append(words)
    joined = {name: _joined(parts) for name, parts in columns.items()}
    numbers = {
        "lower": np.concatenate([block.lower for block in blocks]),
        "upper": np.concatenate([block.upper for block in blocks]),
    }
    return append_figures(folder, [id_ for block in blocks for id_ in block.ids], joined, numbers)


@dataclass(frozen=True, eq=False)
class _Block:
    """Hold the figures of one indicator and period."""

    ids: list[str]
    words: dict[str, Words]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def _block(table: FigureTable, cells: Cells, period: int) -> _Block:
    layout, asked = table.layout(cells, period), table.periods[period]
    places, count = layout.places, len(layout.by)
    days = table.windows.flat
    words = {
        **{name: _constant(value, count) for name, value in _constants(table, cells, asked.id).items()},
        "start": Words(places[0], [each.start.isoformat() for each in days]),
        "end": Words(places[0], [each.end.isoformat() for each in days]),
        "area": Words(layout.area, layout.areas),
        "by": Words(layout.by, [by_text(by) for by in layout.breakdowns]),
        **_numbers(cells, places),
        "state": Words(cells.state[places], [state.value for state in STATES]),
        "restated": _flags(table, cells, layout),
        "comparisons": _comparisons(table, cells, places) if period == 0 else _constant(None, count),
    }
    head = f"{cells.indicator.id}\x1f{cells.indicator.version}\x1f{asked.id}"
    suffixes = table.suffixes(cells, period)
    return _Block(_ids(head, suffixes), words, cells.lower[places], cells.upper[places])


def _constant(value: str | None, count: int) -> Words:
    return Words(np.zeros(count, dtype=np.int32), [value])


def _constants(table: FigureTable, cells: Cells, period: str) -> dict[str, str]:
    return {
        "indicator": cells.indicator.id,
        "version": str(cells.indicator.version),
        "definition": table.definition_digest(cells),
        "period": period,
        "status": table.seal.status.value,
        "seal": table.seal.digest,
        "code_version": table.code_version,
    }


def _ids(head: str, suffixes: list[bytes]) -> list[str]:
    """Return the ids as `figure_id` gives them; the head is digested once."""
    start = hashlib.sha256(head.encode())
    ids = []
    for suffix in suffixes:
        digest = start.copy()
        digest.update(suffix)
        ids.append("F" + digest.hexdigest()[:16])
    return ids


def _numbers(cells: Cells, places: Places) -> dict[str, Words]:
    """Return value, numerator and denominator as text; equal numbers are written once."""
    tops = cells.numerator[places]
    bottoms = np.zeros_like(tops) if cells.denominator is None else cells.denominator[places]
    pairs = list(zip(tops.tolist(), bottoms.tolist(), cells.state[places].tolist(), strict=True))
    known = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
    index = np.fromiter(map(known.__getitem__, pairs), dtype=np.int32, count=len(pairs))
    written = [_written(cells, *pair) for pair in known]
    return {name: Words(index, [each[i] for each in written]) for i, name in enumerate(_NUMBERS)}


_NUMBERS = ("value", "numerator", "denominator")


def _written(cells: Cells, top: int, bottom: int, state: int) -> tuple[str | None, str | None, str | None]:
    number = cells.number(top, bottom)
    above = cells.top_of(top) if cells.shows_parts(state) else None
    below = cells.bottom_of(bottom) if cells.shows_parts(state) else None
    return write_number(number if state == VALUE else None), write_number(above), write_number(below)


def _flags(table: FigureTable, cells: Cells, layout: Layout) -> Words:
    if table.geography is None:
        return _constant("no", len(layout.by))
    flags = [table.is_restated(cells, place) for place in zip(*(p.tolist() for p in layout.places), strict=True)]
    return Words(np.array(flags, dtype=np.int32), ["no", "yes"])


def _comparisons(table: FigureTable, cells: Cells, places: Places) -> Words:
    if table.compared is None:
        return _constant(None, len(places[0]))
    found = zip(*(each.tolist() for each in places), strict=True)
    texts = [comparisons_text(table.compared.of(cells, place)) for place in found]
    return Words(np.arange(len(texts), dtype=np.int32), texts)


def _joined(parts: Iterable[Words]) -> Words:
    """Return the columns of several blocks as one, equal words once."""
    known: dict[str | None, int] = {}
    indexes = []
    for part in parts:
        numbers = np.array([known.setdefault(word, len(known)) for word in part.words], dtype=np.int32)
        indexes.append(numbers[part.index])
    return Words(np.concatenate(indexes), list(known))
