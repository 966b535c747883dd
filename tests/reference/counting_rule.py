"""A slow plain counting rule: sort every charge by hand and take the first. Imports nothing from the package.

A frame is (max_years or None, life, death, non_custodial); None is a frame nobody knows.
"""

from __future__ import annotations

import re

PENALTIES = ("unknown", "non_custodial", *(f"{years} years" for years in range(1, 21)), "life", "death")


def heaviest(frame):
    """Return the heaviest penalty that a frame allows, as a word of PENALTIES."""
    if frame is None:
        return "unknown"
    max_years, life, death, _ = frame
    allowed = ["non_custodial"]
    if max_years is not None:
        allowed.append(f"{max_years} years")
    if life:
        allowed.append("life")
    if death:
        allowed.append("death")
    return max(allowed, key=PENALTIES.index)


def article_number(article):
    digits, letter = re.fullmatch(r"(\d+)([a-z]*)", article).groups()
    return int(digits), letter


def counted_under(charges, frames):
    """Return the charge under which a case is counted.

    `charges` are (article, clause or None); `frames` maps article → clause → frame. A charge without a clause stands
    with the mildest known frame of its article.
    """
    remaining = list(charges)
    for penalty in reversed(PENALTIES):
        equal = [charge for charge in remaining if weight(charge, frames) == penalty]
        if equal:
            lowest = min(article_number(article) for article, _ in equal)
            of_lowest = [charge for charge in equal if article_number(charge[0]) == lowest]
            return sorted(of_lowest, key=lambda charge: charge[1] or "")[0]
    raise AssertionError("a charge has a penalty that is not in the list")


def weight(charge, frames):
    article, clause = charge
    if clause is not None:
        return heaviest(frames.get(article, {}).get(clause))
    known = [heaviest(frame) for frame in frames.get(article, {}).values() if frame is not None]
    return min(known, key=PENALTIES.index, default="unknown")


def severity(frame):
    """Return the class that Article 9 gives a frame."""
    if frame is None:
        return None
    max_years, life, death, _ = frame
    if death or life or (max_years is not None and max_years > 15):
        return "especially_serious"
    if max_years is not None and max_years > 7:
        return "very_serious"
    if max_years is not None and max_years > 3:
        return "serious"
    return "less_serious"
