"""Words of comparisons: names of periods, ratios, why nothing is compared, how many were tested."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tongket.count.multiple_tests import AdjustedTests
from tongket.count.request import Against
from tongket.count.sentences import Labels, half_up, percent_text
from tongket.model.periods import Period
from tongket.model.text import Language, Text, format_number

_ONE = {"cases": "case", "persons": "person", "people": "person", "notices": "notice", "accidents": "accident"}


def labels_of(windows: Sequence[Period], against: Against, unit: Text) -> Labels:
    """Return the words for a sentence that sets a number against other periods."""
    return Labels(unit, _against(windows, against), _ONE.get(unit.en, ""))


def _against(windows: Sequence[Period], against: Against) -> Text:
    named = tuple(windows) or against.periods
    if not against.is_mean:
        return Text(named[0].label("vi"), named[0].label("en"))
    ordered = sorted(named)
    first, last = ordered[0], ordered[-1]
    count = len(ordered)
    if first.label("en").isdigit() and last.label("en").isdigit():
        years = f"{first.label('en')}\u2013{last.label('en')}"
        return Text(f"bình quân {count} năm {years}", f"the mean of {years}")
    return Text(
        f"bình quân {count} kỳ ({first.label('vi')} đến {last.label('vi')})",
        f"the mean of {count} periods ({first.label('en')} to {last.label('en')})",
    )


def missing_text(own: bool, labels: Labels) -> Text:
    """Say why nothing is compared: the figure itself is not known, or the other one."""
    if own:
        return Text(
            f"Không so sánh với {labels.against.vi} vì chưa có số liệu của kỳ này.",
            f"Not compared with {labels.against.en}: there is no figure for this period yet.",
        )
    return Text(
        f"Không so sánh được với {labels.against.vi} vì không có số liệu của kỳ đó.",
        f"Not compared with {labels.against.en}: there is no figure for that period.",
    )


def ratio_text(parts: tuple[Fraction, Fraction], against: Fraction, labels: Labels) -> Text:
    """Say how a ratio, which is no share, moved; chance is not assessed."""
    return Text(_ratio(parts, against, labels, "vi"), _ratio(parts, against, labels, "en"))


def _ratio(parts: tuple[Fraction, Fraction], against: Fraction, labels: Labels, language: Language) -> str:
    above, below = parts
    value = above / below
    shown = percent_text(value * 100, language, signed=False)
    fraction = f"{_plain(above, language)}/{_plain(below, language)}"
    other = labels.against.in_language(language)
    change = (value - against) * 100
    if change == 0:
        same = "không tăng, không giảm so với" if language == "vi" else "unchanged from"
        return f"{shown} ({fraction}), {same} {other}."
    size = format_number(half_up(abs(change), 1), language, 1)
    if language == "vi":
        verb = "tăng" if change > 0 else "giảm"
        return (
            f"{shown} ({fraction}), {verb} {size} điểm phần trăm so với {other};"
            " tử số không phải là một phần của mẫu số nên không đánh giá dao động ngẫu nhiên."
        )
    verb = "up" if change > 0 else "down"
    return (
        f"{shown} ({fraction}), {verb} {size} percentage points compared with {other};"
        " the numerator is no part of the denominator, so chance is not assessed."
    )


def _plain(value: Fraction, language: Language) -> str:
    return format_number(half_up(value, 0 if value.denominator == 1 else 1), language, int(value.denominator != 1))


def tested_text(tests: AdjustedTests) -> Text:
    """Say how many comparisons of a table were tested, and how many stand when that is allowed for."""
    tested, marked = tests.n_tested, tests.n_marked
    q = percent_text(Fraction(str(tests.q)) * 100, "en", 0, signed=False)
    return Text(
        f"Bảng này kiểm định {tested} phép so sánh; sau khi điều chỉnh theo Benjamini và Hochberg (q = {q})"
        f" còn {marked} phép so sánh có khác biệt vượt quá dao động ngẫu nhiên.",
        f"{tested} comparisons of this table were tested; after adjustment by Benjamini and Hochberg (q = {q})"
        f" {marked} of them are more than chance.",
    )
