"""Write the Excel form of a succession list: heads, drop-down lists, checks of dates, and a line on confidentiality."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from tongket.model.text import Language, Text
from tongket.plan.succession_lists import COLUMNS, LEVELS, LIST_LABELS, REQUIRED, SEXES, ListKind
from tongket.store import atomic

ROWS = 500
HEAD_ROW = 3
_NOTE = Text(
    "Tài liệu chứa thông tin cá nhân: chỉ lưu và đối chiếu trên máy của đơn vị. Cột có dấu * là bắt buộc. Ghi đơn vị và"
    " chức danh giống nhau ở cả hai danh sách.",
    "Holds personal data: keep and check it on the office's own machine. Columns marked * must be filled. Write units"
    " and posts alike in both lists.",
)
_WIDTHS = {"code": 16, "name": 28, "born": 14, "sex": 11, "level": 14}
_BAD_DAY = Text("Ghi ngày sinh, ví dụ 31/12/1985.", "Write a date of birth, for example 31/12/1985.")


def write_succession_template(path: Path, kind: ListKind, language: Language = "vi") -> None:
    """Write the empty form of one of the two lists.

    Parameters
    ----------
    path : Path
        File to write, ``.xlsx``.
    kind : ListKind
        Which list.
    language : {'vi', 'en'}
        Language of the form; it is read back in either.
    """
    import xlsxwriter

    with atomic.replacing(path) as temporary, xlsxwriter.Workbook(str(temporary)) as workbook:
        # a fixed day of making, so that the same form has the same bytes
        title = LIST_LABELS[kind].in_language(language)
        workbook.set_properties({"title": title, "created": datetime(2020, 1, 1)})
        _write(workbook, title, language)


def _write(workbook: Any, title: str, language: Language) -> None:
    sheet = workbook.add_worksheet(title[:31])
    base = {"font_name": "Times New Roman", "font_size": 12}
    sheet.write(0, 0, title.upper(), workbook.add_format({**base, "bold": True, "font_size": 14}))
    sheet.write(1, 0, _NOTE.in_language(language), workbook.add_format({**base, "italic": True}))
    looks = {
        must: workbook.add_format({**base, "bold": True, "border": 1, "text_wrap": True, "bg_color": colour})
        for must, colour in ((True, "#FCE4D6"), (False, "#DDEBF7"))
    }
    text = workbook.add_format({**base, "num_format": "@"})
    day = workbook.add_format({**base, "num_format": "dd/mm/yyyy"})
    for place, (name, label) in enumerate(COLUMNS.items()):
        must = name in REQUIRED
        sheet.set_column(place, place, _WIDTHS.get(name, 34), day if name == "born" else text)
        sheet.write(HEAD_ROW - 1, place, label.in_language(language) + (" *" if must else ""), looks[must])
        if check := _check(name, language):
            sheet.data_validation(HEAD_ROW, place, HEAD_ROW + ROWS - 1, place, check)
    sheet.freeze_panes(HEAD_ROW, 2)
    sheet.set_landscape()
    sheet.repeat_rows(HEAD_ROW - 1)


def _check(name: str, language: Language) -> dict[str, Any] | None:
    codes = {"sex": SEXES, "level": LEVELS}.get(name)
    if codes:
        return {"validate": "list", "source": [label.in_language(language) for label in codes.values()]}
    if name == "born":
        first, message = date(1930, 1, 1), _BAD_DAY.in_language(language)
        return {"validate": "date", "criteria": ">=", "value": first, "error_message": message}
    return None
