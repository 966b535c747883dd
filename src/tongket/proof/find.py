"""Find every claim of a text: read numbers, leave out what is none, give each its meaning and scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tongket.model.text import Language
from tongket.proof import scope
from tongket.proof.cells import cell_claim, lone_number
from tongket.proof.claims import Claim, Place
from tongket.proof.document import Block, lines
from tongket.proof.exclude import not_a_figure, part_of_name
from tongket.proof.kinds import Classifier, Draft, value_of
from tongket.proof.layout import Layout, lay_out
from tongket.proof.lexicon import Item, annotate
from tongket.proof.mentions import Around, Mention, printed_unit
from tongket.proof.numbers import NumberExpr, read_number
from tongket.proof.periods import PeriodMention, find_periods
from tongket.proof.separators import Marks, decide
from tongket.proof.tokens import is_vietnamese, tokenize


_LONGEST_LIST = 12
_CLOSING = frozenset({"in", "at", "this", "so", "were", "was", "are"})


@dataclass(frozen=True)
class Skipped:
    """Hold a number that is no claim, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Found:
    """Hold the claims of one text, the numbers left out, and how its marks were read."""

    claims: tuple[Claim, ...]
    skipped: tuple[Skipped, ...]
    marks: dict[str, Marks]


@dataclass(frozen=True)
class Passage:
    """Hold one block made ready: its items, layout, dates and language."""

    block: int
    items: list[Item]
    layout: Layout
    periods: list[PeriodMention]
    language: Language
    heading: bool


def prepare(text: str, blocks: Sequence[Block], language: Language | None) -> list[Passage]:
    """Annotate every block; a block too short to tell takes the language of the whole."""
    whole: Language = language or ("vi" if is_vietnamese(text) else "en")
    passages = []
    for number, block in enumerate(blocks):
        part = text[block.start : block.end]
        own = language or _language_of(part, whole)
        tokens = [token._replace(start=token.start + block.start, end=token.end + block.start) for token in tokenize(part)]
        items = annotate(tokens, own)
        periods = find_periods(items, vietnamese=own == "vi")
        passages.append(Passage(number, items, lay_out(items), periods, own, block.kind == "heading"))
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


def find_claims(text: str, blocks: Sequence[Block] | None = None, language: Language | None = None) -> Found:
    """Find the claims of a text.

    Parameters
    ----------
    text : str
        The text; offsets of the result point into it.
    blocks : sequence of Block, optional
        Paragraphs, headings and cells; by default the lines of the text.
    language : {'vi', 'en'}, optional
        By default told from the letters, paragraph by paragraph.

    Returns
    -------
    Found
        Claims in text order, never overlapping.
    """
    blocks = lines(text) if blocks is None else blocks
    passages = prepare(text, blocks, language)
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
        found, left_out = _Finder(text, passage, marks[passage.language]).run()
        scoped, heading = scope.assign(text, passage, found, heading)
        claims.extend(scoped)
        skipped.extend(left_out)
    return Found(tuple(claims), tuple(skipped), marks)


