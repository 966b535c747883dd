"""How often each comparison shows an effect at dates when nothing was done, on Philadelphia's real incidents.

``python -m scripts.placebo_dates FILE [N [WORD]]`` prints the table of the manual (docs/methods/evaluate.md) from N
campaigns (400), of all methods or of those whose name holds WORD. FILE is the city's
incidents as Parquet with the columns ``dispatch_date``, ``dc_dist`` and ``text_general_code``. A campaign of 8 weeks is
put at a date and into districts drawn by a fixed seed; whatever a method finds there is a false alarm.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongket.evaluate import (
    Correction,
    Design,
    before_after,
    difference_in_differences,
    interrupted_series,
    log_irr,
    negative_control,
    placebo_dates,
    same_weeks,
    synthetic_control,
    wdd,
)

SEED = 20151
LENGTH = 8
YEAR = 52
PAST = 156
FIRST, LAST = date(2016, 1, 4), date(2025, 12, 29)
# March 2020 to June 2021: counts fell by half within a week, and no campaign would be judged across it
CLOSED = (date(2020, 3, 9), date(2021, 6, 28))
OFFENCES = {
    "thefts": ("Thefts", "Theft from Vehicle"),
    "robbery": ("Robbery Firearm", "Robbery No Firearm"),
    "burglary": ("Burglary Residential", "Burglary Non-Residential"),
}

Counts = NDArray[np.int64]
Verdict = tuple[bool, bool]


@dataclass(frozen=True)
class City:
    """Hold weekly counts of one group of offences.

    Attributes
    ----------
    counts : ndarray of int64, shape (n_weeks, n_districts)
        The group looked at.
    others : ndarray of int64, shape (n_weeks, n_districts)
        All other incidents.
    """

    counts: Counts
    others: Counts


@dataclass(frozen=True)
class Place:
    """Hold where and when nothing was done: first week and chosen districts, the first of them for methods of one."""

    start: int
    chosen: Counts


def read(path: str) -> dict[str, City]:
    """Return weekly counts by district for each group of offences."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=["dispatch_date", "dc_dist", "text_general_code"])
    days = pc.cast(table["dispatch_date"], "int32").to_numpy() - (FIRST - date(1970, 1, 1)).days
    weeks = days // 7
    district = table["dc_dist"].combine_chunks().dictionary_encode()
    kind = table["text_general_code"].combine_chunks().dictionary_encode()
    names = np.array(kind.dictionary.to_pylist())
    n_weeks = (LAST - FIRST).days // 7
    inside = (weeks >= 0) & (weeks < n_weeks)
    places, kinds = district.indices.to_numpy(), kind.indices.to_numpy()
    cube = np.zeros((n_weeks, len(district.dictionary), len(names)), dtype=np.int64)
    np.add.at(cube, (weeks[inside], places[inside], kinds[inside]), 1)
    # the airport and districts that were merged have weeks with hardly an incident
    cube = cube[:, (cube.sum(axis=2) > 20).all(axis=0)]
    return {group: _city(cube, np.isin(names, members)) for group, members in OFFENCES.items()}


def _city(cube: Counts, members: NDArray[np.bool_]) -> City:
    return City(cube[:, :, members].sum(axis=2), cube[:, :, ~members].sum(axis=2))


