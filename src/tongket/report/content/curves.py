"""The clearance curves of the cases of a period and of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tongket.count.atoms import parts_of
from tongket.count.clearance import case_days
from tongket.count.clearance_curves import time_to_clearance
from tongket.count.context import CountContext
from tongket.engines.contract import Engine, EventsRequest, Span, Term
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.model.text import Language, Text
from tongket.report.charts.curve import Curve
from tongket.report.content.frame import Frame
from tongket.report.content.names import Names

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEFT_AT_THE_END = 10  # a curve ends where fewer cases than this are still under observation
METHOD = Text(
    "Ước lượng Kaplan–Meier thời gian từ khi ghi nhận đến khi khám phá; vụ chưa khám phá được theo dõi đến ngày chốt;"
    " khoảng tin cậy theo thang log-log.",
    "Kaplan–Meier estimate of the time from recording to clearance; cases not cleared are followed to the cut-off;"
    " interval on the log-log scale.",
)


def clearance_curves(
    frame: Frame, names: Names, engine: Engine, seal: Seal, context: CountContext, language: Language
) -> tuple[Curve, ...]:
    """Return one curve, or two; none for a book whose source gives no day of clearance."""
    if f"clearance_period.{names.main_code}" not in context.indicators.indicators or "cases" not in engine.tables():
        return ()
    indicator = context.indicators[names.main]
    term = Term("curve", indicator.date or "", None, parts_of(indicator, context.indicators.rules).added.where)
    found = []
    for period in (frame.period, *frame.others[:1]):
        span = Span(period.start, period.end)
        rows = engine.events(EventsRequest("cases", ("recorded_on", "cleared_on"), term, span, seal.as_of))
        if rows["recorded_on"].size and not np.isnat(rows["cleared_on"]).all():
            found.append(_curve(rows["recorded_on"], rows["cleared_on"], period, seal, language))
    return tuple(found)


def _curve(recorded: NDArray[Any], cleared: NDArray[Any], period: Period, seal: Seal, language: Language) -> Curve:
    curve = time_to_clearance(case_days(recorded, cleared, seal.as_of))
    enough = curve.days[curve.at_risk >= LEFT_AT_THE_END]
    label = f"Vụ ghi nhận {period.label('vi')}" if language == "vi" else f"Recorded in {period.label('en')}"
    return Curve(
        label=label,
        reference=f"{seal.short} {period.id} {curve.method}",
        days=[int(day) for day in curve.days],
        share=[float(x) for x in curve.share],
        lower=[float(x) for x in np.where(np.isnan(curve.lower), curve.share, curve.lower)],
        upper=[float(x) for x in np.where(np.isnan(curve.upper), curve.share, curve.upper)],
        observed_days=int(enough[-1]) if enough.size else 0,
    )
