"""One verdict per claim, from its checks and its match with the book, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tongket.model.text import Language, Text
from tongket.proof.checks import Check, write
from tongket.proof.claims import Claim
from tongket.proof.known import Match

Status = Literal["wrong", "doubt", "verified", "consistent", "unchecked"]
NAMES: dict[Status, Text] = {
    "wrong": Text(vi="sai", en="wrong"),
    "doubt": Text(vi="cần xem lại", en="look again"),
    "verified": Text(vi="đúng với sổ", en="as in the book"),
    "consistent": Text(vi="phép tính đúng", en="sums agree"),
    "unchecked": Text(vi="chưa kiểm được", en="not checked"),
}
_ROUNDING = {
    "exact": Text(vi="đúng tuyệt đối", en="exact"),
    "rounds_to": Text(vi="làm tròn đúng", en="rounds to it"),
    "half_even": Text(vi="làm tròn về số chẵn", en="rounds half to even"),
    "truncated": Text(vi="cắt bớt chữ số, không làm tròn", en="truncated, not rounded"),
    "within_hedge": Text(vi="trong khoảng cho phép", en="within what it admits"),
    "off_by_one": Text(vi="lệch một đơn vị ở chữ số cuối", en="one unit off in the last digit"),
    "wrong": Text(vi="sai", en="wrong"),
}
_OF_HOW_MANY = Text(
    vi="100 % phải đi kèm số lượng: văn bản không nêu tổng số là bao nhiêu",
    en="100 % needs its n: the text does not say of how many",
)
_WORDING = {
    "points written as per cent": Text(vi="điểm phần trăm ghi thành phần trăm", en="points written as per cent"),
    "sign repeats the direction word": Text(vi="dấu lặp lại từ chỉ hướng", en="the sign repeats the direction word"),
    "sign against direction word": Text(vi="dấu trái với từ chỉ hướng", en="the sign contradicts the direction word"),
}


@dataclass(frozen=True)
class Verdict:
    """Hold what is to be said of one claim.

    Attributes
    ----------
    status : str
        wrong, doubt, verified, consistent or unchecked.
    reasons : tuple of Text
        The sums and matches behind it, the weightiest first.
    """

    status: Status
    reasons: tuple[Text, ...]


def conclude(claims: Sequence[Claim], checks: Sequence[Check], matches: Sequence[Match] = ()) -> list[Verdict]:
    """Give every claim its verdict.

    A wrong sum or a contradicting figure makes it wrong; truncation, wording and doubtful matches make
    it worth a look; agreement with the book stands above agreement of the sums.
    """
    judged: dict[int, list[Check]] = {}
    used: dict[int, list[Check]] = {}
    for check in checks:
        judged.setdefault(check.judged, []).append(check)
        for index in check.claims[:-1]:
            used.setdefault(index, []).append(check)
    found = {match.claim: match for match in matches}
    blamed = {index for index, match in found.items() if match.wrong}
    borne_out = {index for index, match in found.items() if match.outcome in ("verified", "rounds_to")}
    verdicts = []
    for index, claim in enumerate(claims):
        sums = [check for check in judged.get(index, []) if not _excused(check, blamed, borne_out)]
        verdicts.append(_one(claim, sums, used.get(index, []), found.get(index)))
    return verdicts


def _excused(check: Check, blamed: set[int], borne_out: set[int]) -> bool:
    """Say whether a wrong sum is not the fault of its result, which the book bears out.

    Either the book contradicts an input, or it bears all of them out too: then the numbers do not belong together.
    """
    if not check.wrong or check.judged not in borne_out:
        return False
    inputs = set(check.claims) - {check.judged}
    return bool(inputs & blamed) or inputs <= borne_out


def _one(claim: Claim, judged: list[Check], used: list[Check], match: Match | None) -> Verdict:
    reasons = [_reason(check) for check in sorted(judged, key=lambda check: not check.wrong)]
    if match is not None and match.outcome != "unverifiable":
        reasons.insert(0 if match.wrong else len(reasons), match.reason)
    wording = claim.extras.get("wording_error")
    if wording:
        reasons.append(_WORDING[str(wording)])
    if (
        any(check.wrong for check in judged)
        or (match is not None and match.wrong)
        or wording == "sign against direction word"
    ):
        return Verdict("wrong", tuple(reasons))
    doubt = any(not check.consistent for check in judged) or wording
    if doubt or (match is not None and match.outcome in ("truncated", "ambiguous", "vague")):
        return Verdict("doubt", tuple(reasons))
    if match is not None and match.outcome in ("verified", "rounds_to"):
        return Verdict("verified", tuple(reasons))
    sums = judged or [check for check in used if check.consistent]
    if sums:
        return Verdict("consistent", tuple(reasons or [_reason(sums[0])]))
    if claim.kind in ("rate_pct", "target_pct") and claim.exact == 100 and claim.hedge_kind is None:
        reasons.append(_OF_HOW_MANY)
    return Verdict("unchecked", tuple(reasons))


def _reason(check: Check) -> Text:
    name = _ROUNDING[check.rounding]
    vi, en = f"{check.sums.vi}: {name.vi}", f"{check.sums.en}: {name.en}"
    if check.slips:
        vi += "; có thể do " + ", hoặc ".join(
            f"{slip.cause.vi} ({write(slip.gives, 'vi', max(slip.decimals, 2))})" for slip in check.slips
        )
        en += "; likely " + ", or ".join(
            f"{slip.cause.en} ({write(slip.gives, 'en', max(slip.decimals, 2))})" for slip in check.slips
        )
    return Text(vi=vi, en=en)


def tell(verdict: Verdict, language: Language) -> str:
    """Write a verdict as one line."""
    reasons = ". ".join(reason.in_language(language) for reason in verdict.reasons)
    name = NAMES[verdict.status].in_language(language)
    return f"{name}: {reasons}" if reasons else name
