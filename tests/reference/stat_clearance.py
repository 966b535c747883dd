"""Plain twins of clearance: cases as pairs of dates, sums as they stand in the textbooks."""

from __future__ import annotations

from datetime import date


def period_rate(cases: list[tuple[date, date | None]], start: date, end: date, cut_off: date) -> tuple[int, int]:
    cleared = sum(1 for _, done in cases if done is not None and start <= done <= end and done <= cut_off)
    return cleared, sum(1 for recorded, _ in cases if start <= recorded <= end and recorded <= cut_off)


def cohort_rate(cases: list[tuple[date, date | None]], start: date, end: date, cut_off: date) -> tuple[int, int]:
    cohort = [done for recorded, done in cases if start <= recorded <= end and recorded <= cut_off]
    return sum(1 for done in cohort if done is not None and done <= cut_off), len(cohort)


def follow_up_rate(
    cases: list[tuple[date, date | None]], start: date, end: date, cut_off: date, days: int
) -> tuple[int, int] | None:
    if (cut_off - end).days < days:
        return None
    cohort = [(recorded, done) for recorded, done in cases if start <= recorded <= end]
    return sum(1 for r, done in cohort if done is not None and (done - r).days <= days), len(cohort)


def incidence(times: list[tuple[int, int]]) -> dict[int, tuple[float, float]]:
    """Give Aalen-Johansen's share and Marubini and Valsecchi's variance at each day; kind 1 is the event."""
    days = sorted({day for day, _ in times})
    risk = {t: sum(1 for day, _ in times if day >= t) for t in days}
    events = {t: sum(1 for day, kind in times if day == t and kind != 0) for t in days}
    own = {t: sum(1 for day, kind in times if day == t and kind == 1) for t in days}
    before, share, open_, total = {}, {}, 1.0, 0.0
    for t in days:
        before[t] = open_
        total += open_ * own[t] / risk[t]
        share[t] = total
        open_ *= 1 - events[t] / risk[t]
    return {t: (share[t], _variance(t, days, risk, events, own, before, share)) for t in days}


def _variance(t, days, risk, events, own, before, share) -> float:
    total = 0.0
    for u in (u for u in days if u <= t):
        gap, left = share[t] - share[u], risk[u] - events[u]
        if left:
            total += gap**2 * events[u] / (risk[u] * left)
        total += before[u] ** 2 * own[u] * (risk[u] - own[u]) / risk[u] ** 3
        total -= 2 * gap * before[u] * own[u] / risk[u] ** 2
    return total
