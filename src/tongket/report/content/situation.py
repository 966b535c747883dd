"""The situation: what was recorded, how it compares, which offences, when and where."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tongket.model.figures import Figure, State
from tongket.model.text import Language, Text, format_number
from tongket.report import numbers
from tongket.report.charts.funnel import area_funnel
from tongket.report.charts.maps import Place, choropleth, tile_map
from tongket.report.charts.mix import Bar, offence_mix
from tongket.report.charts.monthly import Series, monthly_course
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import FIELDS, Names
from tongket.report.content.phrases import (
    area_words,
    capital,
    chance_note,
    change_in_percent,
    change_of_count,
    joined,
    lower_first,
    period_name,
    said,
    semicolons,
    sentence,
    with_changes,
)
from tongket.report.document import Block, Heading, MapBlock, Paragraph
from tongket.report.spans import Derived, Fixed, Line, line


def situation(inputs: Inputs, names: Names) -> Iterator[Block]:
    """Yield the chapter on the situation."""
    language = inputs.language
    yield Heading(2, line(said(language, "Tình hình", "The situation")))
    yield Heading(3, line(names.main_title.in_language(language)))
    yield from _headline(inputs, names)
    yield from _grave(inputs, names)
    yield from _groups(inputs, names)
    yield from _offences(inputs, names)
    yield from _course(inputs, names)
    yield from _places(inputs, names)
    yield from _other_fields(inputs)
    yield from _safety(inputs)


def _headline(inputs: Inputs, names: Names) -> Iterator[Block]:
    language = inputs.language
    figure = inputs.value(names.main)
    if figure is None:
        yield Paragraph(_nothing(inputs, names))
        return
    head = _head_vi(figure, inputs, names) if language == "vi" else _head_en(figure, inputs, names)
    changes = [change_in_percent(figure, other, language) for other in inputs.others]
    body = with_changes(head, changes, language, "")
    former = _former(figure, inputs)
    yield Paragraph(line(body, chance_note(figure, inputs.others, language), former, "."))
    if (harm := _harm(inputs, names)) is not None:
        yield Paragraph(harm)


def _head_vi(figure: Figure, inputs: Inputs, names: Names) -> Line:
    return line(
        Fixed(capital(inputs.period.label("vi")), "period name"),
        f", {area_words(inputs.is_city, 'vi')} xảy ra ",
        numbers.number(figure, "vi"),
        f" {names.main_noun.vi}",
    )


def _head_en(figure: Figure, inputs: Inputs, names: Names) -> Line:
    return line(
        f"{capital(area_words(inputs.is_city, 'en'))}, ",
        numbers.number(figure, "en"),
        f" {names.main_noun.en} were recorded in ",
        period_name(inputs.period, "en"),
    )


def _former(figure: Figure, inputs: Inputs) -> Line:
    """Return the numbers compared with, in brackets: "(năm 2021: 606 vụ; năm 2019: 1.067 vụ)"."""
    language = inputs.language
    parts = []
    for other in inputs.others:
        found = next((c for c in figure.comparisons if c.against == other.id), None)
        if found is not None and found.value is not None:
            unit = said(language, " vụ", "")
            parts.append(line(period_name(other, language), ": ", numbers.other(figure, other.id, language), unit))
    return line(" (", semicolons(parts), ")") if parts else ()


def _nothing(inputs: Inputs, names: Names) -> Line:
    language = inputs.language
    figure = inputs.figure(names.main)
    words = names.main_noun.in_language(language)
    if figure is None:
        return line(
            said(language, f"Sổ không khai báo chỉ tiêu về {words}.", f"The book declares no indicator of {words}.")
        )
    return line(capital(words), ": ", numbers.state_word(figure, language), ".")


def _harm(inputs: Inputs, names: Names) -> Line | None:
    """Return the sentence on deaths, injuries and loss."""
    language = inputs.language
    parts: list[Line] = []
    killed = inputs.value(f"killed.{names.main_code}")
    injured = inputs.value(f"injured.{names.main_code}")
    loss = inputs.value(f"loss.{names.main_code}")
    if killed is not None:
        parts.append(
            line(said(language, "làm chết ", ""), numbers.number(killed, language), said(language, " người", " killed"))
        )
    if injured is not None:
        parts.append(
            line(
                said(language, "bị thương ", ""),
                numbers.number(injured, language),
                said(language, " người", " injured"),
            )
        )
    if loss is not None:
        parts.append(line(said(language, "thiệt hại tài sản ", "property loss "), numbers.money(loss, language)))
    if not parts:
        return None
    return line(said(language, "Hậu quả: ", "Harm: "), joined(parts), ".")


def _grave(inputs: Inputs, names: Names) -> Iterator[Block]:
    language = inputs.language
    grave = inputs.value(f"recorded.{names.main_code}.major")
    if grave is None:
        return
    label = inputs.major_label or Text(
        "rất nghiêm trọng và đặc biệt nghiêm trọng", "very serious and especially serious"
    )
    head = line(
        said(language, "Trong đó có ", "Of these, "),
        numbers.number(grave, language),
        said(language, f" vụ {label.vi}", f" were {label.en}"),
    )
    if (share := _share_of_main(grave, inputs, names)) is not None:
        head = line(head, said(language, ", chiếm ", ", or "), share, said(language, "", " of all"))
    changes = (
        [change_of_count(grave, inputs.before, language, unit=said(language, "vụ", "cases"))] if inputs.before else []
    )
    yield Paragraph(with_changes(head, changes, language))


def _share_of_main(part: Figure, inputs: Inputs, names: Names) -> Derived | None:
    """Return what per cent of the main field a part of it is."""
    whole = inputs.value(names.main)
    if whole is None or not whole.value or part.value is None:
        return None
    exact = Decimal(100) * Decimal(part.value) / Decimal(whole.value)
    text = format_number(exact, inputs.language, 1) + "%"
    method = said(
        inputs.language, "Số vụ của phần chia cho số vụ của toàn bộ.", "Cases of the part over cases of the whole."
    )
    return Derived((part, whole), exact, text, method)


def _groups(inputs: Inputs, names: Names) -> Iterator[Block]:
    """Say each group of the main field in one sentence."""
    language = inputs.language
    items = []
    for code, label in names.groups:
        figure = inputs.value(f"recorded.{code}")
        if figure is None or figure.value == 0:
            continue
        head = line(lower_first(label.in_language(language)), ": ", numbers.number(figure, language), _cases(language))
        change = change_of_count(figure, inputs.before, language) if inputs.before else None
        items.append(line(head, ", ", change) if change else head)
    if items:
        yield Paragraph(line(said(language, "Theo nhóm tội: ", "By group: "), semicolons(items), "."))


def _cases(language: Language) -> str:
    return said(language, " vụ", " cases")


def _offences(inputs: Inputs, names: Names) -> Iterator[Block]:
    """Say the most frequent offences, and draw the mix."""
    language = inputs.language
    found = [
        (label, figure)
        for code, label in names.offences
        if (figure := inputs.value(f"recorded.{code}")) is not None and figure.value
    ]
    found.sort(key=lambda pair: (-int(pair[1].value or 0), pair[0].vi))
    if len(found) < 2:
        return
    items = []
    for label, figure in found[:6]:
        head = line(lower_first(label.in_language(language)), " ", numbers.number(figure, language), _cases(language))
        change = change_of_count(figure, inputs.before, language) if inputs.before else None
        items.append(line(head, " (", change, ")") if change else head)
    lead = said(language, "Các tội danh xảy ra nhiều nhất: ", "Most frequent offences: ")
    yield Paragraph(line(lead, semicolons(items), "."))
    yield _mix(inputs, found[:12])


def _mix(inputs: Inputs, found: list[tuple[Text, Figure]]) -> Block:
    language = inputs.language
    before = inputs.before
    bars = []
    for label, figure in found:
        previous = None
        if before is not None:
            previous = inputs.figures.get(figure.indicator, before.id)
        bars.append(Bar(label.in_language(language), figure, previous))
    top = bars[0]
    caption = line(
        said(language, "Cơ cấu tội danh, ", "Offence mix, "),
        period_name(inputs.period, language),
        *((said(language, " và ", " and "), period_name(before, language)) if before else ()),
    )
    alt = line(
        said(
            language,
            "Biểu đồ thanh ngang: mỗi tội danh một cặp thanh. Nhiều nhất là ",
            "Bar chart: a pair of bars for each offence. Most frequent: ",
        ),
        lower_first(top.label),
        said(language, " với ", " with "),
        numbers.number(top.current, language),
        _cases(language),
        ".",
    )
    return offence_mix(
        bars,
        capital(inputs.period.label(language)),
        capital(before.label(language)) if before else "",
        language,
        caption=caption,
        alt=alt,
    )


def _course(inputs: Inputs, names: Names) -> Iterator[Block]:
    """Draw the months."""
    if inputs.monthly is None or not inputs.years:
        return
    language = inputs.language
    series = []
    for year in inputs.years:
        months = inputs.months[year.id]
        figures = tuple(inputs.monthly.get(names.main, year.id, by=(("month", month.id),)) for month in months)
        series.append(Series(capital(year.label(language)), figures))
    current, rest = series[0], series[1:]
    if not any(figure.state is State.VALUE for figure in current.figures):
        return
    with_value = [figure for figure in current.figures if figure.state is State.VALUE]
    low, high = min(with_value, key=lambda f: f.value or 0), max(with_value, key=lambda f: f.value or 0)
    alt = line(
        said(language, "Biểu đồ đường theo tháng: thấp nhất ", "Line chart by month: lowest "),
        numbers.number(low, language),
        said(language, ", cao nhất ", ", highest "),
        numbers.number(high, language),
        said(language, " vụ trong một tháng.", " cases in a month."),
    )
    caption = line(
        names.main_title.in_language(language),
        said(language, " theo tháng, ", " by month, "),
        period_name(inputs.period, language),
    )
    yield monthly_course(
        current, rest[0] if rest else None, rest if len(rest) > 1 else (), language, caption=caption, alt=alt
    )


def _places(inputs: Inputs, names: Names) -> Iterator[Block]:
    """Say and draw the areas: a map of counts and a funnel of chance; no ranking."""
    if inputs.by_area is None or len(inputs.areas) < 2:
        return
    language = inputs.language
    places = [
        Place(
            area.code,
            area.name.in_language(language),
            inputs.by_area.get(names.main, inputs.period.id, area=area.code),
            area.tile,
        )
        for area in inputs.areas
    ]
    known = [place for place in places if place.figure.state is State.VALUE]
    if not known:
        return
    yield Heading(3, line(said(language, "Theo địa bàn", "By area")))
    yield from _funnel(inputs)
    head = line(names.main_title.in_language(language))
    caption = line(
        names.main_title.in_language(language),
        said(language, " theo địa bàn, ", " by area, "),
        period_name(inputs.period, language),
    )
    low = min(known, key=lambda p: p.figure.value or 0)
    high = max(known, key=lambda p: p.figure.value or 0)
    alt = line(
        said(language, "Bản đồ: từ ", "Map: from "),
        numbers.number(low.figure, language),
        said(language, " đến ", " to "),
        numbers.number(high.figure, language),
        said(language, " vụ mỗi đơn vị.", " cases an area."),
    )
    block = _map(places, inputs, head, caption, alt)
    if block is not None:
        yield block


def _map(places: list[Place], inputs: Inputs, head: Line, caption: Line, alt: Line) -> MapBlock | None:
    if inputs.shapes:
        return choropleth(places, inputs.shapes, inputs.language, head=head, caption=caption, alt=alt)
    if all(place.tile is not None for place in places):
        return tile_map(places, inputs.language, head=head, caption=caption, alt=alt)
    return None


def _funnel(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    funnel = inputs.funnel
    if funnel is None or len(funnel.points) < 3:
        return
    apart = [point for point in funnel.points if point.verdict == "outer"]
    basis = funnel.basis.in_language(language)
    if apart:
        names = [line(Fixed(point.label, "name of an area")) for point in apart]
        text = line(
            said(
                language,
                "Số vụ lệch khỏi mức kỳ vọng nhiều hơn mức có thể do ngẫu nhiên tại: ",
                "More cases or fewer than expected, beyond what chance would explain, in: ",
            ),
            joined(names),
            said(language, ". Các đơn vị khác nằm trong giới hạn ngẫu nhiên.", ". The other areas are within chance."),
        )
    else:
        text = line(
            said(
                language,
                "Không đơn vị nào có số vụ lệch khỏi mức kỳ vọng nhiều hơn mức có thể do ngẫu nhiên.",
                "No area had more or fewer cases than expected beyond what chance would explain.",
            )
        )
    yield Paragraph(sentence(text, " ", basis))
    caption = line(
        said(language, "Số vụ ghi nhận so với kỳ vọng của từng địa bàn", "Recorded against expected, by area")
    )
    alt = line(
        said(
            language,
            "Biểu đồ phễu: mỗi chấm là một đơn vị; đường cong là giới hạn của ngẫu nhiên. Không xếp hạng.",
            "Funnel chart: each dot is an area, the curves are the limits of chance. It ranks nobody.",
        )
    )
    yield area_funnel(
        funnel.points, funnel.limits, language, basis=basis, reference=funnel.reference, caption=caption, alt=alt
    )


def _other_fields(inputs: Inputs) -> Iterator[Block]:
    """Say the fields of crime beside the main one: drugs, economy, corruption, environment, cyber."""
    language = inputs.language
    rows = []
    for field in FIELDS:
        figure = inputs.value(f"recorded.{field.code}")
        if figure is None:
            continue
        head = line(field.sentence.in_language(language), numbers.number(figure, language), _cases(language))
        persons = inputs.value(f"persons.{field.code}")
        if persons is not None and persons.value:
            head = line(head, ", ", numbers.number(persons, language), said(language, " đối tượng", " persons handled"))
        changes = (
            [change_of_count(figure, inputs.before, language, unit=_cases(language).strip())] if inputs.before else []
        )
        rows.append(Paragraph(with_changes(head, changes, language)))
    if rows:
        yield Heading(3, line(said(language, "Các loại tội phạm khác", "Other fields of crime")))
        yield from rows


def _safety(inputs: Inputs) -> Iterator[Block]:
    """Say traffic and fire, each by its three criteria."""
    language = inputs.language
    for code, events, title, noun in (
        (
            "traffic",
            "accidents",
            Text("Trật tự, an toàn giao thông", "Traffic safety"),
            Text("vụ tai nạn giao thông", "traffic accidents"),
        ),
        ("fire", "fires", Text("Cháy, nổ", "Fires and explosions"), Text("vụ cháy, nổ", "fires")),
    ):
        figure = inputs.value(f"{code}.{events}")
        if figure is None:
            continue
        yield Heading(3, line(title.in_language(language)))
        head = line(
            said(language, "Xảy ra ", "There were "), numbers.number(figure, language), f" {noun.in_language(language)}"
        )
        for part, words in (
            ("killed", Text("làm chết {} người", "{} killed")),
            ("injured", Text("bị thương {} người", "{} injured")),
        ):
            harm = inputs.value(f"{code}.{part}")
            if harm is not None:
                before, after = words.in_language(language).split("{}")
                head = line(head, ", ", before, numbers.number(harm, language), after)
        loss = inputs.value(f"{code}.loss")
        if loss is not None:
            head = line(head, said(language, ", thiệt hại ", ", loss "), numbers.money(loss, language))
        changes = [change_of_count(figure, inputs.before, language)] if inputs.before else []
        text = with_changes(head, [], language, "")
        lead = said(language, "; số vụ ", "; the number is ")
        known = [change for change in changes if change is not None]
        yield Paragraph(line(text, *((lead, known[0]) if known else ()), "."))
