"""The verdict on a campaign in one sentence; a null result is said as plainly as any other."""

from __future__ import annotations

import math
from enum import StrEnum

from tongket.evaluate.cards_effects import Effect
from tongket.evaluate.cards_words import (
    begun_small,
    both,
    compared_with,
    day_text,
    days_text,
    interval,
    number,
    percent,
    place_of,
)
from tongket.evaluate.ladder_choice import Rung
from tongket.evaluate.power_study import Power, power_text
from tongket.evaluate.series_study import Study
from tongket.evaluate.warnings import COMPLETE
from tongket.evaluate.warnings_kinds import Kind
from tongket.model.text import LANGUAGES, Language, Text

FEWEST_CASES = 5  # in the window before; under it a per cent says nothing


class Verdict(StrEnum):
    """Say what a card concludes."""

    NOT_BEGUN = "not_begun"
    INCOMPLETE = "incomplete"
    ACTIVITY = "activity"
    TOO_FEW = "too_few"
    DESCRIBED = "described"
    FELL = "fell"
    ROSE = "rose"
    NOT_SHOWN = "not_shown"


VERDICT_TEXTS = {
    Verdict.NOT_BEGUN: Text("chưa bắt đầu", "not begun"),
    Verdict.INCOMPLETE: Text("chưa đủ số liệu", "not complete yet"),
    Verdict.ACTIVITY: Text("kết quả công tác", "work done"),
    Verdict.TOO_FEW: Text("quá ít vụ", "too few cases"),
    Verdict.DESCRIBED: Text("chỉ mô tả", "description only"),
    Verdict.FELL: Text("giảm rõ", "fell"),
    Verdict.ROSE: Text("tăng rõ", "rose"),
    Verdict.NOT_SHOWN: Text("chưa thấy khác biệt", "no difference shown"),
}


def verdict_of(study: Study, effect: Effect | None, activity: Kind | None) -> Verdict:
    """Return what may be concluded; nothing from days that are still coming in, or from work counted as harm."""
    if effect is None or study.window is None:
        return Verdict.NOT_BEGUN
    if activity is Kind.ACTIVITY:
        return Verdict.ACTIVITY
    if not study.is_whole or (study.completeness < COMPLETE and effect.shows_fall):
        return Verdict.INCOMPLETE
    if effect.cases[0] < FEWEST_CASES or not math.isfinite(effect.percent):
        return Verdict.TOO_FEW
    if effect.rung is Rung.BEFORE_AFTER:
        return Verdict.DESCRIBED
    if effect.shows_fall or effect.shows_rise:
        return Verdict.FELL if effect.shows_fall else Verdict.ROSE
    return Verdict.NOT_SHOWN


def sentence_of(study: Study, effect: Effect | None, verdict: Verdict) -> Text:
    """Write the verdict: what was counted, what was to be expected, how sure that is, and what follows."""
    if effect is None or study.window is None:
        start = day_text(study.registration.starts_on)
        reach = day_text(study.coverage.last)
        return Text(
            f"Đợt cao điểm bắt đầu ngày {start.vi}; số liệu mới có đến ngày {reach.vi} nên chưa có gì để đánh giá.",
            f"The campaign starts on {start.en}; records reach to {reach.en}, so there is nothing to judge yet.",
        )
    return both(lambda language: _written(study, effect, verdict, language))


def _written(study: Study, effect: Effect, verdict: Verdict, language: Language) -> str:
    head = _counted(study, effect, language)
    if verdict is Verdict.TOO_FEW:
        return f"{head}; {_TOO_FEW.in_language(language)}."
    parts = [head, _change(study, effect, language)]
    if effect.rung is not Rung.BEFORE_AFTER or verdict is Verdict.ACTIVITY:
        parts[1] += ", " + _chance(effect, language)
    return f"{'; '.join(parts)}: {_conclusion(study, effect, verdict, language)}."


_TOO_FEW = Text("quá ít vụ để nói bằng tỷ lệ hay để kết luận", "too few cases to say anything in per cent")


def _counted(study: Study, effect: Effect, language: Language) -> str:
    n, days = number(effect.cases[1], language), number(effect.days[1], language)
    unit, label = study.counted.unit.in_language(language), begun_small(study.counted.label.in_language(language))
    place = place_of(study).in_language(language)
    if language == "vi":
        return f"{n} {unit} trong {days} ngày cao điểm ({label}, {place})"
    return f"{n} {unit} in the {days} days of the campaign ({label}, {place})"


def _change(study: Study, effect: Effect, language: Language) -> str:
    change = f"{percent(effect.percent, language)} ({interval(effect, language)})"
    if effect.comparison is None:
        before, days = number(effect.cases[0], language), number(effect.days[0], language)
        return (
            f"{days} ngày liền trước có {before}, tức {change} tính theo ngày"
            if language == "vi"
            else f"{before} in the {days} days before, that is {change} per day"
        )
    other = compared_with(study, effect).in_language(language)
    expected = number(effect.expected or 0.0, language)
    if language == "vi":
        alike = "thay đổi như" if effect.years else "diễn biến như"
        return f"nếu {alike} {other} thì dự kiến khoảng {expected}, tức {change}"
    alike = "changed as in" if effect.years else "moved like"
    return f"about {expected} were to be expected had they {alike} {other}, that is {change}"


