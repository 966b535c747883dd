"""Find the dates and periods a text names, so that their digits are no claims and claims get their period."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tongket.proof.lexicon import Item
from tongket.proof.words import en

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DASHES = ("-", "–", "—")
_JOINS = (*_DASHES, "/", ".")
_PLAIN_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")


@dataclass(frozen=True)
class PeriodMention:
    """Hold one date or period: which items it takes, and what it names.

    Attributes
    ----------
    first, last : int
        Items, `last` excluded.
    start, end : int
        Offsets in the text.
    name : str or None
        ``2023``, ``2025-12``, ``2023-H1``, ``2020-Q3``, ``2016-2025``, ``2021-12-15``; None for a date
        without year.
    partial : str or None
        What is known of a date without year: ``05``, ``Q3``, ``H1``, ``m09``.
    base : bool
        Whether the text compares with it.
    lead : str
        Words in front that belong to it: ``cuối`` (end of).
    """

    first: int
    last: int
    start: int
    end: int
    name: str | None
    partial: str | None = None
    base: bool = False
    lead: str = ""


def is_year(item: Item) -> bool:
    """Say whether a number reads as a year of the 20th or 21st century."""
    return item.kind == "num" and bool(_PLAIN_YEAR.match(item.text))


def _small(item: Item, top: int) -> int | None:
    if item.kind == "num" and item.text.isdigit() and len(item.text) <= 2 and 1 <= int(item.text) <= top:
        return int(item.text)
    return None


class _Scan:
    """Walk over the items; every rule returns (next item, name, partial) or None."""

    def __init__(self, items: list[Item], vietnamese: bool) -> None:
        self.items = items
        self.vietnamese = vietnamese

    def item(self, at: int) -> Item | None:
        return self.items[at] if 0 <= at < len(self.items) else None

    def text(self, at: int) -> str:
        item = self.item(at)
        return item.text if item else ""

    def glued(self, at: int) -> bool:
        """Say whether item `at` touches the one before it."""
        return 0 < at < len(self.items) and self.items[at].start == self.items[at - 1].end

    def year_at(self, at: int) -> str | None:
        item = self.item(at)
        return item.text if item and is_year(item) and not self.counted(at) else None

    def counted(self, at: int) -> bool:
        """Say whether a unit follows the number at `at`, so that it is a count."""
        after = self.item(at + 1)
        named = after is not None and after.has("unit") and after.text.startswith("số ")
        return after is not None and not named and after.has("unit", "pct", "points", "scale", "currency")

    def after_year(self, at: int) -> tuple[int, str | None]:
        """Read an optional year after a month or quarter: `/2025`, `-2025`, ` năm 2025`, ` 2025`, `.2022`."""
        if self.text(at) in _JOINS and self.glued(at) and self.year_at(at + 1):
            return at + 2, self.text(at + 1)
        if self.text(at) == "," and self.year_at(at + 1):
            return at + 2, self.text(at + 1)
        if self.text(at) in ("năm", "of") and self.year_at(at + 1):
            return at + 2, self.text(at + 1)
        year = self.year_at(at)
        return (at + 1, year) if year else (at, None)

    def year_span(self, at: int) -> tuple[int, str] | None:
        """Read `2016`, `2016-2025`, `2016 – 2021`, `2016 đến 2021`."""
        first = self.year_at(at)
        if not first:
            return None
        if self.text(at + 1) in (*_DASHES, "đến", "to") and self.year_at(at + 2):
            return at + 3, f"{first}-{self.text(at + 2)}"
        return at + 1, first


Rule = Callable[[_Scan, int], "tuple[int, str | None, str | None] | None"]


def _full_date(scan: _Scan, at: int) -> tuple[int, str | None, str | None] | None:
    """Read `15/12/2021`, `16-10-2025`, `15.12.2021`, `2/9`, and `15 tháng 12 năm 2021`."""
    item = scan.item(at)
    if item is None or item.kind != "num":
        return None
    parts = item.text.split(".")
    if len(parts) == 3 and _PLAIN_YEAR.match(parts[2]) and len(parts[0]) <= 2 and len(parts[1]) <= 2:
        return at + 1, f"{parts[2]}-{int(parts[1]):02d}-{int(parts[0]):02d}", None
    joint = scan.text(at + 1)
    if joint not in _JOINS or not scan.glued(at + 1) or not scan.glued(at + 2):
        return None
    day, second = _small(item, 31), scan.item(at + 2)
    month = _small(second, 12) if second else None
    third = scan.text(at + 4)
    if day and month and scan.text(at + 3) == joint and scan.glued(at + 4) and _PLAIN_YEAR.match(third):
        return at + 5, f"{third}-{month:02d}-{day:02d}", None
    month = _small(item, 12)
    if month and scan.year_at(at + 2) and not scan.counted(at + 2):
        return at + 3, f"{scan.text(at + 2)}-{month:02d}", None
    return None


def _month(scan: _Scan, at: int) -> tuple[int, str | None, str | None] | None:
    item = scan.item(at)
    if item is None or item.value("date") != "month":
        return None
    after = scan.item(at + 1)
    if after is None or after.kind != "num":
        return None
    parts = after.text.split(".")
    if len(parts) == 2 and _PLAIN_YEAR.match(parts[1]) and 1 <= int(parts[0] or 0) <= 12:
        return at + 2, f"{parts[1]}-{int(parts[0]):02d}", None
    month = _small(after, 12)
    if not month:
        return None
    end, year = scan.after_year(at + 2)
    return end, f"{year}-{month:02d}" if year else None, f"{month:02d}"


def _quarter(scan: _Scan, at: int) -> tuple[int, str | None, str | None] | None:
    item = scan.item(at)
    if item is None or item.value("date") != "quarter":
        return None
    after = scan.item(at + 1)
    number = _ROMAN.get(scan.text(at + 1)) or (after and _small(after, 4))
    if not number:
        return None
    end, year = scan.after_year(at + 2)
    return end, f"{year}-Q{number}" if year else None, f"Q{number}"


def _first_months(scan: _Scan, at: int) -> tuple[int, str | None, str | None] | None:
    """Read `6 tháng đầu năm 2024`, `9 tháng năm 2018`, `11 tháng của năm 2022`."""
    item = scan.item(at)
    months = _small(item, 12) if item else None
    if item is not None and months is None:
        code = "5" if item.text == "năm" else item.value("nw") or ""
        months = int(code) if code.isdigit() and 1 <= int(code) <= 12 else None
    if not months or scan.text(at + 1) != "tháng":
        return None
    end, last_half = at + 2, scan.text(at + 2) in ("cuối", "cuối năm")
    while scan.text(end) in ("đầu", "đầu năm", "cuối", "cuối năm", "của", "năm"):
        end += 1
    if end == at + 2:
        return None
    partial = ("H2" if last_half else "H1") if months == 6 else f"m{months:02d}"
    year = scan.year_at(end)
    if not year:
        return end, None, partial
    return end + 1, _with_year(year, partial), partial


def _with_year(year: str, partial: str) -> str:
    if partial.startswith("m"):
        return f"{year}-01/{year}-{partial[1:]}"
    return f"{year}-{partial}"


def _day(scan: _Scan, at: int) -> tuple[int, str | None, str | None] | None:
    """Read `ngày 2.1`, `ngày 15 tháng 12 năm 2021`, `sáng 16-10`."""
    item = scan.item(at)
    if item is None or item.value("date") not in ("day", "hour"):
        return None
    after = scan.item(at + 1)
    if after is None or after.kind != "num":
        return None
    full = _full_date(scan, at + 1)
    if full:
        return full
    if item.value("date") == "hour":
        return at + 2, None, None
    end = at + 2
    if scan.text(end) in _JOINS and scan.glued(end) and scan.glued(end + 1):
        end += 2
    month = _month(scan, end)
    return month if month else (end, None, None)


def _year(scan: _Scan, at: int) -> tuple[int, str | None, str | None] | None:
    item = scan.item(at)
    if item is None or item.value("date") not in ("year", "span"):
        return None
    span = scan.year_span(at + 1)
    return (span[0], span[1], None) if span else None


def _bare_year(scan: _Scan, at: int) -> tuple[int, str | None, str | None] | None:
    before = scan.item(at - 1)
    if before is not None and before.has("dir", "hedge", "label"):
        return None
    span = scan.year_span(at)
    return (span[0], span[1], None) if span else None


def _english_month(scan: _Scan, at: int) -> tuple[int, str | None, str | None] | None:
    """Read `June 2024`, `October 27`, `27 October 2024`, `January to June 2023`."""
    item = scan.item(at)
    if item is None:
        return None
    end = at
    if _small(item, 31) and (after := scan.item(at + 1)) and after.has("month"):
        end, item = at + 1, after
    month = item.value("month")
    if month is None or (item.text in ("may", "march") and not _dated(scan, end)):
        return None
    end += 1
    if scan.text(end) in ("to", *_DASHES) and (last := scan.item(end + 1)) and last.has("month"):
        return _month_span(scan, end + 2, int(month), int(last.value("month") or 0))
    day = scan.item(end)
    if day and _small(day, 31) and not scan.counted(end):
        end += 1
    after_end, year = scan.after_year(end)
    return after_end, f"{year}-{int(month):02d}" if year else None, f"{int(month):02d}"


def _dated(scan: _Scan, at: int) -> bool:
    """Say whether `may` or `march` is a month here: a number or `in` beside it."""
    before, after = scan.item(at - 1), scan.item(at + 1)
    return bool((before and (before.kind == "num" or before.text == "in")) or (after and after.kind == "num"))


def _month_span(scan: _Scan, end: int, first: int, last: int) -> tuple[int, str | None, str | None]:
    end, year = scan.after_year(end)
    halves = {(1, 6): "H1", (7, 12): "H2", (1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}
    partial = halves.get((first, last), f"m{last:02d}" if first == 1 else f"{first:02d}/{last:02d}")
    return end, _with_year(year, partial) if year else None, partial


def _english_half(scan: _Scan, at: int) -> tuple[int, str | None, str | None] | None:
    """Read `first half of 2024`, `first six months of 2024`, `third quarter of 2020`, `Q1 2017`."""
    orders = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 2}
    order = orders.get(scan.text(at))
    partial, end = None, at
    if order and scan.text(at + 1) == "half":
        partial, end = f"H{order}", at + 2
    elif order and scan.text(at + 1) == "quarter":
        partial, end = f"Q{order}", at + 2
    elif order == 1 and scan.text(at + 2) == "months":
        months = {
            "six": "H1",
            "6": "H1",
            "nine": "m09",
            "9": "m09",
            "three": "Q1",
            "3": "Q1",
            "10": "m10",
            "11": "m11",
        }
        partial, end = months.get(scan.text(at + 1)), at + 3
    elif scan.text(at) == "q" and scan.glued(at + 1) and _small(scan.items[at + 1], 4):
        partial, end = f"Q{scan.text(at + 1)}", at + 2
    if not partial:
        return None
    end = end + 1 if scan.text(end) in ("of", "of the year", "in") else end
    year = scan.year_at(end)
    return (end + 1, _with_year(year, partial), partial) if year else (end, None, partial)


_RULES_VI: tuple[Rule, ...] = (_first_months, _month, _quarter, _day, _full_date, _year, _bare_year)
_RULES_EN: tuple[Rule, ...] = (_english_half, _english_month, _full_date, _year, _bare_year)


def find_periods(items: list[Item], *, vietnamese: bool) -> list[PeriodMention]:
    """Find every date and period.

    Parameters
    ----------
    items : list of Item
        From `annotate`.
    vietnamese : bool
        Whose ways of writing dates to expect.

    Returns
    -------
    list of PeriodMention
        In order, not overlapping; lists of years (`2019, 2020 và 2021`) give one mention each.
    """
    scan, rules = _Scan(items, vietnamese), _RULES_VI if vietnamese else _RULES_EN
    found: list[PeriodMention] = []
    at = 0
    while at < len(items):
        item = items[at]
        if (
            item.kind != "num"
            and not item.has("date", "month", "nw")
            and item.text not in ("first", "second", "third", "fourth", "q")
        ):
            at += 1
            continue
        hit = next((hit for rule in rules if (hit := rule(scan, at))), None)
        if hit is None:
            at += 1
            continue
        found.append(_mention(items, at, hit))
        at = hit[0]
    return found


def _mention(items: list[Item], at: int, hit: tuple[int, str | None, str | None]) -> PeriodMention:
    end, name, partial = hit
    base = _compared(items, at)
    lead = "cuối" if items[at].text == "cuối năm" else ""
    return PeriodMention(at, end, items[at].start, items[end - 1].end, name, partial, base, lead)


def _compared(items: list[Item], at: int) -> bool:
    """Say whether `so với`, `against` … governs the date at `at`: close in front, words between."""
    for back in range(at, max(-1, at - 6), -1):
        item = items[back]
        if item.has("compare") and not (back == at and item.has("date")):
            return True
        if item.text in en.THAN and back > 0 and items[back - 1].kind == "num":
            return True
        if back < at and item.kind != "word":
            return False
    return False
