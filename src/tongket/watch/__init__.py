"""Detectors as a library on plain arrays: surges, clusters, hot spots, near repeats.

Axes are fixed for the whole room: time is axis 0, series (area, offence) axis 1. Nothing is imported before it is
used, because the compiler behind the kernels takes half a second to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tongket.watch.near_repeats import KnoxResult, Role, knox, roles
    from tongket.watch.seasonal_means import seasonal_mean
    from tongket.watch.signals import Caveat, Kind, Place, Signal
    from tongket.watch.surges_cusum import CusumResult, cusum, cusum_limit, glr_cusum, glr_limit
    from tongket.watch.surges_ears import EarsResult, ears
    from tongket.watch.surges_farrington import (
        FLEXIBLE,
        NOUFAILY,
        NOUFAILY_MUAN,
        ORIGINAL,
        FarringtonResult,
        FarringtonSettings,
        Threshold,
        farrington,
    )

# public name -> module; each method of the library is listed here once
_PLACES: dict[str, str] = {
    "Caveat": "signals",
    "CusumResult": "surges_cusum",
    "EarsResult": "surges_ears",
    "FLEXIBLE": "surges_farrington",
    "FarringtonResult": "surges_farrington",
    "FarringtonSettings": "surges_farrington",
    "Kind": "signals",
    "KnoxResult": "near_repeats",
    "NOUFAILY": "surges_farrington",
    "NOUFAILY_MUAN": "surges_farrington",
    "ORIGINAL": "surges_farrington",
    "Place": "signals",
    "Role": "near_repeats",
    "Signal": "signals",
    "Threshold": "surges_farrington",
    "cusum": "surges_cusum",
    "cusum_limit": "surges_cusum",
    "ears": "surges_ears",
    "farrington": "surges_farrington",
    "glr_cusum": "surges_cusum",
    "glr_limit": "surges_cusum",
    "knox": "near_repeats",
    "roles": "near_repeats",
    "seasonal_mean": "seasonal_means",
}

__all__ = [
    "FLEXIBLE",
    "NOUFAILY",
    "NOUFAILY_MUAN",
    "ORIGINAL",
    "Caveat",
    "CusumResult",
    "EarsResult",
    "FarringtonResult",
    "FarringtonSettings",
    "Kind",
    "KnoxResult",
    "Place",
    "Role",
    "Signal",
    "Threshold",
    "cusum",
    "cusum_limit",
    "ears",
    "farrington",
    "glr_cusum",
    "glr_limit",
    "knox",
    "roles",
    "seasonal_mean",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
