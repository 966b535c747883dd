"""Which offences were most frequent, and which changed by more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from tongket.count.multiple_tests import benjamini_hochberg
from tongket.model.figures import Figure
from tongket.model.text import Language, Text, format_number
from tongket.report.content import phrases
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names
from tongket.report.content.phrases import (
    comparison_with,
    fixed_digits,
    joined,
    listed,
    lower_first,
    period_name,
    said,
    size_of_change,
)
from tongket.report.document import Block, Paragraph
from tongket.report.spans import Derived, Line, line

SAID = 5  # offences named in the sentence; the chart shows more
TESTED_FROM = 5  # an offence with fewer cases in both periods says nothing
Frequent = tuple[Text, Figure]


def frequent_offences(inputs: Inputs, names: Names) -> list[Frequent]:
    """Return the offences (for open data: groups) that have a case, the most frequent first."""
    found = [
        (label, figure)
        for code, label in names.offences
        if (figure := inputs.value(f"recorded.{code}")) is not None and figure.value
    ]
    return sorted(found, key=lambda pair: (-int(pair[1].value or 0), pair[0].vi))


def offences(inputs: Inputs, names: Names) -> Iterator[Block]:
    """Yield the sentence on the most frequent offences and the one on what chance explains."""
    found = frequent_offences(inputs, names)
    if len(found) < 2:
        return
    language = inputs.language
    first = _first(*found[0], inputs, names)
    rest = [_further(label, figure, inputs) for label, figure in found[1:SAID]]
    lead = said(language, "; tiếp đến là ", ". It was followed by ")
    yield Paragraph(line(first, lead, listed(rest, language), "."))
    if (text := _beyond_chance(found, inputs)) is not None:
        yield Paragraph(text)


def _first(label: Text, figure: Figure, inputs: Inputs, names: Names) -> Line:
    language, before = inputs.language, inputs.before
    name = offence_name(label, language)
    number = phrases.count(figure, language)
    share = share_of_main(figure, inputs, names)
    if language == "vi":
        kind = "Tội danh" if names.is_police else "Nhóm vụ việc"
        head = line(f"{kind} có số vụ nhiều nhất là ", name, " với ", number, " vụ")
        head = line(head, ", chiếm ", share) if share is not None else head
    else:
        kind = "offence" if names.is_police else "category"
        head = line(f"The most frequent {kind} was ", name, ", with ", number, " cases")
        head = line(head, " or ", share, " of all") if share is not None else head
    change = size_of_change(figure, before, language, unit=said(language, "vụ", "")) if before else None
    if change is None or before is None:
        return head
    return line(head, ", ", change, said(language, " so với ", " on "), period_name(before, language))


def offence_name(label: Text, language: Language) -> Line:
    """Return a name as it stands within a sentence; its digits are the law's: "hiếp dâm người dưới 16 tuổi"."""
    return fixed_digits(lower_first(label.in_language(language)), "name of an offence")


def _further(label: Text, figure: Figure, inputs: Inputs) -> Line:
    """Return "đánh bạc 93 vụ, giảm 10 vụ" in brackets: "đánh bạc (93 vụ, giảm 10 vụ)"."""
    language, before = inputs.language, inputs.before
    parts = [line(phrases.count(figure, language), said(language, " vụ", ""))]
    change = size_of_change(figure, before, language, unit=said(language, "vụ", ""), rate=False) if before else None
    if change is not None:
        parts.append(change)
    return line(offence_name(label, language), " (", joined(parts), ")")


def _beyond_chance(found: Sequence[Frequent], inputs: Inputs) -> Line | None:
    """Say which offences rose or fell by more than chance, knowing how many were looked at."""
    language, before = inputs.language, inputs.before
    if before is None:
        return None
    tested = [
        (label, figure, float(change.p_value))
        for label, figure in found
        if (change := comparison_with(figure, before)) is not None
        and change.p_value is not None
        and max(Decimal(figure.value or 0), Decimal(change.value or 0)) >= TESTED_FROM
    ]
    if len(tested) < 2:
        return None
    marked = benjamini_hochberg(np.array([p for _, _, p in tested])).marked
    named = [(label, figure) for (label, figure, _), is_marked in zip(tested, marked, strict=True) if is_marked]
    if not named:
        words = said(
            language,
            "Xét riêng từng tội danh, mức tăng, giảm so với {} đều nằm trong dao động ngẫu nhiên thông thường.",
            "Taken one by one, no offence changed on {} by more than ordinary chance.",
        )
        start, end = words.split("{}")
        return line(start, period_name(before, language), end)
    parts: list[Line] = []
    for direction, vi, en in ((1, "tăng", "rose"), (-1, "giảm", "fell")):
        own = [offence_name(label, language) for label, figure in named if _direction(figure, inputs) == direction]
        if own:
            lead = said(
                language,
                f"{vi} vượt quá dao động ngẫu nhiên thông thường: ",
                f"these {en} by more than ordinary chance: " if not parts else f"these {en}: ",
            )
            parts.append(line(lead, listed(own, language)))
    opening = line(said(language, "So với ", "Compared with "), period_name(before, language), ", ")
    return line(opening, joined(parts, "; "), ".")


def _direction(figure: Figure, inputs: Inputs) -> int:
    change = comparison_with(figure, inputs.before)
    return 1 if change is not None and (change.difference or 0) > 0 else -1


def share_of_main(part: Figure, inputs: Inputs, names: Names) -> Derived | None:
    """Return what per cent of the main field a part of it is."""
    whole = inputs.value(names.main)
    if whole is None or not whole.value or part.value is None:
        return None
    exact = Decimal(100) * Decimal(part.value) / Decimal(whole.value)
    decimals = phrases.share_decimals(exact / 100)
    text = format_number(exact, inputs.language, decimals) + "%"
    method = said(
        inputs.language, "Số vụ của phần chia cho số vụ của toàn bộ.", "Cases of the part over cases of the whole."
    )
    return Derived((part, whole), exact, text, method)
