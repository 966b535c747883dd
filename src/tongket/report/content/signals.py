"""The page of signals: what the watch raised in the period, where, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tongket.count.context import CountContext
from tongket.engines.contract import Engine
from tongket.model.periods import Period, day_text
from tongket.model.seals import Seal
from tongket.model.text import Language, Text, format_number
from tongket.report.bound import svg_texts
from tongket.report.content.phrases import cited_digits, fixed_digits, plain_count, said
from tongket.report.document import Annex, Block, Column, MapBlock, Paragraph, Row, Table
from tongket.report.spans import Cited, Fixed, Line, line
from tongket.store.book import Book
from tongket.store.book_lists import read_book_areas
from tongket.store.boundaries import book_boundaries
from tongket.store.signal_register import read_register
from tongket.watch.life_cycle import OUTCOME_NAMES, STATE_NAMES, Precision, Registered, precision, read_lives
from tongket.watch.map_base import MapBase, map_base
from tongket.watch.map_signals import draw_ground, draw_tiles, has_ground
from tongket.watch.names import Names, detector_name, names_of
from tongket.watch.signals import Signal
from tongket.watch.telling import KIND_NAMES, where_words


@dataclass(frozen=True, eq=False)
class SignalPage:
    """Hold the signals raised in a period, in order of day, and what they are called and drawn on.

    Attributes
    ----------
    period : Period
        What is reported on.
    signals : tuple of Registered
        With their lives.
    precision : tuple of Precision
        How often each detector was right, over these signals.
    names : Names
        Of areas and kinds of case.
    base : MapBase
        Ground of the map.
    """

    period: Period
    signals: tuple[Registered, ...]
    precision: tuple[Precision, ...]
    names: Names
    base: MapBase


def read_signals(book: Book, engine: Engine, seal: Seal, context: CountContext, period: Period) -> SignalPage | None:
    """Return the page of signals, or None where the register holds none of the period.

    Parameters
    ----------
    book : Book
        Whose register.
    engine : Engine
        Knows the codes of areas in the records.
    seal : Seal
        Signals raised after its cut-off are not in the report.
    context : CountContext
        Units and offences as sealed.
    period : Period
        Signals raised in it.
    """
    last = min(period.end, seal.as_of)
    entries = read_register(book)
    raised = [one for one in read_lives(entries).values() if period.start <= one.signal.as_of <= last]
    if not raised:
        return None
    areas = context.areas if context.areas is not None else read_book_areas(book)
    names = names_of(book.file.book.name.text(), areas, context.offences, last)
    # tiles are a drawing, which no seal keeps: the set the book names has them
    base = map_base(book_boundaries(book), read_book_areas(book), engine.distinct("cases", "area"), last)
    return SignalPage(period, tuple(raised), precision(one.life for one in raised), names, base)


def signal_annexes(page: SignalPage | None, language: Language) -> tuple[Annex, ...]:
    """Return the annex on signals; none where there were none."""
    if page is None:
        return ()
    blocks: list[Block] = [Paragraph(_lead(page, language)), _table(page, language)]
    if (drawn := _map(page, language)) is not None:
        blocks.insert(1, drawn)
    return (Annex(line(said(language, "TÍN HIỆU THEO DÕI", "SIGNALS")), tuple(blocks)),)


def _lead(page: SignalPage, language: Language) -> Line:
    n = _counted(len(page.signals), language)
    one = len(page.signals) == 1
    text = Text(
        " tín hiệu bất thường theo địa điểm và thời gian được ghi vào sổ theo dõi. Tín hiệu không phải là kết luận:"
        " mỗi tín hiệu phải được xem xét, và một số báo động sai là điều đã dự tính. Không một đặc điểm nào của con"
        " người được dùng để phát hiện.",
        f" unusual thing{'' if one else 's'} by place and time {'was' if one else 'were'} entered in the register of"
        " signals. A signal is no conclusion: each must be looked at, and some false alarms are planned for. No"
        " attribute of a person is used to find them.",
    )
    lead = line(said(language, "Trong kỳ có ", "In the period "), n, text.in_language(language))
    decided = sum(one.confirmed + one.false + one.artefact for one in page.precision)
    if not decided:
        return line(lead, said(language, " Chưa tín hiệu nào có kết luận.", " No outcome has been entered yet."))
    confirmed = _counted(sum(one.confirmed for one in page.precision), language)
    whole = line(confirmed, "/", _counted(decided, language))
    return line(lead, said(language, " Đã kết luận: ", " Decided: "), whole, said(language, " đúng.", " confirmed."))


def _counted(n: int, language: Language) -> Cited:
    label = said(language, "Đếm từ sổ theo dõi tín hiệu.", "Counted from the register of signals.")
    return Cited(plain_count(n, language), "signal", "signals", label)


def _table(page: SignalPage, language: Language) -> Table:
    heads = (
        (Text("TT", "No."), 0.6, False),
        (Text("Mã", "Id"), 1.7, False),
        (Text("Loại, phương pháp", "Kind, method"), 2.2, False),
        (Text("Nội dung, địa điểm", "What and where"), 3.6, False),
        (Text("Ngày", "Days"), 1.5, False),
        (Text("Ghi nhận", "Observed"), 1.0, True),
        (Text("Kỳ vọng", "Expected"), 1.0, True),
        (Text("Xử lý", "State"), 1.6, False),
    )
    columns = tuple(Column(line(each.in_language(language)), numeric, width) for each, width, numeric in heads)
    rows = tuple(Row(_cells(place, one, page, language)) for place, one in enumerate(page.signals, start=1))
    caption = line(
        said(language, "Tín hiệu trong kỳ và kết quả xử lý", "Signals of the period and what became of them")
    )
    return Table(caption, columns, rows, compact=True)


def _cells(place: int, one: Registered, page: SignalPage, language: Language) -> tuple[Line, ...]:
    signal, called = one.signal, page.names.called(language)
    what = ", ".join(called(column, code) for column, code in signal.what)
    kind = f"{KIND_NAMES[signal.kind].in_language(language)}: {detector_name(signal.detector).in_language(language)}"
    label = said(language, "Tín hiệu trong sổ theo dõi.", "A signal of the register.")
    where = where_words(signal, language, called)
    state = STATE_NAMES[one.life.state]
    if one.life.outcome is not None:
        state = OUTCOME_NAMES[one.life.outcome]
    return (
        line(Fixed(str(place), "number in the list")),
        line(Fixed(signal.id, "id of a signal")),
        fixed_digits(kind, "name of a method"),
        line(
            cited_digits(f"{what}; {where}" if what else where, "signal", signal.id, label),
            *_goes_on(one, page, language),
        ),
        _days(signal, language),
        line(Cited(format_number(signal.observed, language), "signal", signal.id, label)),
        line(Cited(_expected(signal.expected, language), "signal", signal.id, label)),
        line(state.in_language(language)),
    )


def _goes_on(one: Registered, page: SignalPage, language: Language) -> Line:
    """Return which signal of the list a signal continues: nobody is sent to the same place twice."""
    places = {each.signal.id: place for place, each in enumerate(page.signals, start=1)}
    if one.continues not in places:
        return ()
    number = Fixed(str(places[one.continues]), "number in the list")
    return line(said(language, " (tiếp diễn từ tín hiệu số ", " (goes on from signal "), number, ")")


def _expected(value: float, language: Language) -> str:
    """Return an expected number with one decimal; "< 0,1" where that would say none."""
    least = Decimal("0.1")
    exact = Decimal(f"{value:.1f}")
    return f"< {format_number(least, language, 1)}" if exact < least else format_number(exact, language, 1)


def _days(signal: Signal, language: Language) -> Line:
    first, last = (Fixed(day_text(day, "vi"), "date") for day in (signal.start, signal.end))
    return line(first, said(language, " đến ", " to "), last)


_DIGIT = re.compile(r"\d")


def _map(page: SignalPage, language: Language) -> MapBlock | None:
    """Draw the signals on the ground there is, each with its number in the list."""
    numbered = [(place, one.signal) for place, one in enumerate(page.signals, start=1)]
    signals = [signal for _, signal in numbered]
    if page.base.tiles:
        svg = draw_tiles(numbered, page.base, page.names, language)
    elif has_ground(page.base, signals):
        svg = draw_ground(numbered, page.base, page.names, language)
    else:
        return None
    labels = tuple(Fixed(text, "label of the map") for text in svg_texts(svg) if _DIGIT.search(text))
    alt = said(
        language,
        "Bản đồ các tín hiệu; con số là số thứ tự trong bảng.",
        "Map of the signals; a number is its place in the table.",
    )
    caption = said(language, "Nơi có tín hiệu", "Where the signals are")
    data = Table(line(caption), _table(page, language).columns, _table(page, language).rows, compact=True)
    notes = [_NUMBERED, *([_SQUARES] if page.base.tiles else [])]
    told = tuple(line(each.in_language(language)) for each in notes)
    return MapBlock(svg, None, line(alt), line(caption), data, labels, told)


_NUMBERED = Text(
    "Con số trên bản đồ là số thứ tự trong bảng dưới đây.", "A number on the map is the number in the table below."
)
_SQUARES = Text(
    "Sơ đồ ô vuông: mỗi ô là một đơn vị, xếp gần đúng vị trí; không phải bản đồ địa giới.",
    "Schematic map: one square for each unit, roughly in place; it is not a map of boundaries.",
)
