"""The draw of unannounced inspections as the manual's page tells it, in the plainest Python."""

import hashlib
from fractions import Fraction


def months_between(last, day):
    whole = 0
    year, month = last.year, last.month
    while True:
        month += 1
        if month == 13:
            year, month = year + 1, 1
        if (year, month, last.day) > (day.year, day.month, day.day):
            return whole
        whole += 1


def weight(last, day, most):
    return most if last is None else min(most, 1 + months_between(last, day))


def draw(lines, size, seed):
    """Draw from lines of (weight, unit), which must be in order."""
    digest = hashlib.sha256("".join(f"{w}\t{u}\n" for w, u in lines).encode("utf-8")).hexdigest()
    left, drawn = list(lines), []
    for k in range(1, size + 1):
        x = int(hashlib.sha256(f"{seed}|{digest}|{k}".encode()).hexdigest()[:12], 16)
        tickets = [unit for w, unit in left for _ in range(w)]  # one ticket for each point of weight
        drawn.append(tickets[x % len(tickets)])
        left = [(w, u) for w, u in left if u != drawn[-1]]
    return drawn


def inclusion(weights, size):
    """Return each unit's exact chance to be drawn, by following every order in which units can come."""
    chances = [Fraction(0)] * len(weights)

    def follow(left, steps, chance):
        if steps == 0:
            return
        total = sum(weights[i] for i in left)
        for i in left:
            here = chance * Fraction(weights[i], total)
            chances[i] += here
            follow([j for j in left if j != i], steps - 1, here)

    follow(list(range(len(weights))), size, Fraction(1))
    return chances
