"""Targets on their way, registers by batch, deadlines kept and missed: tables and sentences of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tongket.count.derived import Derived
from tongket.model.figures import Figure
from tongket.model.text import Language, Text, format_number
from tongket.plan.funnel import Funnel
from tongket.plan.items import KIND_LABELS, STATE_LABELS, Item, ItemKind
from tongket.plan.items import State as Standing
from tongket.plan.wanted import Wanted
from tongket.plan.wanted_items import CLASS_LABELS
from tongket.report import numbers
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs
from tongket.report.content.phrases import fixed_digits, joined, said
from tongket.report.content.promises import Promises
from tongket.report.document import Annex, Block, Column, Heading, Paragraph, Row, Table
from tongket.report.renderers.front import day_text
from tongket.report.spans import Cited, Fixed, Line, line
from tongket.report.spans import Derived as Reckoned

_STATES = (Standing.LATE, Standing.DUE_SOON, Standing.ON_THE_WAY, Standing.MET)
# registers whose late entries are listed one by one; wanted reviews and case clocks are told in numbers
_LISTED = (ItemKind.TARGET, ItemKind.DIRECTIVE, ItemKind.PETITION, ItemKind.INSPECTION)


# -- stage by stage

_PROCEDURES = {
    "identity_card": Text("Căn cước công dân gắn chip", "Chip-based identity cards"),
    "eid_account": Text("Định danh điện tử", "Electronic identification"),
}


def funnel_blocks(inputs: Inputs) -> Iterator[Block]:
    """Yield one table for each procedure that goes through stages."""
    if inputs.promises is not None:
        yield from (_funnel(each, inputs.language) for each in inputs.promises.facts.funnels)


def _funnel(funnel: Funnel, language: Language) -> Table:
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
            fixed_digits(stage.label.in_language(language), "name of an indicator"),
            line(numbers.cell(stage.in_window, language)),
            line("–") if goal is None or stage.target is None else line(_goal(goal, stage.target.target.id, language)),
            _quotient(stage.in_window, goal, stage.target.target.id if stage.target is not None else "", language),
            line("–") if before is None else _step(stage.in_window, before, language),
        ]
        rows.append(Row(tuple(cells)))
        before = stage.in_window
    days = tuple(Fixed(day_text(day, language), "date") for day in (funnel.first, funnel.until))
    name = _PROCEDURES.get(funnel.indicator, Text(funnel.indicator, funnel.indicator)).in_language(language)
    title = line(
        fixed_digits(name, "name of a programme"),
        said(language, ": kết quả theo từng giai đoạn, từ ", " stage by stage, "),
        days[0],
        said(language, " đến ", " to "),
        days[1],
    )
    note = said(
        language,
        "Phần trăm của chỉ tiêu được giao không phải của dân số; vượt mức tối đa thì xem lại mẫu số, không cắt bớt.",
        "Per cent of the assigned target, not of the population; above the whole the denominator deserves a look, and"
        " the number is not clipped.",
    )
    return Table(title, columns, tuple(rows), notes=(line(note),))


def _goal(goal: Decimal, id_: str, language: Language) -> Cited:
    label = said(language, "Chỉ tiêu ghi trong sổ chỉ tiêu.", "The target as it stands in the register of targets.")
    return Cited(format_number(goal, language), "target", id_, label)


def _quotient(done: Figure, goal: Decimal | None, id_: str, language: Language) -> Line:
    if goal is None or not goal or done.value is None:
        return line("–")
    method = said(language, f"Thực hiện chia cho chỉ tiêu {id_}.", f"Done over the target {id_}.")
    return line(numbers.derived((done,), Decimal(done.value) * 100 / goal, language, method, decimals=2), "%")


def _step(done: Figure, before: Figure, language: Language) -> Line:
    if done.value is None or not before.value:
        return line("–")
    method = said(language, "Giai đoạn này chia cho giai đoạn trước.", "This stage over the one before.")
    value = Decimal(done.value) * 100 / Decimal(before.value)
    return line(Reckoned((done, before), value, format_number(value, language, 2) + "%", method))


# -- wanted notices


def wanted_blocks(inputs: Inputs) -> Iterator[Block]:
    """Yield stock and flow by class, whether they add up, and how old the stock is."""
    wanted = inputs.promises.facts.wanted if inputs.promises is not None else None
    if wanted is None or inputs.promises is None:
        return
    yield _flow_table(wanted, inputs.language)
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


def _flow_table(wanted: Wanted, language: Language) -> Table:
    columns = (
        Column(line(said(language, "Loại", "Class")), width=2.6),
        *(Column(line(each.in_language(language)), numeric=True) for each in _FLOW),
    )
    rows = []
    for flow in wanted.whole:
        parts = (flow.opening, flow.issued, flow.arrested, flow.surrendered, flow.struck_off, flow.closing)
        cells = [line(numbers.cell(each, language)) for each in parts]
        label = CLASS_LABELS[flow.danger_class].in_language(language)
        rows.append(Row((line(phrases.capital(label)), *cells), "total" if flow.danger_class == "all" else "body"))
    first, last = (Fixed(day_text(day, language), "date") for day in (wanted.first, wanted.last))
    title = line(
        said(language, "Biến động đối tượng truy nã, từ ", "Wanted notices, "),
        first,
        said(language, " đến ", " to "),
        last,
    )
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


# -- registers


def register_blocks(inputs: Inputs) -> Iterator[Block]:
    """Yield directives in time, petitions batch by batch, coverage of inspections, legal limits kept."""
    promises, language = inputs.promises, inputs.language
    if promises is None:
        return
    for text in (_directives(promises, language), _coverage(promises, language), _clocks(promises, language)):
        if text:
            yield Paragraph(text)
    if table := _batches(promises, language):
        yield table


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


def _directives(promises: Promises, language: Language) -> Line:
    due, in_time = (_found(promises.facts.derived, f"plan.directive.{name}") for name in ("due", "share_in_time"))
    overdue = _found(promises.facts.derived, "plan.directive.overdue")
    if due is None or in_time is None or overdue is None:
        return ()
    text = line(
        said(language, "Trong ", "Of the "),
        phrases.count(due, language),
        said(language, " nhiệm vụ cấp trên giao có hạn trong kỳ, ", " directives due in the period "),
        phrases.part(in_time, language),
        said(language, " nhiệm vụ hoàn thành đúng hạn (", " were done in time ("),
        phrases.share(in_time, language),
        ")",
    )
    if not overdue.value:
        return line(text, said(language, "; không còn nhiệm vụ quá hạn.", "; none is overdue."))
    return line(
        text,
        said(language, "; còn ", "; "),
        phrases.count(overdue, language),
        said(language, " nhiệm vụ quá hạn chưa hoàn thành.", " are overdue."),
    )


def _coverage(promises: Promises, language: Language) -> Line:
    share = _found(promises.inspections, "plan.inspections.coverage")
    again = _found(promises.inspections, "plan.inspections.rechecked")
    if share is None:
        return ()
    text = line(
        said(language, "Đã thanh tra, kiểm tra ", "Inspected at least once: "),
        _fraction(share, language),
        said(language, " đơn vị (", " units ("),
        phrases.share(share, language),
        ")",
    )
    if again is None:
        return line(text, ".")
    return line(
        text,
        said(language, "; đã phúc tra việc thực hiện kiến nghị ở ", "; recommendations were checked again after "),
        _fraction(again, language),
        said(language, " cuộc đến hạn phúc tra.", " inspections that were due for it."),
    )


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
        if share is None:
            continue
        whole = line(" (", _fraction(share, language), ")")
        parts.append(line(f"{name.in_language(language)} ", phrases.share(share, language), whole))
    if not parts:
        return ()
    over = _found(promises.facts.derived, "plan.clock.overdue", clock="investigation")
    head = said(
        language,
        "Thời hạn tố tụng kết thúc trong kỳ được giải quyết trong hạn: ",
        "Legal limits that ran out in the period and were kept: ",
    )
    text = line(head, joined(parts, "; "))
    if over is None or not over.value:
        return line(text, ".")
    day = Fixed(day_text(over.end, language), "date")
    if language == "vi":
        return line(text, ". Đến ngày ", day, " có ", phrases.count(over, language), " vụ quá thời hạn điều tra.")
    return line(text, ". On ", day, ", ", phrases.count(over, language), " investigations were past their limit.")


_BATCH_COLUMNS = (
    ("received", Text("Tiếp nhận", "Received")),
    ("answered", Text("Đã trả lời", "Answered")),
    ("resolved", Text("Giải quyết xong", "Resolved")),
    ("in_progress", Text("Đang giải quyết", "In progress")),
    ("will_do_by", Text("Theo lộ trình", "Will do by a day")),
    ("explained", Text("Giải trình", "Explained")),
    ("not_ours", Text("Không thuộc thẩm quyền", "Not ours")),
    ("late", Text("Trễ hạn", "Late")),
    ("repeated", Text("Lặp lại", "Asked before")),
)


def _batches(promises: Promises, language: Language) -> Table | None:
    """Return the petitions batch by batch: answered apart from resolved."""
    batches = dict.fromkeys(dict(each.figure.by).get("batch", "") for each in promises.facts.derived)
    rows = []
    for batch in filter(None, batches):
        figures = [_found(promises.facts.derived, f"plan.petition.{name}", batch=batch) for name, _ in _BATCH_COLUMNS]
        cells = [line("–") if each is None else line(numbers.cell(each, language)) for each in figures]
        rows.append(Row((line(Fixed(batch, "id of a batch")), *cells)))
    if not rows:
        return None
    columns = [Column(line(said(language, "Đợt", "Batch")), width=1.9)]
    columns += [Column(line(label.in_language(language)), numeric=True) for _, label in _BATCH_COLUMNS]
    title = line(said(language, "Kiến nghị cử tri theo đợt tiếp xúc", "Voters' petitions batch by batch"))
    note = said(
        language,
        "Đã trả lời không đồng nghĩa với đã giải quyết xong. Trễ hạn: trả lời sau hạn của đợt, hoặc quá hạn chưa trả"
        " lời.",
        "Answered does not mean resolved. Late: answered after the day of the batch, or unanswered with that day past.",
    )
    return Table(title, tuple(columns), tuple(rows), notes=(line(note),), compact=True)


# -- deadlines


def deadline_blocks(inputs: Inputs) -> Iterator[Block]:
    """Yield how many promises of each register stand where, and where the late ones are listed."""
    promises, language = inputs.promises, inputs.language
    if promises is None or not promises.states:
        return
    yield Heading(3, line(said(language, "Thời hạn các nhiệm vụ", "Deadlines")))
    head = (
        Column(line(said(language, "Loại việc", "Register")), width=2.6),
        *(Column(line(STATE_LABELS[state].in_language(language)), numeric=True) for state in _STATES),
    )
    kinds = dict.fromkeys(kind for kind, _ in promises.states)
    rows = [
        Row(
            (
                line(KIND_LABELS[kind].in_language(language)),
                *(line(numbers.cell(promises.states[kind, state].figure, language)) for state in _STATES),
            )
        )
        for kind in kinds
    ]
    day = Fixed(day_text(promises.as_of, language), "date")
    title = line(said(language, "Việc theo thời hạn, đến hết ngày ", "Items by deadline, at the end of "), day)
    yield Table(title, head, tuple(rows), notes=(line(_DEADLINE_NOTE.in_language(language)),))


_DEADLINE_NOTE = Text(
    "Hạn được tính theo quy tắc ghi trong sổ và lịch ngày làm việc; việc quá hạn gồm cả việc tồn từ các năm trước. Căn"
    " cứ của từng hạn xem bằng lệnh plan; việc quá hạn, sắp đến hạn liệt kê ở phụ lục.",
    "Deadlines follow the rule on record and the calendar of working days; late items of earlier years are among them."
    " What any deadline rests on is shown by the command plan; late items and those due soon are listed in an annex.",
)


def deadline_annexes(inputs: Inputs) -> tuple[Annex, ...]:
    """Return the annex that lists what is late or due soon; none where nothing is."""
    promises, language = inputs.promises, inputs.language
    if promises is None:
        return ()
    items = promises.facts.board.items
    urgent = [each for each in items if each.state in (Standing.LATE, Standing.DUE_SOON) and each.kind in _LISTED]
    if not urgent:
        return ()
    columns = (
        Column(line(said(language, "Mã", "Id")), width=1.9),
        Column(line(said(language, "Nội dung", "What")), width=4.6),
        Column(line(said(language, "Đơn vị", "Owner")), width=2.4),
        Column(line(said(language, "Hạn", "Due")), width=1.2),
        Column(line(said(language, "Tình trạng", "State")), width=1.2),
    )
    rows: list[Row] = []
    for kind in _LISTED:
        own = [each for each in urgent if each.kind is kind]
        if own:
            rows.append(Row((line(KIND_LABELS[kind].in_language(language)),), "section"))
            rows += [_item_row(each, language) for each in own]
    day = Fixed(day_text(promises.as_of, language), "date")
    caption = line(
        said(language, "Việc quá hạn, sắp đến hạn, đến hết ngày ", "Items late or due soon at the end of "), day
    )
    title = line(said(language, "VIỆC QUÁ HẠN, SẮP ĐẾN HẠN", "LATE AND DUE SOON"))
    return (Annex(title, (Table(caption, columns, tuple(rows), compact=True),)),)


def _item_row(item: Item, language: Language) -> Row:
    label = said(language, "Nội dung ghi trong sổ.", "As it stands in the register.")
    what = phrases.cited_digits(item.what.in_language(language), item.kind.value, item.id, label)
    due = line("–") if item.due_on is None else line(Fixed(f"{item.due_on:%d/%m/%Y}", "date"))
    owner = fixed_digits(item.owner or "–", "name of an office")
    state = line(STATE_LABELS[item.state].in_language(language))
    return Row((line(Fixed(item.id, "id of a record")), what, owner, due, state))
