"""Decide whether anything tells what a number counts: a unit, a direction, a list, a comparison."""

from __future__ import annotations

from tongket.proof.drafts import Draft
from tongket.proof.kinds import Classifier
from tongket.proof.lexicon import Item
from tongket.proof.mentions import Around, Mention, printed_unit
from tongket.proof.passage import Passage

_LONGEST_LIST = 12
_CLOSING = frozenset({"in", "at", "this", "so", "were", "was", "are"})


class Speaks:
    """Judge the numbers of one block."""

    items: list[Item]
    passage: Passage
    around: Around
    classifier: Classifier
    dated: dict[int, int]

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
                mention.unit, mention.unit_class, mention.implicit = (
                    printed_unit(item),
                    item.value("class"),
                    True,
                )
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
        while (
            back is not None
            and (back.text in (":", "là", "are", "were", "was", "=") or back.has("rate"))
            and step > mention.first - 3
        ):
            step -= 1
            back = self.around.item(step)
        after = self.around.item(mention.last)
        closed = _closes(after)
        if self._listed(mention):
            return True
        if back is not None and back.has("unit") and closed and not back.has("harm"):
            mention.unit, mention.unit_class, mention.implicit = back.value("unit"), back.value("class"), True
            return not (
                back.kind == "word"
                and back.has("label")
                and step == mention.first - 1
                and self.passage.language == "vi"
                and back.text in ("điểm", "nhóm")
            )
        previous = self.classifier.previous(mention)
        if not closed or (after is not None and after.text in ("/", "-", "–")):
            return False
        if self.passage.language == "en" and self._compared(mention, previous):
            return True
        if before is not None and before.text == "là" and self._unit_in_lead(mention):
            return True
        if previous is None or before is None:
            return before is not None and before.text == "là" and self._unit_in_lead(mention)
        listed = (
            previous.kind in ("count", "people", "change_abs")
            and before.kind == "word"
            and not before.has("date", "label", "stop", "compare")
        )
        if before.text == "là" or (listed and before.text not in ("năm", "in", "from", "của")):
            return True
        return (
            self.passage.language == "en"
            and before.text in (",", "and", "which")
            and previous.kind == "count"
            and after is not None
            and after.text == "in"
        )

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
                mention.unit, mention.unit_class, mention.implicit = (
                    unit.value("unit"),
                    unit.value("class"),
                    True,
                )
                return True
        return False

    def _compared(self, mention: Mention, previous: Draft | None) -> bool:
        """Accept `from 36 … to 42`, `23 against 40`, `compared to 6`, `of which 10 in …`."""
        before = self.around.item(mention.first - 1)
        if before is None:
            return False
        if before.has("amount"):
            return self._unit_in_lead(mention)
        if before.text == "to" and self.classifier.lead_has(mention, "dir"):
            return True
        if before.has("compare", "whole") or before.text in ("to", "with", "including", "were", "was"):
            return previous is not None or before.has("compare") or before.text in ("were", "was")
        after = self.around.item(mention.last)
        if (
            after is not None
            and after.text in ("were", "was")
            and previous is not None
            and previous.kind in ("count", "people")
        ):
            return True
        if before.text == "," and after is not None and after.text == "(":
            return previous is not None and previous.kind in ("count", "people")
        return before.text == ":" and after is not None and after.has("compare")

    def _unit_in_lead(self, mention: Mention) -> bool:
        for at in self.classifier.lead(mention):  # the head of a Vietnamese noun group stands first
            item = self.items[at]
            if item.has("unit"):
                mention.unit, mention.unit_class, mention.implicit = (
                    item.value("unit"),
                    item.value("class"),
                    True,
                )
                return True
        return False


def _closes(after: Item | None) -> bool:
    """Say whether what follows a bare number ends its noun group, so that the number stands for it."""
    if after is None or after.kind in ("sym", "break"):
        return True
    return after.has("compare", "and", "dir", "same_period", "previous_period", "level_after") or after.text in _CLOSING
