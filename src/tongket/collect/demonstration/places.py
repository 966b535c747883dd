"""Where things happen: communes by weight, and invented points near an invented centre of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from tongket.collect.demonstration.draws import Draws
from tongket.collect.demonstration.plan import LAST_DAY
from tongket.collect.demonstration.profiles import Profile
from tongket.model.areas import Area, AreaSet

UNIT = 10_000_000  # coordinates are whole numbers of 1e-7 degrees until they are written
_NEW_UNITS = date(2025, 7, 1)  # the former communes ship without a point; their successors have one

# Half the side of the square in which points are drawn, in 1e-7 degrees: about 0.7 and 2 km.
_REACH = {"ward": 65_000, "township": 80_000, "commune": 190_000}
_KIND = {"ward": 1.1, "township": 1.2, "commune": 0.65}
_CENTRE = "916"  # Ninh Kiều, the city centre
_NEAR = 4_500  # about 50 m: round a place where things happen again and again


@dataclass(frozen=True)
class Spot:
    """Hold a place in units of 1e-7 degrees."""

    longitude: int
    latitude: int


@dataclass(frozen=True)
class Place:
    """Say where a case lies, as well as anybody knows.

    Attributes
    ----------
    area : str
        Code of the commune valid on the day of recording.
    spot : Spot or None
        Invented point; None where nothing is known.
    precision : str
        ``point``, ``street``, ``commune`` or ``unknown``.
    """

    area: str
    spot: Spot | None
    precision: str


class Places:
    """Draw places among the communes of the day.

    Parameters
    ----------
    areas : AreaSet
        Units with their changes.
    draws : Draws
        Stream that gives each commune its weight, centre and repeated places.
    """

    def __init__(self, areas: AreaSet, draws: Draws) -> None:
        self.areas = areas
        self._weights: dict[tuple[str, date], float] = {}
        self._centres: dict[str, Spot] = {}
        self._repeated: dict[str, tuple[Spot, ...]] = {}
        self._lists: dict[tuple[date, float], tuple[list[Area], list[float]]] = {}
        self._eras = sorted({area.valid_from for area in areas.areas if area.valid_from <= LAST_DAY})
        for era in self._eras:
            for area in areas.units("commune", era):
                if _key(area) not in self._weights:
                    self._prepare(area, draws)

    def _prepare(self, area: Area, draws: Draws) -> None:
        before = [change for change in self.areas.changes if _key(area) == (change.new_code, change.new_valid_from)]
        known = [self._weights[change.old_code, change.old_valid_from] * change.share for change in before]
        self._weights[_key(area)] = sum(known) if known else self._first_weight(area, draws)
        if area.code not in self._centres:
            self._centres[area.code] = self._centre(area, draws)
            self._repeated[area.code] = tuple(self._near(draws, area, _REACH[area.kind] // 2) for _ in range(3))

    def _first_weight(self, area: Area, draws: Draws) -> float:
        """Share the people of the district among its communes, more to the towns, with chance variation."""
        district = str(area.parent)
        people = self.areas.population(district, area.valid_from)
        siblings = self.areas.units("commune", area.valid_from, district)
        weight = (people.population if people else 100_000) / len(siblings) * _KIND[area.kind]
        return weight * (1.6 if district == _CENTRE else 1.0) * draws.quantile((55, 75, 90, 100, 115, 140, 190)) / 100

    def _centre(self, area: Area, draws: Draws) -> Spot:
        shares = self.areas.weights(area.code, area.valid_from, _NEW_UNITS)
        successor = self.areas.at(max(sorted(shares), key=lambda code: shares[code]), _NEW_UNITS)
        if successor.longitude is None or successor.latitude is None:
            raise ValueError(f"Area {successor.code!r}: must have a point for the demonstration to lie near; has none.")
        reach = _REACH[area.kind]
        return Spot(
            round(successor.longitude * UNIT) + draws.between(-reach, reach),
            round(successor.latitude * UNIT) + draws.between(-reach, reach),
        )

    def _near(self, draws: Draws, area: Area, reach: int) -> Spot:
        return _scatter(draws, self._centres[area.code], reach)

    def draw_area(self, draws: Draws, day: date, profile: Profile) -> Area:
        """Return a commune of the city on `day`, likelier where more people live and in towns."""
        areas, running = self._list(day, profile.urban)
        return draws.weighted(areas, running)

    def _list(self, day: date, urban: float) -> tuple[list[Area], list[float]]:
        era = max(start for start in self._eras if start <= day)
        if (era, urban) not in self._lists:
            units = list(self.areas.units("commune", era))
            weights = [self._weights[_key(unit)] * (urban if unit.kind == "ward" else 1.0) for unit in units]
            self._lists[era, urban] = units, list(accumulate(weights))
        return self._lists[era, urban]

    def draw_place(self, draws: Draws, area: Area, rhythm: str) -> Place:
        """Return a place in `area`: a point, a street, the commune, or nothing that can be put on a map."""
        precision = draws.from_weights({"point": 0.58, "street": 0.24, "commune": 0.13, "unknown": 0.05})
        if precision == "unknown":
            return Place(area.code, None, precision)
        if precision == "commune":
            return Place(area.code, self._centres[area.code], precision)
        if rhythm in ("theft", "street", "evening") and draws.chance(0.22):
            return Place(area.code, _scatter(draws, draws.one(self._repeated[area.code]), _NEAR), precision)
        spot = self._near(draws, area, _REACH[area.kind])
        return Place(area.code, _rounded(spot) if precision == "street" else spot, precision)

    def draw_near(self, draws: Draws, place: Place) -> Place:
        """Return a point within some hundred metres of `place`, which must have one."""
        if place.spot is None:
            raise ValueError("Place: must have a point for another to lie near it; has none. Draw a place instead.")
        return Place(place.area, _scatter(draws, place.spot, 12_000), "point")


def _key(area: Area) -> tuple[str, date]:
    return area.code, area.valid_from


def _scatter(draws: Draws, centre: Spot, reach: int) -> Spot:
    """Return a point round a centre, denser towards the middle."""
    return Spot(
        centre.longitude + (draws.between(-reach, reach) + draws.between(-reach, reach)) // 2,
        centre.latitude + (draws.between(-reach, reach) + draws.between(-reach, reach)) // 2,
    )


def _rounded(spot: Spot) -> Spot:
    """Put a point on a grid of about 50 m, as a street address without a number is put on a map."""
    return Spot(spot.longitude // 5_000 * 5_000, spot.latitude // 5_000 * 5_000)
