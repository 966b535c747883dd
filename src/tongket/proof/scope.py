"""Give each claim its period, base period, place and subject, inherited where the text leaves them out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from tongket.proof.claims import CHANGES, Claim
from tongket.proof.drafts import Draft
from tongket.proof.lexicon import stop_words
from tongket.proof.periods import PeriodMention
from tongket.proof.subjects import Subjects, harm_of, hints_of
from tongket.proof.words import places

if TYPE_CHECKING:
    from tongket.proof.passage import Passage

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NEAR = 12  # claims back that a bracket may belong to
_OPENING = 6  # items in which a paragraph says what time it is about
NO_PLACES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Scope:
    """Hold what a heading or an earlier sentence hands down."""

    period: str | None = None
    base: str | None = None
    area: str | None = None
    subject: str | None = None


@lru_cache(maxsize=8)
def _place_pattern(more: tuple[str, ...]) -> re.Pattern[str]:
    names = sorted({*places.PROVINCES.split("|"), *places.PLAIN.split("|"), *more}, key=len, reverse=True)
    nation = sorted(places.NATION.split("|"), key=len, reverse=True)
    joined = "|".join(re.escape(name) for name in names)
    whole = "|".join(re.escape(name) for name in nation)
    return re.compile(rf"(?<!\w)(?:(?P<unit>{joined})|(?P<nation>(?i:{whole})))(?!\w)")


def find_places(text: str, start: int, end: int, own: Mapping[str, str] = NO_PLACES) -> list[tuple[int, str]]:
    """Return (offset, name) of every place named in ``text[start:end]``; `own` are the units of a book."""
    found = []
    for match in _place_pattern(tuple(own)).finditer(text, start, end):
        name = "toàn quốc" if match.group("nation") else match.group("unit")
        found.append((match.start(), own.get(name) or places.SAME.get(name, name)))
    return found


def year_before(name: str) -> str:
    """Return the same span one year earlier: ``2024-H1`` → ``2023-H1``."""
    return _YEAR.sub(lambda match: str(int(match.group()) - 1), name)


def _month_before(name: str) -> str | None:
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", name)
    if not match:
        return None
    year, month = int(match.group(1)), int(match.group(2))
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"


class _Block(Subjects):
    """Assign scope inside one block."""

    def __init__(self, text: str, passage: Passage, drafts: Sequence[Draft], handed: Scope) -> None:
        from tongket.proof.finder import finish

        self.text = text
        self.passage = passage
        self.items = passage.items
        self.drafts = drafts
        self.claims = [finish(text, passage, draft) for draft in drafts]
        self.handed = handed
        self.stop = stop_words(passage.language)
        first, last = (self.items[0].start, self.items[-1].end) if self.items else (0, 0)
        self.places = find_places(text, first, last, passage.places)
        self.sentence_starts: dict[int, int] = {}
        for at, sentence in enumerate(passage.layout.sentence):
            self.sentence_starts.setdefault(sentence, self.items[at].start)
        self.dated = {at for mention in passage.periods for at in range(mention.first, mention.last)}
        levels = {draft.mention.last for draft, claim in zip(drafts, self.claims, strict=True) if claim.base_level}
        self.own = self._by_sentence([m for m in passage.periods if not m.base and m.first not in levels])
        self.bases: dict[int, list[tuple[int, str]]] = {}
        for at, name in self._base_mentions(levels):
            self.bases.setdefault(passage.layout.sentence[at], []).append((at, name))

    def _by_sentence(self, mentions: list[PeriodMention]) -> dict[int, list[PeriodMention]]:
        grouped: dict[int, list[PeriodMention]] = {}
        for mention in mentions:
            grouped.setdefault(self.passage.layout.sentence[mention.first], []).append(mention)
        return grouped

    def _named(self, mention: PeriodMention, current: str | None) -> str | None:
        if mention.name:
            return f"{mention.lead} {mention.name}".strip()
        if mention.partial and current:
            year = _YEAR.search(current)
            if year and mention.partial.startswith("m"):
                return f"{year.group()}-01/{year.group()}-{mention.partial[1:]}"
            return f"{year.group()}-{mention.partial}" if year else None
        return None

    def _base_mentions(self, levels: set[int]) -> list[tuple[int, str]]:
        """Return (item, kind or name) of everything the text compares with."""
        found = [(mention.first, mention) for mention in self.passage.periods if mention.base and mention.name]
        bases = [(at, self._named(mention, None) or "") for at, mention in found]
        bases += [
            (mention.first, mention.name)
            for mention in self.passage.periods
            if mention.first in levels and mention.name
        ]
        for at, item in enumerate(self.items):
            if item.has("same_period"):
                bases.append((at, "same"))
            elif item.has("previous_period"):
                span = item.value("previous_period")
                bases.append((at, f"previous {span}" if span else item.text))
        return sorted(bases)

    def periods(self) -> list[str | None]:
        """Return the period of every claim."""
        result: list[str | None] = []
        current, sentence = self.handed.period, -1
        for draft in self.drafts:
            here = self.passage.layout.sentence[draft.mention.first]
            while sentence < here:  # sentences without claims hand their period down too
                sentence += 1
                current = self._sentence_period(sentence, draft.mention.first, current)
            result.append(self._period_at(draft, here, current))
        return result

    def _sentence_period(self, sentence: int, before: int, current: str | None) -> str | None:
        mentions = [m for m in self.own.get(sentence, ()) if self.passage.layout.bracket[m.first] < 0]
        named = [(mention.first, name) for mention in mentions if (name := self._named(mention, current))]
        ahead = [name for at, name in named if at < before]
        if ahead:
            return ahead[-1]
        return current or (named[0][1] if named else None)

    def _period_at(self, draft: Draft, sentence: int, current: str | None) -> str | None:
        best = current
        for mention in self.own.get(sentence, ()):
            name = self._named(mention, current)
            if name is None:
                continue
            if mention.first == draft.mention.last:
                return name
            if mention.first < draft.mention.first and self._reaches(mention, draft):
                best = name
        return best

    def _reaches(self, mention: PeriodMention, draft: Draft) -> bool:
        """Say whether a date in front speaks of the claim: same bracket, or the date stands outside."""
        own, other = (
            self.passage.layout.bracket[draft.mention.first],
            self.passage.layout.bracket[mention.first],
        )
        return other < 0 or own == other

    def base(self, draft: Draft, period: str | None, previous: str | None) -> str | None:
        """Return the base period of a change."""
        layout, mention = self.passage.layout, draft.mention
        sentence = layout.sentence[mention.first]
        here = self.bases.get(sentence, [])
        after = [(at, name) for at, name in here if at >= mention.last and self._adjoins(mention.last, at)]
        ahead = [(at, name) for at, name in here if at < mention.first]
        chosen = after[0] if after else ahead[-1] if ahead else here[0] if here else None
        if chosen is None:
            # custom of yearly reports: a change without a base is against the same span a year before
            return previous or (year_before(period) if period else None)
        return self._base_name(chosen[1], period)

    def base_of_level(self, draft: Draft, period: str | None) -> str | None:
        """Return the period of an earlier level: named right behind it (`137 last year`), else the base."""
        if draft.mention.last in self.dated:
            behind = self.own.get(self.passage.layout.sentence[draft.mention.first], ())
            named = [str(m.name) for m in (*behind, *self.passage.periods) if m.first == draft.mention.last and m.name]
            if named:
                return named[0]
        ahead = [m.name for m in self.passage.periods if m.base and m.last == draft.mention.first - 1 and m.name]
        return ahead[0] if ahead else self.base(draft, period, None) or period

    def _adjoins(self, start: int, at: int) -> bool:
        return (
            not any(self.items[k].text in (",", ";", ".") or self.items[k].kind == "num" for k in range(start, at))
            and at - start < 12
        )

    def _base_name(self, name: str, period: str | None) -> str:
        if name == "same":
            return (
                f"cùng kỳ {year_before(period)}"
                if period and not _YEAR.match(period)
                else year_before(period)
                if period
                else "cùng kỳ"
            )
        if name.startswith("previous"):
            span = name.removeprefix("previous").strip()
            if span == "year" and period:
                return year_before(period)
            if span == "month" and period:
                return _month_before(period) or "tháng trước"
            return f"{span} before"
        return name

    def area(self, claim: Claim) -> str | None:
        """Return the place: the last one named before in the sentence, else what was handed down."""
        start = self.sentence_starts.get(claim.place.sentence, claim.start)
        low, high = bisect_left(self.places, (start, "")), bisect_left(self.places, (claim.start, ""))
        near = [name for _, name in self.places[low:high]]
        return near[-1] if near else self.handed.area


def assign(text: str, passage: Passage, drafts: Sequence[Draft], handed: Scope) -> tuple[list[Claim], Scope]:
    """Give the claims of a block their scope and say what the next block inherits."""
    block = _Block(text, passage, drafts, handed)
    units = set(passage.places.values())
    # a paragraph about one unit of the book hands the unit on to none: only a heading does
    wide = [name for _, name in block.places if passage.heading or name not in units]
    if handed.area is None and wide:
        block.handed = handed = replace(handed, area=wide[0])
    claims: list[Claim] = []
    levels = {number for number, claim in enumerate(block.claims) if claim.base_level}
    base = handed.base if not passage.heading else None
    for number, (draft, period) in enumerate(zip(drafts, block.periods(), strict=True)):
        claim = block.claims[number]
        own_base = None
        if number in levels:
            period = block.base_of_level(draft, period)
        if claim.kind in CHANGES or claim.extras.get("pair") == "current_vs_base":
            own_base = base = block.base(draft, period, base)
        elif claim.kind == "target_pct" and claim.points:
            own_base = "chỉ tiêu"
        claims.append(_scoped(block, claim, number, claims, period, own_base))
    last = _handed_on(block, handed)
    area = block.places[0][1] if passage.heading and block.places else handed.area
    subject = _heading_subject(text, passage) if passage.heading else handed.subject
    return claims, Scope(last or handed.period, None if passage.heading else base, area, subject)


def _scoped(
    block: _Block, claim: Claim, number: int, before: list[Claim], period: str | None, base: str | None
) -> Claim:
    words = block.words(block.left(number)) | block.words(block.right(number))
    subject, stage, harm = block.subject(number), block.stage(number), claim.harm or harm_of(block, number)
    parent = _parent(claim, before)
    if parent is not None and not words:
        words, stage, harm = parent.words, stage or parent.stage, harm or parent.harm
        subject = subject or parent.subject
    return replace(
        claim,
        words=words,
        subject=subject or block.handed.subject,
        stage=stage,
        harm=harm,
        period=period,
        base_period=base,
        area=block.area(claim),
        hints=hints_of(block, number),
    )


def _parent(claim: Claim, before: list[Claim]) -> Claim | None:
    if claim.percent and before and before[-1].place.sentence == claim.place.sentence:
        return before[-1]
    if claim.place.bracket < 0:
        return None
    near = before[-_NEAR:]  # whoever stands in front of a bracket is not far
    return next((other for other in reversed(near) if other.place.last <= claim.place.bracket), None)


def _handed_on(block: _Block, handed: Scope) -> str | None:
    """Return the period a block is about: the first its sentences name; what it looks back on is not handed on."""
    if block.passage.heading or handed.period is None:
        return _heading_period(block)
    first = [mention for mention in block.own.get(0, ()) if mention.name and mention.first < _OPENING]
    return block._named(first[0], handed.period) if first else handed.period


def _heading_period(block: _Block) -> str | None:
    names = [mention.name for mention in block.passage.periods if mention.name]
    return names[0] if names else None


def _heading_subject(text: str, passage: Passage) -> str | None:
    if not passage.items:
        return None
    return text[passage.items[0].start : passage.items[-1].end].strip("# ").strip() or None
