"""What a report's chapters on promises are given, made by hand: derived figures, boards, inputs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from tests.unit.plan.target_books import seal
from tongket.count.derived import Derivation, Derived, derive
from tongket.model.periods import parse_period
from tongket.model.text import Language, Text
from tongket.plan.items import Item, ItemKind, State
from tongket.report.document import Block, BulletList, Heading, NoteBlock, Paragraph, Table
from tongket.report.spans import plain

AS_OF = date(2023, 1, 5)
SEAL = seal(AS_OF)


def made(name: str, value: int | Decimal | None, of: tuple[int, int] | None = None, **by: str) -> Derived:
    """Return a derived figure: its name, its value, for a share its parts, whose it is."""
    share = of is not None
    derivation = Derivation(
        name, 1, Text("Số", "Number"), Text("việc", "items"), Text("Đếm", "Count"), (), (), (), share
    )
    return derive(
        derivation,
        seal=SEAL,
        period="mps:2022",
        start=date(2021, 12, 15),
        end=date(2022, 12, 14),
        by=tuple(sorted(by.items())),
        value=Decimal(of[0]) / of[1] if of else value,
        numerator=of[0] if of else None,
        denominator=of[1] if of else None,
    )


def item(kind: ItemKind, id_: str, state: State, days_left: int | None = None, **more: Any) -> Item:
    due = AS_OF if state in (State.LATE, State.DUE_SOON) else None
    left = (-1 if days_left is None else days_left) if due is not None else None
    given = {
        "what": Text("Việc", "Item"),
        "owner": "PC06",
        "area": "*",
        "met_on": None,
        "why": Text("Vì", "Why"),
        **more,
    }
    return Item(kind=kind, id=id_, state=state, due_on=due, days_left=left, **given)


def inputs(language: Language = "vi", *figures: Derived, **more: Any) -> SimpleNamespace:
    """Return inputs with promises; `figures` of the registers by the indicator's name in `values`."""
    values = more.pop("values", {})
    promises = SimpleNamespace(
        as_of=AS_OF,
        inspections=more.pop("inspections", ()),
        states=more.pop("states", {}),
        facts=SimpleNamespace(
            derived=figures,
            funnels=more.pop("funnels", ()),
            wanted=more.pop("wanted", None),
            board=SimpleNamespace(items=more.pop("items", ())),
            derived_figure=lambda id_, **by: next(
                (f for f in figures if f.derivation.id == id_ and set(by.items()) <= set(f.figure.by)), None
            ),
        ),
    )
    given = {
        "language": language,
        "promises": promises,
        "period": parse_period("mps:2022"),
        "value": values.get,
        **more,
    }
    return SimpleNamespace(**given)


def said(blocks: Any) -> list[str]:
    """Return what blocks say, line by line; cells of a row apart by bars."""
    found: list[str] = []
    for block in blocks:
        found += _lines(block)
    return found


def _lines(block: Block) -> list[str]:
    if isinstance(block, Table):
        rows = [" | ".join(plain(cell) for cell in row.cells) for row in block.rows]
        return [plain(block.caption), *rows, *(plain(note) for note in block.notes)]
    if isinstance(block, Paragraph):
        return [plain(block.spans)]
    if isinstance(block, BulletList):
        return [plain(each) for each in block.items]
    if isinstance(block, NoteBlock):
        return [block.label, *(plain(each) for each in block.paragraphs)]
    assert isinstance(block, Heading)
    return [plain(block.text)]
