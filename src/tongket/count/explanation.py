"""Why figures differ between two seals: the indicators asked as additive numbers, the answers put together again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tongket.close.differences import Difference, divide, subtract
from tongket.close.explaining import Question, SealPair
from tongket.count.atoms import Atom, Parts, made_of, parts_of
from tongket.count.context import CountContext
from tongket.count.sealed import sealed_context as sealed_context
from tongket.count.spans import DAWN
from tongket.engines.contract import Span, Term
from tongket.model.indicators import Indicator
from tongket.model.periods import Period
from tongket.model.seals import Seal

if TYPE_CHECKING:
    from tongket.store.book import Book


@dataclass(frozen=True)
class ExplainedFigure:
    """Hold one indicator of one period in two seals, and why it changed.

    Attributes
    ----------
    indicator : Indicator
        As the book declares it now.
    period : Period
        Which days.
    difference : Difference
        Old and new value and the causes, which add up to the change.
    """

    indicator: Indicator
    period: Period
    difference: Difference


def explain_figures(
    book: Book,
    old: Seal,
    new: Seal,
    periods: Sequence[Period],
    indicators: Iterable[str] | None = None,
    *,
    contexts: tuple[CountContext, CountContext] | None = None,
) -> tuple[ExplainedFigure, ...]:
    """Explain, for each indicator and period, why its value differs between two seals.

    Parameters
    ----------
    book : Book
        Whose seals.
    old, new : Seal
        The earlier and the later.
    periods : sequence of Period
        Which days.
    indicators : iterable of str, optional
        Ids; default all that are reportable.
    contexts : tuple of CountContext, optional
        Those of the two seals, when the caller has read them already.

    Returns
    -------
    tuple of ExplainedFigure
        Changed or not; a ratio without a denominator in one of the seals is left out.
    """
    before, after = contexts or (sealed_context(book, old), sealed_context(book, new))
    wanted = list(indicators) if indicators is not None else [each.id for each in after.indicators.reportable()]
    chosen = [after.indicators[id_] for id_ in wanted]
    counts = {count.id: count for each in chosen for count in made_of(each, after.indicators)}
    asked = _Asking(before, after)
    questions = [q for count in counts.values() for period in periods for q in asked.questions(count, period)]
    with SealPair(book, old, new) as pair:
        answers = {answer.name: answer for answer in pair.explain(questions)}
    found = []
    for indicator in chosen:
        for period in periods:
            difference = asked.answer(indicator, period, answers)
            if difference is not None:
                found.append(ExplainedFigure(indicator, period, difference))
    return tuple(found)


class _Asking:
    """Turn indicators into questions of additive numbers, and the answers into differences of indicators."""

    def __init__(self, before: CountContext, after: CountContext) -> None:
        self._before, self._after = before, after

    def _parts(self, indicator: Indicator) -> tuple[Parts, Parts]:
        """Return what an indicator adds up by the rules of either seal."""
        pairs = []
        for context in (self._before, self._after):
            root = context.areas.root if context.areas is not None else ""
            pairs.append(parts_of(indicator, context.indicators.rules, root))
        return pairs[0], pairs[1]

    def questions(self, indicator: Indicator, period: Period) -> list[Question]:
        """Return the questions for one count, sum or stock."""
        old, new = self._parts(indicator)
        stock = new.removed is not None
        span = Span(DAWN if stock else period.start, period.end)
        found = [_question(_name(indicator, period, "added"), old.added, new.added, span)]
        if old.removed is not None and new.removed is not None:
            found.append(_question(_name(indicator, period, "removed"), old.removed, new.removed, span))
        if old.whole is not None and new.whole is not None:
            found.append(_question(_name(indicator, period, "whole"), old.whole, new.whole, span))
        return found

    def answer(self, indicator: Indicator, period: Period, answers: Mapping[str, Difference]) -> Difference | None:
        """Return the difference of an indicator, or None when it has no value in one of the seals."""
        made = made_of(indicator, self._after.indicators)
        parts = [_whole_answer(each, period, answers) for each in made]
        if any(part is None for part in parts):
            return None
        top, *below = [part for part in parts if part is not None]
        if below:
            return divide(indicator.id, top, below[0])
        return replace(top, name=indicator.id)


def _question(name: str, old: Atom, new: Atom, span: Span) -> Question:
    return Question(name, new.table, _term(old), _term(new), span)


def _term(atom: Atom) -> Term:
    return Term("n", atom.date, atom.column, atom.where)


def _name(indicator: Indicator, period: Period, part: str) -> str:
    return f"{indicator.id}\x1f{period.id}\x1f{part}"


def _whole_answer(indicator: Indicator, period: Period, answers: Mapping[str, Difference]) -> Difference | None:
    whole = answers.get(_name(indicator, period, "whole"))
    if whole is not None and (whole.old or whole.new):
        return whole
    added = answers.get(_name(indicator, period, "added"))
    removed = answers.get(_name(indicator, period, "removed"))
    if added is None:
        return None
    return subtract(added, removed) if removed is not None else added
