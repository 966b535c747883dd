"""How figures are shown on the terminal: counted, traced, explained."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongket.cli.showing import words
from tongket.cli.tables import format_table
from tongket.model.figures import Comparison, Figure, State
from tongket.model.indicators import Indicator, Measure
from tongket.model.text import Language, Text, format_number
from tongket.store import atomic

if TYPE_CHECKING:
    from tongket.count.explanation import ExplainedFigure
    from tongket.count.table import FigureTable
    from tongket.count.trace import FigureTrace
    from tongket.count.triangle import IndicatorTriangle
    from tongket.pipeline import SealDifference

SHOWN = 40
STATES = {
    State.MISSING: Text("chưa có số liệu", "no data"),
    State.LATE: Text("chưa đủ hạn", "not yet due"),
    State.SUPPRESSED: Text("không công bố", "suppressed"),
}


def is_share(indicator: Indicator) -> bool:
    """Tell whether the value is a fraction of 1, shown in per cent."""
    return indicator.measure in (Measure.SHARE, Measure.RATIO)


def number_text(value: Any, language: Language, *, share: bool = False) -> str:
    """Return a number as people write it; shares in per cent with two decimals."""
    if value is None:
        return ""
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(str(value))
    )
    if share:
        return format_number(exact * 100, language, 2) + "%"
    return format_number(exact, language, 0 if exact == exact.to_integral_value() else 2)


def points_text(value: Any, language: Language) -> str:
    """Return a difference of shares in percentage points."""
    return number_text(value, language, share=True).removesuffix("%") + words(language, " điểm %", " pp")


def value_text(figure: Figure, indicator: Indicator, language: Language) -> str:
    """Return the value of a figure, or the word for its state; a share with its fraction."""
    if figure.state is not State.VALUE:
        return STATES[figure.state].in_language(language)
    text = number_text(figure.value, language, share=is_share(indicator))
    if figure.denominator is None:
        return text
    top, bottom = (number_text(n, language) for n in (figure.numerator, figure.denominator))
    return f"{top}/{bottom} = {text}"


def change_text(comparison: Comparison, indicator: Indicator, language: Language) -> str:
    """Return difference and per cent: "−32 (−5,28%)"."""
    if comparison.difference is None:
        return ""
    sign = "+" if comparison.difference > 0 else ""
    if is_share(indicator):
        return sign + points_text(comparison.difference, language)
    text = sign + number_text(comparison.difference, language)
    if comparison.percent is not None:
        plus = "+" if comparison.percent > 0 else ""
        text += f" ({plus}{format_number(comparison.percent, language, 2)}%)"
    return text


def counted(table: FigureTable, language: Language, csv_path: Path | None) -> str:
    """Return one screen of figures, and where the rest is."""
    by_id = {cells.indicator.id: cells.indicator for cells in table.cells}
    # crime first; what is nought or missing throughout is in the ledger and in --json
    chosen = list(islice(table.telling(FIRST_TOPICS), SHOWN))
    against = [each.text for each in table.against]
    head = [words(language, "Mã số liệu", "Figure"), words(language, "Chỉ tiêu", "Indicator")]
    head += [words(language, "Phân tổ", "Breakdown")] if table.request.by else []
    head += [table.periods[0].id, *against]
    rows = [_row(figure, by_id[figure.indicator], table, language) for figure in chosen]
    right = tuple(range(len(head) - 1 - len(against), len(head)))
    sentences = [
        f"{by_id[figure.indicator].label.in_language(language)}: "
        + (comparison.sentence_vi if language == "vi" else comparison.sentence_en)
        for figure in chosen[:3]
        for comparison in figure.comparisons
    ]
    foot = _foot(len(chosen), len(table), table, language, csv_path)
    return "\n\n".join(part for part in (format_table(head, rows, right), "\n".join(sentences), foot) if part)


FIRST_TOPICS = ("crime", "clearance", "outcomes")


def _row(figure: Figure, indicator: Indicator, table: FigureTable, language: Language) -> list[str]:
    row = [figure.id, indicator.id]
    if table.request.by:
        parts = [] if figure.area == "*" else [_area_name(figure.area, table, language)]
        row.append(" · ".join([*parts, *(code for _, code in figure.by)]) or words(language, "tổng số", "total"))
    row.append(value_text(figure, indicator, language))
    found = {comparison.against: comparison for comparison in figure.comparisons}
    row += [change_text(found[each.text], indicator, language) if each.text in found else "" for each in table.against]
    return row


def _area_name(area: str, table: FigureTable, language: Language) -> str:
    code = area.partition("@")[0]
    if table.geography is None:
        return code
    unit = table.geography.areas.find(code, table.geography.day)
    return f"{code} {unit.name.in_language(language)}" if unit is not None else code


def _foot(shown: int, total: int, table: FigureTable, language: Language, csv_path: Path | None) -> str:
    n, of = format_number(shown, language), format_number(total, language)
    seal = f"{table.seal.short} ({table.seal.as_of})"
    text = words(
        language,
        f"Hiện {n} trong {of} số liệu; tất cả đã vào sổ cái số liệu. Bản chốt {seal}."
        " Truy nguyên: tongket trace SỔ MÃ. Đủ bảng: --json hoặc --csv TỆP.",
        f"Showing {n} of {of} figures; all are in the ledger. Seal {seal}."
        " Follow one back: tongket trace BOOK FIGURE. The whole table: --json or --csv FILE.",
    )
    return text + (f"\n{words(language, 'Đã ghi', 'Wrote')} {csv_path}" if csv_path is not None else "")


CSV_HEAD = (
    "id indicator version period start end area by value numerator denominator lower upper state status seal".split()
)


def write_csv(table: FigureTable, path: Path) -> None:
    """Write every figure of the reported period as one row; numbers with a decimal point."""
    with atomic.replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(CSV_HEAD)
        for figure in table.figures():
            by = ";".join(f"{dimension}={code}" for dimension, code in figure.by)
            row = {name: getattr(figure, name) for name in CSV_HEAD if name != "by"} | {"by": by}
            writer.writerow(["" if row[name] is None else str(row[name]) for name in CSV_HEAD])


def trace_json(found: FigureTrace, language: Language) -> dict[str, Any]:
    """Return what `trace --json` prints."""
    from tongket.count.export import figure_object

    return {
        "figure": figure_object(found.figure, language),
        "definition": found.definition,
        "seal": {"digest": found.seal.digest, "as_of": found.seal.as_of.isoformat(), "status": found.seal.status.value},
        "code_version": found.figure.code_version,
        "numbers": [
            {
                "role": number.role,
                "indicator": number.indicator,
                "definition": number.definition,
                "sql": number.sql,
                "records": number.records,
                "split": number.split,
                "keys": [list(key) for key in number.keys],
            }
            for number in found.numbers
        ],
    }


ROLES = {
    "value": Text("Giá trị", "Value"),
    "numerator": Text("Tử số", "Numerator"),
    "denominator": Text("Mẫu số", "Denominator"),
    "source": Text("Nguồn", "Source"),
}


def traced(found: FigureTrace, language: Language, page: int) -> str:
    """Return a figure's way back: definition, seal, query, records."""
    figure = found.figure
    by = ", ".join(f"{dimension}={code}" for dimension, code in figure.by)
    parts = [
        f"{figure.id}  {figure.indicator} v{figure.version}  {figure.period} ({figure.start} – {figure.end})"
        f"  {words(language, 'địa bàn', 'area')} {figure.area}" + (f"  {by}" if by else ""),
        words(language, "Giá trị", "Value")
        + f": {figure.value if figure.value is not None else STATES[figure.state].in_language(language)}",
        words(language, "Bản chốt", "Seal") + f": {found.seal.digest}  ({found.seal.as_of}, {found.seal.status.value})",
        words(language, "Phiên bản chương trình", "Code version") + f": {figure.code_version}",
        words(language, "Định nghĩa", "Definition") + f":\n{found.definition.strip()}",
    ]
    for number in found.numbers:
        keys = "  ".join("/".join(part for part in key if part) for key in number.keys)
        listed = words(language, f"trang {page}", f"page {page}")
        parts.append(
            f"{(number.label or ROLES[number.role]).in_language(language)}: {format_number(number.records, language)}"
            f" {words(language, 'bản ghi', 'records')}\n{number.sql}\n{words(language, 'Mã bản ghi', 'Record ids')}"
            f" ({listed}):\n{keys}"
        )
    return "\n\n".join(parts)


