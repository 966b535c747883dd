"""Share events out over the middles of cells, quickly however many there are and however large the grid."""

from __future__ import annotations

import numpy as np

from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.hot_spots_grid import Grid
from tongket.watch.threads import share_out

# a band of the table that stays in the second level of the cache while its events are shared out
_BAND_BYTES = 400_000
# fewer events, or a smaller table, are not worth sorting first
_MANY_EVENTS, _LARGE_TABLE = 2_000_000, 4_000_000
# from here on the work is cut into parts, which are the same whoever does them
_EVENTS_OF_A_PART = 250_000
_SEGMENTS = 16


def bin_events(
    x: FloatArray, y: FloatArray, weight: FloatArray, grid: Grid, masses: FloatArray
) -> tuple[FloatArray, int]:
    """Return events shared out over the four nearest middles, and how many lie inside the study area.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n_events,)
        Metres.
    weight : ndarray of float64, shape (n_events,) or (0,)
        All 1 where empty.
    grid : Grid
        Cells.
    masses : ndarray of float64, shape (rows + 2, columns + 2) or (0, 0)
        What each event is divided by, read between middles.

    Returns
    -------
    tuple of (ndarray of float64, int)
        Table of shape (rows + 2, columns + 2), with a rim of one cell.
    """
    if x.size >= _MANY_EVENTS and 8 * grid.inside.size >= _LARGE_TABLE:
        return _by_bands(x, y, weight, grid, masses)
    return _by_parts(x, y, weight, grid, masses)


class _Binning:
    """One way of sharing out, chosen once."""

    def __init__(self, weight: FloatArray, grid: Grid, masses: FloatArray) -> None:
        self.weight, self.grid, self.masses = weight, grid, masses
        self.plain = not weight.size and not masses.size and grid.n_cells == grid.inside.size

    def run(
        self, x: np.ndarray, y: np.ndarray, frame: tuple[float, float, float], first: int, end: int, table: FloatArray
    ) -> int:
        from tongket.watch.kernels.smoothing import bin_carefully, bin_plainly  # late: loads the compiler

        if self.plain:
            return bin_plainly(x, y, *frame, first, end, table)
        return bin_carefully(x, y, self.weight, *frame, self.grid.inside, self.masses, first, end, table)


def _by_parts(
    x: FloatArray, y: FloatArray, weight: FloatArray, grid: Grid, masses: FloatArray
) -> tuple[FloatArray, int]:
    # the first part is empty: done alone, it only compiles
    n_parts = min(2, 1 + x.size // _EVENTS_OF_A_PART)
    cuts = [0, *(x.size * part // n_parts for part in range(n_parts + 1))]
    tables = [np.zeros((grid.rows + 2, grid.columns + 2)) for _ in range(n_parts)]
    known = [0] * (n_parts + 1)
    binning = _Binning(weight, grid, masses)

    def work(first: int, end: int) -> None:
        for part in range(first, end):
            own = tables[max(0, part - 1)]
            known[part] = binning.run(x, y, (grid.x0, grid.y0, 1 / grid.cell), cuts[part], cuts[part + 1], own)

    share_out(n_parts + 1, work)
    for other in tables[1:]:
        np.add(tables[0], other, out=tables[0])
    return tables[0], sum(known)


def _by_bands(
    x: FloatArray, y: FloatArray, weight: FloatArray, grid: Grid, masses: FloatArray
) -> tuple[FloatArray, int]:
    """Sort events by band of rows first, so that each band of the table is filled while it is in the cache."""
    from tongket.watch.kernels.smoothing import count_bands, sort_by_band  # late: loads the compiler

    height = max(2, _BAND_BYTES // (8 * (grid.columns + 2)))
    n_bands = -(-grid.rows // height)
    frame = grid.x0, grid.y0, 1 / grid.cell, grid.inside.shape, height
    cuts = [x.size * part // _SEGMENTS for part in range(_SEGMENTS + 1)]
    counted = np.zeros((_SEGMENTS, n_bands), dtype=np.int64)

    def count(first: int, end: int) -> None:
        for part in range(first, end):
            count_bands(x, y, *frame, cuts[part], cuts[part + 1], counted[part])

    share_out(_SEGMENTS, count)
    # where each segment's events of each band begin: bands one after the other, segments within them in order
    at = np.concatenate([[0], np.cumsum(counted.T.ravel())])
    begin: IntArray = np.ascontiguousarray(at[:-1].reshape(n_bands, _SEGMENTS).T)
    band_start = at[::_SEGMENTS]
    u, v = (np.empty(int(at[-1]), dtype=np.float32) for _ in range(2))
    sorted_weight = np.empty(u.size if weight.size else 0)

    def sort(first: int, end: int) -> None:
        for part in range(first, end):
            where = cuts[part], cuts[part + 1], begin[part]
            sort_by_band(x, y, weight, *frame, *where, u, v, sorted_weight)

    share_out(_SEGMENTS, sort)
    table, known = np.zeros((grid.rows + 2, grid.columns + 2)), np.zeros(n_bands, dtype=np.int64)
    binning = _Binning(sorted_weight, grid, masses)
    # neighbouring bands share a row of the table: those of even number first, then those of odd number
    for odd in (0, 1):
        bands = range(odd, n_bands, 2)

        def fill(first: int, end: int, bands: range = bands) -> None:
            for band in bands[first:end]:
                known[band] = binning.run(u, v, (0.0, 0.0, 1.0), band_start[band], band_start[band + 1], table)

        share_out(len(bands), fill)
    return table, int(known.sum())
