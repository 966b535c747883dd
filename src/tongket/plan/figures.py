"""What the room of planning derives, as figures of the ledger: they print in reports and trace like counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from tongket.count.atoms import made_of, parts_of
from tongket.count.axes import TOTAL
from tongket.count.context import CountContext
from tongket.count.derived import Derivation, Derived, Source, derive
from tongket.count.request import AREA
from tongket.count.spans import DAWN
from tongket.engines.contract import Span, Term, TraceRequest
from tongket.model.figures import Figure, Number
from tongket.model.indicators import Measure
from tongket.model.periods import day_text
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.plan.assessing import Assessment, Pace
from tongket.plan.pace import Projection
from tongket.plan.target_words import path_text
from tongket.plan.wanted import ALL, Age, StockAndFlow, Wanted
from tongket.plan.wanted_items import CLASS_LABELS

_PROJECTED = Text(
    "Số còn phát sinh đến hạn lấy theo đường thẳng hoặc theo tiến độ các năm trước (mô hình Poisson quá phân tán, sai"
    " số dự báo của phương pháp chuỗi bậc thang, England và Verrall 2002); phân bố nhị thức âm; độ phân tán ước lượng"
    " từ số liệu từng tháng và được lấy trung bình theo độ không chắc chắn của nó.",
    "What is still to come follows a straight path or the course of earlier years (over-dispersed Poisson, prediction"
    " error of the chain ladder, England and Verrall 2002), of negative binomial shape; the dispersion comes from the"
    " months and is averaged over its uncertainty.",
)
_RATE = Text(
    "Mẫu số dự báo theo tiến độ; tử số tăng theo tỷ lệ đã thấy, độ phân tán kiểu nhị thức ước lượng từ từng tháng.",
    "The denominator is projected along its path; the numerator grows by the rate seen so far, with quasi-binomial"
    " scatter estimated from the months.",
)


class _Maker:
    """Make the figures of one target or class: they share seal, days, area, and records."""

    def __init__(
        self, seal: Seal, span: Span, area: str, by: tuple[tuple[str, str], ...], sources: tuple[Source, ...]
    ) -> None:
        self.seal, self.span, self.area, self.by, self.sources = seal, span, area, by, sources

    def make(
        self,
        id_: str,
        label: Text,
        unit: Text,
        method: Text,
        value: Number | None,
        *,
        parameters: Iterable[tuple[str, object]] = (),
        figures: Iterable[Figure] = (),
        numerator: Number | None = None,
        denominator: Number | None = None,
        band: tuple[float, float] | None = None,
        share: bool = False,
    ) -> Derived:
        derivation = Derivation(
            id=f"plan.{id_}",
            version=1,
            label=label,
            unit=unit,
            method=method,
            parameters=tuple(sorted((name, str(each)) for name, each in parameters)),
            sources=self.sources,
            figures=tuple(dict.fromkeys(each.id for each in figures)),
            share=share,
        )
        return derive(
            derivation,
            seal=self.seal,
            period=f"{self.span.start}..{self.span.end}",
            start=self.span.start,
            end=self.span.end,
            area=self.area,
            by=self.by,
            value=value,
            numerator=numerator,
            denominator=denominator,
            lower=None if band is None else band[0],
            upper=None if band is None else band[1],
        )


# -- targets


def target_figures(assessment: Assessment, seal: Seal, context: CountContext) -> tuple[Derived, ...]:
    """Return what is derived for one target: percentage, where it should be, projection, probability, weekly rate.

    Parameters
    ----------
    assessment : Assessment
        How it stands.
    seal : Seal
        What it was counted from.
    context : CountContext
        Indicators, for the records behind it.

    Returns
    -------
    tuple of Derived
        Their ids: ``plan.target.percentage``, ``plan.pace.expected_now``, ``plan.pace.projected``,
        ``plan.pace.probability``, ``plan.pace.weekly_needed``, ``plan.pace.weekly_so_far``; only those that are known.
    """
    reached, target = assessment.reached, assessment.target
    if reached is None:
        return ()
    span = Span(target.counts_from, assessment.until)
    by = (("target", target.id),)
    maker = _Maker(seal, span, reached.area, by, _sources(assessment, span, seal, context))
    return tuple(_target_figures(assessment, maker))


def _sources(assessment: Assessment, span: Span, seal: Seal, context: CountContext) -> tuple[Source, ...]:
    """Return the records a target rests on; for a unit only where records carry the unit's own code."""
    target, reached = assessment.target, assessment.reached
    ids = [id_ for id_ in (target.indicator_id, target.of_stage) if id_]
    indicators = [each for id_ in ids for each in made_of(context.indicators[id_], context.indicators)]
    sources = []
    for indicator in indicators:
        if indicator.measure is Measure.STOCK:
            continue
        atom = parts_of(indicator, context.indicators.rules).added
        whole = reached is None or reached.area == TOTAL
        if not whole and atom.table != "progress":
            continue
        codes = () if whole else ((AREA, (target.area,)),)
        term = Term("counted", atom.date, atom.column, atom.where)
        sources.append(Source(indicator.label, TraceRequest(atom.table, term, span, codes, seal.as_of)))
    return tuple(sources)


