"""Deadlines kept and missed: how many promises of each register stand where, and a list of the late ones."""

from __future__ import annotations

from collections.abc import Iterator

from tongket.model.periods import day_text
from tongket.model.text import Language, Text
from tongket.plan.items import KIND_LABELS, STATE_LABELS, Item, ItemKind, State
from tongket.report import numbers
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs
from tongket.report.content.phrases import fixed_digits, said
from tongket.report.document import Annex, Block, Column, Heading, Row, Table
from tongket.report.spans import Fixed, Line, line

_STATES = (State.LATE, State.DUE_SOON, State.ON_THE_WAY, State.MET)
# registers whose late entries are listed one by one; wanted reviews and case clocks are told in numbers
_LISTED = (ItemKind.TARGET, ItemKind.DIRECTIVE, ItemKind.PETITION, ItemKind.INSPECTION)
# the chapter before judges the targets of the whole; the board has those of each unit
_KINDS = KIND_LABELS | {
    ItemKind.TARGET: Text("Chỉ tiêu, kể cả của từng đơn vị", "Targets, those of each unit included"),
    ItemKind.WANTED_REVIEW: Text("Rà soát lệnh truy nã", "Wanted notices to review"),
}


def deadline_blocks(inputs: Inputs) -> Iterator[Block]:
    """Yield how many promises of each register stand where, and where the late ones are listed."""
    promises, language = inputs.promises, inputs.language
    if promises is None or not promises.states:
        return
    yield Heading(3, line(said(language, "Tiến độ, thời hạn thực hiện nhiệm vụ", "Deadlines")))
    head = (
        Column(line(said(language, "Loại việc", "Register")), width=2.9),
        *(Column(line(STATE_LABELS[state].in_language(language)), numeric=True) for state in _STATES),
    )
    kinds = dict.fromkeys(kind for kind, _ in promises.states)
    rows = [
        Row(
            (
                line(_KINDS[kind].in_language(language)),
                *(line(numbers.cell(promises.states[kind, state].figure, language)) for state in _STATES),
            )
        )
        for kind in kinds
    ]
    day = Fixed(day_text(promises.as_of, language), "date")
    title = line(said(language, "Nhiệm vụ theo thời hạn, đến hết ngày ", "Items by deadline, at the end of "), day)
    notes = [_NOTE.in_language(language)]
    if _urgent(inputs):
        notes.append(_LIST_NOTE.in_language(language))
    yield Table(title, head, tuple(rows), notes=tuple(line(note) for note in notes))


_NOTE = Text(
    "Hạn được tính theo quy tắc ghi trong sổ và lịch ngày làm việc; căn cứ của từng hạn xem bằng lệnh plan. Quá hạn gồm"
    " cả việc tồn từ các năm trước; chỉ tiêu quá hạn là chỉ tiêu không đạt khi đến hạn.",
    "Deadlines follow the rule on record and the calendar of working days; what any of them rests on is shown by the"
    " command plan. Late items of earlier years are among them; a late target is one that was missed.",
)
_LIST_NOTE = Text(
    "Chỉ tiêu, nhiệm vụ, kiến nghị, cuộc thanh tra quá hạn và sắp đến hạn được liệt kê ở phụ lục.",
    "Targets, directives, petitions and inspections that are late or due soon are listed in an annex.",
)


def _urgent(inputs: Inputs) -> list[Item]:
    """Return what is late or due soon, of the registers that are listed one by one."""
    items = inputs.promises.facts.board.items if inputs.promises is not None else ()
    return [each for each in items if each.state in (State.LATE, State.DUE_SOON) and each.kind in _LISTED]


def deadline_annexes(inputs: Inputs) -> tuple[Annex, ...]:
    """Return the annex that lists what is late or due soon; none where nothing is."""
    promises, language, urgent = inputs.promises, inputs.language, _urgent(inputs)
    if promises is None or not urgent:
        return ()
    columns = (
        Column(line(said(language, "Mã", "Id")), width=2.2),
        Column(line(said(language, "Nội dung", "What")), width=4.6),
        Column(line(said(language, "Đơn vị", "Owner")), width=2.5),
        Column(line(said(language, "Hạn", "Due")), width=1.15),
        Column(line(said(language, "Tình trạng", "State")), width=1.15),
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
    return Row((line(Fixed(item.id, "id of a record")), what, owner, due, _state(item, language)))


def _state(item: Item, language: Language) -> Line:
    """Return where an item stands; a target whose day is past is missed, one whose ceiling is passed will be."""
    if item.kind is ItemKind.TARGET and item.state is State.LATE:
        passed = item.days_left is not None and item.days_left >= 0
        words = Text("Vượt mức trần", "Ceiling passed") if passed else Text("Không đạt", "Missed")
        return line(words.in_language(language))
    return line(STATE_LABELS[item.state].in_language(language))
