"""Signal: what a detector saw, where and when, against what was expected, and what it cannot know.

A signal is about places and times. Nothing about a person has a field here, and `DETECTOR_COLUMNS` is the whole list
of what a detector may be given.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tongket.model.errors import DefinitionError
from tongket.model.text import Text

# The columns of single records that a detector may see. An allow-list: whatever is not here stays out.
DETECTOR_COLUMNS: frozenset[str] = frozenset(
    {
        "case_id",
        "recorded_on",
        "occurred_from",
        "occurred_to",
        "offence",
        "clause",
        "offence_group",
        "severity",
        "area",
        "longitude",
        "latitude",
        "location_precision",
    }
)

# Digits kept of every number in the canonical form: beyond them compilers may differ.
_DIGITS = 10


class Kind(StrEnum):
    """Say what shape of unusual thing a signal is."""

    SURGE = "surge"  # more in a series than its past lets expect
    CLUSTER = "cluster"  # more in a place and window than elsewhere and before
    HOT_SPOT = "hot_spot"  # a place that stands out over a long window
    NEAR_REPEAT = "near_repeat"  # more pairs near in place and time than chance makes


class Caveat(StrEnum):
    """Name what a detector cannot know."""

    LATE_RECORDS = "late_records"
    RECORDING_CHANGE = "recording_change"
    BOUNDARY_CHANGE = "boundary_change"
    SHORT_HISTORY = "short_history"
    SMALL_COUNTS = "small_counts"
    ROUGH_LOCATION = "rough_location"
    POPULATION_ESTIMATED = "population_estimated"
    MANY_SERIES = "many_series"


CAVEATS: dict[Caveat, Text] = {
    Caveat.LATE_RECORDS: Text(
        vi="Vụ việc của những ngày gần nhất còn được ghi nhận thêm: số vụ theo kỳ đã được ước bổ sung theo độ"
        " trễ ghi nhận trước khi xét; chùm, cặp vụ và điểm nóng thì tính theo số đã biết.",
        en="Cases of the latest days are still coming in: counts by period were completed by the usual delay of"
        " recording before they were judged; clusters, pairs and hot spots rest on what is known.",
    ),
    Caveat.RECORDING_CHANGE: Text(
        vi="Cách ghi nhận có thể đã thay đổi trong thời gian so sánh; máy không phân biệt được với thay đổi thực tế.",
        en="Recording may have changed within the time compared; this cannot be told from a change in the world.",
    ),
    Caveat.BOUNDARY_CHANGE: Text(
        vi="Địa giới thay đổi trong thời gian so sánh; số cũ của từng đơn vị đã quy đổi theo địa giới mới.",
        en="Boundaries changed within the time compared; earlier counts of areas were restated to the new ones.",
    ),
    Caveat.SHORT_HISTORY: Text(
        vi="Chuỗi số liệu ngắn hơn mức phương pháp cần để nhận biết tính mùa vụ.",
        en="The series is shorter than the method needs to know its season.",
    ),
    Caveat.SMALL_COUNTS: Text(
        vi="Số vụ rất nhỏ: chênh lệch vài vụ đã làm thay đổi kết luận.",
        en="Counts are very small: a few cases more or less change the conclusion.",
    ),
    Caveat.ROUGH_LOCATION: Text(
        vi="Một phần vụ việc chỉ có địa điểm ở mức đường phố hoặc xã, phường.",
        en="Some cases are located only to a street or a commune.",
    ),
    Caveat.POPULATION_ESTIMATED: Text(
        vi="Dân số dùng làm mẫu số là số ước tính, không gồm người tạm trú và khách vãng lai.",
        en="The population is an estimate and leaves out temporary residents and visitors.",
    ),
    Caveat.MANY_SERIES: Text(
        vi="Nhiều chuỗi được theo dõi cùng lúc: mỗi tháng có một số báo động sai đã dự tính trước.",
        en="Many series are watched at once: a number of false alarms a month is planned for.",
    ),
}


@dataclass(frozen=True)
class Place:
    """Say where, by area, by circle or ellipse, or by outline.

    Attributes
    ----------
    areas : tuple of str
        Codes of the areas, ordered; empty where points alone say it.
    longitude, latitude : float or None
        Centre, decimal degrees.
    radius_km : float or None
        Of the circle, or the longer half axis of the ellipse.
    ratio : float
        Longer half axis over the shorter; 1 for a circle.
    angle_degrees : float
        Of the longer axis, counter-clockwise from east.
    outline : tuple of (float, float)
        Longitude and latitude of the corners, first not repeated; empty where circle or areas say it.

    Raises
    ------
    DefinitionError
        If it names neither an area nor a centre.
    """

    areas: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None
    radius_km: float | None = None
    ratio: float = 1.0
    angle_degrees: float = 0.0
    outline: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        if not self.areas and self.longitude is None and not self.outline:
            raise DefinitionError("Place: must name an area, a centre or an outline; got none. Give one of them.")


@dataclass(frozen=True)
class Signal:
    """Hold one thing a detector holds to be unusual.

    Attributes
    ----------
    kind : Kind
        Surge, cluster, hot spot or near repeat.
    detector : str
        Name of the method, for example ``farrington_flexible``.
    parameters : tuple of (str, str)
        All settings that decide the result, ordered by name.
    seed : int or None
        Of the Monte Carlo part; None where the method draws nothing.
    what : tuple of (str, str)
        Column and code the series is about, for example ``(("offence_group", "theft"),)``.
    where : Place
        Areas, circle or outline.
    start, end : date
        First and last day of the window, both inclusive.
    as_of : date
        Day whose knowledge the detector had.
    observed : int
        Cases in the place and window, as known on `as_of`.
    expected : float
        Cases the model lets expect there and then.
    score, threshold : float or None
        The statistic of the method and the value above which it signals.
    p_value : float or None
        Chance of as much or more, adjusted for the search where the method searches.
    recurrence_interval_days : float or None
        Days between such signals by chance alone, with the detector run as often as it is.
    caveats : tuple of Caveat
        What the detector cannot know.

    Raises
    ------
    DefinitionError
        If the window runs backwards or beyond `as_of`, or a count is negative.
    """

    kind: Kind
    detector: str
    parameters: tuple[tuple[str, str], ...]
    seed: int | None
    what: tuple[tuple[str, str], ...]
    where: Place
    start: date
    end: date
    as_of: date
    observed: int
    expected: float
    score: float | None = None
    threshold: float | None = None
    p_value: float | None = None
    recurrence_interval_days: float | None = None
    caveats: tuple[Caveat, ...] = ()

    def __post_init__(self) -> None:
        if not self.start <= self.end <= self.as_of:
            raise DefinitionError(
                f"Signal of {self.detector!r}: the window must lie before {self.as_of}; got {self.start} to {self.end}."
            )
        if self.observed < 0 or not self.expected >= 0:
            raise DefinitionError(
                f"Signal of {self.detector!r}: counts must not be negative; got {self.observed} and {self.expected}."
            )

    @property
    def relative_risk(self) -> float:
        """Return observed over expected; infinite when nothing was expected, 1 when nothing was there either."""
        # of the expectation as it is written down, so that a signal read back has the same
        expected = rounded(self.expected) or 0.0
        if expected > 0:
            return self.observed / expected
        return math.inf if self.observed else 1.0

    @property
    def id(self) -> str:
        """Return a name that follows from the content: same input and seed, same id on any machine."""
        return "s-" + hashlib.sha256(self.canonical().encode()).hexdigest()[:12]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; numbers rounded to ten significant digits, infinities as None."""
        return {
            "kind": self.kind.value,
            "detector": self.detector,
            "parameters": dict(self.parameters),
            "seed": self.seed,
            "what": dict(self.what),
            "where": _place_dict(self.where),
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "as_of": self.as_of.isoformat(),
            "observed": self.observed,
            "expected": rounded(self.expected),
            "relative_risk": rounded(self.relative_risk),
            "score": rounded(self.score),
            "threshold": rounded(self.threshold),
            "p_value": rounded(self.p_value),
            "recurrence_interval_days": rounded(self.recurrence_interval_days),
            "caveats": [caveat.value for caveat in self.caveats],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Signal:
        """Return the signal that `to_dict` wrote; its id is the same, for numbers are rounded to the same digits.

        Raises
        ------
        DefinitionError
            If it contradicts itself.
        """
        place = dict(values["where"])
        place["areas"] = tuple(place["areas"])
        place["outline"] = tuple((x, y) for x, y in place["outline"])
        return cls(
            kind=Kind(values["kind"]),
            detector=values["detector"],
            parameters=tuple(sorted(values["parameters"].items())),
            seed=values["seed"],
            what=tuple(sorted(values["what"].items())),
            where=Place(**place),
            start=date.fromisoformat(values["start"]),
            end=date.fromisoformat(values["end"]),
            as_of=date.fromisoformat(values["as_of"]),
            observed=values["observed"],
            expected=values["expected"],
            score=values["score"],
            threshold=values["threshold"],
            p_value=values["p_value"],
            recurrence_interval_days=values["recurrence_interval_days"],
            caveats=tuple(Caveat(caveat) for caveat in values["caveats"]),
        )

    def canonical(self) -> str:
        """Return the one text that stands for this signal, which its id is made of."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rounded(value: float | None) -> float | None:
    """Return `value` with ten significant digits, or None where there is no finite number."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{_DIGITS}g}")


def _place_dict(place: Place) -> dict[str, Any]:
    return {
        "areas": list(place.areas),
        "longitude": rounded(place.longitude),
        "latitude": rounded(place.latitude),
        "radius_km": rounded(place.radius_km),
        "ratio": rounded(place.ratio),
        "angle_degrees": rounded(place.angle_degrees),
        "outline": [[rounded(x), rounded(y)] for x, y in place.outline],
    }
