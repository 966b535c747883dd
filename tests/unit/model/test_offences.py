"""Offences: severity by the frame of the clause, groups, the counting rule and its words."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference import counting_rule
from tongket.model.errors import DefinitionError
from tongket.model.offences import (
    Charge,
    Frame,
    IccsMapping,
    Offence,
    OffenceCatalogue,
    OffenceGroup,
    Severity,
)
from tongket.model.text import Text
from tongket.store.shipped import read_offences

DAY, START, LATER = date(2022, 6, 1), date(2018, 1, 1), date(2026, 1, 1)
PENAL_CODE = read_offences("vn-penal-code")


def text(word):
    return Text(vi=word, en=word)


CLASSES = (
    Severity("less_serious", text("a"), 3),
    Severity("serious", text("b"), 7),
    Severity("very_serious", text("c"), 15, is_major=True),
    Severity("especially_serious", text("d"), None, is_major=True),
)
GROUPS = (OffenceGroup("order", text("order"), None, True), OffenceGroup("property", text("p"), "order", True))


def offence(article, clause=None, frame=None, group="property", first=START, last=None):
    return Offence(article, clause, text(article), group, frame, first, last, "test", "high")


def catalogue(frames, severities=CLASSES):
    """Build a catalogue from article → clause → frame."""
    rows = [offence(article) for article in frames]
    rows += [offence(article, clause, frame) for article in frames for clause, frame in frames[article].items()]
    return OffenceCatalogue("test", text("test"), tuple(rows), GROUPS, severities)


@pytest.mark.parametrize(
    ("frame", "severity"),
    [
        (Frame(non_custodial=True), "less_serious"),
        (Frame(6, 3, non_custodial=True), "less_serious"),
        (Frame(12, 4), "serious"),
        (Frame(36, 7), "serious"),
        (Frame(36, 8), "very_serious"),
        (Frame(84, 15), "very_serious"),
        (Frame(60, 16), "especially_serious"),
        (Frame(144, 20), "especially_serious"),
        (Frame(life=True), "especially_serious"),
        (Frame(240, 20, life=True, death=True), "especially_serious"),
    ],
)
def test_severity_follows_the_thresholds_of_article_9(frame, severity):
    assert catalogue({"1": {"1": frame}}).severity_of("1", "1", DAY).code == severity


def test_severity_of_an_unsettled_clause_is_known_only_if_all_clauses_agree():
    known = catalogue({"1": {"1": Frame(6, 3), "2": Frame(24, 7)}, "2": {"1": Frame(6, 2), "2": Frame(12, 3)}})
    assert known.severity_of("1", None, DAY) is None
    assert known.severity_of("2", None, DAY).code == "less_serious"


def test_severity_is_not_guessed_where_the_frame_is_unknown():
    known = catalogue({"1": {"1": None}, "2": {}})
    assert known.severity_of("1", "1", DAY) is None
    assert known.severity_of("1", None, DAY) is None
    assert known.severity_of("2", "1", DAY) is None
    assert known.severity_of("2", None, DAY) is None


def test_severity_is_that_of_the_law_of_the_day():
    rows = (
        offence("1"),
        offence("1", "1", Frame(6, 3), last=date(2021, 12, 31)),
        offence("1", "1", Frame(12, 5), first=date(2022, 1, 1)),
    )
    dated = OffenceCatalogue("test", text("test"), rows, GROUPS, CLASSES)
    assert dated.severity_of("1", "1", date(2021, 12, 31)).code == "less_serious"
    assert dated.severity_of("1", "1", date(2022, 1, 1)).code == "serious"


def test_major_is_a_convention_that_a_book_may_replace():
    known = catalogue({"1": {}})
    assert known.is_major("very_serious")
    assert not known.is_major("serious")
    assert known.is_major("serious", frozenset({"serious"}))
    with pytest.raises(DefinitionError, match="severity must be one of less_serious"):
        known.is_major("grave")


def test_groups_within_a_group_include_itself():
    known = catalogue({"1": {}})
    assert [group.code for group in known.groups_within("order")] == ["order", "property"]
    assert known.group_of("1", DAY).code == "property"
    assert known.is_social_order("1", DAY)
    with pytest.raises(DefinitionError, match="group must be one of order, property"):
        known.groups_within("theft")


def test_an_article_not_in_force_says_when_it_is():
    with pytest.raises(DefinitionError, match=r"'256a' is no offence on 2025-06-30\. It is in force 2025-07-01 to now"):
        PENAL_CODE.article("256a", date(2025, 6, 30))
    with pytest.raises(DefinitionError, match="Check the article"):
        PENAL_CODE.article("999", DAY)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ((offence("1"), offence("1", first=DAY)), "article 1 has two rows in force on 2022-06-01"),
        ((offence("1"), offence("1", "2"), offence("1", "2")), "article 1 clause 2 has two rows"),
        ((offence("1", "1"),), "'1' has none"),
        ((offence("1", group="theft"),), "group must be one of order, property; got 'theft'"),
    ],
)
def test_an_invalid_catalogue_cannot_be_built(rows, complaint):
    with pytest.raises(DefinitionError, match=complaint):
        OffenceCatalogue("test", text("test"), rows, GROUPS, CLASSES)


@pytest.mark.parametrize(
    ("build", "complaint"),
    [
        (lambda: Frame(), "at least one penalty"),
        (lambda: Frame(61, 5), "least term must not exceed"),
        (lambda: replace(offence("1"), confidence="sure"), "confidence must be one of"),
        (lambda: offence("1", first=DAY, last=START), "valid_to must not lie before"),
        (lambda: IccsMapping("1", None, "5.2", text("x"), "high"), "2 to 6 digits"),
    ],
)
def test_an_invalid_row_cannot_be_built(build, complaint):
    with pytest.raises(DefinitionError, match=complaint):
        build()


@pytest.mark.parametrize(
    ("frame", "vi", "en"),
    [
        (
            Frame(144, 20, life=True, death=True),
            "tù từ 12 năm đến 20 năm, tù chung thân hoặc tử hình",
            "12 to 20 years, life imprisonment or death",
        ),
        (
            Frame(6, 3, non_custodial=True),
            "phạt không giam giữ hoặc tù từ 6 tháng đến 3 năm",
            "non-custodial penalty or 6 months to 3 years",
        ),
        (Frame(240, 20), "tù 20 năm", "20 years"),
        (Frame(None, 1), "tù đến 1 năm", "up to 1 year"),
        (Frame(non_custodial=True), "phạt không giam giữ", "non-custodial penalty"),
    ],
)
def test_a_frame_is_written_in_both_languages(frame, vi, en):
    assert (frame.text.vi, frame.text.en) == (vi, en)


def test_the_most_serious_offence_is_counted():
    chosen = PENAL_CODE.principal([Charge("173", "1"), Charge("321", "2")], DAY)
    assert (chosen.charge, chosen.position) == (Charge("321", "2"), 1)
    assert chosen.reason.vi.startswith("Điều 321 (Đánh bạc)")
    assert "7 years" in chosen.reason.en


def test_among_equals_the_lowest_article_is_counted():
    chosen = PENAL_CODE.principal([Charge("321", "1"), Charge("173", "1")], DAY)
    assert chosen.charge == Charge("173", "1")
    assert "lấy điều có số nhỏ nhất" in chosen.reason.vi
    assert "the lowest article number" in chosen.reason.en


def test_article_numbers_are_ordered_as_numbers_with_letters_after():
    same = {"1": Frame(6, 3)}
    known = catalogue({"1000": same, "256a": same, "256": same, "257": same})
    left = ["1000", "256a", "256", "257"]
    order = []
    while left:
        order.append(known.principal([Charge(article, "1") for article in left], DAY).charge.article)
        left.remove(order[-1])
    assert order == ["256", "256a", "257", "1000"]


def test_one_offence_is_its_own_principal():
    chosen = PENAL_CODE.principal([Charge("173")], DAY)
    assert chosen.charge == Charge("173")
    assert "tội danh duy nhất" in chosen.reason.vi


def test_an_unsettled_clause_stands_with_the_mildest_frame():
    chosen = PENAL_CODE.principal([Charge("173"), Charge("318", "2")], DAY)
    assert chosen.charge == Charge("318", "2")


def test_an_unknown_frame_is_put_last_and_said():
    chosen = PENAL_CODE.principal([Charge("236", "1"), Charge("155", "1")], DAY)
    assert chosen.charge == Charge("155", "1")
    assert "not known was put last" in chosen.reason.en


def test_an_amended_clause_is_compared_by_its_former_frame_and_said():
    chosen = PENAL_CODE.principal([Charge("249", "1"), Charge("173", "1")], LATER)
    assert PENAL_CODE.severity_of("249", "1", LATER) is None
    assert chosen.charge == Charge("249", "1")
    assert "khung trước đó" in chosen.reason.vi


def test_a_case_without_offence_is_refused():
    with pytest.raises(DefinitionError, match="at least one offence"):
        PENAL_CODE.principal([], DAY)


def test_an_offence_not_in_force_is_refused():
    with pytest.raises(DefinitionError, match="'256a' is no offence"):
        PENAL_CODE.principal([Charge("256a", "1"), Charge("173", "1")], DAY)


def test_a_list_without_frames_counts_the_offence_that_stands_first():
    cities = read_offences("generic-city")
    chosen = cities.principal([Charge("theft"), Charge("homicide"), Charge("drugs")], DAY)
    assert chosen.charge == Charge("homicide")
    assert chosen.reason.en == "Homicide: stands first in the list."


FRAMES = (
    st.none()
    | st.builds(Frame, st.none(), st.integers(1, 20), st.booleans(), st.booleans(), st.booleans())
    | st.just(Frame(non_custodial=True))
)
ARTICLES = st.sampled_from(["9", "10", "173", "174", "256", "256a", "257"])
BOOKS = st.dictionaries(ARTICLES, st.dictionaries(st.sampled_from("123"), FRAMES, max_size=3), min_size=1)


def plain(frame):
    return None if frame is None else (frame.max_years, frame.life, frame.death, frame.non_custodial)


@given(st.data())
def test_principal_agrees_with_the_slow_rule(data):
    frames = data.draw(BOOKS)
    pairs = st.tuples(st.sampled_from(sorted(frames)), st.none() | st.sampled_from("1234"))
    charges = data.draw(st.lists(pairs, min_size=1, max_size=5))
    expected = counting_rule.counted_under(
        charges, {article: {no: plain(frame) for no, frame in clauses.items()} for article, clauses in frames.items()}
    )
    chosen = catalogue(frames).principal([Charge(*pair) for pair in charges], DAY)
    assert (chosen.charge.article, chosen.charge.clause) == expected
    assert charges[chosen.position] == expected


@given(FRAMES)
def test_severity_agrees_with_the_slow_rule(frame):
    found = catalogue({"1": {"1": frame}}).severity_of("1", "1", DAY)
    assert (found and found.code) == counting_rule.severity(plain(frame))


@given(st.lists(st.sampled_from(sorted(PENAL_CODE.by_clause, key=str)), min_size=1, max_size=4))
def test_principal_does_not_depend_on_the_order(keys):
    charges = [Charge(*key) for key in keys]
    found = {
        (chosen.charge, chosen.reason)
        for order in permutations(charges)
        for chosen in [PENAL_CODE.principal(order, LATER)]
    }
    assert len(found) == 1
