"""The course of the months, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tongket.model.figures import Figure, State
from tongket.model.periods import Period
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names
from tongket.report.content.phrases import period_name, said
from tongket.report.document import Block, Paragraph
from tongket.report.spans import Derived, Line, line

FEWEST_MONTHS = 3  # two months have no course
BAND_YEARS = 2  # fewer years have no lowest and highest
Month = tuple[Period, Figure]


def months_of_course(inputs: Inputs, names: Names, course: Period) -> list[Month]:
    """Return the months drawn of one year, each with its figure."""
    if inputs.monthly is None:
        return []
    return [
        (month, inputs.monthly.get(names.main, course.id, by=(("month", month.id),)))
        for month in inputs.months[course.id]
    ]


def seasons(inputs: Inputs, names: Names) -> Iterator[Block]:
    """Yield the sentence on the highest and lowest month and on the band of earlier years."""
    if not inputs.years:
        return
    language = inputs.language
    months = [pair for pair in months_of_course(inputs, names, inputs.years[0]) if pair[1].state is State.VALUE]
    if len(months) < FEWEST_MONTHS:
        return
    low, high = min(months, key=lambda m: m[1].value or 0), max(months, key=lambda m: m[1].value or 0)
    if low[1].value == high[1].value:
        return
    text = line(
        said(language, "Theo tháng báo cáo, số vụ cao nhất vào ", "By reporting month, the number was highest in "),
        _month(high, inputs),
        said(language, ", thấp nhất vào ", " and lowest in "),
        _month(low, inputs),
    )
    yield Paragraph(line(text, *_band(inputs, names), "."))


def _month(month: Month, inputs: Inputs) -> Line:
    language = inputs.language
    unit = said(language, " vụ)", ")")
    return line(period_name(month[0], language), " (", phrases.count(month[1], language), unit)


def _band(inputs: Inputs, names: Names) -> Line:
    """Return how many months lay below and above every earlier year: "; 5 trong 12 tháng thấp hơn mức …"."""
    language = inputs.language
    earlier = [months_of_course(inputs, names, year) for year in inputs.years[1:]]
    current = months_of_course(inputs, names, inputs.years[0])
    if len(earlier) < BAND_YEARS or any(len(each) != len(current) for each in earlier):
        return ()
    below, above = _outside(current, earlier, -1), _outside(current, earlier, 1)
    if not below and not above:
        return line(
            said(
                language,
                "; mọi tháng đều nằm trong khoảng của các năm trước",
                "; every month lay within the range of the earlier years",
            )
        )
    parts: list[Line] = []
    for months, vi, en in (
        (below, "thấp hơn cùng tháng của mọi năm trước trong biểu đồ", "below every earlier year drawn"),
        (above, "cao hơn cùng tháng của mọi năm trước trong biểu đồ", "above every earlier year drawn"),
    ):
        if months:
            method = said(
                language,
                "Đếm số tháng nằm ngoài khoảng thấp nhất – cao nhất của các năm trước.",
                "Count of the months outside the lowest and highest of the earlier years.",
            )
            number = Derived(tuple(months), len(months), phrases.plain_count(len(months), language), method)
            unit = said(language, " tháng ", " month was " if len(months) == 1 else " months were ")
            parts.append(line(number, unit, said(language, vi, en)))
    return line("; ", phrases.listed(parts, language))


def _outside(current: Sequence[Month], earlier: Sequence[Sequence[Month]], side: int) -> list[Figure]:
    found = []
    for place, (_, figure) in enumerate(current):
        others = [months[place][1].value for months in earlier]
        known = [value for value in others if value is not None]
        if figure.value is None or len(known) < BAND_YEARS:
            continue
        if (side < 0 and figure.value < min(known)) or (side > 0 and figure.value > max(known)):
            found.append(figure)
    return found
