from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.spec.drawing import small_catalogue
from tongket.count.definitions import (
    IndicatorSet,
    Rules,
    check_indicators,
    definition_digest,
    definition_toml,
    expanded_indicators,
    list_indicator_sets,
    load_indicators,
)
from tongket.model.errors import DefinitionError, UsageError
from tongket.model.indicators import Condition, Measure, Operator
from tongket.store.shipped import read_offences

RULES = Rules(small_catalogue())
GOOD = """
[[indicator]]
id = "thefts"
label = { vi = "Số vụ trộm cắp", en = "Thefts" }
unit = { vi = "vụ", en = "cases" }
measure = "count"
table = "cases"
date = "recorded_on"
where = [{ column = "offence", in = ["173"] }]
"""
RATE = """
[[indicator]]
id = "share"
label = { vi = "Tỷ lệ", en = "Share" }
unit = { vi = "%", en = "%" }
measure = "share"
numerator = "thefts"
denominator = "all"
"""
ALL = GOOD.replace('"thefts"', '"all"').replace('where = [{ column = "offence", in = ["173"] }]', "")


def load(content: str, rules: Rules = RULES) -> IndicatorSet:
    return IndicatorSet(check_indicators(expanded_indicators(content, "own.toml", rules), rules), rules)


def test_reads_an_indicator() -> None:
    thefts = load(GOOD)["thefts"]
    assert thefts.measure is Measure.COUNT
    assert thefts.where == (Condition("offence", Operator.IN, ("173",)),)
    assert thefts.small_number == 50


BROKEN = [
    (GOOD.replace("table =", "tabel ="), "tabel"),
    (GOOD.replace('table = "cases"', 'table = "crimes"'), "'table': must be one of"),
    (GOOD.replace('"recorded_on"', '"recordedon"'), "'date': table 'cases' has no column 'recordedon'"),
    (GOOD.replace('"recorded_on"', '"offence"'), "'date': must be a date column"),
    (GOOD.replace('column = "offence"', 'column = "offense"'), "'where': table 'cases' has no column 'offense'"),
    (GOOD.replace('"173"', '"1730"'), "'offence' has no code '1730'"),
    (GOOD.replace('en = "Thefts"', 'en = ""'), "label.en"),
    (GOOD.replace(', en = "Thefts"', ""), "label"),
    (GOOD.replace('"count"', '"number"'), "'measure': must be one of"),
    (GOOD.replace('"count"', '"sum"'), "`column` must be given"),
    (GOOD.replace('"count"', '"sum"') + 'column = "offence"\n', "only whole numbers, money and numbers add up"),
    (GOOD.replace('in = ["173"]', "within_days = 3"), "'within_days' needs a date column"),
    (GOOD.replace('in = ["173"]', 'in = ["173"], not_in = ["123"]'), "exactly one of"),
    (GOOD.replace('in = ["173"]', "is_null = false"), "must be true"),
    (GOOD.replace('{ column = "offence", in = ["173"] }', "{ member = true }"), "only in a [[family]]"),
    (GOOD + GOOD, "'id': must be unique"),
    (GOOD + RATE, "'denominator': must be the id of an indicator; got 'all'"),
    (GOOD + ALL + RATE.replace('"all"', '"share"'), "so that no circle can arise"),
    (GOOD + ALL + RATE.replace("thefts", "x").replace('"all"', '"thefts"').replace('"x"', '"all"'), "must be a part"),
    ("[[indicator]\n", "must be TOML"),
]


@pytest.mark.parametrize(("content", "says"), BROKEN, ids=[says for _, says in BROKEN])
def test_a_bad_definition_is_refused_with_file_key_and_remedy(content: str, says: str) -> None:
    with pytest.raises(DefinitionError) as refusal:
        load(content)
    assert says in str(refusal.value)
    assert str(refusal.value).startswith("own.toml")
    assert str(refusal.value).endswith(".")


def test_share_whose_numerator_is_narrower_is_accepted() -> None:
    assert load(GOOD + ALL + RATE)["share"].numerator == "thefts"


def test_share_of_a_narrower_list_is_a_part() -> None:
    wide = GOOD.replace('"thefts"', '"all"').replace('in = ["173"]', 'under = ["property"]')
    assert load(GOOD + wide + RATE)["share"].denominator == "all"


