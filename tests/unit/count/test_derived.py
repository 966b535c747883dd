"""Derived figures: kept in the ledger, named by what they are, led back to their records."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.close.books import case, load, make_book
from tongket import pipeline
from tongket.count.derivation_files import derivation_digest, read_derivation
from tongket.count.derived import Derivation, Derived, Source, derive, record_derived
from tongket.engines.contract import Span, Term, TraceRequest
from tongket.model.errors import DefinitionError, FigureError
from tongket.model.figures import State
from tongket.model.indicators import Condition, Operator
from tongket.model.seals import Seal, Status
from tongket.model.text import Text
from tongket.store.book import Book
from tongket.store.ledger import find_figure

YEAR = Span(date(2021, 12, 15), date(2022, 12, 14))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = make_book(tmp_path)
    rows = [case(name, recorded_on=date(2022, 6, 1)) for name in "ABC"]
    load(made, "cases", [*rows, case("D", recorded_on=date(2023, 1, 2))], date(2023, 1, 4))
    return made


@pytest.fixture
def seal(book: Book) -> Seal:
    return pipeline.close(book, as_of=date(2023, 1, 5), status=Status.PRELIMINARY).seal


def derivation(seed: int = 7) -> Derivation:
    where = (Condition("status", Operator.IN, ("open", "cleared")),)
    term = Term("counted", "recorded_on", None, where)
    request = TraceRequest("cases", term, YEAR, (), date(2023, 1, 5))
    return Derivation(
        id="plan.pace.projected",
        version=1,
        label=Text("Số dự báo", "Projected number"),
        unit=Text("vụ", "cases"),
        method=Text("Theo đường thẳng.", "Along a straight line."),
        parameters=(("level", "0.8"), ("seed", str(seed))),
        sources=(Source(Text("Vụ đã ghi nhận", "Cases recorded"), request),),
    )


def derived(seal: Seal, seed: int = 7, value: Decimal | None = Decimal("412.5")) -> Derived:
    return derive(
        derivation(seed),
        seal=seal,
        period="mps:2022",
        start=YEAR.start,
        end=YEAR.end,
        by=(("target", "CT-1"),),
        value=value,
        lower=380.0,
        upper=440.0,
    )


def test_ledger_gives_it_back_as_it_was(book: Book, seal: Seal) -> None:
    made = derived(seal)
    record_derived([made], book.figures)
    entry = find_figure(book.figures, made.figure.id)
    assert entry.figure == made.figure
    assert read_derivation(book.figures, entry.definition) == made.derivation


def test_adding_it_again_changes_nothing(book: Book, seal: Seal) -> None:
    record_derived([derived(seal), derived(seal, 8)], book.figures)
    before = sorted(path.name for path in book.figures.rglob("*"))
    record_derived([derived(seal, 8), derived(seal)], book.figures)
    assert sorted(path.name for path in book.figures.rglob("*")) == before


def test_another_parameter_is_another_figure(seal: Seal) -> None:
    assert derived(seal, 7).figure.id != derived(seal, 8).figure.id


def test_no_number_is_missing_and_not_zero(book: Book, seal: Seal) -> None:
    made = derived(seal, value=None)
    record_derived([made], book.figures)
    assert find_figure(book.figures, made.figure.id).figure.state is State.MISSING


def test_trace_leads_to_method_and_records(book: Book, seal: Seal) -> None:
    made = derived(seal)
    record_derived([made], book.figures)
    found = pipeline.trace(book, made.figure.id, 1)
    assert 'seed" = "7"' in found.definition
    (source,) = found.numbers
    assert (source.role, source.records, source.keys) == ("source", 3, (("A",), ("B",), ("C",)))


def test_verify_finds_a_changed_derivation(book: Book, seal: Seal) -> None:
    made = derived(seal)
    record_derived([made], book.figures)
    path = book.figures / "derivations" / f"{derivation_digest(made.derivation)}.json"
    changed = {**json.loads(path.read_text()), "version": 2}
    path.chmod(0o644)
    path.write_text(json.dumps(changed))
    assert [problem.file for problem in pipeline.verify(book).problems] == [f"figures/derivations/{path.name}"]
    with pytest.raises(FigureError, match="it was changed"):
        pipeline.trace(book, made.figure.id, 1)


def test_only_rooms_that_derive_may_name_one(seal: Seal) -> None:
    wrong = replace(derivation(), id="count.something")
    with pytest.raises(DefinitionError, match="plan, evaluate or watch"):
        derive(wrong, seal=seal, period="mps:2022", start=YEAR.start, end=YEAR.end, value=1)
