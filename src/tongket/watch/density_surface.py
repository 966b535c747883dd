"""Events per km² as a smooth surface: kernel density on a grid, with nothing lost over the edge of the study area."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.density_binning import bin_events
from tongket.watch.hot_spots_grid import Grid, points
from tongket.watch.progress import Progress, chunks, silent
from tongket.watch.threads import share_out

_WHO = "Kernel density"
KERNELS = ("quartic", "gaussian")
EDGES = ("diggle", "uniform", "none")
# Chainey & Ratcliffe (2005): a bandwidth of five cells
_CELLS_IN_BANDWIDTH = 5.0
# a Gaussian keeps all but 4e-6 of its mass within five standard deviations
_REACH = {"quartic": 1.0, "gaussian": 5.0}
# below one cell the middles of cells are too far apart to carry a Gaussian; then it is summed point by point
_LEAST_CELLS = 1.0
# no bandwidth grows beyond so many times the first one, as in R sparr
_MOST_GROWTH = 5.0
_ROWS_AT_ONCE = 64


@dataclass(frozen=True, eq=False)
class Density:
    """Hold a density surface by cell.

    Attributes
    ----------
    grid : Grid
        Cells.
    density : ndarray of float64, shape (n_cells,)
        Events per km² at the middle of each cell.
    kernel, edge : str
        As asked for.
    bandwidth : float
        Metres; of the pilot when adaptive.
    adaptive : bool
        Whether every event had a bandwidth of its own.
    n_events, n_outside : int
        Events inside the study area, and left out because they lie outside.
    """

    grid: Grid
    density: FloatArray
    kernel: str
    edge: str
    bandwidth: float
    adaptive: bool
    n_events: int
    n_outside: int

    @property
    def expected_share(self) -> FloatArray:
        """Return the share of all events that the surface lets expect in each cell; NaN where there are none."""
        total = self.density.sum()
        return self.density / total if total > 0 else np.full(self.density.shape, np.nan)

    def hot_cells(self, times_mean: float = 3.0) -> NDArray[np.bool_]:
        """Say which cells hold at least so many times the density of the mean cell (Milic et al. 2018)."""
        return self.density >= times_mean * self.density.mean() if self.n_events else np.zeros(self.density.size, bool)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return everything that decides the result, ordered by name, as a map must print it."""
        return (
            ("adaptive", str(self.adaptive).lower()),
            ("bandwidth_m", f"{self.bandwidth:g}"),
            ("cell_m", f"{self.grid.cell:g}"),
            ("edge", self.edge),
            ("kernel", self.kernel),
        )


@dataclass(frozen=True, eq=False)
class _Events:
    """Events inside the study area: column and row from the first middle, ascending by row, and their weights."""

    u: FloatArray
    v: FloatArray
    weight: FloatArray


