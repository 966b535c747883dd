"""The assessment: targets met and missed, limits of the data, corrections of earlier reports."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tongket.model.figures import State
from tongket.model.text import Language, Text, format_number
from tongket.report import numbers
from tongket.report.content.inputs import Correction, Inputs, Intake, TargetLine
from tongket.report.content.phrases import fixed_digits, said
from tongket.report.document import Block, BulletList, Column, Heading, Paragraph, Row, Table
from tongket.report.renderers.front import day_text
from tongket.report.spans import Cited, Derived, Fixed, Line, line

SHOWN_RULES = 12


def assessment(inputs: Inputs) -> Iterator[Block]:
    """Yield the chapter on what was reached and what the numbers cannot say."""
    language = inputs.language
    yield Heading(2, line(said(language, "Nhận xét, đánh giá", "Assessment")))
    if inputs.targets:
        yield Heading(3, line(said(language, "Thực hiện các chỉ tiêu được giao", "Assigned targets")))
        yield from _targets(inputs)
    yield Heading(3, line(said(language, "Hạn chế của số liệu", "Limits of the data")))
    yield from _limits(inputs)
    yield Heading(3, line(said(language, "Đính chính số liệu đã báo cáo", "Corrections of earlier reports")))
    yield from _corrections(inputs)


def _targets(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    missed = [target for target in inputs.targets if is_met(target) is False]
    met = [target for target in inputs.targets if is_met(target)]
    unknown = [target for target in inputs.targets if is_met(target) is None]
    for title, group in (
        (Text("Đạt", "Met"), met),
        (Text("Chưa đạt", "Missed"), missed),
        (Text("Chưa đánh giá được", "Cannot be judged yet"), unknown),
    ):
        if group:
            yield Paragraph(line(title.in_language(language), ":"))
            yield BulletList(tuple(_target_line(target, language) for target in group))


def is_met(target: TargetLine) -> bool | None:
    """Tell whether a target is met; None when nothing was counted for it."""
    if target.reached is None or target.reached.value is None:
        return None
    reached = Decimal(target.reached.value)
    shown = reached * 100 if target.unit == "%" else reached
    return shown <= target.value if target.at_most else shown >= target.value


def _target_line(target: TargetLine, language: Language) -> Line:
    percent = target.unit == "%"
    wanted = format_number(target.value.normalize(), language, _decimals(target.value)) + ("%" if percent else "")
    label = said(language, "Chỉ tiêu ghi trong sổ chỉ tiêu.", "The target as it stands in the register of targets.")
    head = line(
        target.label.in_language(language),
        said(language, ": chỉ tiêu ", ": target ") + _bound_word(target, language),
        Cited(wanted, "target", target.target_id, label),
        said(language, ", thực hiện ", ", reached "),
    )
    if target.reached is None:
        return line(head, said(language, "không có chỉ tiêu thống kê tương ứng", "no indicator counts it"), ".")
    if target.reached.state is not State.VALUE:
        return line(head, numbers.state_word(target.reached, language), ".")
    if percent:
        reached = line(
            numbers.share(target.reached, language),
            " (",
            numbers.numerator(target.reached, language),
            "/",
            numbers.denominator(target.reached, language),
            ")",
        )
    else:
        reached = line(numbers.number(target.reached, language))
    return line(head, reached, ".")


def _bound_word(target: TargetLine, language: Language) -> str:
    if target.at_most:
        return said(language, "không quá ", "at most ")
    return said(language, "từ ", "at least ")


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _limits(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    items = [_status(inputs)]
    if inputs.intake is not None:
        items.append(_intake(inputs.intake, language))
    items += [line(text.in_language(language)) for text in _STANDING_LIMITS]
    yield BulletList(tuple(items))
    if inputs.intake is not None and inputs.intake.rules:
        yield _rules(inputs.intake, language)


_STANDING_LIMITS = (
    Text(
        "Số vụ ghi nhận phụ thuộc vào việc trình báo, phát hiện và vào sổ; số vụ tăng hay giảm không đồng nhất"
        " với tội phạm tăng hay giảm.",
        "Recorded cases depend on reporting, detection and entry in the register; a rise or fall in them is not the"
        " same as a rise or fall in crime.",
    ),
    Text(
        "Những vụ ghi nhận gần ngày chốt có ít thời gian để khám phá; chỉ so sánh tỷ lệ khám phá cùng thời gian"
        " theo dõi.",
        "Cases recorded shortly before the cut-off had little time to be cleared; compare clearance rates of equal"
        " follow-up only.",
    ),
)


def _status(inputs: Inputs) -> Line:
    language = inputs.language
    seal = inputs.seal
    words = {
        "estimate": Text("ước tính", "estimates"),
        "preliminary": Text("sơ bộ", "preliminary"),
        "official": Text("chính thức", "official"),
    }[seal.status.value]
    return line(
        said(language, f"Số liệu {words.vi}, chốt ngày ", f"The figures are {words.en}, as of "),
        Fixed(day_text(seal.as_of, language), "cut-off"),
        said(language, ", dấu niêm ", ", seal "),
        Fixed(seal.short, "seal"),
        ".",
    )


def _intake(intake: Intake, language: Language) -> Line:
    label = said(language, "Đếm từ sổ nạp số liệu của sổ.", "Counted from the book's register of loads.")

    def cited(value: int) -> Cited:
        return Cited(format_number(value, language), "load", "loads", label)

    return line(
        said(language, "Đã đọc ", "Read: "),
        cited(intake.read),
        said(language, " dòng từ ", " rows in "),
        cited(intake.loads),
        said(language, " lần nạp: nhận ", " loads: accepted "),
        cited(intake.accepted),
        said(language, ", trả lại ", ", rejected "),
        cited(intake.rejected),
        said(language, ", trùng lặp ", ", duplicate "),
        cited(intake.duplicate),
        said(language, " (trong số đã nhận có ", " (of those accepted, "),
        cited(intake.superseded),
        said(language, " dòng thay thế bản ghi cũ).", " replaced an older version)."),
    )


def _rules(intake: Intake, language: Language) -> Table:
    label = said(language, "Đếm khi kiểm tra các lần nạp.", "Counted when the loads were validated.")
    shown = sorted(intake.rules, key=lambda rule: (-rule.rows, rule.rule))[:SHOWN_RULES]
    severities = {
        "error": Text("trả lại", "rejected"),
        "warning": Text("cảnh báo", "warning"),
        "explained": Text("đã giải trình", "explained"),
    }
    rows = tuple(
        Row(
            (
                line(Fixed(rule.rule, "rule id")),
                fixed_digits(rule.text.in_language(language), "text of a rule"),
                line(severities[rule.severity].in_language(language)),
                line(Cited(format_number(rule.rows, language), "load", rule.rule, label)),
            )
        )
        for rule in shown
    )
    columns = (
        Column(line(said(language, "Quy tắc", "Rule")), width=0.8),
        Column(line(said(language, "Nội dung", "What it says")), width=4),
        Column(line(said(language, "Xử lý", "Handled as")), width=1.1),
        Column(line(said(language, "Số dòng", "Rows")), numeric=True),
    )
    return Table(line(said(language, "Kết quả kiểm tra số liệu đầu vào", "Findings of the validation")), columns, rows)


def _corrections(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    changed = [c for c in inputs.corrections if c.before.value != c.after.value]
    if inputs.earlier_seal is None:
        yield Paragraph(
            line(said(language, "Chưa có dấu niêm trước để đối chiếu.", "There is no earlier seal to compare with."))
        )
        return
    since = line(
        Fixed(day_text(inputs.earlier_seal.as_of, language), "cut-off"),
        " (",
        Fixed(inputs.earlier_seal.short, "seal"),
        ")",
    )
    if not changed:
        text = said(
            language, "Không có số liệu nào thay đổi so với dấu niêm ngày ", "No figure has changed since the seal of "
        )
        yield Paragraph(line(text, since, "."))
        return
    lead = said(
        language,
        "Các số liệu sau đây đã thay đổi so với dấu niêm ngày ",
        "These figures have changed since the seal of ",
    )
    yield Paragraph(line(lead, since, ":"))
    yield _correction_table(changed, language)


def _correction_table(changed: list[Correction], language: Language) -> Table:
    columns = (
        Column(line(said(language, "Chỉ tiêu", "Indicator")), width=3),
        Column(line(said(language, "Đã báo cáo", "As reported")), numeric=True),
        Column(line(said(language, "Nay là", "Now")), numeric=True),
        Column(line(said(language, "Nguyên nhân", "Cause")), width=3),
    )
    rows = tuple(
        Row(
            (
                fixed_digits(c.label.in_language(language), "name of an indicator"),
                line(numbers.cell(c.before, language)),
                line(numbers.cell(c.after, language)),
                _causes(c, language),
            )
        )
        for c in changed
    )
    return Table(
        line(said(language, "Số liệu đã điều chỉnh và nguyên nhân", "Revised figures and causes")), columns, rows
    )


def _causes(correction: Correction, language: Language) -> Line:
    method = said(
        language,
        "Mỗi hồ sơ ra hoặc vào số liệu được gán đúng một nguyên nhân; tổng bằng chênh lệch.",
        "Each case that entered or left the figure has exactly one cause; they add up to the difference.",
    )
    parts: list[object] = []
    for cause, amount in correction.causes:
        if amount:
            sign = "+" if amount > 0 else ""
            text = sign + format_number(amount, language)
            derived = Derived((correction.before, correction.after), amount, text, method)
            parts += [*(["; "] if parts else []), f"{cause.in_language(language)} ", derived]
    return line(*parts) if parts else line("–")  # type: ignore[arg-type]
