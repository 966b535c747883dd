"""Traffic and fire, each by its three criteria: how many, how many killed, how many injured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs
from tongket.report.content.phrases import joined, listed, period_name, said, size_of_change
from tongket.report.document import Block, Heading, Paragraph
from tongket.report.spans import Line, line


@dataclass(frozen=True)
class _Field:
    """Say how the sentences of one field run."""

    code: str
    events: str
    title: Text
    one: Text
    many: Text


_FIELDS = (
    _Field(
        "traffic",
        "accidents",
        Text("Trật tự, an toàn giao thông", "Traffic safety"),
        Text("vụ tai nạn giao thông", "traffic accident"),
        Text("vụ tai nạn giao thông", "traffic accidents"),
    ),
    _Field("fire", "fires", Text("Cháy, nổ", "Fires"), Text("vụ cháy", "fire"), Text("vụ cháy", "fires")),
)


def safety(inputs: Inputs) -> Iterator[Block]:
    """Yield a section for each field the book has records of."""
    for field in _FIELDS:
        figure = inputs.value(f"{field.code}.{field.events}")
        if figure is None:
            continue
        language = inputs.language
        yield Heading(3, line(field.title.in_language(language)))
        if not figure.value:
            none = said(language, f"Không xảy ra {field.many.vi} nào", f"There were no {field.many.en}")
            yield Paragraph(line(none, ".", *_changes(field, inputs)))
            continue
        noun = (field.one if figure.value == 1 else field.many).in_language(language)
        there = "There was " if figure.value == 1 else "There were "
        head = line(said(language, "Xảy ra ", there), phrases.count(figure, language), f" {noun}")
        yield Paragraph(line(head, *_harm(field, inputs), ".", *_changes(field, inputs)))


def _harm(field: _Field, inputs: Inputs) -> Line:
    language = inputs.language
    parts: list[Line] = []
    for part, vi, en in (("killed", "làm chết", "killed"), ("injured", "làm bị thương", "injured")):
        figure = inputs.value(f"{field.code}.{part}")
        if figure is None or (not figure.value and language == "en"):
            continue
        if not figure.value:
            parts.append(line("không có người chết" if part == "killed" else "không có người bị thương"))
            continue
        number = phrases.count(figure, language)
        parts.append(line(f"{vi} ", number, " người") if language == "vi" else line(number, f" {en}"))
    loss = inputs.value(f"{field.code}.loss")
    if loss is not None and loss.value:
        parts.append(line(said(language, "thiệt hại về tài sản ", "property loss of "), numbers.money(loss, language)))
    if not parts:
        return ()
    return line(", ", joined(parts)) if language == "vi" else line(", with ", listed(parts, language))


def _changes(field: _Field, inputs: Inputs) -> Line:
    """Return the sentence " So với năm 2021: số vụ tăng 18 vụ (+31,0%), số người chết tăng 20 người, …"."""
    language, before = inputs.language, inputs.before
    if before is None:
        return ()
    parts: list[Line] = []
    for part, noun, unit in _criteria(field, language):
        figure = inputs.value(f"{field.code}.{part}")
        change = size_of_change(figure, before, language, unit=unit) if figure is not None else None
        if change is not None:
            parts.append(line(f"{noun} ", change))
    if not parts:
        return ()
    lead = line(said(language, " So với ", " Compared with "), period_name(before, language))
    return line(lead, said(language, ": ", ", "), joined(parts) if language == "vi" else listed(parts, language), ".")


def _criteria(field: _Field, language: Language) -> tuple[tuple[str, str, str], ...]:
    if language == "vi":
        return (
            (field.events, "số vụ", "vụ"),
            ("killed", "số người chết", "người"),
            ("injured", "số người bị thương", "người"),
        )
    many = "accidents" if field.code == "traffic" else "fires"
    return ((field.events, f"{many} were", ""), ("killed", "deaths were", ""), ("injured", "injuries were", ""))