def places(city: City, n: int) -> Iterator[Place]:
    """Draw dates and districts; none needs a week of the closed months."""
    rng = np.random.default_rng(SEED)
    n_weeks, n_districts = city.counts.shape
    closed = [(day - FIRST).days // 7 for day in CLOSED]
    starts = np.arange(PAST, n_weeks - LENGTH)
    starts = starts[(starts + LENGTH < closed[0]) | (starts - PAST >= closed[1])]
    for _ in range(n):
        yield Place(int(rng.choice(starts)), rng.permutation(n_districts)[:7])


def methods() -> dict[str, Callable[[City, Place], Verdict | None]]:
    """Return each comparison: city and place in, (fall shown, rise shown) out; None where it does not apply."""
    return {
        "before and after": _before_after,
        "same weeks of 2 years before": _same_weeks,
        "WDD, a district alike": _wdd,
        "WDD, rest of the city": _wdd_rest,
        "log-IRR, rest of the city": _log_irr,
        "untargeted offences, whole city": _negative,
        "WDD, a district alike, widened": _wdd_widened,
        "log-IRR, rest of the city, widened": _log_irr_widened,
        "untargeted offences, widened": _negative_widened,
        "series alone, AR(1)": lambda city, at: _series(city, at, Correction.AR1, controlled=False),
        "controlled series, AR(1)": lambda city, at: _series(city, at, Correction.AR1),
        "controlled series, Newey-West": lambda city, at: _series(city, at, Correction.NEWEY_WEST),
        "controlled series, none": lambda city, at: _series(city, at, Correction.NONE),
        "differences, 7 districts": _panel,
        "synthetic control, rank": _twin,
    }


def _windows(series: Counts, start: int) -> tuple[int, int]:
    return int(series[start - LENGTH : start].sum()), int(series[start : start + LENGTH].sum())


def _before_after(city: City, at: Place) -> Verdict:
    result = before_after(*_windows(city.counts[:, at.chosen[0]], at.start))
    return result.upper < 0, result.lower > 0


def _same_weeks(city: City, at: Place) -> Verdict:
    pairs = [_windows(city.counts[:, at.chosen[0]], at.start - YEAR * back) for back in (2, 1, 0)]
    result = same_weeks([b for b, _ in pairs], [d for _, d in pairs])
    return result.upper < 0, result.lower > 0


def _rest(city: City, at: Place) -> Counts:
    return np.asarray(city.counts.sum(axis=1) - city.counts[:, at.chosen[0]])


def _wdd(city: City, at: Place, dispersion: float = 1.0) -> Verdict:
    pairs = [_windows(series, at.start) for series in (city.counts[:, at.chosen[0]], _alike(city, at))]
    local = wdd(*pairs, dispersion=dispersion).local
    return bool(local.shows_fall), bool(local.shows_rise)


def _alike(city: City, at: Place) -> Counts:
    """Return the district whose count of the past year is nearest."""
    past = city.counts[at.start - YEAR : at.start].sum(axis=0)
    return np.asarray(city.counts[:, np.argsort(np.abs(past - past[at.chosen[0]]))[1]])


def _wdd_widened(city: City, at: Place) -> Verdict:
    return _wdd(city, at, _spread(city.counts[:, at.chosen[0]], _alike(city, at), at, Design.WDD))


def _spread(own: Counts, other: Counts, at: Place, design: Design) -> float:
    """Return how much more than Poisson the comparison swings at the dates of the three years before."""
    past = slice(at.start - PAST, at.start + LENGTH)
    return placebo_dates(own[past], PAST, LENGTH, comparison=other[past], design=design).dispersion


def _wdd_rest(city: City, at: Place) -> Verdict:
    local = wdd(_windows(city.counts[:, at.chosen[0]], at.start), _windows(_rest(city, at), at.start)).local
    return bool(local.shows_fall), bool(local.shows_rise)


def _log_irr(city: City, at: Place, dispersion: float = 1.0) -> Verdict:
    pairs = [_windows(series, at.start) for series in (city.counts[:, at.chosen[0]], _rest(city, at))]
    log = log_irr(*pairs, dispersion=dispersion).log
    return bool(log.shows_fall), bool(log.shows_rise)


def _log_irr_widened(city: City, at: Place) -> Verdict:
    own = city.counts[:, at.chosen[0]]
    return _log_irr(city, at, _spread(own, _rest(city, at), at, Design.LOG_IRR))


def _negative(city: City, at: Place, dispersion: float = 1.0) -> Verdict:
    pairs = [_windows(part.sum(axis=1), at.start) for part in (city.counts, city.others)]
    log = negative_control(*pairs, dispersion=dispersion).net.log
    return bool(log.shows_fall), bool(log.shows_rise)


def _negative_widened(city: City, at: Place) -> Verdict:
    return _negative(city, at, _spread(city.counts.sum(axis=1), city.others.sum(axis=1), at, Design.LOG_IRR))


def _series(city: City, at: Place, correction: Correction, *, controlled: bool = True) -> Verdict | None:
    past = slice(at.start - PAST, at.start + LENGTH)
    own, rest = city.counts[past, at.chosen[0]], _rest(city, at)[past]
    if own[PAST:].sum() == 0:
        return None
    result = interrupted_series(own, PAST, comparison=rest if controlled else None, correction=correction)
    return result.upper < 0, result.lower > 0


def _panel(city: City, at: Place) -> Verdict:
    counts = city.counts[at.start - YEAR : at.start + LENGTH]
    treated = np.isin(np.arange(counts.shape[1]), at.chosen)
    treatment = (np.arange(len(counts)) >= YEAR)[:, None] & treated[None, :]
    result = difference_in_differences(counts, treatment, replicates=299)
    return result.upper < 0, result.lower > 0


def _twin(city: City, at: Place) -> Verdict:
    counts = city.counts[at.start - YEAR : at.start + LENGTH]
    result = synthetic_control(counts, int(at.chosen[0]), YEAR)
    # with some 20 districts an interval of 90 % has no ends; the rank still speaks
    shown = result.p_value <= 0.10
    return shown and result.percent < 0, shown and result.percent > 0


def main(arguments: list[str]) -> int:
    """Print the share of placebo campaigns at which each method shows a fall or a rise, by group of offences."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    n = int(arguments[1]) if len(arguments) > 1 else 400
    word = arguments[2] if len(arguments) > 2 else ""
    cities = read(arguments[0])
    print(f"{n} placebo campaigns of {LENGTH} weeks; share with an effect shown (falls + rises), 90 % intervals")
    print(f"{'':42}" + "".join(f"{name:>22}" for name in cities))
    print(f"{'cases a week and district':42}" + "".join(f"{city.counts.mean():>22.1f}" for city in cities.values()))
    for name, method in methods().items():
        if word not in name:
            continue
        print(f"{name:42}" + "".join(f"{_shares(method, city, n):>22}" for city in cities.values()), flush=True)
    return 0


def _shares(method: Callable[[City, Place], Verdict | None], city: City, n: int) -> str:
    found = [verdict for place in places(city, n) if (verdict := method(city, place)) is not None]
    falls, rises = (float(np.mean([verdict[side] for verdict in found])) for side in (0, 1))
    return f"{100 * (falls + rises):.1f} % ({100 * falls:.0f} + {100 * rises:.0f})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
