"""Detectors as a library on plain arrays: surges, clusters, hot spots, near repeats.

Axes are fixed for the whole room: time is axis 0, series (area, offence) axis 1. Nothing is imported before it is
used, because the compiler behind the kernels takes half a second to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tongket.watch.accuracy_measures import Accuracy, predictive_accuracy
    from tongket.watch.density_areas import DensePlace, dense_clusters, density_polygons
    from tongket.watch.density_surface import Density, kde
    from tongket.watch.emerging_classes import EmergingResult, emerging_hot_spots
    from tongket.watch.hot_spots_counts import RankedCounts, rank_counts
    from tongket.watch.hot_spots_grid import Grid
    from tongket.watch.hot_spots_map import HotSpot, HotSpotMap, hot_spot_map
    from tongket.watch.local_fdr import adjusted_p_values, fdr_cutoff
    from tongket.watch.local_neighbours import Neighbours, band_neighbours, grid_neighbours, nearest_neighbours
    from tongket.watch.local_rates import smoothed_rates, standardised_rates
    from tongket.watch.local_results import LocalResult, Pattern
    from tongket.watch.local_statistics import local_g, local_moran
    from tongket.watch.near_repeats import KnoxResult, Role, knox, roles
    from tongket.watch.scan_of_cases import CaseScan, scan
    from tongket.watch.scan_populations import expected_by_strata, populations_between
    from tongket.watch.scan_results import ScanCluster, ScanResult
    from tongket.watch.scan_settings import ELLIPSES, ScanSettings
    from tongket.watch.scan_statistics import scan_permutation, scan_poisson, scan_spatial
    from tongket.watch.scan_tables import ScanTable, tabulate_cases
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
    "Accuracy": "accuracy_measures",
    "CaseScan": "scan_of_cases",
    "Caveat": "signals",
    "CusumResult": "surges_cusum",
    "DensePlace": "density_areas",
    "Density": "density_surface",
    "ELLIPSES": "scan_settings",
    "EarsResult": "surges_ears",
    "EmergingResult": "emerging_classes",
    "FLEXIBLE": "surges_farrington",
    "FarringtonResult": "surges_farrington",
    "FarringtonSettings": "surges_farrington",
    "Grid": "hot_spots_grid",
    "HotSpot": "hot_spots_map",
    "HotSpotMap": "hot_spots_map",
    "Kind": "signals",
    "KnoxResult": "near_repeats",
    "LocalResult": "local_results",
    "NOUFAILY": "surges_farrington",
    "NOUFAILY_MUAN": "surges_farrington",
    "Neighbours": "local_neighbours",
    "ORIGINAL": "surges_farrington",
    "Pattern": "local_results",
    "Place": "signals",
    "RankedCounts": "hot_spots_counts",
    "Role": "near_repeats",
    "ScanCluster": "scan_results",
    "ScanResult": "scan_results",
    "ScanSettings": "scan_settings",
    "ScanTable": "scan_tables",
    "Signal": "signals",
    "Threshold": "surges_farrington",
    "adjusted_p_values": "local_fdr",
    "band_neighbours": "local_neighbours",
    "cusum": "surges_cusum",
    "cusum_limit": "surges_cusum",
    "dense_clusters": "density_areas",
    "density_polygons": "density_areas",
    "ears": "surges_ears",
    "emerging_hot_spots": "emerging_classes",
    "expected_by_strata": "scan_populations",
    "farrington": "surges_farrington",
    "fdr_cutoff": "local_fdr",
    "glr_cusum": "surges_cusum",
    "glr_limit": "surges_cusum",
    "grid_neighbours": "local_neighbours",
    "hot_spot_map": "hot_spots_map",
    "kde": "density_surface",
    "knox": "near_repeats",
    "local_g": "local_statistics",
    "local_moran": "local_statistics",
    "nearest_neighbours": "local_neighbours",
    "populations_between": "scan_populations",
    "predictive_accuracy": "accuracy_measures",
    "rank_counts": "hot_spots_counts",
    "roles": "near_repeats",
    "scan": "scan_of_cases",
    "scan_permutation": "scan_statistics",
    "scan_poisson": "scan_statistics",
    "scan_spatial": "scan_statistics",
    "seasonal_mean": "seasonal_means",
    "smoothed_rates": "local_rates",
    "standardised_rates": "local_rates",
    "tabulate_cases": "scan_tables",
}

__all__ = [
    "ELLIPSES",
    "FLEXIBLE",
    "NOUFAILY",
    "NOUFAILY_MUAN",
    "ORIGINAL",
    "Accuracy",
    "CaseScan",
    "Caveat",
    "CusumResult",
    "DensePlace",
    "Density",
    "EarsResult",
    "EmergingResult",
    "FarringtonResult",
    "FarringtonSettings",
    "Grid",
    "HotSpot",
    "HotSpotMap",
    "Kind",
    "KnoxResult",
    "LocalResult",
    "Neighbours",
    "Pattern",
    "Place",
    "RankedCounts",
    "Role",
    "ScanCluster",
    "ScanResult",
    "ScanSettings",
    "ScanTable",
    "Signal",
    "Threshold",
    "adjusted_p_values",
    "band_neighbours",
    "cusum",
    "cusum_limit",
    "dense_clusters",
    "density_polygons",
    "ears",
    "emerging_hot_spots",
    "expected_by_strata",
    "farrington",
    "fdr_cutoff",
    "glr_cusum",
    "glr_limit",
    "grid_neighbours",
    "hot_spot_map",
    "kde",
    "knox",
    "local_g",
    "local_moran",
    "nearest_neighbours",
    "populations_between",
    "predictive_accuracy",
    "rank_counts",
    "roles",
    "scan",
    "scan_permutation",
    "scan_poisson",
    "scan_spatial",
    "seasonal_mean",
    "smoothed_rates",
    "standardised_rates",
    "tabulate_cases",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
