"""Voters' petitions: received, passed on, answered, and what became of them.

Answered is not resolved. A petition has two promises, and the board shows them apart: the answer, due by the rule of
its batch, is met by an answer of any kind; where the answer only says that something will be done, the doing is a
promise of its own, due on the day of the roadmap and met when the petition is resolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tongket.collect.states import read_states
from tongket.engines.contract import Engine
from tongket.model.deadline_rules import DeadlineRule, Unit, parse_deadline_rule
from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.model.working_days import WorkingDays
from tongket.plan.deadlines import Deadline, due_day, is_late
from tongket.plan.items import Item, ItemKind, State, state_on
from tongket.plan.registers import Row, register_rows

_COLUMNS = (
    "petition_id",
    "received_on",
    "batch",
    "forwarded_on",
    "topic",
    "area",
    "owner",
    "repeats",
    "deadline_rule",
    "due_on",
    "answered_on",
    "outcome",
    "roadmap_on",
    "resolved_on",
)
PROMISED = ("in_progress", "will_do_by")
ROADMAP = ":roadmap"


@dataclass(frozen=True)
class Petition:
    """Hold one petition as it stands on a day; what happened later is not known.

    Attributes
    ----------
    id : str
        Its key.
    received_on, forwarded_on, answered_on, roadmap_on, resolved_on : date or None
        Its days; only the first is always there.
    batch, topic, owner : str or None, str, str
        Meeting it came with, what is asked, who answers.
    area : str
        Area code, or ``*``.
    repeats : str or None
        Id of the earlier petition that asked for the same.
    deadline_rule : str or None
        Rule of the answer; without one, or where it is in words only, `due_on` stands as the register has it.
    due_on : date or None
        See above.
    outcome : str or None
        A state of ``collect/states.toml``; None until it is answered.
    """

    id: str
    received_on: date
    batch: str | None
    forwarded_on: date | None
    topic: str
    area: str
    owner: str
    repeats: str | None
    deadline_rule: str | None
    due_on: date | None
    answered_on: date | None
    outcome: str | None
    roadmap_on: date | None
    resolved_on: date | None

    @property
    def is_promised(self) -> bool:
        """Tell whether the answer promised something that is, or was, still to be done."""
        return self.roadmap_on is not None and (self.outcome in PROMISED or self.outcome == "resolved")


def read_petitions(engine: Engine, as_of: date) -> tuple[Petition, ...]:
    """Return the petitions received by a day, in order of id, as they stand on that day."""
    return tuple(_petition(row, as_of) for row in register_rows(engine, "petitions", _COLUMNS, cutoff=as_of))


def _petition(row: Row, as_of: date) -> Petition:
    columns = {name: row[name] for name in _COLUMNS[1:]}
    for name in ("forwarded_on", "answered_on", "resolved_on"):
        if columns[name] is not None and columns[name] > as_of:
            columns[name] = None
    if columns["answered_on"] is None:
        columns |= {"outcome": None, "roadmap_on": None, "resolved_on": None}
    elif row["resolved_on"] is not None and columns["resolved_on"] is None:
        columns["outcome"] = "in_progress"
    columns["area"] = columns["area"] or "*"
    columns["deadline_rule"] = _rule_on_record(row["deadline_rule"])
    return Petition(id=row["petition_id"], **columns)


def _rule_on_record(text: str | None) -> str | None:
    """Return a rule that can be read; books sealed before rules had a language of their own hold words."""
    try:
        return str(parse_deadline_rule(text)) if text else None
    except DefinitionError:
        return None


def answer_deadline(petition: Petition) -> Deadline | None:
    """Return the deadline of the answer, None where the register gives neither a rule nor a day."""
    if petition.deadline_rule:
        rule = parse_deadline_rule(petition.deadline_rule)
        vi, en = _of(petition, "vi"), _of(petition, "en")
        set_by = Text(f"Căn cứ ghi trong sổ: {rule}{vi}.", f"Rule on record: {rule}{en}.")
    elif petition.due_on is not None:
        rule = DeadlineRule(Unit.DATE, day=petition.due_on)
        set_by = Text(f"Hạn ghi trong sổ{_of(petition, 'vi')}.", f"Day on record{_of(petition, 'en')}.")
    else:
        return None
    return Deadline(
        id=petition.id,
        what=Text(f"Trả lời kiến nghị: {petition.topic}", f"Answer the petition: {petition.topic}"),
        start=petition.received_on,
        event=Text("tiếp nhận kiến nghị", "petition received"),
        rule=rule,
        set_by=set_by,
        why=Text(f"Đơn vị trả lời: {petition.owner}.", f"To answer: {petition.owner}."),
        closed_on=petition.answered_on,
        closed_by=Text("đã trả lời", "answered"),
    )


def _of(petition: Petition, language: str) -> str:
    if not petition.batch:
        return ""
    return f", đợt {petition.batch}" if language == "vi" else f", batch {petition.batch}"


def roadmap_deadline(petition: Petition) -> Deadline | None:
    """Return the deadline of what the answer promised, None where nothing was promised by a day."""
    if not petition.is_promised or petition.answered_on is None:
        return None
    return Deadline(
        id=petition.id + ROADMAP,
        what=Text(f"Giải quyết xong theo lộ trình: {petition.topic}", f"Do what was promised: {petition.topic}"),
        start=petition.answered_on,
        event=Text("trả lời kiến nghị", "petition answered"),
        rule=DeadlineRule(Unit.DATE, day=petition.roadmap_on),
        set_by=Text("Lộ trình nêu trong văn bản trả lời cử tri.", "The roadmap of the answer to the voters."),
        why=Text(f"Đơn vị giải quyết: {petition.owner}.", f"To be done by: {petition.owner}."),
        closed_on=petition.resolved_on,
        closed_by=None if petition.resolved_on is None else outcome_label("resolved"),
    )


def deadlines(engine: Engine, as_of: date) -> tuple[Deadline, ...]:
    """Return the deadlines of answers and of what answers promised."""
    found = ((answer_deadline(each), roadmap_deadline(each)) for each in read_petitions(engine, as_of))
    return tuple(deadline for pair in found for deadline in pair if deadline is not None)


def items(engine: Engine, as_of: date, calendar: WorkingDays) -> tuple[Item, ...]:
    """Return the answers and the promises of all petitions as items of the board.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal.
    as_of : date
        Day of the board.
    calendar : WorkingDays
        Which days are worked.

    Returns
    -------
    tuple of Item
        In order of id; a promise follows its answer.
    """
    return tuple(item for each in read_petitions(engine, as_of) for item in _items(each, as_of, calendar))


def _items(petition: Petition, as_of: date, calendar: WorkingDays) -> Iterator[Item]:
    answer = answer_deadline(petition)
    due = due_day(answer, calendar) if answer is not None else None
    what = Text(f"Trả lời kiến nghị: {petition.topic}", f"Answer the petition: {petition.topic}")
    yield _item(petition, petition.id, what, due, petition.answered_on, _why_answer(petition, answer), as_of)
    promise = roadmap_deadline(petition)
    if promise is not None:
        resolved_on = petition.resolved_on if petition.outcome == "resolved" else None
        why = _why_promise(petition)
        yield _item(petition, promise.id, promise.what, petition.roadmap_on, resolved_on, why, as_of)


def _item(
    petition: Petition, id_: str, what: Text, due: date | None, met_on: date | None, why: Text, as_of: date
) -> Item:
    state, left = state_on(as_of, due, met_on=met_on)
    return Item(
        kind=ItemKind.PETITION,
        id=id_,
        what=what,
        owner=petition.owner,
        area=petition.area,
        due_on=due,
        state=state,
        days_left=left,
        met_on=met_on if state is State.MET else None,
        why=why,
    )


def _why_answer(petition: Petition, deadline: Deadline | None) -> Text:
    vi, en = f"Tiếp nhận ngày {petition.received_on:%d/%m/%Y}", f"Received on {petition.received_on}"
    if deadline is not None:
        vi, en = f"{vi}, thời hạn {deadline.rule.text.vi}", f"{en}, limit {deadline.rule.text.en}"
    if petition.repeats:
        vi, en = f"{vi}; lặp lại kiến nghị {petition.repeats}", f"{en}; asks again for {petition.repeats}"
    if petition.answered_on is not None:
        label = outcome_label(petition.outcome)
        vi = f"{vi}; trả lời ngày {petition.answered_on:%d/%m/%Y}, kết quả: {label.vi.lower()}"
        en = f"{en}; answered on {petition.answered_on}, outcome: {label.en.lower()}"
    return Text(f"{vi}.", f"{en}.")


def _why_promise(petition: Petition) -> Text:
    label = outcome_label(petition.outcome)
    vi = f"Đã trả lời ngày {petition.answered_on:%d/%m/%Y}, hẹn đến ngày {petition.roadmap_on:%d/%m/%Y}"
    en = f"Answered on {petition.answered_on}, promised by {petition.roadmap_on}"
    return Text(f"{vi}; {label.vi.lower()}.", f"{en}; {label.en.lower()}.")


def outcome_label(outcome: str | None) -> Text:
    """Return what an outcome is called; an answer without one says so."""
    if outcome is None:
        return Text("Chưa ghi kết quả", "No outcome on record")
    return read_states()["petitions"].state(outcome).text


@dataclass(frozen=True)
class Batch:
    """Hold the petitions of one batch, counted.

    Attributes
    ----------
    id : str
        Batch; empty for petitions of none.
    received_on : date
        Day of its first petition.
    due_on : date or None
        Last day of its answers; None where its petitions have several, or none.
    received, forwarded, answered, late, repeated : tuple of str
        Ids of the petitions: all; passed on; answered; answered after their day, or unanswered with the day past;
        asked before.
    outcomes : tuple of (str, tuple of str)
        Ids by outcome, every outcome there is; those answered without one are in none.
    """

    id: str
    received_on: date
    due_on: date | None
    received: tuple[str, ...]
    forwarded: tuple[str, ...]
    answered: tuple[str, ...]
    late: tuple[str, ...]
    repeated: tuple[str, ...]
    outcomes: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def resolved(self) -> tuple[str, ...]:
        """Return the ids of the petitions that were resolved, not only answered."""
        return dict(self.outcomes)["resolved"]


def count_batches(petitions: Iterable[Petition], as_of: date, calendar: WorkingDays) -> tuple[Batch, ...]:
    """Count petitions by batch.

    Parameters
    ----------
    petitions : iterable of Petition
        From `read_petitions`.
    as_of : date
        Day on which what is unanswered is late or not.
    calendar : WorkingDays
        Which days are worked.

    Returns
    -------
    tuple of Batch
        In order of first receipt.
    """
    ordered = sorted(petitions, key=lambda each: (each.batch or "", each.id))
    found = [
        _batch(id_, tuple(group), as_of, calendar) for id_, group in groupby(ordered, lambda each: each.batch or "")
    ]
    return tuple(sorted(found, key=lambda batch: (batch.received_on, batch.id)))


def _batch(id_: str, petitions: tuple[Petition, ...], as_of: date, calendar: WorkingDays) -> Batch:
    due = {each.id: _due(each, calendar) for each in petitions}
    days = set(due.values())
    return Batch(
        id=id_,
        received_on=min(each.received_on for each in petitions),
        due_on=days.pop() if len(days) == 1 else None,
        received=tuple(each.id for each in petitions),
        forwarded=tuple(each.id for each in petitions if each.forwarded_on is not None),
        answered=tuple(each.id for each in petitions if each.answered_on is not None),
        late=tuple(each.id for each in petitions if is_late(due[each.id], each.answered_on or as_of)),
        repeated=tuple(each.id for each in petitions if each.repeats is not None),
        outcomes=tuple(
            (state.code, tuple(each.id for each in petitions if each.outcome == state.code))
            for state in read_states()["petitions"].states
        ),
    )


def _due(petition: Petition, calendar: WorkingDays) -> date | None:
    deadline = answer_deadline(petition)
    return None if deadline is None else due_day(deadline, calendar)


def repeat_chains(petitions: Iterable[Petition]) -> dict[str, tuple[str, ...]]:
    """Return petitions that were asked again: the first of each chain, and the later ones in order of receipt.

    Parameters
    ----------
    petitions : iterable of Petition
        From `read_petitions`; a link to one that is not among them begins a chain of its own.

    Returns
    -------
    dict of str to tuple of str
        In order of the first petition's id.
    """
    known = {each.id: each for each in petitions}
    chains: dict[str, list[Petition]] = {}
    for each in known.values():
        first = _first(each, known)
        if first is not each:
            chains.setdefault(first.id, []).append(each)
    return {
        first: tuple(each.id for each in sorted(chains[first], key=lambda one: (one.received_on, one.id)))
        for first in sorted(chains)
    }


def _first(petition: Petition, known: dict[str, Petition]) -> Petition:
    # links lead to an earlier day (rule R411), so that the walk ends
    while petition.repeats is not None and petition.repeats in known:
        petition = known[petition.repeats]
    return petition
