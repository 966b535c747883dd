"""Look figures up once, and write those that a report prints into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from tongket.count.table import FigureTable
from tongket.model.figures import Figure
from tongket.report.content.inputs import Breakdown
from tongket.store.ledger import append_figures, by_text, comparisons_text, write_number
from tongket.store.small_parquet import Words


class Remembered:
    """Look figures of a table up, each made once: their comparisons take most of the time.

    Parameters
    ----------
    table : FigureTable
        What was counted.
    """

    def __init__(self, table: FigureTable) -> None:
        self.table = table
        self._known: dict[tuple[str, str, str, Breakdown], Figure] = {}

    def get(self, indicator: str, period: str, area: str = "*", by: Breakdown = ()) -> Figure:
        """Return one figure, or raise FigureError."""
        key = (indicator, period, area, by)
        if key not in self._known:
            self._known[key] = self.table.get(indicator, period, area, by)
        return self._known[key]


def record_printed(figures: Sequence[Figure], tables: Iterable[FigureTable], folder: Path) -> Path:
    """Add the figures of a report to a ledger.

    Parameters
    ----------
    figures : sequence of Figure
        What is printed.
    tables : iterable of FigureTable
        Where the figures come from; they know the definitions.
    folder : Path
        The ledger's folder.

    Returns
    -------
    Path
        The part that holds them.
    """
    definitions: dict[tuple[str, str], str] = {}
    for table in tables:
        for id_, cells in table.by_id.items():
            definitions.setdefault((table.seal.digest, id_), table.definition_digest(cells))
    columns: dict[str, list[str | None]] = {name: [] for name in _COLUMNS}
    for figure in figures:
        for name, value in _row(figure, definitions[figure.seal, figure.indicator]).items():
            columns[name].append(value)
    numbers = {
        name: np.array([np.nan if (value := getattr(figure, name)) is None else value for figure in figures])
        for name in ("lower", "upper")
    }
    digests = bytes.fromhex("".join(each.id.removeprefix("F") for each in figures))
    return append_figures(folder, digests, {name: _words(column) for name, column in columns.items()}, numbers)


_COLUMNS = (
    "indicator",
    "version",
    "definition",
    "period",
    "start",
    "end",
    "area",
    "by",
    "value",
    "numerator",
    "denominator",
    "state",
    "status",
    "seal",
    "code_version",
    "restated",
    "comparisons",
)


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


def _words(column: list[str | None]) -> Words:
    known: dict[str | None, int] = {}
    index = [known.setdefault(word, len(known)) for word in column]
    return Words(np.array(index, dtype=np.int32), list(known))
