"""Clearance in three forms: in the period, of the cases of the period, after a fixed follow-up; and by severity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from tongket.count.intervals import clopper_pearson_lower_one_sided
from tongket.model.figures import Figure, State
from tongket.model.periods import Period, day_text
from tongket.model.text import Language, Text, format_number
from tongket.report import numbers
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names
from tongket.report.content.phrases import (
    chance_note,
    change_in_points,
    listed,
    period_name,
    said,
    with_changes,
)
from tongket.report.content.pictures import Pictures
from tongket.report.content.required import Picture
from tongket.report.document import Block, Paragraph
from tongket.report.spans import Derived, Fixed, Line, NoteRef, StateWord, line

FOLLOW_UP_DAYS = (90, 180, 365)
_LEVEL = Fixed("95%", "level of the interval")


def clearance(inputs: Inputs, names: Names, pictures: Pictures) -> Iterator[Block]:
    """Yield what can be said of clearance; open data may know only one of the forms, or none."""
    period = inputs.value(f"clearance_period.{names.main_code}")
    cohort = inputs.value(f"clearance_cohort.{names.main_code}")
    if period is not None:
        yield Paragraph(_in_period(period, inputs, names))
    if cohort is not None:
        yield Paragraph(_of_period(cohort, inputs, names))
    if (follow_up := _follow_up(inputs, names)) is not None:
        yield Paragraph(follow_up)
    if (grave := _by_severity(inputs, names)) is not None:
        yield Paragraph(grave)
    yield from pictures.blocks(Picture.CURVE)


def _in_period(figure: Figure, inputs: Inputs, names: Names) -> Line:
    """Return the sentence on cases cleared in the period, earlier ones included."""
    language = inputs.language
    noun = names.main_noun.in_language(language)
    cleared, recorded = phrases.part(figure, language), phrases.whole(figure, language)
    if language == "vi":
        head = line(
            "Trong kỳ đã điều tra, khám phá ",
            cleared,
            f" {noun} (gồm cả vụ xảy ra từ trước kỳ báo cáo); so với ",
            recorded,
            " vụ ghi nhận trong kỳ, đạt tỷ lệ ",
            phrases.share(figure, language),
        )
    else:
        head = line(
            "In the period, ",
            cleared,
            f" {noun} were cleared, earlier ones included; against the ",
            recorded,
            " recorded in the period, this is a rate of ",
            phrases.share(figure, language),
        )
    text = with_changes(head, [change_in_points(figure, inputs.before, language)], language)
    text = line(text, chance_note(figure, inputs.others[:1], language))
    persons = inputs.value(f"persons.{names.main_code}")
    if persons is None or not persons.value:
        return text
    handled = line(
        said(language, " Đã bắt giữ, xử lý ", " In the cases of the period, "),
        phrases.count(persons, language),
        said(language, " đối tượng trong các vụ ghi nhận trong kỳ.", " persons were handled."),
    )
    return line(text, handled)


def _of_period(figure: Figure, inputs: Inputs, names: Names) -> Line:
    """Return the sentence on the cases of the period, cleared by the cut-off."""
    language = inputs.language
    low, high = numbers.bounds(figure, language, decimals=1, per_cent=True)
    text = line(
        said(language, "Trong ", "Of the "),
        phrases.whole(figure, language),
        said(language, " vụ ghi nhận trong kỳ, đến ngày chốt số liệu ", " cases recorded in the period, "),
        *((Fixed(day_text(inputs.seal.as_of, language), "cut-off"),) if language == "vi" else ()),
        said(language, " đã khám phá ", ""),
        phrases.part(figure, language),
        said(language, " vụ, đạt ", " were cleared by the cut-off, or "),
        phrases.share(figure, language),
        said(language, " (khoảng tin cậy ", " ("),
        _LEVEL,
        said(language, ": từ ", " interval: "),
        low,
        said(language, " đến ", " to "),
        high,
        ")",
    )
    open_ = inputs.value(f"open.{names.main_code}")
    if open_ is not None and open_.value:
        is_are = " is" if open_.value == 1 else " are"
        text = line(
            text,
            "; ",
            phrases.count(open_, language),
            said(language, " vụ đang tiếp tục điều tra", f"{is_are} still under investigation"),
        )
    return line(text, ".")


def _follow_up(inputs: Inputs, names: Names) -> Line | None:
    """Return what is known after a fixed follow-up, and from which day the rest can be."""
    pairs = [
        (days, figure)
        for days in FOLLOW_UP_DAYS
        if (figure := inputs.figure(f"clearance_within_{days}.{names.main_code}")) is not None
    ]
    if not pairs:
        return None
    known = [(days, figure) for days, figure in pairs if figure.state is State.VALUE]
    late = [(days, figure) for days, figure in pairs if figure.state is State.LATE]
    sentences: list[Line] = []
    if known:
        sentences.append(_known(known, inputs, inputs.period))
    if late:
        sentences.append(_late(late, inputs, others=bool(known)))
    if (former := _former(inputs, names)) is not None:
        sentences.append(former)
    return phrases.joined(sentences, " ") if sentences else None


def _known(pairs: Sequence[tuple[int, Figure]], inputs: Inputs, period: Period) -> Line:
    """Return "Trong các vụ ghi nhận năm 2021, 78,4% được khám phá trong 90 ngày, 84,0% trong 180 ngày"."""
    language = inputs.language
    parts = [
        line(
            phrases.share(figure, language),
            said(language, " được khám phá", " were cleared") if place == 0 else "",
            said(language, " trong ", " within "),
            _days(days),
            said(language, " ngày", " days"),
        )
        for place, (days, figure) in enumerate(pairs)
    ]
    lead = said(language, "Trong các vụ ghi nhận ", "Of the cases recorded ")
    name = line(said(language, "", "" if phrases.is_span(period) else "in "), period_name(period, language))
    return line(lead, name, ", ", listed(parts, language), ".")


def _days(days: int) -> Fixed:
    return Fixed(str(days), "days of follow-up")


def _late(pairs: Sequence[tuple[int, Figure]], inputs: Inputs, *, others: bool) -> Line:
    """Return one sentence for all follow-ups that are not over, with the day from which each can be given."""
    language = inputs.language
    # the unit carries the figure: each number of days is bound to the rate that cannot be given yet
    unit = said(language, "ngày", "days")
    spans = listed([line(_days(days), " ", StateWord(figure, unit)) for days, figure in pairs], language)
    dates = [line(Fixed(day_text(inputs.period.end + timedelta(days=days), language), "date")) for days, _ in pairs]
    if language == "vi":
        rate = "Tỷ lệ trong " if others else "Chưa tính được tỷ lệ khám phá trong "
        more = " chưa tính được" if others else ""
        turn = " lần lượt từ ngày " if len(pairs) > 1 else " từ ngày "
        return line(
            rate,
            spans,
            f" kể từ khi ghi nhận{more}, vì những vụ ghi nhận cuối kỳ chưa được theo dõi đủ thời gian; tính được",
            turn,
            listed(dates, language),
            ".",
        )
    turn = ", respectively" if len(pairs) > 1 else ""
    return line(
        "The rate of clearance within ",
        spans,
        " cannot be given yet, because the last cases of the period have not been followed for as long; it can be"
        " given from ",
        listed(dates, language),
        f"{turn}.",
    )


def _former(inputs: Inputs, names: Names) -> Line | None:
    """Return the follow-up of the cases of the year before, which may be over."""
    before = inputs.before
    if before is None:
        return None
    pairs = [
        (days, figure)
        for days in FOLLOW_UP_DAYS
        if (figure := inputs.figure_of(f"clearance_within_{days}.{names.main_code}", before)) is not None
    ]
    return _known(pairs, inputs, before) if pairs else None


def _by_severity(inputs: Inputs, names: Names) -> Line | None:
    language = inputs.language
    sentences = []
    for code, label in (
        ("major", Text("Án rất nghiêm trọng và đặc biệt nghiêm trọng", "very serious or especially serious cases")),
        ("especially_serious", Text("Án đặc biệt nghiêm trọng", "especially serious cases")),
    ):
        figure = inputs.value(f"clearance_cohort.{names.main_code}.{code}")
        if figure is not None:
            sentences.append(_severity(figure, label, language))
    return phrases.joined(sentences, " ") if sentences else None


def _severity(figure: Figure, label: Text, language: Language) -> Line:
    cleared, all_ = phrases.part(figure, language), phrases.whole(figure, language)
    note = _hundred_note(figure, language)
    if language == "vi":
        return line(
            f"{label.vi}: đã khám phá ", cleared, "/", all_, " vụ, đạt ", phrases.share(figure, language), note, "."
        )
    return line(
        "Of ", all_, f" {label.en}, ", cleared, " were cleared (", phrases.share(figure, language), ")", note, "."
    )


def _hundred_note(figure: Figure, language: Language) -> Line:
    """Return the note beside a "100 %": of how many, and what so many can tell."""
    if figure.value != 1 or not figure.denominator:
        return ()
    n = int(figure.denominator)
    exact = Decimal(str(round(100 * float(clopper_pearson_lower_one_sided(n, n)), 6)))
    method = said(
        language,
        "Giới hạn dưới một phía Clopper–Pearson của tỷ lệ n trên n.",
        "One-sided Clopper–Pearson lower bound of the share n out of n.",
    )
    bound = Derived((figure,), exact, format_number(exact, language, 1) + "%", method)
    if language == "vi":
        note = line(
            "Đạt ",
            phrases.share(figure, language),
            " trong ",
            phrases.whole(figure, language),
            " vụ; với số vụ này, ở độ tin cậy ",
            _LEVEL,
            " chỉ kết luận được rằng khả năng khám phá từ ",
            bound,
            " trở lên.",
        )
    else:
        note = line(
            phrases.share(figure, language),
            " of ",
            phrases.whole(figure, language),
            " cases; so many cases show, with ",
            _LEVEL,
            " confidence, no more than that the chance of clearance is at least ",
            bound,
            ".",
        )
    return line(NoteRef(note))
