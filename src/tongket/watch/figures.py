"""Turn what was seen into figures of the ledger, so that expected, observed and relative risk trace to records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tongket.count.derived import Derivation, Derived, Source, derive
from tongket.engines.contract import Span, Term, TraceRequest
from tongket.model.figures import Number
from tongket.model.indicators import Condition, Operator
from tongket.model.seals import Seal
from tongket.model.text import Language, Text
from tongket.watch.names import Names, detector_name
from tongket.watch.results import WatchResult
from tongket.watch.settings import WatchSettings
from tongket.watch.signals import Kind, Signal, rounded
from tongket.watch.telling import where_words
from tongket.watch.watching_hot_spots import HotSpotLayer

_CASES = Text("vụ", "cases")
_PAIRS = Text("cặp vụ", "pairs of cases")
_TIMES = Text("lần", "times")
_INDEX = Text("chỉ số", "index")

_EXPECTED: Mapping[str, Text] = {
    "farrington": Text(
        "Hồi quy quasi-Poisson trên cùng thời kỳ các năm trước (Farrington và cộng sự 1996; Noufaily và cộng sự 2013).",
        "Quasi-Poisson regression on the same season of earlier years (Farrington et al. 1996; Noufaily et al. 2013).",
    ),
    "ears": Text(
        "Trung bình các kỳ ngay trước đó (EARS; Fricker, Hegler và Dunfee 2008).",
        "Mean of the periods just before (EARS; Fricker, Hegler & Dunfee 2008).",
    ),
    "cusum": Text(
        "Trung bình theo mùa của thời gian trước đó (Rossi, Lampugnani và Marchi 1999).",
        "Seasonal mean of the time before (Rossi, Lampugnani & Marchi 1999).",
    ),
    "glr": Text(
        "Trung bình theo mùa của thời gian trước đó (Höhle và Paul 2008).",
        "Seasonal mean of the time before (Höhle & Paul 2008).",
    ),
    "space": Text(
        "Số vụ của khu vực nhân với số vụ của khoảng thời gian, chia cho tổng số vụ (Kulldorff và cộng sự 2005).",
        "Cases of the place times cases of the window over all cases (Kulldorff et al. 2005).",
    ),
    "knox": Text(
        "Số cặp gần về địa điểm nhân với tỷ lệ cặp gần về thời gian (Knox 1964).",
        "Pairs near in place times the share of pairs near in time (Knox 1964).",
    ),
    "gi": Text(
        "Số vụ nếu trải đều trên diện tích (Ord và Getis 1995 cho việc chọn nơi nổi bật).",
        "Cases if spread evenly over the area (Ord & Getis 1995 for the choice of the place).",
    ),
}
_OBSERVED = Text(
    "Đếm số vụ (hoặc số cặp vụ) trong khoảng thời gian và địa điểm.", "Cases (or pairs) in place and window."
)
_RISK = Text("Số ghi nhận chia cho số kỳ vọng.", "Observed over expected.")
_ACCURACY: Mapping[str, Text] = {
    "pai": Text(
        "Tỷ lệ vụ rơi vào phần diện tích được nêu, chia cho tỷ lệ diện tích (Chainey, Tompson và Uhlig 2008).",
        "Share of cases in the share of the area named, over that share (Chainey, Tompson & Uhlig 2008).",
    ),
    "pei": Text(
        "PAI chia cho PAI của bản đồ biết trước (Hunt 2016).",
        "PAI over that of a map that knew beforehand (Hunt 2016).",
    ),
    "rri": Text(
        "Số vụ bản đồ dự kiến chia cho số vụ đã xảy ra (Wheeler và Steenbeek 2021).",
        "Cases the map let expect over those that came (Wheeler & Steenbeek 2021).",
    ),
}


@dataclass(frozen=True)
class _Subject:
    """What the figures of one signal have in common."""

    signal: Signal
    seal: Seal
    names: Names
    settings: WatchSettings
    members: Sequence[str]

    def label(self, what: Text) -> Text:
        """Return a complete label: what, of what, where, when, by which method."""
        return Text(self._label(what.vi, "vi"), self._label(what.en, "en"))

    def _label(self, what: str, language: Language) -> str:
        called = self.names.called(language)
        kinds = ", ".join(called(column, code) for column, code in self.signal.what)
        where = where_words(self.signal, language, called)
        method = detector_name(self.signal.detector).in_language(language)
        return f"{what}, {kinds}, {where}, {self.signal.start}..{self.signal.end} ({method})"


def derive_signals(
    result: WatchResult, seal: Seal, names: Names, settings: WatchSettings
) -> dict[str, tuple[Derived, ...]]:
    """Return the figures of each signal and each hot spot: observed, expected, relative risk.

    Parameters
    ----------
    result : WatchResult
        What was seen.
    seal : Seal
        Records it rests on.
    names : Names
        Of areas and kinds of case.
    settings : WatchSettings
        What was switched on.

    Returns
    -------
    dict of str to tuple of Derived
        By id of the signal; a relative risk without expectation is left out.
    """
    spots = [spot for layer in result.hot_spots for spot in layer.spots]
    return {
        signal.id: _derive(_Subject(signal, seal, names, settings, result.members.get(signal.id, ())))
        for signal in (*result.signals, *spots)
    }


def _derive(subject: _Subject) -> tuple[Derived, ...]:
    signal = subject.signal
    unit = _PAIRS if signal.kind is Kind.NEAR_REPEAT else _CASES
    method = next(text for name, text in _EXPECTED.items() if signal.detector.startswith(name))
    sources = _sources(subject)
    observed = _figure(
        subject, "observed", Text("Số ghi nhận", "Observed"), unit, _OBSERVED, sources[:1], signal.observed
    )
    expected = _figure(
        subject, "expected", Text("Số kỳ vọng", "Expected"), unit, method, sources, _decimal(signal.expected)
    )
    if not signal.expected:
        return observed, expected
    risk = _figure(
        subject,
        "relative_risk",
        Text("Tỷ số ghi nhận trên kỳ vọng", "Observed over expected"),
        _TIMES,
        _RISK,
        (),
        _decimal(signal.relative_risk),
        figures=(observed.figure.id, expected.figure.id),
    )
    return observed, expected, risk


def _decimal(value: float) -> Decimal:
    return Decimal(str(rounded(value)))


def _figure(
    subject: _Subject,
    name: str,
    what: Text,
    unit: Text,
    method: Text,
    sources: tuple[Source, ...],
    value: Number,
    figures: tuple[str, ...] = (),
) -> Derived:
    signal = subject.signal
    settings = dict(signal.parameters)
    if signal.seed is not None:
        settings["seed"] = str(signal.seed)
    if signal.threshold is not None:
        settings["threshold"] = str(rounded(signal.threshold))
    derivation = Derivation(
        id=f"watch.{signal.detector}.{name}",
        version=1,
        label=subject.label(what),
        unit=unit,
        method=method,
        parameters=tuple(sorted(settings.items())),
        sources=sources,
        figures=figures,
    )
    areas = signal.where.areas
    return derive(
        derivation,
        seal=subject.seal,
        period=f"{signal.start}..{signal.end}",
        start=signal.start,
        end=signal.end,
        area=areas[0] if len(areas) == 1 else "*",
        by=(("signal", signal.id),),
        value=value,
    )


def _sources(subject: _Subject) -> tuple[Source, ...]:
    """Return the records of the window, and those that the expectation rests on."""
    signal, settings = subject.signal, subject.settings
    kind = tuple(Condition(column, Operator.IN, (code,)) for column, code in signal.what)
    if signal.kind is Kind.SURGE:
        before = signal.as_of - timedelta(days=settings.n_periods * settings.period_days - 1)
        by_day = "occurred_from" if settings.occurred else "recorded_on"
        named = {condition.column for condition in kind}
        here = (*(one for one in settings.where if one.column not in named), *kind, *_in_area(signal))
        return (
            _source(_WINDOW, here, Span(signal.start, signal.end), signal.as_of, by_day),
            _source(_BEFORE, here, Span(before, signal.start - timedelta(days=1)), signal.as_of, by_day),
        )
    located = (*kind, Condition("location_precision", Operator.IN, ("point",)))
    days = settings.cluster_days if signal.kind is Kind.CLUSTER else (signal.end - signal.start).days + 1
    study = Span(signal.as_of - timedelta(days=days - 1), signal.as_of)
    every = _source(_STUDY, located, study, signal.as_of)
    if not subject.members:
        return (every,)
    own = (Condition("case_id", Operator.IN, tuple(subject.members)),)
    return (_source(_WINDOW, own, study, signal.as_of), every)


_WINDOW = Text("Các vụ trong khoảng thời gian và địa điểm", "Cases in place and window")
_BEFORE = Text("Các vụ trước đó, dùng để tính mức kỳ vọng", "Cases before, which the expectation rests on")
_STUDY = Text("Mọi vụ có tọa độ được xét", "All cases with a point that were looked at")


def _in_area(signal: Signal) -> tuple[Condition, ...]:
    areas = tuple(code for code in signal.where.areas if code != "*")
    return (Condition("area", Operator.IN, areas),) if areas else ()


def _source(label: Text, where: tuple[Condition, ...], span: Span, cutoff: date, by_day: str = "recorded_on") -> Source:
    return Source(label, TraceRequest("cases", Term("n", by_day, where=where), span, (), cutoff))


def derive_accuracy(
    layer: HotSpotLayer, seal: Seal, names: Names, settings: WatchSettings
) -> dict[tuple[str, float, str], Derived]:
    """Return the indices of each map of hot spots as figures.

    Parameters
    ----------
    layer : HotSpotLayer
        Of one kind of case.
    seal, names, settings
        As for `derive_signals`.

    Returns
    -------
    dict of (map, share of the area, index) to Derived
        Index is ``pai``, ``pei`` or ``rri``; one that a map has not is missing.
    """
    column = settings.near_repeat_column
    where = (Condition(column, Operator.IN, (layer.code,)), Condition("location_precision", Operator.IN, ("point",)))
    last_before = layer.held_out_from - timedelta(days=1)
    sources = (
        _source(_BEFORE, where, Span(layer.start, last_before), layer.end),
        _source(_WINDOW, where, Span(layer.held_out_from, layer.end), layer.end),
    )
    called = names.text(column, layer.code)
    found = {}
    for one in layer.accuracy:
        for index, method in _ACCURACY.items():
            after = f"{one.name}, {100 * one.share:g} %, {layer.held_out_from}..{layer.end}"
            value = rounded(getattr(one, index))
            derivation = Derivation(
                id=f"watch.hot_spots.{index}",
                version=1,
                label=Text(f"{index.upper()}, {called.vi}, {after}", f"{index.upper()}, {called.en}, {after}"),
                unit=_INDEX,
                method=method,
                parameters=tuple(
                    sorted({**dict(layer.map.parameters), "map": one.name, "share": f"{one.share:g}"}.items())
                ),
                sources=sources,
            )
            found[one.name, one.share, index] = derive(
                derivation,
                seal=seal,
                period=f"{layer.held_out_from}..{layer.end}",
                start=layer.held_out_from,
                end=layer.end,
                by=((column, layer.code), ("map", one.name), ("share", f"{one.share:g}")),
                value=None if value is None else Decimal(str(value)),
            )
    return found
