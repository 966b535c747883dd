"""Peak campaigns and protected events: did it work, how sure are we, and what could have been seen.

The methods are a library on plain numbers and arrays; time is axis 0, places are axis 1. Nothing is imported before
it is used, because the libraries that fit models take seconds to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tongket.evaluate.differences import Estimate, LogIrrResult, WddResult, log_irr, wdd, weighted_sum
    from tongket.evaluate.differences_ring import (
        RING_TEXTS,
        DisplacementQuotient,
        Ring,
        displacement_quotient,
    )
    from tongket.evaluate.differences_scales import BothScales, Scales, WhyTheyDiffer, both_scales
    from tongket.evaluate.differences_words import (
        scales_text,
        why_text,
    )
    from tongket.evaluate.interrupted import Correction, SeriesResult, interrupted_series
    from tongket.evaluate.interrupted_errors import Memory
    from tongket.evaluate.interrupted_words import series_text
    from tongket.evaluate.ladder_choice import (
        Available,
        Choice,
        Rung,
        choose_rung,
    )
    from tongket.evaluate.ladder_steps import (
        BeforeAfter,
        NegativeControl,
        SameWeeks,
        before_after,
        negative_control,
        same_weeks,
    )
    from tongket.evaluate.panel import (
        EventStudy,
        PanelResult,
        difference_in_differences,
        event_study,
    )
    from tongket.evaluate.placebos import (
        PlaceboDates,
        placebo_dates,
        placebo_text,
    )
    from tongket.evaluate.power_designs import (
        PanelPlan,
        SeriesPlan,
    )
    from tongket.evaluate.power_study import (
        Design,
        Plan,
        Power,
        detectable_by_formula,
        power,
        power_text,
    )
    from tongket.evaluate.shrinkage import (
        EquallyHigh,
        MeanRegression,
        equally_high,
        regression_text,
        regression_to_the_mean,
    )
    from tongket.evaluate.synthetic import (
        SyntheticResult,
        synthetic_control,
    )
    from tongket.evaluate.windows import (
        EventResult,
        Overlap,
        count_within,
        event_text,
        overlapping,
        protected_event,
        same_hours_before,
    )

# public name -> module; each method of the library is listed here once
_PLACES: dict[str, str] = {
    "Available": "ladder_choice",
    "BeforeAfter": "ladder_steps",
    "BothScales": "differences_scales",
    "Choice": "ladder_choice",
    "Correction": "interrupted",
    "Design": "power_study",
    "DisplacementQuotient": "differences_ring",
    "EquallyHigh": "shrinkage",
    "Estimate": "differences",
    "EventResult": "windows",
    "EventStudy": "panel",
    "LogIrrResult": "differences",
    "MeanRegression": "shrinkage",
    "Memory": "interrupted_errors",
    "NegativeControl": "ladder_steps",
    "Overlap": "windows",
    "PanelPlan": "power_designs",
    "PanelResult": "panel",
    "PlaceboDates": "placebos",
    "Plan": "power_study",
    "Power": "power_study",
    "RING_TEXTS": "differences_ring",
    "Ring": "differences_ring",
    "Rung": "ladder_choice",
    "SameWeeks": "ladder_steps",
    "Scales": "differences_scales",
    "SeriesPlan": "power_designs",
    "SeriesResult": "interrupted",
    "SyntheticResult": "synthetic",
    "WddResult": "differences",
    "WhyTheyDiffer": "differences_scales",
    "before_after": "ladder_steps",
    "both_scales": "differences_scales",
    "choose_rung": "ladder_choice",
    "count_within": "windows",
    "detectable_by_formula": "power_study",
    "difference_in_differences": "panel",
    "displacement_quotient": "differences_ring",
    "equally_high": "shrinkage",
    "event_study": "panel",
    "event_text": "windows",
    "interrupted_series": "interrupted",
    "log_irr": "differences",
    "negative_control": "ladder_steps",
    "overlapping": "windows",
    "placebo_dates": "placebos",
    "placebo_text": "placebos",
    "power": "power_study",
    "power_text": "power_study",
    "protected_event": "windows",
    "regression_text": "shrinkage",
    "regression_to_the_mean": "shrinkage",
    "same_hours_before": "windows",
    "same_weeks": "ladder_steps",
    "scales_text": "differences_words",
    "series_text": "interrupted_words",
    "synthetic_control": "synthetic",
    "wdd": "differences",
    "weighted_sum": "differences",
    "why_text": "differences_words",
}

__all__ = [
    "RING_TEXTS",
    "Available",
    "BeforeAfter",
    "BothScales",
    "Choice",
    "Correction",
    "Design",
    "DisplacementQuotient",
    "EquallyHigh",
    "Estimate",
    "EventResult",
    "EventStudy",
    "LogIrrResult",
    "MeanRegression",
    "Memory",
    "NegativeControl",
    "Overlap",
    "PanelPlan",
    "PanelResult",
    "PlaceboDates",
    "Plan",
    "Power",
    "Ring",
    "Rung",
    "SameWeeks",
    "Scales",
    "SeriesPlan",
    "SeriesResult",
    "SyntheticResult",
    "WddResult",
    "WhyTheyDiffer",
    "before_after",
    "both_scales",
    "choose_rung",
    "count_within",
    "detectable_by_formula",
    "difference_in_differences",
    "displacement_quotient",
    "equally_high",
    "event_study",
    "event_text",
    "interrupted_series",
    "log_irr",
    "negative_control",
    "overlapping",
    "placebo_dates",
    "placebo_text",
    "power",
    "power_text",
    "protected_event",
    "regression_text",
    "regression_to_the_mean",
    "same_hours_before",
    "same_weeks",
    "scales_text",
    "series_text",
    "synthetic_control",
    "wdd",
    "weighted_sum",
    "why_text",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
