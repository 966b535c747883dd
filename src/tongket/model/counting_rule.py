"""The counting rule: one case, one offence, the most serious; and in words why this one.

Source: metadata of the national indicators on prosecuted cases and accused, General Statistics Office of Viet Nam.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tongket.model.errors import DefinitionError
from tongket.model.text import Text

if TYPE_CHECKING:
    from tongket.model.offences import OffenceCatalogue

UNKNOWN_RANK = (-1, 0)


@dataclass(frozen=True)
class Charge:
    """Name one offence of a case as it is charged: article and, where it is settled, clause."""

    article: str
    clause: str | None = None


@dataclass(frozen=True)
class Principal:
    """Hold the offence under which a case is counted, its place in the list given, and why it was chosen."""

    charge: Charge
    position: int
    reason: Text


def choose_principal(catalogue: OffenceCatalogue, charges: Sequence[Charge], on_day: date) -> Principal:
    """Choose the offence under which a case is counted; see `OffenceCatalogue.principal`."""
    if not charges:
        raise DefinitionError("Counting rule: a case must have at least one offence; got none. Give its article.")
    standings = [_standing(catalogue, charge, on_day) for charge in charges]
    top = max(standing.rank for standing in standings)
    equal = [position for position, standing in enumerate(standings) if standing.rank == top]
    best = min(equal, key=lambda at: (catalogue.order[charges[at].article], charges[at].clause or ""))
    reason = _reason(catalogue, charges, charges[best], [charges[at] for at in equal], top, on_day)
    return Principal(charges[best], best, _with_doubt(reason, standings, top))


@dataclass(frozen=True)
class _Standing:
    """Hold how serious a charge is, and whether that rests on a frame that has been amended since."""

    rank: tuple[int, int]
    is_earlier_law: bool = False


def _standing(catalogue: OffenceCatalogue, charge: Charge, on_day: date) -> _Standing:
    catalogue.article(charge.article, on_day)  # refuses an article that is not in force
    clauses = (charge.clause,) if charge.clause is not None else catalogue.clauses_of.get(charge.article, ())
    found = [_of_clause(catalogue, charge.article, clause, on_day) for clause in clauses]
    known = [standing for standing in found if standing.rank != UNKNOWN_RANK]
    return min(known, key=lambda standing: standing.rank, default=_Standing(UNKNOWN_RANK))


def _of_clause(catalogue: OffenceCatalogue, article: str, clause: str, on_day: date) -> _Standing:
    if (frame := catalogue.frame_of(article, clause, on_day)) is not None:
        return _Standing(frame.rank)
    # An amended clause whose new frame is not in the list is better compared by its old frame than put last.
    if (earlier := catalogue.last_frame_before(article, clause, on_day)) is not None:
        return _Standing(earlier.rank, is_earlier_law=True)
    return _Standing(UNKNOWN_RANK)


def _reason(
    catalogue: OffenceCatalogue,
    charges: Sequence[Charge],
    chosen: Charge,
    equal: Sequence[Charge],
    top: tuple[int, int],
    on_day: date,
) -> Text:
    name = _name(catalogue, chosen, on_day)
    if len(set(charges)) == 1:
        return Text(vi=f"{name.vi}: tội danh duy nhất của vụ.", en=f"{name.en}: the only offence of the case.")
    tied = len({charge.article for charge in equal}) > 1
    if not catalogue.severities:
        return Text(vi=f"{name.vi}: đứng trước trong danh mục.", en=f"{name.en}: stands first in the list.")
    maximum = rank_text(top)
    if tied:
        return Text(
            vi=f"{name.vi}: mức cao nhất của khung hình phạt ngang nhau ({maximum.vi}), lấy điều có số nhỏ nhất.",
            en=f"{name.en}: equal maximum of the penalty frame ({maximum.en}), so the lowest article number.",
        )
    return Text(
        vi=f"{name.vi}: khung hình phạt có mức cao nhất nặng nhất trong các tội của vụ ({maximum.vi}).",
        en=f"{name.en}: the highest maximum of the penalty frame among the offences of the case ({maximum.en}).",
    )


def _name(catalogue: OffenceCatalogue, chosen: Charge, on_day: date) -> Text:
    name = catalogue.article(chosen.article, on_day).name
    if not catalogue.severities:
        return name
    return Text(vi=f"Điều {chosen.article} ({name.vi})", en=f"Article {chosen.article} ({name.en})")


def _with_doubt(reason: Text, standings: Sequence[_Standing], top: tuple[int, int]) -> Text:
    """Add what the choice rests on where it is not the law in force."""
    if any(standing.is_earlier_law for standing in standings):
        reason = Text(
            vi=f"{reason.vi} Có khoản đã sửa đổi mà danh mục chưa ghi khung mới, so sánh theo khung trước đó.",
            en=f"{reason.en} A clause was amended and its new frame is not in the list: its former frame was compared.",
        )
    if top != UNKNOWN_RANK and any(standing.rank == UNKNOWN_RANK for standing in standings):
        reason = Text(
            vi=f"{reason.vi} Có tội chưa rõ khung hình phạt, xếp sau cùng.",
            en=f"{reason.en} An offence whose frame is not known was put last.",
        )
    return reason


def rank_text(rank: tuple[int, int]) -> Text:
    """Return the maximum penalty that a rank stands for, in words."""
    kind, years = rank
    if kind == 1:
        return Text(vi=f"{years} năm tù", en="1 year" if years == 1 else f"{years} years")
    return {
        -1: Text(vi="chưa rõ", en="not known"),
        0: Text(vi="phạt không giam giữ", en="non-custodial"),
        2: Text(vi="tù chung thân", en="life imprisonment"),
        3: Text(vi="tử hình", en="death"),
    }[kind]
