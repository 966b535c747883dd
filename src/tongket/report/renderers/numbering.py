"""Numbers that a document's parts carry: headings, captions, notes, annexes. The same in every format."""

from __future__ import annotations

from dataclasses import dataclass, field

from tongket.model.text import Language
from tongket.report.document import Block, ChartBlock, Heading, MapBlock, Table
from tongket.report.renderers.words import word
from tongket.report.spans import Line

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# Points (điểm) are lettered by the Vietnamese alphabet (Decree 30/2020, Appendix I): no f, j, w, z; đ after d.
_LETTERS: dict[Language, str] = {"vi": "abcdđeghiklmnopqrstuvxy", "en": "abcdefghijklmnopqrstuvwxyz"}
_ORDINALS: dict[Language, tuple[str, ...]] = {
    "vi": ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"),
    "en": ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"),
}


def roman(number: int) -> str:
    """Write a number from 1 to 39 in Roman capitals."""
    text = ""
    for size, sign in _ROMAN:
        while number >= size:
            text, number = text + sign, number - size
    return text


def heading_number(level: int, number: int, language: Language) -> str:
    """Return what stands before a heading: "Phần thứ nhất", "I.", "1." or "a)"."""
    if level == 1:
        names = _ORDINALS[language]
        name = names[number - 1] if number <= len(names) else str(number)
        return f"Phần thứ {name}" if language == "vi" else f"Part {name}"
    if level == 2:
        return f"{roman(number)}."
    if level == 3:
        return f"{number}."
    letters = _LETTERS[language]
    return f"{letters[(number - 1) % len(letters)]})"


@dataclass
class Numbering:
    """Count headings, captions and notes while a document is written, once through from top to bottom."""

    language: Language
    _levels: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    _captions: dict[str, int] = field(default_factory=dict)
    _notes: dict[Line, int] = field(default_factory=dict)
    _depth: int = 0

    def restart_headings(self) -> None:
        """Begin a new annex: its headings are numbered from the start."""
        self._levels, self._depth = [0, 0, 0, 0], 0

    def heading(self, block: Heading) -> str:
        """Return the number of the next heading, empty for one that carries none."""
        if not block.numbered:
            return ""
        place = block.level - 1
        self._levels[place] += 1
        self._levels[place + 1 :] = [0] * (3 - place)
        return heading_number(block.level, self._levels[place], self.language)

    def depth(self, block: Heading) -> int:
        """Return the level of a heading in an outline that never skips one (PDF/UA, HTML), from 1."""
        self._depth = min(block.level, self._depth + 1)
        return self._depth

    def caption(self, block: Block) -> str:
        """Return "Bảng 1", "Biểu đồ 2" or "Bản đồ 1"; empty when the block has no caption."""
        kind = "map" if isinstance(block, MapBlock) else "chart" if isinstance(block, ChartBlock) else "table"
        if not isinstance(block, ChartBlock | Table) or not block.caption:
            return ""
        self._captions[kind] = self._captions.get(kind, 0) + 1
        return f"{word(kind, self.language)} {self._captions[kind]}"

    def note(self, note: Line) -> tuple[int, bool]:
        """Return the number of a note, and whether it appears for the first time."""
        first = note not in self._notes
        return self._notes.setdefault(note, len(self._notes) + 1), first

    @property
    def notes(self) -> tuple[Line, ...]:
        """Return the notes met so far, in order of number."""
        return tuple(self._notes)
