"""Write the Excel form of a table: head line, drop-down lists, checks of dates and numbers, and how to fill it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tongket.collect.forms import SEPARATOR, SEVERAL, code_labels, column_label, table_label
from tongket.collect.rules import base_rows
from tongket.model.areas import AreaSet
from tongket.model.offences import OffenceCatalogue
from tongket.model.tables import Column, Kind, record_schema
from tongket.model.text import Language, Text
from tongket.store import atomic
from tongket.store.book import Book
from tongket.store.book_lists import read_book_areas, read_book_offences
from tongket.store.shipped import read_area_set, read_offences

# so many lines carry drop-down lists and checks; the form may be filled further down
ROWS = 2000
FIRST_ROW = 3
SHEETS = {
    "entry": Text(vi="Nhập liệu", en="Entry"),
    "help": Text(vi="Hướng dẫn", en="How to fill in"),
    "lists": Text(vi="Danh mục", en="Lists"),
}
_DATE_FORMAT, _TIME_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
_KINDS = {
    Kind.TEXT: Text(vi="chữ", en="text"),
    Kind.DATE: Text(vi="ngày/tháng/năm, ví dụ 31/12/2022", en="day/month/year, for example 31/12/2022"),
    Kind.TIMESTAMP: Text(vi="ngày/tháng/năm giờ:phút, ví dụ 31/12/2022 21:30", en="day/month/year hour:minute"),
    Kind.INTEGER: Text(vi="số nguyên từ 0", en="whole number from 0"),
    Kind.MONEY: Text(vi="số tiền bằng đồng, chỉ ghi chữ số", en="amount, digits only"),
    Kind.COORDINATE: Text(vi="độ thập phân, ví dụ 105,78", en="decimal degrees, for example 105.78"),
    Kind.NUMBER: Text(vi="số", en="number"),
    Kind.BOOLEAN: Text(vi="có hoặc không", en="yes or no"),
}
_WORDS = {
    "title": Text(vi="BIỂU NHẬP LIỆU: {name}", en="FORM: {name}"),
    "note": Text(
        vi="Cột có dấu * là bắt buộc. Không ghi họ tên, địa chỉ, số định danh của bất kỳ ai. Xem trang Hướng dẫn.",
        en="Columns marked * must be filled. Write no name, address or identity number. See the sheet How to fill in.",
    ),
    "column": Text(vi="Cột", en="Column"),
    "must": Text(vi="Bắt buộc", en="Required"),
    "how": Text(vi="Cách ghi", en="How to write it"),
    "values": Text(vi="Giá trị cho phép", en="Allowed values"),
    "example": Text(vi="Ví dụ", en="Example"),
    "yes": Text(vi="có", en="yes"),
    "no": Text(vi="không", en="no"),
    "list": Text(vi="Chọn trong danh sách thả xuống", en="Choose from the drop-down list"),
    "bad_date": Text(vi="Ghi một ngày từ năm 1900 trở đi, ví dụ 31/12/2022.", en="Write a day from 1900 on."),
    "bad_number": Text(vi="Ghi một số không âm.", en="Write a number that is not negative."),
    "bad_value": Text(vi="Chọn một giá trị trong danh sách.", en="Choose a value from the list."),
    "several": Text(
        vi="Chỉ ghi khi vụ có nhiều tội danh: điều và khoản, cách nhau bằng dấu chấm phẩy, ví dụ: 168 khoản 2; 134"
        " khoản 1. Chương trình chọn tội danh chính theo quy tắc đếm.",
        en="Only for a case with several offences: article and clause, separated by semicolons, for example 168/2;"
        " 134/1. The counting rule chooses the principal one.",
    ),
    "steps": Text(
        vi="1. Mỗi dòng một bản ghi, nhập ở trang Nhập liệu từ dòng 4. 2. Không đổi tên cột. 3. Sửa một bản ghi: giữ"
        " nguyên mã, ghi lại cả dòng với nội dung đúng. 4. Nạp tệp: tongket collect SỔ TỆP --preset vn-case-book.",
        en="1. One record a line, on the sheet Entry from line 4. 2. Do not rename columns. 3. To correct a record keep"
        " its id and write the whole line anew. 4. Read the file: tongket collect BOOK FILE --preset vn-case-book.",
    ),
}


@dataclass(frozen=True)
class _FormColumn:
    """Hold one column of the form: its label, whether it must be filled, its kind and its allowed values."""

    name: str
    label: Text
    required: bool
    kind: Kind
    values: tuple[str, ...]
    note: Text


def write_template(
    path: Path,
    table: str = "cases",
    language: Language = "vi",
    *,
    book: Book | None = None,
    on: date | None = None,
) -> None:
    """Write the Excel form of a table, to be filled in and collected with the preset ``vn-case-book``.

    Parameters
    ----------
    path : Path
        File to write, ``.xlsx``.
    table : str
        A table of records.
    language : {'vi', 'en'}
        Language of the form; it is read back in either.
    book : Book, optional
        Gives areas and offences of the drop-down lists; Cần Thơ and the Penal Code if None.
    on : date, optional
        Day on which areas and offences must be in force; today if None.
    """
    columns = tuple(_form_columns(table, language, book, on or date.today()))
    with atomic.replacing(path) as temporary:
        _write(temporary, table, columns, language)


def _form_columns(table: str, language: Language, book: Book | None, day: date) -> Iterator[_FormColumn]:
    schema = record_schema(table)
    areas = read_book_areas(book) if book else read_area_set("can-tho")
    offences = read_book_offences(book) if book else read_offences("vn-penal-code")
    for name in schema.content_names:
        column = schema.column(name)
        values = tuple(_values(table, column, language, areas, offences, day))
        optional = name in ("offence_group", "severity", "location_precision")
        yield _FormColumn(
            name, column_label(table, name), column.required and not optional, column.kind, values, _KINDS[column.kind]
        )
        if table == "cases" and name == "clause":
            yield _FormColumn("offences", SEVERAL, False, Kind.TEXT, (), _WORDS["several"])


def _values(
    table: str,
    column: Column,
    language: Language,
    areas: AreaSet | None,
    offences: OffenceCatalogue | None,
    day: date,
) -> Iterator[str]:
    if column.name == "area" and areas is not None:
        for unit in areas.units(areas.levels[-1], day):
            yield f"{unit.code}{SEPARATOR}{unit.name.in_language(language)}"
    elif column.name == "offence" and offences is not None:
        for offence in offences.articles(day):
            yield f"{offence.article}{SEPARATOR}{offence.name.in_language(language)}"
    elif column.name == "offence_group" and offences is not None:
        yield from (group.code for group in offences.groups)
    else:
        yield from (label.in_language(language) for label in code_labels(table, column.name).values())


def _write(path: Path, table: str, columns: tuple[_FormColumn, ...], language: Language) -> None:
    import xlsxwriter

    # a fixed day of making, so that the same form has the same bytes
    with xlsxwriter.Workbook(str(path), {"default_date_format": _DATE_FORMAT}) as workbook:
        workbook.set_properties({"title": table_label(table).in_language(language), "created": datetime(2020, 1, 1)})
        form = _Form(workbook, table, columns, language)
        form.write_entry()
        form.write_help()
        form.write_lists()


class _Form:
    """Write the three sheets of a form."""

    def __init__(self, workbook: Any, table: str, columns: tuple[_FormColumn, ...], language: Language) -> None:
        self.workbook, self.table, self.columns, self.language = workbook, table, columns, language
        self.entry, self.help, self.lists = (
            workbook.add_worksheet(SHEETS[key].in_language(language)) for key in ("entry", "help", "lists")
        )
        base = {"font_name": "Times New Roman", "font_size": 12}
        self.plain = workbook.add_format({**base, "text_wrap": True, "valign": "top"})
        self.title = workbook.add_format({**base, "bold": True, "font_size": 14})
        self.note = workbook.add_format({**base, "italic": True})
        self.head = workbook.add_format(
            {**base, "bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDEBF7", "valign": "vcenter"}
        )
        self.must = workbook.add_format(
            {**base, "bold": True, "text_wrap": True, "border": 1, "bg_color": "#FCE4D6", "valign": "vcenter"}
        )
        self.cells = {
            Kind.DATE: workbook.add_format({**base, "num_format": _DATE_FORMAT}),
            Kind.TIMESTAMP: workbook.add_format({**base, "num_format": _TIME_FORMAT}),
            Kind.MONEY: workbook.add_format({**base, "num_format": "#,##0"}),
            Kind.INTEGER: workbook.add_format({**base, "num_format": "0"}),
            # ids and codes such as 001 keep their zeros
            Kind.TEXT: workbook.add_format({**base, "num_format": "@"}),
        }

    def word(self, key: str, **values: str) -> str:
        """Return a text of the form in its language."""
        return _WORDS[key].in_language(self.language).format(**values)

    def write_entry(self) -> None:
        """Write the sheet people fill in: title, note, head line, and checks below it."""
        name = table_label(self.table).in_language(self.language)
        self.entry.write(0, 0, self.word("title", name=name.upper()), self.title)
        self.entry.write(1, 0, self.word("note"), self.note)
        self.entry.set_row(FIRST_ROW - 1, 48)
        for position, column in enumerate(self.columns):
            style = self.must if column.required else self.head
            label = column.label.in_language(self.language) + (" *" if column.required else "")
            self.entry.write(FIRST_ROW - 1, position, label, style)
            self.entry.set_column(position, position, _width(column), self.cells.get(column.kind))
            if check := self._check(position, column):
                self.entry.data_validation(FIRST_ROW, position, FIRST_ROW + ROWS - 1, position, check)
        self.entry.freeze_panes(FIRST_ROW, 1)
        self.entry.set_landscape()
        self.entry.repeat_rows(FIRST_ROW - 1)

    def _check(self, position: int, column: _FormColumn) -> dict[str, Any] | None:
        if column.values:
            letter = _letters(position)
            sheet = SHEETS["lists"].in_language(self.language)
            source = f"='{sheet}'!${letter}$2:${letter}${len(column.values) + 1}"
            return {"validate": "list", "source": source, "error_message": self.word("bad_value")}
        if column.kind in (Kind.DATE, Kind.TIMESTAMP):
            return {
                "validate": "date",
                "criteria": ">=",
                "value": date(1900, 1, 1),
                "error_message": self.word("bad_date"),
            }
        if column.kind in (Kind.INTEGER, Kind.MONEY):
            kind = "integer" if column.kind is Kind.INTEGER else "decimal"
            return {"validate": kind, "criteria": ">=", "value": 0, "error_message": self.word("bad_number")}
        return None

    def write_help(self) -> None:
        """Write the sheet of instructions: the steps, each column, and a filled example."""
        self.help.set_column(0, 0, 30)
        self.help.set_column(1, 1, 11)
        self.help.set_column(2, 4, 45)
        self.help.merge_range(0, 0, 0, 4, self.word("steps"), self.plain)
        self.help.set_row(0, 66)
        for position, key in enumerate(("column", "must", "how", "values", "example")):
            self.help.write(2, position, self.word(key), self.head)
        for number, column in enumerate(self.columns, 3):
            for position, text in enumerate(self._help_cells(column)):
                self.help.write_string(number, position, text, self.plain)

    def _help_cells(self, column: _FormColumn) -> tuple[str, ...]:
        shown = "; ".join(column.values) if 0 < len(column.values) <= 15 else ""
        return (
            column.label.in_language(self.language),
            self.word("yes" if column.required else "no"),
            self.word("list") if column.values else column.note.in_language(self.language),
            shown or (self.word("list") if column.values else ""),
            self._example(column),
        )

    def _example(self, column: _FormColumn) -> str:
        value = base_rows()[self.table].get(column.name, "")
        labels = code_labels(self.table, column.name) if column.name != "offences" else {}
        if value in labels:
            return labels[value].in_language(self.language)
        if value and column.kind is Kind.DATE:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        if value and column.kind is Kind.TIMESTAMP:
            return f"{datetime.fromisoformat(value):%d/%m/%Y %H:%M}"
        return next((each for each in column.values if each.startswith(f"{value}{SEPARATOR}")), value)

    def write_lists(self) -> None:
        """Write the sheet from which the drop-down lists are fed."""
        for position, column in enumerate(self.columns):
            if column.values:
                self.lists.write(0, position, column.label.in_language(self.language), self.head)
                self.lists.write_column(1, position, column.values, self.plain)
                self.lists.set_column(position, position, 40)


def _width(column: _FormColumn) -> int:
    if column.values:
        return 28
    return 20 if column.kind is Kind.TIMESTAMP else 16


def _letters(position: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(position))
