from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.spec.drawing import context_of, seal_of
from tongket.count.export import table_object
from tongket.count.figures import count_figures
from tongket.count.request import CountRequest, resolve_against
from tongket.count.table import FigureTable
from tongket.engines.reference import ReferenceEngine
from tongket.model.errors import FigureError, UsageError
from tongket.model.figures import State, figure_id
from tongket.model.periods import parse_period

HEAD = 'label = { vi = "Số vụ", en = "Cases" }\nunit = { vi = "vụ", en = "cases" }\n'
COUNT = f'measure = "count"\ntable = "cases"\ndate = "recorded_on"\n{HEAD}'
DEFINE = f"""
[[indicator]]
id = "recorded"
{COUNT}
[[indicator]]
id = "cleared"
{COUNT.replace("recorded_on", "cleared_on")}
[[indicator]]
id = "of_these"
{COUNT}where = [{{ column = "cleared_on", not_null = true }}]
[[indicator]]
id = "loss"
measure = "sum"
column = "property_loss"
table = "cases"
date = "recorded_on"
{HEAD}
[[indicator]]
id = "clearance"
measure = "share"
numerator = "of_these"
denominator = "recorded"
{HEAD}
[[indicator]]
id = "clearance_period"
measure = "ratio"
numerator = "cleared"
denominator = "recorded"
{HEAD}
"""


def cases(*counts: tuple[int, int], cleared: int = 0) -> list[dict[str, Any]]:
    return [
        {
            "case_id": f"{year}-{number}",
            "recorded_on": date(year, 3, 1 + number % 28),
            "cleared_on": date(year, 6, 1) if number < cleared else None,
            "property_loss": Decimal("100.50"),
            "offence_group": "drugs",
        }
        for year, count in counts
        for number in range(count)
    ]


def ask(
    rows: list[dict[str, Any]], *, by: tuple[str, ...] = (), against: tuple[str, ...] = (), **more: Any
) -> FigureTable:
    period = more.pop("period", "civil:2022")
    request = CountRequest(parse_period(period), against, by, **more)
    return count_figures(request, ReferenceEngine({"cases": rows}), seal_of("2023-12-31"), context_of(DEFINE))


def test_a_published_comparison_comes_out_of_counting_records() -> None:
    figure = ask(cases((2022, 574), (2021, 606), (2019, 1067)), against=("civil:2021", "base:2019")).get("recorded")
    last, base = figure.comparisons
    assert (figure.value, last.value, base.value) == (574, 606, 1067)
    assert round(last.percent or 0, 1) == Decimal("-5.3")
    assert round(base.percent or 0, 1) == Decimal("-46.2")
    assert last.difference == -32
    assert last.p_value == pytest.approx(0.352, abs=0.001)
    assert "−5,3%" in last.sentence_vi
    assert "ngẫu nhiên" in last.sentence_vi
    assert "may be due to chance" in last.sentence_en


def test_a_figures_id_does_not_depend_on_what_else_was_asked() -> None:
    rows = cases((2022, 3), (2021, 4))
    alone = ask(rows, indicators=("recorded",)).get("recorded")
    among = ask(rows, by=("offence_group",), against=("civil:2021",)).get("recorded")
    assert alone.id == among.id
    assert alone.id == figure_id(
        indicator="recorded",
        version=1,
        period="civil:2022",
        area="*",
        by=(),
        seal=alone.seal,
        code_version=alone.code_version,
    )


def test_comparison_names_the_figure_it_rests_on() -> None:
    table = ask(cases((2022, 3), (2021, 4), (2020, 2)), against=("civil:2021", "mean:2"))
    one, mean = table.get("recorded").comparisons
    assert one.figure == table.get("recorded", "civil:2021").id
    assert mean.figures == tuple(table.get("recorded", f"civil:{year}").id for year in (2021, 2020))
    assert mean.value == 3


