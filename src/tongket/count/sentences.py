"""One plain sentence for each comparison, in Vietnamese and English, with what chance could have done.

Percentages stay exact fractions until here; this is the only place where they are rounded, half up, as the
ministry's bulletins round.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tongket.count.two_counts import Comparison, NoPercent, Verdict
from tongket.count.two_shares import AmountComparison, ShareComparison
from tongket.model.errors import FigureError
from tongket.model.text import MINUS, Language, Text, format_number

AnyComparison = Comparison | ShareComparison | AmountComparison
Exact = Fraction | Decimal | int | float


@dataclass(frozen=True)
class Labels:
    """Name what a sentence counts and what it compares with.

    Attributes
    ----------
    unit : Text
        ``vụ`` and ``cases``.
    against : Text
        ``năm 2021`` and ``2021``; for a mean ``bình quân 3 năm 2019-2021``.
    one : str
        English unit of exactly one, ``case``; the plural when empty.
    """

    unit: Text
    against: Text
    one: str = ""

    def unit_of(self, value: Fraction | int, language: Language) -> str:
        """Return the unit as it stands after `value`."""
        if language == "en" and self.one and abs(value) == 1:
            return self.one
        return self.unit.in_language(language)


def half_up(value: Exact, decimals: int = 0) -> Decimal:
    """Round an exact number half up (away from zero), as the bulletins do.

    Parameters
    ----------
    value : Fraction, Decimal, int or float
        A Fraction is rounded from its exact value, so that 0.05 is never met as 0.04999….
    decimals : int
        Digits kept.

    Returns
    -------
    Decimal
        With exactly `decimals` digits; never negative zero.

    Raises
    ------
    FigureError
        If the number is missing or not finite.
    """
    if value is None or (isinstance(value, float | Decimal) and not math.isfinite(value)):
        raise FigureError(f"half_up: the number must be known and finite; got {value!r}. Print a note in its place.")
    exact = Fraction(value)
    whole = math.floor(abs(exact) * 10**decimals + Fraction(1, 2))
    return Decimal(-whole if exact < 0 else whole).scaleb(-decimals)


def percent_text(percent: Exact, language: Language, decimals: int = 1, *, signed: bool = True) -> str:
    """Write a per cent: −5,3% in Vietnamese, −5.3% in English; a change carries its sign.

    Parameters
    ----------
    percent : Fraction, Decimal, int or float
        In per cent, unrounded.
    language : {'vi', 'en'}
        Language of the marks.
    decimals : int
        Digits kept, rounded half up.
    signed : bool
        Whether a positive value begins with a plus.

    Returns
    -------
    str
        Zero after rounding has no sign.

    Raises
    ------
    FigureError
        If the per cent is missing or not finite.
    """
    return _signed(half_up(percent, decimals), language, decimals, signed=signed) + "%"


def comparison_text(comparison: AnyComparison | None, labels: Labels) -> Text:
    """Write the sentence of a comparison in both languages.

    Parameters
    ----------
    comparison : Comparison, ShareComparison or AmountComparison
        From `compare`, `compare_with_mean`, `compare_shares` or `compare_amounts`.
    labels : Labels
        Names of the unit and of the period compared with.

    Returns
    -------
    Text
        Vietnamese and English, each ending with a full stop.

    Raises
    ------
    FigureError
        If a number that the sentence needs is missing.
    """
    return Text(vi=comparison_sentence(comparison, labels, "vi"), en=comparison_sentence(comparison, labels, "en"))


def comparison_sentence(
    comparison: AnyComparison | None, labels: Labels, language: Language, *, decimals: int = 0
) -> str:
    """Write the sentence of a comparison.

    Parameters
    ----------
    comparison : Comparison, ShareComparison or AmountComparison
        From `compare`, `compare_with_mean`, `compare_shares` or `compare_amounts`.
    labels : Labels
        Names of the unit and of the period compared with.
    language : {'vi', 'en'}
        Language of the sentence.
    decimals : int
        Digits of an amount; counts show one digit when they are a mean that is not whole.

    Returns
    -------
    str
        For example "574 vụ, giảm 32 vụ (−5,3%) so với năm 2021; khác biệt có thể do ngẫu nhiên (khoảng tin cậy
        95%: −15,5% đến +6,2%)."

    Raises
    ------
    FigureError
        If a number that the sentence needs is missing.
    """
    if comparison is None or (isinstance(comparison, Comparison | AmountComparison) and comparison.value is None):
        raise FigureError(
            "comparison_sentence: both numbers of a comparison must be known; got a missing one."
            " Say why it is missing instead of comparing."
        )
    if isinstance(comparison, ShareComparison):
        return _share_sentence(comparison, labels, language)
    if isinstance(comparison, AmountComparison):
        return _amount_sentence(comparison, labels, language, decimals)
    return _count_sentence(comparison, labels, language)


def chance_clause(comparison: Comparison | ShareComparison, language: Language) -> str:
    """Say in one clause whether chance could have made the difference; empty when nothing differs.

    Parameters
    ----------
    comparison : Comparison or ShareComparison
        Tested comparison.
    language : {'vi', 'en'}
        Language of the clause.

    Returns
    -------
    str
        Without a full stop and without the interval.

    Raises
    ------
    FigureError
        If the p-value of a comparison with cases is missing.
    """
    if comparison.verdict in (Verdict.NO_CASES, Verdict.SAME):
        return ""
    if math.isnan(comparison.p_value):
        raise FigureError(
            "chance_clause: a comparison with cases needs its p-value; got none. Compute it with `compare`."
        )
    if _on_the_edge(comparison):
        return _EDGE.in_language(language)
    if comparison.verdict is Verdict.MORE_THAN_CHANCE:
        return _BEYOND[_direction(comparison)].in_language(language)
    return _CHANCE.in_language(language)


_CHANCE = Text(vi="khác biệt có thể do ngẫu nhiên", en="the difference may be due to chance")
_EDGE = Text(
    vi="khác biệt ở ranh giới của dao động ngẫu nhiên, cần thận trọng khi kết luận",
    en="the difference is at the edge of what chance produces and calls for caution",
)
_BEYOND = {
    1: Text(
        vi="mức tăng vượt quá dao động ngẫu nhiên thông thường",
        en="the rise is more than chance usually produces",
    ),
    -1: Text(
        vi="mức giảm vượt quá dao động ngẫu nhiên thông thường",
        en="the fall is more than chance usually produces",
    ),
}
_VERBS = {1: Text(vi="tăng", en="up"), -1: Text(vi="giảm", en="down")}
_AMOUNT_NOTE = Text(
    vi="tổng giá trị phụ thuộc nhiều vào một số ít vụ lớn nên không đánh giá dao động ngẫu nhiên",
    en="a sum rests on a few large cases, so chance is not assessed",
)


def _count_sentence(comparison: Comparison, labels: Labels, language: Language) -> str:
    if comparison.verdict is Verdict.NO_CASES:
        return _no_cases(comparison, labels, language)
    value = f"{format_number(comparison.value, language)} {labels.unit_of(comparison.value, language)}"
    if comparison.difference == 0:
        return f"{value}, {_unchanged(language)} {labels.against.in_language(language)}."
    head = f"{value}, {_change(comparison, labels, language)}"
    if comparison.verdict is Verdict.TOO_FEW:
        return f"{head}; {_too_few(comparison, labels, language)}."
    parts = [head]
    if comparison.no_percent is not None:
        parts.append(_why_no_percent(comparison.no_percent, labels, language))
    parts.append(chance_clause(comparison, language) + _percent_interval(comparison, language))
    return "; ".join(parts) + "."


def _change(
    comparison: Comparison | AmountComparison, labels: Labels, language: Language, decimals: int | None = None
) -> str:
    """Write "giảm 32 vụ (−5,3%) so với năm 2021"."""
    size = abs(comparison.difference)
    digits = (0 if size.denominator == 1 else 1) if decimals is None else decimals
    number = format_number(half_up(size, digits), language, digits)
    verb = _VERBS[_direction(comparison)].in_language(language)
    percent = "" if comparison.percent is None else f" ({_change_percent(comparison.percent, language)})"
    against = labels.against.in_language(language)
    if language == "en":
        return f"{verb} {number}{percent} compared with {against}"
    return f"{verb} {number} {labels.unit.vi}{percent} so với {against}"


def _change_percent(percent: Fraction, language: Language) -> str:
    if half_up(percent, 1) == 0:  # a change that rounds to nothing is still a change
        return f"dưới {percent_text(Fraction(1, 10), 'vi', signed=False)}" if language == "vi" else "under 0.1%"
    return percent_text(percent, language)


def _percent_interval(comparison: Comparison, language: Language) -> str:
    if comparison.percent is None:
        return ""
    if comparison.lower is None or comparison.upper is None:
        raise FigureError("comparison_sentence: a per cent needs its interval; got none. Compute it with `compare`.")
    ends = (percent_text(comparison.lower, language), percent_text(comparison.upper, language))
    return " (" + _interval_words(ends, comparison.level, language) + _conditions(comparison, language) + ")"


def _interval_words(ends: tuple[str, str], level: float, language: Language) -> str:
    name = percent_text(Fraction(str(level)) * 100, language, 0, signed=False)
    if language == "vi":
        return f"khoảng tin cậy {name}: {ends[0]} đến {ends[1]}"
    return f"{name} confidence interval: {ends[0]} to {ends[1]}"


def _conditions(comparison: Comparison, language: Language) -> str:
    found = []
    if comparison.days_differ:
        found.append(Text(vi="tính theo số ngày của mỗi kỳ", en="per day of each period"))
    if comparison.method == "quasi-poisson":
        found.append(
            Text(vi="đã tính đến chênh lệch giữa các kỳ so sánh", en="allowing for the spread between the periods")
        )
    return "".join(f", {text.in_language(language)}" for text in found)


def _why_no_percent(reason: NoPercent, labels: Labels, language: Language) -> str:
    unit = labels.unit.in_language(language)
    if reason is NoPercent.ZERO_BASE:
        if language == "vi":
            return f"kỳ so sánh không có {unit} nào nên không tính tỷ lệ %"
        return f"no {unit} in the period compared with, so no per cent is given"
    return f"số {unit} quá ít để tính tỷ lệ %" if language == "vi" else f"too few {unit} for a per cent"


def _too_few(comparison: Comparison, labels: Labels, language: Language) -> str:
    unit = labels.unit.in_language(language)
    if comparison.percent is None:
        if language == "vi":
            return f"số {unit} quá ít để tính tỷ lệ % và để kết luận là tăng hay giảm"
        return f"too few {unit} for a per cent or for a conclusion"
    return f"số {unit} quá ít để kết luận là tăng hay giảm" if language == "vi" else f"too few {unit} for a conclusion"


def _no_cases(comparison: Comparison, labels: Labels, language: Language) -> str:
    unit = labels.unit.in_language(language)
    single = comparison.periods == 1
    if language == "vi":
        verb = "xảy ra" if unit.startswith("vụ") else "ghi nhận"
        return f"Không {verb} {unit} nào trong {'cả hai kỳ' if single else 'kỳ này và các kỳ so sánh'}."
    return f"No {unit} in {'either period' if single else 'this period or those compared with'}."


def _unchanged(language: Language) -> str:
    return "không tăng, không giảm so với" if language == "vi" else "unchanged from"


def _share_sentence(comparison: ShareComparison, labels: Labels, language: Language) -> str:
    if comparison.value is None or comparison.points is None or comparison.lower is None or comparison.upper is None:
        return _share_without_base(comparison, labels, language)
    value = _share_value(comparison, language)
    against = labels.against.in_language(language)
    if comparison.points == 0:
        return f"{value}, {_unchanged(language)} {against}."
    verb = _VERBS[_direction(comparison)].in_language(language)
    size = half_up(abs(comparison.points), 1)
    points = "điểm phần trăm" if language == "vi" else "percentage points"
    number = format_number(size, language, 1) if size else ("dưới 0,1" if language == "vi" else "under 0.1")
    low, high = (_signed(half_up(end, 1), language, 1) for end in (comparison.lower, comparison.upper))
    interval = _interval_words((low, f"{high} {points}"), comparison.level, language)
    with_ = "so với" if language == "vi" else "compared with"
    return f"{value}, {verb} {number} {points} {with_} {against}; {chance_clause(comparison, language)} ({interval})."


def _share_value(comparison: ShareComparison, language: Language) -> str:
    if comparison.value is None:
        raise FigureError("comparison_sentence: a share out of nothing has no value. Print the two counts instead.")
    above = format_number(comparison.numerator, language)
    below = format_number(comparison.denominator, language)
    return f"{percent_text(comparison.value * 100, language, signed=False)} ({above}/{below})"


def _share_without_base(comparison: ShareComparison, labels: Labels, language: Language) -> str:
    against = labels.against.in_language(language)
    if comparison.denominator == 0:
        if language == "vi":
            return f"Kỳ này không có {labels.unit.vi} nào nên không tính tỷ lệ."
        return f"No {labels.unit.en} in this period, so no share is given."
    value = _share_value(comparison, language)
    if language == "vi":
        return f"{value}; không so sánh được vì {against} không có {labels.unit.vi} nào."
    return f"{value}; no comparison, as there were no {labels.unit.en} in {against}."


def _amount_sentence(comparison: AmountComparison, labels: Labels, language: Language, decimals: int) -> str:
    number = format_number(half_up(comparison.value, decimals), language, decimals)
    value = f"{number} {labels.unit_of(comparison.value, language)}"
    if comparison.difference == 0:
        return f"{value}, {_unchanged(language)} {labels.against.in_language(language)}."
    parts = [f"{value}, {_change(comparison, labels, language, decimals)}"]
    if comparison.no_percent is not None:
        parts.append(
            "kỳ so sánh bằng 0 nên không tính tỷ lệ %"
            if language == "vi"
            else "the period compared with is 0, so no per cent is given"
        )
    return "; ".join([*parts, _AMOUNT_NOTE.in_language(language)]) + "."


def _direction(comparison: AnyComparison) -> int:
    change = comparison.points if isinstance(comparison, ShareComparison) else comparison.difference
    if change is None or change == 0:
        raise FigureError("comparison_sentence: a direction needs a difference; got none. Check the verdict first.")
    return 1 if change > 0 else -1


def _on_the_edge(comparison: Comparison | ShareComparison) -> bool:
    """Tell whether the test and the interval, which rest on different formulas, disagree about chance."""
    if comparison.lower is None or comparison.upper is None:
        return False
    covers_zero = comparison.lower <= 0 <= comparison.upper
    return covers_zero == (comparison.verdict is Verdict.MORE_THAN_CHANCE)


def _signed(number: Decimal, language: Language, decimals: int, *, signed: bool = True) -> str:
    digits = format_number(abs(number), language, decimals)
    if number == 0:
        return digits
    return (MINUS if number < 0 else "+" if signed else "") + digits
