"""Derived figures of targets: they say what they are, what they rest on, and trace to the same records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.unit.plan.target_books import NINH_KIEU, cases, context, counts, progress, seal, target
from tongket.count.derived import Derived
from tongket.plan.assessing import assess
from tongket.plan.figures import target_figures
from tongket.plan.target_counts import TargetCounts
from tongket.plan.target_text import explain_target, targets_table

AS_OF = date(2024, 6, 20)
YEARS = [row for year in (2022, 2023) for row in progress([30] * 6 + [170] * 6, year=year)]


def derived(counting: TargetCounts, place: int = 0) -> dict[str, Derived]:
    assessed = assess(counting.targets, counting)[place]
    return {each.derivation.id: each for each in target_figures(assessed, counting.seal, counting.context)}


def seasonal() -> TargetCounts:
    return counts(AS_OF, targets=[target("T")], progress=[*YEARS, *progress([30, 31, 29, 30, 32, 28])])


def test_every_number_of_a_paced_target_is_a_figure() -> None:
    assert set(derived(seasonal())) == {
        "plan.target.percentage",
        "plan.pace.expected_now",
        "plan.pace.projected",
        "plan.pace.probability",
        "plan.pace.weekly_needed",
        "plan.pace.weekly_so_far",
    }


def test_percentage_carries_numerator_denominator_and_of_what() -> None:
    found = derived(seasonal())["plan.target.percentage"]
    assert (found.figure.numerator, found.figure.denominator) == (180, Decimal(1200))
    assert found.figure.value == Decimal("0.15")
    assert found.derivation.unit.en == "% of the assigned target"
    assert found.derivation.share


def test_projection_names_all_it_was_told() -> None:
    found = derived(seasonal())["plan.pace.projected"]
    told = dict(found.derivation.parameters)
    assert told["goal"] == ">= 1200"
    assert told["counts"] == "30 31 29 30 32 28"
    assert told["earlier 2022-12-15..2023-12-31"].split()[-1] == "0"
    assert told["expected_share"] == "0.150000"
    assert found.figure.lower is not None
    assert found.figure.upper is not None
    assert isinstance(found.figure.value, int)
    assert found.figure.lower < found.figure.value < found.figure.upper


def test_sources_lead_to_the_records_counted() -> None:
    counting = seasonal()
    found = derived(counting)["plan.pace.projected"]
    (source,) = found.derivation.sources
    assert counting.engine.trace(source.request).total == 6
    reached = assess(counting.targets, counting)[0].reached
    assert reached is not None
    assert found.derivation.figures == (reached.id,)


def test_sources_of_a_unit_are_its_own_reports() -> None:
    rows = [*progress([20] * 6), *progress([30] * 6, area="917")]
    counting = counts(AS_OF, targets=[target("T", area=NINH_KIEU)], progress=rows)
    found = derived(counting)["plan.target.percentage"]
    assert found.figure.area == NINH_KIEU
    assert counting.engine.trace(found.derivation.sources[0].request).total == 6


def test_sources_of_a_rate_are_numerator_and_denominator() -> None:
    recorded = {date(2024, month, 1): 10 for month in range(1, 7)}
    row = target(
        "T", indicator="clearance_period.social_order", stage=None, due_on=date(2024, 12, 14), value=Decimal("0.75")
    )
    counting = counts(AS_OF, targets=[row], cases=cases(recorded, cleared=45))
    found = derived(counting)
    traced = [counting.engine.trace(each.request).total for each in found["plan.target.percentage"].derivation.sources]
    assert traced == [45, 60]
    assert found["plan.pace.projected"].derivation.share
    assert "plan.pace.weekly_needed" not in found


def test_nothing_is_derived_where_nothing_is_counted() -> None:
    counting = counts(AS_OF, targets=[target("T", indicator="drones", stage=None)])
    assert target_figures(assess(counting.targets, counting)[0], seal(AS_OF), context()) == ()


def test_explanation_follows_the_path_month_by_month() -> None:
    counting = seasonal()
    assessed = assess(counting.targets, counting)[0]
    summary, course = explain_target(assessed, target_figures(assessed, counting.seal, counting.context))
    assert course.texts("en")[-1] == ("2024-06-14", "28", "180", "180", "0")
    assert "2022-12-15..2023-12-31" in course.notes[0].en
    assert any(row[0] == "Figure: projected" for row in summary.texts("en"))


def test_table_of_targets_prints_of_what() -> None:
    counting = counts(date(2024, 12, 20), targets=[target("T")], progress=progress([110] * 12))
    table = targets_table(assess(counting.targets, counting))
    assert table.texts("vi")[0][3:5] == ("1.320", "110% chỉ tiêu được giao ▲")
    assert table.notes
