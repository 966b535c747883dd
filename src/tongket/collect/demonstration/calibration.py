"""The totals the demonstration is made to reach: what was published is named beside it, the rest is invented.

All counts are by day of recording in the ministry's year (15 December to 14 December), by quarter. Published figures
of Cần Thơ: press accounts of the city police's conferences and reports, listed in ``docs/reference/demonstration.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

# Crimes against social order that count in the end (recorded, not unfounded), by quarter.
# 2019: 1 067 follows from 574 / (1 - 46.2 %); third quarter 263 from 171 / (1 - 35 %). 2020: 894 from -32.2 %;
# third quarter 171. 2021: 606 from 574 / (1 - 5.3 %). 2022: 574. Half years: 317 in 2023, 376 in 2024.
RECORDED: dict[int, tuple[int, int, int, int]] = {
    2019: (268, 271, 263, 265),
    2020: (258, 226, 171, 239),
    2021: (192, 181, 98, 135),
    2022: (133, 146, 150, 145),
    2023: (154, 163, 161, 162),
    2024: (183, 193, 184, 180),
}

# Very and especially serious cases among them. Third quarter of 2020: 12; 2020: 96; first half of 2024: 34.
GRAVE: dict[int, tuple[int, int, int, int]] = {
    2019: (28, 29, 28, 27),
    2020: (32, 27, 12, 25),
    2021: (19, 18, 11, 14),
    2022: (14, 15, 15, 14),
    2023: (15, 15, 16, 16),
    2024: (17, 17, 18, 16),
}

# Especially serious cases among the grave.
ESPECIALLY_SERIOUS: dict[int, tuple[int, int, int, int]] = {
    2019: (6, 7, 6, 6),
    2020: (8, 7, 3, 6),
    2021: (4, 4, 3, 3),
    2022: (4, 4, 4, 4),
    2023: (4, 4, 5, 4),
    2024: (5, 5, 5, 4),
}

# Grave cases cleared in the quarter of recording. Third quarter of 2020: 11 of 12; 2020: 94 of 96;
# first half of 2024: 23 of 34. All especially serious cases of 2022 are among the cleared.
GRAVE_CLEARED: dict[int, tuple[int, int, int, int]] = {
    2019: (27, 28, 27, 26),
    2020: (32, 26, 11, 25),
    2021: (18, 17, 10, 13),
    2022: (13, 14, 14, 13),
    2023: (13, 14, 14, 14),
    2024: (12, 11, 14, 12),
}

# Cases cleared in the quarter, whenever recorded. Third quarter of 2020: 155; 2020: above 92 %; 2021: 91.1 %;
# 2022: just under 90 %; first half of 2024: 271 of 376. 2019 (above 93 % in its first half), 2023 and the second
# half of 2024 are invented.
CLEARED: dict[int, tuple[int, int, int, int]] = {
    2019: (243, 252, 247, 251),
    2020: (240, 208, 155, 220),
    2021: (173, 164, 94, 121),
    2022: (117, 129, 137, 133),
    2023: (120, 138, 133, 134),
    2024: (129, 142, 154, 152),
}

# Of these, recorded in an earlier year; and recorded in an earlier quarter of the same year.
CLEARED_FROM_EARLIER_YEARS: dict[int, tuple[int, int, int, int]] = {
    2019: (0, 0, 0, 0),
    2020: (9, 4, 2, 1),
    2021: (9, 3, 2, 1),
    2022: (7, 4, 2, 1),
    2023: (15, 8, 5, 3),
    2024: (18, 11, 8, 5),
}
CLEARED_FROM_EARLIER_QUARTERS: dict[int, tuple[int, int, int, int]] = {
    2019: (0, 17, 19, 18),
    2020: (0, 16, 12, 15),
    2021: (0, 12, 11, 8),
    2022: (0, 9, 12, 12),
    2023: (0, 11, 13, 13),
    2024: (0, 12, 24, 26),
}


@dataclass(frozen=True)
class Revisions:
    """Say how a year's count changes after its preliminary closing.

    "Soon" is known by the official closing in April, "later" between April and the next January.

    Attributes
    ----------
    late_soon, late_later : int
        Cases recorded in the year that arrive afterwards.
    unfounded_soon, unfounded_later : int
        Cases then found not to be crimes.
    reclassified_out : int
        Cases that by April turn out not to be crimes against social order; all cleared.
    late_cleared : int
        Of the late cases those that were already cleared in the year.
    cleared_on_corrected : int
        Cases whose day of clearance is corrected by April from the year to the next.
    clearance_reported_late : int
        Clearances of the last quarter that become known only by April.
    """

    late_soon: int = 0
    late_later: int = 0
    unfounded_soon: int = 0
    unfounded_later: int = 0
    reclassified_out: int = 0
    late_cleared: int = 0
    cleared_on_corrected: int = 0
    clearance_reported_late: int = 0


# 2022 nets to nothing, in cases (+3 -2 -1, then +1 -1) and in clearances (+2 -1 -1); the other years do not.
REVISIONS: dict[int, Revisions] = {
    2019: Revisions(7, 2, 1, 1, 1, 5, 1, 4),
    2020: Revisions(8, 3, 2, 1, 1, 6, 1, 5),
    2021: Revisions(6, 1, 1, 1, 1, 4, 0, 3),
    2022: Revisions(3, 1, 2, 1, 1, 2, 1, 0),
    2023: Revisions(8, 0, 2, 1, 1, 4, 1, 4),
    2024: Revisions(),
}

# Cases of social order a year by offence where the number is fixed. Murder falls by 52 % from 2020 to 2021, rape of
# children by 28.5 %, robbery by 25 %, as published; the levels are invented.
FIXED_OFFENCES: dict[str, tuple[int, ...]] = {
    "123": (22, 25, 12, 13, 15, 16),
    "142": (13, 14, 10, 9, 11, 12),
    "168": (14, 12, 9, 8, 10, 11),
}

# Shares of the rest, first and last year; the years between lie on a line. Theft about 30 %, assault 25 %, gambling
# 18 % of all, as in Hòa Bình in the first half of 2023; online fraud grows, gambling falls.
OFFENCE_SHARES: dict[str, tuple[float, float]] = {
    "173": (31.5, 30.0),
    "134": (26.5, 25.5),
    "321": (20.0, 16.5),
    "174": (4.5, 9.5),
    "171": (4.0, 2.6),
    "318": (2.6, 3.4),
    "175": (2.0, 2.4),
    "178": (1.4, 1.6),
    "330": (1.4, 1.6),
    "322": (1.2, 1.0),
    "201": (0.8, 1.6),
    "145": (0.9, 1.3),
    "170": (0.9, 1.2),
    "157": (0.8, 0.8),
    "141": (0.8, 0.7),
    "323": (0.7, 0.6),
    "327": (0.6, 0.5),
    "328": (0.6, 0.5),
    "146": (0.5, 0.7),
    "304": (0.5, 0.5),
    "306": (0.3, 0.4),
    "172": (0.4, 0.3),
    "305": (0.2, 0.3),
    "150": (0.2, 0.2),
    "143": (0.1, 0.1),
    "151": (0.1, 0.1),
    "169": (0.1, 0.1),
}

# Other work areas, cases recorded by quarter. Drugs: 198 in the first half of 2019. Economic: 78 in the third quarter
# of 2020. The rest is invented.
OTHER_RECORDED: dict[str, dict[int, tuple[int, int, int, int]]] = {
    "drugs": {
        2019: (97, 101, 99, 96),
        2020: (92, 74, 95, 97),
        2021: (78, 76, 52, 72),
        2022: (61, 66, 70, 68),
        2023: (72, 77, 76, 75),
        2024: (78, 82, 81, 79),
    },
    "economic": {
        2019: (42, 37, 38, 43),
        2020: (40, 34, 78, 41),
        2021: (35, 32, 21, 34),
        2022: (36, 33, 34, 39),
        2023: (40, 36, 37, 42),
        2024: (43, 39, 40, 44),
    },
    "corruption": {
        2019: (1, 2, 2, 2),
        2020: (2, 1, 2, 2),
        2021: (1, 2, 1, 2),
        2022: (2, 2, 3, 2),
        2023: (3, 2, 3, 3),
        2024: (2, 3, 3, 3),
    },
    "environment": {
        2019: (7, 9, 8, 8),
        2020: (8, 6, 9, 8),
        2021: (7, 7, 4, 7),
        2022: (8, 9, 9, 8),
        2023: (9, 9, 10, 9),
        2024: (10, 11, 10, 10),
    },
    "cyber": {
        2019: (1, 2, 1, 2),
        2020: (2, 2, 2, 3),
        2021: (2, 3, 3, 3),
        2022: (3, 4, 4, 4),
        2023: (4, 5, 5, 5),
        2024: (5, 6, 6, 6),
    },
    "traffic": {
        2019: (17, 14, 15, 16),
        2020: (13, 9, 11, 11),
        2021: (10, 8, 4, 8),
        2022: (9, 10, 10, 10),
        2023: (11, 12, 11, 12),
        2024: (14, 14, 15, 14),
    },
}
SOCIAL_ORDER_GROUPS = ("persons", "property", "family", "public_order")


@dataclass(frozen=True)
class PersonsHandled:
    """Hold a published number of persons handled in the cases recorded in a span of quarters.

    Attributes
    ----------
    groups : tuple of str
        Groups of offences.
    first, last : str
        First and last quarter of recording.
    persons : int
        The sum.
    until : str
        Quarter up to which the cases were cleared; those cleared later add to the sum in later closings.
    """

    groups: tuple[str, ...]
    first: str
    last: str
    persons: int
    until: str = "2024-Q4"


PERSONS_HANDLED: tuple[PersonsHandled, ...] = (
    PersonsHandled(SOCIAL_ORDER_GROUPS, "2020-Q3", "2020-Q3", 194),
    PersonsHandled(SOCIAL_ORDER_GROUPS, "2024-Q1", "2024-Q2", 436, until="2024-Q2"),
    PersonsHandled(("drugs",), "2019-Q1", "2019-Q2", 311),
    PersonsHandled(("economic", "smuggling"), "2020-Q3", "2020-Q3", 81),
)

OTHER_SHARES: dict[str, dict[str, float]] = {
    "drugs": {"249": 64, "251": 22, "255": 5, "256": 5, "250": 3, "258": 1},
    "economic": {"190": 18, "191": 27, "188": 9, "189": 10, "192": 9, "193": 6, "195": 3, "200": 5, "203": 13},
    "corruption": {"353": 4, "356": 3, "354": 2, "355": 2, "360": 2, "364": 1},
    "environment": {"317": 6, "235": 4, "244": 2, "243": 1},
    "cyber": {"290": 7, "288": 2, "289": 1, "291": 2},
    "traffic": {"260": 1},
}
