"""Protected events: incidents inside the area and hours of a festival or visit, beside the same hours before."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.count.derived import Derivation, Derived, Source, derive
from tongket.count.geography import Geography
from tongket.engines.contract import EventsRequest, Span, Term, TraceRequest
from tongket.evaluate.cards_words import both, cases_en
from tongket.evaluate.registration import as_day
from tongket.evaluate.series_study import Desk
from tongket.evaluate.windows import EventResult, event_text, protected_event
from tongket.model.campaign_terms import split_list
from tongket.model.indicators import Condition, Operator
from tongket.model.text import Language, Text

WEEKS = 4
_EARTH_M = 6_371_008.8  # mean radius (IUGG)
_COLUMNS = (
    "event_id",
    "name",
    "registered_on",
    "starts_at",
    "ends_at",
    "areas",
    "centre_longitude",
    "centre_latitude",
    "radius_m",
    "offences",
)


@dataclass(frozen=True)
class ProtectedEvent:
    """Hold one event of the register.

    Attributes
    ----------
    id, name : str
        As registered.
    registered_on : date
        Day of registration.
    start, end : datetime
        Hours guarded, local time; the end does not belong to them.
    areas : tuple of str
        Units; empty where a circle is guarded.
    centre : tuple of float or None
        Longitude and latitude.
    radius_m : int
        Of the circle.
    offences : tuple of str
        Looked at; empty for all.
    """

    id: str
    name: str
    registered_on: date
    start: datetime
    end: datetime
    areas: tuple[str, ...]
    centre: tuple[float, float] | None
    radius_m: int
    offences: tuple[str, ...]


@dataclass(frozen=True)
class EventCard:
    """Hold what is said of one protected event.

    Attributes
    ----------
    event : ProtectedEvent
        As registered.
    heading, sentence : Text
        Name with hours and place; the verdict in one sentence.
    result : EventResult
        Counts, ratio, interval.
    notes : tuple of Text
        What could not be counted, and what the number cannot tell.
    figures : tuple of Derived
        Numbers, for the ledger.
    """

    event: ProtectedEvent
    heading: Text
    sentence: Text
    result: EventResult
    notes: tuple[Text, ...]
    figures: tuple[Derived, ...]

    def lines(self, language: Language) -> tuple[str, ...]:
        """Return the card as lines of text."""
        head = f"{self.event.id}  {self.heading.in_language(language)}"
        return (head, self.sentence.in_language(language), *(f"! {each.in_language(language)}" for each in self.notes))

    def to_json(self) -> dict[str, Any]:
        """Return the card as plain values."""
        result = self.result
        return {
            "event": self.event.id,
            "name": self.event.name,
            "starts_at": self.event.start.isoformat(sep=" "),
            "ends_at": self.event.end.isoformat(sep=" "),
            "registered_on": self.event.registered_on.isoformat(),
            "during": result.during,
            "before": list(result.before),
            "ratio": _finite(result.ratio),
            "lower": _finite(result.lower),
            "upper": _finite(result.upper),
            "p_value": _finite(result.p_value),
            "sentence_vi": self.sentence.vi,
            "sentence_en": self.sentence.en,
            "figures": [each.figure.id for each in self.figures],
            "warnings": [{"vi": each.vi, "en": each.en} for each in self.notes],
        }


def read_events(desk: Desk) -> tuple[ProtectedEvent, ...]:
    """Return the protected events of a seal, in order of their start."""
    if "protected_events" not in desk.engine.tables():
        return ()
    whole = Span(date(1900, 1, 1), date.max)
    request = EventsRequest("protected_events", _COLUMNS, Term("n", "registered_on"), whole, desk.seal.as_of)
    rows = desk.engine.events(request)
    events = [_event({name: rows[name][place] for name in _COLUMNS}) for place in range(len(rows["event_id"]))]
    return tuple(sorted(events, key=lambda each: (each.start, each.id)))


def _event(row: Mapping[str, Any]) -> ProtectedEvent:
    longitude, latitude = float(row["centre_longitude"]), float(row["centre_latitude"])
    return ProtectedEvent(
        id=str(row["event_id"]),
        name=str(row["name"]),
        registered_on=as_day(row["registered_on"]),
        start=_moment(row["starts_at"]),
        end=_moment(row["ends_at"]),
        areas=split_list(row["areas"]),
        centre=None if math.isnan(longitude) or math.isnan(latitude) else (longitude, latitude),
        radius_m=int(row["radius_m"] or 0),
        offences=split_list(row["offences"]),
    )


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(str(np.datetime64(value, "m")))  # type: ignore[call-overload]  # a time of the engine


def event_cards(desk: Desk, which: str | None = None) -> tuple[EventCard, ...]:
    """Judge the protected events of a seal that are over, or the one named.

    Parameters
    ----------
    desk : Desk
        Seal, engine, codes.
    which : str, optional
        Id; all when left out.

    Returns
    -------
    tuple of EventCard
        Those whose days the records reach, in order of their start.
    """
    chosen = [each for each in read_events(desk) if which is None or each.id == which]
    if not chosen:
        return ()
    reach = desk.coverage("cases").last
    return tuple(_card(desk, event) for event in chosen if event.end.date() <= reach)


def _card(desk: Desk, event: ProtectedEvent) -> EventCard:
    term = _term(event)
    # an event longer than a week is set against hours further back
    skip = max(0, math.ceil((event.end - event.start) / timedelta(weeks=1)) - 1)
    first = event.start - timedelta(weeks=WEEKS + skip)
    span = Span(first.date(), event.end.date())
    columns = (term.date, "area", "longitude", "latitude")
    rows = desk.engine.events(EventsRequest("cases", columns, term, span, desk.seal.as_of))
    inside, unplaced = _inside(desk, event, rows)
    result = protected_event(rows[term.date][inside], [(event.start, event.end)], weeks=WEEKS, skip=skip)
    heading = _heading(desk, event)
    return EventCard(
        event, heading, event_text(result), result, tuple(_notes(event, unplaced)), _figures(desk, event, result, term)
    )


def _term(event: ProtectedEvent) -> Term:
    where: tuple[Condition, ...] = (Condition("status", Operator.NOT_IN, ("unfounded",)),)
    if event.offences:
        where += (Condition("offence", Operator.IN, event.offences),)
    return Term("incidents", "occurred_from", None, where)


def _inside(desk: Desk, event: ProtectedEvent, rows: Mapping[str, NDArray[Any]]) -> tuple[NDArray[np.bool_], int]:
    """Return which cases lie in the place guarded, and how many have no point where one is needed."""
    if event.areas:
        codes = _codes(desk, event)
        return np.array([code in codes for code in rows["area"]], dtype=bool), 0
    longitude, latitude = rows["longitude"].astype(float), rows["latitude"].astype(float)
    centre = event.centre or (math.nan, math.nan)
    unplaced = int(np.isnan(longitude).sum())
    return distance_m(centre, longitude, latitude) <= event.radius_m, unplaced


def distance_m(
    centre: tuple[float, float], longitude: NDArray[np.float64], latitude: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the distance of points from a centre in metres, on a sphere (haversine); NaN for points unknown."""
    east, north = np.radians(longitude - centre[0]), np.radians(latitude - centre[1])
    a = (
        np.sin(north / 2) ** 2
        + np.cos(np.radians(latitude)) * math.cos(math.radians(centre[1])) * np.sin(east / 2) ** 2
    )
    return np.asarray(2 * _EARTH_M * np.arcsin(np.sqrt(a)))


