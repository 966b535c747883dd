from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference import plan_draw as plain
from tests.repository.tree import ROOT
from tongket.model.errors import UsageError
from tongket.plan.draw import Candidate, check_draw, draw_object, draw_units, list_digest, read_draw, weigh, weight_of
from tongket.plan.draw_chances import inclusion_chances

DAY = date(2024, 12, 31)
UNITS = ("Công an phường 1", "Công an phường 2", "Công an xã 3", "Phòng 4", "Phòng 5")
LAST = {"Công an phường 1": date(2024, 12, 1), "Công an xã 3": date(2023, 6, 30), "Phòng 4": date(2015, 1, 1)}
WEIGHED = st.lists(st.integers(1, 36), min_size=1, max_size=12).map(
    lambda weights: tuple(Candidate(f"U{place:02d}", None, weight) for place, weight in enumerate(weights))
)


def listed() -> tuple[Candidate, ...]:
    return weigh(UNITS, LAST, DAY)


def test_weights_follow_the_months_since_the_last_inspection() -> None:
    assert [each.weight for each in listed()] == [1, 36, 19, 36, 36]


@pytest.mark.parametrize(
    ("last", "months"), [(date(2024, 12, 31), 0), (date(2024, 11, 30), 1), (date(2024, 2, 29), 10)]
)
def test_a_month_counts_when_it_is_whole(last: date, months: int) -> None:
    assert weight_of(last, DAY) == 1 + months


@given(st.dates(date(2015, 1, 1), DAY), st.integers(1, 40))
@settings(max_examples=30)
def test_weight_agrees_with_counting_months_one_by_one(last: date, most: int) -> None:
    assert weight_of(last, DAY, most) == plain.weight(last, DAY, most)
    assert weight_of(None, DAY, most) == plain.weight(None, DAY, most) == most


@given(WEIGHED, st.integers(1, 12), st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1))
@settings(max_examples=30)
def test_draw_agrees_with_the_plain_one(candidates: tuple[Candidate, ...], size: int, seed: str) -> None:
    size = min(size, len(candidates))
    drawn = draw_units(candidates, size, seed, as_of=DAY).drawn
    lines = [(each.weight, each.unit) for each in candidates]
    normal = draw_units(candidates, size, seed, as_of=DAY).seed
    assert list(drawn) == plain.draw(lines, size, normal)
    assert len(set(drawn)) == size


def test_every_unit_has_a_positive_chance_and_the_draw_follows_the_weights() -> None:
    """Chi-square over 3 000 seeds, for being drawn first and for being among two."""
    candidates = listed()
    weights = [each.weight for each in candidates]
    draws = [draw_units(candidates, 2, f"{number:05d}", as_of=DAY).drawn for number in range(3000)]
    first = Counter(drawn[0] for drawn in draws)
    either = Counter(unit for drawn in draws for unit in drawn)
    assert set(first) == set(UNITS)  # nobody is exempt, not even who was inspected this month
    expected = [3000 * weight / sum(weights) for weight in weights]
    statistic = sum((first[each.unit] - e) ** 2 / e for each, e in zip(candidates, expected, strict=True))
    assert statistic < 18.47  # 99.9 % of chi-square with 4 degrees of freedom
    chances = inclusion_chances(weights, 2)
    for each, chance in zip(candidates, chances, strict=True):
        error = math.sqrt(3000 * chance * (1 - chance))
        assert abs(either[each.unit] - 3000 * chance) < 4 * error


def test_a_draw_that_ignored_the_weights_would_be_seen() -> None:
    level = tuple(replace(each, weight=1) for each in listed())
    first = Counter(draw_units(level, 1, f"{number:05d}", as_of=DAY).drawn[0] for number in range(3000))
    expected = [3000 * each.weight / 128 for each in listed()]
    assert sum((first[each.unit] - e) ** 2 / e for each, e in zip(listed(), expected, strict=True)) > 100


@given(st.lists(st.integers(1, 36), min_size=1, max_size=6), st.integers(1, 6))
@settings(max_examples=25)
def test_chances_agree_with_following_every_order(weights: list[int], size: int) -> None:
    size = min(size, len(weights))
    exact = [float(chance) for chance in plain.inclusion(weights, size)]
    assert inclusion_chances(weights, size) == pytest.approx(exact, abs=1e-6)


def test_chances_of_a_city_are_positive_and_add_up() -> None:
    chances = inclusion_chances([1 + place % 36 for place in range(120)], 12)
    assert chances.min() > 0
    assert chances.sum() == pytest.approx(12, abs=1e-6)
    assert np.all(chances[:36] == np.sort(chances[:36]))


def test_the_worked_example_of_the_manual() -> None:
    """Recomputed with sha256sum and bc; the page shows the same digests."""
    draw = draw_units(listed(), 2, "583920", as_of=DAY)
    page = (ROOT / "docs" / "methods" / "inspection-draw.md").read_text(encoding="utf-8")
    assert [(step.value, step.total, step.rest) for step in draw.steps] == [
        (190793356523862, 128, 86),
        (102840320646277, 92, 13),
    ]
    assert draw.drawn == ("Phòng 4", "Công an phường 2")
    for shown in (draw.list_digest, *(part for step in draw.steps for part in (step.digest, str(step.value)))):
        assert shown in page
    assert check_draw(draw) == ()


def test_a_published_draw_is_read_back() -> None:
    draw = draw_units(listed(), 2, "583920", as_of=DAY)
    assert read_draw(json.loads(json.dumps(draw_object(draw)))) == draw
    with pytest.raises(UsageError, match="parts of a published draw"):
        read_draw({"method": "tongket-draw-1"})


def test_a_changed_list_or_result_does_not_repeat() -> None:
    draw = draw_units(listed(), 2, "583920", as_of=DAY)
    swapped = replace(draw, steps=(draw.steps[1], draw.steps[0]))
    assert any("The same seed draws other units" in each.en for each in check_draw(swapped))
    lighter = tuple(replace(each, weight=1) for each in draw.candidates)
    found = [each.en for each in check_draw(replace(draw, candidates=lighter))]
    assert any("another weight" in each for each in found)
    assert any("not the one published" in each for each in found)
    assert any("method" in each.en for each in check_draw(replace(draw, method="dice")))
    turned = replace(draw, candidates=draw.candidates[::-1])
    assert any("out of order" in each.en for each in check_draw(turned))


def test_list_is_the_same_however_names_are_typed() -> None:
    decomposed = weigh(["Phòng  4", "Công an xã 3"], {}, DAY)
    assert list_digest(decomposed) == list_digest(weigh(["Công an xã 3", "Phòng 4", "Phòng 4"], {}, DAY))


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (lambda: weigh([], {}, DAY), "at least one unit"),
        (lambda: weigh(["a\x00b"], {}, DAY), "printable name"),
        (lambda: weigh(["a"], {"a": date(2025, 1, 1)}, DAY), "must not lie after"),
        (lambda: weigh(["a"], {}, DAY, most=0), "at least 1"),
        (lambda: draw_units(listed(), 0, "1", as_of=DAY), "between 1 and 5"),
        (lambda: draw_units(listed(), 6, "1", as_of=DAY), "between 1 and 5"),
        (lambda: draw_units(listed(), 1, "  ", as_of=DAY), "seed must be"),
        (lambda: inclusion_chances([1, 2], 3), "between 1 and their number"),
    ],
)
def test_what_cannot_be_drawn_is_refused(refused, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        refused()
