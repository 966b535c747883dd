"""The funnel: each stage with its own target and what passed on from the stage before."""

from __future__ import annotations

from datetime import date

from tests.unit.plan.target_books import counts, progress, target
from tongket.plan.assessing import assess
from tongket.plan.funnel import Funnel, read_funnels, stage_probes
from tongket.plan.target_counts import TargetCounts
from tongket.plan.target_text import funnel_tables
from tongket.plan.targets import first_reports, with_sums


def funnel() -> Funnel:
    rows = progress([100] * 12, "received", year=2023) + progress([100] * 6, "received")
    rows += progress([90] * 12, "issued", year=2023) + progress([90] * 6, "issued")
    rows += progress([30] * 12, "activated", year=2023) + progress([120] * 6, "activated")
    targets = [target("T-1"), target("T-2", stage="activated")]
    as_of = date(2024, 6, 20)
    counting = counts(as_of, targets=targets, progress=rows)
    whole = with_sums(counting.targets, "92")
    probes = stage_probes(whole, first_reports(counting.engine, as_of))
    counting = TargetCounts(counting.engine, counting.seal, counting.context, as_of, (*whole, *probes))
    (found,) = read_funnels(probes, assess(whole, counting), counting)
    return found


def test_stages_are_in_the_order_of_the_procedure() -> None:
    # nobody reported what was approved: the stage is there with nothing, and nothing is a per cent of it
    assert [each.stage for each in funnel().stages] == ["received", "approved", "issued", "activated"]


def test_each_stage_has_its_own_target() -> None:
    told = [each.target.target.id if each.target else None for each in funnel().stages]
    assert told == ["T-1", None, None, "T-2"]


def test_a_backlog_worked_off_is_an_alarm_in_the_year_and_none_so_far() -> None:
    activated = funnel().stages[-1]
    assert activated.step is not None
    assert activated.step.text("en") == "133.3% of those issued"
    assert activated.step.is_alarm
    assert activated.step_so_far is not None
    assert (activated.step_so_far.numerator, activated.step_so_far.denominator) == (1080, 1620)
    assert not activated.step_so_far.is_alarm


def test_table_prints_of_what_each_per_cent_is() -> None:
    (table,) = funnel_tables([funnel()])
    last = table.texts("vi")[-1]
    assert last[3] == "133,3% số đã cấp ▲"
    assert last[5] == "66,7% số đã cấp"
    assert "xem cột lũy kế" in table.notes[0].vi
