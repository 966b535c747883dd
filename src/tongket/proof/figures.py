"""Match claims with known figures: the same subject, place and period, then the value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tongket.model.text import Language, Text
from tongket.proof.checks import write
from tongket.proof.claims import LEVELS, Claim
from tongket.proof.fitting import SCALES, how_it_fits, same_area, same_base, same_period
from tongket.proof.known import Known, KnownFigure, Listed, Match
from tongket.proof.naming import Index, Named, context_words, label_words, sorts_of
from tongket.proof.rounding import RIGHT
from tongket.proof.wording import Wording

_TIE = Fraction(3, 20)  # named about as well
_AKIN = Fraction(1, 2)  # named well enough to be another definition of the same thing
_SURE = Fraction(4, 5)  # share of a label's words that must be named before a number is called wrong
_INHERITED = Named(Fraction(2), Fraction(1), Fraction(1))


@dataclass(frozen=True)
class _Scored:
    figure: KnownFigure
    number: int
    name: Named
    period: bool
    area: bool
    right: str


def match_claims(
    claims: Sequence[Claim], figures: Sequence[KnownFigure] | Known, period: str | None = None, text: str = ""
) -> list[Match]:
    """Match every claim with the figures of a book.

    Parameters
    ----------
    claims : sequence of Claim
        Claims of a text.
    figures : sequence of KnownFigure, or Known
        What the ledger knows.
    period : str, optional
        Period id the text reports on, where it names none.
    text : str
        The text, so that labels are found in it word for word.

    Returns
    -------
    list of Match
        One per claim. A claim that only fits another period, area, definition or seal says which.
    """
    known = Listed(figures) if isinstance(figures, Sequence) else figures
    known.prepare(claims)
    matcher = _Matcher(known, period)
    beside = Wording(known.subjects()).beside(text, claims)
    own = label_words(text, claims, beside)
    met = [matcher.meet(claim, own[number], *context_words(claims, own, number)) for number, claim in enumerate(claims)]
    doubtful = {score.figure.indicator for each in met if each.contradicted for score in each.here}
    matcher.other_seals(known.elsewhere(doubtful) if doubtful else ())
    return [matcher.conclude(number, each) for number, each in enumerate(met)]


@dataclass(frozen=True)
class _Met:
    """Hold a claim with the figures it may speak of."""

    claim: Claim
    meant: list[_Scored]
    akin: Callable[[], list[_Scored]]

    @property
    def here(self) -> list[_Scored]:
        """Return the figures of the claim's own period and area."""
        return [score for score in self.meant if score.period and score.area]

    @property
    def contradicted(self) -> bool:
        """Say whether there are such figures and none is the number printed."""
        here = self.here
        return bool(here) and all(score.right == "wrong" for score in here)


