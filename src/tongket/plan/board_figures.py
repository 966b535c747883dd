"""How many promises of each register stand in each state, as figures of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tongket.count.derived import Derivation, Derived, Source, derive
from tongket.count.spans import DAWN
from tongket.engines.contract import Span, Term, TraceRequest
from tongket.model.indicators import Condition, Operator
from tongket.model.periods import day_text
from tongket.model.tables import record_schema
from tongket.model.text import Text
from tongket.plan.board import SETTLED_DAYS, Board
from tongket.plan.items import KIND_LABELS, SOON_DAYS, STATE_LABELS, ItemKind, State

# the register each kind stands in
_TABLES = {
    ItemKind.TARGET: "targets",
    ItemKind.DIRECTIVE: "directives",
    ItemKind.PETITION: "petitions",
    ItemKind.WANTED_REVIEW: "wanted_notices",
    ItemKind.INSPECTION: "inspections",
    ItemKind.CASE_CLOCK: "cases",
}
_METHOD = Text(
    f"Hạn của từng việc được tính theo quy tắc ghi trong sổ và lịch làm việc, hết 24 giờ của ngày đến hạn; sắp đến hạn"
    f" là trong {SOON_DAYS} ngày; không kể việc đã kết thúc trước đó {SETTLED_DAYS} ngày. Một bản ghi có thể có hai"
    " việc: trả lời và giải quyết theo lộ trình, thanh tra và phúc tra.",
    f"Each deadline is worked out from the rule on record and the working days, and ends at 24:00 of its day; due soon"
    f" is within {SOON_DAYS} days; what was settled {SETTLED_DAYS} days before is left out. One record may stand for"
    " two items: an answer and the promise it gave a day, an inspection and its re-check.",
)
_UNIT = Text("việc", "items")


def board_figures(board: Board) -> dict[tuple[ItemKind, State], Derived]:
    """Return one figure for each kind on the board and each of its everyday states, zeros included.

    Parameters
    ----------
    board : Board
        Of one day.

    Returns
    -------
    dict of (ItemKind, State) to Derived
        Their ids: ``plan.board.late``, ``plan.board.due_soon``, ``plan.board.on_the_way``, ``plan.board.met``.
    """
    found: dict[tuple[ItemKind, State], Derived] = {}
    for kind in board.counts():
        for state in (State.LATE, State.DUE_SOON, State.ON_THE_WAY, State.MET):
            own = [each.id for each in board.items if each.kind is kind and each.state is state]
            found[kind, state] = _figure(board, kind, state, own)
    return found


def _figure(board: Board, kind: ItemKind, state: State, ids: Sequence[str]) -> Derived:
    known = min(board.as_of, board.seal.as_of)
    label, word = KIND_LABELS[kind], STATE_LABELS[state]
    vi, en = day_text(board.as_of, "vi"), day_text(board.as_of, "en")
    derivation = Derivation(
        id=f"plan.board.{state.value}",
        version=1,
        label=Text(f"{label.vi}: {word.vi.lower()}, đến hết ngày {vi}", f"{label.en}: {word.en.lower()}, by {en}"),
        unit=_UNIT,
        method=_METHOD,
        parameters=(("as_of", board.as_of.isoformat()), ("kind", kind.value)),
        sources=(Source(Text("Bản ghi của sổ", "Records of the register"), _request(kind, ids, known)),) if ids else (),
    )
    return derive(
        derivation,
        seal=board.seal,
        period=f"{board.as_of}..{board.as_of}",
        start=board.as_of,
        end=board.as_of,
        by=(("kind", kind.value),),
        value=len(ids),
    )


def _request(kind: ItemKind, ids: Iterable[str], known: date) -> TraceRequest:
    """Return the request for the very records of some items, by their keys."""
    table = _TABLES[kind]
    schema = record_schema(table)
    keys = tuple(sorted({key_of(kind, each) for each in ids}))
    term = Term("register", schema.dated_by, where=(Condition(schema.key[0], Operator.IN, keys),))
    return TraceRequest(table, term, Span(DAWN, known), (), known)


def key_of(kind: ItemKind, id_: str) -> str:
    """Return the key of the record an item stands for: ``KN-1:roadmap`` is of petition ``KN-1``."""
    if kind is ItemKind.CASE_CLOCK:
        return id_.rpartition(":")[0]
    return id_.removesuffix("/recheck" if kind is ItemKind.INSPECTION else ":roadmap")