def _target_figures(assessment: Assessment, maker: _Maker) -> Iterator[Derived]:
    percentage, reached, target = assessment.percentage, assessment.reached, assessment.target
    figures = [each for each in (reached, assessment.base) if each is not None]
    if percentage is not None:
        of = percentage.of_what()
        yield maker.make(
            "target.percentage",
            _label(assessment, Text("tỷ lệ so với", "per cent"), of),
            Text(f"% {of.vi}", f"% {of.en}"),
            Text(
                "Số đã đạt chia cho mẫu số, không cắt ở 100%.", "Reached over the denominator, never clipped at 100%."
            ),
            percentage.value,
            parameters=(("denominator_kind", percentage.kind.value), ("target", target.id)),
            figures=figures,
            numerator=percentage.numerator,
            denominator=percentage.denominator,
            share=True,
        )
    if assessment.pace is not None:
        yield from _pace_figures(assessment, assessment.pace, figures, maker)


def _label(assessment: Assessment, what: Text, tail: Text | None = None) -> Text:
    vi, en = (day_text(assessment.until, "vi"), day_text(assessment.until, "en"))
    head_vi, head_en = f"{assessment.label.vi}: {what.vi}", f"{assessment.label.en}: {what.en}"
    if tail is not None:
        head_vi, head_en = f"{head_vi} {tail.vi}", f"{head_en} {tail.en}"
    id_ = assessment.target.id
    return Text(f"{head_vi}, số liệu đến {vi} ({id_})", f"{head_en}, records up to {en} ({id_})")


def _pace_figures(assessment: Assessment, pace: Pace, figures: list[Figure], maker: _Maker) -> Iterator[Derived]:
    parameters, unit = _pace_parameters(assessment, pace), assessment.unit
    path = path_text(pace)
    if pace.expected_now is not None:
        yield maker.make(
            "pace.expected_now",
            _label(assessment, Text("mức phải đạt theo", "where it should be on"), path),
            unit,
            Text("Mức giao nhân với phần của cả kỳ theo tiến độ phải đạt.", "Goal times the share the path expects."),
            round(pace.expected_now),
            parameters=parameters,
            figures=figures,
        )
    if pace.projection is not None:
        yield from _projection_figures(assessment, pace.projection, parameters, figures, maker)
    per_week = Text(f"{unit.vi} mỗi tuần", f"{unit.en} a week")
    weekly = (
        ("pace.weekly_needed", Text("mỗi tuần còn lại", "a week from now on"), pace.weekly_needed),
        ("pace.weekly_so_far", Text("mỗi tuần đến nay", "a week so far"), pace.weekly_so_far),
    )
    for id_, what, value in weekly:
        if value is not None:
            method = Text("Số chia cho số ngày, nhân 7.", "Number over days, times 7.")
            label, exact = _label(assessment, what), Decimal(f"{value:.2f}")
            yield maker.make(id_, label, per_week, method, exact, parameters=parameters, figures=figures)


