"""The stages in their order: the only room that knows it. One function per stage; the command line calls these."""

from tongket.pipeline.counting import count, trace
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
from tongket.pipeline.watching import Watched, watch

__all__ = [
    "Demonstration",
    "RejectPage",
    "SealDifference",
    "Watched",
    "close",
    "collect",
    "count",
    "demonstrate",
    "diff",
    "guess",
    "init",
    "proof",
    "rejects",
    "report",
    "report_template",
    "seals",
    "template",
    "trace",
    "triangle",
    "verify",
    "versions",
    "watch",
]
