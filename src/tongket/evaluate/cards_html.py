"""Cards as one HTML page that needs nothing else: text, numbers with their ids, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from tongket.count.derived import Derived
from tongket.evaluate.cards import STANDING_TEXTS, Card
from tongket.evaluate.cards_sentences import VERDICT_TEXTS
from tongket.evaluate.cards_words import number, percent
from tongket.evaluate.pictures import course_picture, sketch_picture
from tongket.evaluate.protected import EventCard
from tongket.model.text import Language, Text, format_number

_STYLE = """
body { font: 16px/1.5 "Liberation Serif", "Times New Roman", Tinos, serif; max-width: 52rem; margin: 2rem auto;
  padding: 0 1rem; color: #1a1a1a }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin: 2.5rem 0 .3rem } ul { margin: .3rem 0 }
.seen { color: #6b7480; margin: .3rem 0 }
.verdict { font-size: 1.1rem; border-left: 4px solid #0b4a82; padding: .2rem 0 .2rem .8rem }
.tag { display: inline-block; background: #eef3f8; border: 1px solid #c6d8e8; padding: 0 .5rem; margin-right: .5rem }
table { border-collapse: collapse; margin: .8rem 0 }
td { border-bottom: 1px solid #e3e6ea; padding: .15rem .8rem .15rem 0; text-align: left } td.n { text-align: right }
code { font-size: .8rem; color: #6b7480 } figure { margin: 1rem 0 } figcaption { color: #6b7480 }
svg { max-width: 100%; height: auto }
"""
_TITLE = Text("Đánh giá các đợt cao điểm", "Evaluation of peak campaigns")
_CAUTION = Text(
    "Một vụ có thể thuộc hai đợt cao điểm: không cộng các đợt với nhau.",
    "A case may belong to two campaigns: campaigns are never added up.",
)
_HEADS = {
    "figures": Text("Số liệu (truy nguyên bằng tongket trace)", "Numbers (tongket trace leads to the records)"),
    "second": Text("Các cách so sánh khác", "Second opinions"),
    "cautions": Text("Cần thận trọng", "Warnings"),
    "unknown": Text("Không biết được", "What could not be known"),
    "registration": Text("Đăng ký", "Registration"),
    "compared": Text("So sánh với", "Compared with"),
}
_COURSE = Text(
    "Diễn biến theo tuần; phần tô nền là thời gian cao điểm.", "Week by week; the days of the campaign are shaded."
)
_PLACES = Text(
    "Địa bàn triển khai và các đơn vị liền kề; số vụ trong năm trước đợt → trong đợt.",
    "Where it ran and the units next to it; cases in the year before → during.",
)


def cards_page(
    cards: Sequence[Card], language: Language, *, events: Sequence[EventCard] = (), synthetic: bool = False
) -> str:
    """Return a page of cards.

    Parameters
    ----------
    cards : sequence of Card
        In the order to print.
    language : {'vi', 'en'}
        Of the page.
    events : sequence of EventCard
        Protected events, after the campaigns.
    synthetic : bool
        Whether the book is a demonstration; the page then says so.

    Returns
    -------
    str
        HTML with everything in it.
    """
    title = _TITLE.in_language(language)
    notes = [_CAUTION.in_language(language)]
    if synthetic:
        notes.insert(0, "SỐ LIỆU MÔ PHỎNG." if language == "vi" else "SYNTHETIC DATA.")
    body = "\n".join(part for card in cards for part in _card(card, language))
    body += "\n".join(part for event in events for part in _event(event, language))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>\n<body>\n'
        f"<h1>{escape(title)}</h1>\n<p>{escape(' '.join(notes))}</p>\n{body}\n</body>\n</html>\n"
    )


def _card(card: Card, language: Language) -> Iterator[str]:
    tag = VERDICT_TEXTS[card.verdict].in_language(language)
    yield f'<section id="{escape(card.campaign_id)}"><h2>{escape(card.heading.in_language(language))}</h2>'
    yield f'<p class="seen">{escape(card.power_sentence.in_language(language))}</p>'
    yield (
        f'<p class="verdict"><span class="tag">{escape(tag)}</span>{escape(card.sentence.in_language(language))}</p>'
    )
    yield f"<p>{_facts(card, language)}</p>"
    yield from _pictures(card, language)
    yield from _list("cautions", [each.text.in_language(language) for each in card.cautions], language)
    yield from _list("second", [each.in_language(language) for each in card.second], language)
    yield from _list("unknown", [each.in_language(language) for each in card.unknown], language)
    yield _figures(card.figures, language)
    yield "</section>"


def _event(card: EventCard, language: Language) -> Iterator[str]:
    yield f'<section id="{escape(card.event.id)}"><h2>{escape(card.heading.in_language(language))}</h2>'
    yield f'<p class="verdict">{escape(card.sentence.in_language(language))}</p>'
    yield from _list("cautions", [each.in_language(language) for each in card.notes], language)
    yield _figures(card.figures, language)
    yield "</section>"


def _facts(card: Card, language: Language) -> str:
    compared = f"{_HEADS['compared'].in_language(language)}: {card.compared.in_language(language)}"
    standing = STANDING_TEXTS[card.state.standing].in_language(language)
    entry = f" <code>{escape(card.state.link[:16])}</code>" if card.state.link else ""
    return f"{escape(compared)}. {_HEADS['registration'].in_language(language)}: {escape(standing)}.{entry}"


def _pictures(card: Card, language: Language) -> Iterator[str]:
    course = course_picture(card.course, language)
    if course is not None:
        yield _figure(course, _COURSE.in_language(language))
    if card.sketch is not None:
        yield _figure(sketch_picture(card.sketch, language), _PLACES.in_language(language))


def _figure(svg: str, caption: str) -> str:
    labelled = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(caption)}" ', 1)
    return f"<figure>{labelled}<figcaption>{escape(caption)}</figcaption></figure>"


def _list(head: str, entries: Sequence[str], language: Language) -> Iterator[str]:
    if entries:
        rows = "".join(f"<li>{escape(each)}</li>" for each in entries)
        yield f"<p><b>{_HEADS[head].in_language(language)}</b></p><ul>{rows}</ul>"


def _figures(figures: Sequence[Derived], language: Language) -> str:
    rows = "".join(_row(each, language) for each in figures)
    return f"<p><b>{_HEADS['figures'].in_language(language)}</b></p><table>{rows}</table>"


def _row(derived: Derived, language: Language) -> str:
    label = derived.derivation.label.in_language(language)
    label = label.partition(": ")[2] or label
    return (
        f'<tr><td>{escape(label)}</td><td class="n">{escape(value_text(derived, language))}</td>'
        f"<td><code>{derived.figure.id}</code></td></tr>"
    )


def value_text(derived: Derived, language: Language) -> str:
    """Write the value of a card's number, with its interval where it has one."""
    figure, share = derived.figure, derived.derivation.share
    if figure.value is None:
        return "–"
    write = _percent if share else _plain
    text = write(float(figure.value), language)
    if figure.lower is not None and figure.upper is not None:
        text += f" ({write(figure.lower, language)} – {write(figure.upper, language)})"
    return text


def _percent(value: float, language: Language) -> str:
    return percent(100 * value, language, signed=False)


def _plain(value: float, language: Language) -> str:
    return number(value, language) if value == int(value) else format_number(round(value, 1), language, 1)
