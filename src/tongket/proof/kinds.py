"""Decide what a number with its surroundings claims: a level, a change, a rate, a target, a pair."""

from __future__ import annotations

from tongket.proof.claims import Kind
from tongket.proof.drafts import Draft
from tongket.proof.layout import Layout
from tongket.proof.mentions import Around, Mention

_SAME_AS = frozenset(
    {
        "=",
        "hay",
        "tức",
        "tức là",
        "tương đương",
        "tương ứng",
        "or",
        "i.e",
        "ie",
        "~",
        "≈",
        "equal to",
        "bằng",
        "là",
    }
)
_CARRY = frozenset({"/", "và", "and", ",", "cùng", "với"})
_NEAR = 5  # items in which a target word still belongs to the number before it
ABOVE_TARGET = "điểm % trên chỉ tiêu"


class Classifier:
    """Turn mentions into drafts, one after the other, each with an eye on those before it."""

    def __init__(self, around: Around, layout: Layout) -> None:
        self.around = around
        self.layout = layout
        self.drafts: list[Draft] = []

    # -- neighbours ---------------------------------------------------------------------------------------

    def previous(self, mention: Mention) -> Draft | None:
        """Return the claim before, if it stands in the same sentence."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or self.layout.sentence[last.mention.first] != self.layout.sentence[mention.first]:
            return None
        return last

    def parent(self, mention: Mention) -> Draft | None:
        """Return the claim in front of the bracket around `mention`."""
        opener = self.layout.bracket[mention.first]
        if opener < 0:
            return None
        for draft in reversed(self.drafts[-8:]):
            if self.layout.sentence[draft.mention.first] != self.layout.sentence[mention.first]:
                return None
            if draft.mention.last <= opener:
                return draft
        return None

    def between(self, draft: Draft, mention: Mention) -> list[str]:
        """Return the words between two claims, brackets of the first left out."""
        words: list[str] = []
        for at in range(draft.mention.last, mention.first):
            if (
                self.layout.bracket[at] >= draft.mention.last
                and self.layout.bracket[at] != self.layout.bracket[mention.first]
            ):
                continue
            words.append(self.around.items[at].text)
        return words

    def lead(self, mention: Mention) -> range:
        """Return the items between the claim before (or the sentence's begin) and `mention`."""
        previous = self.previous(mention)
        opener = self.layout.bracket[mention.first]
        start = previous.mention.last if previous else mention.first
        if previous is None:
            while start > 0 and self.layout.sentence[start - 1] == self.layout.sentence[mention.first]:
                start -= 1
        return range(max(start, opener + 1), mention.first)

    def lead_has(self, mention: Mention, *tags: str, near: bool = False) -> bool:
        """Say whether one of `tags` stands in the lead; `near` stops at punctuation."""
        for at in reversed(self.lead(mention)):
            item = self.around.items[at]
            if item.has(*tags):
                return True
            if near and item.kind != "word" and item.text not in ("(", ":"):
                return False
        return False

    # -- kinds --------------------------------------------------------------------------------------------

    def classify(self, mention: Mention) -> Draft | None:
        """Return the draft of a claim, or None if the number has no meaning of its own."""
        draft = self._fold(mention) or self._pair(mention) or self._percent(mention) or self._amount(mention)
        if draft is None:
            return None
        draft.parent = self.parent(mention)
        self._note(draft)
        self.drafts.append(draft)
        return draft

    def _note(self, draft: Draft) -> None:
        mention = draft.mention
        if mention.number.words:
            draft.extras["number_word"] = True
        if mention.number.misplaced:
            draft.extras["misplaced_separator"] = True
        if mention.sign is not None and mention.direction is not None:
            if (mention.sign > 0) != (mention.direction == "+"):
                draft.extras["wording_error"] = (
                    "sign repeats the direction word"
                    if mention.sign < 0 and mention.direction == "-"
                    else "sign against direction word"
                )
            elif mention.direction == "-":
                draft.extras["wording_error"] = "sign repeats the direction word"
        if mention.number.raw.isdigit() and len(mention.number.raw) == 4 and mention.number.raw[:2] in ("19", "20"):
            draft.extras["looks_like_year"] = True

    def _sign(self, mention: Mention) -> int:
        if mention.direction is not None:
            return 1 if mention.direction == "+" else -1
        return mention.sign or 1

    def _fold(self, mention: Mention) -> Draft | None:
        if not mention.fold:
            return None
        draft = Draft(mention, "change_pct", unit="%", unit_class="percent")
        previous = self.previous(mention)
        if previous is not None and previous.kind == "change_abs" and set(self.between(previous, mention)) <= _SAME_AS:
            draft.sign = previous.sign
            draft.extras["fold"] = f"change of {mention.number.value} times the base"
        else:
            draft.extras["fold"] = f"{mention.number.value} times the base"
        return draft

    def _pair(self, mention: Mention) -> Draft | None:
        if mention.pair is None or mention.percent:
            return None
        first, second = mention.pair
        parent, previous = self.parent(mention), self.previous(mention)
        changed = parent or previous
        near = parent is not None or (
            previous is not None and not [w for w in self.between(previous, mention) if w not in _SAME_AS | _CARRY]
        )
        if changed is not None and changed.change and near:
            meaning = "current_vs_base"
        elif (
            mention.unit_class == "people"
            and first.value < second.value
            and self.lead_has(mention, "stage")
            and not self._rate_follows(mention)
        ):
            meaning = "cases_vs_people"
        else:
            whole = first.value <= second.value or self._rate_follows(mention)  # a/b may stand the wrong way round
            meaning = "part_of_whole" if whole else "current_vs_base"
        unit = mention.unit or (changed.unit if changed is not None else "")
        draft = Draft(
            mention,
            "ratio_pair",
            unit=unit,
            unit_class=mention.unit_class or (changed.unit_class if changed else None),
        )
        draft.extras["pair"] = meaning
        if mention.unit is None:
            draft.extras["unit_implicit"] = True
        return draft

    def _rate_follows(self, mention: Mention) -> bool:
        for at in range(mention.last, min(mention.last + 12, len(self.around.items))):
            item = self.around.items[at]
            if item.has("rate", "pct"):
                return True
            if item.text in (";", ".", "/"):
                return False
        return False

    def _percent(self, mention: Mention) -> Draft | None:
        if not (mention.percent or mention.points):
            return None
        unit = "điểm %" if mention.points else "%"
        draft = Draft(mention, "rate_pct", unit=unit, unit_class="percent")
        if self._target(draft) or self._change(draft):
            return draft
        if mention.sign == -1 or mention.points:
            draft.kind, draft.sign = "change_pct", self._sign(mention)
        return draft

    def _target(self, draft: Draft) -> bool:
        mention = draft.mention
        signed = mention.direction is not None or mention.sign is not None
        if "above" in mention.notes:
            draft.kind, draft.unit = "target_pct", ABOVE_TARGET
            return True
        if self._target_behind(mention, compared=signed):
            draft.kind, draft.sign = "target_pct", self._sign(mention)
            draft.unit = ABOVE_TARGET if signed else draft.unit
            return True
        if not signed and (self.lead_has(mention, "target", near=True) or self._target_before_bracket(mention)):
            draft.kind = "target_pct"
            return True
        if "far" in mention.notes and self._recorded_behind(mention):
            draft.kind, draft.sign = "target_pct", self._sign(mention)
            return True
        return False

    def _target_before_bracket(self, mention: Mention) -> bool:
        """Read `so với chỉ tiêu (75%)`."""
        opener = self.layout.bracket[mention.first]
        before = self.around.item(opener - 1) if opener > 0 else None
        return before is not None and before.has("target") and opener == mention.first - 1

    def _target_behind(self, mention: Mention, *, compared: bool) -> bool:
        """Say whether `chỉ tiêu` follows; after a change only together with `so với`."""
        saw_compare = False
        for at in range(mention.last, min(mention.last + _NEAR, len(self.around.items))):
            item = self.around.items[at]
            if item.has("target"):
                return saw_compare == compared
            if item.kind != "word" or item.has("rate"):
                return False
            saw_compare = saw_compare or item.has("compare")
        return False

    def _recorded_behind(self, mention: Mention) -> bool:
        """Say whether a result follows: `the reduction … by 10% recorded a decrease of 15%` states a goal."""
        return self.around.text(mention.last) in ("recorded", "saw", "achieved", "registered", "resulted")

    def _change(self, draft: Draft) -> bool:
        mention = draft.mention
        if mention.level:
            return False
        if mention.direction is not None or mention.sign is not None:
            draft.kind, draft.sign = "change_pct", self._sign(mention)
            self._points(draft)
            return True
        source = self._inherits(mention)
        if source is not None:
            draft.kind, draft.sign = "change_pct", source.sign
            draft.extras["sign"] = "inherited_from_previous_change"
            return True
        direction = self._governing(mention)
        if direction is not None:
            draft.kind, draft.sign = "change_pct", 1 if direction == "+" else -1
            draft.extras["sign"] = "carried_over"
            self._points(draft)
            return True
        return False

    def _inherits(self, mention: Mention) -> Draft | None:
        """Return the change whose sign an unsigned per cent takes: `tăng 78 vụ (1,25%)`."""
        parent, previous = self.parent(mention), self.previous(mention)
        if parent is not None and parent.change and not self.lead_has(mention, "rate"):
            if previous is parent:
                return parent
            return parent if previous is not None and previous.kind == "ratio_pair" else None
        if previous is not None and previous.kind == "change_abs":
            words = self.between(previous, mention)
            joined = words and all(word in _SAME_AS or word in (",", "about", "khoảng") for word in words)
            if joined and any(word in _SAME_AS for word in words):
                return previous
        return None

    def _governing(self, mention: Mention) -> str | None:
        """Return the direction word that governs from further left: `giảm số người chết 5%`."""
        for at in reversed(self.lead(mention)):
            item = self.around.items[at]
            if item.kind != "word" or item.has("rate", "compare", "and", "level_after", "target", "period"):
                return None
            if item.has("dir"):
                return item.value("dir")
        return None

    def _points(self, draft: Draft) -> None:
        """Mark a change of a rate: its unit is percentage points, even where per cent is written."""
        if draft.mention.points:
            return
        parent = self.parent(draft.mention)
        of_rate = parent is not None and parent.kind == "rate_pct"
        if parent is None and (previous := self.previous(draft.mention)) is not None and previous.kind == "rate_pct":
            words = self.between(previous, draft.mention)
            of_rate = len(words) <= 1
        if of_rate or (parent is None and self._rate_subject(draft.mention)):
            draft.unit = "điểm %"
            draft.extras["wording_error"] = "points written as per cent"

    def _rate_subject(self, mention: Mention) -> bool:
        """Say whether the subject of the change is a rate: `tỷ lệ khám phá tăng 4,8%`."""
        for at in reversed(self.lead(mention)):
            item = self.around.items[at]
            if item.text in ("tỷ lệ", "rate", "tỷ trọng", "share", "proportion"):
                return True
            if item.text in (",", ";", ":", "("):
                return False
        return False

    # -- amounts ------------------------------------------------------------------------------------------

    def _amount(self, mention: Mention) -> Draft | None:
        if not mention.has_unit and not mention.scale:
            self._implicit(mention)
        kind, unit = self._level_kind(mention), self._unit_text(mention)
        draft = Draft(mention, kind, unit=unit, unit_class=mention.unit_class or ("money" if kind == "money" else None))
        if mention.implicit:
            draft.extras["unit_implicit"] = True
        if mention.scale:
            draft.extras["scale"] = mention.scale
        if mention.unit_class == "percent":
            draft.kind, draft.unit = "change_pct", "%"
            parent = self.parent(mention)
            draft.sign = mention.sign or (parent.sign if parent else 1)
        elif (mention.direction is not None or mention.sign is not None) and not mention.level:
            draft.kind, draft.sign = "change_abs", self._sign(mention)
        elif (source := self._carried(mention)) is not None:
            draft.kind, draft.sign = "change_abs", source.sign
            draft.extras["sign"] = "carried_over"
        return draft

    def _level_kind(self, mention: Mention) -> Kind:
        if mention.currency is not None:
            return "money"
        return "people" if mention.unit_class == "people" else "count"

    def _unit_text(self, mention: Mention) -> str:
        if mention.currency is not None:
            return " ".join(filter(None, (mention.scale, mention.currency)))
        return " ".join(filter(None, (mention.scale, mention.unit or "")))

    def _implicit(self, mention: Mention) -> None:
        """Give a bare number the unit of the claim it belongs to."""
        parent, previous = self.parent(mention), self.previous(mention)
        mention.implicit = True
        if parent is not None and parent.kind == "change_abs" and mention.number.decimals and not mention.has_unit:
            mention.unit_class = "percent"
            return
        if mention.unit_class is not None:
            return
        source = parent or previous
        for draft in (source, *reversed(self.drafts[-6:])):
            if draft is not None and draft.unit_class not in (None, "percent", "money"):
                mention.unit, mention.unit_class = draft.unit, draft.unit_class
                return

    def _carried(self, mention: Mention) -> Draft | None:
        """Return the change whose direction goes on: `giảm 17 vụ/40 đối tượng`."""
        previous = self.previous(mention)
        if previous is None or mention.level or mention.unit is None:
            return None
        source: Draft | None = previous
        while source is not None and source.kind == "change_pct" and source.parent is not None:
            source = source.parent
        if source is None or source.kind != "change_abs":
            return None
        if self.layout.bracket[source.mention.first] != self.layout.bracket[mention.first]:
            return None
        words = self.between(source, mention)
        return source if len(words) == 1 and words[0] in _CARRY else None
