"""What was seen on a day: signals, budgets, maps, and what was not run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.model.text import Text
from tongket.watch.alarm_budget import AlarmBudget
from tongket.watch.near_repeats import KnoxResult
from tongket.watch.place_alarms import PlaceAlarms
from tongket.watch.scan_results import ScanResult
from tongket.watch.signals import Signal, rounded
from tongket.watch.watching_hot_spots import HotSpotLayer


@dataclass(frozen=True)
class Skipped:
    """Say which detector was not run on which level, and why."""

    detector: str
    level: tuple[str, ...]
    reason: Text

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        words = {"reason_vi": self.reason.vi, "reason_en": self.reason.en}
        return {"detector": self.detector, "level": list(self.level), **words}


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
    scans : tuple of (str, ScanResult)
        By code.
    hot_spots : tuple of HotSpotLayer
        One for each kind of case whose hot spots are drawn.
    members : dict of str to tuple of str
        By signal: ids of the cases of a cluster, for tracing; no part of what is printed.
    place_alarms : tuple of PlaceAlarms
        False alarms to be expected of scans and near repeats, beside the budgets of surges.
    """

    as_of: date
    signals: tuple[Signal, ...]
    budgets: tuple[tuple[tuple[str, ...], AlarmBudget], ...]
    skipped: tuple[Skipped, ...]
    n_series: int
    near_repeat_tables: tuple[tuple[str, KnoxResult], ...]
    scans: tuple[tuple[str, ScanResult], ...] = ()
    hot_spots: tuple[HotSpotLayer, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place_alarms: tuple[PlaceAlarms, ...] = ()

    @property
    def false_alarms_per_month(self) -> float:
        """Return the false alarms to be expected over all series and detectors, with the cuts that were used."""
        surges = sum(budget.kept_per_month for _, budget in self.budgets)
        return surges + sum(one.per_month for one in self.place_alarms)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "n_series": self.n_series,
            "signals": [{"id": signal.id, **signal.to_dict()} for signal in self.signals],
            "budgets": [budget_dict(level, budget) for level, budget in self.budgets],
            "place_alarms": [place_alarms_dict(one) for one in self.place_alarms],
            "false_alarms_per_month": round(self.false_alarms_per_month, 4),
            "near_repeats": [_knox_dict(code, table) for code, table in self.near_repeat_tables],
            "scans": [_scan_dict(code, scan) for code, scan in self.scans],
            "hot_spots": [layer.to_dict() for layer in self.hot_spots],
            "skipped": [one.to_dict() for one in self.skipped],
        }

    def to_json(self) -> str:
        """Return everything as one JSON object, the same bytes for the same input and seed."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, indent=1)


def budget_dict(level: tuple[str, ...], budget: AlarmBudget) -> dict[str, Any]:
    """Return the budget of a detector on a level as plain values."""
    return {
        "level": list(level),
        "detector": budget.detector,
        "series": budget.n_series,
        "false_alarms_per_month": round(budget.per_month, 4),
        "standard_error": round(budget.standard_error, 4),
        "wanted_per_month": budget.wanted_per_month,
        "cut": round(budget.cut, 6),
        "kept_per_month": round(budget.kept_per_month, 4),
    }


def place_alarms_dict(one: PlaceAlarms) -> dict[str, Any]:
    """Return the false alarms of a detector of places as plain values."""
    return {
        "detector": one.detector,
        "kinds": one.n_kinds,
        "level": round(one.level, 6),
        "false_alarms_per_month": round(one.per_month, 4),
    }


def _knox_dict(code: str, table: KnoxResult) -> dict[str, Any]:
    return {
        "code": code,
        "cases": table.n_events,
        "space_bands": list(table.space_bands),
        "time_bands": list(table.time_bands),
        "observed": table.observed.tolist(),
        "expected": [[rounded(float(cell)) for cell in row] for row in table.exact_mean],
        "p_value": [[rounded(float(cell)) for cell in row] for row in table.p_value],
    }


def _scan_dict(code: str, scan: ScanResult) -> dict[str, Any]:
    best = scan.clusters[0] if scan.clusters else None
    return {
        "code": code,
        "cases": scan.n_cases,
        "locations": scan.n_locations,
        "replicates": scan.n_replicates,
        "stopped_early": scan.stopped_early,
        "best_p_value": None if best is None else rounded(best.p_value),
    }