def _chance(effect: Effect, language: Language) -> str:
    if effect.shows_fall or effect.shows_rise:
        return "vượt mức dao động ngẫu nhiên" if language == "vi" else "more than chance usually produces"
    return "có thể do ngẫu nhiên" if language == "vi" else "which may be chance"


_CONCLUSIONS = {
    Verdict.FELL: Text(
        "giảm nhiều hơn nơi so sánh trong đúng thời gian cao điểm; nguyên nhân khác cùng lúc không loại trừ được",
        "it fell by more than the comparison while the campaign ran; another cause at the same time is not ruled out",
    ),
    Verdict.ROSE: Text(
        "tăng nhiều hơn nơi so sánh, không thấy đợt cao điểm làm giảm",
        "it rose by more than the comparison, and no fall is to be seen",
    ),
    Verdict.DESCRIBED: Text(
        "chỉ là mô tả, không có gì để so sánh nên không kết luận được đợt cao điểm có tác dụng hay không",
        "a description only; without a comparison nothing follows about the campaign",
    ),
    Verdict.ACTIVITY: Text(
        "đây là kết quả công tác, không nói lên tội phạm tăng hay giảm",
        "this is work done and does not say whether crime rose or fell",
    ),
    Verdict.INCOMPLETE: Text(
        "số liệu chưa đủ nên chưa kết luận", "the records are not complete, so nothing is concluded"
    ),
}


def _conclusion(study: Study, effect: Effect, verdict: Verdict, language: Language) -> str:
    if verdict is not Verdict.NOT_SHOWN:
        return _CONCLUSIONS[verdict].in_language(language)
    least = study.registration.minimum_effect
    if least is not None and effect.lower > -100 * float(least):
        fall = percent(100 * float(least), language, signed=False)
        return (
            f"không thấy tác dụng, và nếu có thì cũng nhỏ hơn mức {fall} đã đăng ký"
            if language == "vi"
            else f"no effect is to be seen, and if there was one it was smaller than the registered {fall}"
        )
    return (
        "chưa kết luận được đợt cao điểm có hay không có tác dụng"
        if language == "vi"
        else "whether the campaign did anything cannot be told"
    )


def power_sentence(seen: Power | None, activity: Kind | None = None) -> Text:
    """Write first what could have been seen at all."""
    if activity is Kind.ACTIVITY:
        return Text(
            "Chỉ số này đo công việc nên không đặt vấn đề phát hiện mức giảm.",
            "This outcome counts work, so there is no fall to look for.",
        )
    if seen is None:
        return Text(
            "Trước đợt cao điểm không có vụ nào nên không mức giảm nào có thể phát hiện được.",
            "There was no case before the campaign, so no fall could be found.",
        )
    return power_text(seen)


def fixed_of(study: Study, effect: Effect | None, seen: Power | None) -> tuple[tuple[str, str], ...]:
    """Return the digits of both sentences that are no measurement, with what they are: for whoever binds the others."""
    found: dict[str, str] = {}

    def add(reason: str, *phrases: str) -> None:
        found.update(dict.fromkeys(phrases, reason))

    for language in LANGUAGES:
        add("what is counted", begun_small(study.counted.label.in_language(language)))
        add("where", place_of(study).in_language(language))
        if study.registration.minimum_effect is not None:
            least = percent(100 * float(study.registration.minimum_effect), language, signed=False)
            add("registered effect", f"mức {least} đã đăng ký", f"registered {least}")
        if effect is not None:
            during, before = (number(days, language) for days in (effect.days[1], effect.days[0]))
            add("length of the window", f"{during} ngày cao điểm", f"{during} days of the campaign")
            add("length of the window before", f"{before} ngày liền trước", f"{before} days before")
            level = percent(100 * effect.level, language, signed=False)
            add("level of the interval", f"khoảng tin cậy {level}", f"{level} interval")
            add("what it is compared with", compared_with(study, effect).in_language(language))
        if seen is not None:
            fall = percent(100 * seen.fall, language, signed=False)
            add("fall asked about", f"Mức giảm {fall}", f"A {fall} fall")
            target = number(100 * seen.target, language)
            add("chance wanted", f"{target} lần trong 100 lần", f"{target} times in 100")
            add("out of so many", "lần trong 100 lần", "times in 100")
    return tuple((phrase, reason) for phrase, reason in found.items() if any(sign.isdigit() for sign in phrase))


def heading_of(study: Study) -> Text:
    """Name a campaign with its days and place."""
    days = days_text(study.registration.starts_on, study.registration.ends_on)
    place = place_of(study)
    name = study.campaign.name
    return Text(f"{name} ({days.vi}; {place.vi})", f"{name} ({days.en}; {place.en})")


__all__ = ["VERDICT_TEXTS", "Verdict", "fixed_of", "heading_of", "power_sentence", "sentence_of", "verdict_of"]
