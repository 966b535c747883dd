"""What a target says: its goal, where it stands, how it is paced; in sentences, and as items of the board."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tongket.model.periods import day_text
from tongket.model.text import LANGUAGES, Language, Text, format_number
from tongket.plan.assessing import Assessment, Pace
from tongket.plan.items import STATE_LABELS, Item, ItemKind, State
from tongket.plan.pace import Projection
from tongket.plan.percentages import OF_WHAT, DenominatorKind


def chance_text(chance: float, language: Language) -> str:
    """Return a probability in whole per cents; never 0 % or 100 %, for neither is known of the future."""
    if chance < 0.01:
        return "dưới 1%" if language == "vi" else "under 1%"
    return ("trên 99%" if language == "vi" else "over 99%") if chance > 0.99 else f"{chance * 100:.0f}%"


def level_text(assessment: Assessment, value: Decimal | float, language: Language) -> str:
    """Return a level as it is printed: a whole number, or per cent for a rate and for a share of something."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if assessment.is_rate or assessment.target.of_stage is not None:
        return f"{format_number(exact * 100, language, _digits(exact * 100))}%"
    return format_number(exact, language)


def _digits(value: Decimal) -> int:
    return 0 if value == value.to_integral_value() else 1


def goal_text(assessment: Assessment) -> Text:
    """Return what was set, in words: "at least 230,000 accounts", "at most 95% of last year (608 cases)"."""
    return Text(*(_goal(assessment, language) for language in LANGUAGES))


def _goal(assessment: Assessment, language: Language) -> str:
    target, goal, vi = assessment.target, assessment.goal, language == "vi"
    sign = ("không quá" if vi else "at most") if assessment.at_most else ("ít nhất" if vi else "at least")
    unit = assessment.unit.in_language(language)
    if target.kind is DenominatorKind.LAST_YEAR:
        share = f"{format_number(target.value * 100, language, _digits(target.value * 100))}%"
        level = "" if goal is None else f" ({level_text(assessment, goal, language)}{_unit(assessment, unit)})"
        return f"{sign} {share} {'số cùng kỳ năm trước' if vi else 'of the same period of last year'}{level}"
    if target.of_stage is not None:
        of = OF_WHAT[target.kind].in_language(language)
        return f"{sign} {level_text(assessment, target.value, language)} {of}"
    return f"{sign} {level_text(assessment, target.value, language)}{_unit(assessment, unit)}"


def _unit(assessment: Assessment, unit: str) -> str:
    return "" if assessment.is_rate else f" {unit}"


def standing_text(assessment: Assessment) -> Text:
    """Return where a target stands, in one sentence with everything a reader needs to doubt it."""
    return Text(*("; ".join(_standing(assessment, language)) + "." for language in LANGUAGES))


def _standing(assessment: Assessment, language: Language) -> list[str]:
    vi, until = language == "vi", day_text(assessment.until, language)
    reached = assessment.reached
    if reached is None or reached.value is None:
        return ["Không có số liệu để đánh giá" if vi else "Nothing is counted that it could be judged by"]
    since = day_text(assessment.target.counts_from, language)
    said = f"{_level(assessment, language)}{_per_cent(assessment, language)}"
    parts = [f"Từ {since} đến {until}: {said}" if vi else f"From {since} to {until}: {said}"]
    if assessment.alarm:
        parts.append("trên 100%: cần xem lại mẫu số" if vi else "above 100%: the denominator deserves a look")
    if assessment.pace is not None:
        parts += _paced(assessment, assessment.pace, language)
    return parts


def _level(assessment: Assessment, language: Language) -> str:
    reached = assessment.reached
    assert reached is not None
    if assessment.is_rate:
        return ""
    return format_number(Decimal(reached.value or 0), language)


def _per_cent(assessment: Assessment, language: Language) -> str:
    percentage = assessment.percentage
    if percentage is None:
        return ""
    whole = f"{format_number(Decimal(percentage.numerator), language)}/"
    whole += format_number(Decimal(percentage.denominator), language)
    if assessment.is_rate:
        return f"{percentage.text(language)} ({whole})"
    return f", {'bằng' if language == 'vi' else 'which is'} {percentage.text(language)} ({whole})"


