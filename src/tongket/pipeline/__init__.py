"""The stages in their order: the only room that knows it. One function per stage; the command line calls these."""

from tongket.pipeline.counting import count, trace
from tongket.pipeline.planning import InspectionView, area_namer, explain_item, inspections, plan
from tongket.pipeline.proofing import proof
from tongket.pipeline.records import (
    Demonstration,
    RejectPage,
    collect,
    demonstrate,
    guess,
    init,
    rejects,
    template,
    versions,
)
from tongket.pipeline.reporting import report, report_template
from tongket.pipeline.sealing import SealDifference, close, diff, seals, triangle, verify
from tongket.pipeline.watching import (
    Backtest,
    Budgets,
    Register,
    Watched,
    enter_signals,
    mark_signal,
    signals,
    watch,
    watch_backtest,
    watch_budget,
)

__all__ = [
    "Backtest",
    "Budgets",
    "Demonstration",
    "InspectionView",
    "Register",
    "RejectPage",
    "SealDifference",
    "Watched",
    "area_namer",
    "close",
    "collect",
    "count",
    "demonstrate",
    "diff",
    "enter_signals",
    "explain_item",
    "guess",
    "init",
    "inspections",
    "mark_signal",
    "plan",
    "proof",
    "rejects",
    "report",
    "report_template",
    "seals",
    "signals",
    "template",
    "trace",
    "triangle",
    "verify",
    "versions",
    "watch",
    "watch_backtest",
    "watch_budget",
]
