"""Random draws that are the same on every machine: they use sums and products only, never a logarithm or a sine."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """Give random values from one named stream, so that a change to one register leaves the others as they were.

    Parameters
    ----------
    seed : int
        Seed of the demonstration.
    stream : str
        Name of the stream.
    """

    def __init__(self, seed: int, stream: str) -> None:
        # Only ``random()`` is promised to give the same sequence in every version of Python.
        self._random = random.Random(f"tongket demonstration/{stream}/{seed}").random

    def chance(self, probability: float) -> bool:
        """Return True with the given probability."""
        return self._random() < probability

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return int(self._random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both possible."""
        return low + self.below(high - low + 1)

    def one(self, items: Sequence[T]) -> T:
        """Return one of the items, all equally likely."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[T], cumulative: Sequence[float]) -> T:
        """Return one of the items, with the running sums of their weights given."""
        place = bisect_right(cumulative, self._random() * cumulative[-1])
        return items[min(place, len(items) - 1)]

    def from_weights(self, weights: dict[T, float]) -> T:
        """Return one of the keys, as likely as its weight."""
        return self.weighted(list(weights), list(accumulate(weights.values())))

    def quantile(self, table: Sequence[int]) -> int:
        """Return a value of the distribution whose equidistant quantiles are in `table`, whole numbers in between."""
        place = self.below(1_000_000) * (len(table) - 1)
        step, rest = divmod(place, 1_000_000)
        return table[step] + (table[step + 1] - table[step]) * rest // 1_000_000

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in random order."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result

    def sample(self, items: Sequence[T], size: int, weight: Callable[[T], float] = lambda _: 1.0) -> list[T]:
        """Return `size` different items, each step with chances in proportion to the weights.

        Raises
        ------
        ValueError
            If fewer than `size` items have a weight above 0.
        """
        pool = [(item, weight(item)) for item in items if weight(item) > 0]
        if len(pool) < size:
            raise ValueError(f"sample: must have at least {size} items with a weight; got {len(pool)}.")
        chosen: list[T] = []
        for _ in range(size):
            running = list(accumulate(one for _, one in pool))
            place = min(bisect_right(running, self._random() * running[-1]), len(pool) - 1)
            chosen.append(pool.pop(place)[0])
        return chosen


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Share out `total` in proportion to the weights by largest remainders; ties go to the earlier item."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(one) for one in exact]
    order = sorted(range(len(weights)), key=lambda place: (shares[place] - exact[place], place))
    for place in order[: total - sum(shares)]:
        shares[place] += 1
    return shares


def interleave(counts: Sequence[int]) -> list[int]:
    """Return a row in which place q occurs counts[q] times, spread as evenly as whole numbers allow.

    Every stretch of the row then holds each place about in proportion, so that cases dealt along it in order of
    offence spread each offence over the quarters.
    """
    total, given, row = sum(counts), [0] * len(counts), []
    for step in range(1, total + 1):
        owed = [count * step - total * got for count, got in zip(counts, given, strict=True)]
        place = owed.index(max(owed))
        given[place] += 1
        row.append(place)
    return row
