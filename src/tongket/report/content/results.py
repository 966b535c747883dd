"""The results by area of work: clearance, wanted persons, campaigns, Project 06, registers."""

from __future__ import annotations

from collections.abc import Iterator

from tongket.model.figures import Figure
from tongket.model.text import Language, Text
from tongket.report.content import phrases
from tongket.report.content.campaigns import campaigns
from tongket.report.content.clearance import clearance
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names
from tongket.report.content.phrases import change_of_count, fixed_digits, joined, said, with_changes
from tongket.report.content.pictures import Pictures
from tongket.report.content.promise_blocks import funnel_blocks, wanted_blocks
from tongket.report.content.register_blocks import clock_blocks, register_blocks
from tongket.report.document import Block, Heading, Paragraph
from tongket.report.spans import Derived, Line, line


def results(inputs: Inputs, names: Names, pictures: Pictures) -> Iterator[Block]:
    """Yield the chapter on results; an area of work without figures is left out."""
    language = inputs.language
    title = Text("Kết quả các mặt công tác", "Results by area of work")
    if not names.is_police:
        title = Text("Kết quả xử lý", "Outcomes")
    yield Heading(2, line(title.in_language(language)))
    sections = (
        (Text("Điều tra, khám phá tội phạm", "Investigation and clearance"), _investigation(inputs, names, pictures)),
        (Text("Truy nã, truy bắt", "Wanted persons"), _wanted(inputs)),
        (Text("Cao điểm tấn công, trấn áp tội phạm", "Peak campaigns"), campaigns(inputs)),
        (Text("Quản lý hành chính về trật tự xã hội; Đề án 06", "Administration; Project 06"), _project_06(inputs)),
        (
            Text("Thực hiện chỉ đạo, trả lời kiến nghị cử tri, thanh tra", "Directives, petitions, inspections"),
            register_blocks(inputs),
        ),
    )
    found = [(title, blocks) for title, each in sections if (blocks := tuple(each))]
    if not found:
        words = Text(
            "Trong bản chốt không có số liệu về kết quả xử lý, khám phá và các mặt công tác khác.",
            "The seal holds nothing on outcomes, clearance or other areas of work.",
        )
        yield Paragraph(line(words.in_language(language)))
    for title, blocks in found:
        yield Heading(3, fixed_digits(title.in_language(language), "name of a programme"))
        yield from blocks


def _investigation(inputs: Inputs, names: Names, pictures: Pictures) -> Iterator[Block]:
    yield from clearance(inputs, names, pictures)
    yield from clock_blocks(inputs)


def _wanted(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    total = inputs.value("wanted_ended.all")
    if total is None:
        return
    parts: list[Line] = []
    for code, vi, en in (("arrested", "bắt", "arrested"), ("surrendered", "vận động đầu thú", "surrendered")):
        figure = inputs.value(f"wanted_{code}.all")
        if figure is not None and figure.value:
            parts.append(_counted(figure, vi, en, language))
    struck = inputs.value("wanted_struck_off.all")
    if struck is not None and struck.value:
        parts.append(_counted(struck, "thanh loại", "struck off", language))
    noun = said(
        language, " đối tượng truy nã", " wanted notice was ended" if total.value == 1 else " wanted notices were ended"
    )
    head = line(said(language, "Đã giải quyết ", ""), phrases.count(total, language), noun)
    if parts:
        head = line(head, " (", joined(parts), ")")
    change = change_of_count(total, inputs.before, language, unit=said(language, "đối tượng", ""))
    text = with_changes(head, [change], language)
    flow = _stock_and_flow(total, inputs)
    yield Paragraph(line(text, " ", flow) if flow else text)
    yield from wanted_blocks(inputs)


def _counted(figure: Figure, vi: str, en: str, language: Language) -> Line:
    number = phrases.count(figure, language)
    return line(f"{vi} ", number) if language == "vi" else line(number, f" {en}")


def _stock_and_flow(ended: Figure, inputs: Inputs) -> Line:
    """Return opening stock, issued and closing stock; the opening is reckoned back, so that the three agree."""
    language = inputs.language
    issued, closing = inputs.value("wanted_issued.all"), inputs.value("wanted_stock.all")
    if issued is None or closing is None:
        return ()
    n = int(closing.value or 0) - int(issued.value or 0) + int(ended.value or 0)
    method = said(
        language,
        "Số cuối kỳ trừ số phát sinh cộng số đã giải quyết trong kỳ.",
        "At the end, less those issued, plus those ended in the period.",
    )
    opening = Derived((closing, issued, ended), n, phrases.plain_count(n, language), method)
    dangerous = inputs.value("wanted_stock.especially_dangerous")
    if language == "vi":
        text = line("Đầu kỳ có ", opening, " đối tượng truy nã, trong kỳ phát sinh ", phrases.count(issued, language))
        text = line(text, ", cuối kỳ còn ", phrases.count(closing, language), " đối tượng")
        if dangerous is not None and dangerous.value:
            number = phrases.count(dangerous, language)
            text = line(text, ", trong đó có ", number, " đối tượng truy nã đặc biệt nguy hiểm")
        return line(text, ".")
    text = line("There were ", opening, " notices in force at the start; ", phrases.count(issued, language))
    text = line(text, " were issued, and ", phrases.count(closing, language), " were left at the end")
    if dangerous is not None and dangerous.value:
        text = line(text, ", ", phrases.count(dangerous, language), " of them for especially dangerous persons")
    return line(text, ".")


# stage, Vietnamese before the number, unit after it; English after the number
_PROJECT_06 = (
    (
        "identity_card",
        Text("Căn cước công dân gắn chip", "Chip-based identity cards"),
        (
            ("received", "thu nhận", "hồ sơ", "applications received"),
            ("approved", "phê duyệt", "hồ sơ", "approved"),
            ("issued", "cấp", "thẻ", "cards issued"),
        ),
    ),
    (
        "eid_account",
        Text("Định danh điện tử", "Electronic identification"),
        (
            ("received", "thu nhận", "hồ sơ", "applications received"),
            ("approved", "phê duyệt", "hồ sơ", "approved"),
            ("issued", "cấp", "tài khoản", "accounts issued"),
            ("activated", "kích hoạt", "tài khoản", "activated"),
        ),
    ),
)


def _project_06(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    for programme, label, stages in _PROJECT_06:
        parts = []
        for stage, verb, unit, after in stages:
            done = inputs.value(f"{programme}.{stage}")
            if done is None or not done.value:
                continue
            number = phrases.count(done, language)
            part = line(f"{verb} ", number, f" {unit}") if language == "vi" else line(number, f" {after}")
            parts.append(line(part, *_of_target(inputs.value(f"{programme}_of_target.{stage}"), unit, language)))
        if parts:
            yield Paragraph(line(f"{label.in_language(language)}: ", joined(parts, "; "), "."))
    yield from funnel_blocks(inputs)


def _of_target(share: Figure | None, unit: str, language: Language) -> Line:
    if share is None:
        return ()
    return line(
        said(language, ", đạt ", ", "),
        phrases.share(share, language),
        said(language, " chỉ tiêu được giao (", " of the assigned "),
        phrases.whole(share, language),
        said(language, f" {unit})", ""),
    )
