"""The statistical annex: crime by group and offence, other areas of work, figures by area."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tongket.model.figures import Figure, State
from tongket.model.indicators import Indicator, Measure
from tongket.model.periods import Period
from tongket.model.tables import Kind, record_schema
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Member, Names
from tongket.report.content.phrases import (
    capital,
    comparison_with,
    fixed_digits,
    period_days,
    period_name,
    said,
    share_decimals,
)
from tongket.report.document import Annex, Block, Column, Paragraph, Row, Table
from tongket.report.spans import Fixed, Line, Role, line

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
_MILLION = Decimal(1) / 1_000_000


def statistics(inputs: Inputs, names: Names) -> tuple[Annex, ...]:
    """Return the annexes of numbers; a book without any says so."""
    language = inputs.language
    blocks: list[Block] = []
    if (crime := _crime_table(inputs, names)) is not None:
        blocks.append(crime)
    if others := _others(inputs):
        blocks.append(_indicator_table(others, inputs))
    if not blocks:
        none = said(language, "Trong kỳ không có số liệu.", "There are no figures for the period.")
        blocks.append(Paragraph(line(none)))
    title = line(said(language, "SỐ LIỆU THỐNG KÊ", "STATISTICAL TABLES"))
    found = [Annex(title, tuple(blocks))]
    if inputs.by_area is not None and inputs.areas:
        title = line(said(language, "SỐ LIỆU THEO ĐỊA BÀN", "FIGURES BY AREA"))
        found.append(Annex(title, (_area_table(inputs, names),)))
    return tuple(found)


# family of indicators, head of its column, whether it is a share
_CRIME_COLUMNS = (
    ("cleared", Text("Khám phá", "Cleared"), False),
    ("clearance_cohort", Text("Tỷ lệ khám phá", "Share cleared"), True),
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
    head = [Column(line(said(language, "Nhóm tội, tội danh", "Group, offence")), width=4.4)]
    head += [Column(line(capital_period(period.label(language))), numeric=True) for period in _shown_periods(inputs)]
    if inputs.before is not None:
        head.append(Column(line(said(language, "Tăng, giảm", "Change")), numeric=True))
        head.append(Column(line("%"), numeric=True, width=1.2))
    head += [Column(line(label.in_language(language)), numeric=True, width=1.05) for _, label, _ in columns]
    title = line(
        said(language, "Tội phạm theo nhóm và tội danh, ", "Cases by group and offence, "),
        period_name(inputs.period, language),
    )
    notes = [_table_note(inputs)]
    if any(family == "clearance_cohort" for family, _, _ in columns):
        notes.append(line(_SHARE_NOTE.in_language(language)))
    return Table(title, tuple(head), tuple(rows), notes=tuple(notes), compact=len(head) > 7)


_SHARE_NOTE = Text(
    "Khám phá: số vụ khám phá trong kỳ, gồm cả vụ ghi nhận từ trước. Tỷ lệ khám phá: trong các vụ ghi nhận trong kỳ,"
    " tính đến ngày chốt.",
    "Cleared: in the period, earlier cases included. Share cleared: of the cases recorded in the period, by the"
    " cut-off.",
)


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
        cells += _change_cells(figure, inputs.indicators[f"recorded.{member.code}"], inputs)
    for family, _, share in columns:
        other = inputs.figure(f"{family}.{member.code}")
        cells.append(line("–") if other is None else line((share_cell if share else numbers.cell)(other, language)))
    return tuple(cells)


def share_cell(figure: Figure, language: Language) -> numbers.Span:
    """Print a share for a cell of a table; out of nothing it has no value, and a dash would hide that."""
    return numbers.cell(figure, language, decimals=share_decimals(Decimal(figure.value or 0)), per_cent=True)


def _others(inputs: Inputs) -> dict[str, list[Indicator]]:
    """Return the indicators that are not one of a family over groups and offences, by topic."""
    found: dict[str, list[Indicator]] = {}
    for indicator in inputs.indicators.values():
        topic = indicator.topic if indicator.topic in TOPICS else "other"
        if indicator.topic not in ("crime", "clearance") and _occurs(inputs.figure(indicator.id)):
            found.setdefault(topic, []).append(indicator)
    return dict(sorted(found.items(), key=lambda pair: list(TOPICS).index(pair[0])))


def _indicator_table(others: dict[str, list[Indicator]], inputs: Inputs) -> Table:
    language = inputs.language
    columns = [Column(line(said(language, "Chỉ tiêu", "Indicator")), width=4.6)]
    columns += [
        Column(line(capital_period(p.label(language))), numeric=True, width=1.2) for p in _shown_periods(inputs)
    ]
    if inputs.before is not None:
        columns.append(Column(line(said(language, "Tăng, giảm", "Change")), numeric=True, width=1.2))
        columns.append(Column(line("%"), numeric=True, width=1.1))
    rows: list[Row] = []
    for topic, members in others.items():
        rows.append(Row((fixed_digits(TOPICS[topic].in_language(language), "name of a programme"),), "section"))
        rows += [_indicator_row(indicator, inputs) for indicator in members]
    title = line(
        said(language, "Các mặt công tác khác, ", "Other areas of work, "), period_name(inputs.period, language)
    )
    return Table(title, tuple(columns), tuple(rows), notes=(_table_note(inputs),), compact=True)


def _table_note(inputs: Inputs) -> Line:
    language, before = inputs.language, inputs.before
    text = line(said(language, "Kỳ báo cáo: ", "Period: "), period_days(inputs.period, language))
    if before is None:
        return line(text, ".")
    return line(
        text,
        said(language, "; kỳ so sánh: ", "; compared with: "),
        period_days(before, language),
        said(
            language,
            ". Không in tỷ lệ % khi số của kỳ so sánh dưới ngưỡng số nhỏ.",
            ". No per cent is printed where the number compared with is small.",
        ),
    )


def capital_period(label: str) -> Fixed:
    """Return the name of a period for a table head."""
    return Fixed(capital(label), "period name")


def is_share(indicator: Indicator) -> bool:
    """Tell whether the value is a fraction of 1, printed in per cent."""
    return indicator.measure in (Measure.SHARE, Measure.RATIO)


def is_money(indicator: Indicator) -> bool:
    """Tell whether the value is an amount of money."""
    if not indicator.column or not indicator.table:
        return False
    return record_schema(indicator.table).column(indicator.column).kind is Kind.MONEY


def _indicator_row(indicator: Indicator, inputs: Inputs) -> Row:
    language = inputs.language
    figure = inputs.figures.get(indicator.id, inputs.period.id)
    unit = indicator.unit.in_language(language)
    if is_money(indicator):
        unit = said(language, f"triệu {unit}", f"million {unit}")
    words = indicator.label.in_language(language)
    label = words if is_share(indicator) else f"{words} ({unit})"
    cells: list[Line] = [fixed_digits(label, "name of an indicator"), line(indicator_cell(figure, indicator, language))]
    if inputs.before is not None:
        cells += _change_cells(figure, indicator, inputs)
    return Row(tuple(cells))


def indicator_cell(figure: Figure, indicator: Indicator, language: Language) -> numbers.Span:
    """Print the value of an indicator for a cell: a share in per cent, money in millions."""
    if figure.state is not State.VALUE:
        return numbers.cell(figure, language)
    if is_share(indicator):
        return share_cell(figure, language)
    if is_money(indicator):
        return numbers.of_role(figure, language, Role.VALUE, decimals=1, scale=_MILLION)
    return numbers.number(figure, language)


def _change_cells(figure: Figure, indicator: Indicator, inputs: Inputs) -> list[Line]:
    change, language = comparison_with(figure, inputs.before), inputs.language
    if change is None or inputs.before is None:
        return [line("–"), line("–"), line("–")]
    other = inputs.before.id
    if is_share(indicator):
        was = numbers.other_share(figure, other, language, decimals=share_decimals(Decimal(change.value or 0)))
        return [line(was), line(numbers.points(figure, other, language, decimals=1, sign="always")), line("–")]
    scale, decimals = (_MILLION, 1) if is_money(indicator) else (Decimal(1), 0)
    was = numbers.of_role(figure, language, Role.OTHER, against=other, decimals=decimals, scale=scale)
    difference = numbers.of_role(
        figure, language, Role.DIFFERENCE, against=other, decimals=decimals, scale=scale, sign="always"
    )
    if change.percent is None:
        return [line(was), line(difference), line("–")]
    return [line(was), line(difference), line(numbers.percent(figure, other, language, decimals=1, sign="always"))]


_AREA_COLUMNS = {
    "recorded": Text("Số vụ ghi nhận", "Cases recorded"),
    "cleared": Text("Số vụ khám phá trong kỳ", "Cleared in the period"),
    "clearance_cohort": Text("Tỷ lệ khám phá vụ ghi nhận trong kỳ", "Share cleared of those recorded"),
    "persons": Text("Đối tượng bắt, xử lý", "Persons handled"),
}


def _area_table(inputs: Inputs, names: Names) -> Table:
    language = inputs.language
    ids = [id_ for id_ in names.by_area if id_ in inputs.indicators]
    columns = [Column(line(said(language, "Đơn vị", "Area")), width=2.2)]
    columns += [
        Column(line(_AREA_COLUMNS[id_.partition(".")[0]].in_language(language)), numeric=True, width=1.3) for id_ in ids
    ]
    rows = [_area_row(area.code, area.name.in_language(language), ids, inputs) for area in inputs.areas]
    rows.append(_area_row("*", said(language, "Tổng số", "Total"), ids, inputs, total=True))
    title = line(
        names.main_title.in_language(language),
        said(language, " theo địa bàn, ", " by area, "),
        period_name(inputs.period, language),
    )
    many = len(rows) > 30
    return Table(title, tuple(columns), tuple(rows), compact=many)


def _area_row(code: str, name: str, ids: Sequence[str], inputs: Inputs, *, total: bool = False) -> Row:
    assert inputs.by_area is not None
    cells = [line(Fixed(name, "name of an area"))]
    for id_ in ids:
        figure = inputs.by_area.get(id_, inputs.period.id, area=code)
        cells.append(line(indicator_cell(figure, inputs.indicators[id_], inputs.language)))
    return Row(tuple(cells), "total" if total else "body")
