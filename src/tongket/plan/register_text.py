"""One register as tables people read: its figures with their ids, batches of petitions, clocks that run, directives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tongket.collect.states import read_states
from tongket.count.derived import Derived
from tongket.model.periods import Period, day_text
from tongket.model.text import Text
from tongket.plan.board import ORDER
from tongket.plan.board_text import item_table
from tongket.plan.directives import Directive
from tongket.plan.items import STATE_LABELS, Item, State
from tongket.plan.oversight_tables import Cell, PrintedTable, both
from tongket.plan.petitions import Batch, outcome_label

_NO_BATCH = Text("(không theo đợt)", "(no batch)")
_ANSWERED = Text(
    "Đã trả lời không phải là đã giải quyết xong; kiến nghị hẹn giải quyết theo lộ trình còn là việc phải làm.",
    "Answered is not resolved; what an answer promised by a day is still to be done.",
)


def span_text(period: Period) -> Text:
    """Return "từ 15/12/2023 đến 14/12/2024"."""
    vi, en = ([day_text(day, language) for day in (period.start, period.end)] for language in ("vi", "en"))
    return Text(f"từ {vi[0]} đến {vi[1]}", f"{en[0]} to {en[1]}")


def figures_table(title: Text, figures: Iterable[Derived]) -> PrintedTable:
    """Return figures with what they are and the id by which `trace` knows them; a share stands with its numbers."""
    head = both(("Số liệu", "Giá trị", "Trên", "Mã"), ("Figure", "Value", "Of", "Id"))
    rows = tuple((each.derivation.label, _value(each), _made_of(each), each.figure.id) for each in figures)
    note = Text("Truy nguyên một số liệu: tongket trace SỔ MÃ", "To trace a figure: tongket trace BOOK ID")
    return PrintedTable(title, head, rows, (note,), whole=True)


def _value(derived: Derived) -> Cell:
    value: Any = derived.figure.value
    if derived.derivation.share and isinstance(value, Decimal):
        return Fraction(value)
    return value if value is None or isinstance(value, int | Decimal) else str(value)


def _made_of(derived: Derived) -> Cell:
    figure = derived.figure
    return None if figure.denominator is None else f"{figure.numerator}/{figure.denominator}"


def missing_table(title: Text, table: str) -> PrintedTable:
    """Return what is shown of a register that a seal does not hold: that it is missing, which is not zero."""
    note = Text(
        f"Bản chốt không có sổ này (bảng {table}): chưa có số liệu, không phải bằng không.",
        f"The seal does not hold this register (table {table}): its numbers are missing, not zero.",
    )
    return PrintedTable(title, (), (), (note,))


def batches_table(batches: Sequence[Batch], period: Period) -> PrintedTable:
    """Return the petitions batch by batch, each with its own day: answered apart from resolved."""
    codes = [state.code for state in read_states()["petitions"].states]
    labels = [outcome_label(code) for code in codes]
    head = (
        *both(("Đợt", "Nhận từ", "Hạn trả lời"), ("Batch", "Received from", "To be answered by")),
        *both(("Tiếp nhận", "Đã chuyển", "Đã trả lời"), ("Received", "Passed on", "Answered")),
        *labels,
        *both(("Trễ hạn", "Lặp lại"), ("Late", "Asked before")),
    )
    rows = tuple(_batch_row(batch, codes) for batch in batches)
    span = span_text(period)
    title = Text(f"Kiến nghị cử tri theo đợt tiếp nhận {span.vi}", f"Voters' petitions by batch, received {span.en}")
    return PrintedTable(title, head, rows, (_ANSWERED,))


def _batch_row(batch: Batch, codes: Sequence[str]) -> tuple[Cell, ...]:
    outcomes = dict(batch.outcomes)
    counted = (batch.received, batch.forwarded, batch.answered, *(outcomes[code] for code in codes))
    tail = (batch.late, batch.repeated)
    return (
        batch.id or _NO_BATCH,
        batch.received_on,
        batch.due_on,
        *(len(ids) for ids in (*counted, *tail)),
    )


def repeats_table(chains: dict[str, tuple[str, ...]]) -> PrintedTable:
    """Return the petitions that were asked again, each with the later ones."""
    head = both(("Kiến nghị đầu", "Số lần lặp lại", "Các kiến nghị sau"), ("First asked", "Asked again", "Later ones"))
    rows = tuple((first, len(later), ", ".join(later)) for first, later in chains.items())
    none = () if rows else (Text("Không có kiến nghị lặp lại.", "No petition was asked again."),)
    return PrintedTable(
        Text("Kiến nghị lặp lại", "Petitions asked again"), head if rows else (), rows, none, whole=True
    )


def directives_table(directives: Iterable[Directive], items: Iterable[Item], limit: int | None = None) -> PrintedTable:
    """Return directives from the superior's words to owner, day, state and evidence; what is late comes first."""
    by_id = {each.id: each for each in items}
    known = [(each, by_id[each.id]) for each in directives if each.id in by_id]
    known.sort(key=lambda pair: (ORDER.index(pair[1].state), pair[1].due_on or date.max, pair[0].id))
    head = both(
        ("Mã", "Văn bản", "Nội dung", "Đơn vị chủ trì", "Hạn", "Tình hình", "Văn bản chứng minh"),
        ("Id", "Document", "Task", "Owner", "Due", "State", "Evidence"),
    )
    rows = tuple(_directive_row(*pair) for pair in known[:limit])
    title = Text("Nhiệm vụ cấp trên giao", "Directives")
    return PrintedTable(title, head, rows, _more(len(known) - len(rows)))


def _directive_row(directive: Directive, item: Item) -> tuple[Cell, ...]:
    document = f"{directive.document}, {directive.clause}" if directive.clause else directive.document
    state = STATE_LABELS[item.state]
    return (directive.id, document, directive.text, directive.owner, directive.due_on, state, directive.evidence)


def clocks_table(items: Iterable[Item], area: Callable[[str], Text], limit: int | None = None) -> PrintedTable:
    """Return which case is under which clock, until when, and how long it has left; the shortest first."""
    running = sorted(
        (each for each in items if each.state is not State.SUSPENDED),
        key=lambda each: (each.due_on or date.max, each.id),
    )
    head = both(
        ("Vụ, thời hạn", "Việc phải làm", "Địa bàn", "Hạn", "Còn (ngày)", "Căn cứ"),
        ("Case and clock", "What", "Area", "Due", "Days left", "Why"),
    )
    rows = tuple(
        (each.id, each.what, area(each.area), each.due_on, each.days_left, each.why) for each in running[:limit]
    )
    title = Text("Thời hạn tố tụng đang tính", "Legal clocks that run")
    return PrintedTable(title, head, rows, _more(len(running) - len(rows)))


def late_table(items: Iterable[Item], limit: int | None = None) -> PrintedTable:
    """Return what of a register is late, the longest overdue first; nothing late is said in words."""
    late = sorted(
        (each for each in items if each.state is State.LATE), key=lambda each: (each.due_on or date.max, each.id)
    )
    table = item_table(late[:limit], Text("Quá hạn", "Late"))
    if not late:
        return replace(table, head=(), notes=(Text("Không có việc nào quá hạn.", "Nothing is late."),))
    return replace(table, notes=_more(len(late) - len(table.rows)))


def _more(left: int) -> tuple[Text, ...]:
    if not left:
        return ()
    return (Text(f"Còn {left} dòng nữa: xem bằng --html hoặc --json.", f"{left} more rows: see --html or --json."),)
