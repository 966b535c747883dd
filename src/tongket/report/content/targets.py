"""The targets assigned for the period: met, missed, not to be judged yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from tongket.model.figures import Figure, State
from tongket.model.periods import MONTHS, day_text
from tongket.model.text import Language, Text, format_number
from tongket.report import numbers
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs, TargetLine
from tongket.report.content.phrases import fixed_digits, joined, said
from tongket.report.document import Block, BulletList, Column, Heading, Paragraph, Row, Table
from tongket.report.spans import Cited, Fixed, Line, Number, Role, line

_GROUPS = (
    (True, Text("Đạt", "Met")),
    (False, Text("Chưa đạt", "Missed")),
    (None, Text("Chưa đánh giá được", "Not judged")),
)


def targets(inputs: Inputs) -> Iterator[Block]:
    """Yield the section on targets; a book without any says so."""
    language = inputs.language
    yield Heading(3, line(said(language, "Thực hiện các chỉ tiêu được giao", "Assigned targets")))
    due = [target for target in inputs.targets if target.is_due]
    running = [target for target in inputs.targets if not target.is_due]
    if not inputs.targets:
        none = said(
            language,
            "Trong sổ không có chỉ tiêu được giao cho kỳ này.",
            "The register holds no target assigned for this period.",
        )
        yield Paragraph(line(none))
    if due:
        yield Paragraph(_summary(due, language))
        yield _table(due, inputs)
    if running:
        yield Paragraph(_running(running, language))
        if paced := [_paced(target, language) for target in running if target.projected is not None]:
            yield BulletList(phrases.bullets(paced))


def is_met(target: TargetLine) -> bool | None:
    """Tell whether a target is met; None when nothing was counted for it."""
    if target.reached is None or target.reached.value is None:
        return None
    reached = Decimal(target.reached.value)
    shown = reached * 100 if target.unit == "%" else reached
    return shown <= target.value if target.at_most else shown >= target.value


def _summary(due: Sequence[TargetLine], language: Language) -> Line:
    """Return "Trong 09 chỉ tiêu được giao cho kỳ báo cáo: đạt 03, chưa đạt 06."."""
    numbers_of = {met: sum(is_met(target) is met for target in due) for met, _ in _GROUPS}
    parts = []
    for met, label in _GROUPS:
        if not numbers_of[met]:
            if met is False:
                parts.append(line(said(language, "không có chỉ tiêu chưa đạt", "none was missed")))
            continue
        number = _counted(numbers_of[met], language)
        words = label.in_language(language).lower()
        was = "was" if numbers_of[met] == 1 else "were"
        parts.append(line(f"{words} ", number) if language == "vi" else line(number, f" {was} {words}"))
    noun = "target" if len(due) == 1 else "targets"
    lead = said(language, "Kết quả thực hiện ", "Of the ")
    after = said(language, " chỉ tiêu được giao cho kỳ báo cáo: ", f" {noun} assigned for the period, ")
    told = joined(parts) if language == "vi" else phrases.listed(parts, language)
    return line(lead, _counted(len(due), language), after, told, ".")


def _counted(n: int, language: Language) -> Cited:
    label = said(language, "Đếm từ sổ chỉ tiêu và số liệu thực hiện.", "Counted from the register of targets.")
    return Cited(phrases.plain_count(n, language), "target", "targets", label)


def _table(due: Sequence[TargetLine], inputs: Inputs) -> Table:
    language = inputs.language
    rows: list[Row] = []
    for met, label in _GROUPS:
        own = [target for target in due if is_met(target) is met]
        if own:
            rows.append(Row((line(label.in_language(language)),), "section"))
            rows += [_row(target, language) for target in own]
    columns = (
        Column(line(said(language, "Chỉ tiêu", "Target")), width=3.7),
        Column(line(said(language, "Được giao", "Assigned")), numeric=True, width=1.4),
        Column(line(said(language, "Thực hiện", "Reached")), numeric=True, width=2.7),
        Column(line(said(language, "So với chỉ tiêu", "Of the target")), numeric=True, width=1.3),
        Column(line(said(language, "Hạn", "Due")), width=1.75),
    )
    title = line(said(language, "Kết quả thực hiện chỉ tiêu", "Targets met and missed"))
    return Table(title, columns, tuple(rows), notes=_notes(due, inputs))


def _notes(due: Sequence[TargetLine], inputs: Inputs) -> tuple[Line, ...]:
    language = inputs.language
    if inputs.promises is None or all(target.due_on <= inputs.period.end for target in due):
        return ()
    text = said(
        language,
        "Chỉ tiêu có hạn sau ngày cuối kỳ được đánh giá theo số thực hiện đã biết đến hết ngày ",
        "Targets due after the last day of the period are judged by what was known to be reached by ",
    )
    return (line(text, Fixed(day_text(inputs.promises.as_of, language), "date"), "."),)


def _row(target: TargetLine, language: Language) -> Row:
    rate = line("–")
    if target.rate is not None and target.rate.state is State.VALUE:
        rate = line(phrases.share(target.rate, language))
    return Row(
        (
            fixed_digits(target.label.in_language(language), "name of an indicator"),
            _goal(target, language),
            _reached(target, language),
            rate,
            line(Fixed(_short_day(target.due_on, language), "date")),
        )
    )


def _goal(target: TargetLine, language: Language) -> Line:
    """Return "≥ 75%", "≤ 545": what was set."""
    label = said(language, "Chỉ tiêu ghi trong sổ chỉ tiêu.", "The target as it stands in the register of targets.")
    wanted = format_number(target.value, language, _decimals(target.value)) + ("%" if target.unit == "%" else "")
    return line("≤ " if target.at_most else "≥ ", Cited(wanted, "target", target.target_id, label))


def _short_day(day: date, language: Language) -> str:
    """Return a date for a narrow column: 14/12/2022, 14 Dec 2022."""
    return day_text(day, "vi") if language == "vi" else f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def _reached(target: TargetLine, language: Language) -> Line:
    figure = target.reached
    if figure is None:
        return line(said(language, "không có số liệu", "not counted"))
    if figure.state is not State.VALUE:
        return line(numbers.state_word(figure, language, short=True))
    if target.unit != "%":
        return line(numbers.number(figure, language))
    whole = line(" (", numbers.numerator(figure, language), "/", numbers.denominator(figure, language), ")")
    return line(phrases.share(figure, language), whole)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _running(running: Sequence[TargetLine], language: Language) -> Line:
    """Return one sentence on the targets that run on beyond the period."""
    last = max(target.due_on for target in running)
    day = Fixed(day_text(last, language), "date")
    if language == "vi":
        lead = line(_counted(len(running), language), " chỉ tiêu được giao chưa đến hạn (hạn muộn nhất ", day)
        return line("Có ", lead, "); đánh giá khi đến hạn.")
    verb = " target is not due yet" if len(running) == 1 else " targets are not due yet"
    return line(_counted(len(running), language), verb, " (the last on ", day, "); they are judged when they are.")


def _paced(target: TargetLine, language: Language) -> Line:
    """Return where a running target will stand on its day, how sure that is, and how likely it is met."""
    figure = target.projected
    assert figure is not None
    percent = target.unit == "%"
    number = numbers.share(figure, language, decimals=1) if percent else numbers.number(figure, language)
    text = line(
        fixed_digits(target.label.in_language(language), "name of an indicator"),
        said(language, " (chỉ tiêu ", " (target "),
        *_goal(target, language),
        said(language, "): dự báo đến hạn ", "): projected to the due day "),
        number,
    )
    if figure.lower is not None and figure.upper is not None:
        low, high = numbers.bounds(figure, language, decimals=1 if percent else 0, per_cent=percent)
        level = Fixed(said(language, "khoảng dự báo 80%", "80% band"), "level of an interval")
        text = line(text, " (", level, ": ", low, said(language, " đến ", " to "), high, ")")
    if target.chance is None:
        return text
    return line(text, said(language, ", khả năng đạt ", ", probability to be met "), _chance(target.chance, language))


def _chance(chance: Figure, language: Language) -> Number:
    """Return a probability in whole per cents; never 0% or 100%, for neither is known of the future."""
    value = Decimal(chance.value or 0)
    if Decimal("0.01") <= value <= Decimal("0.99"):
        return numbers.share(chance, language, decimals=0)
    return Number(chance, "< 1%" if value < Decimal("0.5") else "> 99%", Role.VALUE, scale=Decimal(100))
