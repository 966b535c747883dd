"""The board as tables people read: how many where, what to do now, owner by owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

from tongket.model.periods import day_text
from tongket.model.text import Text
from tongket.plan.board import ORDER, SETTLED_DAYS, Board, is_urgent
from tongket.plan.items import KIND_LABELS, STATE_LABELS, Item, ItemKind, State
from tongket.plan.oversight_tables import Cell, PrintedTable, both
from tongket.plan.target_words import chance_text

T = TypeVar("T")
NO_OWNER = Text("(chưa giao đơn vị)", "(no owner)")
NOTHING_DUE = Text(
    "Bản chốt không có việc nào có thời hạn: chưa nạp sổ chỉ tiêu, nhiệm vụ, kiến nghị, truy nã, thanh tra, diễn biến"
    " vụ án, hoặc các sổ ấy chưa có dòng nào đến ngày này.",
    "The seal holds nothing with a deadline: no targets, directives, petitions, wanted notices, inspections or events"
    " of cases were collected, or none reaches this day.",
)
_ITEM_HEAD = both(
    ("Tình hình", "Mã", "Nội dung", "Đơn vị", "Hạn", "Còn (ngày)", "Khả năng"),
    ("State", "Id", "What", "Owner", "Due", "Days left", "Chance"),
)
_OWNER = 3  # place of the owner's column


def state_table(board: Board) -> PrintedTable:
    """Return how many items of each kind stand in each state."""
    counts = board.counts()
    states = _states_of(counts.values())
    rows: list[tuple[Cell, ...]] = [(KIND_LABELS[kind], *_numbers(counter, states)) for kind, counter in counts.items()]
    if len(rows) > 1:
        total = sum(counts.values(), Counter())
        rows.append((Text("Cộng", "Total"), *_numbers(total, states)))
    head = (Text("Loại việc", "Kind"), *(STATE_LABELS[state] for state in states))
    notes = board_notes(board) if rows else (*board_notes(board), NOTHING_DUE)
    return PrintedTable(board_title(board), head if rows else (), tuple(rows), notes)


def board_title(board: Board) -> Text:
    """Return "Theo dõi công việc đến hết ngày 30/09/2024"."""
    vi, en = day_text(board.as_of, "vi"), day_text(board.as_of, "en")
    return Text(f"Tình hình thực hiện đến hết ngày {vi}", f"Where everything stands at the end of {en}")


def board_notes(board: Board) -> tuple[Text, ...]:
    """Return what must be read with a board: what its records know, and what was left out."""
    notes = [_knowledge(board)]
    if board.settled:
        since = board.as_of - timedelta(days=SETTLED_DAYS)
        notes.append(
            Text(
                f"Không liệt kê {board.settled} việc đã kết thúc trước ngày {day_text(since, 'vi')}.",
                f"{board.settled} items that were settled before {day_text(since, 'en')} are left out.",
            )
        )
    return tuple(notes)


def _knowledge(board: Board) -> Text:
    seal, cutoff = board.seal, board.seal.as_of
    vi, en = day_text(cutoff, "vi"), day_text(cutoff, "en")
    head_vi, head_en = (
        f"Theo bản chốt {seal.short}, số liệu đến hết ngày {vi}",
        f"Seal {seal.short}, records up to {en}",
    )
    if board.days_behind:
        n = board.days_behind
        since = "the day since is" if n == 1 else f"the {n} days since are"
        return Text(
            f"{head_vi}: {n} ngày sau đó chưa biết. Chốt lại bằng lệnh: tongket close SỔ --as-of {board.as_of}",
            f"{head_en}: {since} not known. Make a newer seal with: tongket close BOOK --as-of {board.as_of}",
        )
    if cutoff > board.as_of:
        return Text(f"{head_vi}; xem lại theo những gì đến nay đã biết.", f"{head_en}: the day as it is known since.")
    return Text(f"{head_vi}.", f"{head_en}.")


def _states_of(counters: Iterable[Counter[State]]) -> tuple[State, ...]:
    """Return the states to show: the four everyday ones, and the others where any item is in them."""
    there = {state for counter in counters for state, number in counter.items() if number}
    everyday = {State.LATE, State.DUE_SOON, State.ON_THE_WAY, State.MET}
    return tuple(state for state in ORDER if state in everyday or state in there)


def _numbers(counter: Counter[State], states: Sequence[State]) -> tuple[int, ...]:
    return tuple(counter[state] for state in states)


def urgent_table(board: Board, limit: int | None = None) -> PrintedTable:
    """Return what somebody must look at now: late, due soon, targets with little chance left.

    Parameters
    ----------
    board : Board
        The board.
    limit : int, optional
        So many rows at most; each kind has its share of them, so that one long register does not hide the others.
    """
    urgent = board.urgent
    shown = urgent if limit is None else _shared_out(urgent, limit)
    notes: tuple[Text, ...] = ()
    if len(shown) < len(urgent):
        more = len(urgent) - len(shown)
        notes = (
            Text(f"Còn {more} việc nữa: xem bằng --by owner hoặc --kind.", f"{more} more: see --by owner or --kind."),
        )
    title = Text(f"Cần xử lý ngay: {len(urgent)} việc", f"To be looked at now: {len(urgent)}")
    return PrintedTable(title, _ITEM_HEAD, tuple(_row(each) for each in shown), notes)


def _shared_out(items: Sequence[Item], limit: int) -> tuple[Item, ...]:
    """Return the first items of each kind in turn, in the order in which they stood."""
    queues = {kind: [each for each in items if each.kind is kind] for kind in ItemKind}
    chosen: list[Item] = []
    while len(chosen) < limit and any(queues.values()):
        for queue in queues.values():
            if queue and len(chosen) < limit:
                chosen.append(queue.pop(0))
    return tuple(each for each in items if each in chosen)


def rest_table(board: Board) -> PrintedTable:
    """Return what nobody must look at now: on the way, suspended, met, withdrawn."""
    rest = [each for each in board.items if not is_urgent(each)]
    return item_table(rest, Text(f"Các việc khác: {len(rest)}", f"Everything else: {len(rest)}"))


def _row(item: Item) -> tuple[Cell, ...]:
    chance = None
    if item.chance is not None:
        chance = Text(chance_text(item.chance, "vi"), chance_text(item.chance, "en"))
    return (
        STATE_LABELS[item.state],
        item.id,
        item.what,
        item.owner or NO_OWNER,
        item.due_on,
        item.days_left,
        chance,
    )


def item_table(items: Sequence[Item], title: Text, *, owners: bool = True) -> PrintedTable:
    """Return items as they stand on the board; without the owner's column where one owner has them all."""
    rows = tuple(_row(each) for each in items)
    if owners:
        return PrintedTable(title, _ITEM_HEAD, rows)
    return PrintedTable(title, _without_owner(_ITEM_HEAD), tuple(_without_owner(row) for row in rows))


