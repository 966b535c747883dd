"""Walk over one block and draft its claims."""

from __future__ import annotations

from decimal import Decimal

from tongket.proof.claims import Claim, Place
from tongket.proof.drafts import Draft, value_of
from tongket.proof.exclude import not_a_figure, part_of_name
from tongket.proof.kinds import Classifier
from tongket.proof.lexicon import Item
from tongket.proof.mentions import Around, Mention
from tongket.proof.numbers import NumberExpr, read_number
from tongket.proof.passage import Passage, Skipped
from tongket.proof.separators import Marks
from tongket.proof.speaks import Speaks


class Finder(Speaks):
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
        if (
            self.around.text(mention.first - 1) != "every"
            or self.around.text(mention.first - 2) != "of"
            or mention.unit is None
        ):
            return mention
        share = read_number(self.items, mention.last, self.marks) if mention.last < len(self.items) else None
        if share is None:
            return mention
        part = self.around.read(share)
        mention.pair, mention.top = (share, mention.number), part.top
        mention.first, mention.last = mention.first - 2, part.last
        mention.number = NumberExpr(
            mention.number.first, mention.number.last, mention.number.value, 0, words=share.words
        )
        return mention

    def _past_name(self, number: NumberExpr, reason: str) -> int:
        at = number.last
        while (
            at < len(self.items)
            and self.items[at].start == self.items[at - 1].end
            and self.items[at].text not in (",", ".", ";", ")", "(")
        ):
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


def finish(text: str, passage: Passage, draft: Draft) -> Claim:
    """Turn a draft into a claim without scope."""
    mention, items = draft.mention, passage.items
    start, end = items[mention.first].start, items[mention.last - 1].end
    if mention.notes.get("short"):
        end = start + text[start:end].lower().rfind("vụ") + 2
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
        base_level=_is_base(passage, mention, draft),
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


def _is_base(passage: Passage, mention: Mention, draft: Draft) -> bool:
    """Say whether a level is what the text compares with: `against 40`, `từ 606 vụ`, `so với 606 vụ`."""
    if draft.kind not in ("count", "people", "money") or mention.first == 0:
        return False
    items = passage.items
    before = items[mention.first - 1]
    if before.text == "(":  # `so với năm 2021 (606 vụ)`
        return any(period.base and period.last == mention.first - 1 for period in passage.periods)
    if _in_period(items, mention.last):
        return False
    if before.text == "từ":
        return True
    if before.text == "mức":
        return mention.first > 1 and items[mention.first - 2].has("compare")
    return before.has("compare") and before.text not in ("so cùng kỳ", "on", "over the same")


def _in_period(items: list[Item], at: int) -> bool:
    """Say whether a number is of the period itself: `so với 574 vụ ghi nhận trong kỳ`, `the 574 in the period`."""
    behind = " ".join(item.text for item in items[at : at + 4])
    return "trong kỳ" in behind or "in the period" in behind