class _Finder:
    """Find the claims of one block."""

    def __init__(self, text: str, passage: Passage, marks: Marks) -> None:
        self.text = text
        self.passage = passage
        self.items = passage.items
        self.marks = marks
        self.around = Around(passage.items, marks, passage.language)
        self.classifier = Classifier(self.around, passage.layout)
        self.dated = {period.first: period.last for period in passage.periods}
        self.skipped: list[Skipped] = []

    def run(self) -> tuple[list[Draft], list[Skipped]]:
        """Walk over the items once."""
        at = 0
        while at < len(self.items):
            if at in self.dated:
                at = self.dated[at]
                continue
            item = self.items[at]
            if item.value("fold"):
                at = self._whole_fold(at)
                continue
            number = read_number(self.items, at, self.marks) if item.kind == "num" or item.has("nw") else None
            if number is None:
                at += 1 if item.kind != "num" else self._skip(at, at + 1, "too long for a figure")
                continue
            at = self._number(number)
        return self.classifier.drafts, self.skipped

    def _skip(self, first: int, last: int, reason: str) -> int:
        self.skipped.append(Skipped(self.items[first].start, self.items[last - 1].end, reason))
        return last - first

    def _whole_fold(self, at: int) -> int:
        value = Decimal(self.items[at].value("fold") or "2")
        number = NumberExpr(at, at + 1, value, 0, words=True)
        mention = Mention(number, at, at + 1, fold=True)
        self.classifier.classify(mention)
        return at + 1

    def _number(self, number: NumberExpr) -> int:
        reason = part_of_name(self.items, number)
        if reason:
            return self._past_name(number, reason)
        mention = self._of_every(self.around.read(number))
        self._times(mention)
        line_start = number.first == 0 or self.items[number.first - 1].kind == "break"
        reason = not_a_figure(self.items, number, line_start=line_start, has_unit=mention.has_unit)
        if reason is None and not self._speaks(mention):
            reason = "nothing says what it counts"
        if reason:
            if not number.words:
                self._skip(number.first, number.last, reason)
            return number.last
        if not self._fits_before(mention):
            mention.first = number.first
        draft = self.classifier.classify(mention)
        return mention.last if draft is not None else number.last

    def _of_every(self, mention: Mention) -> Mention:
        """Read `of every 10 cases six to seven`: the share stands behind its whole."""
        if self.around.text(mention.first - 1) != "every" or self.around.text(mention.first - 2) != "of" or mention.unit is None:
            return mention
        share = read_number(self.items, mention.last, self.marks) if mention.last < len(self.items) else None
        if share is None:
            return mention
        part = self.around.read(share)
        mention.pair, mention.top = (share, mention.number), part.top
        mention.first, mention.last = mention.first - 2, part.last
        mention.number = NumberExpr(mention.number.first, mention.number.last, mention.number.value, 0, words=share.words)
        return mention

    def _past_name(self, number: NumberExpr, reason: str) -> int:
        at = number.last
        while at < len(self.items) and self.items[at].start == self.items[at - 1].end and self.items[at].text not in (",", ".", ";", ")", "("):
            at += 1
        self._skip(number.first, at, reason)
        return at

    def _fits_before(self, mention: Mention) -> bool:
        """Say whether the words in front are free: spans never overlap."""
        return not self.classifier.drafts or self.classifier.drafts[-1].mention.last <= mention.first

    def _times(self, mention: Mention) -> None:
        """Read `gấp 3 lần` and `3 times`: how many times the base."""
        if mention.unit != "lần" and self.around.text(mention.last) != "times":
            return
        back = mention.first - 1
        item = self.around.item(back)
        if item is not None and item.value("fold") == "":
            mention.fold, mention.first, mention.unit = True, back, None

    def _speaks(self, mention: Mention) -> bool:
        """Say whether anything tells what a number counts."""
        number = mention.number
        if mention.has_unit or (mention.scale and not number.words):
            return not number.words or self._words_count(mention)
        if number.words and self.passage.language == "vi":
            return False
        if (mention.direction or mention.sign is not None) and not mention.level and not number.words:
            self._unit_of_subject(mention)
            return True
        if mention.pair is not None:
            return self._pair_speaks(mention)
        return self._bare(mention)

    def _unit_of_subject(self, mention: Mention) -> None:
        """Give `số người chết tăng 03` the unit of its subject."""
        for at in reversed(self.classifier.lead(mention)):
            item = self.items[at]
            if item.text in (",", ";", ":", "(", ")"):
                return
            if item.has("harm"):
                mention.harm = item.value("harm")
            if item.has("unit"):
                mention.unit, mention.unit_class, mention.implicit = printed_unit(item), item.value("class"), True
                return

    def _pair_speaks(self, mention: Mention) -> bool:
        """Accept a pair without unit in a bracket after a claim, or before a rate."""
        previous = self.classifier.previous(mention)
        if previous is not None and (self.classifier.parent(mention) is not None or previous.change):
            return True
        assert mention.pair is not None
        after = self.around.item(mention.last)
        whole = mention.pair[0].value <= mention.pair[1].value
        return whole and after is not None and after.kind == "word" and self._rate_behind(mention)

    def _rate_behind(self, mention: Mention) -> bool:
        """Say whether a per cent follows a pair in its clause, so that the pair counts something."""
        for at in range(mention.last, min(mention.last + 14, len(self.items))):
            if self.items[at].has("pct"):
                return True
            if self.items[at].text in (";", "."):
                return False
        return False

    def _words_count(self, mention: Mention) -> bool:
        """Leave `một vụ`, `one case` in running text alone; in a comparison it is a figure."""
        if mention.number.value != 1 or mention.percent:
            return not (mention.percent and mention.number.value < 1)
        return mention.direction is not None

    def _bare(self, mention: Mention) -> bool:
        """Accept a number without unit where the grammar gives it one."""
        before = self.around.item(mention.first - 1)
        back = before
        step = mention.first - 1
        while back is not None and (back.text in (":", "là", "are", "were", "was", "=") or back.has("rate")) and step > mention.first - 3:
            step -= 1
            back = self.around.item(step)
        after = self.around.item(mention.last)
        closed = _closes(after)
        if self._listed(mention):
            return True
        if back is not None and back.has("unit") and closed and not back.has("harm"):
            mention.unit, mention.unit_class, mention.implicit = back.value("unit"), back.value("class"), True
            return not (back.kind == "word" and back.has("label") and step == mention.first - 1 and self.passage.language == "vi" and back.text in ("điểm", "nhóm"))
        previous = self.classifier.previous(mention)
        if not closed or (after is not None and after.text in ("/", "-", "–")):
            return False
        if self.passage.language == "en" and self._compared(mention, previous):
            return True
        if before is not None and before.text == "là" and self._unit_in_lead(mention):
            return True
        if previous is None or before is None:
            return before is not None and before.text == "là" and self._unit_in_lead(mention)
        listed = previous.kind in ("count", "people", "change_abs") and before.kind == "word" and not before.has("date", "label", "stop", "compare")
        if before.text == "là" or (listed and before.text not in ("năm", "in", "from", "của")):
            return True
        return self.passage.language == "en" and before.text in (",", "and", "which") and previous.kind == "count" and after is not None and after.text == "in"

    def _listed(self, mention: Mention) -> bool:
        """Read `lần lượt 12, 15 và 20 vụ`: the unit comes with the last number of the list."""
        at, turns = mention.last, 0
        while turns < _LONGEST_LIST and self.around.text(at) in (",", "và", "and"):
            at += 1
            if self.around.text(at) in ("và", "and"):
                at += 1
            item = self.around.item(at)
            if item is None or item.kind != "num" or at in self.dated:
                return False
            at, turns = at + 1, turns + 1
            unit = self.around.item(at)
            if unit is not None and unit.has("unit"):
                mention.unit, mention.unit_class, mention.implicit = unit.value("unit"), unit.value("class"), True
                return True
        return False

    def _compared(self, mention: Mention, previous: Draft | None) -> bool:
        """Accept `from 36 … to 42`, `23 against 40`, `compared to 6`, `of which 10 in …`."""
        before = self.around.item(mention.first - 1)
        if before is None:
            return False
        if before.has("compare", "whole") or before.text in ("to", "with", "including", "were", "was"):
            return previous is not None or before.has("compare") or before.text in ("were", "was")
        after = self.around.item(mention.last)
        if after is not None and after.text in ("were", "was") and previous is not None and previous.kind in ("count", "people"):
            return True
        return before.text == ":" and after is not None and after.has("compare")

    def _unit_in_lead(self, mention: Mention) -> bool:
        for at in self.classifier.lead(mention):  # the head of a Vietnamese noun group stands first
            item = self.items[at]
            if item.has("unit"):
                mention.unit, mention.unit_class, mention.implicit = item.value("unit"), item.value("class"), True
                return True
        return False


