"""Year-end projections on real years: how many 80 % bands hold where nobody promised that one year is like another.

Philadelphia's incidents, 2016 to 2025, by kind and by kind and police district, on which the weight of whole years was
chosen; and Toronto's major crimes, 2014 to 2021, which had no say in it. Each series of each year is projected from its
first three, six and nine months. The figures stand in the manual's page on planning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pytest

from tests.realdata import real_data
from tongket.plan.pace import Course, project_count

YEAR = tuple(1 / 12 for _ in range(12))
SMALLEST = 50  # cases a year; below, the whole number that ends a band decides more than the method
STRANGE = (2020, 2021)  # lockdowns, and another definition of stolen cars in Philadelphia

Years = dict[int, tuple[float, ...]]


@dataclass(frozen=True)
class City:
    """Hold where a city's incidents are, which years are whole, and how a day is read."""

    file: str
    first: int
    last: int
    day: str


PHILADELPHIA = City("philadelphia/philadelphia_incidents_2015-09_2026-01.parquet", 2016, 2025, "dispatch_date")
TORONTO = City("toronto/toronto_mci.parquet", 2014, 2021, "strptime(left(occurrencedate, 10), '%Y/%m/%d')")


def series(city: City, by: str) -> Iterator[Years]:
    """Yield counts by month of each year, one mapping for each series."""
    rows = duckdb.sql(
        f"SELECT {by} AS kind, year({city.day}) AS y, month({city.day}) AS m, count(*) AS n"
        f" FROM '{real_data(city.file)}' WHERE year({city.day}) BETWEEN {city.first} AND {city.last} GROUP BY ALL"
    ).fetchall()
    found: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0] * 12))
    for kind, year, month, count in rows:
        found[kind][year][month - 1] = float(count)
    for years in found.values():
        whole = len(years) == city.last - city.first + 1
        if whole and min(sum(each) for each in years.values()) >= SMALLEST:
            yield {year: tuple(each) for year, each in years.items()}


def coverage(city: City, by: str, *, seasonal: bool, strange: bool) -> tuple[int, int]:
    """Return how many bands held, of how many; years with fewer than two before them are not projected."""
    held = n = 0
    for years in series(city, by):
        for year in range(city.first + 2, city.last + 1):
            if (year in STRANGE) != strange:
                continue
            earlier = tuple(years[each] for each in range(max(city.first, year - 5), year)) if seasonal else ()
            for months in (3, 6, 9):
                found = project_count(Course(years[year][:months], YEAR, earlier))
                assert found is not None
                n, held = n + 1, held + (found.lower <= sum(years[year]) <= found.upper)
    return held, n


@pytest.mark.realdata
@pytest.mark.slow
@pytest.mark.parametrize(
    ("city", "by", "seasonal", "strange", "low", "high"),
    [
        (PHILADELPHIA, "text_general_code", True, False, 0.75, 0.85),
        (PHILADELPHIA, "text_general_code || ' ' || dc_dist", True, False, 0.75, 0.85),
        (PHILADELPHIA, "text_general_code", False, False, 0.55, 0.70),
        (PHILADELPHIA, "text_general_code", True, True, 0.35, 0.55),
        (TORONTO, "MCI", True, False, 0.70, 0.90),
        (TORONTO, "MCI || ' ' || PS_Id", True, False, 0.75, 0.85),
    ],
)
def test_bands_of_real_years(city: City, by: str, seasonal: bool, strange: bool, low: float, high: float) -> None:
    held, n = coverage(city, by, seasonal=seasonal, strange=strange)
    assert low <= held / n <= high, (held, n)
