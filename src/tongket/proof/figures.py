"""Match claims with known figures: the same subject, place and period, then the value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tongket.model.text import Text
from tongket.proof.checks import write
from tongket.proof.claims import Claim
from tongket.proof.known import KnownFigure, Match
from tongket.proof.rounding import RIGHT, classify, signed_interval
from tongket.proof.tokens import canonical, tokenize
from tongket.proof.words.phrases import phrases

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
#: Words that tell no label from another: they say how, where and when, not what.
_WEAK = phrases(
    "tỷ|lệ|số|vụ|việc|người|đối|tượng|và|trên|địa|bàn|thành|phố|tỉnh|có|là|xảy|ra|phát|hiện|ghi|nhận|đã|đạt|về|các|bị|do"
    "|trong|kỳ|toàn|làm|của|với|so|thay|đổi|mức|the|of|rate|number|case|cases|and|in|to|were|was|there|by|change|people"
    "|tăng|giảm|kéo|hơn|ít|nhiều|cao|thấp|gần|dưới|khoảng|phần|trăm|điểm|còn|xuống|lên|vượt"
    "|fall|rise|increase|decrease|drop|decline|up|down|rose|fell|nearly|almost|about|over|per|cent|percent|total"
    "|persons|police|numbered|recorded|reported|city|a|an|at|with|from"
)
_CLOSE = Fraction(3, 5)  # share of a label's words that the claim and its sentence must name
_OWN = Fraction(1, 2)  # share of the claim's own words that the label must hold
_STEM = 5  # letters compared: cleared and clearance, crime and crimes are one
_TIE = Fraction(3, 20)
_HARM = {"killed": ("chết", "kille"), "injured": ("thươn", "injur"), "missing": ("mất", "missi")}


@dataclass(frozen=True)
class _Scored:
    figure: KnownFigure
    subject: Fraction
    period: bool
    area: bool
    right: str


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
    own = [_own_words(claim) for claim in claims]
    return [
        _match(number, claim, index, _Named(own[number], _context(claims, own, number), period))
        for number, claim in enumerate(claims)
    ]


@dataclass(frozen=True)
class _Named:
    """Hold what the text says around a claim: its own words, its sentence's, the period reported on."""

    own: frozenset[str]
    context: frozenset[str]
    period: str | None


def _own_words(claim: Claim) -> frozenset[str]:
    """Return the words that name the claim: around it, in its unit, of its harm."""
    words_near = frozenset(word[:_STEM] for word in claim.words if word not in _WEAK)
    if "cell" in claim.hints:
        words_near |= words(claim.subject or "")
    place = words(claim.area or "")
    return (words_near | words(claim.span) | frozenset(_HARM.get(claim.harm or "", ()))) - place


def _context(claims: Sequence[Claim], own: Sequence[frozenset[str]], number: int) -> frozenset[str]:
    """Return the words of the claims before in the sentence, or, for its first, in the sentence before."""
    here = claims[number].place
    found: frozenset[str] = frozenset()
    sentence: int | None = None
    for other in range(number - 1, max(-1, number - 12), -1):
        place = claims[other].place
        if place.block != here.block or (sentence is not None and place.sentence != sentence):
            break
        sentence = place.sentence
        found |= own[other]
    return found


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
        token.text[:_STEM] for token in tokenize(text) if token.kind == "word" and token.text not in _WEAK
    )


def _match(number: int, claim: Claim, index: _Index, named: _Named) -> Match:
    if claim.pair is not None:
        return Match(
            number, "unverifiable", (), Text(vi="cặp số, xem phép tính", en="a pair of numbers, see the sums")
        )
    scored = [
        score for figure, labels in index.like(claim) if (score := _score(claim, figure, labels, named))
    ]
    if not scored:
        reason = Text(vi="sổ không có số liệu cùng nội dung", en="the book has no figure on this subject")
        return Match(number, "unverifiable", (), reason)
    top = max(score.subject for score in scored)
    meant = [score for score in scored if score.subject >= top - _TIE]
    here = [score for score in meant if score.period and score.area]
    fits = [score for score in here if score.right != "wrong"]
    if fits:
        return _verified(number, claim, max(fits, key=lambda s: (s.right in RIGHT, s.subject)), here)
    if claim.hedge_kind in ("least", "most") and not here:
        reason = Text(vi="chỉ nêu giới hạn, không nêu số", en="only a bound is given, not a number")
        return Match(number, "vague", (), reason)
    elsewhere = [score for score in meant if score.right in RIGHT]
    closest = [score for score in here if score.subject == max(other.subject for other in here)]
    return _differs(number, closest, elsewhere)


def _score(claim: Claim, figure: KnownFigure, labels: list[frozenset[str]], named: _Named) -> _Scored | None:
    """Score how well a figure is named; None if the words do not speak of it.

    A label counts if three fifths of its words stand in the claim or its sentence, and half of the
    claim's own words in the label. Of several labels the one that
    leaves fewest words of either side over is meant.
    """
    best: Fraction | None = None
    for label in labels:
        covered = Fraction(len(label & (named.own | named.context)), len(label))
        own = Fraction(len(label & named.own), len(named.own)) if named.own else Fraction(1, 2)
        if covered >= _CLOSE and own >= _OWN and (named.own or named.context):
            best = max(best or Fraction(0), covered + own)
    if best is None:
        return None
    return _Scored(
        figure,
        best,
        _same_period(claim, figure, named.period),
        _same_area(claim, figure),
        _fit(claim, figure),
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
    if len({scored.figure.period for scored in here}) > 1:
        note += f" ({figure.period})"
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