def _closes(after: Item | None) -> bool:
    """Say whether what follows a bare number ends its noun group, so that the number stands for it."""
    if after is None or after.kind in ("sym", "break"):
        return True
    return after.has("compare", "and", "dir", "same_period", "previous_period", "level_after") or after.text in _CLOSING


def finish(text: str, passage: Passage, draft: Draft) -> Claim:
    """Turn a draft into a claim without scope."""
    mention, items = draft.mention, passage.items
    start, end = items[mention.first].start, items[mention.last - 1].end
    if mention.notes.get("short"):
        end = start + text[start:end].rfind(" ")
    decimals = mention.number.decimals - 2 * int(mention.fold)  # a fold is printed as 370 per cent
    return Claim(
        span=text[start:end],
        start=start,
        end=end,
        kind=draft.kind,
        value=value_of(draft),
        value_max=mention.top,
        decimals=decimals,
        unit=draft.unit,
        hedge=mention.hedge_text,
        hedge_kind=mention.hedge,
        unit_class=draft.unit_class,
        harm=mention.harm,
        reached=mention.level,
        base_level=_is_base(items, mention, draft),
        extras=draft.extras,
        place=Place(
            passage.block,
            passage.layout.sentence[mention.first],
            passage.layout.clause[mention.first],
            passage.layout.bracket[mention.first],
            mention.first,
            mention.last,
        ),
    )


def _is_base(items: list[Item], mention: Mention, draft: Draft) -> bool:
    """Say whether a level is what the text compares with: `against 40`, `từ 606 vụ`, `so với 606 vụ`."""
    if draft.kind not in ("count", "people", "money") or mention.first == 0:
        return False
    before = items[mention.first - 1]
    if before.text in ("từ", "mức") and mention.first > 1:
        return before.text == "từ" or items[mention.first - 2].has("compare")
    return before.has("compare") and before.text not in ("so cùng kỳ", "on", "over the same")
