"""Tables of the page of signals: near repeats, the alarm budget, what was not run."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tongket.model.text import Language, Text, format_number
from tongket.watch.names import Names, detector_name, level_name
from tongket.watch.page_words import word
from tongket.watch.results import WatchResult


def repeats_section(result: WatchResult, names: Names, language: Language) -> str:
    """Return Knox's tables: observed over expected, pairs in brackets; empty where there is none."""
    if not result.near_repeat_tables:
        return ""
    parts = [
        f"<h2>{escape(word('repeats', language))}</h2><p class='note'>{escape(word('repeats_note', language))}</p>"
    ]
    for code, table in result.near_repeat_tables:
        ratio, p_value = table.ratio_to_mean, table.p_value
        rows = []
        for i, band in enumerate(table.space_bands):
            cells = [
                _ratio(float(ratio[i, j]), int(table.observed[i, j]), float(p_value[i, j]), language)
                for j in range(len(table.time_bands))
            ]
            rows.append([escape(band), *cells])
        head = [escape(word("distance", language)), *(f"{escape(band)} d" for band in table.time_bands)]
        name = names.text("", code).in_language(language)
        parts.append(f"<h3>{escape(name)}</h3>{table_html(head, rows)}")
    return f"<section>{''.join(parts)}</section>"


def _ratio(ratio: float, observed: int, p_value: float, language: Language) -> str:
    notable = 0.05
    if ratio != ratio:
        return "–"
    text = f"{format_number(ratio, language, 2)} ({format_number(observed, language)})"
    return f"<b>{text}</b>" if p_value <= notable else text


def table_html(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; head and cells are HTML already."""
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


_BUDGET_HEAD = (
    Text("Cấp", "Level"),
    Text("Phương pháp", "Detector"),
    Text("Chuỗi", "Series"),
    Text("Mỗi tháng, ngưỡng riêng", "A month, own cut"),
    Text("Mỗi tháng, ngưỡng đã nâng", "A month, cut raised"),
)


def budgets_section(result: WatchResult, language: Language) -> str:
    """Return the false alarms to be expected; empty where no budget was asked for."""
    if not result.budgets:
        return ""
    rows = [
        [
            escape(level_name(level).in_language(language)),
            escape(detector_name(budget.detector).in_language(language)),
            format_number(budget.n_series, language),
            format_number(budget.per_month, language, 1),
            format_number(budget.kept_per_month, language, 1),
        ]
        for level, budget in result.budgets
    ]
    head = [escape(text.in_language(language)) for text in _BUDGET_HEAD]
    return f"<section><h2>{escape(word('budget', language))}</h2>{table_html(head, rows)}</section>"


def skipped_section(result: WatchResult, names: Names, language: Language) -> str:
    """Return what was not run and why; empty where all was."""
    if not result.skipped:
        return ""
    items = []
    for one in result.skipped:
        level = one.level
        of_kind = len(level) == 2 and level[0] != "area"
        where = names.text(*level) if of_kind else level_name(level)
        name = detector_name(one.detector).in_language(language)
        said = f"{name} ({where.in_language(language)}): {one.reason.in_language(language)}"
        items.append(f"<li>{escape(said)}</li>")
    return f"<section><h2>{escape(word('skipped', language))}</h2><ul>{''.join(items)}</ul></section>"
