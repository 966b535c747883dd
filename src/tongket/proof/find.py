"""Find every claim of a text: read numbers, leave out what is none, give each its meaning and scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongket.model.text import Language
from tongket.proof import scope
from tongket.proof.cells import cell_claim, lone_number
from tongket.proof.claims import Claim
from tongket.proof.document import Block, lines
from tongket.proof.finder import Finder
from tongket.proof.layout import lay_out
from tongket.proof.lexicon import annotate
from tongket.proof.passage import Passage, Skipped
from tongket.proof.periods import find_periods
from tongket.proof.separators import Marks, decide
from tongket.proof.tokens import is_vietnamese, tokenize


@dataclass(frozen=True)
class Found:
    """Hold the claims of one text, the numbers left out, and how its marks were read."""

    claims: tuple[Claim, ...]
    skipped: tuple[Skipped, ...]
    marks: dict[str, Marks]


def prepare(
    text: str,
    blocks: Sequence[Block],
    language: Language | None,
    places: Mapping[str, str] = scope.NO_PLACES,
) -> list[Passage]:
    """Annotate every block; a block too short to tell takes the language of the whole."""
    whole: Language = language or ("vi" if is_vietnamese(text) else "en")
    passages = []
    for number, block in enumerate(blocks):
        part = text[block.start : block.end]
        own = language or _language_of(part, whole)
        tokens = tokenize(part, block.start)
        items = annotate(tokens, own)
        periods = find_periods(items, vietnamese=own == "vi")
        passages.append(Passage(number, items, lay_out(items), periods, own, block.kind == "heading", places))
    return passages


def _language_of(part: str, whole: Language) -> Language:
    if len(part) < 40:
        return whole
    return "vi" if is_vietnamese(part) else "en"


def decide_marks(passages: Sequence[Passage]) -> dict[str, Marks]:
    """Decide the decimal mark of each language from all numbers written in it, dates left out."""
    raws: dict[str, list[str]] = {}
    for passage in passages:
        dated = {at for period in passage.periods for at in range(period.first, period.last)}
        raws.setdefault(passage.language, []).extend(
            item.text for at, item in enumerate(passage.items) if item.kind == "num" and at not in dated
        )
    return {language: decide(listed, language) for language, listed in raws.items()}  # type: ignore[arg-type]


def find_claims(
    text: str,
    blocks: Sequence[Block] | None = None,
    language: Language | None = None,
    places: Mapping[str, str] = scope.NO_PLACES,
) -> Found:
    """Find the claims of a text.

    Parameters
    ----------
    text : str
        The text; offsets of the result point into it.
    blocks : sequence of Block, optional
        Paragraphs, headings and cells; by default the lines of the text.
    language : {'vi', 'en'}, optional
        By default told from the letters, paragraph by paragraph.
    places : mapping of str to str
        Units of a book: as a text may write them, and their names.

    Returns
    -------
    Found
        Claims in text order, never overlapping.
    """
    blocks = lines(text) if blocks is None else blocks
    passages = prepare(text, blocks, language, places)
    marks = decide_marks(passages)
    claims: list[Claim] = []
    skipped: list[Skipped] = []
    heading = scope.Scope()
    for passage in passages:
        block = blocks[passage.block]
        if block.kind == "cell":
            cell = cell_claim(text, passage.block, block, marks[passage.language], passage.language, heading.period)
            if cell is not None or lone_number(text[block.start : block.end]):
                claims.extend([cell] if cell is not None else [])
                continue
        found, left_out = Finder(text, passage, marks[passage.language]).run()
        scoped, heading = scope.assign(text, passage, found, heading)
        claims.extend(scoped)
        skipped.extend(left_out)
    return Found(tuple(claims), tuple(skipped), marks)
