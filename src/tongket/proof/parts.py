"""Check parts against their total: complete lists must add up, no part may exceed the whole."""

from __future__ import annotations

from fractions import Fraction

from tongket.model.text import LANGUAGES, Language, Text
from tongket.proof.checks import Check, Confidence, write
from tongket.proof.judge import number
from tongket.proof.links import Neighbours

_LONGEST = 20
_SENTENCES = 3
_LEAST_TOTAL = 10  # below, two small numbers add up to a third by chance
_SHOWN = 8
_COUNTED = frozenset({"count", "people", "change_abs"})


class Parts:
    """Check the lists of one text.

    Parameters
    ----------
    near : Neighbours
        The claims and where they stand.
    """

    def __init__(self, near: Neighbours) -> None:
        self.near = near
        self.claims = near.claims

    def run(self) -> list[Check]:
        """Return every check of a list."""
        found = self._pairs()
        taken: set[int] = set()
        for total in range(len(self.claims)):
            if not self._summable(total):
                continue
            check = self._list(total, taken) or self._too_large(total)
            if check is not None:
                found.append(check)
                taken.update(check.claims[:-1])
        return found

    def _pairs(self) -> list[Check]:
        """Check a pair and the rest: `18/142 xã không có …; còn 124 xã có …`."""
        found = []
        for index, claim in enumerate(self.claims):
            if claim.pair is None or claim.extras.get("pair") != "part_of_whole" or claim.value_max is not None:
                continue
            part, whole = claim.pair
            for other in self.near.ahead(index, 4):
                rest = self.claims[other]
                if self._summable(other) and self.near.counted_alike(index, other) and part + rest.exact == whole:
                    found.append(self._rest(index, other, part, whole))
                    break
        return found

    def _rest(self, index: int, other: int, part: Fraction, whole: Fraction) -> Check:
        rest = self.claims[other].exact
        texts = {language: _sum([part, rest], whole, whole, language) for language in LANGUAGES}
        numbers = {"parts": [number(part), number(rest)], "stated_total": number(whole)}
        return Check(
            "parts_sum_to_total",
            numbers,
            (index, other),
            whole,
            "exact",
            0,
            Text(vi=texts["vi"], en=texts["en"]),
        )

    def _summable(self, index: int) -> bool:
        claim = self.claims[index]
        level = self.near.level(index) and claim.kind in ("count", "people")
        return (level or self._change(index)) and claim.interval.point is not None

    def _change(self, index: int) -> bool:
        """Differences add up as their levels do."""
        claim = self.claims[index]
        return claim.kind == "change_abs" and "cell" not in claim.hints and claim.unit_class != "money"

    def _following(self, total: int) -> list[int]:
        """Return the counts of the same sort behind a total, three sentences on at most."""
        place = self.claims[total].place
        found = []
        for index in range(total + 1, min(len(self.claims), total + 1 + 2 * _LONGEST)):
            here = self.claims[index].place
            if here.block != place.block or here.sentence > place.sentence + _SENTENCES:
                break
            if self.claims[index].kind not in _COUNTED:
                continue
            alike = self.near.counted_alike(index, total) and self._change(index) == self._change(total)
            if self._summable(index) and alike and self._not_nested(total, index) and self._same_harm(total, index):
                found.append(index)
        return found[:_LONGEST]

    def _same_harm(self, total: int, index: int) -> bool:
        """The dead are no part of the injured."""
        harm = self.claims[total].harm
        return harm is None or self.claims[index].harm == harm

    def _not_nested(self, total: int, index: int) -> bool:
        """Leave out what stands in a bracket behind another part: `298 (có 55 …)` must not count twice."""
        parent = self.near.parent(index)
        if parent is None or self.claims[index].place.bracket == self.claims[total].place.bracket:
            return True
        return parent == total or not self.near.counted_alike(parent, total)

    def _list(self, total: int, taken: set[int]) -> Check | None:
        following = self._following(total)
        whole = self.claims[total].exact
        if self._change(total):
            run = _run_that_sums([self.claims[k].exact for k in following], whole)
            big = run is not None and abs(whole) >= _LEAST_TOTAL
            return self._check(total, following[run[0] : run[1]], "medium") if run and big else None
        complete = bool(following) and self._opens(following[0]) in ("complete", "bracket")
        run = _run_that_sums([self.claims[k].exact for k in following], whole)
        if run and (whole >= _LEAST_TOTAL or complete) and not (set(following[run[0] : run[1]]) & taken):
            return self._check(total, following[run[0] : run[1]], "high" if complete or run[0] == 0 else "medium")
        listed = self._same_list(total, following)
        if len(listed) >= 2 and not set(listed) & taken and self._must_sum(total, listed):
            return self._check(total, listed, "medium")
        return None

    def _opens(self, index: int) -> str | None:
        return self.claims[index].hints.get("opens")

    def _must_sum(self, total: int, listed: list[int]) -> bool:
        """Say whether a list claims to be complete.

        `gồm` says so. A colon or a bracket with three parts or more that nearly add up does too;
        other lists are often incomplete, which is no error.
        """
        opens = self._opens(listed[0])
        if opens == "complete":
            return True
        whole, added = self.claims[total].exact, sum((self.claims[k].exact for k in listed), Fraction(0))
        return opens in ("colon", "bracket") and len(listed) >= 3 and abs(added - whole) * 10 <= whole

    def _same_list(self, total: int, following: list[int]) -> list[int]:
        """Return the parts of the list that begins behind a total."""
        if not following or self.claims[following[0]].place.sentence != self.claims[total].place.sentence:
            return []
        first = self.claims[following[0]].place
        listed: list[int] = []
        for k in following:
            place = self.claims[k].place
            if place.sentence != first.sentence or place.bracket != first.bracket or place.clause != first.clause:
                break
            if listed and self._opens(k):
                break
            listed.append(k)
        return listed

    def _check(self, total: int, parts: list[int], confidence: Confidence) -> Check:
        numbers = [self.claims[k].exact for k in parts]
        whole, added = self.claims[total].exact, sum(numbers, Fraction(0))
        texts = {language: _sum(numbers, added, whole, language) for language in LANGUAGES}
        return Check(
            "parts_sum_to_total",
            {"parts": [number(value) for value in numbers], "stated_total": number(whole)},
            (*parts, total),
            added,
            "exact" if added == whole else "wrong",
            0,
            Text(vi=texts["vi"], en=texts["en"]),
            confidence=confidence,
        )

    def _too_large(self, total: int) -> Check | None:
        """Find a part larger than its whole: `trong đó` behind a total, then a larger number."""
        claim = self.claims[total]
        for index in self._following(total)[:1]:
            part = self.claims[index]
            if (
                self._opens(index) == "partial"
                and part.exact > claim.exact
                and part.place.clause == claim.place.clause
                and self.near.same_sentence(total, index)
                and part.interval.point is not None
            ):
                return self._exceeds(total, index)
        return None

    def _exceeds(self, total: int, index: int) -> Check:
        part, whole = self.claims[index].exact, self.claims[total].exact
        return Check(
            "parts_sum_to_total",
            {"parts": [number(part)], "stated_total": number(whole)},
            (total, index),
            part,
            "wrong",
            0,
            Text(
                vi=f"phần {write(part, 'vi')} lớn hơn tổng {write(whole, 'vi')}",
                en=f"part {write(part, 'en')} exceeds its whole {write(whole, 'en')}",
            ),
            confidence="medium",
            rule="part <= whole",
        )


def _run_that_sums(values: list[Fraction], whole: Fraction) -> tuple[int, int] | None:
    """Return the first run of neighbouring values that adds up to `whole`; the first may be skipped."""
    for start in range(min(2, len(values))):
        added = 0
        for end in range(start, len(values)):
            added += values[end].numerator  # counts are whole
            if added == whole and end > start:
                return start, end + 1
            if abs(added) > abs(whole):
                break
    return None


def _sum(numbers: list[Fraction], added: Fraction, whole: Fraction, language: Language) -> str:
    shown = " + ".join(write(value, language) for value in numbers[:_SHOWN]) + (" + …" if len(numbers) > _SHOWN else "")
    stated = "ghi" if language == "vi" else "stated"
    return f"{shown} = {write(added, language)}; {stated} {write(whole, language)}"
