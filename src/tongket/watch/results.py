"""What was seen on a day: signals, budgets, and what was not run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from tongket.watch.alarm_budget import AlarmBudget
from tongket.watch.near_repeats import KnoxResult
from tongket.watch.signals import Signal


@dataclass(frozen=True)
class Skipped:
    """Say which detector was not run on which level, and why."""

    detector: str
    level: tuple[str, ...]
    reason: str


@dataclass(frozen=True, eq=False)
class WatchResult:
    """Hold what was seen on a day.

    Attributes
    ----------
    as_of : date
        Day of knowledge.
    signals : tuple of Signal
        The most unusual first: by kind, then by relative risk.
    budgets : tuple of (tuple of str, AlarmBudget)
        By level: expected false alarms, and the cut that keeps the budget.
    skipped : tuple of Skipped
        What was not run.
    n_series : int
        Series watched, over all levels.
    near_repeat_tables : tuple of (str, KnoxResult)
        By code.
    """

    as_of: date
    signals: tuple[Signal, ...]
    budgets: tuple[tuple[tuple[str, ...], AlarmBudget], ...]
    skipped: tuple[Skipped, ...]
    n_series: int
    near_repeat_tables: tuple[tuple[str, KnoxResult], ...]

    def to_json(self) -> str:
        """Return everything as one JSON object, the same bytes for the same input and seed."""
        found = {
            "as_of": self.as_of.isoformat(),
            "n_series": self.n_series,
            "signals": [{"id": signal.id, **signal.to_dict()} for signal in self.signals],
            "budgets": [
                {
                    "level": list(level),
                    "detector": budget.detector,
                    "series": budget.n_series,
                    "false_alarms_per_month": round(budget.per_month, 4),
                    "standard_error": round(budget.standard_error, 4),
                    "wanted_per_month": budget.wanted_per_month,
                    "cut": round(budget.cut, 6),
                    "kept_per_month": round(budget.kept_per_month, 4),
                }
                for level, budget in self.budgets
            ],
            "skipped": [
                {"detector": one.detector, "level": list(one.level), "reason": one.reason} for one in self.skipped
            ],
        }
        return json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1)
