"""Hold a file to what its report prints: a line that differs in digits only gives a changed number away."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tongket.model.printed import PrintedLine, PrintedNumber
from tongket.model.text import Text
from tongket.proof.claims import Claim
from tongket.proof.document import Document
from tongket.proof.known import Match

_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"[+\-−–]?[0-9](?:[0-9.,]*[0-9])?")
_LONG = 30  # letters; a shorter line might stand in another one by chance
_LARGEST_GAP = 400  # lines; beyond, only what is unique is taken for the same
_DIGITS = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Seen:
    """Hold one number of a file whose line the report prints too.

    Attributes
    ----------
    start, end : int
        Where it stands in the file's text.
    printed : str
        What the report prints there; the same as the text unless it was changed.
    figures : tuple of str
        Figures it is bound to.
    reason : str
        What it is, where it is bound to none.
    changed : bool
        Whether the file says something else.
    """

    start: int
    end: int
    printed: str
    figures: tuple[str, ...]
    reason: str
    changed: bool

    @property
    def verdict(self) -> Text:
        """Say whether the number is as printed, and what was printed."""
        ids = ", ".join(self.figures[:3])
        vi = f"số liệu {ids}" if ids else _vi(self.reason)
        en = f"figure {ids}" if ids else self.reason or "text of the report"
        if self.changed:
            return Text(
                vi=f"báo cáo lập từ sổ ghi “{self.printed}” ({vi})",
                en=f"the report made from the book prints “{self.printed}” ({en})",
            )
        return Text(vi=f"đúng như báo cáo lập từ sổ ({vi})", en=f"as in the report made from the book ({en})")


_REASONS = {
    "number of a heading or caption": "số thứ tự đề mục, bảng, biểu",
    "document number": "số văn bản",
    "date": "ngày tháng",
    "document number and date": "số và ngày văn bản",
    "period name": "tên kỳ báo cáo",
    "name of an office": "tên cơ quan",
    "figure id": "mã số liệu",
    "list of figures": "danh mục số liệu",
    "cut-off": "ngày chốt",
    "seal": "mã bản chốt",
    "seal number": "số thứ tự bản chốt",
    "version": "phiên bản",
    "chart number": "số thứ tự biểu đồ",
    "head": "đầu bảng",
}


def _vi(reason: str) -> str:
    return _REASONS.get(reason, reason if not reason.isascii() else "lời văn của báo cáo")


@dataclass(frozen=True)
class Held:
    """Hold what of a file is the report's own.

    Attributes
    ----------
    numbers : tuple of Seen
        In text order.
    blocks : frozenset of int
        Numbers of the blocks that are lines of the report, but for digits and signs.
    """

    numbers: tuple[Seen, ...] = ()
    blocks: frozenset[int] = frozenset()

    def within(self, start: int, end: int) -> list[Seen]:
        """Return the numbers of a stretch of text."""
        low = bisect_left(self.numbers, start, key=lambda seen: seen.end - 1)
        found = []
        for seen in self.numbers[low:]:
            if seen.start >= end:
                break
            found.append(seen)
        return found


def hold_to(document: Document, lines: Sequence[PrintedLine]) -> Held:
    """Compare a file with the lines its report prints.

    Parameters
    ----------
    document : Document
        The file as read.
    lines : sequence of PrintedLine
        What the report prints, in order.

    Returns
    -------
    Held
        The numbers of all lines that are the report's but for digits and signs. Lines written by others are left to
        the other checks.
    """
    numbers = [at for at, block in enumerate(document.blocks) if document.text[block.start : block.end].strip()]
    blocks = [document.blocks[at] for at in numbers]
    texts = [document.text[block.start : block.end] for block in blocks]
    aligned = sorted(_align([_skeleton(text) for text in texts], [_skeleton(line.text) for line in lines]))
    pairs = _sure(aligned, texts, lines)
    found = tuple(seen for at, other in pairs for seen in _compare(texts[at], blocks[at].start, lines[other]))
    return Held(found, frozenset(numbers[at] for at, _ in pairs))


def _sure(pairs: list[tuple[int, int]], texts: Sequence[str], lines: Sequence[PrintedLine]) -> list[tuple[int, int]]:
    """Leave out pairs of bare numbers that differ, unless the lines before and after are pairs too.

    All cells of a table look alike: where lines were taken out or written anew, one may be taken for its neighbour.
    """
    known = set(pairs)
    return [
        (at, other)
        for at, other in pairs
        if _same(_bare(texts[at]), _bare(lines[other].text))
        or _LETTER.search(texts[at])
        or {(at - 1, other - 1), (at + 1, other + 1)} <= known
    ]


def settle(claims: Sequence[Claim], held: Held) -> dict[int, Match]:
    """Return what the report's own lines say of claims: the same number, or another one."""
    found = {}
    for index, claim in enumerate(claims):
        if claim.place.block not in held.blocks:
            continue
        inside = held.within(claim.start, claim.end)
        changed = [seen for seen in inside if seen.changed]
        ids = tuple(dict.fromkeys(id_ for seen in changed or inside for id_ in seen.figures))
        reason = (changed or inside)[0].verdict if inside else _WORDS
        found[index] = Match(index, "differs" if changed else "verified", ids, reason)
    return found