def _codes(desk: Desk, event: ProtectedEvent) -> frozenset[str]:
    """Return the codes that records inside the guarded units carry on the day of the event."""
    areas, day = desk.context.areas, event.start.date()
    if areas is None:
        return frozenset(event.areas)
    found = set()
    for code in event.areas:
        geography = Geography(areas, day, areas.at(code, day).level)
        found |= {
            area.code
            for area in areas.areas
            if area.is_valid_on(day) and any(target.code == code for target in geography.targets(area.code, day))
        }
    return frozenset(found)


def _heading(desk: Desk, event: ProtectedEvent) -> Text:
    areas, day = desk.context.areas, event.start.date()
    if event.areas:
        names = [areas.at(code, day).name if areas is not None else Text(code, code) for code in event.areas]
        place = Text(", ".join(each.vi for each in names), ", ".join(each.en for each in names))
    else:
        place = Text(f"bán kính {event.radius_m} m", f"radius {event.radius_m} m")

    def write(language: Language) -> str:
        form = "%H:%M %d/%m/%Y" if language == "vi" else "%Y-%m-%d %H:%M"
        return f"{event.name} ({event.start:{form}} – {event.end:{form}}; {place.in_language(language)})"

    return both(write)


def _notes(event: ProtectedEvent, unplaced: int) -> list[Text]:
    notes = []
    if event.registered_on > event.start.date():
        notes.append(Text("Đăng ký sau khi sự kiện bắt đầu.", "Registered after the event began."))
    if unplaced:
        notes.append(
            Text(
                f"{unplaced} vụ không có tọa độ nên không biết có nằm trong bán kính hay không.",
                f"{cases_en(unplaced)} without a point: whether inside the radius is not known.",
            )
        )
    notes.append(
        Text(
            "Đông người thì có thêm cả người trình báo và lực lượng; ít vụ hơn chưa phải là nhờ bảo vệ.",
            "A crowd brings people who report and officers who see; fewer incidents is not proof of protection.",
        )
    )
    return notes


