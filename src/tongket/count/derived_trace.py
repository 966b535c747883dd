"""From a derived figure back to its method, its parameters and the records of each of its sources."""

from __future__ import annotations

import json

from tongket.count.derivation_files import Derivation, Source, page_of
from tongket.count.trace import PAGE, FigureTrace, TracedNumber
from tongket.engines.contract import Engine
from tongket.model.errors import FigureError
from tongket.model.figures import Figure
from tongket.model.indicators import Condition
from tongket.model.seals import Seal
from tongket.model.text import Text


def trace_derived(
    figure: Figure, derivation: Derivation, engine: Engine, seal: Seal, *, page: int = 1, size: int = PAGE
) -> FigureTrace:
    """Lead from a derived figure to its records.

    Parameters
    ----------
    figure : Figure
        From the ledger.
    derivation : Derivation
        Of the figure.
    engine : Engine
        Counts the records of the figure's seal.
    seal : Seal
        The figure's seal.
    page, size : int
        Which records of each source to list, and how many; the first page is 1.

    Raises
    ------
    FigureError
        If the seal is another one.
    """
    if figure.seal != seal.digest:
        raise FigureError(
            f"Trace {figure.id}: needs the seal {figure.seal[:12]}; got {seal.short}. Open the figure's own seal."
        )
    there = [source for source in derivation.sources if source.request.table in engine.tables()]
    numbers = tuple(_traced(source, derivation, engine, page, size) for source in there)
    return FigureTrace(figure, derivation_toml(derivation), seal, numbers)


def _traced(source: Source, derivation: Derivation, engine: Engine, page: int, size: int) -> TracedNumber:
    found = engine.trace(page_of(source.request, page, size))
    return TracedNumber(
        "source", derivation.id, _source_toml(source), found.sql, found.total, found.keys, label=source.label
    )


def derivation_toml(derivation: Derivation) -> str:
    """Return what a derived figure is, in the form in which definitions of indicators are shown."""
    lines = [
        f"id = {_quoted(derivation.id)}",
        f"version = {derivation.version}",
        f"label = {_both(derivation.label)}",
        f"unit = {_both(derivation.unit)}",
        f"method = {_both(derivation.method)}",
    ]
    if derivation.figures:
        lines.append(f"figures = [{', '.join(map(_quoted, derivation.figures))}]")
    if derivation.parameters:
        lines += ["", "[parameters]"]
        lines += [f"{_quoted(name)} = {_quoted(value)}" for name, value in sorted(derivation.parameters)]
    return "\n".join(lines) + "\n"


def _source_toml(source: Source) -> str:
    request = source.request
    lines = [f"label = {_both(source.label)}", f"table = {_quoted(request.table)}"]
    lines.append(f"date = {_quoted(request.term.date)}")
    lines += [f"where = {_quoted(_condition(each))}" for each in request.term.where]
    return "\n".join(lines) + "\n"


def _condition(condition: Condition) -> str:
    tail = ", ".join(condition.values) if condition.values else "" if condition.days is None else str(condition.days)
    return f"{condition.column} {condition.operator.value} {tail}".strip()


def _both(text: Text) -> str:
    return f"{{ vi = {_quoted(text.vi)}, en = {_quoted(text.en)} }}"


def _quoted(text: str) -> str:
    # the strings of JSON are basic strings of TOML
    return json.dumps(text, ensure_ascii=False)