def kde(
    x: ArrayLike,
    y: ArrayLike,
    grid: Grid,
    *,
    kernel: str = "quartic",
    bandwidth: float | None = None,
    edge: str = "diggle",
    adaptive: bool = False,
    weights: ArrayLike | None = None,
    exact: bool = False,
    progress: Progress = silent,
) -> Density:
    """Estimate how many events there are per km², smoothly, from where they happened.

    Parameters
    ----------
    x, y : array_like of float, shape (n_events,)
        Projected metres. Events outside the study area are left out.
    grid : Grid
        Cells and study area.
    kernel : {'quartic', 'gaussian'}
        The quartic reaches one bandwidth; the Gaussian has the bandwidth as its standard deviation and is cut at five.
    bandwidth : float, optional
        Metres; by default five cells.
    edge : {'diggle', 'uniform', 'none'}
        `diggle` divides each event's kernel by its mass inside the study area, so that all cells together hold all
        events; `uniform` divides the surface at each cell by the mass of a kernel there, so that an even spread
        comes out even.
    adaptive : bool
        Whether bandwidths shrink where events are many and grow where they are few (Abramson).
    weights : array_like of float, shape (n_events,), optional
        Weight of each event, not negative.
    exact : bool
        Whether a Gaussian is summed point by point rather than over binned points.
    progress : callable
        Called with (done, total) rows where the sum goes point by point.

    Returns
    -------
    Density
        Surface by cell.

    Raises
    ------
    UsageError
        If an option is not known, the bandwidth is not positive, `uniform` is asked for with `adaptive`, or weights
        do not fit.

    Notes
    -----
    Gaussian: points are shared out over the four nearest middles and smoothed along both axes. Sharing widens the
    kernel by a sixth of a squared cell, which is taken off its variance; under one cell of bandwidth the sum is exact.
    Quartic and adaptive: exact at the middles. Edges: Diggle [1]_ and Jones [2]_ as in spatstat; with cells in the
    place of the study area's outline. Adaptive: bandwidth times (density of the event's cell over the geometric mean
    of these) to the power -1/2 [3]_, at most five times the first.

    Cost: Gaussian 10 ns an event and (4 bandwidths / cell) multiplications a cell; quartic and adaptive events times
    cells within reach. Memory grows with events and cells.

    References
    ----------
    .. [1] Diggle PJ (1985). Appl Stat 34:138-147. https://doi.org/10.2307/2347366
    .. [2] Jones MC (1993). Stat Comput 3:135-146. https://doi.org/10.1007/BF00147776
    .. [3] Abramson IS (1982). Ann Stat 10:1217-1223. https://doi.org/10.1214/aos/1176345986
    """
    wide = _CELLS_IN_BANDWIDTH * grid.cell if bandwidth is None else float(bandwidth)
    _check(kernel, edge, wide, adaptive)
    xs, ys = points(x, y, _WHO)
    weight = _weights(weights, xs.size)
    if kernel == "gaussian" and not exact and wide >= _LEAST_CELLS * grid.cell:
        surface, n_events = _smoothed(xs, ys, weight, grid, wide, edge)
        events = _inside(xs, ys, weight, grid) if adaptive else None
    else:
        events = _inside(xs, ys, weight, grid)
        n_events = int(events.u.size)
        surface = _summed(events, grid, np.full(n_events, wide), kernel, edge, silent if adaptive else progress)
    if adaptive and events is not None and n_events:
        surface = _summed(events, grid, _abramson(surface, events, wide), kernel, edge, progress)
    density = surface.ravel() if grid.n_cells == grid.inside.size else surface[grid.inside]
    return Density(grid, density, kernel, edge, wide, adaptive, n_events, int(xs.size) - n_events)


def _check(kernel: str, edge: str, bandwidth: float, adaptive: bool) -> None:
    for name, given, known in (("kernel", kernel, KERNELS), ("edge", edge, EDGES)):
        if given not in known:
            raise UsageError(f"{_WHO}: {name} must be one of {', '.join(known)}; got {given!r}.")
    if not (bandwidth > 0 and math.isfinite(bandwidth)):
        raise UsageError(f"{_WHO}: the bandwidth must be positive; got {bandwidth!r}. Give metres.")
    if adaptive and edge == "uniform":
        raise UsageError(f"{_WHO}: an adaptive surface must have the edge diggle or none; got 'uniform'.")


def _weights(weights: ArrayLike | None, n_events: int) -> FloatArray:
    if weights is None:
        return np.zeros(0)
    weight = np.ascontiguousarray(np.asarray(weights, dtype=np.float64))
    if weight.shape != (n_events,) or not bool(np.all(weight >= 0)) or not math.isfinite(float(weight.sum())):
        raise UsageError(f"{_WHO}: each event must have a weight that is not negative; got others. Mend them.")
    return weight


def _inside(x: FloatArray, y: FloatArray, weight: FloatArray, grid: Grid) -> _Events:
    known = grid.locate(x, y) >= 0
    u, v = (x[known] - grid.x0) / grid.cell - 0.5, (y[known] - grid.y0) / grid.cell - 0.5
    return _Events(u, v, weight[known] if weight.size else weight)


def _smoothed(
    x: FloatArray, y: FloatArray, weight: FloatArray, grid: Grid, bandwidth: float, edge: str
) -> tuple[FloatArray, int]:
    """Return events per km² by row and column, and how many lie inside: binned, then smoothed along both axes."""
    taps = gaussian_taps(bandwidth / grid.cell)
    # a rim of one cell: the outermost half cells share their events with middles beyond the edge
    masses = np.zeros((0, 0))
    if edge != "none":
        masses = _both_ways(np.pad(grid.inside, 1).astype(np.float32), taps).astype(np.float64)
    # read between middles as events are shared out, masses make the cells of every event add up to one event
    table, n_events = bin_events(x, y, weight, grid, masses if edge == "diggle" else np.zeros((0, 0)))
    surface = _both_ways(table.astype(np.float32), taps)[1:-1, 1:-1]
    if edge == "uniform":
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(grid.inside, surface / masses[1:-1, 1:-1], 0.0) / grid.cell_km2, n_events
    return np.multiply(surface, 1 / grid.cell_km2, dtype=np.float64), n_events


