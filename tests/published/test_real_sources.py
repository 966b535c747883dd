"""The presets on the files the cities published: how many rows, and how many of each known quirk.

The figures for Philadelphia and the UK are those that the data set's own description counts by other means: 24 564
points missing, 30 at (0, 0), 338 in State Plane feet, 3 in another city, 181 repeated case numbers, 4 735 midnights;
404 217 rows without id, 45 412 without coordinates.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.realdata import real_data
from tongket.collect.collecting import collect_sources
from tongket.collect.guess import guess_mapping
from tongket.collect.result import CollectResult
from tongket.store.book import Book, create_book, read_book
from tongket.store.parquet import connect
from tongket.store.records import current_records_sql

pytestmark = pytest.mark.realdata
RECEIVED = date(2026, 11, 22)


def collected(tmp_path: Path, preset: str, source: str) -> tuple[Book, CollectResult]:
    book = create_book(tmp_path / "book", preset)
    return book, collect_sources(book, [real_data(source)], preset=preset, received_on=RECEIVED)


def counts(result: CollectResult) -> tuple[int, int, int, int]:
    return result.read, result.accepted, result.rejected, result.duplicate


def rules(result: CollectResult) -> dict[str, int]:
    return {rule.id: rule.rows for rule in result.rules}


def scalar(book: Book, expression: str) -> object:
    with connect() as con:
        row = con.execute(f"SELECT {expression} FROM {current_records_sql(book, 'cases')}").fetchone()
    return row[0] if row else None


@pytest.mark.slow
def test_philadelphia_parquet(tmp_path: Path) -> None:
    book, result = collected(tmp_path, "philadelphia", "philadelphia/philadelphia_incidents_2015-09_2026-01.parquet")
    assert counts(result) == (1_601_848, 1_601_667, 109, 72)  # 109 + 72 = 181 repeated case numbers
    assert rules(result) == {
        "R125": 24_564,
        "R208": 3,
        "R210": 30,
        "R211": 338,
        "R217": 4_735,
        # `hour` against the time of dispatch in local time, which is that of the column dispatch_time in every row
        "R219": 13_175,
        "R301": 109,
        "R302": 30_208,
        "R403": 1,
    }
    # six of the rows without a usable point were rejected or duplicates
    assert scalar(book, "count(*) FILTER (longitude IS NULL)") == 24_564 + 3 + 30 + 338 - 6
    # read in UTC so many rows would fall into another month (9 241 of all rows, counted on the file itself)
    moved = scalar(
        book,
        "count(*) FILTER (date_trunc('month', timezone('UTC', timezone('America/New_York', occurred_from)))"
        " <> date_trunc('month', recorded_on))",
    )
    assert moved == pytest.approx(9_241, abs=5)


def test_philadelphia_as_published_by_month(tmp_path: Path) -> None:
    book, result = collected(tmp_path, "philadelphia", "philadelphia/raw_2025.zip")
    assert counts(result) == (152_542, 152_532, 3, 7)
    assert len(result.sources) == 12
    assert rules(result)["R211"] == 338
    # the CSV writes 202515000310.00000000 and district 1
    assert scalar(book, "count(*) FILTER (contains(case_id, '.'))") == 0
    assert scalar(book, "count(*) FILTER (length(area) <> 2)") == 0


@pytest.mark.slow
def test_uk_police_parquet(tmp_path: Path) -> None:
    book, result = collected(tmp_path, "uk-police", "uk-police/ukpolice_street_2018-10_2019-02.parquet")
    assert counts(result) == (1_858_850, 1_858_755, 0, 95)
    found = rules(result)
    assert (found["R117"], found["R125"]) == (404_217, 45_412)
    # 32 036 further rows of the 9 725 repeated ids: 95 agree in all we keep, of which 89 with the first of their id
    assert found["R301"] + 89 == 32_036
    assert scalar(book, "count(DISTINCT area)") == 42
    cleared = scalar(book, "count(*) FILTER (status = 'cleared')")
    assert cleared == pytest.approx(187_575, abs=10)


def test_uk_police_as_published_by_month(tmp_path: Path) -> None:
    _, result = collected(tmp_path, "uk-police", "uk-police/raw_three_forces.zip")
    assert result.read == 207_781
    assert (len(result.sources), result.rejected) == (14, 0)
    assert rules(result)["R117"] == 38_214


@pytest.mark.parametrize(
    "source", ["chicago/chicago_crimes_2018_jan_jul.csv.gz", "chicago/chicago_crimes_2018_jan_jul.parquet"]
)
def test_chicago_cleaned_forms_agree(tmp_path: Path, source: str) -> None:
    book, result = collected(tmp_path, "chicago", source)
    assert counts(result) == (156_385, 156_385, 0, 0)
    assert rules(result) == {"R117": 156_385, "R217": 1_903, "R302": 161, "R403": 1}
    assert scalar(book, "count(*) FILTER (offence = 'homicide')") == 342


def test_chicago_portal_schema_has_a_row_per_victim(tmp_path: Path) -> None:
    _, result = collected(tmp_path, "chicago", "chicago/chicago_homicides_2001_2018_portal_schema.csv")
    assert counts(result) == (9_265, 8_876, 189, 200)


@pytest.mark.parametrize(
    ("source", "rows"), [("toronto/toronto_mci.parquet", 240_992), ("toronto/toronto_mci_train.csv.gz", 210_992)]
)
def test_toronto(tmp_path: Path, source: str, rows: int) -> None:
    book, result = collected(tmp_path, "toronto", source)
    assert counts(result) == (rows, rows, 0, 0)
    # local midnight is written in UTC: taken as it stands, hours would be those of the UTC offset
    assert scalar(book, "count(*) FILTER (CAST(occurred_from AS DATE) <> recorded_on)") == 0
    assert scalar(book, "max(occurred_to - occurred_from)::VARCHAR") == "00:59:59"


GUESSED = {
    "dc/Crime_Incidents_in_2024.csv": (5_735, "case_id", "CCN"),
    "awkward/medellin_homicides.csv": (9_360, "longitude", "longitud"),
    "awkward/lancashire_asb.tab": (56_434, "area", "lsoa_code"),
    "awkward/aggravated_assaults.xlsx": (12_802, "recorded_on", "date"),
    "awkward/cincinnati_burglary.csv.gz": (8_723, "offence", "offense"),
}


@pytest.mark.parametrize("source", GUESSED)
def test_a_guessed_mapping_collects(tmp_path: Path, source: str) -> None:
    rows, column, name = GUESSED[source]
    guess = guess_mapping(real_data(source))
    assert guess.mapping.columns[column].columns == (name,)
    book = create_book(tmp_path / "book", "philadelphia")
    file = book.path / "book.toml"
    without = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("bounds")]
    file.write_text("\n".join(without), encoding="utf-8")
    result = collect_sources(read_book(book.path), [real_data(source)], mapping=guess.mapping, received_on=RECEIVED)
    assert result.read == rows
    assert result.accepted >= 0.75 * rows


def test_dc_counts_what_is_odd(tmp_path: Path) -> None:
    source = real_data("dc/Crime_Incidents_in_2024.csv")
    guess = guess_mapping(source)
    assert guess.mapping.columns["occurred_from"].zone == "UTC"
    assert "# high confidence: the name is like 'ccn'" in guess.toml
    book = create_book(tmp_path / "book", "philadelphia")
    result = collect_sources(book, [source], mapping=guess.mapping, received_on=RECEIVED)
    # every point is in another city than the book's
    assert rules(result)["R208"] == 5_735
