"""Directives: from a superior's document, clause and words to a task with an owner, a day, a state and evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tongket.collect.states import read_states
from tongket.engines.contract import Engine
from tongket.model.deadline_rules import DeadlineRule, Unit
from tongket.model.text import Text
from tongket.plan.deadlines import Deadline
from tongket.plan.items import Item, ItemKind, State, state_on
from tongket.plan.registers import Row, register_rows

_COLUMNS = (
    "directive_id",
    "document",
    "clause",
    "issuer",
    "issued_on",
    "text",
    "owner",
    "due_on",
    "status",
    "closed_on",
    "evidence",
)


@dataclass(frozen=True)
class Directive:
    """Hold one directive.

    Attributes
    ----------
    id, document, clause, issuer : str, str, str or None, str
        Where it stands.
    issued_on, due_on, closed_on : date, date or None, date or None
        Its days; a directive without a due day is open until it is closed.
    text, owner : str
        What is asked for, of whom.
    status : str
        A state of ``collect/states.toml``.
    evidence : str or None
        Document that proves it done.
    """

    id: str
    document: str
    clause: str | None
    issuer: str
    issued_on: date
    text: str
    owner: str
    due_on: date | None
    status: str
    closed_on: date | None
    evidence: str | None

    @property
    def is_done(self) -> bool:
        """Tell whether it is done as the states ask for it: not by the word alone, but with day and evidence."""
        needs = read_states()["directives"].state("done").needs
        return self.status == "done" and all(getattr(self, name) for name in needs)


def read_directives(engine: Engine, as_of: date) -> tuple[Directive, ...]:
    """Return the directives issued by a day, in order of id."""
    return tuple(_directive(row) for row in register_rows(engine, "directives", _COLUMNS, cutoff=as_of))


def _directive(row: Row) -> Directive:
    return Directive(id=row["directive_id"], **{name: row[name] for name in _COLUMNS[1:]})


def items(engine: Engine, as_of: date) -> tuple[Item, ...]:
    """Return every directive as an item of the board.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    as_of : date
        Day of the board.

    Returns
    -------
    tuple of Item
        In order of id.
    """
    return tuple(_item(each, as_of) for each in read_directives(engine, as_of))


def _item(directive: Directive, as_of: date) -> Item:
    met_on = directive.closed_on if directive.is_done else None
    state, left = state_on(as_of, directive.due_on, met_on=met_on)
    if directive.status == "withdrawn":
        state, left = State.WITHDRAWN, None
    return Item(
        kind=ItemKind.DIRECTIVE,
        id=directive.id,
        what=Text(directive.text, directive.text),  # the superior's own words are never translated
        owner=directive.owner,
        area="*",
        due_on=directive.due_on,
        state=state,
        days_left=left,
        met_on=met_on if state is State.MET else None,
        why=_why(directive),
    )


def _why(directive: Directive) -> Text:
    label = read_states()["directives"].state(directive.status).text
    source = _source(directive)
    vi, en = f"{source.vi}; {label.vi.lower()}", f"{source.en}; {label.en.lower()}"
    if directive.is_done and directive.closed_on is not None:
        vi = f"{vi} ngày {directive.closed_on:%d/%m/%Y}: {directive.evidence}"
        en = f"{en} on {directive.closed_on}: {directive.evidence}"
    if directive.due_on is None:
        vi, en = f"{vi}; văn bản không ấn định ngày", f"{en}; the document names no day"
    return Text(f"{vi}.", f"{en}.")


def _source(directive: Directive) -> Text:
    place = f"{directive.document}, {directive.clause}" if directive.clause else directive.document
    return Text(
        f"{directive.issuer}, {place}, ngày {directive.issued_on:%d/%m/%Y}",
        f"{directive.issuer}, {place}, {directive.issued_on}",
    )


def deadlines(engine: Engine, as_of: date) -> tuple[Deadline, ...]:
    """Return the deadlines of the directives that have a day."""
    return tuple(_deadline(each) for each in read_directives(engine, as_of) if each.due_on is not None)


def _deadline(directive: Directive) -> Deadline:
    source = _source(directive)
    return Deadline(
        id=directive.id,
        what=Text(directive.text, directive.text),
        start=directive.issued_on,
        event=Text("ban hành văn bản", "document issued"),
        rule=DeadlineRule(Unit.DATE, day=directive.due_on),
        set_by=Text(f"Người giao: {source.vi}.", f"Set by: {source.en}."),
        why=Text(f"Đơn vị chủ trì: {directive.owner}.", f"Owner: {directive.owner}."),
        closed_on=directive.closed_on if directive.is_done else None,
        closed_by=None if directive.evidence is None else Text(directive.evidence, directive.evidence),
    )


def overdue_by_owner(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """Return what is late, by owner: the owner with the most first, and of each the longest overdue first.

    Parameters
    ----------
    items : iterable of Item
        Of any register.

    Returns
    -------
    dict of str to tuple of Item
        Owners without anything late are left out.
    """
    late: dict[str, list[Item]] = {}
    for item in items:
        if item.state is State.LATE:
            late.setdefault(item.owner, []).append(item)
    ordered = sorted(late.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {owner: tuple(sorted(of, key=lambda item: (item.due_on or date.max, item.id))) for owner, of in ordered}
