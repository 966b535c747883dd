"""Check the sums of tables: total rows, difference and per cent columns, rate columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from tongket.model.text import Text
from tongket.proof import compute, slips
from tongket.proof.cells import folded
from tongket.proof.checks import Check, CheckKind, Slip, write
from tongket.proof.claims import Claim
from tongket.proof.document import Block
from tongket.proof.judge import admissible, difference, equation, judge, number, stated, vi
from tongket.proof.rounding import Interval

_TOTAL = re.compile(r"(?:tổng|tổng cộng|tổng số|cộng|toàn thành phố|toàn tỉnh|total|all|sum|grand total)\b")
_PARTIAL = re.compile(r"\s*(?:trong đó|[-–+•]|of which|including)")
_CLEARED = re.compile(r"khám phá|làm rõ|giải quyết|cleared|solved|resolved")
_SYSTEMATIC = 3  # wrong rates, all to one side, that are no slips
Grid = dict[tuple[int, int], int]


def check_tables(claims: Sequence[Claim], blocks: Sequence[Block]) -> list[Check]:
    """Check every table of a document.

    Parameters
    ----------
    claims : sequence of Claim
        All claims; those of cells carry table, row and column in ``hints["cell"]``.
    blocks : sequence of Block
        All blocks; the cells carry their headings.

    Returns
    -------
    list of Check
        Total rows, then rows with difference, per cent or rate.
    """
    grids: dict[int, Grid] = {}
    for index, claim in enumerate(claims):
        if "cell" in claim.hints:
            number_, row, column = map(int, claim.hints["cell"].split(","))
            grids.setdefault(number_, {})[row, column] = index
    found: list[Check] = []
    for grid in grids.values():
        table = _Table(claims, blocks, grid)
        found += [*table.totals(), *table.rows()]
    return found


class _Table:
    """Check one table."""

    def __init__(self, claims: Sequence[Claim], blocks: Sequence[Block], grid: Grid) -> None:
        self.claims = claims
        self.grid = grid
        self.labels = {row: folded(blocks[claims[i].place.block].row) for (row, _), i in grid.items()}
        self.headers = {column: folded(blocks[claims[i].place.block].header) for (_, column), i in grid.items()}

    def totals(self) -> list[Check]:
        """Check the total row of every column of counts."""
        totals = [row for row, label in self.labels.items() if _TOTAL.match(label)]
        partial = any(_PARTIAL.match(label) for label in self.labels.values())
        if len(totals) != 1 or partial:
            return []
        checks = [check for column in self.headers if (check := self._total(totals[0], column))]
        wrong = [check for check in checks if check.wrong]
        # rows that are parts of other rows: then hardly a column adds up, and none need
        nested = len(wrong) >= 2 and 2 * len(wrong) > len(checks)
        return [check for check in checks if not (nested and check.wrong)]

    def _total(self, row: int, column: int) -> Check | None:
        parts = [self.grid.get((other, column)) for other in sorted(self.labels) if other != row]
        total = self.grid.get((row, column))
        used = [k for k in parts if k is not None]
        if total is None or len(used) < 2 or len(used) < len(parts) or not all(self._count(k) for k in (*used, total)):
            return None
        added = sum((self.claims[k].exact for k in used), Fraction(0))
        whole = self.claims[total].exact
        text = Text(
            vi=f"cộng {len(used)} dòng được {write(added, 'vi')}; ghi {write(whole, 'vi')}",
            en=f"the {len(used)} rows add up to {write(added, 'en')}; stated {write(whole, 'en')}",
        )
        numbers = {"parts": [number(self.claims[k].exact) for k in used], "stated_total": number(whole)}
        return Check(
            "parts_sum_to_total",
            numbers,
            (*used, total),
            added,
            "exact" if added == whole else "wrong",
            0,
            text,
        )

    def _count(self, index: int) -> bool:
        return self.claims[index].kind in ("count", "people", "change_abs") and self.claims[index].decimals == 0

    def rows(self) -> list[Check]:
        """Check difference, per cent change and rate in every row."""
        found: list[Check] = []
        rates: list[Check] = []
        for row in sorted(self.labels):
            cells = {column: index for (r, column), index in self.grid.items() if r == row}
            found += self._changes(cells)
            rates += self._rates(cells)
        return [*found, *_of_one_definition(rates)]

    def _levels(self, cells: dict[int, int]) -> tuple[int, int] | None:
        """Return the (current, base) counts of a row, told by their headings, if there are just two."""
        levels = [k for _, k in sorted(cells.items()) if self.claims[k].kind in ("count", "people")]
        if len(levels) != 2:
            return None
        first, second = levels
        a, b = self.claims[first], self.claims[second]
        if a.base_level != b.base_level:
            return (second, first) if a.base_level else (first, second)
        if a.period and b.period and a.period != b.period:
            return (second, first) if a.period < b.period else (first, second)
        return None

    def _changes(self, cells: dict[int, int]) -> list[Check]:
        levels = self._levels(cells)
        if levels is None:
            return []
        current, base = self.claims[levels[0]].exact, self.claims[levels[1]].exact
        found = []
        for index in cells.values():
            claim = self.claims[index]
            if claim.kind == "change_abs":
                found.append(self._difference((*levels, index), current, base))
            elif claim.kind == "change_pct" and base > 0:
                found.append(self._percent("pct_change_from_pair", (*levels, index), current, base))
        return found

    def _difference(self, used: tuple[int, ...], current: Fraction, base: Fraction) -> Check:
        claim, true = self.claims[used[-1]], current - base
        unsigned = claim.span[:1] not in "+-−–" and claim.exact == abs(true)
        text = difference(current, base, claim.exact)
        numbers = {
            "current": number(current),
            "base": number(base),
            "base_is": "stated",
            "change": stated(claim),
        }
        right = claim.exact == true or unsigned
        return Check(
            "abs_and_pct_change_consistent",
            numbers,
            used,
            true,
            "exact" if right else "wrong",
            0,
            text,
            rule="difference of two counts",
        )

    def _percent(self, kind: CheckKind, used: tuple[int, ...], first: Fraction, second: Fraction) -> Check:
        rate = kind == "rate_from_counts"
        formula: Callable[[Fraction, Fraction], Fraction | None] = (
            compute.percent_of if rate else compute.percent_change
        )
        value = formula(first, second) or Fraction(0)
        claim = self.claims[used[-1]]
        if not rate and claim.span[:1] not in "+-−–" and value < 0 and claim.exact > 0:
            value = -value  # a column headed "giảm" may leave the sign out
        true = Interval(value, value)
        rounding = judge(true, claim)
        names = ("part", "whole") if rate else ("current", "base")
        numbers = {names[0]: number(first), names[1]: number(second), "stated_pct": stated(claim)}
        text = equation(vi(first) if rate else f"({vi(first)} − {vi(second)})", vi(second), true, claim)
        likely: tuple[Slip, ...] = ()
        if rounding in ("wrong", "off_by_one"):
            other = (
                slips.of_rate(first, second, claim.exact, claim.decimals, ())
                if rate
                else slips.of_change(first, second, claim.exact, claim.decimals)
            )
            likely = slips.best(slips.of_digits(value, claim.exact, claim.decimals), other)
        return Check(kind, numbers, used, value, rounding, claim.decimals, text, admissible(claim), slips=likely)

    def _rates(self, cells: dict[int, int]) -> list[Check]:
        """Check a rate between the one cleared column and the one total column."""
        counts = {c: k for c, k in cells.items() if self.claims[k].kind == "count"}
        cleared = [k for c, k in counts.items() if _CLEARED.search(self.headers[c])]
        totals = [
            k for c, k in counts.items() if not _CLEARED.search(self.headers[c]) and not self.claims[k].base_level
        ]
        rates = [k for c, k in cells.items() if self.claims[k].kind == "rate_pct"]
        if len(cleared) != 1 or len(totals) != 1 or len(rates) != 1 or self.claims[totals[0]].exact <= 0:
            return []
        used = (totals[0], cleared[0], rates[0])
        return [self._percent("rate_from_counts", used, self.claims[cleared[0]].exact, self.claims[totals[0]].exact)]


def _of_one_definition(rates: list[Check]) -> list[Check]:
    """Return the checks of a rate column, without the wrong ones where they err to one side throughout.

    Then the column rests on another count than the one beside it: cases cleared of those recorded in the period, say,
    beside all cases cleared in it.
    """
    wrong = [check for check in rates if check.wrong]
    above = [check for check in wrong if _too_low(check)]
    if len(wrong) >= _SYSTEMATIC and len(above) in (0, len(wrong)):
        return [check for check in rates if not check.wrong]
    return rates


def _too_low(check: Check) -> bool:
    """Say whether a rate is stated lower than its counts give."""
    low = check.admissible.low if check.admissible is not None else None
    return check.recomputed is not None and low is not None and low < check.recomputed
