"""What the pipeline itself decides: the order of stages, the default seal, period and basis."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.close.books import case, load, make_book
from tongket import pipeline
from tongket.model.errors import BookError, SealError, UsageError
from tongket.model.seals import Seal, Status
from tongket.pipeline.counting import unchanged
from tongket.pipeline.sealing import _closed_years
from tongket.store.book import Book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = make_book(tmp_path)
    load(made, "cases", [case("A"), case("B", recorded_on=date(2022, 6, 1))], date(2023, 1, 4))
    return made


def close(book: Book, day: date, **options: object) -> Seal:
    return pipeline.close(book, as_of=day, status=Status.PRELIMINARY, **options).seal  # type: ignore[arg-type]


def rows(seal: Seal) -> int:
    table = seal.table("cases")
    return 0 if table is None else table.rows


def test_basis_is_receipt_where_anything_had_been_received(book: Book) -> None:
    load(book, "cases", [case("C")], date(2023, 3, 1))
    assert rows(close(book, date(2023, 1, 5))) == 2


def test_basis_is_the_date_of_records_where_nothing_had_been_received(book: Book) -> None:
    assert rows(close(book, date(2022, 4, 1))) == 1


def test_basis_can_be_named(book: Book) -> None:
    load(book, "cases", [case("C")], date(2023, 3, 1))
    assert rows(close(book, date(2023, 1, 5), basis="dated")) == 3


def test_diff_needs_a_parent(book: Book) -> None:
    close(book, date(2023, 1, 5))
    with pytest.raises(UsageError, match="no parent"):
        pipeline.diff(book, "previous", "latest", periods=[])


@pytest.mark.parametrize(
    ("as_of", "years"),
    [
        (date(2023, 1, 5), ["mps:2022", "mps:2021"]),
        (date(2022, 12, 14), ["mps:2022", "mps:2021"]),
        (date(2022, 12, 13), ["mps:2021", "mps:2020"]),
    ],
)
def test_diff_asks_for_the_years_the_older_seal_closed(book: Book, as_of: date, years: list[str]) -> None:
    seal = close(book, as_of, basis="dated")
    assert [period.id for period in _closed_years(book, seal)] == years


def test_changed_files_are_refused_even_where_the_work_fails(book: Book) -> None:
    seal = close(book, date(2023, 1, 5))
    path = book.seals / seal.digest / "cases.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(SealError, match=r"cases\.parquet"), unchanged(book, seal):
        raise ValueError("what the engine says of a broken file")


def test_whole_files_let_the_work_through(book: Book) -> None:
    seal = close(book, date(2023, 1, 5))
    with unchanged(book, seal):
        done = True
    assert done


def test_demonstration_is_not_made_over_a_book(book: Book) -> None:
    with pytest.raises(BookError, match="holds a book already"):
        pipeline.demonstrate(book.path, 2022)


def test_versions_want_the_whole_key(book: Book) -> None:
    with pytest.raises(UsageError, match="case_id, event, on"):
        pipeline.versions(book, "case_events", ["A"])
    assert [version.values["case_id"] for version in pipeline.versions(book, "cases", ["A"])] == ["A"]


def test_rejects_come_in_pages(book: Book) -> None:
    page = pipeline.rejects(book, "cases", None, 1)
    assert (page.page, page.total, page.findings) == (1, 0, ())
