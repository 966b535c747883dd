"""The register of cases: how many, of which offence, how grave, when and where. Whether cleared comes afterwards."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from tongket.collect.demonstration import calibration
from tongket.collect.demonstration.draws import Draws, apportion, interleave
from tongket.collect.demonstration.places import Place, Places
from tongket.collect.demonstration.plan import FIRST_YEAR, QUARTERS, YEARS
from tongket.collect.demonstration.planted import EFFECT, RUN, is_thinned
from tongket.collect.demonstration.profiles import PROFILES
from tongket.collect.demonstration.seasons import Moment, draw_moment
from tongket.collect.demonstration.stories import Case
from tongket.model.offences import OffenceCatalogue

GRAVE = ("very_serious", "especially_serious")
# The calibration fixes how many there are of these, and a completed one is always grave.
ALWAYS_GRAVE = frozenset(calibration.FIXED_OFFENCES)
# Clauses for mere preparation, which the demonstration leaves out.
_PREPARATION = frozenset({("123", "3"), ("134", "6"), ("168", "5"), ("169", "5")})
_DAY = QUARTERS[0].start
_NEAR_REPEAT = 0.14  # share of the thefts that follow another nearby within two weeks


class Register:
    """Draw new cases, with their clause, moment and place.

    Parameters
    ----------
    catalogue : OffenceCatalogue
        Offences with their frames.
    places : Places
        Communes.
    draws : Draws
        Stream of the register.
    """

    def __init__(self, catalogue: OffenceCatalogue, places: Places, draws: Draws) -> None:
        self.catalogue, self.places, self.draws = catalogue, places, draws
        self._classes: dict[str, dict[str | None, list[str | None]]] = {}
        self._thefts: dict[str, list[tuple[date, Place]]] = defaultdict(list)

    def classes(self, offence: str) -> dict[str | None, list[str | None]]:
        """Return the clauses of an offence by severity class."""
        if offence not in self._classes:
            found: dict[str | None, list[str | None]] = defaultdict(list)
            for clause in self.catalogue.clauses_of.get(offence, ()) or (None,):
                severity = self.catalogue.severity_of(offence, clause, _DAY)
                if (offence, clause) not in _PREPARATION:
                    found[severity.code if severity else None].append(clause)
            self._classes[offence] = dict(found)
        return self._classes[offence]

    def ordinary_class(self, offence: str) -> str | None:
        """Return a class below very serious, mostly that of the first clause."""
        classes = [one for one in self.classes(offence) if one not in GRAVE]
        return classes[0] if self.draws.chance(0.75) else self.draws.one(classes)

    def is_always_grave(self, offence: str) -> bool:
        """Tell whether an offence has no clause below very serious."""
        return all(one in GRAVE for one in self.classes(offence))

    def new_case(self, quarter: int, offence: str, severity: str | None, *, planted: bool = False) -> Case:
        """Return a new case of `offence` and `severity` recorded in `quarter`."""
        moment, place = self._planted(quarter) if planted else self._where_and_when(quarter, offence)
        clauses = self.classes(offence)[severity]
        return Case(
            quarter=quarter,
            offence=offence,
            clause=clauses[0] if self.draws.chance(0.75) else self.draws.one(clauses),
            severity=severity,
            group=self.catalogue.group_of(offence, moment[0]).code,
            arrives=quarter,
            recorded_on=moment[0],
            occurred_from=moment[1],
            occurred_to=moment[2],
            place=place,
            social=self.catalogue.is_social_order(offence, moment[0]),
        )

    def _where_and_when(self, quarter: int, offence: str) -> tuple[Moment, Place]:
        profile = PROFILES[offence]
        while True:
            moment = draw_moment(self.draws, profile, QUARTERS[quarter])
            area = self.places.draw_area(self.draws, moment[0], profile)
            happened = _day_of(moment)
            if not is_thinned(offence, happened, area.parent) or self.draws.chance(EFFECT.kept):
                break
        place = self.places.draw_place(self.draws, area, profile.rhythm)
        return moment, self._near_earlier(offence, happened, place)

    def _near_earlier(self, offence: str, happened: date, place: Place) -> Place:
        """Put some thefts beside an earlier one: what was stolen from once is stolen from again."""
        if offence != "173" or place.spot is None:
            return place
        known = self._thefts[place.area]
        recent = [there for day, there in known if abs((day - happened).days) <= 14]
        if recent and self.draws.chance(_NEAR_REPEAT * 2):
            place = self.places.draw_near(self.draws, self.draws.one(recent))
        known.append((happened, place))
        return place

    def _planted(self, quarter: int) -> tuple[Moment, Place]:
        profile = PROFILES[RUN.offence]
        area = self.places.areas.at(RUN.area, RUN.first)
        while True:
            moment = draw_moment(self.draws, profile, QUARTERS[quarter])
            if moment[1] is not None and RUN.first <= moment[1].date() <= RUN.last:
                return moment, self.places.draw_place(self.draws, area, profile.rhythm)


def _day_of(moment: Moment) -> date:
    happened: datetime | None = moment[1]
    return moment[0] if happened is None else happened.date()


def social_order_cases(register: Register) -> list[Case]:
    """Return the cases of social order that count in the end, as many and as grave as the calibration says."""
    return [case for year in YEARS for case in _social_order_year(register, year)]


def _social_order_year(register: Register, year: int) -> list[Case]:
    sizes = calibration.RECORDED[year]
    offences = [code for code, count in offences_of_year(year).items() for _ in range(count)]
    dealt: list[list[str]] = [[], [], [], []]
    for offence, place in zip(offences, interleave(sizes), strict=True):
        dealt[place].append(offence)
    cases: list[Case] = []
    for number, codes in enumerate(dealt):
        quarter = (year - FIRST_YEAR) * 4 + number
        grave = (calibration.GRAVE[year][number], calibration.ESPECIALLY_SERIOUS[year][number])
        cases += _quarter_cases(register, quarter, codes, _severities(register, codes, *grave))
    return cases


def _quarter_cases(register: Register, quarter: int, codes: list[str], severities: list[str | None]) -> list[Case]:
    span = QUARTERS[quarter]
    left = RUN.cases if span.start <= RUN.first <= span.end else 0
    cases: list[Case] = []
    for code, severity in zip(codes, severities, strict=True):
        planted = left > 0 and code == RUN.offence and severity not in GRAVE
        left -= planted
        cases.append(register.new_case(quarter, code, severity, planted=planted))
    return cases


def offences_of_year(year: int) -> dict[str, int]:
    """Return how many cases of social order of each offence the year has in the end."""
    place = year - FIRST_YEAR
    fixed = {code: counts[place] for code, counts in calibration.FIXED_OFFENCES.items()}
    part = place / (len(YEARS) - 1)
    weights = [first + (last - first) * part for first, last in calibration.OFFENCE_SHARES.values()]
    rest = apportion(sum(calibration.RECORDED[year]) - sum(fixed.values()), weights)
    return fixed | dict(zip(calibration.OFFENCE_SHARES, rest, strict=True))


def _severities(register: Register, codes: list[str], grave: int, especially: int) -> list[str | None]:
    """Choose which cases of a quarter are grave, exactly as many as asked for.

    Raises
    ------
    ValueError
        If more cases are grave by their offence than the calibration has room for.
    """
    places = range(len(codes))
    always = [place for place in places if register.is_always_grave(codes[place])]
    if len(always) > grave:
        raise ValueError(f"Calibration: {len(always)} cases are grave by their offence; got room for {grave}.")

    def especially_weight(place: int) -> float:
        return _weight(register, codes[place], GRAVE[1])

    # where little room is left, the especially serious are found among those that are grave in any case
    crowded = max(0, len(always) + especially - grave)
    highest = set(register.draws.sample(always, crowded, especially_weight))
    others = [place for place in places if place not in highest]
    highest |= set(register.draws.sample(others, especially - crowded, especially_weight))
    forced = set(always) - highest
    left = [place for place in places if place not in highest and place not in forced]
    more = grave - especially - len(forced)
    high = forced | set(register.draws.sample(left, more, lambda place: _weight(register, codes[place], GRAVE[0])))
    return [
        GRAVE[1] if place in highest else GRAVE[0] if place in high else register.ordinary_class(codes[place])
        for place in places
    ]


def _weight(register: Register, offence: str, severity: str) -> float:
    if severity not in register.classes(offence):
        return 0.0
    profile = PROFILES[offence]
    return profile.especially_serious if severity == GRAVE[1] else profile.very_serious


def other_cases(register: Register, area_of_work: str) -> list[Case]:
    """Return the cases of another area of work, of any severity their offences have."""
    shares = calibration.OTHER_SHARES[area_of_work]
    cases: list[Case] = []
    for year, counts in calibration.OTHER_RECORDED[area_of_work].items():
        numbers = apportion(sum(counts), list(shares.values()))
        codes = [code for code, number in zip(shares, numbers, strict=True) for _ in range(number)]
        for code, place in zip(register.draws.shuffled(codes), interleave(counts), strict=True):
            severity = register.draws.one(list(register.classes(code))) if register.draws.chance(0.3) else None
            quarter = (year - FIRST_YEAR) * 4 + place
            cases.append(register.new_case(quarter, code, severity or next(iter(register.classes(code)))))
    return cases
