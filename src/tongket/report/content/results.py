"""The results by area of work: clearance in three forms, wanted persons, campaigns, Project 06, registers."""

from __future__ import annotations

from collections.abc import Iterator

from tongket.model.figures import Figure
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.charts.curve import clearance_curve
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names
from tongket.report.content.phrases import (
    chance_note,
    change_in_points,
    change_of_count,
    comparison_with,
    fixed_digits,
    joined,
    said,
    semicolons,
    with_changes,
)
from tongket.report.document import Block, Heading, Paragraph
from tongket.report.spans import Fixed, Line, line

FOLLOW_UP_DAYS = (90, 180, 365)


def results(inputs: Inputs, names: Names) -> Iterator[Block]:
    """Yield the chapter on results; an area of work without figures is left out."""
    sections = (
        (Text("Điều tra, khám phá tội phạm", "Investigation and clearance"), _clearance(inputs, names)),
        (Text("Truy nã, truy bắt", "Wanted persons"), _wanted(inputs)),
        (Text("Cao điểm tấn công, trấn áp tội phạm", "Peak campaigns"), _campaigns(inputs)),
        (Text("Quản lý hành chính về trật tự xã hội, Đề án 06", "Administration and Project 06"), _project_06(inputs)),
        (
            Text(
                "Thực hiện chỉ đạo, trả lời kiến nghị cử tri, thanh tra",
                "Directives, voter petitions, inspections",
            ),
            _registers(inputs),
        ),
    )
    begun = False
    for title, blocks in sections:
        found = list(blocks)
        if not found:
            continue
        if not begun:
            yield Heading(2, line(said(inputs.language, "Kết quả các mặt công tác", "Results by area of work")))
            begun = True
        yield Heading(3, fixed_digits(title.in_language(inputs.language), "name of a programme"))
        yield from found


def fraction(figure: Figure, language: Language) -> Line:
    """Return a share with the fraction it rests on: "516/574 vụ, đạt 89,90%"."""
    return line(
        numbers.numerator(figure, language),
        "/",
        numbers.denominator(figure, language),
        said(language, " vụ, đạt ", " cases, or "),
        numbers.share(figure, language),
    )


def _clearance(inputs: Inputs, names: Names) -> Iterator[Block]:
    period = inputs.value(f"clearance_period.{names.main_code}")
    cohort = inputs.value(f"clearance_cohort.{names.main_code}")
    if period is not None:
        yield Paragraph(_period_form(period, inputs))
    if cohort is not None:
        yield Paragraph(_cohort_form(cohort, inputs, names))
    follow_up = _follow_up(inputs, names)
    if follow_up is not None:
        yield Paragraph(follow_up)
    if (grave := _by_severity(inputs, names)) is not None:
        yield Paragraph(grave)
    if inputs.curves and inputs.curve_method is not None:
        yield _curve(inputs)


def _period_form(figure: Figure, inputs: Inputs) -> Line:
    language = inputs.language
    head = line(
        said(
            language,
            "Tỷ lệ khám phá theo kỳ (vụ khám phá trong kỳ, kể cả vụ ghi nhận từ trước, trên vụ ghi nhận trong kỳ): ",
            "Period clearance rate (cleared in the period, earlier cases included, over recorded in the period): ",
        ),
        fraction(figure, language),
    )
    changes = [change_in_points(figure, inputs.before, language)] if inputs.before else []
    return line(with_changes(head, changes, language, ""), chance_note(figure, inputs.others[:1], language), ".")


def _cohort_form(figure: Figure, inputs: Inputs, names: Names) -> Line:
    language = inputs.language
    low, high = numbers.bounds(figure, language, decimals=1, per_cent=True)
    text = line(
        said(
            language,
            "Trong số vụ ghi nhận trong kỳ, đến ngày chốt số liệu đã khám phá ",
            "Of the cases recorded in the period, cleared by the cut-off: ",
        ),
        fraction(figure, language),
        said(language, " (khoảng tin cậy ", " ("),
        Fixed("95%", "level of the interval"),
        said(language, ": ", " interval: "),
        low,
        "–",
        high,
        ")",
    )
    open_ = inputs.value(f"open.{names.main_code}")
    if open_ is not None:
        text = line(
            text,
            said(language, "; còn ", "; still open: "),
            numbers.number(open_, language),
            said(language, " vụ đang điều tra", ""),
        )
    return line(text, ".")


