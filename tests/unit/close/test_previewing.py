from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.unit.close.books import case, event, load, make_book
from tongket.close.closing import Basis, close_book
from tongket.close.previewing import basis_for, known_records
from tongket.model.errors import BookError, UsageError
from tongket.model.seals import Status
from tongket.store.book import Book
from tongket.store.seals import table_files

JUNE = date(2022, 6, 1)
COLUMNS = {"cases": ("case_id", "recorded_on", "offence", "area")}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = make_book(tmp_path)
    rows = [case(f"C{n}", recorded_on=date(2022, 5, 1) + timedelta(days=n)) for n in range(40)]
    load(book, "cases", rows, JUNE)
    load(book, "case_events", [event("C1", "reclassified", date(2022, 6, 20), "174", "173")], date(2022, 6, 21))
    return book


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return duckdb.sql(f"SELECT case_id, recorded_on, offence, area FROM '{path}' ORDER BY case_id").fetchall()


@pytest.mark.parametrize("basis", Basis)
def test_it_is_what_a_seal_of_the_day_would_hold(book: Book, basis: Basis) -> None:
    day = date(2022, 6, 5)
    with known_records(book, day, COLUMNS, basis=basis) as files:
        known = rows_of(files["cases"])
        columns = duckdb.sql(f"SELECT * FROM '{files['cases']}'").columns
    sealed = close_book(book, as_of=day, status=Status.PRELIMINARY, basis=basis)
    assert known == rows_of(table_files(book, sealed.seal)["cases"])
    assert len(known) == 36
    assert columns == list(COLUMNS["cases"])


def test_a_later_reclassification_is_taken_back(book: Book) -> None:
    with known_records(book, date(2022, 6, 5), COLUMNS, basis=Basis.DATED) as files:
        assert ("C1", date(2022, 5, 2), "174", "31117") in rows_of(files["cases"])


def test_nothing_is_left_in_the_book_or_outside(book: Book) -> None:
    before = sorted(book.path.rglob("*"))
    with known_records(book, JUNE, COLUMNS, basis=Basis.DATED) as files:
        assert sorted(book.path.rglob("*")) == before
        path = files["cases"]
    assert not path.exists()


def test_without_records_or_on_a_day_to_come_it_is_refused(book: Book) -> None:
    with (
        pytest.raises(BookError, match="something must be known"),
        known_records(book, date(2022, 5, 20), COLUMNS, basis=Basis.RECEIVED),
    ):
        pass
    with pytest.raises(UsageError, match="future"), known_records(book, date(2999, 1, 1), COLUMNS, basis=Basis.DATED):
        pass


def test_an_old_receipt_is_no_knowledge_of_the_day(book: Book) -> None:
    assert basis_for(book, "cases", JUNE, 31) is Basis.RECEIVED
    assert basis_for(book, "cases", JUNE + timedelta(days=30), 31) is Basis.RECEIVED
    assert basis_for(book, "cases", JUNE + timedelta(days=31), 31) is Basis.DATED
    assert basis_for(book, "cases", JUNE - timedelta(days=1), 31) is Basis.DATED
