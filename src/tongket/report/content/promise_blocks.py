"""Procedures stage by stage, and wanted notices: tables and sentences of the report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tongket.model.figures import Figure
from tongket.model.periods import day_text
from tongket.model.text import Language, Text, format_number
from tongket.plan.funnel import Funnel
from tongket.plan.wanted import Wanted
from tongket.plan.wanted_items import CLASS_LABELS
from tongket.report import numbers
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs
from tongket.report.content.phrases import fixed_digits, said
from tongket.report.content.promises import Promises
from tongket.report.document import Block, Column, Paragraph, Row, Table
from tongket.report.spans import Cited, Fixed, Line, line, plain
from tongket.report.spans import Derived as Reckoned

# -- stage by stage

_PROCEDURES = {
    "identity_card": Text("Căn cước công dân gắn chip", "Chip-based identity cards"),
    "eid_account": Text("Định danh điện tử", "Electronic identification"),
}


def funnel_blocks(inputs: Inputs) -> Iterator[Block]:
    """Yield one table for each procedure that goes through stages, in the order of the sentences before."""
    funnels = inputs.promises.facts.funnels if inputs.promises is not None else ()
    order = [*_PROCEDURES, *(each.indicator for each in funnels)]
    yield from (_funnel(each, inputs) for each in sorted(funnels, key=lambda each: order.index(each.indicator)))


def _days(first: date, last: date, inputs: Inputs) -> Line:
    """Return the days of a table: the name of the period where they are its own."""
    language = inputs.language
    if (first, last) == (inputs.period.start, inputs.period.end):
        return line(", ", phrases.period_name(inputs.period, language))
    days = [Fixed(day_text(day, language), "date") for day in (first, last)]
    return line(said(language, ", từ ", ", "), days[0], said(language, " đến ", " to "), days[1])


def _funnel(funnel: Funnel, inputs: Inputs) -> Table:
    language = inputs.language
    columns = (
        Column(line(said(language, "Giai đoạn", "Stage")), width=4.0),
        Column(line(said(language, "Thực hiện", "Done")), numeric=True, width=1.5),
        Column(line(said(language, "Chỉ tiêu được giao", "Assigned target")), numeric=True, width=1.6),
        Column(line(said(language, "% chỉ tiêu được giao", "% of assigned target")), numeric=True, width=1.5),
        Column(line(said(language, "% giai đoạn trước", "% of stage before")), numeric=True, width=1.5),
    )
    rows, before = [], None
    for stage in funnel.stages:
        goal = stage.target.goal if stage.target is not None else None
        cells = [
            fixed_digits(_stage_name(stage.label, language), "name of an indicator"),
            line(numbers.cell(stage.in_window, language)),
            line("–") if goal is None or stage.target is None else line(_goal(goal, stage.target.target.id, language)),
            _quotient(stage.in_window, goal, stage.target.target.id if stage.target is not None else "", language),
            line("–") if before is None else _step(stage.in_window, before, language),
        ]
        rows.append(Row(tuple(cells)))
        before = stage.in_window
    name = _PROCEDURES.get(funnel.indicator, Text(funnel.indicator, funnel.indicator)).in_language(language)
    title = line(
        fixed_digits(name, "name of a programme"),
        said(language, ": kết quả theo từng giai đoạn", " stage by stage"),
        _days(funnel.first, funnel.until, inputs),
    )
    notes = [_NOTE, *([_ALARM_NOTE] if any(_ALARM in plain(cell) for row in rows for cell in row.cells) else [])]
    return Table(title, columns, tuple(rows), notes=tuple(line(each.in_language(language)) for each in notes))


_NOTE = Text(
    "Phần trăm của chỉ tiêu được giao không phải là phần trăm của dân số.",
    "Per cent of the assigned target is no per cent of the population.",
)
_ALARM = "▲"
_ALARM_NOTE = Text(
    f"{_ALARM}: vượt mức tối đa, cần xem lại mẫu số (giai đoạn sau có thể giải quyết cả hồ sơ tồn của kỳ trước); số"
    " không bị cắt bớt.",
    f"{_ALARM}: more than the whole, so the denominator deserves a look (a later stage may work off what was left"
    " before); no number is clipped.",
)


def _stage_name(label: Text, language: Language) -> str:
    """Return what is counted without "Số": the column is one of numbers."""
    return phrases.capital(label.vi.removeprefix("Số ")) if language == "vi" else label.en


def _goal(goal: Decimal, id_: str, language: Language) -> Cited:
    label = said(language, "Chỉ tiêu ghi trong sổ chỉ tiêu.", "The target as it stands in the register of targets.")
    return Cited(format_number(goal, language), "target", id_, label)


def _quotient(done: Figure, goal: Decimal | None, id_: str, language: Language) -> Line:
    if goal is None or not goal or done.value is None:
        return line("–")
    method = said(language, f"Thực hiện chia cho chỉ tiêu {id_}.", f"Done over the target {id_}.")
    value = Decimal(done.value) / goal
    share = numbers.derived((done,), value * 100, language, method, decimals=phrases.share_decimals(value))
    return line(share, "%", _alarm(value))


def _alarm(share: Decimal) -> str:
    """Return the sign of a denominator that deserves a look: more than the whole was counted."""
    return f" {_ALARM}" if share > 1 else ""


def _step(done: Figure, before: Figure, language: Language) -> Line:
    if done.value is None or not before.value:
        return line("–")
    method = said(language, "Giai đoạn này chia cho giai đoạn trước.", "This stage over the one before.")
    value = Decimal(done.value) / Decimal(before.value)
    text = format_number(value * 100, language, phrases.share_decimals(value)) + "%"
    return line(Reckoned((done, before), value * 100, text, method), _alarm(value))


# -- wanted notices


def wanted_blocks(inputs: Inputs) -> Iterator[Block]:
    """Yield stock and flow by class, whether they add up, and how old the stock is."""
    wanted = inputs.promises.facts.wanted if inputs.promises is not None else None
    if wanted is None or inputs.promises is None:
        return
    yield _flow_table(wanted, inputs)
    if age := _age(inputs.promises, inputs.language):
        yield Paragraph(age)


_FLOW = (
    Text("Đầu kỳ", "Opening"),
    Text("Phát sinh", "Issued"),
    Text("Bắt", "Arrested"),
    Text("Đầu thú", "Surrendered"),
    Text("Thanh loại", "Struck off"),
    Text("Cuối kỳ", "Closing"),
)


def _flow_table(wanted: Wanted, inputs: Inputs) -> Table:
    language = inputs.language
    columns = (
        Column(line(said(language, "Loại", "Class")), width=2.6),
        *(
            Column(line(label), numeric=True, width=phrases.head_width(label))
            for label in (each.in_language(language) for each in _FLOW)
        ),
    )
    rows = []
    for flow in wanted.whole:
        parts = (flow.opening, flow.issued, flow.arrested, flow.surrendered, flow.struck_off, flow.closing)
        cells = [line(numbers.cell(each, language)) for each in parts]
        label = CLASS_LABELS[flow.danger_class].in_language(language)
        rows.append(Row((line(phrases.capital(label)), *cells), "total" if flow.danger_class == "all" else "body"))
    words = said(language, "Biến động đối tượng truy nã", "Wanted notices")
    title = line(words, _days(wanted.first, wanted.last, inputs))
    return Table(title, columns, tuple(rows), notes=(line(_adds_up(wanted, language)),))


def _adds_up(wanted: Wanted, language: Language) -> str:
    if wanted.discrepancies:
        return said(
            language,
            "Có loại hoặc địa bàn mà cuối kỳ khác đầu kỳ cộng phát sinh trừ bắt, đầu thú, thanh loại: cần rà soát sổ.",
            "For some class or area the closing stock differs from opening plus issued less arrested, surrendered and"
            " struck off: the register needs a look.",
        )
    return said(
        language,
        "Cuối kỳ bằng đầu kỳ cộng phát sinh trừ bắt, đầu thú, thanh loại: khớp ở mọi loại và mọi địa bàn.",
        "Closing is opening plus issued less arrested, surrendered and struck off: it holds for every class and area.",
    )


def _age(promises: Promises, language: Language) -> Line:
    """Return how old the notices in force are, and how many reviews are overdue."""
    found = {
        name: promises.facts.derived_figure(f"plan.wanted.{name}", danger_class="all")
        for name in ("median_age", "over_1_years", "over_5_years", "reviews_overdue")
    }
    figures = {name: each.figure for name, each in found.items() if each is not None and each.figure.value is not None}
    if len(figures) < len(found):
        return ()
    median = numbers.number(figures["median_age"], language)
    one, five = (numbers.share(figures[name], language, decimals=1) for name in ("over_1_years", "over_5_years"))
    overdue = phrases.count(figures["reviews_overdue"], language)
    years = [Fixed(said(language, f"{n:02d} năm", f"{n} year{'s' if n > 1 else ''}"), "class of age") for n in (1, 5)]
    if language == "vi":
        text = line("Thời gian còn hiệu lực trung vị của các lệnh truy nã cuối kỳ là ", median, " ngày; ", one)
        text = line(text, " đã quá ", years[0], ", ", five, " đã quá ", years[1], "; ", overdue)
        return line(text, " lệnh quá hạn rà soát.")
    text = line("The notices in force at the end are ", median, " days old at the median; ", one)
    text = line(text, " are older than ", years[0], " and ", five, " older than ", years[1])
    return line(text, "; the review of ", overdue, " is overdue.")
