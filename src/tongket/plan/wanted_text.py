"""Wanted notices as tables people read: stock and flow, age of the stock, reviews. Never a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tongket.count.axes import TOTAL
from tongket.model.figures import Number
from tongket.model.periods import day_text
from tongket.model.text import Text, format_number
from tongket.plan.oversight_tables import Cell, PrintedTable, both
from tongket.plan.wanted import AGE_YEARS, ALL, Age, Discrepancy, StockAndFlow, Wanted
from tongket.plan.wanted_items import CLASS_LABELS

_HEAD = both(
    ("Loại", "Đầu kỳ", "Phát sinh", "Bắt", "Đầu thú", "Thanh loại", "Cuối kỳ", "Chênh lệch"),
    ("Class", "Opening", "Issued", "Arrested", "Surrendered", "Struck off", "Closing", "Residual"),
)


def wanted_tables(
    wanted: Wanted | None, notes: tuple[Text, ...], name: Callable[[str], Text]
) -> tuple[PrintedTable, ...]:
    """Return everything on wanted notices.

    Parameters
    ----------
    wanted : Wanted or None
        From `tongket.plan.wanted.read_wanted`.
    notes : tuple of Text
        What the records know.
    name : callable
        Returns the name of an area by its code.
    """
    if wanted is None:
        title = Text("Bản chốt không có sổ truy nã.", "The seal holds no register of wanted notices.")
        return (PrintedTable(title, (), (), notes),)
    flows = flow_table(wanted)
    return (replace(flows, notes=(*flows.notes, *notes)), age_table(wanted), area_flow_table(wanted, name))


def flow_table(wanted: Wanted) -> PrintedTable:
    """Return stock and flow of the whole book by class, with what does not add up."""
    title = Text(
        f"Truy nã từ {day_text(wanted.first, 'vi')} đến {day_text(wanted.last, 'vi')}",
        f"Wanted notices from {day_text(wanted.first, 'en')} to {day_text(wanted.last, 'en')}",
    )
    rows = tuple((CLASS_LABELS[each.danger_class], *_numbers(each)) for each in wanted.whole)
    return PrintedTable(title, _HEAD, rows, tuple(_notes(wanted)))


def area_flow_table(wanted: Wanted, name: Callable[[str], Text]) -> PrintedTable:
    """Return stock and flow of all classes by area.

    Parameters
    ----------
    wanted : Wanted
        From `tongket.plan.wanted.read_wanted`.
    name : callable
        Returns the name of an area by its code.
    """
    rows = tuple(
        (name(each.area), *_numbers(each)) for each in wanted.flows if each.area != TOTAL and each.danger_class == ALL
    )
    head = (Text("Địa bàn", "Area"), *_HEAD[1:])
    return PrintedTable(Text("Truy nã theo địa bàn", "Wanted notices by area"), head, rows)


def _numbers(flow: StockAndFlow) -> tuple[Cell, ...]:
    parts = (flow.opening, flow.issued, flow.arrested, flow.surrendered, flow.struck_off, flow.closing)
    return (*(_cell(each.value) for each in parts), _cell(flow.residual))


def _cell(value: Number | None) -> Cell:
    """Return a number; one that a boundary change divided is shown with a decimal."""
    if value is None or value == int(value):
        return None if value is None else int(value)
    return Text(*(format_number(value, language, 1) for language in ("vi", "en")))


def _notes(wanted: Wanted) -> list[Text]:
    if not wanted.discrepancies:
        return [
            Text(
                "Cuối kỳ = đầu kỳ + phát sinh − bắt − đầu thú − thanh loại: khớp ở mọi loại và mọi địa bàn.",
                "Closing = opening + issued − arrested − surrendered − struck off: holds for every class and area.",
            )
        ]
    return [_discrepancy_note(each) for each in wanted.discrepancies]


def _discrepancy_note(each: Discrepancy) -> Text:
    label, n = CLASS_LABELS[each.danger_class], len(each.without_outcome)
    where = Text("toàn địa bàn", "the whole book") if each.area == TOTAL else Text(each.area, each.area)
    if each.residual is None:
        return Text(
            f"Không kiểm tra được đẳng thức ở loại {label.vi}, {where.vi}: thiếu số liệu.",
            f"The identity cannot be checked for {label.en}, {where.en}: a number is missing.",
        )
    gap = Decimal(each.residual)
    because_vi = (
        f"{n} lệnh kết thúc mà không ghi kết quả: {', '.join(each.without_outcome)}" if n else "chưa rõ nguyên nhân"
    )
    because_en = f"{n} ended without an outcome: {', '.join(each.without_outcome)}" if n else "the cause is not known"
    return Text(
        f"KHÔNG KHỚP, loại {label.vi}, {where.vi}: chênh {format_number(gap, 'vi')}; {because_vi}.",
        f"DOES NOT ADD UP, {label.en}, {where.en}: off by {format_number(gap, 'en')}; {because_en}.",
    )


def age_table(wanted: Wanted) -> PrintedTable:
    """Return how old the notices in force are, by class."""
    over_vi = tuple(f"Trên {years} năm" for years in AGE_YEARS)
    over_en = tuple(f"Over {years} years" if years > 1 else "Over 1 year" for years in AGE_YEARS)
    head = both(
        ("Loại", "Còn hiệu lực", "Tuổi trung vị (năm)", *over_vi), ("Class", "In force", "Median age (years)", *over_en)
    )
    rows = tuple((CLASS_LABELS[name], age.count, _years(age), *_shares(age)) for name, age in wanted.ages)
    vi, en = day_text(wanted.last, "vi"), day_text(wanted.last, "en")
    title = Text(f"Tuổi của lệnh truy nã còn hiệu lực ngày {vi}", f"Age of the notices in force on {en}")
    return PrintedTable(title, head, rows, (_review_note(wanted),))


def _years(age: Age) -> Cell:
    if age.median_days is None:
        return None
    years = Decimal(str(age.median_days)) / Decimal("365.25")
    return Text(*(format_number(years, language, 1) for language in ("vi", "en")))


def _shares(age: Age) -> tuple[Cell, ...]:
    return tuple(Fraction(count, age.count) if age.count else None for _, count in age.over_years)


def _review_note(wanted: Wanted) -> Text:
    reviews = wanted.reviews
    vi = f"Rà soát: quá hạn {reviews.overdue}, đến hạn trong hai tuần {reviews.soon}, còn hạn {reviews.later}"
    en = f"Reviews: {reviews.overdue} overdue, {reviews.soon} due within two weeks, {reviews.later} later"
    if reviews.without_day:
        vi, en = f"{vi}, chưa ghi ngày {reviews.without_day}", f"{en}, {reviews.without_day} without a day"
    if reviews.ended_since:
        vi, en = f"{vi}, đã kết thúc sau ngày này {reviews.ended_since}", f"{en}, {reviews.ended_since} ended since"
    if reviews.oldest_due_on is not None:
        vi = f"{vi}; quá hạn lâu nhất từ {day_text(reviews.oldest_due_on, 'vi')}"
        en = f"{en}; the longest overdue since {day_text(reviews.oldest_due_on, 'en')}"
    return Text(f"{vi}.", f"{en}.")
