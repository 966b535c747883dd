"""Read what stands around a number: sign, direction, hedge before it; per cent, scale, unit behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tongket.model.text import Language
from tongket.proof.lexicon import Item, stop_words
from tongket.proof.numbers import NumberExpr, glued, read_number
from tongket.proof.separators import Marks
from tongket.proof.words import en

_MINUS = "−"
_DASHES = ("-", "–", "—", _MINUS)
_CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₫": "đồng"}
_FAR = 9  # items a direction noun may stand before its "of" or "by"


@dataclass
class Mention:
    """Hold a number with what stands around it, while it is being read."""

    number: NumberExpr
    first: int
    last: int
    sign: int | None = None
    direction: str | None = None
    direction_after: bool = False
    level: bool = False
    hedge: str | None = None
    hedge_text: str | None = None
    unit: str | None = None
    unit_class: str | None = None
    unit_words: str = ""
    scale: str = ""
    currency: str | None = None
    percent: bool = False
    points: bool = False
    harm: str | None = None
    fold: bool = False
    implicit: bool = False
    pair: tuple[NumberExpr, NumberExpr] | None = None
    top: Decimal | None = None
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def has_unit(self) -> bool:
        """Say whether anything says what is counted."""
        return self.unit is not None or self.percent or self.currency is not None or self.points or self.fold


class Around:
    """Read left and right of numbers in one list of items.

    Parameters
    ----------
    items : list of Item
        The annotated text.
    marks : Marks
        Decimal and thousands mark of the text.
    language : {'vi', 'en'}
        Grammar to use.
    """

    def __init__(self, items: list[Item], marks: Marks, language: Language) -> None:
        self.items = items
        self.marks = marks
        self.language = language
        self.stop = stop_words(language)

    def item(self, at: int) -> Item | None:
        """Return the item at `at`, or None outside the text."""
        return self.items[at] if 0 <= at < len(self.items) else None

    def text(self, at: int) -> str:
        """Return the canonical text of an item, or nothing outside the text."""
        item = self.item(at)
        return item.text if item else ""

    def read(self, number: NumberExpr) -> Mention:
        """Read everything around `number`."""
        mention = Mention(number, number.first, number.last, top=number.top)
        self._fraction(mention)
        self._range(mention)
        self._right(mention)
        self._left(mention)
        return mention

    # -- right of the number ------------------------------------------------------------------------------

    def _fraction(self, mention: Mention) -> None:
        """Read `121/127`: two numbers joined by a stroke, no unit in between."""
        at = mention.last
        joint = self.text(at)
        stroke = joint == "/" or (joint == "out of" or (joint == "out" and self.text(at + 1) == "of"))
        behind = at + (2 if joint == "out" else 1)
        if not stroke or (item := self.item(behind)) is None or item.kind != "num":
            return
        second = read_number(self.items, behind, self.marks)
        if second is not None and self.text(second.last) != "/":
            mention.pair = (mention.number, second)
            mention.last = second.last

    def _range(self, mention: Mention) -> None:
        """Read `50%-60%`, `8.000 - 10.000 tỷ`, `six to seven`."""
        if mention.pair:
            return
        at = mention.last
        item = self.item(at)
        if item is not None and item.has("pct"):
            at += 1
        joint = self.text(at)
        before = self.text(mention.number.first - 1)
        if joint not in _DASHES and (joint not in ("to", "đến") or before in ("from", "từ")):
            return
        behind = self.item(at + 1)
        if behind is None or not (behind.kind == "num" or (behind.has("nw") and mention.number.words)):
            return
        second = read_number(self.items, at + 1, self.marks)
        if second is None or second.value <= mention.number.value or not self._measured(second.last):
            return
        mention.top, mention.last = second.value, second.last

    def _measured(self, at: int) -> bool:
        item = self.item(at)
        return item is not None and (
            item.has("pct", "unit", "scale", "currency", "points") or item.text in ("are", "were")
        )

    def _right(self, mention: Mention) -> None:
        at = mention.last
        if self.text(at) in _DASHES and glued(self.items, at) and glued(self.items, at + 1):
            behind = self.item(at + 1)
            at += int(behind is not None and behind.has("pct", "points", "times", "unit"))
        item = self.item(at)
        if item is None:
            return
        if item.has("points"):
            mention.points, mention.last = True, at + 1
        elif item.has("pct"):
            mention.percent, mention.last = True, at + 1
        elif item.text in ("fold", "- fold") and mention.number.value < 1000:
            mention.fold, mention.last = True, at + 1
        else:
            self._unit(mention, at)
        self._after(mention)

    def _unit(self, mention: Mention, at: int) -> None:
        item = self.item(at)
        if (
            item is not None
            and item.has("scale")
            and not (item.has("unit") and item.value("scale") == "6" and item.text == "m")
        ):
            mention.scale, at = item.text, at + 1
            mention.last = at
            item = self.item(at)
        if item is not None and item.has("currency"):
            mention.currency, mention.last = item.value("currency"), at + 1
            return
        if item is not None and self.language == "en" and item.text in en.THAN:
            mention.direction, mention.direction_after, mention.last = en.THAN[item.text], True, at + 1
            return
        if item is not None and item.has("dir_mid") and not item.has("hedge"):
            mention.direction, mention.direction_after = item.value("dir_mid"), True
            mention.last = at = at + 1
            item = self.item(at)
        found = self._unit_at(at)
        if found is not None:
            self._take_unit(mention, found)
        elif item is not None and item.has("harm") and not mention.scale:
            mention.unit, mention.unit_class, mention.last = (
                ("người" if self.language == "vi" else "people"),
                "people",
                at + 1,
            )
            mention.harm, mention.implicit = item.value("harm"), True
        elif mention.scale and self.language == "vi" and mention.scale in ("tỷ", "triệu", "nghìn tỷ"):
            mention.currency = ""

    def _unit_at(self, at: int) -> int | None:
        """Return the item of the unit that belongs to a number ending before `at`."""
        item = self.item(at)
        if item is None:
            return None
        if self.language == "vi":
            at = at + 1 if item.text in ("số", "lượt") and not item.has("unit") else at
            item = self.item(at)
            return at if item is not None and item.has("unit") else None
        for offset in range(5):
            word = self.item(at + offset)
            if word is None or word.kind != "word" or (word.text in self.stop and not word.has("unit")):
                return None
            if word.has("compare", "dir", "rate", "and", "duration", "pct", "whole", "month", "target"):
                return None
            if word.has("unit"):
                return self._last_unit(at + offset)
            if self._plural_end(at + offset):
                return None if self._labelled(at) else at + offset
        return None

    def _labelled(self, at: int) -> bool:
        """Say whether the number in front of `at` is a label: in `clause 2 applies` no plural counts it."""
        back = at - 2
        return back >= 0 and self.items[back].has("label")

    def _last_unit(self, at: int) -> int:
        """Return the head of a noun row: `theft cases` is counted in cases."""
        after = self.item(at + 1)
        return at + 1 if after is not None and after.has("unit") and not self.items[at].has("and") else at

    def _plural_end(self, at: int) -> bool:
        """Say whether an unknown English word ends a noun row and is a plural."""
        word, after = self.items[at].text, self.item(at + 1)
        if (
            not word.endswith("s")
            or word.endswith("ss")
            or len(word) < 4
            or self.items[at].tags
            or word in en.NOT_UNITS
        ):
            return False
        return after is None or after.kind != "word" or after.text in self.stop or after.has("and", "compare", "stage")

    def _take_unit(self, mention: Mention, at: int) -> None:
        item = self.items[at]
        words = item.text
        mention.unit = printed_unit(item)
        mention.unit_class = item.value("class") or "thing"
        mention.last = at + 1
        after = self.item(at + 1)
        if (
            item.text in ("vụ án", "vụ tai nạn")
            and after is not None
            and after.kind in ("word", "num")
            and not after.has("compare", "and", "dir")
        ):
            mention.notes["short"] = "vụ"  # `832 vụ án về …`: the kind of case belongs to the subject
            mention.unit = "vụ"
        mention.unit_words = words
        if after is not None and after.has("harm") and mention.unit_class == "people":
            mention.harm, mention.last = after.value("harm"), at + 2

    def _after(self, mention: Mention) -> None:
        """Read what may follow a complete number: `trở lên`, `decline`, `higher`."""
        item = self.item(mention.last)
        if item is not None and item.has("hedge_after"):
            mention.hedge, mention.hedge_text = item.value("hedge_after"), item.text
            mention.last += 1
            item = self.item(mention.last)
        if (
            self.language == "en"
            and item is not None
            and mention.has_unit
            and (mention.percent or mention.points or mention.fold)
        ):
            at = mention.last + 1 if item.text in ("year-on-year", "annual", "overall") else mention.last
            noun = self.item(at)
            if noun is not None and noun.has("dir", "dir_after") and not noun.text.endswith((" by", " of")):
                mention.direction = noun.value("dir") or noun.value("dir_after")
                mention.direction_after, mention.last = True, at + 1

    # -- left of the number -------------------------------------------------------------------------------

    def _left(self, mention: Mention) -> None:
        at = self._signs(mention, mention.number.first - 1)
        at = self._hedges(mention, at)
        if not mention.direction_after:
            self._direction(mention, at)

    def _signs(self, mention: Mention, at: int) -> int:
        text = self.text(at)
        if text in _CURRENCY_SIGNS:
            mention.currency, mention.first = _CURRENCY_SIGNS[text], at
            before = self.item(at - 1)
            at -= 1
            if before is not None and before.text in ("us", "s", "hk", "a") and glued(self.items, at + 1):
                mention.first, at = at, at - 1
            text = self.text(at)
        if text == "+" or (text in _DASHES and self._is_sign(at)):
            mention.sign, mention.first = (1 if text == "+" else -1), at
            at -= 1
        elif text in ("±", "~", "≈"):
            mention.hedge, mention.hedge_text, mention.first = "around", text, at
            at -= 1
        return at

    def _is_sign(self, at: int) -> bool:
        before = self.item(at - 1)
        if before is None or before.kind == "break":
            return glued(self.items, at + 1)
        if self.text(at) == _MINUS and glued(self.items, at + 1) and not glued(self.items, at):
            return True  # the typographer's minus is no dash: `that is −30%`
        return (
            before.text in ("(", "=", "[", "|", ":")
            or before.has("dir", "hedge")
            or (before.text in (",", ";", "/") and glued(self.items, at + 1))
        )

    def _hedges(self, mention: Mention, at: int) -> int:
        item = self.item(at)
        while item is not None and item.has("hedge") and not (item.text in ("trên", "tại") and not mention.has_unit):
            plain = item.text in ("tới", "đến")
            before = self.item(at - 1)
            if plain and not (before is not None and before.has("dir", "above_target", "rate")):
                break
            if mention.hedge is None:
                mention.hedge, mention.hedge_text = item.value("hedge"), item.text
            mention.first = at
            at -= 1
            item = self.item(at)
        return at

    def _direction(self, mention: Mention, at: int) -> None:
        """Read the direction word in front; `còn`, `xuống`, `to` make the number a level, not a change."""
        item = self.item(at)
        if item is None:
            return
        if mention.hedge_text and mention.hedge_text.startswith("lên "):
            mention.level = True
            return
        if item.has("level_after"):
            mention.level = True
            return
        back = at
        while item is not None and item.has("filler") and at - back < 3 and not item.has("dir"):
            back -= 1
            item = self.item(back)
        if item is not None and item.has("above_target"):
            mention.notes["above"], mention.first = item.text, back
        elif item is not None and item.has("dir"):
            mention.direction, mention.first = item.value("dir"), back
        elif self.language == "en" and self.text(at) in ("of", "by") and (mention.percent or self.text(at) == "by"):
            self._far_direction(mention, at)

    def _far_direction(self, mention: Mention, at: int) -> None:
        """Read `reduction in crime against women by 10%`, `an increase in murders of 15 per cent`."""
        for back in range(at - 1, max(-1, at - _FAR), -1):
            item = self.items[back]
            if item.kind != "word":
                return
            if item.has("dir"):
                mention.direction, mention.first = item.value("dir"), back
                mention.notes["far"] = self.text(at)
                return


def printed_unit(item: Item) -> str:
    """Return the unit as written, in the plain form of its family: `số vụ` is `vụ`, `case` is `cases`."""
    family = item.value("unit")
    if family is None:
        return item.text
    same = family in item.text or item.text in family or family == "people"
    return family if same else item.text
