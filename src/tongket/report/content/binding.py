"""Bind the numbers of a sentence that another room wrote to the figures they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from tongket.model.errors import FigureError
from tongket.model.figures import Figure, State
from tongket.model.periods import MONTHS
from tongket.model.text import Language
from tongket.report.quantities import says
from tongket.report.spans import Fixed, Line, Number, Role, Words, line

_NUMBER = re.compile(r"(?:[<>]\s*)?[+\-\u2212]?(?:\d[\d.,]*\d|\d)(?:[\u00a0\u202f ]?%)?")
_DAY = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
)
_OWN = (Role.VALUE, Role.NUMERATOR, Role.DENOMINATOR, Role.LOWER, Role.UPPER)
_SCALES = (Decimal(1), Decimal(100))


def bound_line(
    text: str,
    figures: Sequence[Figure],
    language: Language,
    fixed: Iterable[tuple[str, str]] = (),
) -> Line:
    """Return a sentence in which every number is bound to one of the figures it was written from.

    Parameters
    ----------
    text : str
        The sentence.
    figures : sequence of Figure
        What its numbers come from; where two say the same, the earlier one is taken.
    language : {'vi', 'en'}
        How its numbers are written.
    fixed : iterable of (text, reason)
        Digits that are no measurement: names, ids. Days are known as such.

    Returns
    -------
    Line
        The same characters.

    Raises
    ------
    FigureError
        If no figure says a number; the message names it.
    """
    spans: list[Words | Fixed | Number] = []
    for piece, reason in _cut(text, tuple(fixed)):
        spans += [Fixed(piece, reason)] if reason else _bound(piece, figures, language, text)
    return line(*spans)


def _cut(text: str, fixed: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Yield pieces of a text with the reason why they may stand, empty for those that must be bound."""
    named = sorted((each for each in fixed if each[0]), key=lambda each: -len(each[0]))
    known = [(re.escape(each), reason) for each, reason in named] + [(_DAY.pattern, "date")]
    whole = "|".join(f"(?P<k{place}>{each})" for place, (each, _) in enumerate(known))
    done = 0
    for found in re.finditer(f"(?<![0-9.,])(?:{whole})(?![0-9]|[.,][0-9])", text):
        if found.start() > done:
            yield text[done : found.start()], ""
        yield found[0], known[int((found.lastgroup or "k0")[1:])][1]
        done = found.end()
    if done < len(text):
        yield text[done:], ""


def _bound(piece: str, figures: Sequence[Figure], language: Language, whole: str) -> list[Words | Fixed | Number]:
    spans: list[Words | Fixed | Number] = []
    done = 0
    for found in _NUMBER.finditer(piece):
        if found.start() > done:
            spans.append(Words(piece[done : found.start()]))
        spans.append(_number(found[0], figures, language, whole))
        done = found.end()
    if done < len(piece):
        spans.append(Words(piece[done:]))
    return spans


def _number(text: str, figures: Sequence[Figure], language: Language, whole: str) -> Number:
    scales = _SCALES[::-1] if text.endswith("%") else _SCALES
    for scale in scales:
        for figure in figures:
            for role in _OWN:
                exact = _exact(figure, role)
                if exact is not None and says(text, exact * scale, language):
                    return Number(figure, text, role, scale=scale)
    raise FigureError(
        f"Report: no figure says {text!r} in {whole!r}. Give the figure it comes from, or name it as fixed digits."
    )


def _exact(figure: Figure, role: Role) -> Decimal | None:
    if figure.state is not State.VALUE:
        return None
    found = getattr(figure, role.value)
    return None if found is None else Decimal(str(found))
