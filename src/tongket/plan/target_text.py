"""Targets and their funnels as tables people read, and how one target is paced, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from tongket.count.derived import Derived
from tongket.model.periods import day_text
from tongket.model.text import LANGUAGES, Language, Text, format_number
from tongket.plan.assessing import Assessment
from tongket.plan.funnel import Funnel, FunnelStage
from tongket.plan.oversight_tables import Cell, PrintedTable, both
from tongket.plan.percentages import Percentage
from tongket.plan.target_counts import History
from tongket.plan.target_words import (
    chance_of,
    chance_text,
    goal_text,
    level_text,
    path_text,
    standing_text,
    state_text,
)

ALARM = Text("▲ trên 100%: xem lại mẫu số", "▲ above 100%: look at the denominator")


NONE = Text(
    "Sổ không có chỉ tiêu nào còn hạn hoặc đến hạn trong quý vừa qua.",
    "The register holds no target that is on the way or was due in the last quarter.",
)


def targets_table(assessed: Sequence[Assessment], notes: Sequence[Text] = ()) -> PrintedTable:
    """Return targets with what was reached, per cent of what, where they should be, and where they are going.

    Parameters
    ----------
    assessed : sequence of Assessment
        In the order of the rows.
    notes : sequence of Text
        What must be read with them besides: what the records know.
    """
    head = both(
        (
            "Chỉ tiêu",
            "Mức giao",
            "Hạn",
            "Đã đạt",
            "Tỷ lệ",
            "Phải đạt đến nay",
            "Dự báo đến hạn (80%)",
            "Khả năng",
            "Tình hình",
        ),
        ("Target", "Goal", "Due", "Reached", "Per cent", "Should be", "Projected (80% band)", "Chance", "State"),
    )
    told = [*(() if assessed else (NONE,)), *((ALARM,) if any(each.alarm for each in assessed) else ()), *notes]
    title = Text("Thực hiện các chỉ tiêu được giao", "Assigned targets")
    return PrintedTable(title, head, tuple(_row(each) for each in assessed), tuple(told))


def _row(each: Assessment) -> tuple[Cell, ...]:
    pace, projection = each.pace, each.pace.projection if each.pace else None
    expected = None if pace is None or pace.expected_now is None else round(pace.expected_now)
    chance = chance_of(each)
    return (
        each.label,
        goal_text(each),
        each.target.due_on,
        _reached(each),
        _per_cent(each.percentage),
        expected,
        None if projection is None else Text(*(_band(each, language) for language in LANGUAGES)),
        None if chance is None else Text(chance_text(chance, "vi"), chance_text(chance, "en")),
        state_text(each),
    )


def _reached(each: Assessment) -> Cell:
    if each.reached is None or each.reached.value is None:
        return Text("không có số liệu", "not counted")
    if each.is_rate and each.percentage is not None:
        parts = (each.percentage.numerator, each.percentage.denominator)
        return Text(*("/".join(format_number(part, language) for part in parts) for language in LANGUAGES))
    return int(each.reached.value)


def _per_cent(percentage: Percentage | None) -> Cell:
    if percentage is None:
        return None
    sign = " ▲" if percentage.is_alarm else ""
    return Text(f"{percentage.text('vi')}{sign}", f"{percentage.text('en')}{sign}")


def _band(each: Assessment, language: Language) -> str:
    assert each.pace is not None
    projection = each.pace.projection
    assert projection is not None
    mean, low, high = (
        level_text(each, value, language) for value in (projection.expected, projection.lower, projection.upper)
    )
    return f"{mean} ({low} – {high})"


PROCEDURES = {
    "identity_card": Text("Căn cước công dân gắn chip", "Identity cards"),
    "eid_account": Text("Tài khoản định danh điện tử", "E-ID accounts"),
}


def funnel_tables(funnels: Sequence[Funnel]) -> tuple[PrintedTable, ...]:
    """Return a table for each funnel."""
    return tuple(
        funnel_table(each, PROCEDURES.get(each.indicator, Text(each.indicator, each.indicator))) for each in funnels
    )


def funnel_table(funnel: Funnel, label: Text) -> PrintedTable:
    """Return the stages of one procedure, each with its own target and what passed on from the stage before."""
    head = both(
        ("Khâu", "Trong kỳ", "So với chỉ tiêu", "So với khâu trước, trong kỳ", "Lũy kế", "So với khâu trước, lũy kế"),
        ("Stage", "In the period", "Of the target", "Of the stage before", "So far", "Of the stage before, so far"),
    )
    rows = tuple(_stage_row(each) for each in funnel.stages)
    title = Text(
        f"{label.vi}: từ {day_text(funnel.first, 'vi')} đến {day_text(funnel.until, 'vi')}",
        f"{label.en}: {day_text(funnel.first, 'en')} to {day_text(funnel.until, 'en')}",
    )
    alarm = any(each.step is not None and each.step.is_alarm for each in funnel.stages)
    note = Text(
        "▲ Trên 100% trong kỳ: khâu sau giải quyết cả hồ sơ tồn của kỳ trước; xem cột lũy kế.",
        "▲ Above 100% in the period: the later stage works off what was left before; see the column so far.",
    )
    return PrintedTable(title, head, rows, (note,) if alarm else ())


def _stage_row(each: FunnelStage) -> tuple[Cell, ...]:
    value, so_far = each.in_window.value, each.so_far.value
    return (
        each.label,
        None if value is None else int(value),
        _per_cent(each.target.percentage if each.target is not None else None),
        _per_cent(each.step),
        None if so_far is None else int(so_far),
        _per_cent(each.step_so_far),
    )


def explain_target(each: Assessment, derived: Sequence[Derived] = ()) -> tuple[PrintedTable, ...]:
    """Return how a target is counted and paced: what was set, and its course month by month.

    Parameters
    ----------
    each : Assessment
        The target.
    derived : sequence of Derived
        What methods made of it; their ids are named, for tracing.

    Returns
    -------
    tuple of PrintedTable
        What was set and where it stands; then each month with what was counted and what its path asked for.
    """
    target, goal = each.target, goal_text(each)
    rows: list[tuple[Cell, ...]] = [
        (Text("Chỉ tiêu", "Indicator"), each.label),
        (Text("Mức giao", "Goal"), goal),
        (Text("Người giao", "Assigned by"), target.assigned_by or None),
        (Text("Đơn vị chủ trì", "Owner"), target.owner or None),
        (Text("Ngày giao", "Assigned on"), target.assigned_on),
        (Text("Tính từ ngày", "Counts from"), target.counts_from),
        (Text("Hạn: 24 giờ ngày", "Due: 24:00 of"), target.due_on),
        (Text("Số liệu đến ngày", "Counted up to"), each.until),
        (Text("Tình hình", "State"), state_text(each)),
    ]
    if target.parts:
        n = len(target.parts)
        rows.append((Text("Cộng từ", "Sum of"), Text(f"{n} chỉ tiêu của đơn vị", f"{n} targets of units")))
    if each.reached is not None:
        rows.append((Text("Số liệu: đã đạt", "Figure: reached"), each.reached.id))
    rows += [(_figure_label(one), one.figure.id) for one in derived]
    summary = PrintedTable(
        Text(target.id, target.id), both(("Mục", "Giá trị"), ("Item", "Value")), tuple(rows), (standing_text(each),)
    )
    return (summary, *((_course_table(each, each.pace.history),) if each.pace is not None else ()))


_FIGURE_LABELS = {
    "plan.target.percentage": Text("tỷ lệ", "percentage"),
    "plan.pace.expected_now": Text("phải đạt đến nay", "where it should be"),
    "plan.pace.projected": Text("dự báo đến hạn", "projected"),
    "plan.pace.probability": Text("khả năng đạt", "probability"),
    "plan.pace.weekly_needed": Text("cần mỗi tuần", "needed a week"),
    "plan.pace.weekly_so_far": Text("mỗi tuần đến nay", "a week so far"),
}


def _figure_label(derived: Derived) -> Text:
    label = _FIGURE_LABELS[derived.derivation.id]
    return Text(f"Số liệu: {label.vi}", f"Figure: {label.en}")


def _course_table(each: Assessment, history: History) -> PrintedTable:
    head = both(
        ("Đến ngày", "Trong khoảng", "Lũy kế", "Tiến độ phải đạt", "Chênh lệch"),
        ("Up to", "In the stretch", "So far", "Path asks for", "Gap"),
    )
    course = history.course
    paths = [_path_share(history, m) for m in range(1, len(course.counts) + 1)]
    goal = float(each.goal or 0)
    rows = []
    for end, count, total, share in zip(history.ends, course.counts, accumulate(course.counts), paths, strict=True):
        wanted = None if each.is_rate else round(goal * share)
        rows.append((end, int(count), int(total), wanted, None if wanted is None else int(total) - wanted))
    assert each.pace is not None
    path = path_text(each.pace)
    years = ", ".join(history.years)
    note = Text(
        f"Tiến độ phải đạt tính theo {path.vi}{f' ({years})' if years else ''}.",
        f"Path: {path.en}{f' ({years})' if years else ''}.",
    )
    title = Text("Tiến độ", "Course")
    if each.is_rate:
        title = Text("Mẫu số từng tháng", "The denominator by month")
    return PrintedTable(title, head, tuple(rows), (note,))


def _path_share(history: History, months: int) -> float:
    """Return the share of the whole that the path expects after so many stretches."""
    course = history.course
    if not course.is_seasonal:
        return sum(course.shares[:months])
    early = sum(sum(year[:months]) for year in course.earlier)
    return early / (course.early + course.late)
