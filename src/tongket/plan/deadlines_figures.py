"""What deadlines, clocks, directives and petitions come to, as derived figures: printed and traced like counts.

Each figure names the very records it was made of: its sources ask for the cases, petitions or directives by their ids.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from tongket.count.derived import Derivation, Derived, Source, derive
from tongket.count.numbers import quotient
from tongket.count.spans import DAWN
from tongket.engines.contract import Engine, Span, Term, TraceRequest
from tongket.model.indicators import Condition, Operator
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.model.tables import SEVERITIES, record_schema
from tongket.model.text import Text
from tongket.model.working_days import WorkingDays
from tongket.plan.clocks import CaseClock, case_clocks, is_inside, last_event_day
from tongket.plan.clocks_rules import Clock, read_clocks
from tongket.plan.deadlines import due_day, is_late
from tongket.plan.directives import Directive, read_directives
from tongket.plan.items import ItemKind
from tongket.plan.petitions import Batch, count_batches, outcome_label, read_petitions

By = tuple[tuple[str, str], ...]
_CASES = Text("vụ", "cases")
_PETITIONS = Text("kiến nghị", "petitions")
_DIRECTIVES = Text("nhiệm vụ", "directives")
_SHARE = Text("%", "%")
_CLOCK_METHOD = Text(
    "Thời hạn tính từ sự kiện của từng vụ theo clocks.toml (Bộ luật Tố tụng hình sự, Điều 134, 147, 172, 174); mỗi thời"
    " hạn thuộc kỳ có ngày cuối cùng của nó; trong hạn nghĩa là có quyết định kết thúc, kể cả tạm đình chỉ, chậm nhất"
    " vào ngày đó. Chỉ xét thời hạn kết thúc không muộn hơn diễn biến cuối cùng có trong sổ (known_until).",
    "Each case's limit is worked out from its events by clocks.toml (Criminal Procedure Code, Articles 134, 147, 172,"
    " 174); a limit belongs to the period of its last day; inside means that a decision ended it, suspension included,"
    " by that day. Only limits that ran out by the day of the last event on record (known_until) are judged.",
)
_BATCH_METHOD = Text(
    "Hạn trả lời tính theo quy tắc của đợt; trễ nghĩa là trả lời sau hạn, hoặc chưa trả lời khi đã quá hạn. Đã trả lời"
    " không phải là đã giải quyết xong.",
    "The answer is due by the rule of the batch; late means answered after that day, or unanswered with the day past."
    " Answered is not resolved.",
)
_DIRECTIVE_METHOD = Text(
    "Nhiệm vụ có hạn trong kỳ; hoàn thành nghĩa là có ngày hoàn thành và văn bản chứng minh. Nhiệm vụ hết hiệu lực"
    " không tính.",
    "Directives due in the period; done means with a day and with evidence. Withdrawn ones are left out.",
)


class _Maker:
    """Make figures of one table that rest on records named by id."""

    def __init__(self, seal: Seal, table: str, period: Period, unit: Text, method: Text, parameters: By = ()) -> None:
        self.seal, self.table, self.period, self.unit, self.method = seal, table, period, unit, method
        self.parameters = tuple(sorted((*parameters, ("as_of", seal.as_of.isoformat()))))

    def count(self, id_: str, label: Text, ids: Sequence[str], by: By) -> Derived:
        """Return a number of records."""
        return self._make(id_, label, self.unit, by, len(ids), (self._source(label, ids),) if ids else ())

    def share(self, id_: str, label: Text, part: Sequence[str], whole: Sequence[str], by: By, of: Text) -> Derived:
        """Return a share; there is none where the whole is empty."""
        value = quotient(len(part), len(whole)) if whole else None
        sources = [self._source(text, ids) for text, ids in ((label, part), (of, whole)) if ids]
        made = (len(part), len(whole)) if whole else (None, None)
        return self._make(id_, label, _SHARE, by, value, tuple(sources), made)

    def _source(self, label: Text, ids: Sequence[str]) -> Source:
        schema = record_schema(self.table)
        where = (Condition(schema.key[0], Operator.IN, tuple(sorted(set(ids)))),)
        term = Term("named", schema.dated_by, where=where)
        return Source(label, TraceRequest(self.table, term, Span(DAWN, self.seal.as_of), (), self.seal.as_of))

    def _make(
        self,
        id_: str,
        label: Text,
        unit: Text,
        by: By,
        value: int | Decimal | None,
        sources: tuple[Source, ...],
        made: tuple[int | None, int | None] = (None, None),
    ) -> Derived:
        derivation = Derivation(
            id=f"plan.{id_}",
            version=1,
            label=label,
            unit=unit,
            method=self.method,
            parameters=self.parameters,
            sources=sources,
            share=unit is _SHARE,
        )
        return derive(
            derivation,
            seal=self.seal,
            period=self.period.id,
            start=self.period.start,
            end=self.period.end,
            by=by,
            value=value,
            numerator=made[0],
            denominator=made[1],
        )


def register_figures(
    engine: Engine,
    seal: Seal,
    period: Period,
    calendar: WorkingDays,
    kinds: Collection[ItemKind],
    clocks: tuple[CaseClock, ...] | None = None,
) -> tuple[Derived, ...]:
    """Return the figures of those registers whose deadlines are worked out here.

    Parameters
    ----------
    engine : Engine
        Reads the records of the seal.
    seal : Seal
        Up to which day they are known.
    period : Period
        Days of what was received, due, or ran out.
    calendar : WorkingDays
        Which days are worked.
    kinds : collection of ItemKind
        Registers to look at.
    clocks : tuple of CaseClock, optional
        Those of the cut-off, when the caller has them already.
    """
    found: list[Derived] = []
    if ItemKind.DIRECTIVE in kinds and "directives" in engine.tables():
        found += directive_figures(engine, seal, period)
    if ItemKind.PETITION in kinds:
        found += petition_figures(engine, seal, period, calendar)
    if ItemKind.CASE_CLOCK in kinds and "case_events" in engine.tables():
        found += clock_figures(engine, seal, period, calendar, clocks)
    return tuple(found)


def _on(day: date) -> Period:
    return Period(day, day, f"{day}..{day}")


# -- clocks


def clock_figures(
    engine: Engine, seal: Seal, period: Period, calendar: WorkingDays, clocks: tuple[CaseClock, ...] | None = None
) -> tuple[Derived, ...]:
    """Return the share of limits that were kept, and how many clocks run, run over, or stand suspended.

    Parameters
    ----------
    engine : Engine
        Reads the records of the seal.
    seal : Seal
        Its cut-off is the day on which clocks run or not.
    period : Period
        Limits whose last day lies in it.
    calendar : WorkingDays
        Which days are worked.
    clocks : tuple of CaseClock, optional
        Those of the cut-off, when the caller has them already.

    Returns
    -------
    tuple of Derived
        ``plan.clock.share_inside_limit`` by clock, and by clock and severity where the law's limit depends on it
        (missing while the period still runs); ``plan.clock.running``, ``.overdue``, ``.suspended`` by clock.
    """
    every = clocks if clocks is not None else case_clocks(engine, seal.as_of, calendar)
    until = last_event_day(engine, seal.as_of)
    found: list[Derived] = []
    for clock in read_clocks():
        of_clock = [each for each in every if each.clock.id == clock.id]
        found += _shares(clock, of_clock, seal, period, until, calendar)
        found += _stock(clock, of_clock, every, seal, calendar)
    return tuple(found)


def _shares(
    clock: Clock, clocks: Sequence[CaseClock], seal: Seal, period: Period, until: date | None, calendar: WorkingDays
) -> Iterator[Derived]:
    known = (("known_until", until.isoformat()),) if until is not None else ()
    maker = _Maker(seal, "cases", period, _CASES, _CLOCK_METHOD, known)
    # a register that came in before the cut-off does not know of later decisions: what ran out since is not judged
    last = min(period.end, until) if until is not None and period.end <= seal.as_of else None
    ran_out = [each for each in clocks if last is not None and _is_due_in(each, period.start, last, calendar)]
    yield _share(maker, clock, ran_out, (("clock", clock.id),), calendar, None)
    if any(limit.severities for limit in clock.limits):
        for severity in SEVERITIES:
            of_severity = [each for each in ran_out if each.severity == severity]
            yield _share(maker, clock, of_severity, (("clock", clock.id), ("severity", severity)), calendar, severity)


def _is_due_in(clock: CaseClock, first: date, last: date, calendar: WorkingDays) -> bool:
    due = due_day(clock.deadline, calendar)
    return due is not None and first <= due <= last


def _share(
    maker: _Maker, clock: Clock, clocks: Sequence[CaseClock], by: By, calendar: WorkingDays, severity: str | None
) -> Derived:
    of = _SEVERITY[severity] if severity is not None else None
    vi, en = (f", {of.vi}", f", {of.en}") if of is not None else ("", "")
    inside = [each.case_id for each in clocks if is_inside(each, calendar)]
    label = Text(
        f"{clock.name.vi}{vi}: thời hạn kết thúc trong kỳ và được giải quyết trong hạn",
        f"{clock.name.en}{en}: limits that ran out in the period and were kept",
    )
    whole = Text(
        f"{clock.name.vi}{vi}: thời hạn kết thúc trong kỳ", f"{clock.name.en}{en}: limits that ran out in the period"
    )
    return maker.share("clock.share_inside_limit", label, inside, [each.case_id for each in clocks], by, whole)


_SEVERITY = {
    "less_serious": Text("ít nghiêm trọng", "less serious"),
    "serious": Text("nghiêm trọng", "serious"),
    "very_serious": Text("rất nghiêm trọng", "very serious"),
    "especially_serious": Text("đặc biệt nghiêm trọng", "especially serious"),
}


def _stock(
    clock: Clock, clocks: Sequence[CaseClock], every: Sequence[CaseClock], seal: Seal, calendar: WorkingDays
) -> Iterator[Derived]:
    maker = _Maker(seal, "cases", _on(seal.as_of), _CASES, _CLOCK_METHOD)
    last = {each.case_id: each for each in every}
    running = [each for each in clocks if each.ended_on is None]
    over = [each for each in running if is_late(due_day(each.deadline, calendar), seal.as_of)]
    suspended = [each for each in clocks if each.is_suspended and last[each.case_id] is each]
    name, day = clock.name, seal.as_of
    kinds = (
        ("running", running, "đang trong tố tụng", "running"),
        ("overdue", over, "đã quá hạn, chưa có quyết định", "past their last day, undecided"),
        ("suspended", suspended, "đang tạm đình chỉ", "suspended"),
    )
    for id_, chosen, vi, en in kinds:
        label = Text(f"{name.vi}: vụ {vi} đến {day:%d/%m/%Y}", f"{name.en}: cases {en} on {day}")
        yield maker.count(f"clock.{id_}", label, [each.case_id for each in chosen], (("clock", clock.id),))


# -- petitions


def petition_figures(engine: Engine, seal: Seal, period: Period, calendar: WorkingDays) -> tuple[Derived, ...]:
    """Return the petitions of each batch received in a period: received, passed on, answered, late, repeated, outcomes.

    Parameters
    ----------
    engine : Engine
        Reads the records of the seal.
    seal : Seal
        Its cut-off is the day on which an answer is late or not.
    period : Period
        Batches whose first petition was received in it.
    calendar : WorkingDays
        Which days are worked.

    Returns
    -------
    tuple of Derived
        ``plan.petition.received``, ``.forwarded``, ``.answered``, ``.late``, ``.repeated``, ``.resolved`` and the other
        outcomes, ``.share_answered``, ``.share_resolved``, each by batch.
    """
    maker = _Maker(seal, "petitions", period, _PETITIONS, _BATCH_METHOD)
    batches = count_batches(read_petitions(engine, seal.as_of), seal.as_of, calendar)
    wanted = [batch for batch in batches if period.start <= batch.received_on <= period.end]
    return tuple(figure for batch in wanted for figure in _batch_figures(maker, batch))


def _batch_figures(maker: _Maker, batch: Batch) -> Iterator[Derived]:
    by: By = (("batch", batch.id or "-"),)
    outcomes = [(code, ids, outcome_label(code)) for code, ids in batch.outcomes]
    kinds: list[tuple[str, Sequence[str], Text]] = [
        ("received", batch.received, Text("tiếp nhận", "received")),
        ("forwarded", batch.forwarded, Text("đã chuyển đơn vị giải quyết", "passed on")),
        ("answered", batch.answered, Text("đã trả lời", "answered")),
        ("late", batch.late, Text("trả lời trễ hạn hoặc quá hạn chưa trả lời", "answered late, or overdue")),
        ("repeated", batch.repeated, Text("lặp lại kiến nghị trước", "asked before")),
        *((code, ids, Text(label.vi.lower(), label.en.lower())) for code, ids, label in outcomes),
    ]
    for id_, ids, words in kinds:
        yield maker.count(f"petition.{id_}", _of_batch(batch, words), ids, by)
    whole = _of_batch(batch, Text("tiếp nhận", "received"))
    for id_, ids, words in (
        ("share_answered", batch.answered, Text("tỷ lệ đã trả lời", "share answered")),
        ("share_resolved", batch.resolved, Text("tỷ lệ đã giải quyết xong", "share resolved")),
    ):
        yield maker.share(f"petition.{id_}", _of_batch(batch, words), ids, batch.received, by, whole)


def _of_batch(batch: Batch, words: Text) -> Text:
    name_vi, name_en = (f"đợt {batch.id}", f"batch {batch.id}") if batch.id else ("không theo đợt", "no batch")
    return Text(f"Kiến nghị cử tri {name_vi}: {words.vi}", f"Voters' petitions, {name_en}: {words.en}")


# -- directives


def directive_figures(engine: Engine, seal: Seal, period: Period) -> tuple[Derived, ...]:
    """Return the directives that were due in a period: how many, done, done by their day, overdue without being done.

    Parameters
    ----------
    engine : Engine
        Reads the records of the seal.
    seal : Seal
        Its cut-off is the day on which a directive is done or not.
    period : Period
        Days on which they were due.

    Returns
    -------
    tuple of Derived
        ``plan.directive.due``, ``.done``, ``.done_in_time``, ``.overdue``, ``.share_in_time``.
    """
    maker = _Maker(seal, "directives", period, _DIRECTIVES, _DIRECTIVE_METHOD)
    due = [each for each in read_directives(engine, seal.as_of) if _is_due(each, period)]
    done = [each for each in due if each.is_done]
    in_time = [each for each in done if not is_late(each.due_on, each.closed_on or date.max)]
    overdue = [each for each in due if not each.is_done and is_late(each.due_on, seal.as_of)]
    whole = Text("Nhiệm vụ cấp trên giao có hạn trong kỳ", "Directives due in the period")
    kinds = (
        ("due", due, whole),
        ("done", done, Text(f"{whole.vi}: đã hoàn thành", f"{whole.en}: done")),
        ("done_in_time", in_time, Text(f"{whole.vi}: hoàn thành đúng hạn", f"{whole.en}: done in time")),
        ("overdue", overdue, Text(f"{whole.vi}: quá hạn chưa hoàn thành", f"{whole.en}: overdue, not done")),
    )
    counts = tuple(maker.count(f"directive.{id_}", label, _ids(of), ()) for id_, of, label in kinds)
    label = Text(f"{whole.vi}: tỷ lệ hoàn thành đúng hạn", f"{whole.en}: share done in time")
    return (*counts, maker.share("directive.share_in_time", label, _ids(in_time), _ids(due), (), whole))


def _is_due(directive: Directive, period: Period) -> bool:
    due = directive.due_on
    return due is not None and directive.status != "withdrawn" and period.start <= due <= period.end


def _ids(directives: Iterable[Directive]) -> list[str]:
    return [each.id for each in directives]
