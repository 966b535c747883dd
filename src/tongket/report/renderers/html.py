"""Write a report as one HTML file: no network, no script needed to read it, each number opens its card."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib.resources import files

from tongket.model.periods import day_text
from tongket.report.cards import Cards
from tongket.report.document import Document
from tongket.report.renderers import front
from tongket.report.renderers.annexes import check_cards
from tongket.report.renderers.html_blocks import BlockWriter
from tongket.report.renderers.html_cards import cards_html
from tongket.report.renderers.numbering import Numbering
from tongket.report.renderers.words import status_word, word

LANGUAGE_TAGS = {"vi": "vi-VN", "en": "en-GB"}


def render_html(document: Document, cards: Cards) -> str:
    """Return the report as one self-contained HTML page; the same document gives the same text.

    Parameters
    ----------
    document : Document
        What to print.
    cards : dict of str to FigureCard
        One for every figure of the document, by its id.

    Returns
    -------
    str
        HTML 5 whose content security policy allows nothing from anywhere, and one script by its digest.

    Raises
    ------
    FigureError
        If a figure has no card.
    """
    check_cards(document, cards)
    language = document.language
    writer = BlockWriter(document, Numbering(language))
    blocks, annexes = writer.blocks(document.blocks), writer.annexes(document.annexes)
    script = _asset("report.js")
    mark = f'<p class="mark">{escape(word("synthetic", language))}</p>' if document.synthetic else ""
    drawn = f'<div class="wm" aria-hidden="true">{escape(document.watermark)}</div>' if document.watermark else ""
    return "".join(
        (
            f'<!doctype html>\n<html lang="{LANGUAGE_TAGS[language]}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>{escape(document.title_text)}</title><style>{_asset('report.css')}</style></head><body>",
            f'<a class="skip" href="#main">{escape(word("skip", language))}</a>{mark}{drawn}',
            _header(document),
            f'<main id="main">{writer.contents()}{blocks}{_closing(document)}{annexes}{writer.notes()}</main>',
            _footer(document),
            cards_html(document, cards, writer.others),
            f"<script>{script}</script></body></html>\n",
        )
    )


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:"


def _asset(name: str) -> str:
    return (files("tongket.report") / "templates" / name).read_text(encoding="utf-8")


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def _header(document: Document) -> str:
    head, language = document.letterhead, document.language
    secret = f'<p class="class">{escape(document.classification)}</p>' if document.classification else ""
    office = f'{_paragraphs(head.parent)}<p><strong>{escape(head.issuer)}</strong></p><div class="rule"></div>'
    nation = ""
    if head.nation:
        country, motto = (escape(words) for words in head.nation)
        nation = f'<p><strong>{country}</strong></p><p><strong class="motto">{motto}</strong></p>'
    status = "" if document.seal.status == "official" else status_word(document.seal.status, language).capitalize()
    addressees = _paragraphs(*front.addressee_lines(document))
    return (
        f'<header><div class="head"><div>{office}{_paragraphs(front.number_line(head, language))}{secret}</div>'
        f"<div>{nation}<p><em>{escape(front.date_line(head, language))}</em></p></div></div>"
        f'<p class="kind">{escape(document.kind)}</p><h1>{escape(document.title_text)}</h1>'
        + (f'<p class="status">{escape(status)}</p>' if status else "")
        + f'<p class="about">{escape(word("tap", language))}</p>{addressees}</header>'
    )


def _closing(document: Document) -> str:
    if document.signature is None and not document.recipients:
        return ""
    language, signature = document.language, document.signature
    to = hand = ""
    if document.recipients:
        label = escape(word("recipients", language))
        to = f"<p><strong><em>{label}</em></strong></p>{_paragraphs(*front.recipient_lines(document))}"
    if signature:
        name = signature.name or word("name", language)
        hand = f'{_paragraphs(signature.authority, signature.post)}<div class="room"></div>{_paragraphs(name)}'
    return f'<div class="sign"><div class="to">{to}</div><div class="hand">{hand}</div></div>'


def _footer(document: Document) -> str:
    language = document.language
    seals = "".join(
        f"<dt>{escape(word('seal', language))} {escape(day_text(seal.as_of, language))},"
        f" {escape(status_word(seal.status, language))}</dt><dd><code>{escape(seal.digest)}</code>"
        f" (tongket {escape(seal.code_version)})</dd>"
        for seal in document.seals
    )
    return f"<footer><h2>{escape(word('seals', language))}</h2><dl>{seals}</dl></footer>"
