"""From points and days to a map of hot spots with its own judgement: grid, methods, and what came afterwards."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.accuracy_measures import DEFAULT_SHARES, Accuracy, predictive_accuracy
from tongket.watch.arrays import FloatArray, IntArray, moments
from tongket.watch.density_areas import DensePlace, degrees, density_polygons
from tongket.watch.density_rings import Ring, cells_ring
from tongket.watch.density_surface import Density, kde
from tongket.watch.emerging_classes import LEAST_PERIODS, EmergingResult, emerging_hot_spots
from tongket.watch.hot_spots_counts import RankedCounts, rank_counts
from tongket.watch.hot_spots_grid import Grid, points
from tongket.watch.local_neighbours import grid_neighbours
from tongket.watch.local_results import LocalResult
from tongket.watch.local_statistics import g_scores, local_g
from tongket.watch.progress import Progress, silent
from tongket.watch.projection import Projection
from tongket.watch.seeds import DEFAULT_SEED

T = TypeVar("T")

_WHO = "Hot spots"
# three months are held out, or a quarter of what there is when that is less
_HELD_OUT_DAYS = 91
_LEAST_EVENTS = 10
# dense places by default: as many cases within half a bandwidth as five times the mean density gives, five at least
_TIMES_MEAN, _LEAST_CASES = 5.0, 5


@dataclass(frozen=True, eq=False)
class HotSpot:
    """Hold named cells that hang together by their sides.

    Attributes
    ----------
    cells : ndarray of int64
        Places of its cells in arrays by cell.
    observed : float
        Events in them.
    expected : float
        Events they would hold if all were spread evenly over the study area.
    x, y : float
        Middle of its cells, weighted by their events, metres.
    km2 : float
        Area.
    statistic : float
        Highest z-score of its cells.
    p_value : float
        Smallest p-value of its cells, adjusted for all cells.
    ring : ndarray of float64, shape (n_corners, 2)
        Outer border, metres.
    """

    cells: IntArray
    observed: float
    expected: float
    x: float
    y: float
    km2: float
    statistic: float
    p_value: float
    ring: Ring

    def outline(self, projection: Projection) -> tuple[tuple[float, float], ...]:
        """Return the corners as longitude and latitude, as `Place.outline` wants them."""
        return degrees(self.ring, projection)


@dataclass(frozen=True, eq=False)
class HotSpotMap:
    """Hold a map of hot spots, and how maps made the same way did on months they had not seen.

    Attributes
    ----------
    grid : Grid
        Cells.
    counts : RankedCounts
        The baseline.
    density : Density
        Quartic kernel density.
    local : LocalResult
        Gi* of the counts.
    spots : tuple of HotSpot
        Places where Gi* names hot cells, most events first.
    polygons : tuple of DensePlace
        Places where cases lie densely, most events first.
    emerging : EmergingResult or None
        Courses over time; None where the days are too few for ten periods.
    accuracy : tuple of Accuracy
        Maps of the earlier days judged on the held-out ones; empty where there are too few events to judge.
    first_day, last_day, held_out_from : float
        Days, as numbers; dates count from 1970-01-01.
    eps : float
        Of the polygons, metres.
    min_cases : int
        Of the polygons.
    n_outside : int
        Events left out because they lie outside the study area.
    """

    grid: Grid
    counts: RankedCounts
    density: Density
    local: LocalResult
    spots: tuple[HotSpot, ...]
    polygons: tuple[DensePlace, ...]
    emerging: EmergingResult | None
    accuracy: tuple[Accuracy, ...]
    first_day: float
    last_day: float
    held_out_from: float
    eps: float
    min_cases: int
    n_outside: int

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Return one value for each cell under each name, for a table or a map."""
        x, y = self.grid.centres()
        table: dict[str, NDArray[np.generic]] = {
            "cell": self.grid.cells,
            "x": x,
            "y": y,
            "count": self.counts.count,
            "rank": self.counts.rank,
            "per_km2": self.density.density,
            "z_score": self.local.statistic,
            "p_value": self.local.p_value,
            "pattern": self.local.pattern,
        }
        return table if self.emerging is None else {**table, "kind": self.emerging.kind}

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return everything that decides the map, ordered by name, as it must be printed beside it."""
        own = (("dense_eps_m", f"{self.eps:g}"), ("dense_min_cases", str(self.min_cases)))
        return tuple(sorted({*self.density.parameters, *self.local.parameters, *own}))


# what each judged map gives every cell, from earlier events alone; Gi* is no expectation, so it has no RRI; the
# Gaussian gets the standard deviation of the quartic
_MAPS: dict[str, Callable[[FloatArray, FloatArray, Grid, float | None], FloatArray]] = {
    "counts": lambda x, y, grid, _: rank_counts(x, y, grid).density,
    "kde_quartic": lambda x, y, grid, wide: kde(x, y, grid, bandwidth=wide).density,
    "kde_gaussian": lambda x, y, grid, wide: (
        kde(x, y, grid, kernel="gaussian", bandwidth=(wide or 5 * grid.cell) / math.sqrt(8)).density
    ),
    "kde_adaptive": lambda x, y, grid, wide: kde(x, y, grid, bandwidth=wide, adaptive=True).density,
    "gi_star": lambda x, y, grid, _: g_scores(grid.counts(x, y), grid_neighbours(grid)),
}
JUDGED = tuple(_MAPS)


def hot_spot_map(
    x: ArrayLike,
    y: ArrayLike,
    day: ArrayLike,
    *,
    grid: Grid | None = None,
    outline: Sequence[ArrayLike] | None = None,
    cell: float | None = None,
    bandwidth: float | None = None,
    neighbours: str = "queen",
    alpha: float = 0.05,
    n_permutations: int = 9999,
    held_out_days: float | None = None,
    shares: Sequence[float] = DEFAULT_SHARES,
    maps: Sequence[str] = JUDGED,
    n_periods: int = 12,
    eps: float | None = None,
    min_cases: int | None = None,
    most_polygons: int = 50,
    seed: int = DEFAULT_SEED,
    progress: Progress = silent,
) -> HotSpotMap:
    """Map where events stand out, and judge such maps on the last months.

    Parameters
    ----------
    x, y : array_like of float, shape (n_events,)
        Projected metres.
    day : array_like, shape (n_events,)
        Days: numbers, or dates.
    grid : Grid, optional
        Cells; by default `Grid.over` the points with `cell` and `outline`.
    outline : sequence of array_like of shape (n_corners, 2), optional
        Rings of the study area, metres.
    cell, bandwidth : float, optional
        Side of a cell and bandwidth, metres; see `Grid.over` and `kde`.
    neighbours : {'queen', 'rook'}
        Which cells touch.
    alpha : float
        False discovery rate of named cells.
    n_permutations : int
        Of Gi*.
    held_out_days : float, optional
        The last days, on which maps of the days before are judged; by default 91, a quarter of the span at most.
    shares : sequence of float
        Shares of the area at which maps are judged.
    maps : sequence of str
        Which maps are judged: names of `JUDGED`.
    n_periods : int
        Equal periods for the courses over time; they are left out when a period would be shorter than a day.
    eps : float, optional
        Of the polygons, metres; by default half the bandwidth.
    min_cases : int, optional
        Of the polygons; by default what five times the mean density gives within `eps`, five at least.
    most_polygons : int
        Polygons drawn.
    seed : int
        Same seed, same map.
    progress : callable
        Called with (done, total) steps.

    Returns
    -------
    HotSpotMap
        The map is made of all events; only the judgement leaves the last ones out.

    Raises
    ------
    UsageError
        If arrays differ in length, there are fewer than ten events in the study area, or an option is not known.
    """
    xs, ys, days = _events(x, y, day)
    lattice = grid if grid is not None else Grid.over(xs, ys, cell=cell, outline=outline)
    known = lattice.locate(xs, ys) >= 0
    xs, ys, days, outside = xs[known], ys[known], days[known], int(np.count_nonzero(~known))
    unknown = [name for name in maps if name not in _MAPS]
    if xs.size < _LEAST_EVENTS or unknown:
        raise UsageError(
            f"{_WHO}: there must be {_LEAST_EVENTS} events in the study area and maps among {', '.join(_MAPS)}; got"
            f" {xs.size} events and {list(maps)}. Take more cases or a larger area."
        )
    first, last = float(days.min()), float(days.max())
    span = last - first + 1
    cut = last + 1 - (held_out_days if held_out_days is not None else min(_HELD_OUT_DAYS, span / 4))
    steps = _Steps(len(maps) + 5, progress)
    accuracy = _judge(xs, ys, days < cut, lattice, bandwidth, shares, maps, steps)
    counts = steps.done(rank_counts(xs, ys, lattice))
    density = steps.done(kde(xs, ys, lattice, bandwidth=bandwidth))
    links = grid_neighbours(lattice, neighbours)
    local = steps.done(local_g(counts.count, links, alpha=alpha, n_permutations=n_permutations, seed=seed))
    near = density.bandwidth / 2 if eps is None else eps
    many = _dense(xs.size, lattice, near) if min_cases is None else min_cases
    polygons = steps.done(density_polygons(xs, ys, eps=near, min_cases=many, most=most_polygons))
    emerging = None
    if n_periods >= LEAST_PERIODS and span >= n_periods:
        period = np.minimum((days - first) * n_periods / span, n_periods - 1).astype(np.int64)
        emerging = emerging_hot_spots(_by_period(xs, ys, period, n_periods, lattice), links, alpha=alpha)
    steps.done(emerging)
    spots = hot_regions(lattice, counts.count, local)
    return HotSpotMap(
        lattice, counts, density, local, spots, polygons, emerging, accuracy, first, last, cut, near, many, outside
    )


def _events(x: ArrayLike, y: ArrayLike, day: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    xs, ys = points(x, y, _WHO)
    given = moments(day, _WHO)
    days = given
    if given.dtype.kind == "M":
        days = np.where(np.isnat(given), np.nan, given.astype("datetime64[D]").astype(np.int64))
    if days.shape != xs.shape or not bool(np.isfinite(days).all()):
        raise UsageError(f"{_WHO}: each event must have a known day; got {days.shape} days for {xs.shape} events.")
    return xs, ys, days


class _Steps:
    def __init__(self, total: int, progress: Progress) -> None:
        self.total, self.progress, self.at = total, progress, 0

    def done(self, value: T) -> T:
        self.at += 1
        self.progress(self.at, self.total)
        return value


def _judge(
    x: FloatArray,
    y: FloatArray,
    early: NDArray[np.bool_],
    grid: Grid,
    bandwidth: float | None,
    shares: Sequence[float],
    maps: Sequence[str],
    steps: _Steps,
) -> tuple[Accuracy, ...]:
    if early.all() or np.count_nonzero(early) < _LEAST_EVENTS:
        return ()
    scores = {name: steps.done(_MAPS[name](x[early], y[early], grid, bandwidth)) for name in maps}
    return predictive_accuracy(
        scores,
        grid.counts(x[~early], y[~early]),
        sizes=np.full(grid.n_cells, grid.cell_km2),
        earlier=grid.counts(x[early], y[early]),
        shares=shares,
    )


def _dense(n_events: int, grid: Grid, eps: float) -> int:
    mean = n_events / (grid.n_cells * grid.cell**2)
    return max(_LEAST_CASES, math.ceil(_TIMES_MEAN * mean * math.pi * eps * eps))


def _by_period(x: FloatArray, y: FloatArray, period: IntArray, n_periods: int, grid: Grid) -> FloatArray:
    flat = period * grid.n_cells + grid.locate(x, y)
    return np.bincount(flat, minlength=n_periods * grid.n_cells).reshape(n_periods, -1).astype(np.float64)


def hot_regions(grid: Grid, count: ArrayLike, local: LocalResult) -> tuple[HotSpot, ...]:
    """Join hot cells that share a side to places.

    Parameters
    ----------
    grid : Grid
        Cells.
    count : array_like of float, shape (n_cells,)
        Events by cell.
    local : LocalResult
        Of `local_g` over the cells of the grid.

    Returns
    -------
    tuple of HotSpot
        Most events first; equal ones from south-west to north-east.
    """
    from scipy.ndimage import find_objects, label  # type: ignore[import-untyped]  # scipy ships no types

    events = np.asarray(count, dtype=np.float64)
    hot = grid.raster(local.code == 1, fill=0.0) > 0
    number, _ = label(hot)
    evenly, adjusted = float(events.mean()), local.adjusted_p
    x, y = grid.centres()
    spots = []
    for at, (rows, columns) in enumerate(find_objects(number), start=1):
        part = number[rows, columns] == at
        row, column = np.nonzero(part)
        cells = grid.positions[(row + rows.start) * grid.columns + column + columns.start]
        # a place named hot may hold no event itself where all its neighbours do
        weight = events[cells] if events[cells].sum() > 0 else np.ones(cells.size)
        corner = grid.x0 + columns.start * grid.cell, grid.y0 + rows.start * grid.cell
        spots.append(
            HotSpot(
                cells,
                float(events[cells].sum()),
                evenly * cells.size,
                float(np.average(x[cells], weights=weight)),
                float(np.average(y[cells], weights=weight)),
                cells.size * grid.cell_km2,
                float(local.statistic[cells].max()),
                float(adjusted[cells].min()),
                cells_ring(part, *corner, grid.cell)[0],
            )
        )
    return tuple(sorted(spots, key=lambda spot: -spot.observed))