def diff_json(found: SealDifference) -> dict[str, Any]:
    """Return what `diff --json` prints."""
    figures = [{**each.difference.as_json(), "period": each.period.id} for each in found.figures]
    return {**found.seals.as_json(), "old": found.seals.old.digest, "new": found.seals.new.digest, "figures": figures}


def explained(found: SealDifference, language: Language) -> str:
    """Return the changed rules and rows, then the changed figures, each with its causes."""
    old, new = found.seals.old, found.seals.new
    first = words(
        language,
        f"Từ bản chốt {old.short} ({old.as_of}) đến {new.short} ({new.as_of}):",
        f"From seal {old.short} ({old.as_of}) to {new.short} ({new.as_of}):",
    )
    if not found.figures:
        first += words(language, " không có số liệu nào thay đổi.", " no figure changed.")
    head = (
        ("Chỉ tiêu", "Kỳ", "Trước", "Sau", "Nguyên nhân")
        if language == "vi"
        else ("Indicator", "Period", "Before", "After", "Cause")
    )
    rows = [_explained_row(each, language) for each in found.figures[:SHOWN]]
    more = len(found.figures) - len(rows)
    foot = words(language, f"… và {more} số liệu khác (--json).", f"… and {more} more (--json).") if more > 0 else ""
    shown = format_table(head, rows, right=(2, 3)) if rows else ""
    parts = (first, _changed_rules(found, language), _changed_rows(found, language), shown, foot)
    return "\n\n".join(part for part in parts if part)


