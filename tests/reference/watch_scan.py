"""Scan statistics by looking at every zone and every window, with nothing kept from one to the next."""

from __future__ import annotations

import math


def log_ratio(count, expected, total):
    if count <= expected:
        return 0.0
    if expected == 0:
        return math.inf
    outside = total - count
    return count * math.log(count / expected) + (outside * math.log(outside / (total - expected)) if outside else 0.0)


def planar_km(a, b, shape=1.0, angle=0.0):
    """Return how far b lies from a, measured along the longer axis of an ellipse about a."""
    dx, dy = (b[0] - a[0]) / 1000, (b[1] - a[1]) / 1000
    along = dx * math.cos(angle) + dy * math.sin(angle)
    across = dy * math.cos(angle) - dx * math.sin(angle)
    return math.hypot(along, shape * across)


def sphere_km(a, b, shape=1.0, angle=0.0):
    lon1, lat1, lon2, lat2 = (math.radians(v) for v in (*a, *b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6367 * math.asin(math.sqrt(half))


def zones(
    places, weights, *, centres=None, max_share=0.5, max_km=math.inf, shapes=((1.0, 1),), split=True, distance=planar_km
):
    """Return (centre, shape, angle, members) of every zone."""
    found = []
    for index, centre in enumerate(places if centres is None else centres):
        for shape, angles in shapes:
            for turn in range(angles):
                angle = math.pi * turn / angles
                far = [round(distance(centre, place, shape, angle), 9) for place in places]
                order = sorted(range(len(places)), key=lambda j: (far[j], places[j]))
                for size in range(1, len(order) + 1):
                    members = order[:size]
                    too_large = sum(weights[j] for j in members) > max_share * sum(weights) * (1 + 1e-12)
                    if too_large or far[members[-1]] > max_km:
                        break
                    if split or size == len(order) or far[order[size]] > far[members[-1]]:
                        found.append((index, shape, angle, tuple(members)))
    return found


def windows(n_periods, longest, prospective):
    """Return (first, last) of every window, the shortest first."""
    spans = [(first, last) for first in range(n_periods) for last in range(first, min(first + longest, n_periods))]
    return [span for span in spans if not prospective or span[1] == n_periods - 1]


def permutation_means(counts):
    """Return what a permutation of times expects, as a function of members and window."""
    total = sum(map(sum, counts))

    def mean(members, first, last):
        here = sum(row[j] for row in counts for j in members)
        now = sum(sum(row) for row in counts[first : last + 1])
        return here * now / total

    return mean


def poisson_means(counts, population):
    """Return what a population by period and location expects, as a function of members and window."""
    scale = sum(map(sum, counts)) / sum(map(sum, population))
    return lambda members, first, last: scale * sum(row[j] for row in population[first : last + 1] for j in members)


def best_cylinders(counts, mean, found, spans, *, min_cases=2, compactness=0.0):
    """Return {centre: (statistic, observed, expected, members, (first, last), shape)} of the best of each centre."""
    total = sum(map(sum, counts))
    best = {}
    for centre, shape, _, members in found:
        penalty = (4 * shape / (shape + 1) ** 2) ** compactness
        for first, last in spans:
            count = sum(row[j] for row in counts[first : last + 1] for j in members)
            expected = mean(members, first, last)
            if count < min_cases:
                continue
            value = penalty * log_ratio(count, expected, total)
            if value > 1e-12 and value > best.get(centre, (0.0,))[0] + 1e-12:
                best[centre] = (value, count, expected, members, (first, last), shape)
    return best


def without_overlap(best):
    """Return the best of each centre, the most unusual first, leaving out what shares a place with one before it."""
    chosen, used = [], set()
    for one in sorted(best.values(), key=lambda one: -one[0]):
        if not used & set(one[3]):
            chosen.append(one)
            used |= set(one[3])
    return chosen