def gaussian_taps(cells: float) -> NDArray[np.float32]:
    """Return the middle and one side of a Gaussian of so many cells, narrowed by what linear binning widens it."""
    variance = cells * cells - 1.0 / 6.0
    reach = math.ceil(_REACH["gaussian"] * cells)
    heights = np.exp(-0.5 * np.arange(reach + 1) ** 2 / variance)
    return np.asarray(heights / (2 * heights.sum() - heights[0]), dtype=np.float32)


def _both_ways(table: NDArray[np.float32], taps: NDArray[np.float32]) -> NDArray[np.float32]:
    from tongket.watch.kernels.smoothing import smooth_across, smooth_down  # late: loads the compiler

    across, down = np.empty_like(table), np.empty_like(table)
    share_out(table.shape[0], lambda first, end: smooth_across(table, taps, first, end, across))
    share_out(table.shape[0], lambda first, end: smooth_down(across, taps, first, end, down))
    return down


def _summed(
    events: _Events, grid: Grid, bandwidth: FloatArray, kernel: str, edge: str, progress: Progress
) -> FloatArray:
    """Return events per km² by row and column: the kernel of every event, exactly."""
    from tongket.watch.kernels.smoothing import add_kernels, share_inside  # late: loads the compiler

    gaussian, reach = kernel == "gaussian", _REACH[kernel]
    order = np.argsort(events.v, kind="stable")
    u, v, wide = events.u[order], events.v[order], bandwidth[order]
    weight = events.weight[order] if events.weight.size else np.ones(u.size)
    if edge == "diggle":
        shares = np.empty(u.size)
        area = grid.inside, south_west(grid), reach, grid.cell, gaussian
        share_out(u.size, lambda first, end: share_inside(u, v, wide, *area, first, end, shares))
        weight = weight / shares
    out = np.zeros((grid.rows, grid.columns))
    far = float(wide.max(initial=0.0)) * reach / grid.cell
    for start, end in chunks(grid.rows, _ROWS_AT_ONCE, progress):

        def add(first: int, last: int, start: int = start) -> None:
            near = slice(*np.searchsorted(v, [start + first - far - 1, start + last + far + 1]))
            rows = start + first, start + last
            add_kernels(u[near], v[near], wide[near], weight[near], reach, grid.cell, gaussian, *rows, out)

        share_out(end - start, add)
    out *= 1e6  # per m² to per km²
    return out / _masses(grid, float(wide[0]), kernel) if edge == "uniform" and wide.size else out


def _masses(grid: Grid, bandwidth: float, kernel: str) -> FloatArray:
    """Return the share of a kernel's mass inside the study area, for a kernel at the middle of each cell."""
    from tongket.watch.kernels.smoothing import share_inside  # late: loads the compiler

    rows, columns = np.divmod(np.arange(grid.inside.size), grid.columns)
    wide = np.full(rows.size, bandwidth)
    shares = np.ones(rows.size)
    u, v = columns.astype(np.float64), rows.astype(np.float64)
    area = grid.inside, south_west(grid), _REACH[kernel], grid.cell, kernel == "gaussian"
    share_out(rows.size, lambda first, end: share_inside(u, v, wide, *area, first, end, shares))
    return shares.reshape(grid.inside.shape)


def south_west(grid: Grid) -> IntArray:
    """Return for each corner of cells how many cells of the study area lie below and left of it."""
    return np.pad(grid.inside.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))


def _abramson(pilot: FloatArray, events: _Events, bandwidth: float) -> FloatArray:
    column, row = (np.floor(values + 0.5).astype(np.int64) for values in (events.u, events.v))
    own = np.maximum(pilot[row, column], np.finfo(float).tiny)
    typical = float(np.exp(np.mean(np.log(own))))
    return np.asarray(bandwidth * np.minimum((own / typical) ** -0.5, _MOST_GROWTH))
