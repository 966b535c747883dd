"""Inspections and their draw as tables people read."""

from __future__ import annotations

from fractions import Fraction

from tongket.model.periods import day_text
from tongket.model.text import Text
from tongket.plan.draw import Draw
from tongket.plan.draw_chances import inclusion_chances
from tongket.plan.inspections import Coverage, FollowUp, PlanProgress
from tongket.plan.oversight_tables import PrintedTable, both

_WHAT = both(("Nội dung", "Số lượng", "Tỷ lệ"), ("What", "Number", "Share"))


def plan_table(progress: PlanProgress) -> PrintedTable:
    """Return the plan and what was done of it; per cent of the plan approved by its day, additions apart."""
    planned, due = len(progress.planned), len(progress.due)
    rows = (
        (Text("Trong kế hoạch đã duyệt", "In the approved plan"), planned, None),
        (Text("Trong đó duyệt bổ sung", "Of these approved later on"), len(progress.supplemented), None),
        (Text("Đã thực hiện", "Done"), len(progress.done), progress.share),
        (Text("Đã đến ngày dự kiến", "Due by now"), due, None),
        (
            Text("Trong đó đã thực hiện", "Of these done"),
            len(progress.due_done),
            Fraction(len(progress.due_done), due) if due else None,
        ),
        (Text("Thực hiện sau ngày dự kiến", "Done after the planned day"), len(progress.late), None),
        (Text("Quá ngày dự kiến, chưa thực hiện", "Past the planned day, not done"), len(progress.overdue), None),
        (Text("Bổ sung sau khi duyệt kế hoạch", "Added after the plan"), len(progress.added), None),
        (Text("Phần bổ sung đã thực hiện", "Additions done"), len(progress.added_done), None),
        (Text("Đột xuất", "Ad hoc"), len(progress.ad_hoc), None),
    )
    note = Text(
        f"Tỷ lệ tính trên kế hoạch được duyệt đến hết ngày {progress.plan_on:%d/%m/%Y}; các cuộc bổ sung sau ngày này"
        " và các cuộc đột xuất không cộng vào tử số, mẫu số.",
        f"Per cent of the plan approved by {day_text(progress.plan_on, 'en')}; later additions and ad hoc inspections"
        " are in neither numerator nor denominator.",
    )
    title = Text(
        f"Kế hoạch thanh tra, kiểm tra từ {progress.first:%d/%m/%Y} đến {progress.last:%d/%m/%Y},"
        f" tính đến {progress.as_of:%d/%m/%Y}",
        f"Inspections planned from {day_text(progress.first, 'en')} to {day_text(progress.last, 'en')},"
        f" as of {day_text(progress.as_of, 'en')}",
    )
    return PrintedTable(title, _WHAT, rows, (note,), whole=True)


def coverage_table(coverage: Coverage) -> PrintedTable:
    """Return each unit of the list with its inspections; in order of the list, which is no ranking."""
    head = both(
        ("Đơn vị", "Theo kế hoạch", "Đột xuất", "Lần gần nhất"), ("Unit", "Scheduled", "Ad hoc", "Last inspected")
    )
    rows = tuple((each.unit, each.scheduled, each.ad_hoc, each.last_on) for each in coverage.units)
    covered, listed = len(coverage.covered), len(coverage.units)
    notes = [
        Text(
            f"{covered} trên {listed} đơn vị được thanh tra, kiểm tra trong kỳ; {len(coverage.never)} đơn vị chưa có"
            " cuộc nào trong sổ.",
            f"{covered} of {listed} units were inspected in the span; {len(coverage.never)} have none on record.",
        )
    ]
    if coverage.unlisted:
        names = "; ".join(coverage.unlisted)
        notes.append(
            Text(
                f"Đã thanh tra nhưng không có trong danh sách (danh sách thiếu, hoặc tên ghi khác): {names}.",
                f"Inspected but not in the list (it is not complete, or names differ): {names}.",
            )
        )
    title = Text(
        f"Mức bao phủ từ {coverage.first:%d/%m/%Y} đến {coverage.last:%d/%m/%Y}",
        f"Coverage from {day_text(coverage.first, 'en')} to {day_text(coverage.last, 'en')}",
    )
    return PrintedTable(title, head, rows, tuple(notes), whole=True)


def follow_up_table(follow: FollowUp) -> PrintedTable:
    """Return the way from findings to re-checks."""
    rows = (
        (Text("Cuộc đã tiến hành", "Inspections done"), follow.inspections, None),
        (Text("Nội dung kết luận", "Findings"), follow.findings, None),
        (Text("Vi phạm", "Violations"), follow.violations, None),
        (Text("Kiến nghị", "Recommendations"), follow.recommendations, None),
        (Text("Kiến nghị đã thực hiện", "Recommendations carried out"), follow.carried_out, follow.share),
        (Text("Cuộc đến hạn phúc tra", "Re-checks due or made"), follow.to_recheck, None),
        (
            Text("Đã phúc tra", "Re-checked"),
            follow.rechecked,
            Fraction(follow.rechecked, follow.to_recheck) if follow.to_recheck else None,
        ),
        (Text("Quá hạn phúc tra", "Re-check overdue"), follow.overdue, None),
    )
    note = Text(
        "Kiến nghị đã thực hiện do đơn vị báo cáo; chỉ phúc tra mới xác nhận được.",
        "What was carried out is reported by the unit; only a re-check confirms it.",
    )
    title = Text("Kết luận, kiến nghị, phúc tra", "Findings to re-checks")
    return PrintedTable(title, _WHAT, rows, (note,), whole=True)


def chances_table(draw: Draw) -> PrintedTable:
    """Return the list of a draw: weight of every unit and its chance to be drawn, which nobody lacks."""
    size = len(draw.steps)
    chances = inclusion_chances([each.weight for each in draw.candidates], size)
    head = both(
        ("Đơn vị", "Lần gần nhất", "Trọng số", "Xác suất được rút"), ("Unit", "Last inspected", "Weight", "Chance")
    )
    rows = tuple(
        (each.unit, each.last_on, each.weight, Fraction(round(float(chance) * 1_000_000), 1_000_000))
        for each, chance in zip(draw.candidates, chances, strict=True)
    )
    note = Text(
        f"Mã băm SHA-256 của danh sách, công bố trước khi có số công khai: {draw.list_digest}",
        f"SHA-256 of the list, to be published before the seed is known: {draw.list_digest}",
    )
    return PrintedTable(
        Text(
            f"Danh sách rút thăm {size} đơn vị, ngày {draw.as_of:%d/%m/%Y}",
            f"List from which {size} {'unit is' if size == 1 else 'units are'} drawn, {day_text(draw.as_of, 'en')}",
        ),
        head,
        rows,
        (note,),
        whole=True,
    )


def draw_table(draw: Draw) -> PrintedTable:
    """Return the steps of a draw as they would be written out by hand."""
    head = both(
        ("Bước", "12 chữ số đầu", "x", "Tổng trọng số", "Số dư", "Đơn vị được rút"),
        ("Step", "First 12 digits", "x", "Sum of weights", "Remainder", "Unit drawn"),
    )
    rows = tuple(
        (step.number, step.digest[:12], str(step.value), step.total, step.rest, step.unit) for step in draw.steps
    )
    note = Text(
        f"Phương pháp {draw.method}; số công khai “{draw.seed}”. Ai cũng có thể làm lại theo trang phương pháp.",
        f"Method {draw.method}; seed “{draw.seed}”. Anyone can repeat it by the methods page.",
    )
    return PrintedTable(Text("Kết quả rút thăm", "Result of the draw"), head, rows, (note,), whole=True)
