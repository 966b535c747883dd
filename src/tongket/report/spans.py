"""Pieces of a line: words, and numbers bound to what they come from. An unbound number cannot be built here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tongket.model.errors import DefinitionError, FigureError
from tongket.model.figures import Comparison, Figure, State
from tongket.report.quantities import says


class Role(StrEnum):
    """Say which number of a figure a span prints."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    LOWER = "lower"  # of the figure's own interval
    UPPER = "upper"
    OTHER = "other"  # the value compared with
    DIFFERENCE = "difference"
    PERCENT = "percent"
    CHANGE_LOWER = "change_lower"  # interval of the comparison
    CHANGE_UPPER = "change_upper"
    P_VALUE = "p_value"


_COMPARED = {
    Role.OTHER: "value",
    Role.DIFFERENCE: "difference",
    Role.PERCENT: "percent",
    Role.CHANGE_LOWER: "lower",
    Role.CHANGE_UPPER: "upper",
    Role.P_VALUE: "p_value",
}


@dataclass(frozen=True)
class Words:
    """Hold plain words. Digits in them are refused by `check_bound`, unless allowed by name."""

    text: str


@dataclass(frozen=True)
class Fixed:
    """Hold digits that are no measurement: a period's name, a date, a law, a section or document number.

    Attributes
    ----------
    text : str
        As printed.
    reason : str
        Why it may stand without a figure, for example ``period name``.
    """

    text: str
    reason: str

    def __post_init__(self) -> None:
        if not self.text or not self.reason.strip():
            raise DefinitionError(f"Fixed: text and reason must both be given; got {self.text!r}, {self.reason!r}.")


@dataclass(frozen=True)
class Number:
    """Hold one printed number of one figure.

    Attributes
    ----------
    figure : Figure
        What it is bound to; its state must be `value`.
    text : str
        As printed, unit and sign included or not: ``574``, ``5,3%``, ``(−5,28%)``, ``1,2 tỷ đồng``.
    role : Role
        Which number of the figure.
    against : str or None
        For the roles of a comparison: with which period.
    scale : Decimal
        Printed = exact x scale: 100 for shares in per cent, 1e-9 for tỷ đồng.

    Raises
    ------
    FigureError
        If the figure has no value, the comparison is not there, or the text says another number.
    """

    figure: Figure
    text: str
    role: Role = Role.VALUE
    against: str | None = None
    scale: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        exact = self.exact()
        if not any(says(self.text, exact, language) for language in ("vi", "en")):
            raise FigureError(
                f"Figure {self.figure.id} ({self.figure.indicator}): the text must say its {self.role.value};"
                f" got {self.text!r}. Build the number with tongket.report.numbers."
            )

    def exact(self) -> Decimal:
        """Return the scaled number the text must say, unrounded."""
        return exact_number(self.figure, self.role, self.against) * self.scale


def exact_number(figure: Figure, role: Role, against: str | None = None) -> Decimal:
    """Return one number of a figure, or raise FigureError that names the figure and the remedy."""
    if figure.state is not State.VALUE:
        raise FigureError(
            f"Figure {figure.id} ({figure.indicator}, {figure.period}): a number needs a value, and its state is"
            f" {figure.state.value!r}. Leave the sentence out, or print the state's word with numbers.state_word()."
        )
    if role in _COMPARED:
        if against is None:
            raise FigureError(f"Figure {figure.id}: the role {role.value!r} needs `against`; name the other period.")
        found = getattr(figure.against(against), _COMPARED[role])
    else:
        found = getattr(figure, role.value)
    if found is None:
        raise FigureError(
            f"Figure {figure.id} ({figure.indicator}, {figure.period}): it has no {role.value}"
            f"{f' against {against}' if against else ''}. Leave that part of the sentence out."
        )
    return found if isinstance(found, Decimal) else Decimal(str(found))


