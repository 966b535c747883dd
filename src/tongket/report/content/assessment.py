"""The limits of the data and the corrections of earlier reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from tongket.model.periods import day_text
from tongket.model.seals import Seal
from tongket.model.text import Language, Text, format_number
from tongket.report import numbers
from tongket.report.content import phrases
from tongket.report.content.inputs import Correction, Inputs, Intake
from tongket.report.content.phrases import fixed_digits, joined, said
from tongket.report.content.pictures import Pictures
from tongket.report.content.required import PICTURE_NAMES
from tongket.report.content.revisions import has_changed
from tongket.report.document import Block, BulletList, Column, Heading, Paragraph, Row, Table
from tongket.report.spans import Cited, Derived, Fixed, Line, line

SHOWN_RULES = 15


def limits(inputs: Inputs, pictures: Pictures) -> Iterator[Block]:
    """Yield the section on what the numbers cannot say."""
    language = inputs.language
    yield Heading(3, line(said(language, "Hạn chế của số liệu", "Limits of the data")))
    items = [_status(inputs)]
    if inputs.intake is not None:
        items.append(_intake(inputs.intake, language))
    if inputs.begins is not None:
        items.append(_begins(inputs.begins, language))
    if inputs.restated:
        items.append(line(_RESTATED.in_language(language)))
    items += [line(text.in_language(language)) for text in _standing(inputs)]
    items += [_no_picture(PICTURE_NAMES[kind], reason, language) for kind, reason in pictures.reasons]
    yield BulletList(tuple(items))
    if inputs.intake is not None and inputs.intake.rules:
        yield _rules(inputs.intake, language)


def _begins(day: date, language: Language) -> Line:
    return line(
        said(language, "Hồ sơ chỉ có từ tháng bắt đầu ngày ", "The records begin only with the month of "),
        Fixed(day_text(day, language), "date"),
        said(
            language,
            "; số liệu của kỳ báo cáo chưa đầy đủ.",
            "; the figures of the period are not complete.",
        ),
    )


_RESTATED = Text(
    "Số liệu theo địa bàn của thời gian trước khi sắp xếp đơn vị hành chính đã được quy đổi sang đơn vị hiện nay theo"
    " bảng chuyển đổi; số quy đổi là ước tính.",
    "Figures by area from before units were rearranged are carried over to the units of today by a crosswalk; such"
    " numbers are estimates.",
)
_RECORDING = Text(
    "Số vụ ghi nhận phụ thuộc vào việc trình báo, phát hiện và vào sổ; số vụ ghi nhận tăng hay giảm không đồng nhất"
    " với tội phạm tăng hay giảm.",
    "Recorded cases depend on reporting, detection and entry in the register; a rise or fall in them is not the same"
    " as a rise or fall in crime.",
)
_RECENT = Text(
    "Những vụ ghi nhận gần ngày chốt có ít thời gian để khám phá; chỉ nên so sánh tỷ lệ khám phá có thời gian theo dõi"
    " như nhau.",
    "Cases recorded shortly before the cut-off had little time to be cleared; compare only clearance rates of equal"
    " follow-up.",
)


def _standing(inputs: Inputs) -> tuple[Text, ...]:
    clears = any(id_.startswith("clearance_") for id_ in inputs.indicators)
    return (_RECORDING, _RECENT) if clears else (_RECORDING,)


def _no_picture(name: Text, reason: Text, language: Language) -> Line:
    if language == "vi":
        return line(f"Báo cáo không có {name.vi}: {reason.vi}.")
    return line(f"There is no {name.en}: {reason.en}.")


_STATUS = {
    "estimate": Text("Số liệu ước tính", "The figures are estimates"),
    "preliminary": Text(
        "Số liệu sơ bộ, có thể thay đổi khi chốt chính thức",
        "The figures are preliminary and may change when they are made official",
    ),
    "official": Text("Số liệu chính thức", "The figures are official"),
}


def _status(inputs: Inputs) -> Line:
    language, seal = inputs.language, inputs.seal
    return line(
        _STATUS[seal.status.value].in_language(language),
        said(language, "; chốt ngày ", "; cut-off "),
        Fixed(day_text(seal.as_of, language), "cut-off"),
        said(language, ", bản chốt ", ", seal "),
        Fixed(seal.short, "seal"),
        ".",
    )


def _intake(intake: Intake, language: Language) -> Line:
    label = said(language, "Đếm từ sổ nạp số liệu của sổ.", "Counted from the book's register of loads.")

    def cited(value: int) -> Cited:
        return Cited(phrases.plain_count(value, language), "load", "loads", label)

    if language == "vi":
        text = line("Đã đọc ", cited(intake.read), " dòng từ ", cited(intake.loads), " lần nạp: nhận ")
        if intake.rejected or intake.duplicate:
            text = line(text, cited(intake.accepted), " dòng, loại ", cited(intake.rejected), " dòng, ")
            text = line(text, cited(intake.duplicate), " dòng trùng lặp")
        else:
            text = line(text, "toàn bộ, không có dòng bị loại hoặc trùng lặp")
        if not intake.superseded:
            return line(text, ".")
        return line(text, "; trong đó, ", cited(intake.superseded), " dòng thay thế bản ghi trước đó.")
    loads = " load: " if intake.loads == 1 else " loads: "
    text = line(cited(intake.read), " rows were read in ", cited(intake.loads), loads)
    if intake.rejected or intake.duplicate:
        text = line(text, cited(intake.accepted), " accepted, ", cited(intake.rejected), " rejected, ")
        text = line(text, cited(intake.duplicate), " duplicate")
    else:
        text = line(text, "all accepted, none rejected or duplicate")
    if not intake.superseded:
        return line(text, ".")
    return line(text, "; of them, ", cited(intake.superseded), " replaced an earlier version.")


_SEVERITIES = {
    "error": Text("loại", "rejected"),
    "warning": Text("cảnh báo", "warning"),
    "explained": Text("đã giải trình", "explained"),
}


def _rules(intake: Intake, language: Language) -> Table:
    """Return the quirks of the records: which rule, how handled, how many rows."""
    label = said(language, "Đếm khi kiểm tra các lần nạp.", "Counted when the loads were validated.")
    ordered = sorted(intake.rules, key=lambda rule: (-rule.rows, rule.rule))
    rows = tuple(
        Row(
            (
                line(Fixed(rule.rule, "rule id")),
                fixed_digits(rule.text.in_language(language), "text of a rule"),
                line(_SEVERITIES[rule.severity].in_language(language)),
                line(Cited(format_number(rule.rows, language), "load", rule.rule, label)),
            )
        )
        for rule in ordered[:SHOWN_RULES]
    )
    columns = (
        Column(line(said(language, "Quy tắc", "Rule")), width=0.9),
        Column(line(said(language, "Nội dung", "What it says")), width=4.4),
        Column(line(said(language, "Xử lý", "Handled as")), width=1.2),
        Column(line(said(language, "Số dòng", "Rows")), numeric=True, width=1.1),
    )
    title = said(language, "Kết quả kiểm tra số liệu đầu vào", "What the validation of the records found")
    return Table(line(title), columns, rows)


def corrections(inputs: Inputs) -> Iterator[Block]:
    """Yield the section on numbers that were reported otherwise before."""
    language = inputs.language
    yield Heading(3, line(said(language, "Đính chính số liệu đã báo cáo", "Corrections of earlier reports")))
    if not inputs.corrections:
        text = said(
            language,
            "Chưa có bản chốt nào trước đây về các kỳ nêu trong báo cáo để đối chiếu.",
            "No earlier seal closed a period of this report, so there is nothing to compare with.",
        )
        yield Paragraph(line(text))
        return
    changed = [each for each in inputs.corrections if has_changed(each)]
    seals = _named({each.earlier.digest: each.earlier for each in changed or inputs.corrections}.values(), language)
    if not changed:
        lead = said(language, "Không có số liệu nào thay đổi so với ", "No figure has changed since ")
        yield Paragraph(line(lead, seals, "."))
        return
    lead = said(
        language, "Những số liệu sau đây khác với số đã báo cáo theo ", "These figures differ from those reported on "
    )
    yield Paragraph(line(lead, seals, ":"))
    yield _correction_table(changed, language)


def _named(seals: Iterable[Seal], language: Language) -> Line:
    parts = [
        line(
            said(language, "bản chốt ngày ", "the seal of "),
            Fixed(day_text(seal.as_of, language), "cut-off"),
            " (",
            Fixed(seal.short, "seal"),
            ")",
        )
        for seal in seals
    ]
    return phrases.listed(parts, language)


def _correction_table(changed: Sequence[Correction], language: Language) -> Table:
    columns = (
        Column(line(said(language, "Chỉ tiêu", "Indicator")), width=3.4),
        Column(line(said(language, "Đã báo cáo", "Reported")), numeric=True, width=1.25),
        Column(line(said(language, "Nay là", "Now")), numeric=True, width=1.1),
        Column(line(said(language, "Chênh lệch", "Change")), numeric=True, width=1.1),
        Column(line(said(language, "Nguyên nhân", "Causes")), width=2.9),
    )
    rows = tuple(
        Row(
            (
                fixed_digits(each.label.in_language(language), "name of an indicator"),
                line(numbers.cell(each.before, language)),
                line(numbers.cell(each.after, language)),
                line(_difference(each, language)),
                _causes(each, language),
            )
        )
        for each in changed
    )
    title = line(said(language, "Số liệu đã điều chỉnh và nguyên nhân", "Revised figures and their causes"))
    return Table(title, columns, rows)


def _difference(correction: Correction, language: Language) -> Derived:
    amount = Decimal(correction.after.value or 0) - Decimal(correction.before.value or 0)
    method = said(language, "Số nay trừ số đã báo cáo.", "The number now less the one reported.")
    return Derived((correction.before, correction.after), amount, _signed(amount, language), method)


def _signed(amount: int | Decimal, language: Language) -> str:
    return ("+" if amount > 0 else "") + format_number(amount, language)


def _causes(correction: Correction, language: Language) -> Line:
    method = said(
        language,
        "Mỗi hồ sơ ra hoặc vào số liệu được gán đúng một nguyên nhân; tổng bằng chênh lệch.",
        "Each case that entered or left the figure has exactly one cause; they add up to the difference.",
    )
    both = (correction.before, correction.after)
    parts = [
        line(f"{cause.in_language(language)}: ", Derived(both, amount, _signed(amount, language), method))
        for cause, amount in correction.causes
        if amount
    ]
    return joined(parts, "; ") if parts else line("–")
