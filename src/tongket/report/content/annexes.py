"""The statistical annex and the method note."""

from __future__ import annotations

from collections.abc import Sequence

from tongket.model.figures import Figure, State
from tongket.model.indicators import Indicator, Measure
from tongket.model.periods import Period
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Member, Names
from tongket.report.content.phrases import capital, comparison_with, fixed_digits, period_days, period_name, said
from tongket.report.document import Annex, Column, NoteBlock, Row, Table
from tongket.report.spans import Fixed, Line, line

# Topics of the second table, in its order; crime and clearance have a table of their own.
TOPICS: dict[str, Text] = {
    "outcomes": Text("Kết quả xử lý các vụ ghi nhận trong kỳ", "What became of the cases of the period"),
    "wanted": Text("Truy nã", "Wanted persons"),
    "traffic": Text("Giao thông", "Traffic"),
    "fire": Text("Cháy, nổ", "Fire"),
    "campaigns": Text("Cao điểm", "Campaigns"),
    "project_06": Text("Đề án 06", "Project 06"),
    "directives": Text("Chỉ đạo", "Directives"),
    "petitions": Text("Kiến nghị cử tri", "Voter petitions"),
    "inspections": Text("Thanh tra", "Inspections"),
    "other": Text("Khác", "Other"),
}


def annexes(inputs: Inputs, names: Names) -> tuple[Annex, ...]:
    """Return the annexes: crime by group and offence, other registers, areas, method."""
    language = inputs.language
    crime = _crime_table(inputs, names)
    blocks: list[Table] = [crime] if crime is not None else []
    others = _others(inputs)
    if others:
        blocks.append(_indicator_table(others, inputs))
    found = [Annex(line(said(language, "Số liệu thống kê", "Statistical tables")), tuple(blocks))] if blocks else []
    if inputs.by_area is not None and inputs.areas:
        title = line(said(language, "Số liệu theo địa bàn", "Figures by area"))
        found.append(Annex(title, (_area_table(inputs, names),)))
    found.append(Annex(line(said(language, "Cách tính", "Method")), _method(inputs, names)))
    return tuple(found)


# family of indicators, head of its column, whether it is a share
_CRIME_COLUMNS = (
    ("cleared", Text("Khám phá trong kỳ", "Cleared in the period"), False),
    ("clearance_cohort", Text("Tỷ lệ khám phá đến ngày chốt", "Cleared by the cut-off"), True),
    ("persons", Text("Đối tượng", "Persons"), False),
    ("killed", Text("Chết", "Killed"), False),
    ("injured", Text("Bị thương", "Injured"), False),
)


def _crime_table(inputs: Inputs, names: Names) -> Table | None:
    """Return one row for each group and offence that has a case now or had one before."""
    language = inputs.language
    columns = [column for column in _CRIME_COLUMNS if f"{column[0]}.{names.main_code}" in inputs.indicators]
    rows = [
        Row(_crime_cells(member, columns, inputs), "total" if member.level == 0 else "body")
        for member in names.members
        if _occurs(inputs.figure(f"recorded.{member.code}"))
    ]
    if not rows:
        return None
    head = [Column(line(said(language, "Nhóm tội, tội danh", "Group, offence")), width=3.4)]
    head += [Column(line(capital_period(period.label(language))), numeric=True) for period in _shown_periods(inputs)]
    if inputs.before is not None:
        head.append(Column(line(said(language, "Tăng, giảm", "Change")), numeric=True))
        head.append(Column(line("%"), numeric=True, width=1.1))
    head += [Column(line(label.in_language(language)), numeric=True, width=1.2) for _, label, _ in columns]
    title = line(
        said(language, "Tội phạm theo nhóm và tội danh, ", "Crime by group and offence, "),
        period_name(inputs.period, language),
    )
    return Table(title, tuple(head), tuple(rows), notes=(_table_note(inputs),))


def _shown_periods(inputs: Inputs) -> tuple[Period, ...]:
    return (inputs.period, *((inputs.before,) if inputs.before is not None else ()))


