"""Write the figures of a table into a ledger, column by column, so that a hundred thousand of them take no time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tongket.count.indicator_cells import STATES, VALUE, Cells
from tongket.count.layout import Layout
from tongket.count.table import FigureTable
from tongket.model.figures import Figure
from tongket.store.arrays import distinct
from tongket.store.ledger import ID_BYTES, Words, append_figures, by_text, comparisons_text, write_number

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
    addresses: dict[int, dict[str, Words]] = {}
    blocks = [_block(table, cells, period, addresses) for period in range(len(table.periods)) for cells in table.cells]
    columns: dict[str, list[Words]] = {}
    for block in blocks:
        for name, words in block.words.items():
            columns.setdefault(name, []).append(words)
    joined = {name: _joined(parts) for name, parts in columns.items()}
    numbers = {
        "lower": np.concatenate([block.lower for block in blocks]),
        "upper": np.concatenate([block.upper for block in blocks]),
    }
    return append_figures(folder, b"".join(block.digests for block in blocks), joined, numbers)


def record_each(figures: Sequence[Figure], definitions: Sequence[str], folder: Path) -> Path | None:
    """Add single figures to a ledger.

    Parameters
    ----------
    figures : sequence of Figure
        What is added.
    definitions : sequence of str
        The digest of what defines each.
    folder : Path
        The ledger's folder.

    Returns
    -------
    Path or None
        The part that holds them; None when there were none.
    """
    if not figures:
        return None
    rows = [_row(figure, definition) for figure, definition in zip(figures, definitions, strict=True)]
    numbers = {
        name: np.array([np.nan if (value := getattr(figure, name)) is None else value for figure in figures])
        for name in ("lower", "upper")
    }
    digests = bytes.fromhex("".join(each.id.removeprefix("F") for each in figures))
    return append_figures(folder, digests, {name: _words([row[name] for row in rows]) for name in rows[0]}, numbers)


def _row(figure: Figure, definition: str) -> dict[str, str | None]:
    return {
        "indicator": figure.indicator,
        "version": str(figure.version),
        "definition": definition,
        "period": figure.period,
        "start": figure.start.isoformat(),
        "end": figure.end.isoformat(),
        "area": figure.area,
        "by": by_text(figure.by),
        "value": write_number(figure.value),
        "numerator": write_number(figure.numerator),
        "denominator": write_number(figure.denominator),
        "state": figure.state.value,
        "status": figure.status,
        "seal": figure.seal,
        "code_version": figure.code_version,
        "restated": "yes" if figure.restated else "no",
        "comparisons": comparisons_text(figure.comparisons),
    }


def _words(column: Sequence[str | None]) -> Words:
    known: dict[str | None, int] = {}
    index = [known.setdefault(word, len(known)) for word in column]
    return Words(np.array(index, dtype=np.int32), list(known))


@dataclass(frozen=True, eq=False)
class _Block:
    """Hold the figures of one indicator and period; `digests` are the ids, eight bytes each."""

    digests: bytes
    words: dict[str, Words]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def _block(table: FigureTable, cells: Cells, period: int, addresses: dict[int, dict[str, Words]]) -> _Block:
    layout, asked = table.layout(cells, period), table.periods[period]
    places, count = layout.places, len(layout.by)
    if id(layout) not in addresses:  # indicators broken down alike share their layout, which the table keeps
        addresses[id(layout)] = _address(table, layout)
    words = {
        **{name: _constant(value, count) for name, value in _constants(table, cells, asked.id).items()},
        **addresses[id(layout)],
        **_numbers(cells, places),
        "state": Words(cells.state[places], [state.value for state in STATES]),
        "restated": _flags(table, cells, layout),
        "comparisons": _comparisons(table, cells, places) if period == 0 else _constant(None, count),
    }
    head = f"{cells.indicator.id}\x1f{cells.indicator.version}\x1f{asked.id}"
    suffixes = table.suffixes(cells, period)
    return _Block(_digests(head, suffixes), words, cells.lower[places], cells.upper[places])


def _address(table: FigureTable, layout: Layout) -> dict[str, Words]:
    days, window = table.windows.flat, layout.places[0]
    return {
        "start": Words(window, [each.start.isoformat() for each in days]),
        "end": Words(window, [each.end.isoformat() for each in days]),
        "area": Words(layout.area, layout.areas),
        "by": Words(layout.by, [by_text(by) for by in layout.breakdowns]),
    }


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


def _digests(head: str, suffixes: list[bytes]) -> bytes:
    """Return the first eight bytes of the digest that `figure_id` shows; the head is digested once."""
    start = hashlib.sha256(head.encode())
    found = []
    for suffix in suffixes:
        digest = start.copy()
        digest.update(suffix)
        found.append(digest.digest()[:ID_BYTES])
    return b"".join(found)


_NUMBERS = ("value", "numerator", "denominator")


def _numbers(cells: Cells, places: Places) -> dict[str, Words]:
    """Return value, numerator and denominator as text; equal numbers are written once."""
    tops, states = cells.numerator[places], cells.state[places].astype(np.int64)
    if cells.denominator is None and tops.dtype != object:
        known, index = distinct(tops * len(STATES) + states)
        keys = [(key // len(STATES), 0, key % len(STATES)) for key in known.tolist()]
    else:
        bottoms = np.zeros_like(tops) if cells.denominator is None else cells.denominator[places]
        triples = list(zip(tops.tolist(), bottoms.tolist(), states.tolist(), strict=True))
        numbers = {triple: number for number, triple in enumerate(dict.fromkeys(triples))}
        index = np.fromiter(map(numbers.__getitem__, triples), dtype=np.int64, count=len(triples))
        keys = list(numbers)
    written = [_written(cells, *key) for key in keys]
    return {name: Words(index, [each[i] for each in written]) for i, name in enumerate(_NUMBERS)}


def _written(cells: Cells, top: int, bottom: int, state: int) -> tuple[str | None, str | None, str | None]:
    value = write_number(cells.number(top, bottom)) if state == VALUE else None
    if not cells.shows_parts(state):
        return value, None, None
    return value, write_number(cells.top_of(top)), write_number(cells.bottom_of(bottom))


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


def _joined(parts: Sequence[Words]) -> Words:
    """Return the columns of several blocks as one, equal words once."""
    known: dict[str | None, int] = {}
    numbered: dict[int, NDArray[np.int32]] = {}
    indexes = []
    for part in parts:
        if id(part.words) not in numbered:  # several blocks may share one list
            numbers = [known.setdefault(word, len(known)) for word in part.words]
            numbered[id(part.words)] = np.array(numbers, dtype=np.int32)
        indexes.append(numbered[id(part.words)][part.index])
    return Words(np.concatenate(indexes), list(known))
