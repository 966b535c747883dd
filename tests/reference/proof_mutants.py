"""Change one number of a passage at a time, and say whether that must be found."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tests.reference.proof_passages import Fact, Passage


@dataclass(frozen=True)
class Mutant:
    """Hold a passage with one number changed, and whether that must be found."""

    how: str
    text: str
    fact: Fact
    printed: Fraction
    must: bool


def _admits(printed: Fraction, fact: Fact) -> bool:
    """Say whether a printed per cent still stands for the true one: half a unit each way, or truncated."""
    assert fact.true is not None
    half = Fraction(1, 2 * 10**fact.decimals)
    cut = Fraction(int(abs(fact.true) * 10**fact.decimals), 10**fact.decimals)
    same_sign = printed == 0 or (printed < 0) == (fact.true < 0)
    return abs(printed - fact.true) <= half or (same_sign and abs(printed) == cut)


def mutants(source: Passage, seed: int) -> list[Mutant]:
    """Change the per cents of a passage, one at a time.

    Every digit is replaced, neighbours are swapped, a zero is dropped, the sign is turned.
    """
    rng = random.Random(seed)
    found: list[Mutant] = []
    for fact in source.facts:
        if fact.true is None:
            continue
        digits = source.text[slice(*fact.digits)]
        for how, changed in _changed(digits, rng):
            found.append(_mutant(source, fact, how, changed))
        span = source.text[fact.start : fact.digits[0]]
        for old, new in (("-", "+"), ("+", "-")):
            if span.startswith(old):
                text = source.text[: fact.start] + new + source.text[fact.start + 1 :]
                found.append(Mutant("sign turned", text, fact, -fact.value, must=fact.value != 0))
    return found + _exchanged(source)


def _exchanged(source: Passage) -> list[Mutant]:
    """Exchange numerator and denominator of every pair whose rate stands behind it."""
    found = []
    for pair, rate in pairwise(source.facts):
        a, _, b = source.text[slice(*pair.digits)].partition("/")
        if pair.kind == "ratio_pair" and rate.kind == "rate_pct" and a != b:
            text = source.text[: pair.digits[0]] + f"{b}/{a}" + source.text[pair.digits[1] :]
            found.append(Mutant("pair exchanged", text, rate, rate.value, must=True))
    return found


def _changed(digits: str, rng: random.Random) -> list[tuple[str, str]]:
    changed = []
    places = [at for at, character in enumerate(digits) if character.isdigit()]
    for at in places:
        other = rng.choice([d for d in "0123456789" if d != digits[at]])
        if not (at == 0 and other == "0"):
            changed.append(("digit replaced", digits[:at] + other + digits[at + 1 :]))
    for a, b in pairwise(places):
        if digits[a] != digits[b] and not (a == 0 and digits[b] == "0"):
            swapped = list(digits)
            swapped[a], swapped[b] = swapped[b], swapped[a]
            changed.append(("digits swapped", "".join(swapped)))
    if "0" in digits[1:] and digits[-1] == "0" and len(places) == len(digits):
        changed.append(("zero dropped", digits[:-1]))
    return changed


def _mutant(source: Passage, fact: Fact, how: str, digits: str) -> Mutant:
    text = source.text[: fact.digits[0]] + digits + source.text[fact.digits[1] :]
    mark = "," if source.language == "vi" else "."
    plain = "".join(character for character in digits if character.isdigit())
    decimals = len(digits) - digits.rfind(mark) - 1 if mark in digits and fact.decimals else 0
    printed = Fraction(int(plain), 10**decimals) * (-1 if fact.value < 0 else 1)
    return Mutant(how, text, fact, printed, must=not _admits(printed, fact))