def _occurs(figure: Figure | None) -> bool:
    """Leave out what is nought now and before."""
    if figure is None or figure.state is State.MISSING:
        return False
    return bool(figure.value) or any(comparison.value for comparison in figure.comparisons)


def _crime_cells(member: Member, columns: Sequence[tuple[str, Text, bool]], inputs: Inputs) -> tuple[Line, ...]:
    language = inputs.language
    figure = inputs.figures.get(f"recorded.{member.code}", inputs.period.id)
    name = "\u2003" * max(0, member.level - 1) + member.name.in_language(language)
    cells: list[Line] = [fixed_digits(name, "name of an offence"), line(numbers.cell(figure, language))]
    if inputs.before is not None:
        cells += _change_cells(figure, inputs.indicators[f"recorded.{member.code}"], inputs, language)
    for family, _, share in columns:
        other = inputs.figure(f"{family}.{member.code}")
        cells.append(
            line("–")
            if other is None
            else line(numbers.cell(other, language, decimals=1 if share else 0, per_cent=share))
        )
    return tuple(cells)


def _others(inputs: Inputs) -> dict[str, list[Indicator]]:
    """Return the indicators that are not one of a family over groups and offences, by topic."""
    found: dict[str, list[Indicator]] = {}
    for indicator in inputs.indicators.values():
        if indicator.topic in TOPICS and indicator.reportable and _occurs(inputs.figure(indicator.id)):
            found.setdefault(indicator.topic, []).append(indicator)
    return dict(sorted(found.items(), key=lambda pair: list(TOPICS).index(pair[0])))


def _indicator_table(others: dict[str, list[Indicator]], inputs: Inputs) -> Table:
    language = inputs.language
    columns = [Column(line(said(language, "Chỉ tiêu", "Indicator")), width=4)]
    columns += [
        Column(line(capital_period(p.label(language))), numeric=True, width=1.3) for p in _shown_periods(inputs)
    ]
    if inputs.before is not None:
        columns.append(Column(line(said(language, "Tăng, giảm", "Change")), numeric=True, width=1.3))
        columns.append(Column(line("%"), numeric=True, width=1.1))
    rows: list[Row] = []
    for topic, members in others.items():
        rows.append(Row((fixed_digits(TOPICS[topic].in_language(language), "name of a programme"),), "section"))
        rows += [_indicator_row(indicator, inputs) for indicator in members]
    title = line(
        said(language, "Các mặt công tác khác, ", "Other areas of work, "), period_name(inputs.period, language)
    )
    return Table(title, tuple(columns), tuple(rows), notes=(_table_note(inputs),))


def _table_note(inputs: Inputs) -> Line:
    language, before = inputs.language, inputs.before
    return line(
        said(language, "Kỳ báo cáo: ", "Period: "),
        period_days(inputs.period, language),
        *((said(language, "; kỳ so sánh: ", "; compared with: "), period_days(before, language)) if before else ()),
        said(
            language,
            ". Không in tỷ lệ % khi kỳ gốc dưới ngưỡng số nhỏ.",
            ". No per cent is printed where the base is a small number.",
        ),
    )


def capital_period(label: str) -> Fixed:
    """Return the name of a period for a table head."""
    return Fixed(capital(label), "period name")


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


def _method(inputs: Inputs, names: Names) -> tuple[NoteBlock, ...]:
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
        if indicator.note is not None and indicator.reportable and _is_explained(indicator, names)
    ]
    notes = list(dict.fromkeys(_bound_label(note) for note in notes))
    if notes:
        blocks.append(NoteBlock(said(language, "Ghi chú chỉ tiêu", "Notes on indicators"), tuple(notes)))
    return tuple(blocks)


def _is_explained(indicator: Indicator, names: Names) -> bool:
    """Explain a family once, by its main member, and every indicator that stands alone."""
    return indicator.topic in TOPICS or indicator.id.endswith(f".{names.main_code}")


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