def _changed_rules(found: SealDifference, language: Language) -> str:
    rules = found.seals.rules
    if not rules:
        return ""
    title = words(language, "Quy tắc đã thay đổi", "Rules that changed")
    return "\n".join([title + ":", *(f"  {rule.key}: {rule.old or '–'} → {rule.new or '–'}" for rule in rules)])


def _changed_rows(found: SealDifference, language: Language) -> str:
    tables = found.seals.tables
    if not tables:
        return ""
    head = ("Bảng", "Thêm", "Bớt", "Đổi") if language == "vi" else ("Table", "Added", "Removed", "Changed")
    rows = [
        (table.name, *(format_number(n, language) for n in (table.added, table.removed, table.changed)))
        for table in tables
    ]
    return format_table(head, rows, right=(1, 2, 3))


def _explained_row(each: ExplainedFigure, language: Language) -> tuple[str, ...]:
    from tongket.close.causes import LABELS

    share = is_share(each.indicator)
    causes = []
    for part in each.difference.contributions:
        sign = "+" if part.amount > 0 else ""
        amount = points_text(part.amount, language) if share else number_text(part.amount, language)
        causes.append(f"{LABELS[part.cause].in_language(language)} {sign}{amount}")
    old, new = (number_text(n, language, share=share) for n in (each.difference.old, each.difference.new))
    return each.indicator.id, each.period.id, old, new, "; ".join(causes)


def triangle_json(found: IndicatorTriangle) -> dict[str, Any]:
    """Return what `diff --triangle --json` prints."""
    from tongket.count.export import plain_number

    return {
        "indicator": found.indicator.id,
        "seals": [{"digest": seal.digest, "as_of": seal.as_of.isoformat()} for seal in found.seals],
        "periods": [
            {
                "period": period.id,
                "values": [None if figure is None else plain_number(figure.value) for figure in row],
            }
            for period, row in zip(found.periods, found.figures, strict=True)
        ],
    }


def triangle(found: IndicatorTriangle, language: Language) -> str:
    """Return the revision triangle: one row for each period, one column for each seal."""
    head = [words(language, "Kỳ", "Period"), *(seal.as_of.isoformat() for seal in found.seals)]
    rows = [
        [
            period.id,
            *("" if f is None else number_text(f.value, language, share=is_share(found.indicator)) for f in row),
        ]
        for period, row in zip(found.periods, found.figures, strict=True)
    ]
    title = f"{found.indicator.label.in_language(language)} ({found.indicator.id})"
    return f"{title}\n\n{format_table(head, rows, right=tuple(range(1, len(head))))}"
