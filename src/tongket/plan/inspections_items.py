"""What inspections promise, as items of the board: the plan by its days, and the re-checks by theirs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tongket.model.text import Text
from tongket.plan.inspections import Inspection, read_inspections
from tongket.plan.items import Item, ItemKind, State, state_on

if TYPE_CHECKING:
    from tongket.engines.contract import Engine


def items(engine: Engine, as_of: date, *, since: date | None = None) -> tuple[Item, ...]:
    """Return what inspections promise: the inspections of the plan by their day, and the re-checks by theirs.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    as_of : date
        Day of the board.
    since : date, optional
        What was met before this day is left out.

    Returns
    -------
    tuple of Item
        In order of their ids; a re-check has the id of its inspection and ``/recheck``.
    """
    found: list[Item] = []
    for each in read_inspections(engine, as_of):
        if each.is_scheduled and each.planned_on is not None:
            found.append(_planned_item(each, each.planned_on, as_of))
        if each.recheck_due_on is not None:
            found.append(_recheck_item(each, each.recheck_due_on, as_of))
    return tuple(each for each in found if since is None or each.met_on is None or each.met_on >= since)


def _planned_item(each: Inspection, due_on: date, as_of: date) -> Item:
    state, left = state_on(as_of, due_on, met_on=each.done_on)
    return Item(
        ItemKind.INSPECTION,
        each.inspection_id,
        Text(f"Thanh tra theo kế hoạch: {each.unit}", f"Planned inspection: {each.unit}"),
        "",
        "*",
        due_on,
        state,
        left,
        each.done_on,
        Text(
            f"Ngày dự kiến trong kế hoạch được duyệt ngày {each.approved_on:%d/%m/%Y}.",
            f"Day planned in the plan approved on {each.approved_on}.",
        ),
    )


def _recheck_item(each: Inspection, due_on: date, as_of: date) -> Item:
    state, left = state_on(as_of, due_on, met_on=each.rechecked_on)
    open_ = (each.recommendations or 0) - (each.carried_out or 0)
    return Item(
        ItemKind.INSPECTION,
        f"{each.inspection_id}/recheck",
        Text(f"Phúc tra việc thực hiện kiến nghị: {each.unit}", f"Re-check of the recommendations: {each.unit}"),
        each.unit,
        "*",
        due_on,
        state,
        left,
        each.rechecked_on if state is State.MET else None,
        Text(
            f"Hạn phúc tra ghi trong sổ; còn {open_} trên {each.recommendations or 0} kiến nghị chưa thực hiện.",
            f"Day set in the register; {open_} of {each.recommendations or 0} recommendations are open.",
        ),
    )
