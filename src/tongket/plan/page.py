"""The board as one self-contained HTML page that loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tongket.model.text import Language, Text
from tongket.plan.oversight_tables import PrintedTable

# the colours and widths of the project's other pages; states differ by word, not by colour
_STYLE = """
:root { color-scheme: light; --ink: #1a1a1a; --line: #c8ccd2; --soft: #f3f5f8; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; color: var(--ink); background: #fff;
  font: 16px/1.5 "Times New Roman", "Liberation Serif", serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; }
.about { color: #444; margin: .4rem 0 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { background: var(--soft); } td.number { text-align: right; white-space: nowrap; } th.number { text-align: right; }
.wide:focus-visible { outline: 3px solid #1f5fbf; outline-offset: 2px; }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""


def plan_page(tables: Sequence[PrintedTable], language: Language, *, book: str, warning: Text | None = None) -> str:
    """Return tables as a page.

    Parameters
    ----------
    tables : sequence of PrintedTable
        The first one's title is the page's.
    language : {'vi', 'en'}
        Language of the page.
    book : str
        Name of the book.
    warning : Text, optional
        Stands below the title, for synthetic data.

    Returns
    -------
    str
        A whole HTML document without scripts, pictures or links to other places.
    """
    title = escape(tables[0].title.in_language(language))
    told = "" if warning is None else f'<p role="note"><strong>{escape(warning.in_language(language))}</strong></p>'
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{language}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{title} – {escape(book)}</title><style>{_STYLE}</style></head><body>",
            f'<header><h1>{title}</h1><p class="about">{escape(book)}</p>{told}</header><main>',
            *(_section(table, language, headed=number > 0) for number, table in enumerate(tables)),
            "</main></body></html>\n",
        )
    )


def _section(table: PrintedTable, language: Language, *, headed: bool) -> str:
    title = f"<h2>{escape(table.title.in_language(language))}</h2>" if headed else ""
    notes = "".join(f'<p class="about">{escape(note.in_language(language))}</p>' for note in table.notes)
    right = table.right
    head = "".join(
        f'<th scope="col"{_number(place in right)}>{escape(each.in_language(language))}</th>'
        for place, each in enumerate(table.head)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{_number(place in right)}>{escape(text)}</td>" for place, text in enumerate(row))
        + "</tr>"
        for row in table.texts(language)
    )
    filled = f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    return f"<section>{title}{filled if table.rows else ''}{notes}</section>"


def _number(is_number: bool) -> str:
    return ' class="number"' if is_number else ""
