"""What the integrity watch found, as sentences, tables and one JSON object."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from tongket.model.text import Language, Text, format_number
from tongket.plan.integrity import IntegrityReport
from tongket.plan.integrity_checks import FAMILY_LABELS, WITHIN, Check, CheckId, Family
from tongket.plan.integrity_rows import WHOLE, CheckTable, IntegrityRow
from tongket.plan.oversight_tables import Cell, PrintedTable, both, share_text

WARNING = Text(
    "Dấu hiệu để kiểm tra, không phải kết luận. Số liệu tính theo đơn vị và nhóm tội, không xét đến người nào; không"
    " dùng để xếp hạng đơn vị, đánh giá cán bộ.",
    "Questions to look into, not findings. Figures are by unit and category; no person is looked at. They rank no unit"
    " and judge no officer.",
)
_KINDS: dict[str, Text] = {
    "1": Text("ngày 1", "the 1st"),
    "15": Text("ngày 15", "the 15th"),
    "last": Text("ngày cuối tháng", "the last day of the month"),
}
_WEEKDAYS = both(
    ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
_ALL = Text("Tất cả các nhóm", "All categories")
_HEAD = both(
    ("Đơn vị", "Nhóm", "So với", "Số vụ", "Trên", "Tỷ lệ", "Khoảng tin cậy 95%", "Dự kiến", "p hiệu chỉnh"),
    ("Unit", "Category", "Against", "Cases", "Of", "Share", "95 % interval", "Expected", "Adjusted p"),
)


def name(report: IntegrityReport, code: str, language: Language) -> str:
    """Return the name of a unit or category."""
    return (report.names if language == "vi" else report.names_en).get(code, code)


def category_name(report: IntegrityReport, code: str, language: Language) -> str:
    """Return the name of a category, or that it is all of them."""
    return _ALL.in_language(language) if code == WHOLE else name(report, code, language)


def against(check: Check, family: Family) -> Text:
    """Return what a row is set against."""
    return WITHIN if check.id is CheckId.LATE_LAG else FAMILY_LABELS[family]


def kind_text(row: IntegrityRow) -> Text | None:
    """Return which day stands out, where one was looked for."""
    if not row.kind:
        return None
    return _KINDS.get(row.kind) or _WEEKDAYS[int(row.kind)]


def row_sentence(report: IntegrityReport, check: Check, row: IntegrityRow) -> Text:
    """Say in one sentence what stands in a marked row, and in one what may be innocent about it.

    Parameters
    ----------
    report : IntegrityReport
        Gives the names.
    check : Check
        What was counted.
    row : IntegrityRow
        The row.

    Returns
    -------
    Text
        Two sentences in each language.
    """
    return Text(_sentence(report, check, row, "vi"), _sentence(report, check, row, "en"))


def _sentence(report: IntegrityReport, check: Check, row: IntegrityRow, language: Language) -> str:
    where = name(report, row.unit, language)
    if row.category != WHOLE:
        where += f" – {name(report, row.category, language)}"
    kind = kind_text(row)
    day = f" ({kind.in_language(language)})" if kind else ""
    counted, innocent = check.counted.in_language(language), check.innocent.in_language(language)
    setting = against(check, row.family).in_language(language)
    expected = format_number(Decimal(str(row.expected or 0)), language, 1)
    hits, of = format_number(row.hits, language), format_number(row.of, language)
    if language == "vi":
        compared = f"{setting} thì dự kiến khoảng {expected}"
        return f"{where}: {hits} trên {of}{day} ({counted}); {compared}. Có thể do: {innocent}."
    return f"{where}: {hits} of {of}{day} ({counted}); {setting}, about {expected} expected. It may be: {innocent}."


def summary_table(report: IntegrityReport) -> PrintedTable:
    """Return one line for each check: how many rows were tested, how many depart by more than chance."""
    head = both(("Nội dung", "Số dòng kiểm định", "Vượt mức ngẫu nhiên"), ("Check", "Rows tested", "More than chance"))
    rows = tuple((table.check.label, table.tested, len(table.marked)) for table in report.tables)
    share, smallest = Fraction(str(report.q)), report.smallest
    notes = (
        WARNING,
        Text(
            f"Trong mỗi bảng, khoảng {share_text(share, 'vi')} số dòng được nêu có thể chỉ là ngẫu nhiên; dòng dưới"
            f" {smallest} vụ không kiểm định.",
            f"In each table about {share_text(share, 'en')} of the rows named may be chance; rows of fewer than"
            f" {smallest} cases are not tested.",
        ),
    )
    title = Text(
        f"Giám sát tính trung thực của số liệu, {report.period.label('vi')}",
        f"Integrity of recording, {report.period.label('en')}",
    )
    return PrintedTable(title, head, rows, notes, whole=True)


def marked_table(report: IntegrityReport, table: CheckTable, *, all_rows: bool = False) -> PrintedTable:
    """Return the marked rows of a check, or all of them, in order of unit.

    Parameters
    ----------
    report : IntegrityReport
        Gives the names.
    table : CheckTable
        The check.
    all_rows : bool
        Whether rows that are not marked are shown, too.

    Returns
    -------
    PrintedTable
        With what is counted and what may be innocent as notes.
    """
    rows = table.rows if all_rows else table.marked
    notes = [table.check.counted, table.check.innocent]
    for family, phi in table.phi:
        if phi > 1:
            setting, wide = against(table.check, family), format_number(Decimal(str(phi)), "vi", 1)
            notes.append(
                Text(
                    f"Các đơn vị vốn khác nhau ({setting.vi}; hệ số phân tán {wide}); ngưỡng đã nới theo.",
                    f"Units differ by nature ({setting.en}; overdispersion {phi:.1f}); limits are widened for it.",
                )
            )
    cells = tuple(_cells(report, table.check, row) for row in rows)
    return PrintedTable(table.check.label, _HEAD, cells, tuple(notes), whole=True)


def _cells(report: IntegrityReport, check: Check, row: IntegrityRow) -> tuple[Cell, ...]:
    setting, kind = against(check, row.family), kind_text(row)
    if kind is not None:
        setting = Text(f"{setting.vi}; {kind.vi}", f"{setting.en}; {kind.en}")
    return (
        Text(name(report, row.unit, "vi"), name(report, row.unit, "en")),
        Text(category_name(report, row.category, "vi"), category_name(report, row.category, "en")),
        setting,
        row.hits,
        row.of,
        Fraction(row.hits, row.of),
        interval_text(row),
        _number(row.expected, 1),
        _number(row.adjusted, 4),
    )


def interval_text(row: IntegrityRow) -> Text:
    """Return the interval of the share in per cent."""
    ends = [Fraction(str(round(end, 6))) for end in (row.lower, row.upper)]
    return Text(*("–".join(share_text(end, language) for end in ends) for language in ("vi", "en")))


def _number(value: float | None, decimals: int) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.{decimals}f}")


def integrity_object(report: IntegrityReport, language: Language = "vi") -> dict[str, Any]:
    """Return the report as one JSON object; names and sentences in one language.

    Parameters
    ----------
    report : IntegrityReport
        What was found.
    language : {'vi', 'en'}
        Language of names and sentences.

    Returns
    -------
    dict
        ``period``, ``cutoff``, ``level``, ``past``, ``smallest``, ``q``, ``warning``, and ``checks`` with their rows.
    """
    return {
        "period": report.period.id,
        "cutoff": report.cutoff.isoformat(),
        "level": report.level,
        "past": [[span.start.isoformat(), span.end.isoformat()] for span in report.past],
        "smallest": report.smallest,
        "q": report.q,
        "warning": WARNING.in_language(language),
        "checks": [_check_object(report, table, language) for table in report.tables],
    }


def _check_object(report: IntegrityReport, table: CheckTable, language: Language) -> dict[str, Any]:
    return {
        "id": table.check.id.value,
        "label": table.check.label.in_language(language),
        "counted": table.check.counted.in_language(language),
        "innocent": table.check.innocent.in_language(language),
        "tested": table.tested,
        "marked": len(table.marked),
        "overdispersion": {family.value: phi for family, phi in table.phi},
        "rows": [_row_object(report, table.check, row, language) for row in table.rows],
    }


def _row_object(report: IntegrityReport, check: Check, row: IntegrityRow, language: Language) -> dict[str, Any]:
    return {
        "family": row.family.value,
        "unit": row.unit,
        "unit_name": name(report, row.unit, language),
        "category": row.category,
        "category_name": category_name(report, row.category, language),
        "kind": row.kind or None,
        "cases": row.hits,
        "of": row.of,
        "expected": row.expected,
        "lower": row.lower,
        "upper": row.upper,
        "p_value": row.p_value,
        "adjusted": row.adjusted,
        "marked": row.marked,
        "sentence": row_sentence(report, check, row).in_language(language) if row.marked else None,
    }
