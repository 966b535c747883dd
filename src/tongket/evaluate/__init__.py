"""Peak campaigns and protected events: did it work, how sure are we, and what could have been seen.

The methods are a library on plain numbers and arrays; time is axis 0, places are axis 1. Nothing is imported before
it is used, because the libraries that fit models take seconds to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tongket.evaluate.differences import (
        BothScales,
        Estimate,
        LogIrrResult,
        Scales,
        WddResult,
        WhyTheyDiffer,
        both_scales,
        log_irr,
        wdd,
        weighted_sum,
    )
    from tongket.evaluate.differences_words import scales_text, why_text
    from tongket.evaluate.ladder_steps import (
        BeforeAfter,
        NegativeControl,
        SameWeeks,
        before_after,
        negative_control,
        same_weeks,
    )
    from tongket.evaluate.power_study import Design, Plan, Power, detectable_by_formula, power, power_text

# public name -> module; each method of the library is listed here once
_PLACES: dict[str, str] = {
    "BeforeAfter": "ladder_steps",
    "BothScales": "differences",
    "Design": "power_study",
    "Estimate": "differences",
    "LogIrrResult": "differences",
    "NegativeControl": "ladder_steps",
    "Plan": "power_study",
    "Power": "power_study",
    "SameWeeks": "ladder_steps",
    "Scales": "differences",
    "WddResult": "differences",
    "WhyTheyDiffer": "differences",
    "before_after": "ladder_steps",
    "both_scales": "differences",
    "detectable_by_formula": "power_study",
    "log_irr": "differences",
    "negative_control": "ladder_steps",
    "power": "power_study",
    "power_text": "power_study",
    "same_weeks": "ladder_steps",
    "scales_text": "differences_words",
    "wdd": "differences",
    "weighted_sum": "differences",
    "why_text": "differences_words",
}

__all__ = [
    "BeforeAfter",
    "BothScales",
    "Design",
    "Estimate",
    "LogIrrResult",
    "NegativeControl",
    "Plan",
    "Power",
    "SameWeeks",
    "Scales",
    "WddResult",
    "WhyTheyDiffer",
    "before_after",
    "both_scales",
    "detectable_by_formula",
    "log_irr",
    "negative_control",
    "power",
    "power_text",
    "same_weeks",
    "scales_text",
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
