"""The inspectors' page: one self-contained HTML file that loads nothing and runs nothing."""

from __future__ import annotations

from html import escape

from tongket.model.text import Language, Text
from tongket.plan.integrity import IntegrityReport
from tongket.plan.integrity_rows import CheckTable
from tongket.plan.integrity_text import WARNING, marked_table, row_sentence, summary_table
from tongket.plan.oversight_tables import PrintedTable

# the colours and widths of the project's other pages; marks differ by sign and word, not by colour alone
_STYLE = """
:root { color-scheme: light; --ink: #1a1a1a; --line: #c8ccd2; --soft: #f3f5f8; --mark: #8a4b00; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; color: var(--ink); background: #fff;
  font: 16px/1.5 "Times New Roman", "Liberation Serif", serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; }
.warning { border-left: .3rem solid var(--mark); background: var(--soft); padding: .6rem .9rem; }
.about { color: #444; margin: 0 0 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { background: var(--soft); } .number { text-align: right; white-space: nowrap; }
ul.found { padding-left: 1.2rem; } ul.found li { margin: .4rem 0; }
ul.found li::marker { content: "▲ "; color: var(--mark); }
tr.marked td { font-weight: bold; } tr.marked td:first-child::before { content: "▲ "; color: var(--mark); }
details { margin: .75rem 0; } summary { cursor: pointer; padding: .25rem 0; }
summary:focus-visible, a:focus-visible { outline: 3px solid #1f5fbf; outline-offset: 2px; }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } tr, li { break-inside: avoid; } }
"""
_WORDS = {
    "facts": Text(
        "Kỳ {period} ({start} – {end}); số liệu đến {cutoff}; so với cùng kỳ {past}.",
        "Period {period} ({start} to {end}); records up to {cutoff}; earlier years {past}.",
    ),
    "counted": Text("Cách tính:", "What is counted:"),
    "innocent": Text("Nguyên nhân bình thường có thể có:", "Innocent explanations:"),
    "nothing": Text(
        "Không có dòng nào vượt mức ngẫu nhiên trong {tested} dòng kiểm định.",
        "No row of the {tested} tested departs by more than chance.",
    ),
    "too_few": Text("Không đủ số vụ để kiểm định.", "Too few cases to test."),
    "rows": Text("Tất cả {number} dòng", "All {number} rows"),
    "contents": Text("Các nội dung", "The checks"),
}


def integrity_page(report: IntegrityReport, language: Language, *, book: str, seal: str) -> str:
    """Return the page.

    Parameters
    ----------
    report : IntegrityReport
        What was found.
    language : {'vi', 'en'}
        Language of the page.
    book : str
        Name of the book.
    seal : str
        Short digest of the seal the figures rest on.

    Returns
    -------
    str
        A whole HTML document without scripts, pictures or links to other places.
    """
    summary = summary_table(report)
    title = escape(summary.title.in_language(language))
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{language}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{title} – {escape(book)}</title><style>{_STYLE}</style></head><body>",
            f"<header><h1>{title}</h1>",
            f'<p class="about">{escape(book)} · {escape(seal)}<br>{_facts(report, language)}</p>',
            f'<p class="warning" role="note">{escape(WARNING.in_language(language))}</p></header>',
            f"<main><h2>{_word('contents', language)}</h2>",
            _table(summary, language, links=tuple(each.check.id.value for each in report.tables)),
            f'<p class="about">{escape(summary.notes[1].in_language(language))}</p>',
            *(_section(report, table, language) for table in report.tables),
            "</main></body></html>\n",
        )
    )


def _word(key: str, language: Language, **values: object) -> str:
    return escape(_WORDS[key].in_language(language).format(**values))


def _facts(report: IntegrityReport, language: Language) -> str:
    period = report.period
    days = [f"{day:%d/%m/%Y}" if language == "vi" else str(day) for day in (period.start, period.end, report.cutoff)]
    past = ", ".join(str(span.end.year) for span in report.past)
    return _word("facts", language, period=period.id, start=days[0], end=days[1], cutoff=days[2], past=past)


def _section(report: IntegrityReport, table: CheckTable, language: Language) -> str:
    check = table.check
    found = "".join(
        f"<li>{escape(_first(row_sentence(report, check, row).in_language(language)))}</li>" for row in table.marked
    )
    nothing = _word("nothing", language, tested=table.tested) if table.tested else _word("too_few", language)
    marked = tuple(row.marked for row in table.rows)
    everything = marked_table(report, table, all_rows=True)
    notes = "".join(f"<p>{escape(note.in_language(language))}</p>" for note in everything.notes[2:])
    counted, innocent = (escape(text.in_language(language)) for text in (check.counted, check.innocent))
    return (
        f'<section id="{check.id.value}"><h2>{escape(check.label.in_language(language))}</h2>'
        f'<p class="about"><strong>{_word("counted", language)}</strong> {counted}.<br>'
        f"<strong>{_word('innocent', language)}</strong> {innocent}.</p>"
        + (f'<ul class="found">{found}</ul>' if found else f"<p>{nothing}</p>")
        + f"{notes}<details><summary>{_word('rows', language, number=len(table.rows))}</summary>"
        f"{_table(everything, language, marked=marked)}</details></section>"
    )


def _first(sentence: str) -> str:
    """Return a row's sentence without the innocent explanations, which stand once above."""
    for opening in (" Có thể do: ", " It may be: "):
        sentence = sentence.partition(opening)[0]
    return sentence


def _table(
    table: PrintedTable, language: Language, *, links: tuple[str, ...] = (), marked: tuple[bool, ...] = ()
) -> str:
    right = table.right
    sides = [' class="number"' if place in right else "" for place in range(len(table.head))]
    head = "".join(
        f'<th scope="col"{side}>{escape(each.in_language(language))}</th>'
        for each, side in zip(table.head, sides, strict=True)
    )
    body = "".join(
        f"<tr{_mark(place, marked)}>{_cells(texts, sides, links[place] if links else '')}</tr>"
        for place, texts in enumerate(table.texts(language))
    )
    return f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _mark(place: int, marked: tuple[bool, ...]) -> str:
    return ' class="marked"' if marked and marked[place] else ""


def _cells(texts: tuple[str, ...], sides: list[str], link: str) -> str:
    shown = [escape(text) for text in texts]
    if link:
        shown[0] = f'<a href="#{link}">{shown[0]}</a>'
    return "".join(f"<td{side}>{text}</td>" for text, side in zip(shown, sides, strict=True))
