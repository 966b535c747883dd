"""How each offence behaves: when it happens, how late it is recorded, how hard it is to clear, what it costs.

All of it is invented to be plausible. Tables named quantiles hold equidistant quantiles of a distribution, from the
least value to the greatest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

Table = tuple[int, ...]

# Delay in days from the end of the act to the record.
AT_ONCE: Table = (0, 0)
QUICK: Table = (0, 0, 0, 0, 0, 0, 1, 1, 2, 5, 16)
FOUND_LATER: Table = (0, 0, 0, 0, 0, 1, 1, 2, 3, 7, 24)
SLOW: Table = (0, 1, 3, 7, 14, 25, 45, 70, 110, 180, 330)

ONE: Table = (1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3)
FEW: Table = (1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 6)
PLAYERS: Table = (1, 1, 1, 1, 2, 2, 2, 3, 3, 5, 9)

# Days from the record to the clearance.
CAUGHT: Table = (0, 0, 0, 0, 0, 0, 0, 1, 2, 4)
SOON: Table = (0, 0, 1, 1, 2, 3, 5, 9, 18, 45)
STEADY: Table = (0, 1, 3, 6, 10, 16, 24, 36, 52, 80)

# Property loss in thousand dong; under the frame of the third clause (200 million), and within it.
STOLEN: Table = (2000, 2500, 3200, 4200, 5600, 7500, 10500, 16000, 28000, 60000, 195000)
SNATCHED: Table = (1500, 2500, 3500, 5000, 7000, 9000, 12000, 16000, 22000, 35000, 90000)
DEFRAUDED: Table = (2000, 5000, 9000, 15000, 24000, 36000, 52000, 75000, 105000, 150000, 199000)
LARGE: Table = (200000, 220000, 245000, 270000, 300000, 340000, 380000, 420000, 460000, 490000, 499000)
VERY_LARGE: Table = (500000, 560000, 650000, 780000, 950000, 1200000, 1600000, 2300000, 3600000, 6500000, 18000000)
DAMAGED: Table = (2000, 2500, 3000, 4000, 5500, 7500, 10000, 14000, 20000, 32000, 70000)


@dataclass(frozen=True)
class Profile:
    """Hold what the generator must know of an offence.

    Attributes
    ----------
    rhythm : str
        Key of the hours and weekdays of `seasons`.
    delay, clearing, persons : tuple of int
        Quantiles of the delay of recording, of the days to clearance, of the persons handled.
    hardness : float
        Weight with which a case stays uncleared; 0 where the offence is detected together with its author.
    very_serious, especially_serious : float
        Weights with which a case becomes one of the grave cases the calibration asks for.
    loss : tuple of int or None
        Quantiles of the property loss, in thousand dong.
    injured, killed : float
        Chance that somebody is injured or killed.
    urban : float
        How much more often it happens in a ward than elsewhere, beyond what the number of people explains.
    """

    rhythm: str = "evening"
    delay: Table = QUICK
    clearing: Table = SOON
    persons: Table = ONE
    hardness: float = 1.0
    very_serious: float = 0.0
    especially_serious: float = 0.0
    loss: Table | None = None
    injured: float = 0.0
    killed: float = 0.0
    urban: float = 1.0


_DETECTED = Profile(delay=AT_ONCE, clearing=CAUGHT, hardness=0.0)
_DRUGS = replace(_DETECTED, rhythm="drugs", persons=FEW, urban=1.4)
_OFFICE = Profile(rhythm="office", delay=SLOW, clearing=STEADY, hardness=1.0)
_TRADE = replace(_DETECTED, rhythm="office")
_SEXUAL = Profile(rhythm="evening", delay=SLOW, clearing=SOON, hardness=0.5)

PROFILES: dict[str, Profile] = {
    "123": Profile(clearing=CAUGHT, persons=FEW, hardness=0.2, especially_serious=6, injured=0.35, killed=0.72),
    "134": Profile(persons=FEW, hardness=0.7, very_serious=1.0, especially_serious=0.12, injured=0.96),
    "141": replace(_SEXUAL, very_serious=1.0),
    "142": replace(_SEXUAL, hardness=0.3, especially_serious=1.0),
    "143": _SEXUAL,
    "145": _SEXUAL,
    "146": _SEXUAL,
    "150": replace(_OFFICE, persons=FEW, very_serious=1.0),
    "151": replace(_OFFICE, persons=FEW),
    "157": Profile(persons=FEW, hardness=0.3, injured=0.2),
    "168": Profile(rhythm="street", persons=FEW, especially_serious=1.0, loss=SNATCHED, injured=0.3, urban=1.4),
    "169": Profile(rhythm="street", persons=FEW, hardness=0.3, loss=SNATCHED),
    "170": Profile(rhythm="office", persons=FEW, hardness=0.6, very_serious=0.4, loss=SNATCHED),
    "171": Profile(rhythm="street", hardness=2.0, very_serious=1.2, loss=SNATCHED, injured=0.12, urban=1.8),
    "172": Profile(rhythm="street", hardness=1.5, loss=STOLEN, urban=1.4),
    "173": Profile(
        rhythm="theft",
        delay=FOUND_LATER,
        clearing=STEADY,
        hardness=2.4,
        very_serious=0.25,
        especially_serious=0.02,
        loss=STOLEN,
        urban=1.3,
    ),
    "174": replace(_OFFICE, hardness=2.6, very_serious=1.6, especially_serious=1.6, loss=DEFRAUDED, urban=1.3),
    "175": replace(_OFFICE, hardness=1.2, very_serious=0.8, loss=DEFRAUDED),
    "178": Profile(hardness=1.2, very_serious=0.1, loss=DAMAGED),
    "201": replace(_DETECTED, rhythm="office", persons=FEW),
    "304": replace(_DETECTED, rhythm="drugs"),
    "305": replace(_DETECTED, rhythm="drugs"),
    "306": replace(_DETECTED, rhythm="evening"),
    "318": Profile(persons=PLAYERS, hardness=0.4, injured=0.15, urban=1.2),
    "321": replace(_DETECTED, rhythm="gambling", persons=PLAYERS),
    "322": replace(_DETECTED, rhythm="gambling", persons=PLAYERS),
    "323": replace(_DETECTED, rhythm="office"),
    "327": replace(_DETECTED, rhythm="gambling", persons=FEW, urban=1.6),
    "328": replace(_DETECTED, rhythm="gambling", persons=FEW, urban=1.6),
    "330": Profile(delay=AT_ONCE, clearing=CAUGHT, hardness=0.05, injured=0.2),
    "260": Profile(rhythm="evening", delay=QUICK, clearing=STEADY, hardness=0.3, injured=0.45, killed=0.7),
    **dict.fromkeys(("249", "250", "251", "252", "255", "256", "258"), _DRUGS),
    **dict.fromkeys(("188", "189", "190", "191", "192", "193", "195"), _TRADE),
    **dict.fromkeys(("200", "203"), replace(_OFFICE, hardness=0.4)),
    **dict.fromkeys(("353", "354", "355", "356", "360", "364"), replace(_OFFICE, hardness=0.3, persons=FEW)),
    **dict.fromkeys(("235", "243", "244", "317"), replace(_TRADE, hardness=0.3)),
    **dict.fromkeys(("288", "289", "290", "291"), replace(_OFFICE, hardness=2.5, loss=DEFRAUDED, urban=1.3)),
}