class _Matcher:
    def __init__(self, known: Known, period: str | None) -> None:
        self.index = Index(known)
        self.period = period
        self.told: list[tuple[Claim, frozenset[int]]] = []
        self.others: dict[tuple[str, str], list[KnownFigure]] = {}

    def other_seals(self, figures: Sequence[KnownFigure]) -> None:
        """Take in figures of other seals."""
        for figure in figures:
            self.others.setdefault((figure.indicator, figure.measure), []).append(figure)

    def meet(self, claim: Claim, own: frozenset[str], near: frozenset[str], far: frozenset[str]) -> _Met:
        """Find the figures that the words around a claim speak of.

        A number without words of its own is about what a number before it is about that counts the same. The words
        of the sentence before help only where those of its own do not suffice.
        """
        met = self._met(claim, {} if own else dict.fromkeys(self._told(claim), _INHERITED))
        if not met.meant:
            met = self._met(claim, self.index.named(own, near))
        if far and not any(score.right != "wrong" for score in met.here):
            wider = self._met(claim, self.index.named(own, near | far))
            met = wider if any(score.right != "wrong" for score in wider.here) or not met.meant else met
        self.told.append((claim, self._about(met)))
        return met

    def _told(self, claim: Claim) -> frozenset[int]:
        """Return the subjects of the number that one without words goes with."""
        if claim.kind in LEVELS and not claim.base_level and not claim.reached:
            return frozenset()  # another level is about something else
        here = claim.place
        near = [pair for pair in self.told[-12:] if pair[0].place.block == here.block]
        same = [pair for pair in near if pair[0].place.sentence == here.sentence]
        if claim.percent:
            return same[-1][1] if same else frozenset()
        alike = [about for other, about in same if other.unit_class == claim.unit_class and about]
        if alike:
            return alike[-1]
        before = [about for other, about in near if other.unit_class == claim.unit_class and about]
        return before[0] if before and not same else frozenset()

    def _about(self, met: _Met) -> frozenset[int]:
        fits = [score for score in met.here if score.right != "wrong"] or met.here
        return frozenset(score.number for score in fits)

    def _met(self, claim: Claim, all_named: Mapping[int, Named]) -> _Met:
        sorts = sorts_of(claim)
        named = {
            number: name
            for number, name in all_named.items()
            if not self.index.subjects[number].measures.isdisjoint(sorts)
        }
        top = max((name.score for name in named.values()), default=Fraction(0))

        def scored(low: Fraction, high: Fraction) -> list[_Scored]:
            return [
                self._score(claim, figure, number, name)
                for number, name in named.items()
                if low <= name.score < high
                for figure in self.index.figures(number, sorts)
            ]

        return _Met(claim, scored(top - _TIE, top + 1), lambda: scored(top - _AKIN, top - _TIE))

    def _score(self, claim: Claim, figure: KnownFigure, number: int, name: Named) -> _Scored:
        when = same_period(claim, figure, self.period) and same_base(claim, figure)
        where = same_area(claim, figure)
        return _Scored(figure, number, name, when, where, how_it_fits(claim, figure))

    def conclude(self, number: int, met: _Met) -> Match:
        """Say what the book says of a claim."""
        claim, here = met.claim, met.here
        if not met.meant:
            reason = Text(vi="sổ không có số liệu cùng nội dung", en="the book has no figure on this subject")
            return Match(number, "unverifiable", (), reason)
        fits = [score for score in here if score.right != "wrong"]
        if fits:
            return _verified(number, claim, max(fits, key=lambda s: (s.right in RIGHT, s.name.score)), here)
        if claim.pair is not None and not _half_right(claim, here):
            reason = Text(vi="cặp số, xem phép tính", en="a pair of numbers, see the sums")
            return Match(number, "unverifiable", (), reason)
        if claim.hedge_kind in ("least", "most") and not here:
            reason = Text(vi="chỉ nêu giới hạn, không nêu số", en="only a bound is given, not a number")
            return Match(number, "vague", (), reason)
        elsewhere = [score for score in met.meant if score.right in RIGHT]
        if not here:
            return _not_here(number, elsewhere)
        best = max(other.name.score for other in here)
        closest = [score for score in here if score.name.score == best]
        akin = [score for score in met.akin() if score.right in RIGHT and score.period and score.area]
        sealed = [] if elsewhere else self._other_seals(met)
        if akin and not elsewhere and not sealed:
            return _another_definition(number, closest[0].figure, akin)
        if not _surely_meant(claim, closest[0].name):
            reason = Text(vi="chưa rõ nói về chỉ tiêu nào", en="not clear which indicator is meant")
            return Match(number, "unverifiable", (), reason)
        near = sorted(elsewhere or sealed, key=lambda score: _days_apart(score.figure, closest[0].figure))
        return _differs(number, claim, closest, near)

    def _other_seals(self, met: _Met) -> list[_Scored]:
        """Return what a contradicted number would fit on other seals."""
        sealed = [
            self._score(met.claim, figure, score.number, score.name)
            for score in met.here
            for figure in self.others.get((score.figure.indicator, score.figure.measure), ())
        ]
        return [score for score in sealed if score.right in RIGHT and score.period and score.area]


def _days_apart(figure: KnownFigure, other: KnownFigure) -> int:
    return abs(date.fromisoformat(figure.end).toordinal() - date.fromisoformat(other.end).toordinal())


def _surely_meant(claim: Claim, name: Named) -> bool:
    """Say whether a number may be called wrong: a cell only if its heads name the indicator and nothing else."""
    return name.covered >= _SURE if "cell" not in claim.hints else name.covered == name.share == 1


def _half_right(claim: Claim, here: Sequence[_Scored]) -> bool:
    """Say whether a pair has one number of a rate of the book, so that the other one must be wrong."""
    pair = claim.pair or (None, None)
    return any((pair[0] == score.figure.part) != (pair[1] == score.figure.n) for score in here)


