"""What inspections and the integrity watch come to, as derived figures: printed and traced like counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tongket.count.derived import Derivation, Derived, Source, derive
from tongket.count.numbers import quotient
from tongket.count.spans import DAWN
from tongket.engines.contract import Span, Term, TraceRequest
from tongket.model.indicators import Condition, Operator
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.plan.inspections import TABLE, Coverage, FollowUp, Inspection, PlanProgress
from tongket.plan.integrity import IntegrityReport
from tongket.plan.integrity_checks import Check, CheckId
from tongket.plan.integrity_rows import WHOLE, IntegrityRow
from tongket.plan.integrity_text import against, kind_text

By = tuple[tuple[str, str], ...]
_SHARE = Text("%", "%")
_CASES = Text("vụ", "cases")
_PLAN = Text(
    "Số cuộc đã thực hiện trong kế hoạch được duyệt đến ngày nêu, chia cho số cuộc của kế hoạch đó; các cuộc bổ sung"
    " sau ngày này và các cuộc đột xuất không tính.",
    "Inspections done, of the plan as approved by the day named; later additions and ad hoc inspections are in neither"
    " numerator nor denominator.",
)
_COVERAGE = Text(
    "Số đơn vị trong danh sách có ít nhất một cuộc thanh tra, kiểm tra trong kỳ, chia cho số đơn vị của danh sách.",
    "Units of the list inspected at least once in the period, of the units of the list.",
)
_CARRIED = Text(
    "Số kiến nghị đơn vị báo cáo đã thực hiện chia cho số kiến nghị của các cuộc tiến hành trong kỳ.",
    "Recommendations reported as carried out, of those made by the inspections of the period.",
)
_RECHECKED = Text(
    "Số cuộc đã phúc tra chia cho số cuộc đã phúc tra hoặc đã quá hạn phúc tra.",
    "Inspections checked again, of those checked again or past the day for it.",
)
_INTEGRITY = Text(
    "Tỷ lệ theo đơn vị và nhóm tội; khoảng tin cậy Wilson 95%; số dự kiến là kỳ vọng siêu bội theo tầng (Cochran,"
    " Mantel, Haenszel) so với nhóm đối chiếu; ba họ kiểm tra của Akiyama và Propheter (2005); p hiệu chỉnh Benjamini,"
    " Hochberg.",
    "Share by unit and category with its 95 % Wilson interval; the expected number is the hypergeometric mean over"
    " strata (Cochran, Mantel, Haenszel) given the group it is set against; families of Akiyama and Propheter (2005);"
    " p-values adjusted by Benjamini and Hochberg.",
)


def inspection_figures(
    progress: PlanProgress, coverage: Coverage, follow: FollowUp, held: Sequence[Inspection], seal: Seal, period: Period
) -> tuple[Derived, ...]:
    """Return the shares of the plan, of the units and of the recommendations.

    Parameters
    ----------
    progress, coverage, follow : PlanProgress, Coverage, FollowUp
        Of the same period and day.
    held : sequence of Inspection
        Inspections done in the period: the records behind coverage and follow-up.
    seal : Seal
        What they rest on.
    period : Period
        The period reported.

    Returns
    -------
    tuple of Derived
        ``plan.inspections.share_of_plan``, ``.coverage``, ``.carried_out``, ``.rechecked``; without a value where there
        is nothing to divide by.
    """
    make = _Maker(seal, period)
    day = ("as_of", progress.as_of.isoformat())
    return (
        make.share(
            "plan.inspections.share_of_plan",
            Text("Tỷ lệ thực hiện kế hoạch thanh tra đã duyệt", "Share of the approved inspection plan carried out"),
            _PLAN,
            (len(progress.done), len(progress.planned)),
            (day, ("plan_on", progress.plan_on.isoformat())),
            _named(progress.planned, seal),
        ),
        make.share(
            "plan.inspections.coverage",
            Text("Tỷ lệ đơn vị được thanh tra, kiểm tra trong kỳ", "Share of the units inspected in the period"),
            _COVERAGE,
            (len(coverage.covered), len(coverage.units)),
            (day, ("units", "; ".join(each.unit for each in coverage.units))),
            _named(held, seal),
        ),
        make.share(
            "plan.inspections.carried_out",
            Text("Tỷ lệ kiến nghị thanh tra đã thực hiện", "Share of the recommendations carried out"),
            _CARRIED,
            (follow.carried_out, follow.recommendations),
            (day,),
            _named(held, seal),
        ),
        make.share(
            "plan.inspections.rechecked",
            Text("Tỷ lệ cuộc thanh tra đã phúc tra", "Share of the inspections checked again"),
            _RECHECKED,
            (follow.rechecked, follow.to_recheck),
            (day,),
            _named(held, seal),
        ),
    )


def _named(inspections: Sequence[Inspection], seal: Seal) -> tuple[Source, ...]:
    """Return the source that asks for inspections by their ids."""
    if not inspections:
        return ()
    ids = tuple(sorted(each.inspection_id for each in inspections))
    term = Term("named", "approved_on", where=(Condition("inspection_id", Operator.IN, ids),))
    request = TraceRequest(TABLE, term, Span(DAWN, seal.as_of), (), seal.as_of)
    return (Source(Text("Các cuộc thanh tra, kiểm tra", "The inspections"), request),)


class _Maker:
    """Make figures of one seal and period."""

    def __init__(self, seal: Seal, period: Period) -> None:
        self.seal, self.period = seal, period

    def share(
        self,
        id_: str,
        label: Text,
        method: Text,
        parts: tuple[int, int],
        parameters: By,
        sources: tuple[Source, ...],
        *,
        by: By = (),
        bounds: tuple[float, float] | None = None,
    ) -> Derived:
        value = quotient(*parts) if parts[1] else None
        made = Derivation(id_, 1, label, _SHARE, method, tuple(sorted(parameters)), sources, share=True)
        return self._derive(made, by, value, parts if parts[1] else None, bounds)

    def number(
        self, id_: str, label: Text, method: Text, value: Decimal, parameters: By, sources: tuple[Source, ...], by: By
    ) -> Derived:
        made = Derivation(id_, 1, label, _CASES, method, tuple(sorted(parameters)), sources)
        return self._derive(made, by, value, None, None)

    def _derive(
        self,
        made: Derivation,
        by: By,
        value: Decimal | None,
        parts: tuple[int, int] | None,
        bounds: tuple[float, float] | None,
    ) -> Derived:
        return derive(
            made,
            seal=self.seal,
            period=self.period.id,
            start=self.period.start,
            end=self.period.end,
            by=by,
            value=value,
            numerator=parts[0] if parts else None,
            denominator=parts[1] if parts else None,
            lower=bounds[0] if bounds else None,
            upper=bounds[1] if bounds else None,
        )


def integrity_figures(report: IntegrityReport, seal: Seal) -> tuple[Derived, ...]:
    """Return the shares of the whole area, and of every marked row what was seen and what was expected.

    Parameters
    ----------
    report : IntegrityReport
        What the watch found.
    seal : Seal
        What it rests on.

    Returns
    -------
    tuple of Derived
        ``plan.integrity.CHECK`` as a share and, for marked rows, ``plan.integrity.CHECK.expected`` as a number of
        cases; unit, category and what they are set against are in the breakdown.
    """
    make = _Maker(seal, report.period)
    found: list[Derived] = []
    for table in report.tables:
        for row in table.rows:
            is_whole = row.unit == row.category == WHOLE
            if row.marked or is_whole:
                found += _row_figures(make, report, table.check, row)
    return tuple(found)


def _row_figures(make: _Maker, report: IntegrityReport, check: Check, row: IntegrityRow) -> Iterator[Derived]:
    by = (("against", row.family.value), ("category", row.category), ("unit", row.unit))
    parameters = (
        ("cutoff", report.cutoff.isoformat()),
        ("level", report.level or "area"),
        ("past", ", ".join(f"{span.start}..{span.end}" for span in report.past)),
        ("smallest", str(report.smallest)),
        ("q", str(report.q)),
        *((("day", row.kind),) if row.kind else ()),
    )
    label, sources = _label(report, check, row), (_source(report, check, make.seal),)
    id_ = f"plan.integrity.{check.id.value}"
    bounds = (row.lower, row.upper)
    yield make.share(id_, label, _INTEGRITY, (row.hits, row.of), parameters, sources, by=by, bounds=bounds)
    if row.marked and row.expected is not None:
        setting = against(check, row.family)
        expected = Text(f"Số vụ dự kiến: {label.vi}; {setting.vi}", f"Cases expected: {label.en}; {setting.en}")
        value = Decimal(f"{row.expected:.6f}")
        yield make.number(f"{id_}.expected", expected, _INTEGRITY, value, parameters, sources, by)


def _label(report: IntegrityReport, check: Check, row: IntegrityRow) -> Text:
    kind = kind_text(row)
    days = (f" ({kind.vi})", f" ({kind.en})") if kind else ("", "")
    where = [
        [names.get(code, code) for code in (row.unit, *((row.category,) if row.category != WHOLE else ()))]
        for names in (report.names, report.names_en)
    ]
    return Text(
        f"{check.label.vi}{days[0]}: {', '.join(where[0])}",
        f"{check.label.en}{days[1]}: {', '.join(where[1])}",
    )


# what an engine can be asked for of a check's numerator; the others are worked out from the denominator's records
_HITS: dict[CheckId, tuple[Condition, ...]] = {
    CheckId.UNFOUNDED: (Condition("status", Operator.IN, ("unfounded",)),),
    CheckId.SERIOUS_SHARE: (Condition("severity", Operator.IN, ("serious", "very_serious", "especially_serious")),),
}


def _source(report: IntegrityReport, check: Check, seal: Seal) -> Source:
    span = Span(report.period.start, report.period.end)
    if check.id is CheckId.DOWNGRADED:
        term = Term("reclassified", "on", where=(Condition("event", Operator.IN, ("reclassified",)),))
        label = Text("Các lần chuyển tội danh từ đầu kỳ", "Changes of offence since the period began")
        return Source(label, TraceRequest("case_events", term, Span(span.start, seal.as_of), (), seal.as_of))
    where = _HITS.get(check.id, ())
    label = check.label if where else Text("Các vụ thụ lý trong kỳ", "Cases recorded in the period")
    return Source(label, TraceRequest("cases", Term("cases", "recorded_on", where=where), span, (), seal.as_of))
