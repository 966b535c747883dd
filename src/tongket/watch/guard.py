"""An engine that hands out places, times and kinds of case, and refuses everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tongket.engines.contract import Engine, EventsRequest, Tally, TallyRequest, Term, Trace, TraceRequest
from tongket.watch.series import check_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PlacesOnly:
    """Stand between detectors and an engine: no attribute of a person passes, whatever is asked.

    Parameters
    ----------
    engine : Engine
        Over a seal, or the records of a book as they were known on a day.
    """

    name = "places-only"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def tables(self) -> frozenset[str]:
        """Return the tables that are there."""
        return self._engine.tables()

    def tally(self, request: TallyRequest) -> Tally:
        """Return additive numbers of allowed columns."""
        check_columns([*request.by, *(name for term in request.terms for name in _columns(term))])
        return self._engine.tally(request)

    def events(self, request: EventsRequest) -> dict[str, NDArray[Any]]:
        """Return allowed columns of single records."""
        check_columns([*request.columns, *_columns(request.term)])
        return self._engine.events(request)

    def distinct(self, table: str, column: str) -> tuple[str, ...]:
        """Return the codes of an allowed column."""
        check_columns([column])
        return self._engine.distinct(table, column)

    def trace(self, request: TraceRequest) -> Trace:
        """Return the records behind a number, chosen by allowed columns."""
        check_columns([*_columns(request.term), *(name for name, _ in request.codes)])
        return self._engine.trace(request)


def _columns(term: Term) -> list[str]:
    return [term.date, *([term.column] if term.column else []), *(one.column for one in term.where)]
