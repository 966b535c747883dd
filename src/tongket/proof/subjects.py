"""The words around a claim: what is counted, at which stage, in what list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tongket.proof.claims import Claim
from tongket.proof.drafts import Draft
from tongket.proof.lexicon import Item

if TYPE_CHECKING:
    from tongket.proof.passage import Passage

_REACH = 10  # words after a unit that may name its subject
_FUNCTION = ("harm", "amount", "compare", "dir", "rate", "and", "hedge", "level_after", "whole")


class Subjects:
    """Read the words left and right of the claims of one block."""

    text: str
    items: list[Item]
    drafts: Sequence[Draft]
    passage: Passage
    stop: frozenset[str]
    dated: set[int]
    places: list[tuple[int, str]]
    claims: list[Claim]

    def right(self, number: int) -> range:
        """Return the items after a claim that may name its subject."""
        start = self.drafts[number].mention.last
        stop = self.drafts[number + 1].mention.first if number + 1 < len(self.drafts) else len(self.items)
        end = start
        while end < min(stop, start + _REACH):
            item = self.items[end]
            if item.kind != "word" and item.text not in ("-", "–"):
                break
            if item.has("compare", "dir", "rate", "level_after", "and") or self._dated(end):
                break
            end += 1
        return range(start, end)

    def _dated(self, at: int) -> bool:
        return at in self.dated

    def left(self, number: int) -> range:
        """Return the items between the claim before and this one, back to the begin of its clause."""
        mention = self.drafts[number].mention
        layout = self.passage.layout
        floor = self.drafts[number - 1].mention.last if number else 0
        start = mention.first
        while (
            start > floor
            and layout.clause[start - 1] == layout.clause[mention.first]
            and start > layout.bracket[mention.first] + 1
        ):
            start -= 1
        return range(start, mention.first)

    def words(self, span: range) -> frozenset[str]:
        """Return the content words of a stretch."""
        return frozenset(
            word
            for at in span
            if (item := self.items[at]).kind == "word" and not item.has(*_FUNCTION) and not self._dated(at)
            for word in item.text.split()
            if word not in self.stop
        )

    def stage(self, number: int) -> str | None:
        """Return recorded, cleared, handled …: the words behind count first, then the nearest before."""
        for at in self.right(number):
            if self.items[at].has("stage"):
                return self.items[at].value("stage")
        for at in reversed(self.left(number)):
            if self.items[at].has("stage"):
                return self.items[at].value("stage")
        return None

    def subject(self, number: int) -> str | None:
        """Return the words that name what is counted."""
        right, left = self.right(number), self._trimmed(self.left(number))
        if self.words(right):
            return self._slice(right)
        return self._slice(left) if self.words(left) else None

    def _trimmed(self, span: range) -> range:
        start = span.start
        for at in span:
            if self.items[at].text in (",", ";", "(", ")", "."):
                start = at + 1
        while start < span.stop and (
            self.items[start].has("and", "whole") or self.items[start].kind == "sym" or self._dated(start)
        ):
            start += 1
        stop = span.stop
        while stop > start and (
            self.items[stop - 1].has("compare", "level_after", "filler", "rate") or self.items[stop - 1].kind == "sym"
        ):
            stop -= 1
        return range(start, stop)

    def _slice(self, span: range) -> str | None:
        if not len(span):
            return None
        return " ".join(self.text[self.items[span.start].start : self.items[span.stop - 1].end].split()) or None


def hints_of(block: Subjects, number: int) -> dict[str, str]:
    """Return what the words beside a claim say of the list or the whole it belongs to."""
    draft, hints = block.drafts[number], {}
    lead = block.left(number)
    for at in lead:
        item = block.items[at]
        if item.has("whole") or item.text == ":":
            hints["opens"] = item.value("whole") or "colon"
        if item.has("rate") and item.text.startswith(("chiếm", "account", "making up", "made up", "represent")):
            hints["share"] = "yes"
    opener = block.passage.layout.bracket[draft.mention.first]
    if opener == draft.mention.first - 1 and "opens" not in hints:
        hints["opens"] = "bracket"
    named = [
        name
        for offset, name in block.places
        if lead and block.items[lead.start].start <= offset < block.claims[number].start
    ]
    if named:
        hints["named"] = named[-1]
    if _names_whole(block.items, draft.mention.last):
        hints["of_whole"] = "yes"
    return hints


def harm_of(block: Subjects, number: int) -> str | None:
    """Read `làm chết 97 người`: the harm stands in front."""
    mention = block.drafts[number].mention
    if mention.unit_class != "people":
        return None
    for at in block.right(number):
        if block.items[at].has("harm"):
            return block.items[at].value("harm")
    for at in reversed(block.left(number)):
        if block.items[at].has("harm"):
            return block.items[at].value("harm")
    return None


def _names_whole(items: Sequence[Item], at: int) -> bool:
    """Say whether the words right behind a rate name its whole: `92% số đối tượng phải bắt`."""
    for item in items[at : at + 2]:
        if item.kind != "word":
            return False
        if item.text in ("số", "tổng số", "of", "trong", "trên tổng số"):
            return True
    return False