def _without_owner(row: tuple[T, ...]) -> tuple[T, ...]:
    return (*row[:_OWNER], *row[_OWNER + 1 :])


def owner_table(board: Board) -> PrintedTable:
    """Return how many items of each owner stand in each state."""
    owners = {owner: Counter(each.state for each in items) for owner, items in board.by_owner().items()}
    states = _states_of(owners.values())
    head = (Text("Đơn vị", "Owner"), *(STATE_LABELS[state] for state in states))
    rows = tuple((owner or NO_OWNER, *_numbers(counter, states)) for owner, counter in owners.items())
    return PrintedTable(board_title(board), head, rows, board_notes(board))


def group_tables(board: Board, by: str) -> tuple[PrintedTable, ...]:
    """Return the urgent items in groups.

    Parameters
    ----------
    board : Board
        The board.
    by : {'owner', 'kind'}
        One table for each owner, or for each kind.
    """
    if by == "kind":
        groups = [(KIND_LABELS[kind], [each for each in board.items if each.kind is kind]) for kind in board.counts()]
    else:
        groups = [(Text(name, name) if name else NO_OWNER, list(items)) for name, items in board.by_owner().items()]
    return tuple(
        item_table([each for each in items if is_urgent(each)], label, owners=by == "kind")
        for label, items in groups
        if any(is_urgent(each) for each in items)
    )


def item_tables(item: Item) -> tuple[PrintedTable, ...]:
    """Return one item with the reason for its day and state."""
    rows: tuple[tuple[Cell, ...], ...] = (
        (Text("Loại", "Kind"), KIND_LABELS[item.kind]),
        (Text("Nội dung", "What"), item.what),
        (Text("Đơn vị", "Owner"), item.owner or NO_OWNER),
        (Text("Hạn: 24 giờ ngày", "Due: 24:00 of"), item.due_on),
        (Text("Tình hình", "State"), STATE_LABELS[item.state]),
        (Text("Còn (ngày)", "Days left"), item.days_left),
        (Text("Hoàn thành ngày", "Met on"), item.met_on),
    )
    head = both(("Mục", "Giá trị"), ("Item", "Value"))
    return (PrintedTable(Text(item.id, item.id), head, rows, (item.why,), whole=True),)
