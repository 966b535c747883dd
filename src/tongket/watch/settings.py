"""What a book switches on, and with which budget."""

from __future__ import annotations

from dataclasses import dataclass

from tongket.model.errors import UsageError
from tongket.model.indicators import Condition, Operator
from tongket.store.book import WatchEntry
from tongket.watch.detectors import DETECTORS
from tongket.watch.seeds import DEFAULT_SEED


@dataclass(frozen=True)
class WatchSettings:
    """Hold what a book switches on.

    Attributes
    ----------
    detectors : tuple of str
        Names of `DETECTORS`.
    short_history : str
        Detector put in the place of one that needs more history than there is; empty for none.
    grains : tuple of tuple of str
        Columns that tell series apart, one entry for each level watched.
    n_periods, period_days : int
        History looked back, and the length of a period.
    where : tuple of Condition
        Which cases.
    occurred : bool
        Whether cases are placed in time by when they happened, with a nowcast for late ones.
    wanted_per_month : float
        The alarm budget: false alarms accepted a month, over all series, levels and detectors of surges.
    n_replicates : int
        Simulated histories for the budget; 0 takes the detectors' own cuts unproved.
    near_repeats : tuple of str
        Codes of `near_repeat_column` watched for near repeats; empty for none.
    near_repeat_column : str
        Column of these codes.
    near_repeat_days : int
        Days looked back.
    space_breaks, time_breaks : tuple of float
        Bands, metres and days.
    n_permutations : int
        Of Knox's test.
    near_repeat_alpha : float
        Level below which a band is a signal, shared out over codes and bands.
    everywhere : str
        Code by which signals of the whole city name their place.
    clusters : tuple of str
        Codes of `near_repeat_column` scanned for clusters in place and time; empty for none.
    cluster_days, cluster_longest_days : int
        Days looked back, and the longest a cluster may last.
    cluster_km, cluster_share : float
        Largest radius, and largest share of the cases in one cluster.
    cluster_least_cases : int
        Fewest cases of a cluster: two or three at one door are often one event entered twice.
    cluster_cell_metres : float
        Side of the cells into which places are put before a scan: its work grows with the places.
    cluster_recurrence_days : float
        Only clusters that chance makes once in at least so many days are signals.
    hot_spots : tuple of str
        Codes of `near_repeat_column` whose hot spots are drawn; empty for none.
    hot_spot_days, hot_spot_held_out_days : int
        Days they are drawn from, and last days kept apart to judge them.
    hot_spot_cell_metres : float
        Side of a cell.
    seed : int
        Same input and seed, same signals.
    """

    detectors: tuple[str, ...] = ("farrington_noufaily",)
    short_history: str = "ears_c2"
    grains: tuple[tuple[str, ...], ...] = (("offence_group",), ("area", "offence_group"))
    n_periods: int = 52 * 6 + 26
    period_days: int = 7
    where: tuple[Condition, ...] = ()
    occurred: bool = False
    wanted_per_month: float = 2.0
    n_replicates: int = 20
    near_repeats: tuple[str, ...] = ()
    near_repeat_column: str = "offence_group"
    near_repeat_days: int = 365
    space_breaks: tuple[float, ...] = (0, 100, 200, 400)
    time_breaks: tuple[float, ...] = (0, 7, 14, 28)
    n_permutations: int = 999
    near_repeat_alpha: float = 0.05
    everywhere: str = "*"
    clusters: tuple[str, ...] = ()
    cluster_days: int = 365
    cluster_longest_days: int = 28
    cluster_km: float = 2.0
    cluster_share: float = 0.1
    cluster_least_cases: int = 5
    cluster_cell_metres: float = 200.0
    cluster_recurrence_days: float = 365.0
    hot_spots: tuple[str, ...] = ()
    hot_spot_days: int = 730
    hot_spot_held_out_days: int = 90
    hot_spot_cell_metres: float = 300.0
    seed: int = DEFAULT_SEED

    def __post_init__(self) -> None:
        for name in (*self.detectors, *filter(None, [self.short_history])):
            if name not in DETECTORS:
                raise UsageError(
                    f"Watch: detectors are {', '.join(DETECTORS)}; got {name!r}. Mend the book's settings."
                )


def settings_of(entry: WatchEntry) -> WatchSettings:
    """Return what the ``[watch]`` table of a book switches on.

    Parameters
    ----------
    entry : WatchEntry
        As it was read.

    Returns
    -------
    WatchSettings
        The same, as detectors want it.

    Raises
    ------
    UsageError
        If a detector is unknown, bands do not ascend, or a window is longer than the days looked back.
    """
    places = {"city": (entry.by,), "area": ("area", entry.by)}
    near, clusters, hot_spots = entry.near_repeats, entry.clusters, entry.hot_spots
    _check_bands("metres", near.metres)
    _check_bands("days_apart", near.days_apart)
    _check_shorter("clusters.longest_days", clusters.longest_days, clusters.days)
    _check_shorter("hot_spots.held_out_days", hot_spots.held_out_days, hot_spots.days)
    return WatchSettings(
        detectors=entry.detectors,
        short_history=entry.short_history,
        grains=tuple(places[level] for level in entry.levels),
        n_periods=entry.periods,
        period_days=entry.period_days,
        where=(Condition(entry.by, Operator.IN, entry.codes),) if entry.codes else (),
        occurred=entry.placed_by == "occurred",
        wanted_per_month=entry.alarms_per_month,
        n_replicates=entry.simulations,
        near_repeats=near.codes,
        near_repeat_column=entry.by,
        near_repeat_days=near.days,
        space_breaks=(0.0, *near.metres),
        time_breaks=(0.0, *near.days_apart),
        n_permutations=entry.permutations,
        near_repeat_alpha=near.level,
        clusters=clusters.codes,
        cluster_days=clusters.days,
        cluster_longest_days=clusters.longest_days,
        cluster_km=clusters.widest_km,
        cluster_share=clusters.most_share,
        cluster_least_cases=clusters.least_cases,
        cluster_cell_metres=clusters.cell_metres,
        cluster_recurrence_days=clusters.recurrence_days,
        hot_spots=hot_spots.codes,
        hot_spot_days=hot_spots.days,
        hot_spot_held_out_days=hot_spots.held_out_days,
        hot_spot_cell_metres=hot_spots.cell_metres,
        seed=entry.seed,
    )


def _check_bands(key: str, edges: tuple[float, ...]) -> None:
    if list(edges) != sorted(set(edges)):
        raise UsageError(f"book.toml: watch.near_repeats.{key} must ascend; got {list(edges)}. Put them in order.")


def _check_shorter(key: str, part: int, whole: int) -> None:
    if part >= whole:
        raise UsageError(f"book.toml: watch.{key} must be less than the {whole} days looked back; got {part}.")