def test_share_is_compared_in_points_with_an_interval() -> None:
    table = ask([*cases((2022, 100), cleared=80), *cases((2021, 100), cleared=60)], against=("civil:2021",))
    (points,) = table.get("clearance").comparisons
    assert (points.value, points.difference, points.percent) == (Decimal("0.6"), Decimal("0.2"), None)
    assert points.lower is not None
    assert points.upper is not None
    assert 7 < points.lower < 20 < points.upper < 33
    (ratio,) = table.get("clearance_period").comparisons
    assert ratio.p_value is None
    assert "20,0 điểm phần trăm" in ratio.sentence_vi


def test_money_keeps_two_decimals() -> None:
    table = ask(cases((2022, 3), (2021, 2)), against=("civil:2021",))
    assert str(table.get("loss").value) == "301.50"
    assert table_object(table)["figures"][3]["value"] == "301.50"
    assert table.get("loss").comparisons[0].difference == Decimal("100.5")


def test_no_interval_of_a_sum_and_a_poisson_interval_of_a_count() -> None:
    table = ask(cases((2022, 7)))
    recorded = table.get("recorded")
    assert (round(recorded.lower or 0, 1), round(recorded.upper or 0, 1)) == (2.8, 14.4)
    assert table.get("loss").lower is None


def test_many_comparisons_carry_a_note() -> None:
    table = ask(cases((2022, 9), (2021, 4)), by=("month",), against=("civil:2021",), indicators=("recorded",))
    assert table.compared is not None
    assert table.compared.tests.n_tested == 2
    assert "2 phép so sánh" in table.compared.note.vi
    assert "2 comparisons" in table.compared.note.en


def test_months_are_compared_with_the_month_of_the_same_number() -> None:
    table = ask(cases((2022, 9), (2021, 4)), by=("month",), against=("civil:2021",), indicators=("recorded",))
    march = table.get("recorded", by=(("month", "civil:2022-03"),))
    assert (march.value, march.comparisons[0].value) == (9, 4)
    assert "tháng 3/2021" in march.comparisons[0].sentence_vi
    assert (march.start, march.end) == (date(2022, 3, 1), date(2022, 3, 31))


def test_periods_with_other_numbers_of_months_are_compared_as_wholes_only() -> None:
    table = ask(cases((2022, 9), (2021, 4)), by=("month",), against=("civil:2021-H1",), indicators=("recorded",))
    assert table.get("recorded").comparisons[0].value == 4
    month = table.get("recorded", by=(("month", "civil:2022-03"),))
    assert month.comparisons[0].value is None
    assert month.comparisons[0].figure is None


def test_get_takes_a_star_for_a_total() -> None:
    table = ask(cases((2022, 2)), by=("offence_group",))
    assert table.get("recorded", by=(("offence_group", "*"),)).id == table.get("recorded").id
    assert table.get("recorded", by=(("offence_group", "drugs"),)).value == 2
    assert table.get("recorded", by=(("offence_group", "persons"),)).value == 0


def test_get_says_what_there_is() -> None:
    table = ask(cases((2022, 2)), by=("offence_group",))
    with pytest.raises(FigureError, match="'nothing' was not counted; there are, among others, recorded"):
        table.get("nothing")
    with pytest.raises(FigureError, match="period 'civil:2021' was not counted; there are civil:2022"):
        table.get("recorded", "civil:2021")
    with pytest.raises(FigureError, match="is not broken down by severity"):
        table.get("recorded", by=(("severity", "serious"),))
    with pytest.raises(FigureError, match="has no offence_group 'arson'"):
        table.get("recorded", by=(("offence_group", "arson"),))


def test_missing_and_late_have_no_value() -> None:
    table = ask([], period="civil:2024")
    assert table.get("recorded").state is State.LATE
    assert table.get("clearance").state is State.LATE
    nothing = count_figures(
        CountRequest(parse_period("civil:2022")), ReferenceEngine({}), seal_of("2023-12-31"), context_of(DEFINE)
    )
    assert {figure.state for figure in nothing.figures()} == {State.MISSING}
    assert {figure.denominator for figure in nothing.figures()} == {None}


