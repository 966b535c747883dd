"""Figures as one JSON object for machines: exact numbers stay exact."""

from __future__ import annotations

import math
from typing import Any

from tongket.count.table import FigureTable
from tongket.model.figures import Comparison, Figure, Number, State
from tongket.model.text import Language
from tongket.store.ledger import write_number


def table_object(table: FigureTable, language: Language = "vi") -> dict[str, Any]:
    """Return the object that ``tongket count --json`` prints.

    Parameters
    ----------
    table : FigureTable
        Counted figures.
    language : {'vi', 'en'}
        Language of the sentences.

    Returns
    -------
    dict
        ``book``, ``seal`` and ``figures``: those of the period reported, in order. Whole numbers are integers, others
        decimal strings; a percentage and its interval are given as they were computed, unrounded.
    """
    return {
        "book": table.book,
        "seal": table.seal.digest,
        "figures": [figure_object(figure, language) for figure in table.figures()],
    }


def figure_object(figure: Figure, language: Language = "vi") -> dict[str, Any]:
    """Return one figure as plain values."""
    return {
        "id": figure.id,
        "indicator": figure.indicator,
        "version": figure.version,
        "period": figure.period,
        "area": figure.area,
        "by": dict(figure.by),
        "value": plain_number(figure.value),
        "numerator": plain_number(figure.numerator),
        "denominator": plain_number(figure.denominator),
        "lower": _finite(figure.lower),
        "upper": _finite(figure.upper),
        "state": figure.state.value,
        "status": figure.status,
        "suppressed": figure.state is State.SUPPRESSED,
        "restated": figure.restated,
        "comparisons": [comparison_object(each, language) for each in figure.comparisons],
    }


def comparison_object(comparison: Comparison, language: Language = "vi") -> dict[str, Any]:
    """Return one comparison as plain values."""
    return {
        "against": comparison.against,
        "figure": comparison.figure,
        "value": plain_number(comparison.value),
        "difference": plain_number(comparison.difference),
        "percent": plain_number(comparison.percent),
        "lower": _finite(comparison.lower),
        "upper": _finite(comparison.upper),
        "p_value": _finite(comparison.p_value),
        "sentence": comparison.sentence_vi if language == "vi" else comparison.sentence_en,
        "restated": comparison.restated,
    }


def plain_number(value: Number | None) -> int | str | None:
    """Return an integer as it is and a decimal as its digits."""
    return value if value is None or isinstance(value, int) else write_number(value)


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value
