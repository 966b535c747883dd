"""What a book switches on, and with which budget."""

from __future__ import annotations

from dataclasses import dataclass, field

from tongket.model.errors import UsageError
from tongket.model.indicators import Condition
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
    changed_areas : frozenset of str
        Areas whose boundary changed within the history.
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
    everywhere: str = "all"
    changed_areas: frozenset[str] = field(default_factory=frozenset)
    seed: int = DEFAULT_SEED

    def __post_init__(self) -> None:
        for name in (*self.detectors, *filter(None, [self.short_history])):
            if name not in DETECTORS:
                raise UsageError(
                    f"Watch: detectors are {', '.join(DETECTORS)}; got {name!r}. Mend the book's settings."
                )
