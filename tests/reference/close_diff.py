"""The causes of a changed figure in plain Python: one record after the other, one question after the other.

Records are dictionaries by column; a term is (date column, column summed or None, conditions); a condition is
(column, word, codes, days) with the words of the indicator files.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

Record = dict[str, Any]
Condition = tuple[str, str, tuple[str, ...], int | None]
Term = tuple[str, str | None, tuple[Condition, ...]]

ORDER = ("late_record", "unfounded", "reclassified", "cleared_later", "geography", "rule_change", "correction")


def holds(record: Record, condition: Condition, date_column: str, cutoff: date) -> bool:
    column, word, codes, days = condition
    value = record[column]
    if word == "is_null":
        return value is None
    if value is None:
        return False
    if word == "within_days":
        return record[date_column] is not None and (value - record[date_column]).days <= days
    if word == "observed_days":
        return value + timedelta(days=days) <= cutoff
    return {"not_null": True, "in": value in codes, "not_in": value not in codes}[word]


def tests(record: Record, term: Term, span: tuple[date, date], cutoff: date, by: tuple[str, ...], cell: tuple) -> list:
    """Return (column, word, truth) of everything that must hold for the record to be in the figure."""
    date_column, _, conditions = term
    day = record[date_column]
    found = [(date_column, "span", day is not None and span[0] <= day <= span[1])]
    found += [(c[0], c[1], holds(record, c, date_column, cutoff)) for c in conditions]
    return found + [(column, "cell", record[column] == code) for column, code in zip(by, cell, strict=True)]


def is_in(found: list) -> bool:
    return all(truth for _, _, truth in found)


def meaning(column: str, old: Record, new: Record, moves: set, changed_articles: set) -> list[str]:
    """Return all causes a change of this column of a case can have."""
    if column == "status":
        if "unfounded" in (old["status"], new["status"]):
            return ["unfounded"]
        return ["cleared_later"] if new["status"] != "open" else []
    if column in ("cleared_on", "persons_handled"):
        if old["status"] != new["status"] and "unfounded" in (old["status"], new["status"]):
            return ["unfounded"]
        settled = old["cleared_on"] is None and new["cleared_on"] is not None
        return ["cleared_later"] if old[column] is None or settled else []
    if column in ("offence", "clause", "offence_group", "severity"):
        found = []
        if (old["offence"], old["clause"]) != (new["offence"], new["clause"]):
            found.append("reclassified")
        if new["offence"] in changed_articles:
            found.append("rule_change")
        return found
    if column == "area" and (old["area"], new["area"]) in moves:
        return ["geography"]
    return []


def cause(
    old: Record | None,
    new: Record | None,
    terms: tuple[Term, Term],
    span: tuple[date, date],
    cutoffs: tuple[date, date],
    by: tuple[str, ...],
    cell: tuple,
    moves: set,
    changed_articles: set,
) -> str:
    if old is None:
        return "late_record"
    if new is None:
        return "correction"
    was = tests(old, terms[0], span, cutoffs[0], by, cell)
    would_be = tests(new, terms[0], span, cutoffs[0], by, cell)
    now = tests(new, terms[1], span, cutoffs[1], by, cell)
    if is_in(was) == is_in(now):
        summed = terms[0][1]
        if summed != terms[1][1]:
            return "rule_change"
        if summed == "persons_handled":
            return (meaning(summed, old, new, moves, changed_articles) or ["correction"])[0]
        return "correction"
    if is_in(was) == is_in(would_be):
        for name, chosen in (
            ("late_record", lambda t: t[1] == "observed_days"),
            ("geography", lambda t: t[0] == "area"),
        ):
            if is_in([t for t in would_be if chosen(t)]) != is_in([t for t in now if chosen(t)]):
                return name
        return "rule_change"
    found = {"correction"}
    for (column, _, before), (_, _, after) in zip(was, would_be, strict=True):
        if before != after:
            found.update(meaning(column, old, new, moves, changed_articles))
    return min(found, key=ORDER.index)


def amount(record: Record | None, term: Term, span: Any, cutoff: date, by: tuple[str, ...], cell: tuple) -> Any:
    if record is None or not is_in(tests(record, term, span, cutoff, by, cell)):
        return 0
    return 1 if term[1] is None else record[term[1]] or 0


def explain(
    old: dict[str, Record],
    new: dict[str, Record],
    terms: tuple[Term, Term],
    span: tuple[date, date],
    cutoffs: tuple[date, date],
    by: tuple[str, ...] = (),
    moves: set = frozenset(),
    changed_articles: set = frozenset(),
) -> dict[tuple, dict[str, tuple[Any, int, int]]]:
    """Return by cell and cause: the amount, the records that came in, the records that went out."""
    result: dict[tuple, dict[str, tuple[Any, int, int]]] = defaultdict(dict)
    for key in old.keys() | new.keys():
        before, after = old.get(key), new.get(key)
        cells = {tuple(record[column] for column in by) for record in (before, after) if record is not None}
        for cell in cells:
            first = amount(before, terms[0], span, cutoffs[0], by, cell)
            second = amount(after, terms[1], span, cutoffs[1], by, cell)
            if first != second:
                name = cause(before, after, terms, span, cutoffs, by, cell, moves, changed_articles)
                total, n_in, n_out = result[cell].get(name, (0, 0, 0))
                total += second - first
                result[cell][name] = (total, n_in + (second > first), n_out + (second < first))
    return dict(result)


def moves_from(steps: list[tuple[str, str, date]]) -> set[tuple[str, str]]:
    """Return which unit became which, over any number of later steps."""
    found = {(old, new, day) for old, new, day in steps if old != new}
    while True:
        more = {(a, d, later) for a, b, day in found for c, d, later in steps if b == c != d and later > day} - found
        if not more:
            return {(a, b) for a, b, _ in found}
        found |= more