def _verified(number: int, claim: Claim, best: _Scored, here: list[_Scored]) -> Match:
    figure = best.figure
    value = write(figure.exact, "vi", 4), write(figure.exact, "en", 4)
    note = _complete(claim, figure)
    if len({scored.figure.period for scored in here}) > 1:
        note += f" ({figure.period})"
    if best.right == "exact":
        said = Text(
            vi=f"sổ ghi {_printed(claim, figure, 'vi')} ({figure.figure_id}){note}",
            en=f"the book says {_printed(claim, figure, 'en')} ({figure.figure_id}){note}",
        )
        return Match(number, "verified", (figure.figure_id,), said)
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
        s.figure.figure_id for s in here if s is not best and s.right in RIGHT and s.name.score == best.name.score
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
        Text(
            vi=f"làm tròn từ {value[0]} ({figure.figure_id}){note}",
            en=f"rounded from {value[1]} ({figure.figure_id}){note}",
        ),
    )


def _complete(claim: Claim, figure: KnownFigure) -> str:
    """Return the n that a rate of 100 per cent must be told with."""
    full = claim.kind in ("rate_pct", "target_pct") and claim.exact == 100
    return f" (n = {figure.n})" if full and figure.n is not None else ""


def _not_here(number: int, elsewhere: list[_Scored]) -> Match:
    """Conclude where the book has no figure of the claim's period and area."""
    periods = sorted({s.figure.period for s in elsewhere if not s.period})
    ids = tuple(s.figure.figure_id for s in elsewhere)
    if len(periods) > 1:
        reason = Text(vi=f"khớp với các kỳ {', '.join(periods)}", en=f"fits the periods {', '.join(periods)}")
        return Match(number, "ambiguous", ids, reason)
    if elsewhere:
        return Match(number, "ambiguous", ids, _where(elsewhere[0].figure, None))
    reason = Text(vi="sổ không có kỳ hoặc địa bàn này", en="the book has no such period or area")
    return Match(number, "unverifiable", (), reason)


def _another_definition(number: int, said: KnownFigure, akin: list[_Scored]) -> Match:
    """Conclude where only another indicator, named less well, has the number."""
    ids = tuple(dict.fromkeys(score.figure.figure_id for score in akin))
    return Match(number, "ambiguous", ids, _where(akin[0].figure, said))


def _differs(number: int, claim: Claim, here: list[_Scored], elsewhere: list[_Scored]) -> Match:
    said = here[0].figure
    value = (_printed(claim, said, "vi"), _printed(claim, said, "en"))
    tail = ("", "")
    if elsewhere:
        where = _where(elsewhere[0].figure, said)
        tail = f"; {where.vi}", f"; {where.en}"
    return Match(
        number,
        "differs",
        (said.figure_id, *(s.figure.figure_id for s in elsewhere)),
        Text(
            vi=f"sổ ghi {value[0]} ({said.figure_id}){tail[0]}",
            en=f"the book says {value[1]} ({said.figure_id}){tail[1]}",
        ),
    )


def _printed(claim: Claim, figure: KnownFigure, tongue: Language) -> str:
    """Return what the book says, in the unit of the claim."""
    if claim.pair is not None and figure.part is not None and figure.n is not None:
        return f"{write(Fraction(figure.part), tongue)}/{write(Fraction(figure.n), tongue)}"
    unit = claim.unit.split(" ")[0]
    scale = SCALES.get(unit, 0)
    value = write(figure.exact / 10**scale, tongue, max(claim.decimals, 4 if figure.n else 0))
    return f"{value} {unit}" if scale else value


def _where(figure: KnownFigure, said: KnownFigure | None) -> Text:
    """Say which period, area, definition or seal a number fits instead."""
    vi, en = [], []
    if said is None or figure.period != said.period or figure.against != said.against:
        against = f" so với {figure.against}" if figure.against else ""
        vi.append(f"kỳ {figure.period}{against}")
        en.append(f"period {figure.period}{against.replace('so với', 'against')}")
    if said is None or figure.area != said.area:
        vi.append(f"địa bàn {figure.area.vi}")
        en.append(f"area {figure.area.en}")
    if said is None or figure.indicator != said.indicator:
        version = f" (v{figure.version})" if figure.version else ""
        vi.append(f"chỉ tiêu “{figure.label.vi}”{version}")
        en.append(f"definition “{figure.label.en}”{version}")
    if figure.seal and (said is None or figure.seal != said.seal):
        vi.append(f"bản chốt {figure.seal[:12]}")
        en.append(f"seal {figure.seal[:12]}")
    return Text(vi=f"chỉ khớp với {', '.join(vi)}", en=f"fits only {', '.join(en)}")