def _projection_figures(
    assessment: Assessment,
    projection: Projection,
    parameters: list[tuple[str, object]],
    figures: list[Figure],
    maker: _Maker,
) -> Iterator[Derived]:
    due, rate = assessment.target.due_on, assessment.is_rate
    method = _RATE if rate else _PROJECTED
    expected = Decimal(f"{projection.expected:.6f}") if rate else round(projection.expected)
    what = Text(f"dự báo đến {day_text(due, 'vi')}", f"projected to {day_text(due, 'en')}")
    band = (projection.lower, projection.upper)
    label = _label(assessment, what)
    yield maker.make(
        "pace.projected",
        label,
        assessment.unit,
        method,
        expected,
        parameters=parameters,
        figures=figures,
        band=band,
        share=rate,
    )
    if projection.probability is not None:
        label = _label(assessment, Text("khả năng đạt", "probability to be met"))
        chance = Decimal(f"{projection.probability:.4f}")
        unit = Text("khả năng", "probability")
        yield maker.make(
            "pace.probability", label, unit, method, chance, parameters=parameters, figures=figures, share=True
        )


def _pace_parameters(assessment: Assessment, pace: Pace) -> list[tuple[str, object]]:
    target, course = assessment.target, pace.history.course
    found: list[tuple[str, object]] = [
        ("target", target.id),
        ("goal", f"{'<=' if assessment.at_most else '>='} {_plain(assessment.goal)}"),
        ("counts_from", target.counts_from),
        ("until", assessment.until),
        ("due_on", target.due_on),
        ("path", pace.path),
        ("expected_share", f"{course.done:.6f}"),
        ("counts", _listed(course.counts)),
    ]
    if pace.history.numerators:
        found.append(("numerators", _listed(pace.history.numerators)))
    for period, counts in zip(pace.history.years, course.earlier, strict=True):
        found.append((f"earlier {period}", _listed(counts)))
    if pace.projection is not None:
        projection = pace.projection
        found += [
            ("level", projection.level),
            ("dispersion", f"{projection.dispersion:.6f}"),
            ("degrees_of_freedom", projection.df),
        ]
    return found


def _plain(goal: Decimal | None) -> str:
    return "" if goal is None else f"{goal.normalize():f}"


def _listed(counts: Iterable[float]) -> str:
    return " ".join(f"{count:g}" if count != int(count) else str(int(count)) for count in counts)


# -- wanted notices

_STOCK = Text("đối tượng", "persons")


def wanted_figures(wanted: Wanted, seal: Seal) -> tuple[Derived, ...]:
    """Return what is derived for wanted notices: opening and closing stock, what does not add up, ages, reviews.

    Parameters
    ----------
    wanted : Wanted
        Stock and flow of the whole book, by class.
    seal : Seal
        What it was counted from.

    Returns
    -------
    tuple of Derived
        Their ids: ``plan.wanted.opening``, ``.closing``, ``.residual``, ``.median_age``, ``.over_1_years`` (5, 10),
        ``.reviews_overdue``; the breakdown names the danger class.
    """
    found: list[Derived] = []
    ages = dict(wanted.ages)
    for flow in wanted.whole:
        maker = _Maker(
            seal,
            Span(wanted.first, wanted.last),
            TOTAL,
            (("danger_class", flow.danger_class),),
            _wanted_sources(wanted, flow, seal),
        )
        found += _stock_figures(wanted, flow, maker)
        found += _age_figures(wanted, ages[flow.danger_class], flow, maker)
        if flow.danger_class == ALL:
            found.append(_overdue(wanted, flow, maker))
    return tuple(found)


