"""Directives, petitions, inspections and legal limits: what was done, what was done in time, what is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tongket.count.derived import Derived
from tongket.model.figures import Figure
from tongket.model.periods import day_text
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs
from tongket.report.content.phrases import joined, said
from tongket.report.content.promises import Promises
from tongket.report.document import Block, Column, Paragraph, Row, Table
from tongket.report.spans import Derived as Reckoned
from tongket.report.spans import Fixed, Line, line


def register_blocks(inputs: Inputs) -> Iterator[Block]:
    """Yield directives and how many in time, petitions with their batches, inspections with what they cover."""
    promises, language = inputs.promises, inputs.language
    if text := _together(_directives(inputs), _in_time(promises, language)):
        yield Paragraph(text)
    if text := _petitions(inputs):
        yield Paragraph(text)
    if promises is not None and (table := _batches(promises, language)):
        yield table
    if text := _together(_inspections(inputs), _coverage(promises, language)):
        yield Paragraph(text)


def clock_blocks(inputs: Inputs) -> Iterator[Block]:
    """Yield one paragraph on the legal limits of cases; none where the book keeps no events of cases."""
    if inputs.promises is not None and (text := _clocks(inputs.promises, inputs.language)):
        yield Paragraph(text)


def _together(*sentences: Line) -> Line:
    return joined([each for each in sentences if each], " ")


def _found(figures: Sequence[Derived], id_: str, **by: str) -> Figure | None:
    wanted = set(by.items())
    for each in figures:
        own = dict(each.figure.by)
        own.pop("derivation", None)
        if each.derivation.id == id_ and set(own.items()) == wanted and each.figure.value is not None:
            return each.figure
    return None


def _fraction(share: Figure, language: Language) -> Line:
    return line(phrases.part(share, language), "/", phrases.whole(share, language))


def _rate(figure: Figure | None, language: Language, of: Text | None = None) -> Line:
    """Return " (87,5%)", " (87,5% số tiếp nhận)"."""
    if figure is None:
        return ()
    return line(" (", phrases.share(figure, language), "" if of is None else f" {of.in_language(language)}", ")")


def _were(number: Figure) -> str:
    return "was" if number.value == 1 else "were"


# -- directives


def _directives(inputs: Inputs) -> Line:
    language = inputs.language
    issued, done = inputs.value("directives.issued"), inputs.value("directives.issued_done")
    if issued is None or done is None or not issued.value:
        return ()
    rate = _rate(inputs.value("directives.share_done"), language)
    if language == "vi":
        head = line("Cấp trên giao ", phrases.count(issued, language), " nhiệm vụ; đã hoàn thành ")
        return line(head, phrases.count(done, language), " nhiệm vụ", rate, ".")
    noun = " directive" if issued.value == 1 else " directives"
    head = line("Superiors gave ", phrases.count(issued, language), noun, ", of which ")
    return line(head, phrases.count(done, language), f" {_were(done)} carried out", rate, ".")


def _in_time(promises: Promises | None, language: Language) -> Line:
    """Return how many of those due were done in time, how many late, and how many are still owed."""
    if promises is None:
        return ()
    names = ("due", "done", "done_in_time", "share_in_time", "overdue")
    due, done, early, share, overdue = (_found(promises.facts.derived, f"plan.directive.{name}") for name in names)
    if due is None or done is None or early is None or share is None or overdue is None:
        return ()
    late = int(done.value or 0) - int(early.value or 0)
    method = said(language, "Số đã hoàn thành trừ số hoàn thành đúng hạn.", "Those done less those done in time.")
    after = Reckoned((done, early), late, phrases.plain_count(late, language), method)
    if language == "vi":
        head = line(
            "Trong ", phrases.count(due, language), " nhiệm vụ có hạn trong kỳ, ", phrases.count(early, language)
        )
        text = line(head, " nhiệm vụ hoàn thành đúng hạn", _rate(share, language))
        text = line(text, ", ", after, " nhiệm vụ hoàn thành sau hạn") if late else text
        if not overdue.value:
            return line(text, "; không còn nhiệm vụ quá hạn.")
        return line(text, "; còn ", phrases.count(overdue, language), " nhiệm vụ quá hạn chưa hoàn thành.")
    head = line("Of the ", phrases.count(due, language), " due in the period, ", phrases.count(early, language))
    text = line(head, f" {_were(early)} done in time", _rate(share, language))
    text = line(text, " and ", after, " late") if late else text
    if not overdue.value:
        return line(text, "; none is overdue.")
    return line(text, "; ", phrases.count(overdue, language), " is overdue." if overdue.value == 1 else " are overdue.")


# -- petitions

_OF_RECEIVED = Text("số tiếp nhận", "of those received")


def _petitions(inputs: Inputs) -> Line:
    language = inputs.language
    received, answered = inputs.value("petitions.received"), inputs.value("petitions.received_answered")
    if received is None or answered is None or not received.value:
        return ()
    rate = _rate(inputs.value("petitions.share_answered"), language, _OF_RECEIVED)
    if language == "vi":
        text = line("Tiếp nhận ", phrases.count(received, language), " kiến nghị của cử tri; đã trả lời ")
        text = line(text, phrases.count(answered, language), " kiến nghị", rate)
    else:
        noun = " voters' petition was" if received.value == 1 else " voters' petitions were"
        text = line(phrases.count(received, language), f"{noun} received and ", phrases.count(answered, language))
        text = line(text, " answered", rate)
    text = line(text, _resolved(inputs), ".")
    last = said(language, " Trả lời không đồng nghĩa với đã giải quyết.", " Answered does not mean resolved.")
    return line(text, last)


def _resolved(inputs: Inputs) -> Line:
    language, resolved = inputs.language, inputs.value("petitions.received_resolved")
    if resolved is None:
        return ()
    rate = _rate(inputs.value("petitions.share_resolved"), language, _OF_RECEIVED)
    if language == "vi":
        return line(", trong đó giải quyết xong ", phrases.count(resolved, language), " kiến nghị", rate)
    return line("; ", phrases.count(resolved, language), f" {_were(resolved)} resolved", rate)


_BATCH_COLUMNS = (
    ("received", Text("Tiếp nhận", "Received"), 1.0),
    ("answered", Text("Đã trả lời", "Answered"), 1.0),
    ("resolved", Text("Giải quyết xong", "Resolved"), 1.0),
    ("in_progress", Text("Đang giải quyết", "In progress"), 1.0),
    ("will_do_by", Text("Theo lộ trình", "Dated promise"), 1.0),
    ("explained", Text("Giải trình", "Explained"), 1.0),
    ("not_ours", Text("Không thuộc thẩm quyền", "Not ours"), 1.15),
    ("late", Text("Trễ hạn", "Late"), 0.8),
    ("repeated", Text("Lặp lại", "Asked before"), 0.8),
)


def _batches(promises: Promises, language: Language) -> Table | None:
    """Return the petitions batch by batch: answered apart from resolved."""
    batches = dict.fromkeys(dict(each.figure.by).get("batch", "") for each in promises.facts.derived)
    rows = [_batch_row(batch, promises, language) for batch in filter(None, batches)]
    if not rows:
        return None
    columns = [Column(line(said(language, "Đợt", "Batch")), width=1.7)]
    heads = [(label.in_language(language), width) for _, label, width in _BATCH_COLUMNS]
    columns += [Column(line(head), True, max(width, phrases.head_width(head))) for head, width in heads]
    title = line(said(language, "Kiến nghị cử tri theo đợt tiếp xúc", "Voters' petitions batch by batch"))
    note = said(
        language,
        "Trễ hạn: trả lời sau hạn của đợt, hoặc quá hạn chưa trả lời. Lặp lại: đã có kiến nghị cùng nội dung trước đó.",
        "Late: answered after the day of the batch, or unanswered with that day past. Asked before: linked to an"
        " earlier petition.",
    )
    return Table(title, tuple(columns), tuple(rows), notes=(line(note),), compact=True)


def _batch_row(batch: str, promises: Promises, language: Language) -> Row:
    names = [name for name, _, _ in _BATCH_COLUMNS]
    figures = [_found(promises.facts.derived, f"plan.petition.{name}", batch=batch) for name in names]
    cells = [line("–") if each is None else line(numbers.cell(each, language)) for each in figures]
    name = said(language, "không theo đợt", "none") if batch == "-" else batch
    return Row((line(Fixed(name, "id of a batch")), *cells))


# -- inspections


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
        said(language, " cuộc thanh tra theo kế hoạch", f" inspections {_were(done)} carried out"),
        _rate(inputs.value("inspections.share_done"), language),
    )
    ad_hoc = inputs.value("inspections.ad_hoc")
    if ad_hoc is not None and ad_hoc.value:
        extra = said(language, " cuộc thanh tra đột xuất", f" {_were(ad_hoc)} unplanned")
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
    a, b = ("" if each.value == 1 else "s" for each in (violations, advice))
    text = line(" They found ", found, f" violation{a} and made ", made, f" recommendation{b}, of which ", done)
    return line(text, f" {_were(carried)} carried out", rate, ".")


def _coverage(promises: Promises | None, language: Language) -> Line:
    share = _found(promises.inspections, "plan.inspections.coverage") if promises is not None else None
    if promises is None or share is None:
        return ()
    text = line(
        said(language, "Số đơn vị được thanh tra, kiểm tra ít nhất một lần: ", "Units inspected at least once: "),
        _fraction(share, language),
        _rate(share, language),
    )
    again = _found(promises.inspections, "plan.inspections.rechecked")
    if again is None:
        return line(text, ".")
    return line(
        text,
        said(language, "; số cuộc đã phúc tra trong số đến hạn phúc tra: ", "; re-checks held of those due: "),
        _fraction(again, language),
        ".",
    )


# -- legal limits

_CLOCKS = (
    ("crime_report", Text("giải quyết tố giác, tin báo về tội phạm", "crime reports")),
    ("investigation", Text("điều tra", "investigation")),
    ("resumed_investigation", Text("điều tra sau khi phục hồi", "investigation after resumption")),
)


def _clocks(promises: Promises, language: Language) -> Line:
    """Return the share of legal limits that were kept, clock by clock, and what is over its limit."""
    parts = []
    for id_, name in _CLOCKS:
        share = _found(promises.facts.derived, "plan.clock.share_inside_limit", clock=id_)
        if share is not None:
            parts.append(line(f"{name.in_language(language)} ", _fraction(share, language), _rate(share, language)))
    if not parts:
        return ()
    head = said(
        language,
        "Tỷ lệ bảo đảm thời hạn tố tụng, tính trên các thời hạn kết thúc trong kỳ: ",
        "Legal time limits kept, of those that ran out in the period: ",
    )
    text = line(head, joined(parts, "; "), ".")
    over = _found(promises.facts.derived, "plan.clock.overdue", clock="investigation")
    if over is None or not over.value:
        return text
    day = Fixed(day_text(over.end, language), "date")
    if language == "vi":
        return line(text, " Đến ngày ", day, ", còn ", phrases.count(over, language), " vụ đã quá thời hạn điều tra.")
    noun = " investigation was past its limit." if over.value == 1 else " investigations were past their limit."
    return line(text, " On ", day, ", ", phrases.count(over, language), noun)
