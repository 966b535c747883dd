"""Detectors as a library on plain arrays: surges, clusters, hot spots, near repeats.

Axes are fixed for the whole room: time is axis 0, series (area, offence) axis 1. Nothing is imported before it is
used, because the compiler behind the kernels takes half a second to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tongket.watch.signals import Caveat, Kind, Place, Signal

# public name -> module; each method of the library is listed here once
_PLACES: dict[str, str] = {
    "Caveat": "signals",
    "Kind": "signals",
    "Place": "signals",
    "Signal": "signals",
}

__all__ = ["Caveat", "Kind", "Place", "Signal"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
