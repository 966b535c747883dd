"""The statistical annex and the method note."""

from __future__ import annotations

from collections.abc import Sequence

from tongket.model.figures import Figure, State
from tongket.model.indicators import Indicator, Measure
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names
from tongket.report.content.phrases import capital, comparison_with, fixed_digits, period_days, period_name, said
from tongket.report.document import Annex, Column, NoteBlock, Row, Table
from tongket.report.spans import Fixed, Line, line

TOPICS: dict[str, Text] = {
    "crime": Text("Tội phạm", "Crime"),
    "offences": Text("Tội danh", "Offences"),
    "clearance": Text("Khám phá", "Clearance"),
    "harm": Text("Thiệt hại", "Harm"),
    "severity": Text("Mức độ nghiêm trọng", "Severity"),
    "wanted": Text("Truy nã", "Wanted persons"),
    "traffic": Text("Giao thông", "Traffic"),
    "fire": Text("Cháy, nổ", "Fire"),
    "campaigns": Text("Cao điểm", "Campaigns"),
    "project_06": Text("Đề án 06", "Project 06"),
    "directives": Text("Chỉ đạo", "Directives"),
    "petitions": Text("Kiến nghị cử tri", "Voter petitions"),
    "inspections": Text("Thanh tra", "Inspections"),
    "incidents": Text("Vụ việc", "Incidents"),
    "other": Text("Khác", "Other"),
}


def annexes(inputs: Inputs, names: Names) -> tuple[Annex, ...]:
    """Return the annexes: all indicators, areas, method."""
    language = inputs.language
    found = [Annex(line(said(language, "Số liệu thống kê", "Statistical tables")), (_indicator_table(inputs),))]
    if inputs.by_area is not None and inputs.areas:
        found.append(
            Annex(line(said(language, "Số liệu theo địa bàn", "Figures by area")), (_area_table(inputs, names),))
        )
    found.append(Annex(line(said(language, "Cách tính", "Method")), _method(inputs)))
    return tuple(found)


def _indicator_table(inputs: Inputs) -> Table:
    language = inputs.language
    before = inputs.before
    columns = [Column(line(said(language, "Chỉ tiêu", "Indicator")), width=4)]
    columns.append(Column(line(capital_period(inputs.period.label(language))), numeric=True, width=1.5))
    if before is not None:
        columns.append(Column(line(capital_period(before.label(language))), numeric=True, width=1.5))
        columns.append(Column(line(said(language, "Chênh lệch", "Difference")), numeric=True, width=1.3))
        columns.append(Column(line("%"), numeric=True, width=1.1))
    rows: list[Row] = []
    for topic, members in _by_topic(inputs).items():
        rows.append(Row((line(TOPICS.get(topic, TOPICS["other"]).in_language(language)),), "section"))
        rows += [_indicator_row(indicator, inputs) for indicator in members]
    note = line(
        said(language, "Kỳ báo cáo: ", "Period: "),
        period_days(inputs.period, language),
        *((said(language, "; kỳ so sánh: ", "; compared with: "), period_days(before, language)) if before else ()),
        said(
            language,
            ". Không in tỷ lệ % khi kỳ gốc dưới ngưỡng số nhỏ.",
            ". No per cent is printed where the base is a small number.",
        ),
    )
    title = line(said(language, "Các chỉ tiêu, ", "Indicators, "), period_name(inputs.period, language))
    return Table(title, tuple(columns), tuple(rows), notes=(note,))


def capital_period(label: str) -> Fixed:
    """Return the name of a period for a table head."""
    return Fixed(capital(label), "period name")


def _by_topic(inputs: Inputs) -> dict[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = {}
    for indicator in inputs.indicators.values():
        if indicator.reportable and _says_something(indicator, inputs):
            found.setdefault(indicator.topic, []).append(indicator)
    order = list(TOPICS)
    return dict(sorted(found.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)))


def _says_something(indicator: Indicator, inputs: Inputs) -> bool:
    """Leave out what is nought now and before, and what no table of the book could say."""
    figure = inputs.figures.get(indicator.id, inputs.period.id)
    if figure.state is State.MISSING:
        return False
    if figure.value:
        return True
    return any(comparison.value for comparison in figure.comparisons)


def is_share(indicator: Indicator) -> bool:
    """Tell whether the value is a fraction of 1, printed in per cent."""
    return indicator.measure in (Measure.SHARE, Measure.RATIO)


def _indicator_row(indicator: Indicator, inputs: Inputs) -> Row:
    language = inputs.language
    figure = inputs.figures.get(indicator.id, inputs.period.id)
    label = f"{indicator.label.in_language(language)} ({indicator.unit.in_language(language)})"
    cells: list[Line] = [fixed_digits(label, "name of an indicator"), line(_cell(figure, indicator, language))]
    if inputs.before is not None:
        cells += _change_cells(figure, indicator, inputs, language)
    return Row(tuple(cells))


def _cell(figure: Figure, indicator: Indicator, language: Language) -> numbers.Span:
    if is_share(indicator):
        return numbers.cell(figure, language, decimals=2, per_cent=True)
    return numbers.cell(figure, language)


