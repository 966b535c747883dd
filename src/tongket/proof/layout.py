"""Say of every item in which block, sentence, clause and bracket it stands."""

from __future__ import annotations

from dataclasses import dataclass

from tongket.proof.lexicon import Item

_ENDS = frozenset({".", "?", "!"})
_OPEN = {"(": ")", "[": "]"}
_ABBREVIATIONS = frozenset(
    {
        "tp",
        "tr",
        "ts",
        "ths",
        "gs",
        "pgs",
        "st",
        "mr",
        "mrs",
        "dr",
        "no",
        "đ",
        "đc",
        "q",
        "p",
        "a",
        "b",
        "vd",
        "v",
    }
)


@dataclass(frozen=True)
class Layout:
    """Hold, per item, its sentence, its clause, and the item that opens its bracket (-1: none)."""

    sentence: list[int]
    clause: list[int]
    bracket: list[int]


def _ends_sentence(items: list[Item], at: int) -> bool:
    item = items[at]
    if item.kind == "break":
        return True
    if item.text not in _ENDS:
        return False
    before = items[at - 1] if at else None
    if before is not None and before.text in _ABBREVIATIONS and before.end == item.start:
        return False
    return at + 1 >= len(items) or items[at + 1].start > item.end


def lay_out(items: list[Item]) -> Layout:
    """Divide items into sentences, clauses and brackets, in one pass.

    A bracket never reaches over a line break; one that is not closed ends with its sentence.
    """
    layout = Layout([], [], [])
    sentence = clause = 0
    stack: list[int] = []
    for at, item in enumerate(items):
        if item.text in _OPEN and len(stack) < 8:
            stack.append(at)
        layout.sentence.append(sentence)
        layout.clause.append(clause)
        layout.bracket.append(stack[-1] if stack else -1)
        if item.text in (")", "]") and stack:
            stack.pop()
        if _ends_sentence(items, at):
            sentence, clause = sentence + 1, clause + 1
            stack.clear()
        elif item.text == ";" and not stack:
            clause += 1
    return layout
