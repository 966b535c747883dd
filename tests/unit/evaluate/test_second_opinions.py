"""The mixture of other units as a second opinion: there where enough units have cases enough, and only there."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from tests.unit.evaluate.campaign_books import DAY, campaign, card, case, desk, spread
from tongket.evaluate.cards import Card
from tongket.evaluate.series_study import TooEarlyError

UNITS = tuple("ABCDEFGHIJKL")
YEARS, WINDOW = (date(2021, 4, 2), date(2023, 3, 31)), (date(2023, 4, 1), date(2023, 6, 30))


def full_card(others: tuple[str, ...], n: int) -> Card:
    chance = random.Random(7)
    span, window = (YEARS[1] - YEARS[0]).days, (WINDOW[1] - WINDOW[0]).days
    rows = []
    for unit in ("T", *others):
        rows += [case(0, YEARS[0] + DAY * chance.randint(0, span), unit) for _ in range(n)]
        during = n // 20 if unit == "T" else n // 8
        rows += [case(0, WINDOW[0] + DAY * chance.randint(0, window), unit) for _ in range(during)]
    rows += spread(9, WINDOW[1] + DAY, date(2023, 12, 20), others[0], "134")
    made = desk(rows, [campaign(areas="T")])
    # a book without a list of units, as those of open incident data
    made = replace(made, context=replace(made.context, areas=None), listed_areas=None)
    return card(made, full=True)


def test_twelve_units_with_cases_enough_are_mixed_to_a_twin() -> None:
    found = {each.method: each for each in full_card(UNITS, 400).second}
    twin = found["synthetic_control"]
    assert twin.percent is not None
    assert -75 < twin.percent < -45  # 20 cases where an eighth of 400, that is 50, were to be expected
    assert twin.note is not None
    assert "1 of 13" in twin.note.en


@pytest.mark.parametrize(("others", "n"), [(UNITS[:8], 400), (UNITS, 60)])
def test_too_few_units_or_cases_make_no_twin(others: tuple[str, ...], n: int) -> None:
    assert "synthetic_control" not in {each.method for each in full_card(others, n).second}


def test_a_campaign_before_the_records_says_so_in_both_languages() -> None:
    made = desk(spread(50, *WINDOW), [campaign()])
    with pytest.raises(TooEarlyError, match="they begin on 2023-04-02") as raised:
        card(made)
    assert "02/04/2023" in raised.value.reason.vi
    assert "2023-04-02" in raised.value.reason.en
