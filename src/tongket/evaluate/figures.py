"""The numbers of a card as figures: each in the ledger, with the records and the formula behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tongket.count.derived import Derivation, Derived, Source, derive
from tongket.engines.contract import Span, TraceRequest
from tongket.evaluate.cards_effects import REPLICATES, Effect
from tongket.evaluate.cards_words import both, compared_with, days_text, place_of
from tongket.evaluate.ladder_choice import Rung
from tongket.evaluate.power_study import SEED, Plan, Power
from tongket.evaluate.series import DAY
from tongket.evaluate.series_places import record_codes
from tongket.evaluate.series_study import Study
from tongket.model.seals import Seal
from tongket.model.text import Text

_METHODS = {
    Rung.BOTH_SCALES: Text(
        "ln[(trong đợt / trước) / (so sánh trong đợt / trước)], phương sai là tổng 1/n nhân hệ số phân tán"
        " (Wilson 2021, J Quant Criminol, doi 10.1007/s10940-021-09494-w)",
        "ln[(during / before) / (comparison during / before)], variance the sum of 1/n times the dispersion"
        " (Wilson 2021, J Quant Criminol, doi 10.1007/s10940-021-09494-w)",
    ),
    Rung.SAME_WEEKS: Text(
        "Mức thay đổi vào các tuần này so với trung bình (tác động ngẫu nhiên) của các năm khác, khoảng dự báo cho một"
        " năm nữa (DerSimonian & Laird 1986; Higgins và cộng sự 2009)",
        "Change into these weeks against the random-effects mean of other years, with the prediction interval of one"
        " more year (DerSimonian & Laird 1986; Higgins et al. 2009)",
    ),
    Rung.BEFORE_AFTER: Text(
        "Tỷ số của hai mức theo ngày, khoảng tin cậy điểm số: mô tả",
        "Ratio of the two daily rates with its score interval: a description",
    ),
}
_METHODS[Rung.NEGATIVE_CONTROL] = _METHODS[Rung.BOTH_SCALES]
_COUNT = Text("Đếm bản ghi", "Count of records")
_POWER = Text(
    "Số lần trong 100 lần mà khoảng tin cậy nằm hẳn dưới 0 nếu mức giảm thật đúng bằng mức đăng ký",
    "How often the interval would lie wholly below 0 if the true fall were the registered one",
)


def figures_of(study: Study, effect: Effect | None, seen: Power | None, seal: Seal) -> tuple[Derived, ...]:
    """Return every number of a card as a derived figure.

    Parameters
    ----------
    study : Study
        What the campaign is judged by.
    effect : Effect or None
        Its effect; None before it began.
    seen : Power or None
        What could be seen.
    seal : Seal
        What all of it rests on.

    Returns
    -------
    tuple of Derived
        Counts first, then what was worked out of them.
    """
    maker = _Maker(study, seal)
    counts = list(maker.counts(effect)) if effect is not None else []
    ids = tuple(each.figure.id for each in counts)
    effects = list(maker.effects(effect, ids)) if effect is not None else []
    return (*counts, *effects, *maker.power(seen, ids))


class _Maker:
    def __init__(self, study: Study, seal: Seal) -> None:
        self.study, self.seal = study, seal
        registration = study.registration
        self.window = study.window or Span(registration.starts_on, registration.ends_on)
        days = days_text(registration.starts_on, registration.ends_on)
        place = place_of(study)
        self.who = both(
            lambda language: f"{registration.campaign_id}, {place.in_language(language)}, {days.in_language(language)}"
        )
        self.parameters = {
            "outcome": study.outcome.text,
            "comparison": study.compared.text,
            "offences": ";".join(registration.offences),
            "areas": ";".join(registration.areas),
            "window": f"{self.window.start}..{self.window.end}",
            "registered_terms": registration.digest,
            **({"registration": study.state.link} if study.state.link else {}),
        }

    def counts(self, effect: Effect) -> Iterator[Derived]:
        label = self.study.counted.label
        own_before, other = self._spans(effect)
        yield self._count("cases.during", label, "trong đợt", "during", [self.window], effect.cases[1])
        yield self._count("cases.before", label, "trước đợt", "before", [own_before], effect.cases[0])
        if effect.comparison is not None:
            name = compared_with(self.study, effect)
            for place, word in ((1, ("during", "trong đợt")), (0, ("before", "trước đợt"))):
                spans = [pair[place] for pair in other]
                yield self._count(
                    f"comparison.{word[0]}", name, word[1], word[0], spans, effect.comparison[place], compared=True
                )

    def _spans(self, effect: Effect) -> tuple[Span, list[tuple[Span, Span]]]:
        """Return the window before, and the pairs of windows of the comparison."""
        if effect.years:
            own, others = effect.years[0], effect.years[1:]
            return own.before, [(each.before, each.during) for each in others]
        before = self.study.before
        if effect.comparison is None:
            return Span(before.end - DAY * (effect.days[0] - 1), before.end), []
        return before, [(before, self.window)]

    def _count(
        self, name: str, what: Text, vi: str, en: str, spans: Sequence[Span], value: int, *, compared: bool = False
    ) -> Derived:
        label = Text(f"{self.who.vi}: {what.vi}, {vi}", f"{self.who.en}: {what.en}, {en}")
        stretch = ";".join(f"{span.start}..{span.end}" for span in spans)
        derivation = Derivation(
            id=f"evaluate.{name}",
            version=1,
            label=label,
            unit=self.study.counted.unit,
            method=_COUNT,
            parameters=tuple(sorted({**self.parameters, "days": stretch}.items())),
            sources=tuple(self._source(label, span, compared) for span in spans),
        )
        return self._derive(derivation, spans[0], value, own=not compared)

    def _source(self, label: Text, span: Span, compared: bool) -> Source:
        study = self.study
        control = compared and not study.compared.needs_areas and not _by_years(study)
        units = study.zones.comparison if compared and study.compared.needs_areas else study.zones.treated
        codes = record_codes(study.zones, units, span.start, span.end) if units else ()
        where = (("area", tuple(codes)),) if codes else ()
        request = TraceRequest(study.counted.table, study.counted.term(control=control), span, where, study.cutoff)
        return Source(label, request)

    def _derive(
        self,
        derivation: Derivation,
        span: Span,
        value: int | Decimal | None,
        lower: float | None = None,
        upper: float | None = None,
        *,
        own: bool = True,
    ) -> Derived:
        treated = self.study.zones.treated if own or not self.study.compared.needs_areas else ()
        return derive(
            derivation,
            seal=self.seal,
            period=f"{span.start}..{span.end}",
            start=span.start,
            end=span.end,
            area=treated[0] if len(treated) == 1 else "*",
            by=(("campaign", self.study.registration.campaign_id),),
            value=value,
            lower=lower,
            upper=upper,
        )

    def effects(self, effect: Effect, ids: tuple[str, ...]) -> Iterator[Derived]:
        parameters = {
            **self.parameters,
            "method": effect.rung.value,
            "level": str(effect.level),
            "dispersion": f"{effect.dispersion:.4f}",
        }
        yield self._made(
            "effect",
            Text("thay đổi so với dự kiến", "change against what was expected"),
            Text("phần của 1", "fraction of 1"),
            _METHODS[effect.rung],
            parameters,
            ids,
            (effect.percent / 100, effect.lower / 100, effect.upper / 100),
            share=True,
        )
        expected = effect.expected
        if expected is not None and effect.comparison is not None:
            formula = Text("số vụ trong đợt chia cho (1 + mức thay đổi)", "cases during over (1 + the change)")
            label = Text("dự kiến trong đợt", "expected during")
            unit = self.study.counted.unit
            yield self._made("expected", label, unit, formula, parameters, ids, (expected, None, None))
        if effect.prevented is not None:
            formula = Text(
                "(trong đợt − trước) − (so sánh trong đợt − trước), quy về độ dài đợt (Wheeler & Ratcliffe 2018)",
                "(during − before) − (comparison during − before), at the window's length (Wheeler & Ratcliffe 2018)",
            )
            label = Text("thay đổi tính bằng số vụ", "change in cases")
            values = (effect.prevented.cases, effect.prevented.lower, effect.prevented.upper)
            yield self._made("wdd", label, self.study.counted.unit, formula, parameters, ids, values)

    def power(self, seen: Power | None, ids: tuple[str, ...]) -> Iterator[Derived]:
        if seen is None:
            return
        parameters = {
            **self.parameters,
            "fall": f"{seen.fall:.4f}",
            "target": str(seen.target),
            "replicates": str(seen.replicates or REPLICATES),
            "seed": str(seen.seed or SEED),
            "how": seen.how,
            "dispersion": f"{seen.plan.dispersion:.4f}",
        }
        if isinstance(seen.plan, Plan):
            parameters["treated_before"] = f"{seen.plan.treated_before:g}"
            parameters["comparison_before"] = f"{seen.plan.comparison_before:g}"
            parameters["length"] = f"{seen.plan.length:.6f}"
        share = Text("phần của 1", "fraction of 1")
        found = Text("khả năng phát hiện mức giảm đã đăng ký", "chance of finding the registered fall")
        yield self._made("power", found, share, _POWER, parameters, ids, (seen.probability, None, None), share=True)
        if seen.minimum_detectable is not None:
            least = Text("mức giảm nhỏ nhất phát hiện được", "smallest fall that would be found")
            values = (seen.minimum_detectable, None, None)
            yield self._made("detectable", least, share, _POWER, parameters, ids, values, share=True)

    def _made(
        self,
        name: str,
        what: Text,
        unit: Text,
        method: Text,
        parameters: dict[str, str],
        ids: tuple[str, ...],
        values: tuple[float, float | None, float | None],
        *,
        share: bool = False,
    ) -> Derived:
        derivation = Derivation(
            id=f"evaluate.{name}",
            version=1,
            label=Text(f"{self.who.vi}: {what.vi}", f"{self.who.en}: {what.en}"),
            unit=unit,
            method=method,
            parameters=tuple(sorted(parameters.items())),
            sources=(),
            figures=ids,
            share=share,
        )
        value, lower, upper = (_finite(each) for each in values)
        exact = None if value is None else Decimal(f"{value:.6f}")
        return self._derive(derivation, self.window, exact, lower, upper)


def _by_years(study: Study) -> bool:
    return bool(study.compared.years)


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value
