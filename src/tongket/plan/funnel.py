"""The way of an application from stage to stage: what each stage reached, of which target, and what passed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tongket.model.figures import Figure
from tongket.model.text import Text
from tongket.plan.assessing import Assessment
from tongket.plan.percentages import DenominatorKind, Percentage
from tongket.plan.target_counts import TargetCounts
from tongket.plan.targets import STAGES, Target

_KIND_OF = {
    "eligible": DenominatorKind.ELIGIBLE_POPULATION,
    "received": DenominatorKind.RECEIVED,
    "approved": DenominatorKind.APPROVED,
    "issued": DenominatorKind.ISSUED,
}


@dataclass(frozen=True)
class FunnelStage:
    """Hold one stage of a funnel.

    Attributes
    ----------
    stage : str
        ``received``, ``approved``, ``issued``, ``activated``.
    label : Text
        Of the indicator.
    in_window : Figure
        What was counted since the target's first day.
    so_far : Figure
        What was counted since the register began.
    target : Assessment or None
        The stage's own target, where one was assigned.
    step : Percentage or None
        In the window, per cent of the stage before; above 100 % where a backlog is worked off, and then an alarm.
    step_so_far : Percentage or None
        Since the register began, per cent of the stage before.
    """

    stage: str
    label: Text
    in_window: Figure
    so_far: Figure
    target: Assessment | None
    step: Percentage | None
    step_so_far: Percentage | None


@dataclass(frozen=True)
class Funnel:
    """Hold the stages of one procedure, in order.

    Attributes
    ----------
    indicator : str
        ``identity_card``, ``eid_account``.
    area : str
        Area code of the whole.
    first, until : date
        Days of `FunnelStage.in_window`.
    stages : tuple of FunnelStage
        Those that the book counts, in order of the procedure.
    """

    indicator: str
    area: str
    first: date
    until: date
    stages: tuple[FunnelStage, ...]


def stage_probes(whole: Iterable[Target], first_reports: Mapping[str, date]) -> tuple[Target, ...]:
    """Return what must be counted for the funnels of procedures that have a target for any stage.

    Parameters
    ----------
    whole : iterable of Target
        Targets of the whole book.
    first_reports : mapping of str to date
        Day of the first report of each procedure.

    Returns
    -------
    tuple of Target
        For each stage its target's days, and all days since the register began. They stand for days and a stage
        only: their value is that of another stage.
    """
    found: dict[tuple[str, date], Target] = {}
    for target in whole:
        if target.stage in STAGES and target.kind is DenominatorKind.ASSIGNED_TARGET:
            found.setdefault((target.indicator, target.due_on), target)
    return tuple(
        replace(target, stage=stage, counts_from=first)
        for target in found.values()
        for first in (target.counts_from, min(target.counts_from, first_reports.get(target.indicator, date.max)))
        for stage in STAGES
    )


def read_funnels(probes: Sequence[Target], assessed: Sequence[Assessment], counts: TargetCounts) -> tuple[Funnel, ...]:
    """Return the funnels, in order of procedure and due day.

    Parameters
    ----------
    probes : sequence of Target
        From `stage_probes`; `counts` must have been made for them too.
    assessed : sequence of Assessment
        Targets of the whole book.
    counts : TargetCounts
        Counts the stages.
    """
    pairs: dict[tuple[str, date], list[Target]] = {}
    for probe in probes:
        pairs.setdefault((probe.indicator, probe.due_on), []).append(probe)
    funnels = (_funnel(each, assessed, counts) for _, each in sorted(pairs.items()))
    return tuple(funnel for funnel in funnels if funnel.stages)


def _funnel(probes: Sequence[Target], assessed: Sequence[Assessment], counts: TargetCounts) -> Funnel:
    first = max(probe.counts_from for probe in probes)
    stages: list[FunnelStage] = []
    for stage in STAGES:
        own = sorted((probe for probe in probes if probe.stage == stage), key=lambda each: each.counts_from)
        indicator = counts.indicator(own[0].indicator_id)
        so_far, in_window = (counts.figure(each, each.indicator_id) for each in (own[0], own[-1]))
        if indicator is None or so_far is None or in_window is None:
            continue
        before = stages[-1] if stages else None
        stages.append(
            FunnelStage(
                stage,
                indicator.label,
                in_window,
                so_far,
                _own_target(own[-1], assessed),
                _step(in_window, before, before.in_window) if before else None,
                _step(so_far, before, before.so_far) if before else None,
            )
        )
    until = max((each.in_window.end for each in stages), default=first)
    return Funnel(probes[0].indicator, probes[0].area, first, until, tuple(stages))


def _own_target(probe: Target, assessed: Sequence[Assessment]) -> Assessment | None:
    for each in assessed:
        target = each.target
        same = target.indicator_id == probe.indicator_id and target.due_on == probe.due_on
        if same and target.kind is DenominatorKind.ASSIGNED_TARGET:
            return each
    return None


def _step(figure: Figure, before: FunnelStage, below: Figure) -> Percentage | None:
    if not below.value or figure.value is None:
        return None
    return Percentage(figure.value, below.value, _KIND_OF[before.stage])