def _change_cells(figure: Figure, indicator: Indicator, inputs: Inputs, language: Language) -> list[Line]:
    change = comparison_with(figure, inputs.before)
    if change is None or inputs.before is None:
        return [line("–"), line("–"), line("–")]
    other = inputs.before.id
    if is_share(indicator):
        was = numbers.other_share(figure, other, language)
        return [line(was), line(numbers.points(figure, other, language, sign="always")), line("–")]
    was = numbers.other(figure, other, language)
    difference = numbers.difference(figure, other, language, sign="always")
    if change.percent is None:
        return [line(was), line(difference), line("–")]
    return [line(was), line(difference), line(numbers.percent(figure, other, language, sign="always"))]


def _area_table(inputs: Inputs, names: Names) -> Table:
    language = inputs.language
    assert inputs.by_area is not None
    ids = [id_ for id_ in names.by_area if id_ in inputs.indicators]
    columns = [Column(line(said(language, "Đơn vị", "Area")), width=2.2)]
    columns += [
        Column(
            fixed_digits(inputs.indicators[id_].label.in_language(language), "name of an indicator"),
            numeric=True,
            width=1.5,
        )
        for id_ in ids
    ]
    rows = [_area_row(area.code, area.name.in_language(language), ids, inputs) for area in inputs.areas]
    rows.append(_area_row("*", said(language, "Tổng số", "Total"), ids, inputs, total=True))
    title = line(said(language, "Theo địa bàn, ", "By area, "), period_name(inputs.period, language))
    return Table(title, tuple(columns), tuple(rows))


def _area_row(code: str, name: str, ids: Sequence[str], inputs: Inputs, *, total: bool = False) -> Row:
    assert inputs.by_area is not None
    cells = [line(Fixed(name, "name of an area"))]
    for id_ in ids:
        figure = inputs.by_area.get(id_, inputs.period.id, area=code)
        cells.append(line(_cell(figure, inputs.indicators[id_], inputs.language)))
    return Row(tuple(cells), "total" if total else "body")


def _method(inputs: Inputs) -> tuple[NoteBlock, ...]:
    language = inputs.language
    words = "method note"
    blocks = [
        NoteBlock(
            said(language, "Kỳ và ngày chốt", "Period and cut-off"),
            (
                line(
                    said(
                        language,
                        "Kỳ báo cáo từ ngày đầu đến hết ngày cuối: ",
                        "From the first to the end of the last day: ",
                    ),
                    period_days(inputs.period, language),
                    ".",
                ),
            ),
        ),
        NoteBlock(
            said(language, "Thế nào là khám phá", "When a case counts as cleared"),
            (
                fixed_digits(inputs.clearing_rule.in_language(language), words),
                line(
                    said(
                        language,
                        "Tỷ lệ theo kỳ có thể vượt một trăm phần trăm, vì vụ ghi nhận từ trước được tính khi khám phá"
                        " trong kỳ.",
                        "The period rate may pass one hundred per cent, because cases from before count when cleared"
                        " in the period.",
                    )
                ),
            ),
        ),
        NoteBlock(
            said(language, "Vụ có nhiều tội danh", "Cases with several offences"),
            (
                line(
                    said(
                        language,
                        "Tính một lần theo tội nghiêm trọng nhất; nếu ngang nhau, theo điều luật có số nhỏ nhất.",
                        "Counted once, under the most serious offence; ties under the lowest article number.",
                    )
                ),
            ),
        ),
        NoteBlock(said(language, "So sánh và ngẫu nhiên", "Comparison and chance"), _chance_method(language)),
    ]
    notes = [
        line(f"{indicator.label.in_language(language)}: ", *fixed_digits(indicator.note.in_language(language), words))
        for indicator in inputs.indicators.values()
        if indicator.note is not None and indicator.reportable and _says_something(indicator, inputs)
    ]
    notes = list(dict.fromkeys(_bound_label(note) for note in notes))
    if notes:
        blocks.append(NoteBlock(said(language, "Ghi chú chỉ tiêu", "Notes on indicators"), tuple(notes)))
    return tuple(blocks)


def _bound_label(note: Line) -> Line:
    first = note[0]
    text = getattr(first, "text", "")
    return line(*fixed_digits(text, "name of an indicator"), *note[1:])


def _chance_method(language: Language) -> tuple[Line, ...]:
    text = said(
        language,
        "Hai số vụ được so bằng kiểm định E (Krishnamoorthy và Thomson 2004) với số ngày của mỗi kỳ; khoảng tin cậy 95%"
        " của tỷ số theo phương pháp điểm số. Khoảng của một số vụ: Garwood khi dưới 10, Byar từ 10; của một tỷ lệ:"
        " Wilson. Câu “có thể do ngẫu nhiên” được viết khi p từ 0,05 trở lên. Không xếp hạng địa bàn.",
        "Two counts are compared by the E-test (Krishnamoorthy and Thomson 2004) with the days of each period; the 95%"
        " interval of their ratio is the score interval. Interval of a count: Garwood below 10, Byar from 10 on; of a"
        " share: Wilson. “Could be chance” is written when p is 0.05 or more. Areas are not ranked.",
    )
    return (fixed_digits(text, "method note"),)
