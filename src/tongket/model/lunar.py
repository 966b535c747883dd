"""The Vietnamese lunar calendar: on which day a lunar date falls, worked out from new moons and the sun's longitude.

Rules: a month begins on the day of a new moon at UTC+7; month 11 holds the winter solstice; where thirteen months lie
between two months 11, the first without a principal term (a multiple of 30 degrees of the sun's longitude) is the leap
month. The calendar has gone by UTC+7 since 1968, which is where it parts from the Chinese one (UTC+8).

References
----------
Meeus J (1998). Astronomical Algorithms, 2nd edition. Chapter 25 (longitude of the sun, low accuracy: 0.01 degree,
a quarter of an hour) and chapter 49 (new moons; the terms left out come to less than two minutes).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from math import floor, radians, sin

from tongket.model.errors import DefinitionError

FIRST_YEAR, LAST_YEAR = 1968, 2100
_ZONE_DAYS = 7 / 24
_JULIAN_OF_1970 = 2440587.5
# amplitude in days, multiples of the eccentricity factor, of M (sun), M' (moon), F; Meeus, table on page 351
_TERMS = (
    (-0.40720, 0, 0, 1, 0),
    (0.17241, 1, 1, 0, 0),
    (0.01608, 0, 0, 2, 0),
    (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0),
    (-0.00514, 1, 1, 1, 0),
    (0.00208, 2, 2, 0, 0),
    (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2),
    (0.00056, 1, 1, 2, 0),
    (-0.00042, 0, 0, 3, 0),
    (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2),
    (-0.00024, 1, -1, 2, 0),
)


def lunar_day(year: int, month: int, day: int) -> date:
    """Return the day on which a date of the lunar calendar falls; leap months are not asked for.

    Parameters
    ----------
    year : int
        Lunar year, named by the solar year in which it begins; 1968 to 2100.
    month, day : int
        1 to 12 and 1 to 30.

    Returns
    -------
    date
        In the solar calendar; ``lunar_day(2024, 1, 1)`` is 10 February 2024.

    Raises
    ------
    DefinitionError
        If the year is outside what the formulas were checked for, or there is no such month or day.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12 or not 1 <= day <= 30:
        raise DefinitionError(
            f"Lunar date: must be month 1-12, day 1-30 of {FIRST_YEAR} to {LAST_YEAR}; got {day}/{month}/{year}."
        )
    start, after = _month(year, month)
    if start + timedelta(days=day - 1) >= after:
        raise DefinitionError(f"Lunar date: month {month} of {year} has no day {day}. Name another day.")
    return start + timedelta(days=day - 1)


@cache
def _month(year: int, month: int) -> tuple[date, date]:
    """Return the first day of a lunar month and that of the month after it (a leap month counts as one after it)."""
    # months 1 to 10 follow the month 11 of the year before; 11 and 12 that of the year itself
    months = _sui(year if month >= 11 else year - 1)
    wanted = month - 11 if month >= 11 else month + 1
    leap = _leap(months)
    place = wanted + (1 if leap is not None and leap <= wanted else 0)
    return months[place], months[place + 1]


@cache
def _sui(year: int) -> tuple[date, ...]:
    """Return the first days of the months from month 11 of `year` to month 11 of the next, both included."""
    first, last = _month_of(_solstice(year)), _month_of(_solstice(year + 1))
    # one more, so that the last month, too, has an end
    return tuple(_new_moon(number) for number in range(first, last + 2))


def _leap(months: tuple[date, ...]) -> int | None:
    """Return the place of the leap month among the months of a sui, None where it has twelve."""
    if len(months) - 2 == 12:
        return None
    terms = [_term(day) for day in months]
    return next(place for place in range(1, len(months) - 1) if terms[place] == terms[place + 1])


def _solstice(year: int) -> date:
    """Return the day of the winter solstice: the sun's longitude is below 270 when it begins and not when it ends."""
    day = date(year, 12, 18)
    while _term(day + timedelta(days=1)) == 8:
        day += timedelta(days=1)
    return day


def _term(day: date) -> int:
    """Return how many twelfths of its way the sun has gone when `day` begins at UTC+7."""
    return floor(_sun_longitude(_julian(day)) / 30)


def _month_of(day: date) -> int:
    """Return the number of the month that holds `day`, counted in new moons since January 2000."""
    number = floor((_julian(day) - 2451550.1) / 29.530588861) + 1
    while _new_moon(number) > day:
        number -= 1
    return number


def _julian(day: date) -> float:
    """Return the Julian date, in terrestrial time, of the moment `day` begins at UTC+7."""
    return _JULIAN_OF_1970 + (day - date(1970, 1, 1)).days - _ZONE_DAYS + _delay_days(day.year)


def _delay_days(year: int) -> float:
    """Return terrestrial minus universal time; Espenak and Meeus, polynomial for 2005 to 2050, within seconds here."""
    years = year - 2000
    return (62.92 + 0.32217 * years + 0.005589 * years**2) / 86400


@cache
def _new_moon(number: int) -> date:
    """Return the day at UTC+7 of a new moon; Meeus, formulas 49.1 to 49.7."""
    centuries = number / 1236.85
    sun = radians(2.5534 + 29.10535670 * number - 0.0000014 * centuries**2)
    moon = radians(201.5643 + 385.81693528 * number + 0.0107582 * centuries**2)
    latitude = radians(160.7108 + 390.67050284 * number - 0.0016118 * centuries**2)
    node = radians(124.7746 - 1.56375588 * number)
    eccentricity = 1 - 0.002516 * centuries - 0.0000074 * centuries**2
    moment = 2451550.09766 + 29.530588861 * number + 0.00015437 * centuries**2 - 0.00017 * sin(node)
    for size, power, of_sun, of_moon, of_latitude in _TERMS:
        moment += size * eccentricity**power * sin(of_sun * sun + of_moon * moon + of_latitude * latitude)
    local = moment - _delay_days(2000 + floor(centuries * 100)) + _ZONE_DAYS
    return date(1970, 1, 1) + timedelta(days=floor(local - _JULIAN_OF_1970))


def _sun_longitude(julian: float) -> float:
    """Return the apparent longitude of the sun in degrees, 0 to 360; Meeus, formulas 25.2 to 25.8."""
    centuries = (julian - 2451545.0) / 36525
    mean = 280.46646 + 36000.76983 * centuries + 0.0003032 * centuries**2
    anomaly = radians(357.52911 + 35999.05029 * centuries - 0.0001537 * centuries**2)
    centre = (1.914602 - 0.004817 * centuries) * sin(anomaly)
    centre += (0.019993 - 0.000101 * centuries) * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    node = radians(125.04 - 1934.136 * centuries)
    return (mean + centre - 0.00569 - 0.00478 * sin(node)) % 360
