"""Targets and progress of Project 06: identity cards and electronic identification, by district and month.

Published: 99.8 % of the cards collected in December 2021, and in 2023 both targets met to 100 %. The numbers of files
and the other years are invented. Progress is dated by the 14th of each month, the last day of the ministry's month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tongket.collect.demonstration.draws import Draws, apportion
from tongket.collect.demonstration.plan import YEARS
from tongket.collect.demonstration.registers import Entry, Row
from tongket.model.areas import Area, AreaSet

CITY = "92"


@dataclass(frozen=True)
class YearOfEnrolment:
    """Hold one year of one indicator.

    Attributes
    ----------
    indicator : str
        ``identity_card`` or ``eid_account``.
    year : int
        Year.
    reached : tuple of (str, int)
        Stage and number of the city, in order of the procedure; counted from the first year on never more than in the
        stage before, though a single year may catch up.
    targets : tuple of (str, int)
        Stage and assigned target of the city.
    """

    indicator: str
    year: int
    reached: tuple[tuple[str, int], ...]
    targets: tuple[tuple[str, int], ...]


def _cards(year: int, counts: tuple[int, int, int], targets: tuple[int, int]) -> YearOfEnrolment:
    stages = tuple(zip(("received", "approved", "issued"), counts, strict=True))
    return YearOfEnrolment("identity_card", year, stages, (("received", targets[0]), ("issued", targets[1])))


def _accounts(year: int, counts: tuple[int, int, int, int], targets: tuple[int, int]) -> YearOfEnrolment:
    stages = tuple(zip(("received", "approved", "issued", "activated"), counts, strict=True))
    return YearOfEnrolment("eid_account", year, stages, (("received", targets[0]), ("activated", targets[1])))


ENROLMENT: tuple[YearOfEnrolment, ...] = (
    _cards(2021, (758_480, 744_900, 731_200), (760_000, 745_000)),
    _cards(2022, (113_900, 116_400, 121_500), (120_000, 125_000)),
    _cards(2023, (72_000, 71_400, 70_500), (72_000, 70_500)),
    _cards(2024, (86_750, 85_900, 84_300), (85_000, 84_000)),
    _accounts(2022, (241_300, 228_700, 219_400, 96_200), (300_000, 150_000)),
    _accounts(2023, (486_000, 471_500, 463_800, 432_000), (486_000, 432_000)),
    _accounts(2024, (198_400, 196_100, 193_700, 214_900), (210_000, 230_000)),
)

# Targets of the city other than Project 06. Published: clearance at least 75 % (70 % in 2019), very and especially
# serious cases at least 90 %; at most 95 % of last year's cases is a rule other provinces set themselves.
_CLEARANCE = "clearance_period.social_order"
_GRAVE_CLEARANCE = "clearance_period.social_order.major"
_RECORDED = "recorded.social_order"
_INVESTIGATORS = "Văn phòng Cơ quan Cảnh sát điều tra"
_TRAFFIC_POLICE = "Phòng Cảnh sát giao thông"
_REGISTRY_POLICE = "Phòng Cảnh sát quản lý hành chính về trật tự xã hội"
_YEARS_OF_ACTIVATION = (2023, 2024)
_OFFICIAL = {2019: 1066, 2020: 892, 2021: 606, 2022: 574, 2023: 641}  # as counted at the official closings


def targets(areas: AreaSet) -> list[Entry]:
    """Return the assigned targets: of each district for enrolment, whose sum is the city's, else of the city."""
    entries = [
        entry for plan in ENROLMENT for stage, value in plan.targets for entry in _split(plan, stage, value, areas)
    ]
    for year in YEARS:
        entries += _crime_targets(year)
    entries += [_traffic_target(year) for year in YEARS[1:]]
    entries += [_activation_target(year) for year in _YEARS_OF_ACTIVATION]
    return entries


def _split(plan: YearOfEnrolment, stage: str, value: int, areas: AreaSet) -> Iterator[Entry]:
    given = date(plan.year, 1, 5)
    key = f"CT-{plan.year}-{plan.indicator}-{stage}"
    districts, people = _districts(areas, given)
    for district, share in zip(districts, apportion(value, people), strict=True):
        yield _target(f"{key}-{district.code}", plan.indicator, stage, district.code, given, str(share), district)


