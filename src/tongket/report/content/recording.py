"""Look figures up once, and write those that a report prints into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tongket.count.derived import Derived, record_derived
from tongket.count.ledger_rows import record_each
from tongket.count.table import FigureTable
from tongket.model.figures import Figure
from tongket.report.content.inputs import Breakdown


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


def record_printed(
    figures: Sequence[Figure], tables: Iterable[FigureTable], derived: Sequence[Derived], folder: Path
) -> None:
    """Add the figures of a report to a ledger.

    Parameters
    ----------
    figures : sequence of Figure
        What is printed.
    tables : iterable of FigureTable
        Where the counted figures come from; they know the definitions.
    derived : sequence of Derived
        Where the others come from, printed or not.
    folder : Path
        The ledger's folder.
    """
    definitions: dict[tuple[str, str], str] = {}
    for table in tables:
        for id_, cells in table.by_id.items():
            definitions.setdefault((table.seal.digest, id_), table.definition_digest(cells))
    made = {each.figure.id for each in derived}
    counted = [figure for figure in figures if figure.id not in made]
    record_each(counted, [definitions[each.seal, each.indicator] for each in counted], folder)
    printed = {figure.id for figure in figures}
    record_derived([each for each in derived if each.figure.id in printed], folder)
