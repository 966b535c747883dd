"""Write a proof as one HTML page: the text with every claim coloured, its sum beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from tongket.model.text import Language
from tongket.proof.document import Block
from tongket.proof.verdicts import NAMES, Verdict, tell

if TYPE_CHECKING:
    from tongket.proof.proofing import Proof

# Colours keep 4.5:1 against black text; every status has its own underline too, so that colour is not needed.
_STYLE = """
body{font:16px/1.6 system-ui,"Segoe UI",Arial,sans-serif;margin:2rem auto;
max-width:78rem;padding:0 1rem;color:#111;background:#fff}
.block{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);
gap:1.5rem;border-bottom:1px solid #e6e6e6;padding:.5rem 0}
.block h2{font-size:1.1rem;margin:0}.block p{margin:0}
aside{font-size:.85rem;line-height:1.4}aside p{margin:.15rem 0}
mark{color:#111;padding:0 .15em;border-radius:.2em}
.wrong{background:#ffb3ad;border-bottom:3px double #a50e0e}
.doubt{background:#ffe39a;border-bottom:2px dashed #7a5200}
.verified{background:#b9e6c0;border-bottom:2px solid #176b2c}
.consistent{background:#d8eefc;border-bottom:1px solid #0b5394}
.unchecked{background:#ececec;border-bottom:1px dotted #555}
table{border-collapse:collapse;grid-column:1}td{border:1px solid #ccc;padding:.2rem .5rem}
sup{font-size:.7em}ul.key{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:1rem}
@media(max-width:50rem){.block{grid-template-columns:1fr}}
"""
_TITLE = {"vi": "Soát số liệu", "en": "Proof of numbers"}


def marked_html(proofs: Sequence[Proof], language: Language) -> str:
    """Return the page.

    Parameters
    ----------
    proofs : sequence of Proof
        What to show.
    language : {'vi', 'en'}
        Language of the remarks.

    Returns
    -------
    str
        A complete HTML document without outside references.
    """
    body = "".join(_document(proof, language) for proof in proofs)
    key = "".join(
        f'<li><mark class="{status}">{escape(name.in_language(language))}</mark></li>' for status, name in NAMES.items()
    )
    title = _TITLE[language]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f'<body><h1>{title}</h1><ul class="key">{key}</ul>{body}</body></html>'
    )


def _document(proof: Proof, language: Language) -> str:
    said: dict[int, list[int]] = {}
    for index, remark in enumerate(proof.remarks):
        said.setdefault(remark.block, []).append(index)
    parts = [f"<h2>{escape(proof.document.name)}</h2>"]
    row: list[str] = []
    notes: list[str] = []
    at: tuple[int, ...] = ()
    for number, block in enumerate(proof.document.blocks):
        text, remarks = _block(proof, block, said.get(number, []), language)
        if block.kind == "cell":
            if row and block.where[:2] != at[:2]:
                parts.append(_row(row, notes))
                row, notes = [], []
            if row and block.where == at:  # another paragraph of the same cell
                row[-1] += f"<br>{text}" if text else ""
            else:
                row.append(text)
            at = block.where
            notes += remarks
            continue
        if row:
            parts.append(_row(row, notes))
            row, notes = [], []
        if not text.strip():
            continue
        tag = "h2" if block.kind == "heading" else "p"
        parts.append(f'<div class="block"><{tag}>{text}</{tag}><aside>{"".join(remarks)}</aside></div>')
    if row:
        parts.append(_row(row, notes))
    return "".join(parts)


def _row(cells: list[str], notes: list[str]) -> str:
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<div class="block"><table><tr>{row}</tr></table><aside>{"".join(notes)}</aside></div>'


def _block(proof: Proof, block: Block, indices: list[int], language: Language) -> tuple[str, list[str]]:
    """Return the marked text of a block and the remarks beside it."""
    parts, remarks, at = [], [], block.start
    for index in indices:
        remark = proof.remarks[index]
        verdict, span = remark.verdict, escape(proof.document.text[remark.start : remark.end])
        said = escape(tell(verdict, language))
        parts.append(escape(proof.document.text[at : remark.start]))
        parts.append(f'<mark class="{verdict.status}" title="{said}">{span}</mark>')
        if _worth(verdict):
            parts.append(f"<sup>{index + 1}</sup>")
            remarks.append(f'<p><sup>{index + 1}</sup> <mark class="{verdict.status}">{span}</mark> {said}</p>')
        at = remark.end
    parts.append(escape(proof.document.text[at : block.end]))
    return "".join(parts), remarks


def _worth(verdict: Verdict) -> bool:
    return bool(verdict.reasons)