@dataclass(frozen=True)
class StateWord:
    """Hold the word for a figure that has no value: missing, late or suppressed.

    Raises
    ------
    FigureError
        If the figure has a value, or the word holds a digit.
    """

    figure: Figure
    text: str

    def __post_init__(self) -> None:
        if self.figure.state is State.VALUE or any(sign.isdigit() for sign in self.text):
            raise FigureError(
                f"Figure {self.figure.id}: a state's word stands for a figure without value and holds no digit;"
                f" got {self.text!r} for state {self.figure.state.value!r}. Print the number instead."
            )


@dataclass(frozen=True)
class Derived:
    """Hold a number reckoned from several figures, such as "12 of 23 areas".

    Attributes
    ----------
    figures : tuple of Figure
        All it rests on; at least one, each with a value.
    value : int or Decimal
        The exact result, already scaled as printed.
    text : str
        As printed.
    method : str
        How it was reckoned, in the document's language.
    """

    figures: tuple[Figure, ...]
    value: int | Decimal
    text: str
    method: str

    def __post_init__(self) -> None:
        lacking = [figure.id for figure in self.figures if figure.state is not State.VALUE]
        if not self.figures or lacking or not self.method.strip():
            raise FigureError(
                f"Derived number {self.text!r}: needs figures with a value and a method; without a value:"
                f" {', '.join(lacking) or 'no figure given'}. Leave the sentence out."
            )
        if not any(says(self.text, Decimal(self.value), language) for language in ("vi", "en")):
            raise FigureError(f"Derived number: the text must say {self.value}; got {self.text!r}. Mend the text.")


@dataclass(frozen=True)
class Cited:
    """Hold a number that stands in a register rather than in the ledger: a target, a signal, a load, an effect.

    Attributes
    ----------
    text : str
        As printed.
    kind : str
        What it was taken from, for example ``target``, ``signal``, ``load``, ``evaluation``.
    reference : str
        Id of the record or result, so that it can be found again.
    label : str
        One sentence for the reader, in the document's language.
    """

    text: str
    kind: str
    reference: str
    label: str

    def __post_init__(self) -> None:
        if not all(part.strip() for part in (self.text, self.kind, self.reference, self.label)):
            raise FigureError(
                f"Cited number {self.text!r}: kind, reference and label must all be given;"
                f" got {self.kind!r}, {self.reference!r}, {self.label!r}. Name the record it stands in."
            )


@dataclass(frozen=True)
class Bold:
    """Print spans in bold."""

    spans: Line


@dataclass(frozen=True)
class Italic:
    """Print spans in italics."""

    spans: Line


@dataclass(frozen=True)
class NoteRef:
    """Refer to a note (footnote); the same note twice gets one number.

    Attributes
    ----------
    note : tuple of Span
        The text of the note.
    """

    note: Line


Span = Words | Fixed | Number | StateWord | Derived | Cited | Bold | Italic | NoteRef
Line = tuple[Span, ...]


def line(*parts: str | Span | Line) -> Line:
    """Join words and spans into one line; a plain string becomes `Words`."""
    spans: list[Span] = []
    for part in parts:
        if isinstance(part, str):
            spans.append(Words(part))
        elif isinstance(part, tuple):
            spans.extend(part)
        else:
            spans.append(part)
    return tuple(spans)


def plain(spans: Line) -> str:
    """Return the printed characters of a line, without notes."""
    parts = []
    for span in spans:
        if isinstance(span, Bold | Italic):
            parts.append(plain(span.spans))
        elif not isinstance(span, NoteRef):
            parts.append(span.text)
    return "".join(parts)


def leaves(spans: Line) -> Iterator[Span]:
    """Yield every span of a line in order of reading: bold, italics and notes are opened."""
    for span in spans:
        yield span
        if isinstance(span, Bold | Italic):
            yield from leaves(span.spans)
        elif isinstance(span, NoteRef):
            yield from leaves(span.note)


def figures_in(spans: Line) -> Iterator[Figure]:
    """Yield the figures a line is bound to, in order of reading."""
    for span in leaves(spans):
        if isinstance(span, Number | StateWord):
            yield span.figure
        elif isinstance(span, Derived):
            yield from span.figures


def comparison_of(number: Number) -> Comparison | None:
    """Return the comparison a number belongs to, or None when it is the figure's own."""
    return number.figure.against(number.against) if number.against else None
