"""Ask whether a figure has the number, the period and the place of a claim."""

from __future__ import annotations

import re

from tongket.model.area_units import fold_marks
from tongket.proof.claims import Claim
from tongket.proof.known import KnownFigure
from tongket.proof.rounding import classify, signed_interval

#: Powers of ten that a text may leave to a word.
SCALES = {
    "nghìn": 3,
    "ngàn": 3,
    "thousand": 3,
    "triệu": 6,
    "million": 6,
    "tỷ": 9,
    "billion": 9,
    "nghìn tỷ": 12,
}
_SPANS = re.compile(r"[0-9]{4}(?:-[HQ][1-4]|-[0-9]{2}|-01/[0-9]{4}-[0-9]{2})?\Z")
_SAID = re.compile(r"[0-9]{4}(?:-[HQ][1-4]|-[0-9]{2})?")


def how_it_fits(claim: Claim, figure: KnownFigure) -> str:
    """Say how the number of a claim relates to the value of a figure: exact, rounds_to, … or wrong."""
    if claim.pair is not None:
        return "exact" if _is_pair(claim, figure) else "wrong"
    value, decimals = claim.exact, claim.decimals
    scale = SCALES.get(claim.unit.split(" ")[0], 0)
    true = figure.exact / 10**scale
    if claim.value_max is not None or claim.hedge_kind:
        limits = claim.interval if claim.value_max is not None else signed_interval(value, decimals, claim.hedge_kind)
        return "within_hedge" if true in limits else "wrong"
    rounding = classify(true, value, decimals)
    # a plain count is not rounded: one off is another number
    return "wrong" if rounding == "off_by_one" and decimals == 0 and not scale and not claim.percent else rounding


def _is_pair(claim: Claim, figure: KnownFigure) -> bool:
    return claim.pair is not None and claim.pair[0] == figure.part and claim.pair[1] == figure.n


def same_area(claim: Claim, figure: KnownFigure) -> bool:
    """Say whether a figure is of the place a claim speaks of; where it names none, of the whole book."""
    if claim.area is None:
        return figure.whole
    own = fold_marks(claim.area).removeprefix("tp ")
    texts = {fold_marks(text) for text in (figure.area.vi, figure.area.en)}
    return own in texts or (figure.whole and any(own in text or text in own for text in texts))


def same_period(claim: Claim, figure: KnownFigure, period: str | None) -> bool:
    """Say whether a figure is of the period a claim speaks of.

    Parameters
    ----------
    claim : Claim
        With the period as the text names it, or None.
    figure : KnownFigure
        What it may be.
    period : str or None
        Period id the text reports on.
    """
    if claim.period is None or not _SPANS.match(claim.period):  # none, or a day: the cut-off, not a span
        return period is None or figure.period == period
    return _covers(claim.period, figure) and (
        period is None or figure.period == period or not _named_alike(claim.period, period, figure)
    )


def _named_alike(name: str, period: str, figure: KnownFigure) -> bool:
    """Say whether the text's name of a period is one of the calendar reported on, and the figure of another."""
    calendar, _, local = period.partition(":")
    return local == name or (figure.period.partition(":")[0] != calendar and ":" in figure.period)


def same_base(claim: Claim, figure: KnownFigure) -> bool:
    """Say whether a change is against the base the text names; a base not named by its year may be any."""
    if figure.against is None or claim.base_period is None:
        return True
    said = _SAID.search(claim.base_period)
    return said is None or figure.against.partition(":")[2] == said.group()


def _covers(name: str, figure: KnownFigure) -> bool:
    """Say whether a period as named in a text can mean the period of a figure, in whatever calendar."""
    local = figure.period.partition(":")[2] or figure.period
    if local == name:
        return True
    if re.fullmatch(r"[0-9]{4}-01/[0-9]{4}-[0-9]{2}", name):
        return figure.start[:7] in (name[:7], f"{int(name[:4]) - 1}-12") and figure.end[:7] == name[8:]
    halves = {"H1": "06", "H2": "12", "Q1": "03", "Q2": "06", "Q3": "09", "Q4": "12"}
    match = re.fullmatch(r"([0-9]{4})-([HQ][1-4])", name)
    if match is None or "-" not in local:
        return False
    return local.endswith(match[2]) and figure.end[:7] == f"{match[1]}-{halves[match[2]]}"
