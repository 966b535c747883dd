"""The situation: what was recorded and how it compares, by group and offence, by month, by area, by field."""

from __future__ import annotations

from collections.abc import Iterator

from tongket.model.figures import Figure
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import FIELDS, Names
from tongket.report.content.offences import offences, share_of_main
from tongket.report.content.phrases import (
    bullets,
    capital,
    chance_note,
    change_in_percent,
    change_of_count,
    comparison_with,
    fixed_digits,
    in_period,
    is_span,
    joined,
    listed,
    period_name,
    said,
    size_of_change,
    with_changes,
)
from tongket.report.content.pictures import Pictures
from tongket.report.content.places import places
from tongket.report.content.required import Picture
from tongket.report.content.safety import safety
from tongket.report.content.seasons import seasons
from tongket.report.document import Block, BulletList, Heading, Paragraph
from tongket.report.spans import Fixed, Line, line


def situation(inputs: Inputs, names: Names, pictures: Pictures) -> Iterator[Block]:
    """Yield the chapter on the situation."""
    language = inputs.language
    yield Heading(2, line(said(language, "Tình hình", "The situation")))
    yield Heading(3, line(names.main_title.in_language(language)))
    yield from _headline(inputs, names)
    yield from _grave(inputs, names)
    yield from _groups(inputs, names)
    yield from offences(inputs, names)
    yield from pictures.blocks(Picture.MIX)
    yield from seasons(inputs, names)
    yield from pictures.blocks(Picture.COURSE)
    yield from places(inputs, pictures)
    if names.is_police:
        yield from _other_fields(inputs)
    yield from safety(inputs)


def place_words(inputs: Inputs) -> str:
    """Return where, within a sentence: "trên địa bàn thành phố", "in Philadelphia"."""
    if inputs.is_police:
        return said(inputs.language, "trên địa bàn thành phố", "in the city")
    return said(inputs.language, f"tại {inputs.name.vi}", f"in {inputs.name.en}")


def _headline(inputs: Inputs, names: Names) -> Iterator[Block]:
    """Say the main number, how it compares, and what harm was done."""
    language = inputs.language
    figure = inputs.value(names.main)
    if figure is None:
        yield Paragraph(_nothing(inputs, names))
        return
    head = _nought(inputs, names) if figure.value == 0 else _head(figure, inputs, names)
    changes = [change_in_percent(figure, other, language) for other in inputs.others]
    body = with_changes(head, changes, language, "")
    yield Paragraph(line(body, ".", chance_note(figure, inputs.others, language), *_former(figure, inputs, names)))
    if (harm := _harm(inputs, names)) is not None:
        yield Paragraph(harm)


def _head(figure: Figure, inputs: Inputs, names: Names) -> Line:
    language = inputs.language
    number, noun = phrases.count(figure, language), names.main_noun.in_language(language)
    opening = line(*in_period(inputs.period, language), ", ")
    if language == "vi":
        return line(opening, f"{place_words(inputs)} {said_of(names)} ", number, f" {noun}")
    verb = "was" if figure.value == 1 else "were"
    return line(opening, number, f" {noun} {verb} recorded {place_words(inputs)}")


def said_of(names: Names) -> str:
    """Return the Vietnamese verb of a headline: crimes happen, incidents are recorded."""
    return "xảy ra" if names.is_police else "có"


def _nought(inputs: Inputs, names: Names) -> Line:
    language = inputs.language
    noun = names.main_noun.in_language(language)
    opening = line(*in_period(inputs.period, language), ", ")
    if language == "vi":
        return line(opening, f"{place_words(inputs)} không {said_of(names)} {noun} nào")
    return line(opening, f"no {noun} were recorded {place_words(inputs)}")


def _former(figure: Figure, inputs: Inputs, names: Names) -> Line:
    """Return a sentence on the numbers compared with: " Năm 2021 xảy ra 606 vụ; năm 2019 xảy ra 1.067 vụ."."""
    language = inputs.language
    parts: list[Line] = []
    for other in inputs.others:
        found = next((c for c in figure.comparisons if c.against == other.id), None)
        if found is None or found.value is None:
            continue
        number = numbers.other(figure, other.id, language)
        if language == "vi":
            label = other.label("vi") if parts else capital(other.label("vi"))
            parts.append(line(Fixed(label, "period name"), f" {said_of(names)} ", number, " vụ"))
        else:
            parts.append(line(number, " from " if is_span(other) else " in ", period_name(other, "en")))
    if not parts:
        return ()
    if language == "vi":
        return line(" ", joined(parts, "; "), ".")
    return line(" There were ", listed(parts, "en"), ".")


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
    """Return the sentence on deaths, injuries and loss: "làm chết 13 người, làm bị thương 169 người, …"."""
    language = inputs.language
    killed, injured, loss = (inputs.value(f"{what}.{names.main_code}") for what in ("killed", "injured", "loss"))
    parts: list[Line] = []
    for figure, vi, en in ((killed, "làm chết", "killed"), (injured, "làm bị thương", "injured")):
        if figure is None or not figure.value:
            continue
        number = phrases.count(figure, language)
        people = "person" if figure.value == 1 else "people"
        parts.append(line(f"{vi} ", number, " người") if language == "vi" else line(f"{en} ", number, f" {people}"))
    if loss is not None and loss.value:
        parts.append(
            line(
                said(language, "gây thiệt hại về tài sản ", "caused property loss of "),
                numbers.money(loss, language),
            )
        )
    if not parts:
        return None
    lead = said(language, "Các vụ phạm tội trên ", "These crimes ")
    return line(lead, joined(parts) if language == "vi" else listed(parts, language), ".")


