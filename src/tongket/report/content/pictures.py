"""The pictures of a report: each is drawn, or says why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongket.count.axes import UNKNOWN
from tongket.model.figures import State
from tongket.model.text import Text
from tongket.report import numbers
from tongket.report.charts.curve import clearance_curve
from tongket.report.charts.funnel import area_funnel
from tongket.report.charts.maps import Place, choropleth, on_map, tile_map
from tongket.report.charts.mix import Bar, offence_mix
from tongket.report.charts.monthly import Series, monthly_course
from tongket.report.content.curves import METHOD
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names
from tongket.report.content.offences import frequent_offences, offence_name
from tongket.report.content.phrases import capital, period_name, said
from tongket.report.content.required import Drawn, Picture
from tongket.report.content.seasons import FEWEST_MONTHS, months_of_course
from tongket.report.document import Block
from tongket.report.spans import line

BARS = 10
FEWEST_AREAS = 3


@dataclass(frozen=True)
class Pictures:
    """Hold one `Drawn` of each kind."""

    drawn: tuple[Drawn, ...]

    def of(self, kind: Picture) -> Drawn:
        """Return the picture of a kind."""
        return next(each for each in self.drawn if each.kind is kind)

    def blocks(self, kind: Picture) -> Iterator[Block]:
        """Yield the picture of a kind if it was drawn."""
        if (block := self.of(kind).block) is not None:
            yield block

    @property
    def reasons(self) -> tuple[tuple[Picture, Text], ...]:
        """Return why pictures are not there."""
        return tuple((each.kind, each.reason) for each in self.drawn if each.reason is not None)


def draw_pictures(inputs: Inputs, names: Names) -> Pictures:
    """Draw what can be drawn."""
    return Pictures(
        (_mix(inputs, names), _course(inputs, names), _funnel(inputs), _map(inputs, names), _curve(inputs, names))
    )


def _mix(inputs: Inputs, names: Names) -> Drawn:
    language, before = inputs.language, inputs.before
    found = frequent_offences(inputs, names)[:BARS]
    if len(found) < 2:
        return Drawn(
            Picture.MIX, reason=Text("chưa có từ hai nhóm trở lên để so", "there are not two groups to compare")
        )
    bars = [
        Bar(label.in_language(language), figure, inputs.figure_of(figure.indicator, before)) for label, figure in found
    ]
    title = Text("Cơ cấu tội danh", "Offences") if names.is_police else Text("Cơ cấu vụ việc", "Incidents by category")
    caption = line(
        title.in_language(language),
        ", ",
        period_name(inputs.period, language),
        *((said(language, " và ", " and "), period_name(before, language)) if before else ()),
    )
    alt = line(
        said(
            language,
            "Biểu đồ thanh ngang, mỗi tội danh một cặp thanh; nhiều nhất là ",
            "Bar chart with a pair of bars for each; the most frequent is ",
        ),
        *offence_name(found[0][0], language),
        said(language, " với ", " with "),
        numbers.number(bars[0].current, language),
        said(language, " vụ.", " cases."),
    )
    now, then = capital(inputs.period.label(language)), capital(before.label(language)) if before else ""
    return Drawn(Picture.MIX, offence_mix(bars, now, then, language, caption=caption, alt=alt))


def _course(inputs: Inputs, names: Names) -> Drawn:
    language = inputs.language
    courses = [(year, months_of_course(inputs, names, year)) for year in inputs.years]
    known = [pair for pair in courses[0][1] if pair[1].state is State.VALUE] if courses else []
    if len(known) < FEWEST_MONTHS:
        return Drawn(
            Picture.COURSE,
            reason=Text("kỳ báo cáo chưa đủ ba tháng", "the period and the year up to it have less than three months"),
        )
    length = len(courses[0][1])
    series = [
        Series(capital(year.label(language)), tuple(figure for _, figure in months))
        for year, months in courses
        if len(months) == length
    ]
    low, high = min(known, key=lambda m: m[1].value or 0)[1], max(known, key=lambda m: m[1].value or 0)[1]
    caption = line(
        names.main_title.in_language(language),
        said(language, " theo tháng, ", " by month, "),
        period_name(inputs.years[0], language),
    )
    alt = line(
        said(language, "Biểu đồ đường theo tháng: thấp nhất ", "Line chart by month: lowest "),
        numbers.number(low, language),
        said(language, ", cao nhất ", ", highest "),
        numbers.number(high, language),
        said(language, " vụ trong một tháng.", " cases in a month."),
    )
    block = monthly_course(
        series[0],
        series[1] if len(series) > 1 else None,
        series[1:] if len(series) > 2 else (),
        language,
        caption=caption,
        alt=alt,
        months=[inputs.calendar.month_of(month.end) for month, _ in courses[0][1]],
    )
    return Drawn(Picture.COURSE, block)


def _funnel(inputs: Inputs) -> Drawn:
    language, funnel = inputs.language, inputs.funnel
    if funnel is None or len(funnel.points) < FEWEST_AREAS:
        return Drawn(
            Picture.FUNNEL,
            reason=Text(
                "chưa có từ ba đơn vị trở lên với số liệu của năm trước để đối chiếu",
                "there are not three areas with numbers of an earlier year to expect from",
            ),
        )
    caption = line(
        said(language, "Số vụ ghi nhận so với kỳ vọng của từng đơn vị", "Recorded against expected, by area")
    )
    alt = line(
        said(
            language,
            "Biểu đồ phễu: mỗi chấm là một đơn vị; các đường cong là giới hạn của ngẫu nhiên. Không xếp hạng.",
            "Funnel chart: each dot is an area, the curves are the limits of chance. It ranks nobody.",
        )
    )
    block = area_funnel(
        funnel.points,
        funnel.limits,
        language,
        basis=funnel.basis.in_language(language),
        reference=funnel.reference,
        caption=caption,
        alt=alt,
    )
    return Drawn(Picture.FUNNEL, block)


def map_places(inputs: Inputs, names: Names) -> list[Place]:
    """Return the areas with their figures; records that name none have no place on a map."""
    if inputs.by_area is None:
        return []
    return [
        Place(
            area.code,
            area.name.in_language(inputs.language),
            inputs.by_area.get(names.main, inputs.period.id, area=area.code),
            area.tile,
        )
        for area in inputs.areas
        if area.code != UNKNOWN
    ]


def _map(inputs: Inputs, names: Names) -> Drawn:
    language = inputs.language
    places = map_places(inputs, names)
    known = [place for place in places if place.figure.state is State.VALUE]
    if len(known) < 2:
        return Drawn(Picture.MAP, reason=Text("chưa có số liệu theo địa bàn", "there are no figures by area"))
    head = line(names.main_title.in_language(language))
    caption = line(
        names.main_title.in_language(language),
        said(language, " theo địa bàn, ", " by area, "),
        period_name(inputs.period, language),
    )
    low, high = min(known, key=lambda p: p.figure.value or 0), max(known, key=lambda p: p.figure.value or 0)
    alt = line(
        said(language, "Bản đồ: từ ", "Map: from "),
        numbers.number(low.figure, language),
        said(language, " đến ", " to "),
        numbers.number(high.figure, language),
        said(language, " vụ mỗi đơn vị.", " cases an area."),
    )
    if any(on_map(place, inputs.shapes) for place in places):
        return Drawn(Picture.MAP, choropleth(places, inputs.shapes, language, head=head, caption=caption, alt=alt))
    drawn = [place for place in places if place.tile is not None]
    if drawn and len(drawn) == len(places):
        return Drawn(Picture.MAP, tile_map(drawn, language, head=head, caption=caption, alt=alt))
    if inputs.shapes:
        words = Text("tệp ranh giới không chứa mã đơn vị nào", "the file of boundaries holds none of the area codes")
        return Drawn(Picture.MAP, reason=words)
    return Drawn(Picture.MAP, reason=Text("sổ không có tệp ranh giới đơn vị", "the book has no file of boundaries"))


def _curve(inputs: Inputs, names: Names) -> Drawn:
    language = inputs.language
    if not inputs.curves:
        words = Text(
            "nguồn số liệu không ghi ngày khám phá",
            "the source gives no day of clearance",
        )
        if names.is_police:
            words = Text("trong kỳ chưa có vụ nào được khám phá", "no case of the period has been cleared")
        return Drawn(Picture.CURVE, reason=words)
    caption = line(
        said(language, "Tỷ lệ khám phá theo thời gian kể từ khi ghi nhận", "Share cleared by time since recorded")
    )
    alt = line(
        said(
            language,
            "Biểu đồ đường bậc thang: tỷ lệ vụ đã khám phá tăng theo số ngày kể từ khi ghi nhận, kèm dải tin cậy.",
            "Step chart: the share of cases cleared rises with the days since they were recorded, with its interval.",
        )
    )
    method = METHOD.in_language(language)
    return Drawn(Picture.CURVE, clearance_curve(inputs.curves, language, method=method, caption=caption, alt=alt))
