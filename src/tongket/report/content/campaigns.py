"""Peak campaigns: one sentence on each, what could have been seen, and what must be read with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tongket.evaluate.cards import Card
from tongket.model.figures import Figure
from tongket.model.periods import day_text
from tongket.model.text import Language, Text
from tongket.report.content.binding import bound_line
from tongket.report.content.inputs import CampaignLine, Inputs
from tongket.report.content.phrases import bullets, count, fixed_digits, said
from tongket.report.document import Block, BulletList, NoteBlock, Paragraph
from tongket.report.spans import Bold, Fixed, Line, line


def campaigns(inputs: Inputs) -> Iterator[Block]:
    """Yield the section on campaigns: how many, the verdict on each, and that they are never added up."""
    language = inputs.language
    figure = inputs.value("campaigns.launched")
    if figure is None or not figure.value:
        return
    one = figure.value == 1
    head = line(
        said(language, "Đã mở ", "There was " if one else "There were "),
        count(figure, language),
        said(language, " đợt cao điểm tấn công, trấn áp tội phạm", " peak campaign" if one else " peak campaigns"),
    )
    judged = {card.campaign_id: card for card in inputs.cards}
    yield Paragraph(line(head, ":" if inputs.campaigns else "."))
    if inputs.campaigns:
        items = [_campaign(each, judged.get(each.campaign_id), language) for each in inputs.campaigns]
        yield BulletList(bullets(items))
    if not one:
        yield Paragraph(line(_NEVER_ADDED.in_language(language)))
    if inputs.cards:
        yield _how_to_read(inputs.cards, language)


_NEVER_ADDED = Text(
    "Một vụ có thể thuộc nhiều đợt, vì vậy không cộng kết quả của các đợt với nhau.",
    "A case may belong to several campaigns, so their results are not added up.",
)


def _campaign(each: CampaignLine, card: Card | None, language: Language) -> Line:
    """Return name and days, then the verdict; without one the days only."""
    name = fixed_digits(each.name, "name of a campaign")
    first, last = (Fixed(day_text(day, language), "date") for day in (each.starts_on, each.ends_on))
    days = line(said(language, " (từ ", " ("), first, said(language, " đến ", " to "), last, ")")
    if card is None:
        return line(name, days)
    return line(Bold(name), days, ": ", *card_line(card, _without_stop(card.sentence), language))


def _without_stop(text: Text) -> Text:
    """Take the full stop away: the items of a list get their own end marks."""
    return Text(text.vi.removesuffix("."), text.en.removesuffix("."))


def card_line(card: Card, text: Text, language: Language) -> Line:
    """Return a sentence of a card, every number bound to the card's own figures.

    Parameters
    ----------
    card : Card
        Of the campaign.
    text : Text
        One of its sentences.
    language : {'vi', 'en'}
        Of the report.
    """
    figures: Sequence[Figure] = [each.figure for each in card.figures]
    fixed = [(_padded(words, language), reason) for words, reason in card.fixed]
    return bound_line(_padded(text.in_language(language), language), figures, language, fixed)


_SMALL_COUNT = re.compile(r"(?<![\d.,+\-\u2212])([1-9])(?= (?:vụ|đối tượng|người|ngày|năm|tội danh|lần)\b)")


def _padded(text: str, language: Language) -> str:
    """Write small counts as the rest of a Vietnamese report does: "08 vụ", "03 năm trước"."""
    return _SMALL_COUNT.sub(r"0\1", text) if language == "vi" else text


def _how_to_read(cards: Sequence[Card], language: Language) -> NoteBlock:
    """Return what could have been seen at all, and where the rest stands."""
    power = [
        line(Bold(fixed_digits(card.name, "name of a campaign")), ". ", card_line(card, card.power_sentence, language))
        for card in cards
        if card.power is not None
    ]
    lead = Text(
        "Kết luận dựa trên nội dung đã đăng ký (kết quả theo dõi, nơi hoặc thời gian so sánh, mức thay đổi đáng kể) và"
        " được nêu cả khi chưa thấy tác dụng; các lưu ý đầy đủ của từng đợt xem bằng lệnh evaluate. Số vụ ít thì chỉ"
        " thấy được mức giảm lớn:",
        "Verdicts follow what was registered (outcome, comparison, smallest effect worth having) and are given where"
        " nothing was found, too; all that must be read with them is shown by the command evaluate. Few cases show no"
        " more than a large fall:",
    )
    label = said(language, "Cách đọc kết luận về cao điểm", "How to read the verdicts")
    return NoteBlock(label, (line(lead.in_language(language)), *power))
