"""The text of a document and its blocks: paragraphs, headings and table cells with their headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "heading", "cell"]


@dataclass(frozen=True)
class Block:
    """Hold one block of a document.

    Attributes
    ----------
    kind : {'paragraph', 'heading', 'cell'}
        What it is.
    start, end : int
        ``text[start:end]`` is its text.
    where : tuple of int
        For a paragraph its number; for a cell table, row, column.
    header : str
        For a cell, the heading of its column.
    row : str
        For a cell, the first cell of its row.
    """

    kind: BlockKind
    start: int
    end: int
    where: tuple[int, ...] = ()
    header: str = ""
    row: str = ""


@dataclass(frozen=True)
class Document:
    """Hold the text read from a file and its blocks, in order."""

    name: str
    text: str
    blocks: tuple[Block, ...]
    form: str = "text"


class Builder:
    """Put a document together, block by block, keeping offsets."""

    def __init__(self, name: str, form: str) -> None:
        self._name = name
        self._form = form
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(
        self,
        text: str,
        kind: BlockKind = "paragraph",
        where: tuple[int, ...] = (),
        header: str = "",
        row: str = "",
    ) -> None:
        """Append one block."""
        self._blocks.append(Block(kind, self._length, self._length + len(text), where, header, row))
        self._parts.append(text)
        self._length += len(text) + 1

    def build(self) -> Document:
        """Return the document; blocks are separated by line breaks."""
        return Document(self._name, "\n".join(self._parts), tuple(self._blocks), self._form)


def lines(text: str) -> tuple[Block, ...]:
    """Divide plain text into blocks: paragraphs are separated by line breaks; `#` begins a heading."""
    blocks: list[Block] = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        bare = line.rstrip("\r\n")
        if bare.strip():
            kind: BlockKind = "heading" if bare.lstrip().startswith("#") else "paragraph"
            blocks.append(Block(kind, at, at + len(bare), (number,)))
        at += len(line)
    return tuple(blocks)
