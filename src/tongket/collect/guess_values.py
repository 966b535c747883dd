"""What the values of an unknown column say: dates and their form, numbers, degrees, how many are different."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from tongket.collect.mapping import NULL_WORDS

_ISO = re.compile(r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?$")
_MONTH = re.compile(r"^\d{4}-\d{2}$")
_DAYS = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2\d{4}(\s+\d{1,2}:\d{2}(:\d{2})?(\s*[AP]M)?)?$", re.IGNORECASE)
_UTC = re.compile(r"\d\s*(Z|\+00(:?00)?)$")
_NUMBER = re.compile(r"^[-+]?\d+([.,]\d+)?$")
_DECIMAL_COMMA = re.compile(r"^[-+]?\d+,\d+$")
# so many values are shown in a table of codes; what is rarer is left to the rule for unknown values
COMMON = 120


@dataclass(frozen=True)
class Sample:
    """Hold some values of one source column.

    Attributes
    ----------
    name, sql_type : str
        As the source has them.
    values : tuple of str
        Values that are not empty.
    empty : int
        How many were empty, or a word for "no value".
    """

    name: str
    sql_type: str
    values: tuple[str, ...]
    empty: int

    @cached_property
    def distinct(self) -> int:
        """Return how many different values there are."""
        return len(set(self.values))

    @property
    def unique(self) -> float:
        """Return the share of different values."""
        return self.distinct / len(self.values) if self.values else 0.0

    @cached_property
    def common(self) -> tuple[str, ...]:
        """Return the commonest values, the commonest first; equally common ones in order of text."""
        counted = sorted(Counter(self.values).items(), key=lambda item: (-item[1], item[0]))
        return tuple(value for value, _ in counted[:COMMON])

    @cached_property
    def dates(self) -> tuple[float, str]:
        """Return the share of values that are dates, and their form."""
        if self.sql_type in ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"):
            return 1.0, "typed"
        shares = {
            "iso": self._share(_ISO.match),
            "%Y-%m": self._share(_MONTH.match),
            "day and month": self._share(_DAYS.match),
        }
        best = max(shares, key=lambda form: shares[form])
        return shares[best], best

    @cached_property
    def numbers(self) -> float:
        """Return the share of values that are numbers."""
        return self._share(_NUMBER.match)

    @cached_property
    def decimal_comma(self) -> bool:
        """Tell whether most values are numbers with a decimal comma."""
        return self._share(_DECIMAL_COMMA.match) > 0.8

    @cached_property
    def in_utc(self) -> bool:
        """Tell whether most times say that they are in UTC."""
        return self._share(_UTC.search) > 0.8

    def _share(self, fits: Callable[[str], object]) -> float:
        return sum(1 for value in self.values if fits(value)) / len(self.values) if self.values else 0.0


def describe(name: str, sql_type: str, values: Sequence[str | None]) -> Sample:
    """Return the sample of a column; words for "no value" count as empty."""
    cleaned = [value.strip() for value in values if value is not None]
    kept = tuple(value for value in cleaned if value and value.casefold() not in NULL_WORDS)
    return Sample(name, sql_type, kept, len(values) - len(kept))


def is_coordinate(sample: Sample, column: str, decimal: str) -> float:
    """Return the share of values that can be degrees of this kind and are no whole numbers."""
    limit = 180 if column == "longitude" else 90
    fitting = 0
    for value in sample.values:
        text = value.replace(",", ".") if decimal == "," else value
        if _NUMBER.match(text) and "." in text and 0 < abs(float(text)) <= limit:
            fitting += 1
    return fitting / len(sample.values) if sample.values else 0.0


def date_format(sample: Sample) -> str:
    """Return the form of the dates of a column, as a mapping writes it.

    Day or month first is settled by any number above 12; where there is none the day stands first, as in Vietnam.
    """
    _, form = sample.dates
    if form != "day and month":
        return "iso" if form == "typed" else form
    found = [match for value in sample.values if (match := _DAYS.match(value))]
    month_first = any(int(match[3]) > 12 for match in found)
    mark = found[0][2]
    days = mark.join(("%m", "%d", "%Y") if month_first else ("%d", "%m", "%Y"))
    time = found[0][4]
    if not time:
        return days
    if found[0][6]:
        return f"{days} %I:%M{':%S' if found[0][5] else ''} %p"
    return f"{days} %H:%M{':%S' if found[0][5] else ''}"
