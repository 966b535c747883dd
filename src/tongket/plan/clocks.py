"""Legal clocks of cases: which case is under which limit, how long it has left, and whether it was kept.

A case is under one clock at a time: its report until it is instituted, then the investigation until it is concluded,
handed over, discontinued or suspended; a resumed investigation has a limit of its own (Article 174) and does not run on
where the first one stopped. What the severity is decides the limit; that of the record is taken, so a reclassified case
is judged by what it is now (Article 172, clause 4: the total follows the severity).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import groupby

from tongket.collect.forms import code_labels
from tongket.engines.contract import Engine
from tongket.model.text import Text
from tongket.model.working_days import WorkingDays
from tongket.plan.clocks_rules import RECORDED, AllowedExtension, Clock, Limit, clocks_by_start
from tongket.plan.deadlines import Deadline, Extension, due_day, legs
from tongket.plan.items import Item, ItemKind, State, state_on
from tongket.plan.registers import register_rows

_CASE = ("case_id", "recorded_on", "severity", "area")
_EVENT = ("case_id", "event", "on")
# Of one day the order is that of procedure, not of the alphabet.
_ORDER = {"instituted": 0, "extended": 1, "suspended": 2, "resumed": 3}
Event = tuple[str, date]


@dataclass(frozen=True)
class CaseClock:
    """Hold one clock of one case.

    Attributes
    ----------
    case_id, area, severity : str, str, str or None
        The case.
    clock : Clock
        The law.
    deadline : Deadline
        Its limit with the extensions on record.
    ended_on, ended_by : date or None, str or None
        The event that stopped it; None while it runs.
    flaws : tuple of Text
        What the record shows against the law: an extension asked for too late, or one more than there may be.
    """

    case_id: str
    area: str
    severity: str | None
    clock: Clock
    deadline: Deadline
    ended_on: date | None = None
    ended_by: str | None = None
    flaws: tuple[Text, ...] = ()

    @property
    def is_suspended(self) -> bool:
        """Tell whether the clock was stopped by a suspension."""
        return self.ended_by == "suspended"


def case_clocks(engine: Engine, as_of: date, calendar: WorkingDays) -> tuple[CaseClock, ...]:
    """Return every clock of every case, in order of case and time.

    Parameters
    ----------
    engine : Engine
        Reads the records of a seal; without a table of events no case is under a clock.
    as_of : date
        Day of the board; later events are not known.
    calendar : WorkingDays
        Which days are worked.

    Returns
    -------
    tuple of CaseClock
        Clocks that were stopped and clocks that run.
    """
    if "case_events" not in engine.tables():
        return ()
    events = _events(engine, as_of)
    found: list[CaseClock] = []
    for row in register_rows(engine, "cases", _CASE, cutoff=as_of):
        case_id, recorded_on = row["case_id"], row["recorded_on"]
        found += clocks_of(case_id, row["area"], row["severity"], recorded_on, events.get(case_id, ()), calendar)
    return tuple(found)


def last_event_day(engine: Engine, as_of: date) -> date | None:
    """Return the day of the last event of any case up to `as_of`: what the register cannot know lies after it."""
    return max((row["on"] for row in register_rows(engine, "case_events", ("on",), cutoff=as_of)), default=None)


def _events(engine: Engine, as_of: date) -> dict[str, tuple[Event, ...]]:
    rows = sorted(
        (row["case_id"], row["on"], _ORDER.get(row["event"], 9), row["event"])
        for row in register_rows(engine, "case_events", _EVENT, cutoff=as_of)
    )
    return {
        case_id: tuple((event, on) for _, on, _, event in group) for case_id, group in groupby(rows, lambda row: row[0])
    }


def clocks_of(
    case_id: str, area: str, severity: str | None, recorded_on: date, events: Iterable[Event], calendar: WorkingDays
) -> Iterator[CaseClock]:
    """Yield the clocks of one case.

    Parameters
    ----------
    case_id, area, severity, recorded_on
        Its columns.
    events : iterable of (str, date)
        Its events in order of time.
    calendar : WorkingDays
        Which days are worked.

    Yields
    ------
    CaseClock
        In order of time; a clock that runs comes last.
    """
    course: tuple[Event, ...] = ((RECORDED, recorded_on), *events)
    place = 0
    for number, (event, on) in enumerate(course):
        clock = _started_by(event, on)
        limit = clock.limit_for(severity) if clock is not None else None
        if clock is None or limit is None:
            continue
        place += 1
        own, end = _until_end(course[number + 1 :], clock)
        deadline, flaws = _deadline(case_id, place, on, clock, limit, own, calendar)
        ended_by, ended_on = end if end is not None else (None, None)
        if ended_by is not None:
            deadline = replace(deadline, closed_on=ended_on, closed_by=_event_labels().get(ended_by))
        yield CaseClock(case_id, area, severity, clock, deadline, ended_on, ended_by, flaws)


@cache
def _event_labels() -> dict[str, Text]:
    labels = code_labels("case_events", "event")
    return {code: Text(label.vi.lower(), label.en.lower()) for code, label in labels.items()}


def _started_by(event: str, on: date) -> Clock | None:
    return next((clock for clock in clocks_by_start().get(event, ()) if clock.is_valid_on(on)), None)


def _until_end(later: tuple[Event, ...], clock: Clock) -> tuple[list[date], Event | None]:
    """Return the days of the extensions before the clock ends, and what ends it."""
    extended: list[date] = []
    for event, on in later:
        # a case is under one clock at a time: what starts another ends this one, recorded or not
        if event in clock.ends_with or _started_by(event, on) is not None:
            return extended, (event, on)
        if event == "extended":
            extended.append(on)
    return extended, None


def _deadline(
    case_id: str, place: int, start: date, clock: Clock, limit: Limit, extended: list[date], calendar: WorkingDays
) -> tuple[Deadline, tuple[Text, ...]]:
    deadline = Deadline(
        id=f"{case_id}:{clock.id}" + (f"-{place}" if clock.starts_with == "resumed" else ""),
        what=clock.what,
        start=start,
        event=clock.event,
        rule=limit.rule,
        set_by=clock.set_by,
        why=limit.why,
    )
    flaws: list[Text] = []
    for on, allowed in zip(extended, limit.extensions, strict=False):
        end = legs(deadline, calendar)[-1].end
        if end is not None and on > end - timedelta(days=clock.ask_before_days):
            flaws.append(_asked_late(on, clock))
        deadline = _extended(deadline, on, allowed, clock)
    if len(extended) > len(limit.extensions):
        flaws.append(_too_often(len(extended), len(limit.extensions), clock))
    return deadline, tuple(flaws)


def _extended(deadline: Deadline, on: date, allowed: AllowedExtension, clock: Clock) -> Deadline:
    more = Extension(allowed.rule, on, clock.extended_by, clock.source, allowed.from_start)
    return replace(deadline, extensions=(*deadline.extensions, more))


def _asked_late(on: date, clock: Clock) -> Text:
    return Text(
        f"Gia hạn ghi ngày {on:%d/%m/%Y}, muộn hơn {clock.ask_before_days} ngày trước khi hết thời hạn.",
        f"The extension is dated {on}, later than {clock.ask_before_days} days before the limit.",
    )


def _too_often(number: int, allowed: int, clock: Clock) -> Text:
    return Text(
        f"Sổ ghi {number} lần gia hạn, luật cho phép {allowed} ({clock.source.vi}); chỉ tính {allowed} lần.",
        f"{number} extensions are on record, the law allows {allowed} ({clock.source.en}); only {allowed} are counted.",
    )


def ask_by(clock: CaseClock, calendar: WorkingDays) -> date | None:
    """Return the last day on which another extension can be asked for, None where there may be none."""
    limit = clock.clock.limit_for(clock.severity)
    end = legs(clock.deadline, calendar)[-1].end
    if limit is None or end is None or len(clock.deadline.extensions) >= len(limit.extensions):
        return None
    return end - timedelta(days=clock.clock.ask_before_days)


def is_inside(clock: CaseClock, calendar: WorkingDays) -> bool:
    """Tell whether a clock that was stopped was stopped by its last day."""
    due = due_day(clock.deadline, calendar)
    return clock.ended_on is not None and due is not None and clock.ended_on <= due


def items(clocks: Iterable[CaseClock], as_of: date, calendar: WorkingDays) -> tuple[Item, ...]:
    """Return the clocks that run on a day, and the cases that stand suspended, as items of the board.

    Parameters
    ----------
    clocks : iterable of CaseClock
        Every clock of every case on that day.
    as_of : date
        Day of the board.
    calendar : WorkingDays
        Which days are worked.

    Returns
    -------
    tuple of Item
        One for each case whose procedure has not ended.
    """
    last = {clock.case_id: clock for clock in clocks}
    open_ones = (clock for clock in last.values() if clock.ended_on is None or clock.is_suspended)
    return tuple(_item(clock, as_of, calendar) for clock in open_ones)


def _item(clock: CaseClock, as_of: date, calendar: WorkingDays) -> Item:
    # a suspended investigation has no last day: when it is resumed it gets a limit of its own
    due = None if clock.is_suspended else due_day(clock.deadline, calendar)
    state, left = state_on(as_of, due)
    if clock.is_suspended:
        state = State.SUSPENDED
    return Item(
        kind=ItemKind.CASE_CLOCK,
        id=clock.deadline.id,
        what=clock.clock.what,
        owner="",
        area=clock.area,
        due_on=due,
        state=state,
        days_left=left,
        met_on=None,
        why=_why(clock, calendar),
    )


def _why(clock: CaseClock, calendar: WorkingDays) -> Text:
    start, number = clock.deadline.start, len(clock.deadline.extensions)
    vi = f"{clock.clock.event.vi[0].upper()}{clock.clock.event.vi[1:]} ngày {start:%d/%m/%Y}"
    en = f"{clock.clock.event.en[0].upper()}{clock.clock.event.en[1:]} on {start}"
    vi, en = f"{vi}, thời hạn {clock.deadline.rule.text.vi}", f"{en}, limit {clock.deadline.rule.text.en}"
    if number:
        vi, en = f"{vi}, đã gia hạn {number} lần", f"{en}, extended {number} time{'' if number == 1 else 's'}"
    if clock.is_suspended and clock.ended_on is not None:
        vi, en = f"{vi}, tạm đình chỉ ngày {clock.ended_on:%d/%m/%Y}", f"{en}, suspended on {clock.ended_on}"
    elif (asked := ask_by(clock, calendar)) is not None:
        vi, en = f"{vi}; đề nghị gia hạn chậm nhất ngày {asked:%d/%m/%Y}", f"{en}; extension to be asked for by {asked}"
    vi, en = f"{vi} ({clock.clock.source.vi}).", f"{en} ({clock.clock.source.en})."
    flaws = clock.flaws
    return Text(" ".join([vi, *(each.vi for each in flaws)]), " ".join([en, *(each.en for each in flaws)]))
