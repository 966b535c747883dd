"""One campaign, one card: the verdict, the warnings, and that every number leads back to its records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.unit.evaluate.campaign_books import CENTRE, FAR, NEXT, campaign, card, desk, spread, steady
from tongket.evaluate.cards_html import cards_page
from tongket.evaluate.cards_sentences import Verdict
from tongket.evaluate.ladder_choice import Rung
from tongket.evaluate.registration import Standing
from tongket.evaluate.warnings_kinds import Kind
from tongket.model.errors import DefinitionError
from tongket.model.text import LANGUAGES
from tongket.report.content.binding import bound_line

FALL = steady(200, 10, 400, 100)
NULL = steady(40, 10, 60, 16)


def kinds(cautions: tuple[Any, ...]) -> set[Kind]:
    return {each.kind for each in cautions}


def test_a_deep_fall_is_found_and_said_with_its_interval() -> None:
    found = card(desk(FALL, [campaign()]))
    assert found.verdict is Verdict.FELL
    assert found.effect is not None
    assert found.effect.cases == (200, 10)
    assert found.effect.comparison == (400, 100)
    assert found.effect.percent == pytest.approx(-80)
    assert "−80%" in found.sentence.en
    assert "khoảng tin cậy 90%" in found.sentence.vi


def test_a_null_result_is_said_as_plainly() -> None:
    found = card(desk(NULL, [campaign()]))
    assert found.verdict is Verdict.NOT_SHOWN
    assert "which may be chance: whether the campaign did anything cannot be told." in found.sentence.en
    assert Kind.TOO_SMALL in kinds(found.cautions)


def test_a_null_result_that_rules_the_hoped_for_fall_out_says_so() -> None:
    found = card(desk(steady(2000, 500, 4000, 1000), [campaign()]))
    assert found.verdict is Verdict.NOT_SHOWN
    assert "smaller than the registered 30%" in found.sentence.en
    assert "nhỏ hơn mức 30% đã đăng ký" in found.sentence.vi


def test_what_could_be_seen_comes_before_the_verdict() -> None:
    found = card(desk(NULL, [campaign()]))
    lines = found.lines("en")
    assert lines[1].startswith("A 30% fall would be found")
    assert lines[2].startswith("Verdict [no difference shown]")


def test_before_the_start_there_is_only_what_could_be_seen() -> None:
    found = card(desk(FALL, [campaign(starts_on=date(2024, 2, 1), ends_on=date(2024, 3, 31))]))
    assert found.verdict is Verdict.NOT_BEGUN
    assert found.effect is None
    assert found.power is not None


def test_drug_cases_of_a_drug_campaign_are_work_done() -> None:
    drugs = spread(80, date(2022, 4, 2), date(2023, 3, 31), offence="249") + spread(
        60, date(2023, 4, 1), date(2023, 6, 30), offence="249"
    )
    aimed = campaign(offences="249;250", areas=None, outcome="recorded", comparison="others")
    found = card(desk([*drugs, *NULL], [aimed]))
    assert found.verdict is Verdict.ACTIVITY
    assert found.sentence.en.endswith("this is work done and does not say whether crime rose or fell.")
    assert found.power is None


def test_gambling_among_thefts_is_told_as_part() -> None:
    found = card(desk(NULL, [campaign(offences="173;321")]))
    assert Kind.PARTLY_ACTIVITY in kinds(found.cautions)


def test_days_still_coming_in_forbid_a_conclusion() -> None:
    found = card(desk(FALL, [campaign()], date(2023, 6, 20)))
    assert found.verdict is Verdict.INCOMPLETE
    assert Kind.INCOMPLETE in kinds(found.cautions)


def test_late_records_are_reckoned_from_last_year_s_delays() -> None:
    slow = spread(200, date(2022, 4, 2), date(2023, 3, 31), delay=60) + spread(10, date(2023, 4, 1), date(2023, 6, 30))
    slow += spread(300, date(2022, 4, 2), date(2023, 3, 31), NEXT) + spread(
        80, date(2023, 4, 1), date(2023, 6, 30), NEXT
    )
    edge = spread(1, date(2022, 3, 1), date(2022, 3, 1), FAR, "134") + spread(
        1, date(2023, 7, 4), date(2023, 7, 4), FAR, "134"
    )
    found = card(desk(slow + edge, [campaign()], date(2023, 7, 5)))
    assert Kind.LATE_RECORDS in kinds(found.cautions)
    assert found.verdict is Verdict.INCOMPLETE


def test_years_with_the_same_aim_say_nothing() -> None:
    history = [row for year in (2021, 2022) for row in spread(100, date(year, 1, 1), date(year, 12, 31))]
    earlier = campaign("CD-0", starts_on=date(2022, 4, 1), ends_on=date(2022, 6, 30), areas=None)
    now = campaign(areas=None, comparison="years:1")
    found = card(desk([*history, *FALL], [earlier, now]))
    assert found.verdict is Verdict.DESCRIBED
    assert Kind.SAME_AIM in kinds(found.cautions)
    assert found.effect is not None
    assert found.effect.rung is Rung.BEFORE_AFTER


def test_other_years_are_a_comparison() -> None:
    history = [row for year in (2020, 2021, 2022) for row in spread(365, date(year, 1, 1), date(year, 12, 31))]
    during = spread(90, date(2023, 1, 1), date(2023, 3, 31)) + spread(20, date(2023, 4, 1), date(2023, 6, 30))
    tail = spread(5, date(2023, 7, 1), date(2023, 12, 20), offence="134")
    found = card(desk([*history, *during, *tail], [campaign(areas=None, comparison="years:2")]))
    assert found.effect is not None
    assert found.effect.rung is Rung.SAME_WEEKS
    assert found.verdict is Verdict.FELL


def test_places_chosen_for_being_hot_would_have_fallen_anyway() -> None:
    usual = (date(2021, 4, 3), date(2022, 4, 1))
    areas = ("31117", "31168", "31186", "31207", "31216", "31231")
    rows = [row for area in areas for row in spread(40, *usual, area)]
    year, window = (date(2022, 4, 2), date(2023, 3, 31)), (date(2023, 4, 1), date(2023, 6, 30))
    rows += spread(90, *year) + spread(12, *window)
    rows += [row for area in areas[1:] for row in spread(38, *year, area) + spread(10, *window, area)]
    rows += spread(2, date(2021, 3, 1), date(2023, 12, 20), FAR, "134")
    found = card(desk(rows, [campaign()]))
    assert {Kind.REGRESSION, Kind.TREND} <= kinds(found.cautions)


def test_a_late_registration_stands_on_the_card() -> None:
    found = card(desk(FALL, [campaign(registered_on=date(2023, 5, 1))]))
    assert found.state.standing is Standing.LATE
    assert "30 days after the start" in next(
        each.text.en for each in found.cautions if each.kind is Kind.REGISTERED_LATE
    )


def test_an_outcome_in_other_words_is_judged_by_default_and_said() -> None:
    found = card(desk(FALL, [campaign(outcome="số vụ", comparison=None)]))
    assert Kind.NOT_AS_REGISTERED in kinds(found.cautions)
    assert found.effect is not None


def test_records_that_begin_too_late_are_no_ground() -> None:
    with pytest.raises(DefinitionError, match="at least a week before"):
        card(desk(spread(30, date(2023, 3, 30), date(2023, 9, 1)), [campaign()]))


def test_every_number_of_both_sentences_is_a_figure() -> None:
    for cases in (FALL, NULL):
        found = card(desk(cases, [campaign()]))
        figures = [each.figure for each in found.figures]
        for language in LANGUAGES:
            for text in (found.sentence, found.power_sentence):
                bound_line(text.in_language(language), figures, language, found.fixed)


def test_counts_trace_to_as_many_records() -> None:
    made = desk(FALL, [campaign()])
    found = card(made)
    for name in ("cases.during", "cases.before", "comparison.during", "comparison.before"):
        derived = found.figure(name)
        assert derived is not None
        traced = sum(made.engine.trace(source.request).total for source in derived.derivation.sources)
        assert traced == derived.figure.value
    effect = found.figure("effect")
    assert effect is not None
    assert len(effect.derivation.figures) == 4


def test_another_seed_of_words_is_another_figure() -> None:
    one, other = (card(desk(FALL, [campaign(minimum_effect=effect)])) for effect in ("0.3000", "0.2000"))
    ids = [{each.figure.id for each in found.figures} for found in (one, other)]
    assert not ids[0] & ids[1]


def test_a_full_card_has_second_opinions_and_pictures() -> None:
    found = card(desk(FALL, [campaign()]), full=True)
    methods = {each.method for each in found.second}
    assert {"before_after", "difference_in_differences"} <= methods
    page = cards_page([found], "vi", synthetic=True)
    assert page.count("<svg") == 2
    assert "SỐ LIỆU MÔ PHỎNG" in page
    for each in found.figures:
        assert each.figure.id in page
    assert len(page.split('id="course-')) <= len(set(page.split('id="course-')))


def test_the_shape_of_the_map_says_where_it_ran() -> None:
    found = card(desk(FALL, [campaign()]))
    assert found.sketch is not None
    ran = {spot.code: (spot.zone.value, spot.before, spot.during) for spot in found.sketch.spots}
    assert ran["916"] == ("treated", 200, 10)
    assert ran["918"][0] == "ring"


def test_a_card_as_json_keeps_numbers_exact() -> None:
    plain = card(desk(FALL, [campaign()])).to_json()
    assert plain["verdict"] == "fell"
    assert plain["registration"]["standing"] == "declared_before_start"
    assert next(each for each in plain["figures"] if each["indicator"] == "evaluate.cases.during")["value"] == "10"


def test_cards_of_equal_books_are_equal() -> None:
    first, second = (card(desk(FALL, [campaign()])) for _ in range(2))
    assert replace(first, course=second.course) == replace(second, course=first.course)
    assert CENTRE