def _target(
    key: str,
    indicator: str,
    stage: str | None,
    area: str,
    given: date,
    value: str,
    district: Area | None = None,
    *,
    kind: str = "assigned_target",
    unit: str = _INVESTIGATORS,
) -> Entry:
    row: Row = {
        "target_id": key,
        "indicator": indicator,
        "stage": stage,
        "denominator_kind": kind,
        "area": area,
        "unit_in_charge": _police_of(district) if district else unit,
        "assigned_on": given,
        "due_on": date(given.year, 12, 31) if stage else date(given.year, 12, 14),
        "value": value,
        "assigned_by": "Giám đốc Công an thành phố" if district else "Bộ Công an",
    }
    return Entry(given, row)


def _police_of(district: Area) -> str:
    return f"Công an {district.name.vi[0].lower()}{district.name.vi[1:]}"


def _crime_targets(year: int) -> Iterator[Entry]:
    given = date(year, 1, 5)
    yield _target(f"CT-{year}-clearance", _CLEARANCE, None, CITY, given, "0.70" if year == 2019 else "0.75")
    yield _target(f"CT-{year}-clearance-major", _GRAVE_CLEARANCE, None, CITY, given, "0.90")
    if year - 1 in _OFFICIAL:  # given after the official closing, when last year's count is known
        at_most = _OFFICIAL[year - 1] * 95 // 100
        yield _target(f"CT-{year}-recorded", _RECORDED, None, CITY, date(year, 4, 20), str(at_most))


def _traffic_target(year: int) -> Entry:
    """Return the yearly aim of 5 % fewer accidents, written as it is meant: a share of last year's number."""
    key, given = f"CT-{year}-traffic-accidents", date(year, 1, 5)
    return _target(key, "traffic.accidents", None, CITY, given, "0.95", kind="last_year", unit=_TRAFFIC_POLICE)


def _activation_target(year: int) -> Entry:
    """Return the aim that four of five accounts issued so far be activated."""
    key, given = f"CT-{year}-eid_account-activated-share", date(year, 1, 5)
    return _target(key, "eid_account", "activated", CITY, given, "0.8", kind="issued", unit=_REGISTRY_POLICE)


def progress(areas: AreaSet, draws: Draws) -> list[Entry]:
    """Return the monthly counts of each stage by district; over the year they add up to the city's number."""
    return [entry for plan in ENROLMENT for entry in _year_of_progress(plan, areas, draws)]


def _year_of_progress(plan: YearOfEnrolment, areas: AreaSet, draws: Draws) -> Iterator[Entry]:
    districts, people = _districts(areas, date(plan.year, 1, 5))
    zeal = [weight * draws.between(92, 108) for weight in people]
    course = _course(draws)
    for stage, total in plan.reached:
        for district, number in zip(districts, apportion(total, zeal), strict=True):
            yield from _months(plan, stage, district.code, number, course)


def _course(draws: Draws) -> list[int]:
    """Return the share reached by the end of each month, in thousandths: slow at first, faster before the deadline."""
    steps = [draws.between(60, 90) + 6 * month for month in range(12)]
    return [sum(steps[: month + 1]) * 1000 // sum(steps) for month in range(12)]


def _months(plan: YearOfEnrolment, stage: str, area: str, total: int, course: list[int]) -> Iterator[Entry]:
    before = 0
    for month, share in enumerate(course, 1):
        reached = total * share // 1000
        on = date(plan.year, month, 14)
        yield Entry(
            on,
            {"indicator": plan.indicator, "stage": stage, "area": area, "on": on, "count": reached - before},
        )
        before = reached


def _districts(areas: AreaSet, day: date) -> tuple[tuple[Area, ...], list[int]]:
    districts = areas.units("district", day)
    people = [areas.population(district.code, day) for district in districts]
    return districts, [1 if one is None else one.population for one in people]