_WORDS = Text(vi="đúng như báo cáo lập từ sổ (số viết bằng chữ)", en="as in the report made from the book (in words)")


def missing_from(texts: Sequence[str], lines: Sequence[PrintedLine]) -> list[str]:
    """Return the lines with digits that a file lacks, each as often as it is lacking.

    Parameters
    ----------
    texts : sequence of str
        The blocks of the file.
    lines : sequence of PrintedLine
        What the report prints.
    """
    here = Counter(_bare(text) for text in texts)
    wanted = Counter(_bare(line.text) for line in lines if line.required and _DIGITS.search(line.text))
    lost = (wanted - here).elements()
    # a footnote's way back to the text stands in the same paragraph of a page
    return [line for line in lost if len(line) < _LONG or not any(line in text for text in here)]


def _bare(text: str) -> str:
    return " ".join(text.split())


def _skeleton(text: str) -> str:
    return _NUMBER.sub("#", _bare(text))


def _compare(text: str, start: int, line: PrintedLine) -> Iterator[Seen]:
    for here, there in zip(_NUMBER.finditer(text), _NUMBER.finditer(line.text), strict=True):
        bound = _bound(line, there.start(), there.end())
        figures, reason = (bound.figures, bound.reason) if bound else ((), "")
        changed = not _same(here.group(), there.group())
        yield Seen(start + here.start(), start + here.end(), there.group(), figures, reason, changed)


def _same(first: str, second: str) -> bool:
    """Say whether two numbers are one: `7` is `07`, as offices write it."""
    return first == second or (first.isdecimal() and second.isdecimal() and int(first) == int(second))


def _bound(line: PrintedLine, start: int, end: int) -> PrintedNumber | None:
    return next((number for number in line.numbers if number.start < end and start < number.end), None)


def _align(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of equal elements of two long sequences that stand in the same order."""
    low, high = 0, 0
    while low < min(len(first), len(second)) and first[low] == second[low]:
        yield low, low
        low += 1
    while high < min(len(first), len(second)) - low and first[-1 - high] == second[-1 - high]:
        high += 1
    yield from _between(first, second, (low, len(first) - high), (low, len(second) - high))
    yield from ((len(first) - at, len(second) - at) for at in range(high, 0, -1))


def _between(
    first: Sequence[str], second: Sequence[str], here: tuple[int, int], there: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Align by the elements that are unique on both sides, then what lies between them."""
    a, b = first[slice(*here)], second[slice(*there)]
    anchors = _anchors(a, b)
    at, other = 0, 0
    for next_at, next_other in (*anchors, (len(a), len(b))):
        gap_a, gap_b = a[at:next_at], b[other:next_other]
        if gap_a and gap_b and max(len(gap_a), len(gap_b)) <= _LARGEST_GAP:
            for block in SequenceMatcher(None, gap_a, gap_b, autojunk=False).get_matching_blocks():
                for step in range(block.size):
                    yield here[0] + at + block.a + step, there[0] + other + block.b + step
        if next_at < len(a):
            yield here[0] + next_at, there[0] + next_other
        at, other = next_at + 1, next_other + 1


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of unique elements in the longest order that holds on both sides."""
    once_a, once_b = Counter(a), Counter(b)
    where = {text: at for at, text in enumerate(b) if once_b[text] == 1}
    pairs = [(at, where[text]) for at, text in enumerate(a) if once_a[text] == 1 and text in where]
    return _increasing(pairs)


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, not necessarily neighbours, that ascends on both sides."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        place = bisect_left(tails, other)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [other]
        ends[place : place + 1] = [number]
    chosen = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]
