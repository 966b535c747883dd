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
from tongket.report.content.promise_blocks import funnel_blocks, register_blocks, wanted_blocks
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
        (Text("Điều tra, khám phá tội phạm", "Investigation and clearance"), clearance(inputs, names, pictures)),
        (Text("Truy nã, truy bắt", "Wanted persons"), _wanted(inputs)),
        (Text("Cao điểm tấn công, trấn áp tội phạm", "Peak campaigns"), campaigns(inputs)),
        (Text("Quản lý hành chính về trật tự xã hội; Đề án 06", "Administration; Project 06"), _project_06(inputs)),
        (
            Text("Thực hiện chỉ đạo, trả lời kiến nghị cử tri, thanh tra", "Directives, petitions, inspections"),
            _registers(inputs),
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


def _registers(inputs: Inputs) -> Iterator[Block]:
    for text in (_directives(inputs), _petitions(inputs), _inspections(inputs)):
        if text:
            yield Paragraph(text)
    yield from register_blocks(inputs)


def _directives(inputs: Inputs) -> Line:
    language = inputs.language
    issued, done = inputs.value("directives.issued"), inputs.value("directives.issued_done")
    if issued is None or done is None or not issued.value:
        return ()
    rate = _rate(inputs.value("directives.share_done"), language)
    if language == "vi":
        head = line("Cấp trên giao ", phrases.count(issued, language), " nhiệm vụ; đã hoàn thành ")
        return line(head, phrases.count(done, language), " nhiệm vụ", rate, ".")
    head = line("Superiors gave ", phrases.count(issued, language), " tasks, of which ")
    return line(head, phrases.count(done, language), " were completed", rate, ".")


def _petitions(inputs: Inputs) -> Line:
    language = inputs.language
    received, answered = inputs.value("petitions.received"), inputs.value("petitions.received_answered")
    resolved = inputs.value("petitions.received_resolved")
    if received is None or answered is None or not received.value:
        return ()
    rate = _rate(inputs.value("petitions.share_answered"), language)
    text = line(
        said(language, "Tiếp nhận ", ""),
        phrases.count(received, language),
        said(language, " kiến nghị của cử tri; đã trả lời ", " voters' petitions were received and "),
        phrases.count(answered, language),
        said(language, " kiến nghị", " answered"),
        rate,
    )
    if resolved is not None:
        text = line(
            text,
            said(language, ", trong đó giải quyết xong ", "; "),
            phrases.count(resolved, language),
            said(language, " kiến nghị", " of them were resolved"),
            _rate(inputs.value("petitions.share_resolved"), language),
        )
    last = said(language, " Trả lời không đồng nghĩa với đã giải quyết.", " Answered does not mean resolved.")
    return line(text, ".", last)


def _inspections(inputs: Inputs) -> Line:
    language = inputs.language
    planned, done = inputs.value("inspections.planned"), inputs.value("inspections.planned_done")
    if planned is None or done is None or not planned.value:
        return ()
    plan = line(
        said(language, "Thực hiện ", "Of the inspection plan, "),
        phrases.count(done, language),
        said(language, "/", " of "),
        phrases.count(planned, language),
        said(language, " cuộc thanh tra theo kế hoạch", " inspections were carried out"),
        _rate(inputs.value("inspections.share_done"), language),
    )
    ad_hoc = inputs.value("inspections.ad_hoc")
    if ad_hoc is not None and ad_hoc.value:
        extra = said(language, " cuộc thanh tra đột xuất", " were unplanned")
        plan = line(plan, said(language, " và ", "; a further "), phrases.count(ad_hoc, language), extra)
    return line(plan, ".", *_findings(inputs))


def _findings(inputs: Inputs) -> Line:
    language = inputs.language
    violations, advice = inputs.value("inspections.violations"), inputs.value("inspections.recommendations")
    carried = inputs.value("inspections.carried_out")
    if violations is None or advice is None or carried is None:
        return ()
    rate = _rate(inputs.value("inspections.share_carried_out"), language)
    found, made, done = (phrases.count(each, language) for each in (violations, advice, carried))
    if language == "vi":
        text = line(" Qua thanh tra, phát hiện ", found, " vi phạm, kiến nghị ", made, " nội dung, đã thực hiện ")
        return line(text, done, " nội dung", rate, ".")
    text = line(" They found ", found, " violations and made ", made, " recommendations, of which ", done)
    return line(text, " were carried out", rate, ".")


def _rate(figure: Figure | None, language: Language) -> Line:
    """Return " (87,5%)"."""
    return line(" (", phrases.share(figure, language), ")") if figure is not None else ()
