"""Match claims with known figures: the same subject, place and period, then the value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from tongket.model.text import Text
from tongket.proof.checks import write
from tongket.proof.claims import Claim
from tongket.proof.rounding import RIGHT, classify, signed_interval
from tongket.proof.tokens import canonical, tokenize

Measure = Literal["count", "people", "money", "rate_pct", "change_abs", "change_pct", "points", "target_pct"]
Outcome = Literal["verified", "rounds_to", "truncated", "differs", "ambiguous", "vague", "unverifiable"]
_SCALES = {
    "nghìn": 3,
    "ngàn": 3,
    "thousand": 3,
    "triệu": 6,
    "million": 6,
    "tỷ": 9,
    "billion": 9,
    "nghìn tỷ": 12,
}
_WEAK = frozenset(
    [
        "tỷ",
        "lệ",
        "số",
        "vụ",
        "việc",
        "án",
        "người",
        "đối",
        "tượng",
        "the",
        "of",
        "rate",
        "number",
        "case",
        "cases",
        "và",
        "and",
        "trên",
        "địa",
        "bàn",
        "thành",
        "phố",
        "tỉnh",
        "có",
        "là",
    ]
)
_CLOSE = Fraction(1, 2)  # share of a label's words a claim must name


@dataclass(frozen=True)
class KnownFigure:
    """Hold one figure of the ledger, as the proof room needs it.

    Attributes
    ----------
    figure_id : str
        Id in the ledger.
    indicator : str
        Id of the indicator.
    label : Text
        Label of the indicator, with what it was broken down by.
    period, start, end : str
        Period id (``mps:2022``) and its first and last day, ISO.
    area : Text
        Name of the area.
    value : Decimal
        Exact value; a rate in per cent.
    measure : str
        What sort of number it is: count, people, money, rate_pct, change_abs, change_pct, points.
    synonyms : tuple of Text
        Other ways to name the indicator.
    against : str
        For a change, the period it is against.
    version, seal : str
        Version of the definition, and the seal.
    n : int or None
        The denominator, for rates.
    """

    figure_id: str
    indicator: str
    label: Text
    period: str
    start: str
    end: str
    area: Text
    value: Decimal
    measure: Measure
    synonyms: tuple[Text, ...] = ()
    against: str | None = None
    version: str = ""
    seal: str = ""
    n: int | None = None

    @property
    def exact(self) -> Fraction:
        """Return the value as a fraction."""
        return Fraction(self.value)


@dataclass(frozen=True)
class Match:
    """Hold what the book says of a claim.

    Attributes
    ----------
    claim : int
        Index of the claim.
    outcome : str
        verified, rounds_to, truncated, differs, ambiguous, vague or unverifiable.
    figures : tuple of str
        Figure ids, the one meant first.
    reason : Text
        Why, in one sentence.
    """

    claim: int
    outcome: Outcome
    figures: tuple[str, ...]
    reason: Text

    @property
    def wrong(self) -> bool:
        """Say whether the book contradicts the claim."""
        return self.outcome == "differs"

    def to_json(self) -> dict[str, object]:
        """Return the match for the exchange format."""
        return {
            "claim": self.claim,
            "verdict": self.outcome,
            "figures": list(self.figures),
            "reason": {"vi": self.reason.vi, "en": self.reason.en},
        }


@dataclass(frozen=True)
class _Scored:
    figure: KnownFigure
    subject: Fraction
    period: bool
    area: bool
    right: str | None


def match_claims(
    claims: Sequence[Claim], figures: Sequence[KnownFigure], period: str | None = None
) -> list[Match]:
    """Match every claim with the figures of a book.

    Parameters
    ----------
    claims : sequence of Claim
        Claims of a text.
    figures : sequence of KnownFigure
        What the ledger knows.
    period : str, optional
        Period id the text reports on, where it names none.

    Returns
    -------
    list of Match
        One per claim. A claim that only fits another period, area, definition or seal says which.
    """
    index = _Index(figures)
    return [_match(number, claim, index, period) for number, claim in enumerate(claims)]


class _Index:
    """Look figures up by sort of number."""

    def __init__(self, figures: Sequence[KnownFigure]) -> None:
        self.by_measure: dict[str, list[tuple[KnownFigure, list[frozenset[str]]]]] = {}
        for figure in figures:
            labels = [
                names
                for text in (figure.label, *figure.synonyms)
                for names in (words(text.vi), words(text.en))
                if names
            ]
            self.by_measure.setdefault(figure.measure, []).append((figure, labels))

    def like(self, claim: Claim) -> Iterable[tuple[KnownFigure, list[frozenset[str]]]]:
        """Return the figures of the claim's sort."""
        sorts = ["points", "change_pct"] if claim.points and claim.kind == "change_pct" else [claim.kind]
        sorts += {"count": ["people"], "people": ["count"]}.get(claim.kind, [])
        for sort in sorts:
            yield from self.by_measure.get(sort, ())


