import numpy as np
import pytest

from tests.reference.evaluate_models import found_by_wdd
from tongket.evaluate import (
    Design,
    Memory,
    PanelPlan,
    Plan,
    SeriesPlan,
    detectable_by_formula,
    log_irr,
    power,
    power_text,
    wdd,
)
from tongket.model.errors import FigureError

Z90 = 1.6448536269514722


def test_wdd_is_the_sum_over_all_four_counts():
    plan = Plan(Design.WDD, 4, 3)
    assert power(plan, 0.6).probability == pytest.approx(found_by_wdd((4, 1.6, 3, 3), Z90), abs=1e-9)


# method page of this room, alpha 0.05: cases before where it ran and in the comparison, smallest fall in per cent
@pytest.mark.parametrize(
    ("design", "treated", "comparison", "percent"),
    [
        (Design.WDD, 100, 500, 93),
        (Design.WDD, 100, 100, 52),
        (Design.LOG_IRR, 100, 100, 46),
        (Design.LOG_IRR, 100, 500, 39),
        (Design.LOG_IRR, 50, 50, 61),
        (Design.LOG_IRR, 50, 250, 52),
        (Design.LOG_IRR, 200, 200, 34),
        (Design.LOG_IRR, 200, 1000, 28),
    ],
)
def test_smallest_fall_by_formula(design, treated, comparison, percent):
    plan = Plan(design, treated, comparison, alpha=0.05)
    assert round(100 * detectable_by_formula(plan)) == percent
    # counts are whole and small ones lopsided: what is really found may lie a point or two from the formula
    assert 100 * power(plan, 0.3).minimum_detectable == pytest.approx(percent, abs=1.6)


def test_a_30_percent_fall_in_a_small_place():
    result = power(Plan(Design.WDD, 100, 500, alpha=0.05), 0.3)
    assert power_text(result).vi == (
        "Mức giảm 30% sẽ được phát hiện 14 lần trong 100 lần;"
        " mức giảm nhỏ nhất được phát hiện 80 lần trong 100 lần là 93%."
    )
    assert power_text(result).en.startswith("A 30% fall would be found 14 times in 100;")


def test_with_very_few_cases_nothing_can_be_found():
    result = power(Plan(Design.WDD, 3, 30), 0.5)
    assert result.minimum_detectable is None
    assert detectable_by_formula(result.plan) is None
    assert "không mức giảm nào" in power_text(result).vi


@pytest.mark.parametrize(
    "plan",
    [
        Plan(Design.LOG_IRR, 80, 200),
        Plan(Design.LOG_IRR, 80, 200, dispersion=2.5),
        Plan(Design.WDD, 80, 60, length=0.5),
        Plan(Design.BEFORE_AFTER, 80),
        SeriesPlan(10, 25, before=104, during=8, memory=Memory(0.4, 0.7), shared=0.3),
        PanelPlan(40, 12, mean=6, before=12, during=6, spread=0.2),
    ],
)
def test_deeper_falls_are_found_more_often_and_no_fall_by_chance_alone(plan):
    results = [power(plan, fall) for fall in (0.1, 0.4)]
    chances = [result.probability for result in results]
    assert chances == sorted(chances)
    assert results[0].false_alarm == pytest.approx(0.05, abs=0.012)
    least = results[0].minimum_detectable
    assert power(plan, least).probability == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize("design", [Design.WDD, Design.LOG_IRR])
@pytest.mark.parametrize("length", [1.0, 0.5])
def test_power_is_how_often_the_method_finds_it(design, length):
    rng = np.random.default_rng(1)
    treated = rng.poisson(np.array([[120.0], [120 * length * 0.7]]), (2, 40_000))
    comparison = rng.poisson(np.array([[150.0], [150 * length]]), (2, 40_000))
    if design is Design.WDD:
        found = wdd(treated, comparison, time=(1, length)).local.shows_fall.mean()
    else:
        found = log_irr(treated, comparison).log.shows_fall.mean()
    assert power(Plan(design, 120, 150, length=length), 0.3).probability == pytest.approx(found, abs=0.012)


def test_summing_and_drawing_agree_where_one_takes_over():
    summed, drawn = (power(Plan(Design.WDD, 2000, n), 0.12) for n in (2000, 2001))
    assert (summed.how, drawn.how) == ("summation", "simulation")
    assert drawn.probability == pytest.approx(summed.probability, abs=0.012)
    assert drawn.minimum_detectable == pytest.approx(summed.minimum_detectable, abs=0.002)


def test_a_comparison_that_shares_shocks_helps_a_series():
    plan = SeriesPlan(40, 40, before=104, during=8, dispersion=3, shared=0.8)
    assert power(plan, 0.2).probability > power(plan.without_comparison(), 0.2).probability


def test_memory_costs_power():
    plain, slow = (
        SeriesPlan(40, 0, before=104, during=8, dispersion=2, memory=m) for m in (Memory(0, 0), Memory(1, 0.8))
    )
    assert power(slow, 0.3).probability < power(plain, 0.3).probability - 0.1


@pytest.mark.parametrize(
    ("make", "helps"),
    [
        (lambda: Plan(Design.WDD, 0, 10), "treated_before"),
        (lambda: Plan(Design.WDD, 10), "comparison"),
        (lambda: Plan(Design.BEFORE_AFTER, 10, alpha=2), "alpha"),
        (lambda: SeriesPlan(5, 5, before=10, during=4), "24 points"),
        (lambda: SeriesPlan(0, 5, before=30, during=4), "treated"),
        (lambda: PanelPlan(10, 10, 5, 4, 4), "some not"),
        (lambda: power(Plan(Design.BEFORE_AFTER, 10), 30), "30 %"),
        (lambda: power(Plan(Design.BEFORE_AFTER, 10), 0.3, target=0.01), "target"),
    ],
)
def test_plans_that_make_no_sense_are_refused(make, helps):
    with pytest.raises(FigureError, match=helps):
        make()
