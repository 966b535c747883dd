"""The few words a campaign is registered in, and that collecting asks for exactly these."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tongket.collect.rules import read_rules
from tongket.model.campaign_terms import (
    COMPARISON,
    OUTCOME,
    Basis,
    Versus,
    parse_comparison,
    parse_minimum_effect,
    parse_outcome,
    split_list,
)
from tongket.model.errors import DefinitionError


@pytest.mark.parametrize(
    ("text", "basis", "offences", "indicator"),
    [
        ("occurred", Basis.OCCURRED, (), None),
        ("recorded", Basis.RECORDED, (), None),
        ("recorded:171,172", Basis.RECORDED, ("171", "172"), None),
        ("traffic.accidents", Basis.INDICATOR, (), "traffic.accidents"),
    ],
)
def test_outcome_is_read(text: str, basis: Basis, offences: tuple[str, ...], indicator: str | None) -> None:
    found = parse_outcome(text)
    assert (found.basis, found.offences, found.indicator, found.text) == (basis, offences, indicator, text)


@pytest.mark.parametrize("text", ["", "thefts", "recorded:", "recorded:171,", "số vụ ghi nhận", "occurred 171"])
def test_outcome_in_other_words_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError, match="Mend the column"):
        parse_outcome(text)


@pytest.mark.parametrize(
    ("text", "versus", "codes", "years"),
    [
        ("rest", Versus.REST, (), 0),
        ("others", Versus.OTHERS, (), 0),
        ("areas:917,918", Versus.AREAS, ("917", "918"), 0),
        ("offences:256a", Versus.OFFENCES, ("256a",), 0),
        ("years:3", Versus.YEARS, (), 3),
    ],
)
def test_comparison_is_read(text: str, versus: Versus, codes: tuple[str, ...], years: int) -> None:
    found = parse_comparison(text)
    assert (found.versus, found.codes, found.years) == (versus, codes, years)
    assert found.needs_areas == (versus in (Versus.REST, Versus.AREAS))


@pytest.mark.parametrize("text", ["years:0", "years:10", "years", "areas:", "last year", "rest;others"])
def test_comparison_in_other_words_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError, match="Mend the column"):
        parse_comparison(text)


@pytest.mark.parametrize("text", ["0", "1", "15", "-0.1", "0.15%", "1.5"])
def test_smallest_effect_is_a_fraction(text: str) -> None:
    with pytest.raises(DefinitionError, match="for 15 per cent fewer"):
        parse_minimum_effect(text)
    assert parse_minimum_effect("0.1500") == Decimal("0.15")


def test_lists_are_split_at_semicolons() -> None:
    assert split_list("916; 917;") == ("916", "917")
    assert split_list(None) == ()


def test_rules_ask_for_the_same_words() -> None:
    rules = read_rules()
    asked = {id_: re.search(r"\(\w+, '(.*)'\)$", rules[id_].when)[1] for id_ in ("R151", "R152")}  # type: ignore[index]
    assert asked == {"R151": OUTCOME, "R152": COMPARISON}