def words(text: str) -> frozenset[str]:
    """Return the words of a label that tell it from others."""
    return frozenset(
        token.text for token in tokenize(text) if token.kind == "word" and token.text not in _WEAK
    )


def _match(number: int, claim: Claim, index: _Index, period: str | None) -> Match:
    if claim.pair is not None:
        return Match(
            number, "unverifiable", (), Text(vi="cặp số, xem phép tính", en="a pair of numbers, see the sums")
        )
    scored = [_score(claim, figure, labels, period) for figure, labels in index.like(claim)]
    named = [s for s in scored if s.subject >= _CLOSE]
    if not named:
        named = [s for s in scored if s.right in RIGHT and s.period and s.area and not _own_words(claim)]
    if not named:
        return Match(
            number,
            "unverifiable",
            (),
            Text(vi="sổ không có số liệu cùng nội dung", en="the book has no figure on this subject"),
        )
    best = max(s.subject for s in named)
    here = [s for s in named if s.period and s.area]
    fits = [s for s in here if s.right is not None and s.right != "wrong"]
    if fits:
        return _verified(number, claim, max(fits, key=lambda s: (s.right in RIGHT, s.subject)), here)
    if claim.hedge_kind in ("least", "most") and not here:
        return Match(
            number,
            "vague",
            (),
            Text(vi="chỉ nêu giới hạn, không nêu số", en="only a bound is given, not a number"),
        )
    elsewhere = [s for s in named if s.right in RIGHT and s.subject == best]
    closest = [s for s in here if s.subject == max(t.subject for t in here)] if here else []
    return _differs(number, closest, elsewhere)


def _own_words(claim: Claim) -> frozenset[str]:
    return words(claim.subject or "") | claim.words


def _score(claim: Claim, figure: KnownFigure, labels: list[frozenset[str]], period: str | None) -> _Scored:
    own = _own_words(claim)
    subject = max((Fraction(len(label & own), len(label)) for label in labels), default=Fraction(0))
    if subject >= _CLOSE:
        # among labels named alike, the one that leaves fewest of the claim's words over is meant
        subject += max(
            (Fraction(len(label & own), 10 * max(1, len(own))) for label in labels), default=Fraction(0)
        )
    return _Scored(
        figure, subject, _same_period(claim, figure, period), _same_area(claim, figure), _fit(claim, figure)
    )


def _fit(claim: Claim, figure: KnownFigure) -> str:
    value, decimals = claim.exact, claim.decimals
    scale = _SCALES.get(claim.unit.split(" ")[0], 0)
    true = figure.exact / 10**scale
    if claim.value_max is not None or claim.hedge_kind:
        limits = (
            claim.interval
            if claim.value_max is not None
            else signed_interval(value, decimals, claim.hedge_kind)
        )
        return "within_hedge" if true in limits else "wrong"
    return classify(true, value, decimals)


def _same_area(claim: Claim, figure: KnownFigure) -> bool:
    if claim.area is None:
        return True
    own = {canonical(claim.area), canonical(claim.area).removeprefix("tp ")}
    return any(
        name in canonical(text) or canonical(text) in name
        for text in (figure.area.vi, figure.area.en)
        for name in own
    )


def _same_period(claim: Claim, figure: KnownFigure, period: str | None) -> bool:
    if "cell" in claim.hints and claim.period is None:
        return period is None or figure.period == period
    if claim.period is None:
        return period is None or figure.period == period
    return _covers(claim.period, figure) and (
        period is None or figure.period == period or not _named_alike(claim.period, period)
    )


def _named_alike(name: str, period: str) -> bool:
    return period.partition(":")[2] == name