def _wanted_sources(wanted: Wanted, flow: StockAndFlow, seal: Seal) -> tuple[Source, ...]:
    codes = () if flow.danger_class == ALL else (("danger_class", (flow.danger_class,)),)
    issued = TraceRequest("wanted_notices", Term("issued", "issued_on"), Span(DAWN, wanted.last), codes, seal.as_of)
    ended = TraceRequest("wanted_notices", Term("ended", "ended_on"), Span(DAWN, wanted.last), codes, seal.as_of)
    return (
        Source(Text("Lệnh đã ra đến cuối kỳ", "Notices issued by the end"), issued),
        Source(Text("Lệnh đã kết thúc đến cuối kỳ", "Notices ended by the end"), ended),
    )


def _wanted_label(wanted: Wanted, flow: StockAndFlow, what: Text) -> Text:
    label = CLASS_LABELS[flow.danger_class]
    vi, en = (f"{day_text(wanted.first, each)} – {day_text(wanted.last, each)}" for each in ("vi", "en"))
    return Text(f"Truy nã ({label.vi}): {what.vi}, {vi}", f"Wanted ({label.en}): {what.en}, {en}")


def _stock_figures(wanted: Wanted, flow: StockAndFlow, maker: _Maker) -> Iterator[Derived]:
    every = (flow.opening, flow.issued, flow.arrested, flow.surrendered, flow.struck_off, flow.closing)
    numbers = (
        ("opening", Text("số đầu kỳ", "stock at the beginning"), flow.opening.value, (flow.opening,)),
        ("closing", Text("số cuối kỳ", "stock at the end"), flow.closing.value, (flow.closing,)),
        ("residual", Text("chênh lệch không giải thích được", "what does not add up"), flow.residual, every),
    )
    method = Text(
        "Cuối kỳ = đầu kỳ + phát sinh − bắt − đầu thú − thanh loại.",
        "End = beginning + issued − arrested − surrendered − struck off.",
    )
    for id_, what, value, figures in numbers:
        yield maker.make(f"wanted.{id_}", _wanted_label(wanted, flow, what), _STOCK, method, value, figures=figures)


def _age_figures(wanted: Wanted, age: Age, flow: StockAndFlow, maker: _Maker) -> Iterator[Derived]:
    label = _wanted_label(wanted, flow, Text("tuổi trung vị của lệnh còn hiệu lực", "median age of notices in force"))
    method = Text("Từ ngày ra lệnh đến cuối kỳ.", "From the day of issue to the end.")
    median = None if age.median_days is None else Decimal(str(age.median_days))
    closing = (flow.closing,)
    yield maker.make("wanted.median_age", label, Text("ngày", "days"), method, median, figures=closing)
    for years, count in age.over_years:
        what = Text(f"tỷ lệ lệnh trên {years} năm", f"share of notices over {years} years old")
        yield maker.make(
            f"wanted.over_{years}_years",
            _wanted_label(wanted, flow, what),
            Text("% số lệnh còn hiệu lực", "% of the notices in force"),
            method,
            (Decimal(count) / age.count).quantize(Decimal("1e-12")) if age.count else None,
            figures=closing,
            numerator=count,
            denominator=age.count,
            share=True,
        )


def _overdue(wanted: Wanted, flow: StockAndFlow, maker: _Maker) -> Derived:
    label = _wanted_label(wanted, flow, Text("lệnh quá hạn rà soát", "notices whose review is overdue"))
    method = Text(
        "Lệnh còn hiệu lực có ngày rà soát trước ngày cuối kỳ.", "In force, with a review day before the end."
    )
    unit = Text("lệnh", "notices")
    return maker.make("wanted.reviews_overdue", label, unit, method, wanted.reviews.overdue, figures=(flow.closing,))