def _follow_up(inputs: Inputs, names: Names) -> Line | None:
    language = inputs.language
    parts = []
    for days in FOLLOW_UP_DAYS:
        figure = inputs.figure(f"clearance_within_{days}.{names.main_code}")
        if figure is None:
            continue
        head = line(
            said(language, "sau ", "within "),
            Fixed(str(days), "days of follow-up"),
            said(language, " ngày: ", " days: "),
        )
        if figure.value is None:
            parts.append(line(head, numbers.state_word(figure, language)))
        else:
            parts.append(line(head, fraction(figure, language)))
    if not parts:
        return None
    lead = said(
        language,
        "Theo thời gian theo dõi cố định, chỉ tính các vụ đã theo dõi đủ hạn: ",
        "With a fixed follow-up, counting only cases observed for as long: ",
    )
    return line(lead, semicolons(parts), ".")


def _by_severity(inputs: Inputs, names: Names) -> Line | None:
    language = inputs.language
    parts = []
    for code, label in (
        ("major", Text("rất nghiêm trọng và đặc biệt nghiêm trọng", "very and especially serious")),
        ("especially_serious", Text("đặc biệt nghiêm trọng", "especially serious")),
    ):
        figure = inputs.value(f"clearance_cohort.{names.main_code}.{code}")
        if figure is None:
            continue
        part = line(said(language, f"án {label.vi} ", f"{label.en}: "), fraction(figure, language))
        if figure.value == 1 and figure.lower is not None:
            part = line(part, said(language, ", với n = ", ", with n = "), numbers.denominator(figure, language))
        parts.append(part)
    if not parts:
        return None
    lead = said(language, "Khám phá theo mức độ nghiêm trọng: ", "Clearance by severity: ")
    return line(lead, semicolons(parts), ".")


def _curve(inputs: Inputs) -> Block:
    language = inputs.language
    method = inputs.curve_method.in_language(language) if inputs.curve_method else ""
    caption = line(
        said(language, "Tỷ lệ khám phá theo thời gian kể từ khi ghi nhận", "Share cleared by time since recorded")
    )
    alt = line(
        said(
            language,
            "Biểu đồ đường bậc thang: tỷ lệ vụ đã khám phá tăng theo số ngày kể từ khi ghi nhận, kèm dải tin cậy.",
            "Step chart: the share of cases cleared rises with the days since they were recorded, with its interval.",
        )
    )
    return clearance_curve(inputs.curves, language, method=method, caption=caption, alt=alt)


