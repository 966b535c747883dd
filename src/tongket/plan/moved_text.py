"""Which deadlines moved, as tables people read."""

from __future__ import annotations

from collections.abc import Sequence

from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.plan.moved import Moved
from tongket.plan.oversight_tables import PrintedTable, both

_HEAD = both(("Mã", "Nội dung", "Hạn trước", "Hạn nay", "Lý do"), ("Id", "What", "Was due on", "Is due on", "Why"))
_NONE = Text("Không có thời hạn nào thay đổi.", "No deadline moved.")


def moved_tables(
    by_calendar: Sequence[Moved], by_register: Sequence[Moved], before: Seal | None
) -> tuple[PrintedTable, ...]:
    """Return what moved by the calendar, and what moved since an earlier seal.

    Parameters
    ----------
    by_calendar, by_register : sequence of Moved
        From `tongket.plan.moved`.
    before : Seal or None
        The earlier seal; None where there is none.
    """
    days = Text(
        "Thời hạn thay đổi do ngày nghỉ, ngày làm bù của sổ (holidays.toml)",
        "Moved by the days off and on of the book (holidays.toml)",
    )
    if before is None:
        return (_table(days, by_calendar),)
    since = Text(
        f"Thời hạn thay đổi so với bản chốt {before.short} ({before.as_of:%d/%m/%Y})",
        f"Moved since the seal {before.short} ({before.as_of})",
    )
    return _table(days, by_calendar), _table(since, by_register)


def _table(title: Text, moved: Sequence[Moved]) -> PrintedTable:
    rows = tuple((each.id, each.what, each.was, each.due_on, _why(each)) for each in moved)
    return PrintedTable(title, _HEAD, rows, () if rows else (_NONE,))


def _why(moved: Moved) -> Text:
    return Text(" ".join(each.vi for each in moved.why) or "–", " ".join(each.en for each in moved.why) or "–")
