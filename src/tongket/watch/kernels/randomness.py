"""Random numbers for kernels: a small generator whose whole state is one 64-bit number for each replicate.

SplitMix64 (Steele, Lea & Flood 2014, OOPSLA, https://doi.org/10.1145/2660193.2660195). The same with and without
the compiler and on any number of threads, because each replicate owns its state.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tongket.watch.kernels.compiling import kernel

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31, _S32, _S11 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32), np.uint64(11)
_LOW = np.uint64(0xFFFFFFFF)
_TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53


@kernel()
def next_word(state: NDArray[np.uint64]) -> np.uint64:
    """Advance `state` (one element) and return 64 random bits."""
    state[0] = state[0] + _STEP
    z = state[0]
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    mixed: np.uint64 = z ^ (z >> _S31)
    return mixed


@kernel()
def next_unit(state: NDArray[np.uint64]) -> float:
    """Return a number in [0, 1) with 53 random bits."""
    return float(next_word(state) >> _S11) * _TO_UNIT


@kernel()
def next_below(state: NDArray[np.uint64], n: int) -> int:
    """Return a whole number from 0 to `n` - 1, every one equally likely (Lemire 2019, ACM TOMACS 29:3); n < 2**32."""
    size = np.uint64(n)
    product = (next_word(state) >> _S32) * size
    low = product & _LOW
    if low < size:
        refused = (np.uint64(0x100000000) - size) % size
        while low < refused:
            product = (next_word(state) >> _S32) * size
            low = product & _LOW
    return np.int64(product >> _S32)  # type: ignore[return-value]  # a compiled int64 is an int to its caller


@kernel()
def shuffle(values: NDArray[np.generic], state: NDArray[np.uint64]) -> None:
    """Put `values` into random order, in place (Fisher and Yates)."""
    for i in range(values.shape[0] - 1, 0, -1):
        j = next_below(state, i + 1)
        kept = values[i]
        values[i] = values[j]
        values[j] = kept


@kernel()
def next_poisson(state: NDArray[np.uint64], mean: float) -> int:
    """Return a Poisson count: products of uniform numbers, large means in pieces.

    A Poisson count of mean m is the sum of independent counts of means that add up to m, so large means are
    cut into pieces of at most 30; exact, and quick enough for counts of cases.
    """
    total = 0
    left = mean
    while left > 0.0:
        piece = left if left < 30.0 else 30.0
        left -= piece
        limit = np.exp(-piece)
        product = next_unit(state)
        while product > limit:
            total += 1
            product *= next_unit(state)
    return total
