"""Explain a deadline: every day from its start to its end, counted or not, with the reason; who set it and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tongket.model.deadline_rules import Unit
from tongket.model.text import Language, Text
from tongket.model.working_days import DayReason, WorkingDays, weekday_name
from tongket.plan.deadlines import Deadline, Leg, Pause, due_day, legs

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ExplainedDay:
    """Hold one day of an explanation.

    Attributes
    ----------
    on : date
        The day.
    number : int or None
        Which day of the limit it is; None when it does not count.
    why : Text
        Why it counts or not, or what happens on it.
    source : Text or None
        Decision or announcement where a holiday is the reason.
    """

    on: date
    number: int | None
    why: Text
    source: Text | None = None


@dataclass(frozen=True)
class Explanation:
    """Hold why a deadline ends on its day.

    Attributes
    ----------
    deadline : Deadline
        What is explained.
    due_on : date or None
        Last day, up to 24:00; None while it is suspended.
    days : tuple of ExplainedDay
        From the day of the event to the last one, every day once.
    notes : tuple of Text
        Who set the limit, how long it is, who extended it, why it was suspended, what is not certain.
    """

    deadline: Deadline
    due_on: date | None
    days: tuple[ExplainedDay, ...]
    notes: tuple[Text, ...]


def explain(deadline: Deadline, calendar: WorkingDays) -> Explanation:
    """Explain a deadline day by day.

    Parameters
    ----------
    deadline : Deadline
        What is asked about.
    calendar : WorkingDays
        Which days are worked, and why others are not.

    Returns
    -------
    Explanation
        In both languages; `explanation_lines` writes it out.
    """
    due = due_day(deadline, calendar)
    stretches = legs(deadline, calendar)
    days = tuple(_once(_days(deadline, stretches, due, calendar)))
    return Explanation(deadline, due, days, tuple(_notes(deadline, due, days, calendar)))


def _once(days: Iterator[ExplainedDay]) -> Iterator[ExplainedDay]:
    """Say all that is to be said of one day on one line."""
    for on, group in groupby(days, key=lambda day: day.on):
        said = list(group)
        number = next((day.number for day in said if day.number is not None), None)
        source = next((day.source for day in said if day.source is not None), None)
        why = Text("; ".join(day.why.vi for day in said), "; ".join(day.why.en for day in said))
        yield ExplainedDay(on, number, why, source)


def _days(
    deadline: Deadline, stretches: tuple[Leg, ...], due: date | None, calendar: WorkingDays
) -> Iterator[ExplainedDay]:
    counted = deadline.rule.day is None
    first = _both("{}: ngày đầu không tính", "{}: not counted", deadline.event) if counted else deadline.event
    yield ExplainedDay(deadline.start, None, first)
    for leg in _running(stretches):
        yield from _of_leg(deadline, leg, calendar)
    last = stretches[-1]
    if due is None:
        yield ExplainedDay(deadline.pauses[-1].first, None, _paused(deadline, deadline.pauses[-1].first))
    elif last.end is not None:
        yield from _put_off(last.end, due, calendar)


def _running(stretches: tuple[Leg, ...]) -> Iterator[Leg]:
    """Yield the stretches whose days are listed: where a longer one counts anew from the start, only that."""
    for place, leg in enumerate(stretches):
        replaced = any(later.extension and later.extension.from_start for later in stretches[place + 1 :])
        if not replaced and leg.end is not None:
            yield leg


def _of_leg(deadline: Deadline, leg: Leg, calendar: WorkingDays) -> Iterator[ExplainedDay]:
    if leg.rule.last_day is not None:
        if leg.end is not None:
            yield ExplainedDay(leg.end, None, _both("ngày được ấn định ({})", "the day named ({})", leg.rule.text))
        return
    day, number = leg.start, 0
    while leg.end is not None and day < leg.end:
        day += _DAY
        if deadline.is_paused(day):
            yield ExplainedDay(day, None, _paused(deadline, day))
            continue
        reason = calendar.reason(day)
        if leg.rule.unit is Unit.WORKING_DAYS and not reason.is_working:
            yield ExplainedDay(day, None, _both("không tính: {}", "not counted: {}", reason.text), reason.source)
            continue
        number += 1
        yield _counted(leg, day, number, reason)


def _counted(leg: Leg, day: date, number: int, reason: DayReason) -> ExplainedDay:
    if day == leg.end:
        text = _both("đủ {}", "{} full", leg.rule.text)
        if leg.extension is not None:
            text = Text(f"{text.vi} (gia hạn: {leg.extension.by.vi})", f"{text.en} (extension: {leg.extension.by.en})")
        return ExplainedDay(day, number, text)
    if leg.rule.unit is Unit.WORKING_DAYS:
        return ExplainedDay(day, number, reason.text, reason.source)
    if reason.is_working:
        return ExplainedDay(day, number, Text("tính", "counted"))
    return ExplainedDay(day, number, _both("vẫn tính: {}", "counted all the same: {}", reason.text), reason.source)


def _put_off(end: date, due: date, calendar: WorkingDays) -> Iterator[ExplainedDay]:
    """Yield the days off after which a limit ends, and the last day itself."""
    day = end
    while day < due:
        reason = calendar.reason(day)
        why = _both("hết hạn vào ngày nghỉ, chuyển tiếp: {}", "would end on a day off, runs on: {}", reason.text)
        yield ExplainedDay(day, None, why, reason.source)
        day += _DAY
    yield ExplainedDay(due, None, Text("ngày cuối cùng, hết hạn lúc 24 giờ", "last day, ends at 24:00"))


def _notes(
    deadline: Deadline, due: date | None, days: tuple[ExplainedDay, ...], calendar: WorkingDays
) -> Iterator[Text]:
    yield deadline.set_by
    yield deadline.why
    yield _both("Thời hạn: {}.", "Limit: {}.", deadline.rule.text)
    for extension in deadline.extensions:
        yield _extended(extension.rule.text, extension.decided_on, extension.by, extension.why)
    for pause in deadline.pauses:
        yield _suspended(pause)
    if deadline.closed_on is not None and due is not None:
        yield _closed(deadline.closed_on, deadline.closed_by, due)
    years = sorted({day.on.year for day in days if due is not None and not calendar.is_decided(day.on.year)})
    if years and calendar.rules:
        listed = ", ".join(str(year) for year in years)
        yield Text(
            f"Ngày nghỉ năm {listed} chưa có thông báo chính thức, tạm tính theo quy định của luật.",
            f"The days off of {listed} were not announced yet; they are worked out by rule.",
        )


def _closed(on: date, by: Text | None, due: date) -> Text:
    vi, en = f"Kết thúc ngày {_vi(on)}", f"Ended on {on}"
    if by is not None:
        vi, en = f"{vi} ({by.vi})", f"{en} ({by.en})"
    late = (on - due).days
    if late <= 0:
        return Text(f"{vi}: trong hạn.", f"{en}: in time.")
    return Text(f"{vi}: quá hạn {late} ngày.", f"{en}: {late} day{'' if late == 1 else 's'} late.")


def _extended(rule: Text, on: date, by: Text, why: Text) -> Text:
    return Text(
        f"Gia hạn {rule.vi} ngày {_vi(on)}, {by.vi}: {why.vi}.",
        f"Extended by {rule.en} on {on}, {by.en}: {why.en}.",
    )


def _suspended(pause: Pause) -> Text:
    vi, en = f"Tạm dừng từ {_vi(pause.first)}", f"Suspended from {pause.first}"
    if pause.resumed_on is not None:
        vi, en = f"{vi} đến trước {_vi(pause.resumed_on)}", f"{en} until {pause.resumed_on}"
    return Text(f"{vi}: {pause.why.vi}.", f"{en}: {pause.why.en}.")


def _paused(deadline: Deadline, day: date) -> Text:
    pause = next(pause for pause in deadline.pauses if pause.covers(day))
    return _both("không tính, tạm dừng: {}", "not counted, suspended: {}", pause.why)


def _both(vi: str, en: str, inner: Text) -> Text:
    return Text(vi.format(inner.vi), en.format(inner.en))


def _vi(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def explanation_lines(explanation: Explanation, language: Language) -> list[str]:
    """Write an explanation out: what, until when, who set it and why, then one line for each day.

    Parameters
    ----------
    explanation : Explanation
        From `explain`.
    language : {'vi', 'en'}
        Language of the lines.

    Returns
    -------
    list of str
        Without line ends; a day's line has date, weekday, number and reason.
    """
    deadline, due = explanation.deadline, explanation.due_on
    head = f"{deadline.id}: {deadline.what.in_language(language)}"
    return [
        head,
        _until(due).in_language(language),
        *(note.in_language(language) for note in explanation.notes),
        *(_line(day, language) for day in explanation.days),
    ]


def _until(due: date | None) -> Text:
    if due is None:
        return Text("Đang tạm dừng, chưa có ngày hết hạn.", "Suspended: there is no last day yet.")
    day = weekday_name(due)
    return Text(f"Hết hạn lúc 24 giờ {day.vi}, ngày {_vi(due)}.", f"Ends at 24:00 on {day.en}, {due}.")


def _line(day: ExplainedDay, language: Language) -> str:
    on = _vi(day.on) if language == "vi" else day.on.isoformat()
    number = "" if day.number is None else str(day.number)
    source = "" if day.source is None else f" [{day.source.in_language(language)}]"
    name = weekday_name(day.on).in_language(language)
    return f"{on}  {name:<9}  {number:>4}  {day.why.in_language(language)}{source}"
