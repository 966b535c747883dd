"""Reviews of wanted notices as items of the board: each notice in force has a day by which it is looked at again."""

from __future__ import annotations

from datetime import date

from tongket.count.context import CountContext
from tongket.count.geography import choose_level
from tongket.engines.contract import Engine, Span
from tongket.model.areas import AreaSet
from tongket.model.text import Text
from tongket.plan.items import Item, ItemKind, state_on
from tongket.plan.registers import Row, register_rows
from tongket.plan.wanted import is_in_force

CLASS_LABELS = {
    "all": Text("tất cả", "all"),
    "ordinary": Text("truy nã thường", "ordinary"),
    "dangerous": Text("nguy hiểm", "dangerous"),
    "especially_dangerous": Text("đặc biệt nguy hiểm", "especially dangerous"),
}
_COLUMNS = ("notice_id", "issued_on", "danger_class", "ended_on", "area", "review_on")


def items(engine: Engine, as_of: date, *, cutoff: date, context: CountContext) -> tuple[Item, ...]:
    """Return the reviews of the notices in force on a day, in order of notice.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    as_of : date
        Day of the board.
    cutoff : date
        The seal's cut-off.
    context : CountContext
        Units; a notice belongs to the district that holds its commune on the day.

    Returns
    -------
    tuple of Item
        One for each notice; a review that was held has moved its day, so none is ever met. Of a notice that has ended
        since, the register keeps no day of review.
    """
    span = Span(date(1900, 1, 1), min(as_of, cutoff))
    rows = register_rows(engine, "wanted_notices", _COLUMNS, cutoff=cutoff, span=span)
    standing = (row for row in rows if is_in_force(row, min(as_of, cutoff)) and row["ended_on"] is None)
    return tuple(_item(row, as_of, context.areas) for row in standing)


def _item(row: Row, as_of: date, areas: AreaSet | None) -> Item:
    due_on = row["review_on"]
    state, left = state_on(as_of, due_on)
    label, issued_on = CLASS_LABELS[row["danger_class"]], row["issued_on"]
    why = (
        Text(
            f"Lệnh ra ngày {issued_on:%d/%m/%Y}, còn hiệu lực; sổ ghi ngày rà soát {due_on:%d/%m/%Y}.",
            f"Issued on {issued_on}, in force; the register has its review on {due_on}.",
        )
        if due_on is not None
        else Text(
            f"Lệnh ra ngày {issued_on:%d/%m/%Y}, còn hiệu lực; sổ chưa ghi ngày rà soát.",
            f"Issued on {issued_on}, in force; the register has no day of review.",
        )
    )
    return Item(
        kind=ItemKind.WANTED_REVIEW,
        id=row["notice_id"],
        what=Text(f"Rà soát lệnh truy nã ({label.vi})", f"Review of a wanted notice ({label.en})"),
        owner=police_of(row["area"], issued_on, as_of, areas),
        area=row["area"],
        due_on=due_on,
        state=state,
        days_left=left,
        met_on=None,
        why=why,
    )


def police_of(code: str, recorded_on: date, day: date, areas: AreaSet | None) -> str:
    """Return the police of the district (of the commune where there are none) that answers for a unit on a day.

    Parameters
    ----------
    code : str
        Unit as recorded.
    recorded_on : date
        Day on which the code was its.
    day : date
        Day of the board; where the unit became several, the one that took most of it answers.
    areas : AreaSet or None
        Units; without them the code stands for itself.
    """
    if areas is None or areas.find(code, recorded_on) is None:
        return f"Công an {code}"
    weights = areas.weights(code, recorded_on, max(day, recorded_on))
    now = max(sorted(weights), key=lambda each: weights[each])
    unit = areas.ancestor_of(now, choose_level(areas, day), day) or areas.at(now, day)
    return f"Công an {unit.name.vi[0].lower()}{unit.name.vi[1:]}"
