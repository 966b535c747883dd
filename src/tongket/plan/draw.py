"""Draw the units of unannounced inspections so that anyone can repeat it: SHA-256, whole numbers, no exemptions.

The list with its weights is published first, by its digest, together with the name of a public number that nobody
knows yet (the special prize of the lottery of a named day). When the number is out it is the seed. Step by step:

1. Every unit weighs 1 plus the whole months since its last inspection, at most `most`; never inspected: `most`.
2. The list is the lines ``weight TAB unit LF`` in order of the units' code points, UTF-8, NFC; L is its SHA-256 in hex.
3. In step k (from 1) the text ``seed|L|k`` is hashed with SHA-256; its first 12 hex digits are a whole number x.
4. r is the remainder of x divided by the sum of the weights still in the list.
5. Walk the list, adding up weights: the first unit whose running sum is above r is drawn, and leaves the list.

Twelve digits keep x exact in a spreadsheet and in every language; the chance of a unit is off by less than the sum of
the weights over 2**48.
"""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from tongket.model.errors import UsageError
from tongket.model.text import Text

METHOD = "tongket-draw-1"
MOST = 36  # three years without an inspection weigh as much as any longer time
_DIGITS = 12


@dataclass(frozen=True)
class Candidate:
    """Hold one unit of the list.

    Attributes
    ----------
    unit : str
        Name or code, NFC.
    last_on : date or None
        Day of its last inspection; None when there is none on record.
    weight : int
        At least 1: nobody is exempt.
    """

    unit: str
    last_on: date | None
    weight: int


@dataclass(frozen=True)
class Step:
    """Hold one step as it would be written out by hand.

    Attributes
    ----------
    number : int
        From 1.
    text : str
        What was hashed.
    digest : str
        Its SHA-256 in hex.
    value : int
        The first twelve hex digits as a number.
    total : int
        Sum of the weights still in the list.
    rest : int
        `value` modulo `total`.
    unit : str
        The unit drawn.
    """

    number: int
    text: str
    digest: str
    value: int
    total: int
    rest: int
    unit: str


@dataclass(frozen=True)
class Draw:
    """Hold a draw with everything needed to repeat it.

    Attributes
    ----------
    method : str
        Name of these rules.
    seed : str
        The public number, as published.
    as_of : date
        Day up to which inspections count for the weights.
    most : int
        Heaviest weight.
    candidates : tuple of Candidate
        The whole list, in order.
    list_digest : str
        SHA-256 of the list: what is published before the seed is known.
    steps : tuple of Step
        One for each unit drawn.
    """

    method: str
    seed: str
    as_of: date
    most: int
    candidates: tuple[Candidate, ...]
    list_digest: str
    steps: tuple[Step, ...]

    @property
    def drawn(self) -> tuple[str, ...]:
        """Return the units drawn, in the order of the draw."""
        return tuple(step.unit for step in self.steps)


def weigh(
    units: Iterable[str], last_inspected: Mapping[str, date], as_of: date, *, most: int = MOST
) -> tuple[Candidate, ...]:
    """Make the list: every unit with its weight, none left out.

    Parameters
    ----------
    units : iterable of str
        All units that may be inspected; a unit named twice stands once.
    last_inspected : mapping of str to date
        Day of the last inspection; days after `as_of` must not be in it.
    as_of : date
        Day of the list.
    most : int
        Heaviest weight, at least 1.

    Returns
    -------
    tuple of Candidate
        In order of code points.

    Raises
    ------
    UsageError
        If there is no unit, a name cannot stand in a line, a day lies ahead, or `most` is not positive.
    """
    if most < 1:
        raise UsageError(f"Draw: the heaviest weight must be at least 1; got {most}. Use {MOST}.")
    last = {_unit(name): day for name, day in last_inspected.items()}
    names = sorted({_unit(name) for name in units})
    if not names:
        raise UsageError("Draw: the list must hold at least one unit; got none. Give the units, one a line.")
    return tuple(Candidate(name, last.get(name), weight_of(last.get(name), as_of, most)) for name in names)


def weight_of(last_on: date | None, as_of: date, most: int = MOST) -> int:
    """Return the weight of a unit: 1 plus the whole months since its last inspection, at most `most`."""
    if last_on is None:
        return most
    if last_on > as_of:
        raise UsageError(f"Draw: the last inspection must not lie after the list's day; got {last_on} and {as_of}.")
    months = (as_of.year - last_on.year) * 12 + as_of.month - last_on.month - (as_of.day < last_on.day)
    return min(1 + months, most)


def list_text(candidates: Iterable[Candidate]) -> str:
    """Return the list as it is published and hashed."""
    return "".join(f"{each.weight}\t{each.unit}\n" for each in candidates)


def list_digest(candidates: Iterable[Candidate]) -> str:
    """Return the SHA-256 of the list: publish it before the seed can be known."""
    return hashlib.sha256(list_text(candidates).encode()).hexdigest()


