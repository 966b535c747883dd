"""Explain changed figures: pair the records of two seals once, then ask each figure for the causes of its change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tongket.close.attribution import NEW, OLD, PRESENT, Asking, cause_sql
from tongket.close.causes import Cause
from tongket.close.differences import Contribution, Difference
from tongket.close.pairing import Pairs
from tongket.close.screening import screen
from tongket.engines.contract import SCALES, Span, TallyRequest, Term
from tongket.model.errors import DefinitionError
from tongket.model.indicators import Operator
from tongket.model.seals import Seal
from tongket.model.tables import record_schema
from tongket.store.book import Book
from tongket.store.parquet import quoted
from tongket.store.seals import table_files

N_EXAMPLES = 5

Cell = tuple[str | None, ...]


@dataclass(frozen=True)
class Question:
    """Ask one additive number of two seals.

    Attributes
    ----------
    name : str
        Any name; it comes back in the answer.
    table : str
        Table of records.
    old, new : Term
        The number as the rules of the older seal define it, and as those of the newer do; mostly the same.
    span : Span
        Days in which the term's date must lie.
    by : tuple of str
        Columns to break down by; a missing value is a cell of its own.

    Raises
    ------
    DefinitionError
        If a column is not in the table, or the two terms add up numbers of different kinds.
    """

    name: str
    table: str
    old: Term
    new: Term
    span: Span
    by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        schema = record_schema(self.table)
        for term in (self.old, self.new):
            for name in (term.date, *self.by, *(c.column for c in term.where), *([term.column] if term.column else [])):
                schema.column(name)
            if any(condition.operator is Operator.UNDER for condition in term.where):
                raise DefinitionError(
                    f"Question {self.name!r}: 'under' must be expanded to 'in'; got it in {term.name!r}."
                    " Expand it with the code list of each seal."
                )

        if _decimals(self.table, self.old) != _decimals(self.table, self.new):
            raise DefinitionError(
                f"Question {self.name!r}: both terms must add up numbers of one kind; got {self.old.column!r} and"
                f" {self.new.column!r}. Compare like with like."
            )

    @property
    def is_same(self) -> bool:
        """Tell whether both seals define the number alike."""
        old, new = self.old, self.new
        return (old.date, old.column, old.where) == (new.date, new.column, new.where)

    @property
    def is_observed(self) -> bool:
        """Tell whether the number asks for days of observation, so that time alone can change it."""
        return any(condition.operator is Operator.OBSERVED_DAYS for condition in self.old.where)

    @property
    def decimals(self) -> int:
        """Return the number of decimals of the answer."""
        return _decimals(self.table, self.old)


def _decimals(table: str, term: Term) -> int:
    return SCALES[record_schema(table).column(term.column).kind] if term.column else 0


class SealPair:
    """Hold two seals side by side and explain figures; use it as a context, it keeps an engine open.

    Parameters
    ----------
    book : Book
        Where.
    old, new : Seal
        The earlier and the later of the two.
    """

    def __init__(self, book: Book, old: Seal, new: Seal) -> None:
        self.old, self.new = old, new
        self._files = table_files(book, old), table_files(book, new)
        self._pairs = Pairs(book, old, new)

    def __enter__(self) -> SealPair:
        return self

    def __exit__(self, *_: object) -> None:
        self._pairs.close()

    def explain(self, questions: Iterable[Question]) -> tuple[Difference, ...]:
        """Return the difference of each question, cell by cell, in order of question and cell.

        A question without breakdown has one answer, also when nothing changed; of a breakdown the cells that hold any
        record in either seal are answered.
        """
        asked = list(questions)
        totals = self._totals(asked)
        touched = self._touched(asked)
        answers: list[Difference] = []
        for index, question in enumerate(asked):
            parts = self._contributions(question) if index in touched else {}
            answers += _answers(question, totals[index], parts)
        return tuple(answers)

    def _touched(self, asked: Sequence[Question]) -> set[int]:
        """Return which questions have any cause to be asked for; one with a breakdown always has."""
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, question in enumerate(asked):
            if not question.by:
                groups[self._relation(question), question.table].append(index)
        touched = {index for index, question in enumerate(asked) if question.by}
        for (relation, table), indices in groups.items():
            found = screen(self._pairs.con, relation, table, [self._askings(asked[index]) for index in indices])
            touched |= {index for index, is_touched in zip(indices, found, strict=True) if is_touched}
        return touched

    def _askings(self, question: Question) -> tuple[Asking, Asking]:
        return (
            Asking(question.old, question.span, self.old.as_of, question.by),
            Asking(question.new, question.span, self.new.as_of, question.by),
        )

    def _amounts(self, question: Question) -> tuple[str, str]:
        """Return the SQL of what a pair adds to the figure in either seal."""
        old, new = self._askings(question)
        before, after = (
            f"CASE WHEN {asking.is_in(side)} THEN {asking.amount(side, question.table)} ELSE 0 END"
            for asking, side in ((old, OLD), (new, NEW))
        )
        return before, after

    def _contributions(self, question: Question) -> dict[Cell, list[Contribution]]:
        found: dict[Cell, list[Contribution]] = defaultdict(list)
        n = len(question.by)
        for row in self._pairs.con.execute(self._sql(question)).fetchall():
            cause, amount, n_in, n_out, examples = row[n:]
            found[tuple(row[:n])].append(
                Contribution(Cause(cause), _scaled(amount, question.decimals), n_in, n_out, tuple(examples))
            )
        for parts in found.values():
            parts.sort(key=lambda part: list(Cause).index(part.cause))
        return found

    def _sql(self, question: Question) -> str:
        old, new = self._askings(question)
        old_amount, new_amount = self._amounts(question)
        cause = cause_sql(
            question.table,
            old,
            new,
            has_moves=self._pairs.has_moves,
            has_code_changes=self._pairs.has_code_changes,
        )
        key = ", ".join(
            f"coalesce(CAST(coalesce({quoted(OLD + name)}, {quoted(NEW + name)}) AS VARCHAR), '')"
            for name in record_schema(question.table).key
        )
        grouped = ", ".join([*(f"cell{index}" for index in range(len(question.by))), "cause"])
        # only the pairs whose contribution changed are asked for their cause
        changed = (
            f"(SELECT *, concat_ws(' | ', {key}) AS key, {old.is_in(OLD)} AS a, {old.is_in(NEW)} AS b,"
            f" {new.is_in(NEW)} AS d, {old_amount} AS old_amount, {new_amount} AS new_amount"
            f" FROM {self._cells(question)} WHERE old_amount <> new_amount)"
        )
        return (
            f"SELECT {grouped}, CAST(SUM(new_amount - old_amount) AS BIGINT),"
            " COUNT(*) FILTER (new_amount > old_amount), COUNT(*) FILTER (new_amount < old_amount),"
            f" min(key, {N_EXAMPLES}) FROM (SELECT *, {cause} AS cause FROM {changed}) GROUP BY {grouped}"
        )

    def _relation(self, question: Question) -> str:
        """Return the pairs that can bear on a figure: those that changed, or all where the question itself did."""
        if question.is_same and (self.old.as_of == self.new.as_of or not question.is_observed):
            return self._pairs.changed(question.table)
        return self._pairs.all(question.table)

    def _cells(self, question: Question) -> str:
        """Return the pairs, each once in the cell it was in and once in the cell it is in, where these differ."""
        pairs = self._relation(question)
        if not question.by:
            return pairs
        old, new = (
            ", ".join(f"{quoted(side + name)} AS cell{index}" for index, name in enumerate(question.by))
            for side in (OLD, NEW)
        )
        moved = " OR ".join(f"{quoted(OLD + n)} IS DISTINCT FROM {quoted(NEW + n)}" for n in question.by)
        return (
            f"(SELECT *, {old} FROM {pairs} WHERE {quoted(OLD + PRESENT)}"
            f" UNION ALL SELECT *, {new} FROM {pairs} WHERE {quoted(NEW + PRESENT)}"
            f" AND (NOT {quoted(OLD + PRESENT)} OR {moved}))"
        )

    def _totals(self, asked: Sequence[Question]) -> list[dict[Cell, list[int]]]:
        """Count the figures in either seal by the engine, apart from the pairs, so that a fault of these is found."""
        from tongket.engines.duckdb import DuckDBEngine

        groups: dict[tuple[str, Span, tuple[str, ...]], list[int]] = defaultdict(list)
        for index, question in enumerate(asked):
            groups[question.table, question.span, question.by].append(index)
        totals: list[dict[Cell, list[int]]] = [defaultdict(lambda: [0, 0]) for _ in asked]
        for side, seal in enumerate((self.old, self.new)):
            engine = DuckDBEngine(self._files[side])
            for (table, span, by), indices in groups.items():
                if table not in engine.tables():
                    continue
                terms = {i: _named((asked[i].old, asked[i].new)[side], f"t{i}") for i in indices}
                tally = engine.tally(TallyRequest(table, tuple(terms.values()), (span,), by, seal.as_of))
                for row in range(len(tally.span)):
                    cell = tuple(codes[row] for codes in tally.codes)
                    for index, term in terms.items():
                        if value := int(tally.values[term.name][row]):
                            totals[index][cell][side] += value
        return totals


def _answers(
    question: Question, totals: Mapping[Cell, Sequence[int]], parts: Mapping[Cell, Sequence[Contribution]]
) -> Iterator[Difference]:
    for cell in sorted(totals.keys() | parts.keys() or {()}, key=_cell_order):
        old, new = (_scaled(value, question.decimals) for value in totals.get(cell, (0, 0)))
        yield Difference(question.name, cell, old, new, tuple(parts.get(cell, ())))


def _named(term: Term, name: str) -> Term:
    return Term(name, term.date, term.column, term.where)


def _scaled(value: int, decimals: int) -> int | Decimal:
    return Decimal(value).scaleb(-decimals) if decimals else int(value)


def _cell_order(cell: Cell) -> tuple[tuple[bool, str], ...]:
    return tuple((code is not None, code or "") for code in cell)


def explain_difference(book: Book, old: Seal, new: Seal, questions: Iterable[Question]) -> tuple[Difference, ...]:
    """Explain why figures differ between two seals.

    Parameters
    ----------
    book : Book
        Where the seals are.
    old, new : Seal
        The earlier and the later of the two.
    questions : iterable of Question
        The figures, as additive numbers; `subtract` and `divide` in `differences` make stocks and ratios of them.

    Returns
    -------
    tuple of Difference
        Cell by cell; the causes add up to the difference exactly.
    """
    with SealPair(book, old, new) as pair:
        return pair.explain(questions)
