"""Seeds: one number of the user's becomes one number for each replicate, the same on any machine and thread count."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tongket.model.errors import UsageError

DEFAULT_SEED = 20221215


def replicate_seeds(seed: int, n_replicates: int, purpose: str = "") -> NDArray[np.uint64]:
    """Return one 64-bit seed for each replicate.

    Parameters
    ----------
    seed : int
        Not negative.
    n_replicates : int
        How many.
    purpose : str
        Keeps detectors apart that share a seed, so that their errors are independent.

    Returns
    -------
    ndarray of uint64, shape (n_replicates,)
        The first k are the same however many are asked for.

    Raises
    ------
    UsageError
        If `seed` is negative.
    """
    if seed < 0:
        raise UsageError(f"Seed: must not be negative; got {seed}. Use a whole number from 0.")
    words = np.random.SeedSequence([seed, *purpose.encode()]).generate_state(2, np.uint64)
    # a counter started at a random place, spread by the generator's own mixing at the first draw
    return np.random.Generator(np.random.Philox(key=words)).integers(0, 2**64, n_replicates, dtype=np.uint64)
