"""Conditional permutations: a place keeps its value, the others are dealt out anew, its neighbours' sum is ranked."""

from __future__ import annotations

import numpy as np

from tongket.model.errors import UsageError
from tongket.watch.arrays import FloatArray, IntArray
from tongket.watch.local_neighbours import Neighbours
from tongket.watch.progress import Progress, chunks, silent
from tongket.watch.seeds import replicate_seeds
from tongket.watch.threads import share_out

DRAWS = ("shared", "independent")
# sums of the same numbers in another order differ by rounding; nearer than this share of the largest they are equal
_SAME = 1e-12
# up to so many places a pass over them is quicker on one thread
FEW_PLACES = 60_000
# places between two words of progress: some tenths of a second of independent draws
_PLACES_AT_ONCE = 4096


def ranks_among_draws(
    values: FloatArray,
    observed: FloatArray,
    neighbours: Neighbours,
    *,
    draws: str,
    n_permutations: int,
    seed: int,
    progress: Progress = silent,
) -> tuple[IntArray, IntArray]:
    """Count draws whose sum is at least, and at most, the sum over a place's own neighbours.

    Parameters
    ----------
    values, observed : ndarray of float64, shape (n_places,)
        What is permuted, and the weighted sums over the neighbours.
    neighbours : Neighbours
        Links.
    draws : {'shared', 'independent'}
        Whether all places are compared with the same draws.
    n_permutations, seed : int
        How many, and where they begin.
    progress : callable
        Called with (done, total) places.

    Returns
    -------
    tuple of ndarray of int64, shape (n_places,)
        At least as high, at most as high; 0 for a place without neighbours.

    Raises
    ------
    UsageError
        If `draws` is not known or there are no permutations.
    """
    if draws not in DRAWS:
        raise UsageError(f"Permutations: draws must be shared or independent; got {draws!r}.")
    if n_permutations < 1:
        raise UsageError(f"Permutations: there must be one at least; got {n_permutations}. 999 or 9999 are usual.")
    high, low = np.zeros(values.size, dtype=np.int64), np.zeros(values.size, dtype=np.int64)
    most = int(neighbours.cardinality.max(initial=0))
    if most:
        heaviest = 1.0 if neighbours.weight is None else float(neighbours.weight.max())
        tolerance = _SAME * float(np.abs(values).max()) * most * heaviest
        rank = _shared if draws == "shared" else _independent
        rank(values, observed, neighbours, n_permutations, seed, tolerance, progress, (high, low))
    return high, low


def _shared(
    values: FloatArray,
    observed: FloatArray,
    neighbours: Neighbours,
    n_permutations: int,
    seed: int,
    tolerance: float,
    progress: Progress,
    counted: tuple[IntArray, IntArray],
) -> None:
    from tongket.watch.kernels import neighbour_draws as kernels  # late: loads the compiler

    cardinality, n = neighbours.cardinality, values.size
    most = int(cardinality.max())
    drawn = np.empty((n_permutations, most + 1), dtype=np.int32)
    kernels.shared_draws(n, replicate_seeds(seed, n_permutations, "local shared"), drawn)
    if not bool(neighbours.equal_weights.all()):
        for start, end in chunks(n, _PLACES_AT_ONCE, progress):

            def weigh(first: int, last: int, start: int = start) -> None:
                where = start + first, start + last
                kernels.ranks_by_weight(
                    values, observed, neighbours.start, neighbours.weights, drawn, tolerance, *where, *counted
                )

            share_out(end - start, weigh)
        return
    wanted = np.flatnonzero(np.bincount(cardinality)[1:]) + 1
    which = np.zeros(most + 1, dtype=np.int64)
    which[wanted] = np.arange(wanted.size)
    sums, different = np.empty((wanted.size, n_permutations)), np.empty((wanted.size, n_permutations))
    below, n_different = np.empty((wanted.size, n_permutations + 1), np.int64), np.empty(wanted.size, np.int64)
    kernels.sums_of_draws(values, drawn, wanted, sums, different, below, n_different)
    begin, row = np.empty(n + 1, dtype=np.int64), np.empty(n_permutations * most, dtype=np.int32)
    kernels.places_in_draws(drawn, n, begin, row)
    # equal weights scale all sums of a place alike, so unit sums are compared with unit sums
    unit = observed if neighbours.weight is None else neighbours.sums(values[neighbours.index], of_links=True)

    tables = drawn, sums, different, below, n_different, begin, row

    def look_up(first: int, end: int) -> None:
        kernels.ranks_by_lookup(values, unit, cardinality, which, *tables, tolerance, first, end, *counted)

    # a few milliseconds of work are done before threads have begun
    share_out(n, look_up) if n > FEW_PLACES else look_up(0, n)
    progress(n, n)


def _independent(
    values: FloatArray,
    observed: FloatArray,
    neighbours: Neighbours,
    n_permutations: int,
    seed: int,
    tolerance: float,
    progress: Progress,
    counted: tuple[IntArray, IntArray],
) -> None:
    from tongket.watch.kernels import neighbour_draws as kernels  # late: loads the compiler

    seeds = replicate_seeds(seed, values.size, "local independent")
    weight = np.zeros(0) if neighbours.weight is None else neighbours.weight
    for start, end in chunks(values.size, _PLACES_AT_ONCE, progress):

        def draw(first: int, last: int, start: int = start) -> None:
            where = start + first, start + last
            kernels.ranks_by_own_draws(
                values, observed, neighbours.start, weight, seeds, n_permutations, tolerance, *where, *counted
            )

        share_out(end - start, draw)