def _paced(assessment: Assessment, pace: Pace, language: Language) -> list[str]:
    vi, parts = language == "vi", []
    if pace.expected_now is not None:
        number = format_number(pace.expected_now, language)
        parts.append(f"theo {path_text(pace).vi} phải là {number}" if vi else f"{path_text(pace).en} asks for {number}")
    if pace.projection is not None:
        parts += _projected(assessment, pace.projection, language)
    else:
        parts.append("chưa đủ số liệu để dự báo" if vi else "too little is counted for a projection")
    if pace.weekly_needed is not None and pace.weekly_so_far is not None:
        parts.append(_weekly(assessment, pace.weekly_needed, pace.weekly_so_far, language))
    return parts


def path_text(pace: Pace) -> Text:
    """Return the path in words."""
    if pace.path == "straight":
        return Text("đường thẳng", "a straight path")
    n = len(pace.history.years)
    return Text(f"tiến độ của {n} năm trước", f"the course of {n} earlier years")


def _projected(assessment: Assessment, projection: Projection, language: Language) -> list[str]:
    vi = language == "vi"
    mean, lower, upper = (
        level_text(assessment, value, language) for value in (projection.expected, projection.lower, projection.upper)
    )
    band = f"{projection.level * 100:.0f}%"
    parts = [
        f"dự báo đến hạn {mean} (khoảng dự báo {band}: {lower} đến {upper})"
        if vi
        else f"projected to the due day {mean} ({band} band {lower} to {upper})"
    ]
    chance = chance_of(assessment)
    if chance is not None:
        said = chance_text(chance, language)
        parts.append(f"khả năng đạt {said}" if vi else f"probability to meet it {said}")
    elif assessment.is_met is False and assessment.at_most:
        parts.append("đã vượt mức trần" if vi else "the ceiling is passed")
    return parts


def _weekly(assessment: Assessment, needed: float, so_far: float, language: Language) -> str:
    want, have = (format_number(each, language, 0 if each >= 20 else 1) for each in (needed, so_far))
    if assessment.at_most:
        if language == "vi":
            return f"từ nay mỗi tuần không được quá {want}, đến nay mỗi tuần {have}"
        return f"leaves {want} a week from now on, so far {have} a week"
    return (
        f"từ nay cần {want} mỗi tuần, đến nay {have} mỗi tuần"
        if language == "vi"
        else (f"takes {want} a week from now on, so far {have} a week")
    )


def state_text(assessment: Assessment) -> Text:
    """Return where a target stands, in the words one uses of targets: met, missed, ceiling passed."""
    if assessment.state is State.LATE and assessment.is_met is False:
        if assessment.days_left is not None and assessment.days_left >= 0:
            return Text("Đã vượt mức trần", "Ceiling passed")
        return Text("Không đạt", "Missed")
    return Text("Đạt", "Met") if assessment.state is State.MET else STATE_LABELS[assessment.state]


def chance_of(assessment: Assessment) -> float | None:
    """Return the probability of being met; None where nothing is open any more, or nothing is projected."""
    projection = assessment.pace.projection if assessment.pace is not None else None
    if projection is None or assessment.state in (State.MET, State.LATE):
        return None
    return projection.probability


def target_items(assessments: Iterable[Assessment]) -> tuple[Item, ...]:
    """Return assessed targets as items of the board, in the order given."""
    return tuple(_item(each) for each in assessments)


def _item(assessment: Assessment) -> Item:
    target, goal = assessment.target, goal_text(assessment)
    return Item(
        kind=ItemKind.TARGET,
        id=target.id,
        what=Text(f"{assessment.label.vi}: {goal.vi}", f"{assessment.label.en}: {goal.en}"),
        owner=target.owner,
        area=target.area,
        due_on=target.due_on,
        state=assessment.state,
        days_left=assessment.days_left,
        met_on=assessment.met_on,
        why=standing_text(assessment),
        chance=chance_of(assessment),
    )