def test_families_are_written_out_over_groups_and_offences() -> None:
    family = """
[[family]]
over = ["groups", "offences"]
[[family.member]]
code = "drugs"
name = { vi = "ma túy", en = "drug crime" }
[[family.member]]
code = "grave"
name = { vi = "nghiêm trọng", en = "grave crime" }
where = [{ column = "severity", in = ["$major"] }]
[[family.indicator]]
id = "recorded.{code}"
label = { vi = "Số vụ {name}", en = "{Name}" }
unit = { vi = "vụ", en = "cases" }
measure = "count"
table = "cases"
date = "recorded_on"
where = [{ member = true }]
"""
    found = load(family, Rules(small_catalogue(), major=("very_serious",)))
    ids = [indicator.id for indicator in found]
    assert ids == [
        *(f"recorded.{code}" for code in ("social_order", "persons", "property", "drugs")),
        *(f"recorded.article_{code}" for code in ("123", "173", "249")),
        "recorded.grave",
    ]
    assert found["recorded.drugs"].label.vi == "Số vụ ma túy"
    assert found["recorded.drugs"].label.en == "Drug crime"
    assert found["recorded.social_order"].where[0].operator is Operator.UNDER
    assert found["recorded.grave"].where[0].values == ("very_serious",)


def test_a_definition_written_as_toml_reads_back() -> None:
    for name, codes in (("police", "vn-penal-code"), ("incidents", "generic-city")):
        rules = Rules(read_offences(codes))
        for indicator in load_indicators([name], rules):
            if indicator.table is not None:
                (back,) = expanded_indicators(definition_toml(indicator), indicator.defined_in, rules)
                assert back == indicator


@pytest.mark.parametrize("name", list_indicator_sets())
def test_shipped_sets_are_valid_and_complete(name: str) -> None:
    rules = Rules(read_offences("vn-penal-code" if name in ("police", "project-06") else "generic-city"))
    sets = ["incidents", name] if name == "incident-outcomes" else [name]
    found = load_indicators(sets, rules)
    assert len(found) > 5
    for indicator in found:
        assert indicator.label.vi != indicator.label.en
        assert "{" not in indicator.label.vi + indicator.label.en + indicator.id


def test_police_set_has_what_a_year_end_report_needs() -> None:
    found = load_indicators(["police"], Rules(read_offences("vn-penal-code")))
    for code in ("social_order", "drugs", "economic", "environment", "article_173", "social_order.major"):
        for kind in ("recorded", "cleared", "persons", "killed", "injured", "loss"):
            assert f"{kind}.{code}" in found.indicators
        for form in ("period", "cohort", "within_90", "within_180", "within_365"):
            assert found[f"clearance_{form}.{code}"].reportable
    assert found["clearance_period.social_order"].measure is Measure.RATIO
    assert found["clearance_cohort.social_order"].measure is Measure.SHARE
    assert not found["cleared_cohort.social_order"].reportable


def test_a_books_own_file_adds_to_the_shipped_sets(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "own.toml").write_text(GOOD, encoding="utf-8")
    found = load_indicators(["incidents"], Rules(small_catalogue()), folder=tmp_path, patterns=["indicators/*.toml"])
    assert "recorded.drugs" in found.indicators
    assert found["thefts"].defined_in == "indicators/own.toml"


def test_unknown_set_and_unknown_indicator_are_refused() -> None:
    with pytest.raises(DefinitionError, match=r"indicators\.sets.*police"):
        load_indicators(["polise"], RULES)
    with pytest.raises(UsageError, match=r"'theft' is not declared.*thefts"):
        load(GOOD)["theft"]


def test_digest_changes_with_the_definition_and_with_what_it_rests_on() -> None:
    found = load(GOOD + ALL + RATE)
    share, thefts, everything = found["share"], found["thefts"], found["all"]
    other = load(GOOD.replace("173", "123"))["thefts"]
    assert definition_digest(thefts) != definition_digest(other)
    assert definition_digest(share, thefts, everything) != definition_digest(share, other, everything)


def test_the_how_to_page_shows_valid_definitions() -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "add-an-indicator.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    found = load("\n".join(blocks), Rules(read_offences("vn-penal-code")))
    assert found["property.clearance_30"].measure is Measure.SHARE
    assert found["injured_in.article_173"].column == "injured"