def _grave(inputs: Inputs, names: Names) -> Iterator[Block]:
    language = inputs.language
    grave = inputs.value(f"recorded.{names.main_code}.major")
    if grave is None:
        return
    label = Text("rất nghiêm trọng và đặc biệt nghiêm trọng", "very serious or especially serious")
    if not grave.value:
        none = said(language, f"Không xảy ra vụ {label.vi} nào", f"None of them was {label.en}")
        yield Paragraph(with_changes(line(none), [change_of_count(grave, inputs.before, language)], language))
        return
    verb = "was" if grave.value == 1 else "were"
    head = line(
        said(language, "Trong đó, có ", "Of these, "),
        phrases.count(grave, language),
        said(language, f" vụ {label.vi}", f" {verb} {label.en}"),
    )
    if (share := share_of_main(grave, inputs, names)) is not None:
        head = line(head, said(language, ", chiếm ", " ("), share, said(language, " tổng số vụ", " of all)"))
    unit = said(language, "vụ", "")
    change = change_of_count(grave, inputs.before, language, unit=unit)
    text = with_changes(head, [change], language, ".")
    yield Paragraph(line(text, chance_note(grave, inputs.others[:1], language)))


def _groups(inputs: Inputs, names: Names) -> Iterator[Block]:
    """List the groups of the main field, with their changes."""
    language, before = inputs.language, inputs.before
    items = []
    found = [(label, inputs.value(f"recorded.{code}")) for code, label in names.groups]
    for label, figure in found:
        if figure is None or not figure.value or not names.is_police:
            continue
        name = fixed_digits(capital(label.in_language(language)), "name of a group")
        head = line(name, ": ", phrases.count(figure, language), _cases(figure, language))
        change = size_of_change(figure, before, language, unit=said(language, "vụ", "")) if before else None
        items.append(line(head, ", ", change) if change else head)
    if not items:
        return
    lead = line(said(language, "Theo nhóm tội", "By group of offences"))
    if before is not None:
        lead = line(lead, said(language, ", so với ", ", compared with "), period_name(before, language))
    yield Paragraph(line(lead, ":"))
    yield BulletList(bullets(items))


def _cases(figure: Figure, language: Language) -> str:
    return said(language, " vụ", " case" if figure.value == 1 else " cases")


def _other_fields(inputs: Inputs) -> Iterator[Block]:
    """Say the fields of crime beside the main one: economy, corruption, environment, drugs, cyber."""
    language = inputs.language
    rows = []
    for field in FIELDS:
        figure = inputs.value(f"recorded.{field.code}")
        if figure is not None:
            rows.append(Paragraph(_field(field.code, field.noun, figure, inputs)))
    if rows:
        yield Heading(3, line(said(language, "Các loại tội phạm khác", "Other fields of crime")))
        yield from rows


def _field(code: str, noun: Text, figure: Figure, inputs: Inputs) -> Line:
    language = inputs.language
    change = change_of_count(figure, inputs.before, language, unit=said(language, "vụ", ""))
    if not figure.value:
        none = said(language, f"Không phát hiện vụ {noun.vi} nào", f"There was no case {noun.en}")
        was = comparison_with(figure, inputs.before)
        return with_changes(line(none), [change] if was is not None and was.value else [], language)
    words = said(language, " vụ ", " case " if figure.value == 1 else " cases ") + noun.in_language(language)
    if language == "vi":
        head = line("Phát hiện ", phrases.count(figure, language), words)
    else:
        head = line("There was " if figure.value == 1 else "There were ", phrases.count(figure, language), words)
    persons = inputs.value(f"persons.{code}")
    if persons is not None and persons.value:
        with_persons = said(language, ", bắt giữ, xử lý ", ", with ")
        people = " person handled" if persons.value == 1 else " persons handled"
        head = line(head, with_persons, phrases.count(persons, language), said(language, " đối tượng", people))
    sign = said(language, "; số vụ ", "; the number of cases was ")
    has_percent = change is not None and any(c.percent is not None for c in figure.comparisons[:1])
    note = chance_note(figure, inputs.others[:1], language) if has_percent else ()
    return line(head, *((sign, change) if change is not None else ()), ".", note)
