"""What a book knows, for proofing: figures of the period, the years before, other calendars, areas and seals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal, localcontext
from functools import cached_property
from typing import TYPE_CHECKING

from tongket.model.figures import Figure, State
from tongket.model.indicators import Indicator, Measure
from tongket.model.periods import Period, parse_period, shift_years
from tongket.model.text import Text
from tongket.proof.claims import Claim
from tongket.proof.known import KnownFigure, Subject
from tongket.proof.known import Measure as Sort

if TYPE_CHECKING:
    from tongket.count.context import CountContext
    from tongket.count.table import FigureTable
    from tongket.model.areas import Area
    from tongket.model.seals import Seal
    from tongket.store.book import Book

FARTHEST = 12  # years back that a text may name
YEARS_BACK = 4  # a text compares with the year before, or with the first year of a term
MOST_SPANS = 30
OTHER_SEALS = 6  # the first seals made after the period: what was said of it then rests on them
_PEOPLE = frozenset("người|đối tượng|bị can|bị cáo|nạn nhân|người chết|người bị thương".split("|"))
_KIND = re.compile(
    r"^(?:Thành phố|Quận|Huyện|Thị xã|Thị trấn|Phường|Xã|Đặc khu) | (?:City|District|Town|Ward|Commune)$"
)


_WHOLE = (
    "toàn thành phố", "Toàn thành phố", "toàn tỉnh", "Toàn tỉnh", "trên địa bàn thành phố", "trên địa bàn tỉnh",
    "the city", "The city", "citywide", "the province", "The province",
)  # fmt: skip
_SPAN = re.compile(r"(?P<year>[0-9]{4})(?:-(?:[HQ][1-4]|[0-9]{2}))?")
_MONTHS = re.compile(r"(?P<year>[0-9]{4})-01/(?P=year)-(?P<month>[0-9]{2})")


class BookFigures:
    """The figures of a book on one seal; each indicator's are made when a text speaks of it.

    Parameters
    ----------
    book : Book
        Whose figures.
    seal : Seal
        What they rest on.
    period : Period
        What the text reports on.
    """

    def __init__(self, book: Book, seal: Seal, period: Period) -> None:
        self.book, self.seal, self.period = book, seal, period
        self.spans: tuple[str, ...] = ()
        self.areas: tuple[str, ...] = ()

    def prepare(self, claims: Sequence[Claim]) -> None:
        """Take note of the years, parts of years and units that claims speak of."""
        named = [text for claim in claims for text in (claim.period, claim.base_period) if text]
        spans = {*self.spans, *(text for text in named if self._may_count(text))}
        if len(spans) > MOST_SPANS:  # a table of all months: whole years are enough to go by
            spans = {span for span in spans if len(span) == 4}
        areas = {*self.areas, *({claim.area for claim in claims if claim.area} & set(self._units))}
        if (spans, areas) != (set(self.spans), set(self.areas)):
            self.spans, self.areas = tuple(sorted(spans)), tuple(sorted(areas))
            for name in ("periods", "table", "area_table"):
                self.__dict__.pop(name, None)

    def _may_count(self, name: str) -> bool:
        match = _SPAN.fullmatch(name) or _MONTHS.fullmatch(name)
        return match is not None and 0 <= self.period.end.year - int(match["year"]) <= FARTHEST

    @cached_property
    def context(self) -> CountContext:
        """Return indicators, units and codes as they were sealed."""
        from tongket.count.sealed import sealed_context

        return sealed_context(self.book, self.seal)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Return the periods that are counted, the one reported on first."""
        own, calendars = self.period, dict(self.book.calendars)
        found = [own, *(shift_years(own, -back, calendars) for back in range(1, YEARS_BACK + 1))]
        for span in self._local_names():
            for calendar in calendars:
                found += _known_period(f"{calendar}:{span}", calendars)
        found += self._first_months()
        return tuple({each.id: each for each in found}.values())

    def _local_names(self) -> list[str]:
        """Return the names, in any calendar, of the period, of the year before, and of the parts of years asked for."""
        local = self.period.id.partition(":")[2]
        names = [local] if _SPAN.fullmatch(local) else []
        names += [name for name in self.spans if _SPAN.fullmatch(name)]
        return list(dict.fromkeys([*names, *(f"{int(name[:4]) - 1:04d}{name[4:]}" for name in names)]))

    def _first_months(self) -> list[Period]:
        """Return the first months of a year that are asked for, such as nine months, in the calendar reported in."""
        calendar = self.book.calendars.get(self.period.id.partition(":")[0], self.book.calendar)
        found = []
        for match in filter(None, map(_MONTHS.fullmatch, self.spans)):
            year, month = int(match["year"]), int(match["month"])
            for each in (year, year - 1):
                last = calendar.month_start(each + month // 12, month % 12 + 1) - timedelta(days=1)
                first = calendar.month_start(each, 1)
                found.append(Period(first, last, f"{first}..{last}"))
        return found

    def _count(
        self, seal: Seal, by: tuple[str, ...], indicators: tuple[str, ...] | None, periods: Sequence[Period]
    ) -> FigureTable:
        from tongket.count.figures import count_figures
        from tongket.count.request import CountRequest
        from tongket.engines.duckdb import DuckDBEngine
        from tongket.store.seals import table_files

        request = CountRequest(
            periods[0], tuple(each.id for each in periods[1:] if _other(each, periods[0])), by, indicators
        )
        engine = DuckDBEngine(table_files(self.book, seal))
        table = count_figures(request, engine, seal, self.context)
        # no test of chance is wanted here: changes are reckoned from the values
        return replace(table, against=())

    @cached_property
    def table(self) -> FigureTable:
        """Return the figures of the whole book."""
        return self._count(self.seal, (), None, self.periods)

    @cached_property
    def _units(self) -> dict[str, Area]:
        """Return the units counted by, by their Vietnamese names."""
        from tongket.count.geography import choose_level

        areas, day = self.context.areas, self.period.end
        return {} if areas is None else {unit.name.vi: unit for unit in areas.units(choose_level(areas, day), day)}

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Return the units counted by, as texts write them: with their kind, or without it where it is unique."""
        forms: dict[str, str] = {}
        bare: dict[str, list[str]] = {}
        for name, unit in self._units.items():
            for full in (unit.name.vi, unit.name.en):
                forms |= {full: name, full[0].lower() + full[1:]: name}
                bare.setdefault(_KIND.sub("", full), []).append(name)
        whole = self.book.file.book.name.text().vi
        forms |= dict.fromkeys(_WHOLE, whole)
        return forms | {short: names[0] for short, names in bare.items() if len(set(names)) == 1}

    @cached_property
    def area_table(self) -> FigureTable:
        """Return the figures by unit, of the period and of the year before."""
        before = shift_years(self.period, -1, dict(self.book.calendars))
        return self._count(self.seal, ("area",), None, (self.period, before))

    # -- what the matching asks for

    @cached_property
    def _subjects(self) -> tuple[Subject, ...]:
        return tuple(
            Subject(each.id, _labels(each), _sorts(each), lambda each=each: self._figures(each))  # type: ignore[misc]
            for each in self.context.indicators.reportable()
        )

    def subjects(self) -> Sequence[Subject]:
        """Return every reportable indicator."""
        return self._subjects

    def elsewhere(self, indicators: Collection[str]) -> Sequence[KnownFigure]:
        """Return the figures of these indicators on the first seals made after the period."""
        from tongket.store.seals import list_seals

        period = self.period
        others = [
            each for each in list_seals(self.book) if each.digest != self.seal.digest and each.as_of >= period.end
        ]
        near = sorted(others, key=lambda each: each.as_of)[:OTHER_SEALS]
        before = shift_years(period, -1, dict(self.book.calendars))
        found: list[KnownFigure] = []
        for seal in near:
            table = self._count(seal, (), tuple(sorted(indicators)), (period, before))
            for id_ in indicators:
                found += self._of_table(table, self.context.indicators[id_], None)
        return found

    def _figures(self, indicator: Indicator) -> list[KnownFigure]:
        found = self._of_table(self.table, indicator, None)
        if self.areas and any(axis.name == "area" for axis in self.area_table.by_id[indicator.id].axes):
            for name in self.areas:
                found += self._of_table(self.area_table, indicator, self._units[name])
        return found

    def _of_table(self, table: FigureTable, indicator: Indicator, area: Area | None) -> list[KnownFigure]:
        """Return the levels of an indicator in every period, and the changes between them."""
        levels = [table.get(indicator.id, period.id, area=area.code if area else "*") for period in table.periods]
        told = [figure for figure in levels if figure.state is State.VALUE]
        maker = _Maker(indicator, area.name if area else self.book.file.book.name.text(), whole=area is None)
        found = [known for figure in told for known in maker.level(figure)]
        for figure in told:
            found += [known for other in told if _comparable(figure, other) for known in maker.change(figure, other)]
        return found


@dataclass(frozen=True)
class _Maker:
    """Make known figures of one indicator in one area."""

    indicator: Indicator
    area: Text
    whole: bool

    def level(self, figure: Figure) -> Iterator[KnownFigure]:
        """Yield the value of a figure."""
        value, n, part = figure.value, _integer(figure.denominator), _integer(figure.numerator)
        if value is None:
            return
        sort = _sort_of(self.indicator)
        exact = _times_100(figure) if sort == "rate_pct" else Decimal(value)
        yield self._known(figure, exact, sort, None, n, part)
        if sort == "rate_pct" and self.indicator.measure is Measure.RATIO:
            yield self._known(figure, exact, "target_pct", None, n, part)

    def change(self, figure: Figure, other: Figure) -> Iterator[KnownFigure]:
        """Yield difference and per cent, or for rates the points, against another period."""
        if figure.value is None or other.value is None:
            return
        if _sort_of(self.indicator) == "rate_pct":
            yield self._known(figure, _times_100(figure) - _times_100(other), "points", other.period)
            return
        new, old = Decimal(figure.value), Decimal(other.value)
        yield self._known(figure, new - old, "change_abs", other.period)
        if old > 0:
            with localcontext() as context:
                context.prec = 30
                yield self._known(figure, 100 * (new - old) / old, "change_pct", other.period)

    def _known(
        self,
        figure: Figure,
        value: Decimal,
        sort: Sort,
        against: str | None,
        n: int | None = None,
        part: int | None = None,
    ) -> KnownFigure:
        return KnownFigure(
            figure_id=figure.id,
            indicator=self.indicator.id,
            label=self.indicator.label,
            period=figure.period,
            start=figure.start.isoformat(),
            end=figure.end.isoformat(),
            area=self.area,
            value=value,
            measure=sort,
            against=against,
            version=str(figure.version),
            seal=figure.seal,
            n=n,
            part=part,
            whole=self.whole,
        )


def _sort_of(indicator: Indicator) -> Sort:
    if indicator.measure in (Measure.SHARE, Measure.RATIO):
        return "rate_pct"
    if indicator.unit.vi in ("đồng", "VND", "VNĐ"):
        return "money"
    return "people" if indicator.unit.vi in _PEOPLE else "count"


def _sorts(indicator: Indicator) -> frozenset[str]:
    sort = _sort_of(indicator)
    if sort != "rate_pct":
        return frozenset({sort, "change_abs", "change_pct"})
    target = {"target_pct"} if indicator.measure is Measure.RATIO else set()
    return frozenset({"rate_pct", "points", *target})


def _labels(indicator: Indicator) -> tuple[Text, ...]:
    return (indicator.label, *(Text(vi=each, en=each) for each in indicator.synonyms))


def _times_100(figure: Figure) -> Decimal:
    """Return a share or ratio in per cent, from its parts: the value itself is cut to twelve digits."""
    if figure.numerator is None or not figure.denominator:
        return 100 * Decimal(figure.value or 0)
    with localcontext() as context:
        context.prec = 30
        return 100 * Decimal(figure.numerator) / Decimal(figure.denominator)


def _integer(number: int | Decimal | None) -> int | None:
    return int(number) if number is not None and number == int(number) else None


def _local(period: str) -> str:
    return period.partition(":")[2] or period


def _comparable(figure: Figure, other: Figure) -> bool:
    """Say whether a text may set one against the other: the same span of an earlier year of the same calendar."""
    calendar, _, local = figure.period.partition(":")
    before, _, earlier = other.period.partition(":")
    return calendar == before and other.start < figure.start and earlier[4:] == local[4:]


def _other(period: Period, reported: Period) -> bool:
    return (period.start, period.end) != (reported.start, reported.end)


def _known_period(text: str, calendars: Mapping[str, object]) -> list[Period]:
    from tongket.model.errors import UsageError

    try:
        return [parse_period(text, dict(calendars))]  # type: ignore[arg-type]
    except UsageError:
        return []


def own_seal(book: Book, text: str) -> Seal | None:
    """Return the seal of a book that a text names first by its short digest; None when it names none."""
    from tongket.store.seals import list_seals

    named = {place: seal for seal in list_seals(book) if (place := text.find(seal.short)) >= 0}
    return named[min(named)] if named else None
