"""Second opinions on a campaign: other comparisons of the same records, each with what it cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tongket.evaluate.cards_effects import Effect, described, placebo_of, usable_years, years_result
from tongket.evaluate.cards_words import both, percent
from tongket.evaluate.ladder_choice import Rung
from tongket.evaluate.placebos import placebo_text
from tongket.evaluate.series_study import Study, weekly, weeks_of
from tongket.model.errors import FigureError
from tongket.model.text import Language, Text

_LEAST_WEEKS = 104  # two years: a season needs to be seen twice


@dataclass(frozen=True)
class Second:
    """Hold one more comparison.

    Attributes
    ----------
    method : str
        Short id: ``before_after``, ``same_weeks``, ``interrupted_series``, ``difference_in_differences``,
        ``synthetic_control``, ``placebo``.
    name : Text
        What it compares.
    percent, lower, upper : float or None
        Change in per cent with its interval; None for a rank.
    note : Text or None
        What it cannot tell, or the rank.
    """

    method: str
    name: Text
    percent: float | None
    lower: float | None
    upper: float | None
    note: Text | None = None

    def in_language(self, language: Language) -> str:
        """Write it as one line."""
        parts = [self.name.in_language(language)]
        if self.percent is not None and self.lower is not None and self.upper is not None:
            word = "đến" if language == "vi" else "to"
            low, high = percent(self.lower, language), percent(self.upper, language)
            parts.append(f"{percent(self.percent, language)} ({low} {word} {high})")
        if self.note is not None:
            parts.append(self.note.in_language(language))
        return ": ".join(parts[:2]) + (f"; {parts[2]}" if len(parts) > 2 else "")

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        numbers = {
            name: None if value is None or not np.isfinite(value) else round(float(value), 4)
            for name, value in (("percent", self.percent), ("lower", self.lower), ("upper", self.upper))
        }
        note = {"vi": self.note.vi, "en": self.note.en} if self.note is not None else None
        return {"method": self.method, "name_vi": self.name.vi, "name_en": self.name.en, **numbers, "note": note}


def second_opinions(study: Study, effect: Effect) -> tuple[Second, ...]:
    """Return what other comparisons say of the same window; one that cannot be made is left out."""
    makers: tuple[Callable[[Study, Effect], Iterator[Second]], ...] = (
        _plain,
        _years,
        _series,
        _panel,
        _twin,
        _placebo,
    )
    found: list[Second] = []
    for maker in makers:
        try:
            found += maker(study, effect)
        except FigureError:  # too few points, places or cases for this one
            continue
    return tuple(found)


def _plain(study: Study, effect: Effect) -> Iterator[Second]:
    if study.window is None or effect.rung is Rung.BEFORE_AFTER:
        return
    found = described(study, study.window)
    name = Text("trước và trong đợt (mô tả)", "before and during (description)")
    yield Second("before_after", name, found.percent, found.lower, found.upper)


def _years(study: Study, effect: Effect) -> Iterator[Second]:
    years = usable_years(study)
    if effect.rung is Rung.SAME_WEEKS or len(years) < 2:
        return
    found = years_result(study, years)
    n = found.years
    name = Text(f"cùng các tuần của {n} năm trước", f"same weeks of {n} earlier years")
    yield Second("same_weeks", name, found.percent, found.lower, found.upper)


def _series(study: Study, effect: Effect) -> Iterator[Second]:
    from tongket.evaluate.interrupted import interrupted_series

    treated, start = weekly(study, study.counts.daily(study.zones.treated or None))
    if start < _LEAST_WEEKS:
        return
    other = _comparison(study)
    name = Text("chuỗi thời gian theo tuần, có xu thế và mùa vụ", "weekly series with trend and season")
    if other is not None:
        name = Text(f"{name.vi}, có đối chứng", f"{name.en}, with the comparison")
    end = min(start + weeks_of(study), len(treated))
    found = interrupted_series(
        treated, start, end, comparison=other, extra=_tet(study, len(treated)), extra_names=("tet",)
    )
    del effect
    yield Second("interrupted_series", name, found.percent, found.lower, found.upper)


def _comparison(study: Study) -> np.ndarray[Any, Any] | None:
    zones = study.zones
    if study.compared.needs_areas and zones.comparison:
        return weekly(study, study.counts.daily(zones.comparison))[0]
    if study.counts.untargeted is not None:
        return weekly(study, study.counts.daily(zones.treated or None, control=True))[0]
    return None


def _tet(study: Study, n_weeks: int) -> np.ndarray[Any, Any]:
    """Return the share of each week that lies in the seven days from Tết on, in which recording rests."""
    from tongket.evaluate.series import DAY
    from tongket.model.lunar import lunar_day

    first = study.counts.first
    lead = (study.registration.starts_on - first).days % 7
    share = np.zeros(n_weeks)
    for year in range(first.year, study.counts.last.year + 2):
        for step in range(7):
            week = ((lunar_day(year, 1, 1) + DAY * step - first).days - lead) // 7
            if 0 <= week < n_weeks:
                share[week] += 1 / 7
    return share


def _panel(study: Study, effect: Effect) -> Iterator[Second]:
    from tongket.evaluate.panel import difference_in_differences

    zones = study.zones
    if not zones.treated or len(zones.comparison) < 3:
        return
    codes = (*zones.treated, *zones.comparison)
    table = np.column_stack([weekly(study, study.counts.daily([code]))[0] for code in codes])
    start = weekly(study, study.counts.daily())[1]
    end = min(start + weeks_of(study), len(table))
    kept = slice(max(0, start - 52), end)
    running = np.zeros(table[kept].shape, dtype=bool)
    running[start - kept.start :, : len(zones.treated)] = True
    some = table[kept].sum(axis=0) > 0  # a unit without any case says nothing
    found = difference_in_differences(table[kept][:, some], running[:, some])
    name = Text("sai biệt kép giữa các đơn vị", "difference in differences of the units")
    few = Text("quá ít đơn vị triển khai, chỉ tham khảo", "too few treated units, for orientation only")
    del effect
    yield Second(
        "difference_in_differences", name, found.percent, found.lower, found.upper, few if found.few_treated else None
    )


def _twin(study: Study, effect: Effect) -> Iterator[Second]:
    """Yield the mixture of other units that moved like the treated ones, where enough of them have cases enough."""
    from tongket.evaluate.synthetic import synthetic_control

    zones = study.zones
    if not zones.treated or not zones.comparison:
        return
    place, start = weekly(study, study.counts.daily(zones.treated))
    others = [weekly(study, study.counts.daily([code]))[0] for code in zones.comparison]
    first, end = max(0, start - _LEAST_WEEKS), min(start + weeks_of(study), len(place))
    # a unit with fewer cases than weeks is mostly zeros: it can be matched to nothing and is no placebo
    donors = [each for each in others if each[first:start].sum() >= start - first]
    table = np.column_stack([place, *donors])[first:end]
    found = synthetic_control(table, 0, start - first)
    name = Text("đối chứng tổng hợp từ các đơn vị khác", "mixture of other units (synthetic control)")
    note = Text(
        f"xếp thứ {found.rank} trong {found.placebos + 1} đơn vị khi thử như nhau",
        f"ranks {found.rank} of {found.placebos + 1} units put to the same test",
    )
    del effect
    yield Second("synthetic_control", name, found.percent, found.lower, found.upper, note)


def _placebo(study: Study, effect: Effect) -> Iterator[Second]:
    if effect.rung not in (Rung.BOTH_SCALES, Rung.NEGATIVE_CONTROL):
        return
    found = placebo_of(study)
    if found is not None:
        name = Text("mọi thời điểm bắt đầu khác", "every other start date")
        yield Second("placebo", name, None, None, None, placebo_text(found))


__all__ = ["Second", "both", "second_opinions"]