def _covers(name: str, figure: KnownFigure) -> bool:
    """Say whether a period as named in a text can mean the period of a figure, in whatever calendar."""
    local = figure.period.partition(":")[2] or figure.period
    if local == name:
        return True
    if re.fullmatch(r"[0-9]{4}-01/[0-9]{4}-[0-9]{2}", name):
        return figure.start[:7] in (name[:7], f"{int(name[:4]) - 1}-12") and figure.end[:7] == name[8:]
    halves = {"H1": "06", "H2": "12", "Q1": "03", "Q2": "06", "Q3": "09", "Q4": "12"}
    match = re.fullmatch(r"([0-9]{4})-([HQ][1-4])", name)
    return bool(match) and figure.end[:7] == f"{match[1]}-{halves[match[2]]}" if match else False


def _verified(number: int, claim: Claim, best: _Scored, here: list[_Scored]) -> Match:
    figure = best.figure
    value = write(figure.exact, "vi", 4), write(figure.exact, "en", 4)
    note = _complete(claim, figure)
    if best.right == "exact":
        return Match(
            number, "verified", (figure.figure_id,), Text(vi=f"đúng với sổ{note}", en=f"as in the book{note}")
        )
    if best.right == "truncated":
        return Match(
            number,
            "truncated",
            (figure.figure_id,),
            Text(
                vi=f"sổ ghi {value[0]}: cắt bớt, không làm tròn",
                en=f"the book says {value[1]}: cut off, not rounded",
            ),
        )
    if best.right == "off_by_one":
        return Match(
            number,
            "differs",
            (figure.figure_id,),
            Text(
                vi=f"sổ ghi {value[0]}: lệch một đơn vị ở chữ số cuối",
                en=f"the book says {value[1]}: one unit off in the last digit",
            ),
        )
    others = tuple(
        s.figure.figure_id for s in here if s is not best and s.right in RIGHT and s.subject == best.subject
    )
    if others and claim.hedge_kind in ("least", "most", "around"):
        return Match(
            number,
            "vague",
            (figure.figure_id, *others),
            Text(vi="từ ước lượng khớp với nhiều số", en="the hedge fits several figures"),
        )
    return Match(
        number,
        "rounds_to",
        (figure.figure_id,),
        Text(vi=f"làm tròn từ {value[0]}{note}", en=f"rounded from {value[1]}{note}"),
    )


def _complete(claim: Claim, figure: KnownFigure) -> str:
    """Return the n that a rate of 100 per cent must be told with."""
    return (
        f" (n = {figure.n})"
        if claim.kind == "rate_pct" and claim.exact == 100 and figure.n is not None
        else ""
    )


def _differs(number: int, here: list[_Scored], elsewhere: list[_Scored]) -> Match:
    periods = sorted({s.figure.period for s in elsewhere if not s.period})
    if not here and len(periods) > 1:
        return Match(
            number,
            "ambiguous",
            tuple(s.figure.figure_id for s in elsewhere),
            Text(vi=f"khớp với các kỳ {', '.join(periods)}", en=f"fits the periods {', '.join(periods)}"),
        )
    if not here and not elsewhere:
        return Match(
            number,
            "unverifiable",
            (),
            Text(vi="sổ không có kỳ hoặc địa bàn này", en="the book has no such period or area"),
        )
    where = _elsewhere(elsewhere)
    if not here:
        return Match(number, "ambiguous", tuple(s.figure.figure_id for s in elsewhere), where)
    said = here[0].figure
    value = write(said.exact, "vi", 4), write(said.exact, "en", 4)
    tail = (f"; {where.vi}", f"; {where.en}") if elsewhere else ("", "")
    return Match(
        number,
        "differs",
        (said.figure_id, *(s.figure.figure_id for s in elsewhere)),
        Text(
            vi=f"sổ ghi {value[0]} ({said.figure_id}){tail[0]}",
            en=f"the book says {value[1]} ({said.figure_id}){tail[1]}",
        ),
    )


def _elsewhere(elsewhere: list[_Scored]) -> Text:
    if not elsewhere:
        return Text(vi="không khớp kỳ nào khác", en="fits no other period")
    figure = elsewhere[0].figure
    version = figure.version or "—"
    seal = f" ({figure.seal[:8]})" if figure.seal else ""
    return Text(
        vi=f"chỉ khớp với kỳ {figure.period}, địa bàn {figure.area.vi}, định nghĩa {version}{seal}",
        en=f"fits only period {figure.period}, area {figure.area.en}, definition {version}{seal}",
    )