def test_json_has_the_agreed_keys_and_exact_numbers() -> None:
    found = table_object(ask(cases((2022, 3), (2021, 4), cleared=1), against=("civil:2021",)), "en")
    assert list(found) == ["book", "seal", "figures"]
    keys = {"id", "indicator", "version", "period", "area", "by", "value", "numerator", "denominator", "lower", "upper"}
    assert keys | {"status", "suppressed", "comparisons"} <= set(found["figures"][0])
    share = found["figures"][4]
    assert (share["value"], share["numerator"], share["denominator"]) == ("0.333333333333", 1, 3)
    comparison = found["figures"][0]["comparisons"][0]
    wanted = {"against", "value", "difference", "percent", "lower", "upper", "p_value", "sentence"}
    assert wanted <= set(comparison)
    assert comparison["sentence"].startswith("3 cases, down 1")


WRONG = [
    ({"by": ("sex",)}, "must be one of area"),
    ({"by": ("area", "area")}, "at most two"),
    ({"by": ("area", "month", "severity")}, "at most two"),
    ({"by": ("month", "weekday_hour")}, "do not go together"),
    ({"against": ("civil:2022",)}, "is the period"),
    ({"against": ("mean:1",)}, "two years or more"),
    ({"against": ("mean:x",)}, "mean:K or base:YYYY"),
    ({"against": ("last year",)}, "Period"),
    ({"indicators": ("nothing",)}, "not declared"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG, ids=[says for _, says in WRONG])
def test_wrong_requests_are_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        ask(cases((2022, 1)), **wrong)


def test_mean_and_base_keep_the_form_of_the_period() -> None:
    quarter = parse_period("mps:2022-Q3")
    mean, base = resolve_against(("mean:2", "base:2019"), quarter)
    assert mean.text == "mean(mps:2021-Q3,mps:2020-Q3)"
    assert base.text == "mps:2019-Q3"


def test_a_breakdown_too_fine_to_be_of_use_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongket.count.figures.MAX_CELLS", 10)
    with pytest.raises(UsageError, match="more than 10 figures"):
        ask(cases((2022, 1)), by=("month",))


def test_telling_figures_are_those_that_are_not_nought_throughout() -> None:
    table = ask(cases((2022, 5), (2021, 1), cleared=1), by=("month",), against=("civil:2021",))
    everything = list(table.figures())
    assert len(table) == len(everything)
    wanted = {f.id for f in everything if f.value or any(c.value for c in f.comparisons)}
    assert {figure.id for figure in table.telling()} == wanted
    assert 0 < len(wanted) < len(everything)


def test_an_uncertain_time_is_spread_and_the_total_stays_exact() -> None:
    rows = [
        # Monday 22:30 to Tuesday 00:30
        {"case_id": "a", "recorded_on": date(2022, 1, 12), **between(datetime(2022, 1, 10, 22, 30), 120)},
        {"case_id": "b", "recorded_on": date(2022, 1, 12), **between(datetime(2022, 1, 10, 22, 0), 70)},
        {"case_id": "c", "recorded_on": date(2022, 1, 12)},
    ]
    table = ask(rows, by=("weekday_hour",), indicators=("recorded", "loss"))
    cells = {dict(f.by).get("weekday_hour", "*"): f.value for f in table.figures() if f.indicator == "recorded"}
    assert cells["*"] == 3
    assert cells["1-22"] == Decimal("1.107143")  # a quarter of one case and six sevenths of another
    assert (cells["1-23"], cells["2-00"], cells["unknown"]) == (Decimal("0.642857"), Decimal("0.25"), 1)
    assert sum(Decimal(value or 0) for code, value in cells.items() if code != "*") == 3
    assert len(cells) == 1 + 168 + 1


def between(begin: datetime, minutes: int) -> dict[str, datetime]:
    return {"occurred_from": begin, "occurred_to": begin + timedelta(minutes=minutes)}
