"""Explain changed figures: pair the records of two seals once, then ask each figure for the causes of its change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.close.attribution import NEW, OLD, PRESENT, Asking, cause_sql
from tongket.close.causes import Cause
from tongket.close.differences import Contribution, Difference
from tongket.engines.contract import SCALES, Span, TallyRequest, Term
from tongket.model.errors import DefinitionError
from tongket.model.indicators import Operator
from tongket.model.seals import Seal
from tongket.model.tables import RecordSchema, record_schema
from tongket.store import parquet
from tongket.store.book import Book
from tongket.store.parquet import file_sql, quoted
from tongket.store.seals import table_files

if TYPE_CHECKING:
    pass

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
    def decimals(self) -> int:
        """Return the number of decimals of the answer."""
        return _decimals(self.table, self.old)


def _decimals(table: str, term: Term) -> int:
    return SCALES[record_schema(table).column(term.column).kind] if term.column else 0


class SealPair:
    """Hold two seals side by side; use it as a context, it keeps an engine open.

    Parameters
    ----------
    book : Book
        Where.
    old, new : Seal
        The earlier and the later of the two.
    """

    def __init__(self, book: Book, old: Seal, new: Seal) -> None:
        self.old, self.new = old, new
        self._files: tuple[dict[str, Path], dict[str, Path]] = (table_files(book, old), table_files(book, new))
        self._con = parquet.connect()
        # thousands of small queries: planning them for several threads takes longer than running them
        self._con.execute("SET threads = 1")
        self._paired: set[str] = set()
        self._has_moves = self._load_moves()
        self._has_code_changes = self._load_code_changes()

    def __enter__(self) -> SealPair:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    # -- what the two seals hold

    def relation(self, table: str, side: str) -> str:
        """Return a table of one seal as it stands after FROM; without rows where the seal does not hold it."""
        files = self._files[side == NEW]
        if table in files:
            return file_sql(files[table])
        columns = ", ".join(
            f"CAST(NULL AS {column.sql_type}) AS {quoted(column.name)}" for column in record_schema(table).columns
        )
        return f"(SELECT {columns} WHERE false)"

    def _load_moves(self) -> bool:
        """Make a table of which unit became which by the newer cut-off, over any number of later steps."""
        if "area_changes" not in self._files[1]:
            return False
        self._con.execute(
            "CREATE TEMP TABLE moves AS WITH RECURSIVE steps AS (SELECT old_code, new_code, changed_on FROM"
            f" {file_sql(self._files[1]['area_changes'])} WHERE old_code <> new_code"
            # a change still to come cannot be why a record has another unit; the list may know it all the same
            f" AND changed_on <= DATE '{self.new.as_of}'), found AS (SELECT * FROM steps"
            " UNION SELECT f.old_code, s.new_code, s.changed_on FROM found AS f JOIN steps AS s"
            " ON s.old_code = f.new_code AND s.changed_on > f.changed_on) SELECT DISTINCT old_code, new_code FROM found"
        )
        return True

    def _load_code_changes(self) -> bool:
        """Make a table of the articles of which the two catalogues say different things."""
        if not all("codes" in files for files in self._files):
            return False
        names = "article, clause, valid_from, valid_to, offence_group, severity"
        old, new = (f"SELECT {names} FROM {file_sql(files['codes'])}" for files in self._files)
        self._con.execute(
            f"CREATE TEMP TABLE code_changes AS SELECT DISTINCT article FROM"
            f" (({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old}))"
        )
        return parquet.has_rows(self._con, "code_changes")

    # -- pairs

    def pairs(self, table: str) -> str:
        """Return the name of the table of the records that differ between the seals, one row for each key."""
        name = quoted(f"changed_{table}")
        if table not in self._paired:
            differs = " OR ".join(
                f"{quoted(OLD + column)} IS DISTINCT FROM {quoted(NEW + column)}"
                for column in (PRESENT, *record_schema(table).content_names)
            )
            self._con.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {self.all_pairs(table)} WHERE {differs}")
            self._paired.add(table)
        return name

    def all_pairs(self, table: str) -> str:
        """Return the pairs of all records as they stand after FROM."""
        schema = record_schema(table)
        joined = " AND ".join(f"{quoted(OLD + n)} IS NOT DISTINCT FROM {quoted(NEW + n)}" for n in schema.key)
        old, new = self._side(schema, OLD), self._side(schema, NEW)
        present = ", ".join(
            f"coalesce({quoted(side + PRESENT)}, false) AS {quoted(side + PRESENT)}" for side in (OLD, NEW)
        )
        return f"(SELECT * REPLACE ({present}) FROM {old} FULL OUTER JOIN {new} ON {joined})"

    def _side(self, schema: RecordSchema, side: str) -> str:
        columns = ", ".join(f"{quoted(name)} AS {quoted(side + name)}" for name in schema.content_names)
        return f"(SELECT true AS {quoted(side + PRESENT)}, {columns} FROM {self.relation(schema.table, side)})"

    # -- answers

    def explain(self, questions: Iterable[Question]) -> tuple[Difference, ...]:
        """Return the difference of each question, cell by cell, in order of question and cell.

        A question without breakdown has one answer, also when nothing changed; of a breakdown the cells that hold any
        record in either seal are answered.
        """
        asked = list(questions)
        totals = self._totals(asked)
        return tuple(difference for question in asked for difference in self._answer(question, totals))

    def _answer(self, question: Question, totals: Mapping[tuple[int, Cell], tuple[int, int]]) -> Iterator[Difference]:
        decimals = question.decimals
        parts = self._contributions(question, decimals)
        cells = {cell for key, cell in totals if key == id(question)} | set(parts)
        for cell in sorted(cells or {()}, key=_cell_order):
            old, new = totals.get((id(question), cell), (0, 0))
            yield Difference(
                question.name, cell, _scaled(old, decimals), _scaled(new, decimals), tuple(parts.get(cell, ()))
            )

    def _contributions(self, question: Question, decimals: int) -> dict[Cell, list[Contribution]]:
        found: dict[Cell, list[Contribution]] = defaultdict(list)
        n = len(question.by)
        for row in self._con.execute(self._sql(question)).fetchall():
            cause, amount, n_in, n_out, examples = row[n:]
            found[tuple(row[:n])].append(
                Contribution(Cause(cause), _scaled(amount, decimals), n_in, n_out, tuple(examples))
            )
        for parts in found.values():
            parts.sort(key=lambda part: list(Cause).index(part.cause))
        return found

    def _sql(self, question: Question) -> str:
        old = Asking(question.old, question.span, self.old.as_of, question.by)
        new = Asking(question.new, question.span, self.new.as_of, question.by)
        cause = cause_sql(question.table, old, new, has_moves=self._has_moves, has_code_changes=self._has_code_changes)
        cells = [f"cell{index}" for index in range(len(question.by))]
        key = ", ".join(
            f"coalesce(CAST(coalesce({quoted(OLD + name)}, {quoted(NEW + name)}) AS VARCHAR), '')"
            for name in record_schema(question.table).key
        )
        grouped = ", ".join([*cells, "cause"])
        return (
            f"SELECT {grouped}, CAST(SUM(new_amount - old_amount) AS BIGINT),"
            " COUNT(*) FILTER (new_amount > old_amount), COUNT(*) FILTER (new_amount < old_amount),"
            f" min(key, {N_EXAMPLES}) FROM ("
            f"SELECT *, {cause} AS cause FROM (SELECT *, concat_ws(' | ', {key}) AS key,"
            f" CASE WHEN a THEN {old.amount(OLD, question.table)} ELSE 0 END AS old_amount,"
            f" CASE WHEN d THEN {new.amount(NEW, question.table)} ELSE 0 END AS new_amount"
            f" FROM (SELECT *, {old.is_in(OLD)} AS a, {old.is_in(NEW)} AS b, {new.is_in(NEW)} AS d"
            f" FROM {self._cells(question)})) WHERE old_amount <> new_amount) GROUP BY {grouped}"
        )

    def _cells(self, question: Question) -> str:
        """Return the pairs, each once in the cell it was in and once in the cell it is in, where these differ."""
        pairs = self.pairs(question.table) if self._same_question(question) else self.all_pairs(question.table)
        if not question.by:
            return pairs
        old, new = (
            ", ".join(f"{quoted(side + name)} AS cell{index}" for index, name in enumerate(question.by))
            for side in (OLD, NEW)
        )
        moved = " OR ".join(f"{quoted(OLD + n)} IS DISTINCT FROM {quoted(NEW + n)}" for n in question.by)
        return (
            f"(WITH p AS (SELECT * FROM {pairs}) SELECT *, {old} FROM p WHERE {quoted(OLD + PRESENT)}"
            f" UNION ALL SELECT *, {new} FROM p WHERE {quoted(NEW + PRESENT)}"
            f" AND (NOT {quoted(OLD + PRESENT)} OR {moved}))"
        )

    def _same_question(self, question: Question) -> bool:
        """Tell whether an unchanged record cannot change the figure."""
        observed = any(condition.operator is Operator.OBSERVED_DAYS for condition in question.old.where)
        same = (question.old.date, question.old.column, question.old.where) == (
            question.new.date,
            question.new.column,
            question.new.where,
        )
        return same and not (observed and self.old.as_of != self.new.as_of)

    def _totals(self, questions: Sequence[Question]) -> dict[tuple[int, Cell], tuple[int, int]]:
        """Count the figures in either seal by the engine, apart from the pairs, so that a fault of these is found."""
        from tongket.engines.duckdb import DuckDBEngine

        groups: dict[tuple[str, Span, tuple[str, ...]], list[Question]] = defaultdict(list)
        for question in questions:
            groups[question.table, question.span, question.by].append(question)
        totals: dict[tuple[int, Cell], list[int]] = defaultdict(lambda: [0, 0])
        for side, seal in enumerate((self.old, self.new)):
            engine = DuckDBEngine(self._files[side])
            for (table, span, by), group in groups.items():
                if table not in engine.tables():
                    continue
                terms = tuple(_named((q.old, q.new)[side], f"t{i}") for i, q in enumerate(group))
                tally = engine.tally(TallyRequest(table, terms, (span,), by, seal.as_of))
                for row in range(len(tally.span)):
                    cell = tuple(codes[row] for codes in tally.codes)
                    for term, question in zip(terms, group, strict=True):
                        if value := int(tally.values[term.name][row]):
                            totals[id(question), cell][side] += value
        return {key: (old, new) for key, (old, new) in totals.items()}


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
