"""The rows of which a catalogue of offences is made: frames, offences, groups, severity classes, ICCS codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongket.model.errors import DefinitionError
from tongket.model.text import Text

FRAME_CONFIDENCES = ("high", "medium", "low", "unsure")


@dataclass(frozen=True)
class Frame:
    """Hold the penalty frame of one clause.

    Attributes
    ----------
    min_months : int or None
        Least imprisonment, in months.
    max_years : int or None
        Longest imprisonment of fixed term, in years; None where there is none.
    life, death : bool
        Whether life imprisonment and death may be imposed.
    non_custodial : bool
        Whether warning, fine or non-custodial reform may be imposed instead.

    Raises
    ------
    DefinitionError
        If the frame is empty, or the least term is longer than the longest.
    """

    min_months: int | None = None
    max_years: int | None = None
    life: bool = False
    death: bool = False
    non_custodial: bool = False

    def __post_init__(self) -> None:
        if self.max_years is None and not (self.life or self.death or self.non_custodial):
            raise DefinitionError("Frame: must hold at least one penalty; got none. Leave the row out if unknown.")
        longest = self.max_years if self.max_years is not None else 20
        if self.min_months is not None and self.min_months > 12 * longest:
            raise DefinitionError(
                f"Frame: the least term must not exceed the longest; got {self.min_months} months and"
                f" {self.max_years} years. Mend the row."
            )

    @property
    def rank(self) -> tuple[int, int]:
        """Return a key that grows with the maximum penalty: none, years, life, death."""
        if self.death:
            return (3, 0)
        if self.life:
            return (2, 0)
        return (1, self.max_years) if self.max_years is not None else (0, 0)

    @property
    def text(self) -> Text:
        """Return the frame in words, as a table prints it."""
        return frame_text(self)


def frame_text(frame: Frame) -> Text:
    """Return a frame in words: "tù từ 12 năm đến 20 năm, tù chung thân hoặc tử hình"."""
    vi, en = [], []
    if frame.non_custodial:
        vi.append("phạt không giam giữ")
        en.append("non-custodial penalty")
    if frame.max_years is not None:
        vi.append(_term_vi(frame))
        en.append(_term_en(frame))
    if frame.life:
        vi.append("tù chung thân")
        en.append("life imprisonment")
    if frame.death:
        vi.append("tử hình")
        en.append("death")
    return Text(vi=_list(vi, "hoặc"), en=_list(en, "or"))


def _term_vi(frame: Frame) -> str:
    if frame.min_months is None:
        return f"tù đến {frame.max_years} năm"
    if frame.max_years is not None and frame.min_months == 12 * frame.max_years:
        return f"tù {frame.max_years} năm"
    months = frame.min_months
    least = f"{months // 12} năm" if months % 12 == 0 else f"{months} tháng"
    return f"tù từ {least} đến {frame.max_years} năm"


def _term_en(frame: Frame) -> str:
    years = "1 year" if frame.max_years == 1 else f"{frame.max_years} years"
    if frame.min_months is None:
        return f"up to {years}"
    if frame.max_years is not None and frame.min_months == 12 * frame.max_years:
        return years
    months = frame.min_months
    return f"{months // 12} to {years}" if months % 12 == 0 else f"{months} months to {years}"


def _list(parts: list[str], last: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


@dataclass(frozen=True)
class Severity:
    """Hold a severity class and the highest maximum of a frame that still falls into it.

    Attributes
    ----------
    code : str
        ``less_serious``, ``serious``, ``very_serious``, ``especially_serious`` in the Vietnamese Penal Code.
    name : Text
        As reports write it.
    up_to_years : int or None
        Frames with a maximum up to this many years; None for the class that takes all above, life and death.
    is_major : bool
        Whether the class counts as a major case unless a book says otherwise.
    """

    code: str
    name: Text
    up_to_years: int | None
    is_major: bool = False


def severity_for(frame: Frame, severities: Sequence[Severity]) -> Severity | None:
    """Return the first class, from the least serious, whose limit the frame's maximum does not exceed."""
    kind, years = frame.rank
    for severity in severities:
        if severity.up_to_years is None or (kind <= 1 and years <= severity.up_to_years):
            return severity
    return None


@dataclass(frozen=True)
class OffenceGroup:
    """Hold a group of offences as reports list them.

    Attributes
    ----------
    code : str
        Short name, for example ``property``.
    name : Text
        Label of a table row.
    parent : str or None
        Group above.
    is_social_order : bool
        Whether its cases count in the total of crimes against social order.
    """

    code: str
    name: Text
    parent: str | None = None
    is_social_order: bool = False


@dataclass(frozen=True)
class Offence:
    """Hold an article, or one clause of it with its penalty frame, for as long as the law stays the same.

    Attributes
    ----------
    article : str
        Number with its letter (``173``, ``256a``), or the code of a list without articles.
    clause : str or None
        Number of the clause; None for the article as a whole.
    name : Text
        Name of the offence, without the word "Tội".
    group : str
        Code of its group.
    frame : Frame or None
        Penalty frame of the clause; None where it is not known, and for the article.
    valid_from : date
        First day in force.
    valid_to : date or None
        Last day in force, inclusive.
    source : str
        Where the row was read.
    confidence : str
        ``high``: read in the text of the law; ``medium``: one secondary source; ``low``; ``unsure``.
    is_reported : bool
        Whether reports name this offence by itself.

    Raises
    ------
    DefinitionError
        If the dates are reversed or the confidence is unknown.
    """

    article: str
    clause: str | None
    name: Text
    group: str
    frame: Frame | None
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    confidence: str = "unsure"
    is_reported: bool = False

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise DefinitionError(
                f"Offence {self.article!r}: valid_to must not lie before valid_from;"
                f" got {self.valid_from} to {self.valid_to}. Exchange the two dates."
            )
        check_confidence(f"Offence {self.article!r}", self.confidence)

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the row is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class IccsMapping:
    """Say which class of the International Classification of Crime for Statistical Purposes an offence falls into.

    Attributes
    ----------
    article, clause
        The offence; clause None for all its clauses.
    iccs : str
        Code of version 1.0, two to six digits: the deeper, the more specific. Empty where none is sure.
    name : Text
        Label of that class.
    confidence : str
        How sure the mapping is; see `note` for what it leaves out.
    note : str
        Why it is not exact.
    """

    article: str
    clause: str | None
    iccs: str
    name: Text
    confidence: str
    note: str = ""

    def __post_init__(self) -> None:
        check_confidence(f"ICCS of {self.article!r}", self.confidence)
        if not (self.iccs.isdigit() and 2 <= len(self.iccs) <= 6):
            raise DefinitionError(
                f"ICCS of {self.article!r}: must be 2 to 6 digits; got {self.iccs!r}. Leave the row out if unknown."
            )


def check_confidence(who: str, confidence: str) -> None:
    """Raise DefinitionError unless the confidence is one of the four words."""
    if confidence not in FRAME_CONFIDENCES:
        raise DefinitionError(
            f"{who}: confidence must be one of {', '.join(FRAME_CONFIDENCES)}; got {confidence!r}. Use 'unsure'."
        )