def _wanted(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    ended = [
        (inputs.value(f"wanted_{code}.all"), label)
        for code, label in (
            ("arrested", Text("bắt {}", "{} arrested")),
            ("surrendered", Text("vận động đầu thú {}", "{} surrendered")),
            ("struck_off", Text("thanh loại {}", "{} struck off")),
        )
    ]
    known = [(figure, label) for figure, label in ended if figure is not None]
    total = inputs.value("wanted_ended.all")
    if total is None or not known:
        return
    parts = []
    for figure, label in known:
        before, after = label.in_language(language).split("{}")
        parts.append(line(before, numbers.number(figure, language), after))
    head = line(
        said(language, "Giải quyết ", "Ended: "),
        numbers.number(total, language),
        said(language, " đối tượng truy nã (", " wanted notices ("),
        joined(parts),
        ")",
    )
    changes = [change_of_count(total, inputs.before, language)] if inputs.before else []
    yield Paragraph(with_changes(head, changes, language))
    if (flow := _stock_and_flow(inputs)) is not None:
        yield Paragraph(flow)


def _stock_and_flow(inputs: Inputs) -> Line | None:
    language = inputs.language
    issued, closing = inputs.value("wanted_issued.all"), inputs.value("wanted_stock.all")
    if issued is None or closing is None:
        return None
    parts: list[Line] = []
    if inputs.before is not None and comparison_with(closing, inputs.before) is not None:
        # what was left at the end of the year before is what there was at the start
        opening = numbers.other(closing, inputs.before.id, language)
        parts.append(line(said(language, "đầu kỳ ", "at the start "), opening))
    parts.append(line(said(language, "ra quyết định mới ", "newly issued "), numbers.number(issued, language)))
    parts.append(line(said(language, "còn lại cuối kỳ ", "left at the end "), numbers.number(closing, language)))
    return line(said(language, "Số đối tượng truy nã: ", "Notices in force: "), semicolons(parts), ".")


def _campaigns(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    figure = inputs.value("campaigns.launched")
    if figure is None or not figure.value:
        return
    yield Paragraph(
        line(
            said(language, "Đã mở ", "There were "),
            numbers.number(figure, language, pad=language == "vi"),
            said(
                language,
                " đợt cao điểm. Một vụ có thể thuộc nhiều đợt, vì vậy không cộng kết quả các đợt với nhau.",
                " peak campaigns. A case may belong to several, so their results are not added up.",
            ),
        )
    )


def _project_06(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    for programme, label in (
        ("identity_card", Text("Hồ sơ cấp căn cước", "Identity card applications")),
        ("eid_account", Text("Tài khoản định danh điện tử", "e-ID accounts")),
    ):
        parts = []
        for stage, words in STAGES:
            done = inputs.value(f"{programme}.{stage}")
            if done is None:
                continue
            part = line(f"{words.in_language(language)} ", numbers.number(done, language))
            share = inputs.value(f"{programme}_of_target.{stage}")
            if share is not None:
                part = line(
                    part,
                    said(language, ", đạt ", ", "),
                    numbers.share(share, language),
                    said(language, " chỉ tiêu được giao (", " of the assigned target ("),
                    numbers.denominator(share, language),
                    ")",
                )
            parts.append(part)
        if parts:
            yield Paragraph(line(f"{label.in_language(language)}: ", semicolons(parts), "."))


STAGES = (
    ("received", Text("thu nhận", "received")),
    ("approved", Text("phê duyệt", "approved")),
    ("issued", Text("cấp", "issued")),
    ("activated", Text("kích hoạt", "activated")),
)


def _registers(inputs: Inputs) -> Iterator[Block]:
    language = inputs.language
    for lead, items in (
        (
            Text("Chỉ đạo của cấp trên: ", "Directives of superiors: "),
            (
                ("directives.issued", Text("tiếp nhận {} nội dung", "{} received")),
                ("directives.issued_done", Text("hoàn thành {}", "{} done")),
            ),
        ),
        (
            Text("Kiến nghị cử tri: ", "Voter petitions: "),
            (
                ("petitions.received", Text("tiếp nhận {} kiến nghị", "{} received")),
                ("petitions.received_answered", Text("đã trả lời {}", "{} answered")),
                ("petitions.received_resolved", Text("trong đó đã giải quyết xong {}", "{} of them resolved")),
            ),
        ),
        (
            Text("Thanh tra: ", "Inspections: "),
            (
                ("inspections.planned", Text("{} cuộc theo kế hoạch", "{} planned")),
                ("inspections.planned_done", Text("đã thực hiện {}", "{} done")),
                ("inspections.ad_hoc", Text("đột xuất {}", "{} ad hoc")),
                ("inspections.recommendations", Text("{} kiến nghị", "{} recommendations")),
                ("inspections.carried_out", Text("đã thực hiện {} kiến nghị", "{} carried out")),
            ),
        ),
    ):
        parts = []
        for id_, words in items:
            figure = inputs.value(id_)
            if figure is not None:
                before, after = words.in_language(language).split("{}")
                parts.append(line(before, numbers.number(figure, language), after))
        if parts:
            yield Paragraph(line(lead.in_language(language), joined(parts), "."))