def _figures(desk: Desk, event: ProtectedEvent, result: EventResult, term: Term) -> tuple[Derived, ...]:
    days = Span(event.start.date(), event.end.date())
    weeks = timedelta(weeks=1)
    earlier = [Span(days.start - weeks * back, days.end - weeks * back) for back in range(1, len(result.before) + 1)]
    during = _count(desk, event, term, "during", Text("trong sự kiện", "during"), [days], result.during)
    before = _count(desk, event, term, "before", Text("các tuần trước", "weeks before"), earlier, sum(result.before))
    derivation = Derivation(
        id="evaluate.event.ratio",
        version=1,
        label=Text(f"{event.name}: so với bình quân các tuần trước", f"{event.id}: over the mean of the weeks before"),
        unit=Text("lần", "times"),
        method=Text(
            "Tỷ số và khoảng tin cậy chính xác theo tổng (Przyborowski & Wilenski 1940)",
            "Ratio with the exact conditional interval (Przyborowski & Wilenski 1940)",
        ),
        parameters=(("level", str(result.level)), ("weeks", str(len(result.before)))),
        sources=(),
        figures=(during.figure.id, before.figure.id),
    )
    value = _finite(result.ratio)
    ratio = derive(
        derivation,
        seal=desk.seal,
        period=f"{days.start}..{days.end}",
        start=days.start,
        end=days.end,
        by=(("event", event.id),),
        value=None if value is None else Decimal(f"{value:.6f}"),
        lower=_finite(result.lower),
        upper=_finite(result.upper),
    )
    return during, before, ratio


def _count(
    desk: Desk, event: ProtectedEvent, term: Term, name: str, what: Text, spans: list[Span], value: int
) -> Derived:
    codes = (("area", tuple(sorted(_codes(desk, event)))),) if event.areas else ()
    label = Text(
        f"{event.name}, {what.vi}: hồ sơ của các ngày này, tính những vụ trong giờ và nơi bảo vệ",
        f"{event.id}, {what.en}: cases of these days, of which those in the hours and the place count",
    )
    place = f"centre {event.centre}, radius {event.radius_m} m" if event.centre else ";".join(event.areas)
    derivation = Derivation(
        id=f"evaluate.event.{name}",
        version=1,
        label=label,
        unit=Text("vụ", "cases"),
        method=Text("Đếm bản ghi theo giờ xảy ra", "Count of records by the hour they began"),
        parameters=(
            ("hours", f"{event.start.isoformat(sep=' ')}..{event.end.isoformat(sep=' ')}"),
            ("place", place),
            ("weeks", str(len(spans))),
        ),
        sources=tuple(Source(label, TraceRequest("cases", term, span, codes, desk.seal.as_of)) for span in spans),
    )
    first = min(span.start for span in spans)
    last = max(span.end for span in spans)
    return derive(
        derivation,
        seal=desk.seal,
        period=f"{first}..{last}",
        start=first,
        end=last,
        by=(("event", event.id),),
        value=value,
    )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