def draw_units(candidates: tuple[Candidate, ...], size: int, seed: str, *, as_of: date, most: int = MOST) -> Draw:
    """Draw units without replacement, in each step with chances as the weights.

    Parameters
    ----------
    candidates : tuple of Candidate
        The list, from `weigh`.
    size : int
        Number of units to draw.
    seed : str
        The public number as text; outer blanks do not count.
    as_of : date
        Day of the list.
    most : int
        Heaviest weight, kept for those who repeat the draw.

    Returns
    -------
    Draw
        With its list and every step.

    Raises
    ------
    UsageError
        If the seed is empty or not printable, or `size` is not between 1 and the number of units.
    """
    seed = _seed(seed)
    if not 1 <= size <= len(candidates):
        raise UsageError(f"Draw: must draw between 1 and {len(candidates)} units; got {size}. Mend --units.")
    digest = list_digest(candidates)
    left = list(candidates)
    steps = tuple(_step(seed, digest, number, left) for number in range(1, size + 1))
    return Draw(METHOD, seed, as_of, most, candidates, digest, steps)


def _step(seed: str, digest: str, number: int, left: list[Candidate]) -> Step:
    """Draw one unit and take it off the list."""
    text = f"{seed}|{digest}|{number}"
    hashed = hashlib.sha256(text.encode()).hexdigest()
    value, total = int(hashed[:_DIGITS], 16), sum(each.weight for each in left)
    rest = value % total
    place = bisect_right(list(accumulate(each.weight for each in left)), rest)
    return Step(number, text, hashed, value, total, rest, left.pop(place).unit)


def check_draw(draw: Draw) -> tuple[Text, ...]:
    """Do a draw again from its seed and list, and say what does not agree.

    Parameters
    ----------
    draw : Draw
        As published.

    Returns
    -------
    tuple of Text
        One for each thing that is not as it must be; empty when the draw repeats.
    """
    problems = []
    if draw.method != METHOD:
        problems.append(Text(f"Phương pháp phải là {METHOD}.", f"The method must be {METHOD}."))
    if any(each.weight != weight_of(each.last_on, draw.as_of, draw.most) for each in draw.candidates):
        problems.append(
            Text(
                "Có đơn vị mang trọng số khác với trọng số tính từ ngày thanh tra gần nhất.",
                "A unit has another weight than the day of its last inspection gives.",
            )
        )
    names = [each.unit for each in draw.candidates]
    if names != sorted(set(names)):
        problems.append(
            Text("Danh sách không đúng thứ tự hoặc có đơn vị trùng.", "The list is out of order or repeats.")
        )
    if list_digest(draw.candidates) != draw.list_digest:
        problems.append(
            Text("Danh sách không phải là danh sách đã công bố (mã băm khác).", "The list is not the one published.")
        )
    again = draw_units(draw.candidates, len(draw.steps), draw.seed, as_of=draw.as_of, most=draw.most)
    if again.steps != draw.steps:
        problems.append(
            Text(
                f"Rút lại từ cùng số công khai cho kết quả khác: {'; '.join(again.drawn)}.",
                f"The same seed draws other units: {'; '.join(again.drawn)}.",
            )
        )
    return tuple(problems)


def draw_object(draw: Draw) -> dict[str, Any]:
    """Return a draw as plain values: what is published, and what `read_draw` reads back."""
    plain = asdict(draw)
    candidates = [{**each, "last_on": _day(each["last_on"])} for each in plain["candidates"]]
    return {**plain, "as_of": _day(draw.as_of), "candidates": candidates, "steps": list(plain["steps"])}


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def read_draw(plain: Mapping[str, Any]) -> Draw:
    """Read a published draw back, to be checked.

    Raises
    ------
    UsageError
        If a part is missing or of another kind.
    """
    try:
        return Draw(
            plain["method"],
            plain["seed"],
            date.fromisoformat(plain["as_of"]),
            int(plain["most"]),
            tuple(_candidate(each) for each in plain["candidates"]),
            plain["list_digest"],
            tuple(Step(**each) for each in plain["steps"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"Draw: must have the parts of a published draw; {error!r}. Give the file as it was."
        ) from None


def _candidate(plain: Mapping[str, Any]) -> Candidate:
    last = plain["last_on"]
    return Candidate(plain["unit"], None if last is None else date.fromisoformat(last), int(plain["weight"]))


def _unit(name: str) -> str:
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not clean or not clean.isprintable():
        raise UsageError(f"Draw: a unit must have a printable name; got {name!r}. Mend the list.")
    return clean


def _seed(seed: str) -> str:
    clean = unicodedata.normalize("NFC", seed).strip()
    if not clean or not clean.isprintable():
        raise UsageError(f"Draw: the seed must be a printable text, such as a published number; got {seed!r}.")
    return clean
