"""What the integrity watch looks at: for each check what is counted, which way is odd, and what may be innocent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tongket.model.text import Text


class CheckId(StrEnum):
    """Name a check."""

    DOWNGRADED = "downgraded"
    UNFOUNDED = "unfounded"
    UNDER_THRESHOLD = "under_threshold"
    ROUND_DAYS = "round_days"
    PERIOD_END = "period_end"
    WEEKDAY = "weekday"
    LATE_LAG = "late_lag"
    SERIOUS_SHARE = "serious_share"


class Family(StrEnum):
    """Say what a share is set against: the three families of Akiyama & Propheter (2005), and the calendar."""

    CROSS_SECTIONAL = "cross_sectional"
    LONGITUDINAL = "longitudinal"
    PROPORTIONAL = "proportional"
    CALENDAR = "calendar"


class Odd(StrEnum):
    """Say which way a share is odd."""

    MORE = "more"
    FEWER = "fewer"
    EITHER = "either"


@dataclass(frozen=True)
class Check:
    """Describe one check.

    Attributes
    ----------
    id : CheckId
        Its name.
    label : Text
        Head of its table.
    counted : Text
        What the share is of what.
    innocent : Text
        Explanations that have nothing to do with integrity.
    families : tuple of Family
        What it is set against.
    odd : Odd
        Which way is looked at.
    """

    id: CheckId
    label: Text
    counted: Text
    innocent: Text
    families: tuple[Family, ...]
    odd: Odd = Odd.MORE


FAMILY_LABELS: dict[Family, Text] = {
    Family.CROSS_SECTIONAL: Text("so với các đơn vị khác cùng kỳ", "against the other units in the same period"),
    Family.LONGITUDINAL: Text("so với chính đơn vị các năm trước", "against the unit's own earlier years"),
    Family.PROPORTIONAL: Text("so với cơ cấu của các đơn vị khác", "against the make-up of the other units"),
    Family.CALENDAR: Text("so với số ngày theo lịch", "against the days of the calendar"),
}
WITHIN = Text("so với các ngày khác trong tháng của chính đơn vị", "against the unit's own other days of the month")

_RATES = (Family.CROSS_SECTIONAL, Family.LONGITUDINAL)
_PARTS = (Family.PROPORTIONAL, Family.LONGITUDINAL)
_DAYS = (Family.PROPORTIONAL, Family.LONGITUDINAL, Family.CALENDAR)

CHECKS: tuple[Check, ...] = (
    Check(
        CheckId.DOWNGRADED,
        Text(
            "Chuyển sang tội nhẹ hơn hoặc ra khỏi nhóm thống kê", "Reclassified to a lesser frame or out of the count"
        ),
        Text(
            "vụ được chuyển tội danh sang khung nhẹ hơn, hoặc ra khỏi nhóm trật tự xã hội, trên số vụ thụ lý",
            "cases reclassified to a lesser frame or out of social order, of the cases recorded",
        ),
        Text(
            "kết quả điều tra, giám định làm rõ tính chất vụ án; sửa lỗi nhập ban đầu; viện kiểm sát yêu cầu đổi"
            " tội danh; pháp luật thay đổi; đơn vị có cán bộ mới rà soát lại sổ",
            "the investigation or an expert opinion cleared up what it was; mistakes of entry put right; a change asked"
            " for by the procuracy; a change of the law; a review of the register by new staff",
        ),
        _RATES,
    ),
    Check(
        CheckId.UNFOUNDED,
        Text("Kết luận không có vụ việc", "Found to be no case"),
        Text(
            "vụ kết luận không có sự việc phạm tội trên số vụ thụ lý", "cases found to be none, of the cases recorded"
        ),
        Text(
            "tin báo nhầm, báo trùng; địa bàn có nhiều tin báo qua điện thoại; đơn vị thụ lý sớm rồi mới xác minh",
            "mistaken or double reports; an area with many reports by telephone; a unit that records first and verifies"
            " later",
        ),
        _RATES,
    ),
    Check(
        CheckId.UNDER_THRESHOLD,
        Text("Giá trị ngay dưới ngưỡng của luật", "Values just under a threshold of the law"),
        Text(
            "vụ có thiệt hại ngay dưới ngưỡng, trên số vụ có thiệt hại ngay dưới hoặc ngay trên ngưỡng",
            "cases with a loss just under a threshold, of those just under or just over one",
        ),
        Text(
            "loại tài sản phổ biến ở địa bàn có giá gần ngưỡng; hội đồng định giá trừ hao mòn; thiệt hại khác với"
            " giá trị tài sản bị chiếm đoạt; vụ dưới ngưỡng vẫn là tội phạm khi có tình tiết khác",
            "goods common in the area are worth about that much; the valuation deducts wear; the loss is not the value"
            " taken; under the threshold it may still be a crime in other circumstances",
        ),
        _PARTS,
    ),
    Check(
        CheckId.ROUND_DAYS,
        Text("Ngày xảy ra dồn vào ngày 1, 15 hoặc cuối tháng", "Days of occurrence heaped on the 1st, 15th or last"),
        Text(
            "vụ ghi xảy ra vào ngày 1, 15 hoặc ngày cuối tháng (ngày dồn nhiều nhất) trên số vụ có ngày xảy ra",
            "cases said to have occurred on the 1st, the 15th or the last day (whichever stands out most), of those"
            " with a day of occurrence",
        ),
        Text(
            "không rõ ngày nên ghi ngày đầu hoặc giữa tháng; ngày lĩnh lương, ngày lễ, ngày rằm; tội kéo dài"
            " ghi theo tháng",
            "the day was unknown and the first or the middle was written; pay days, feasts; offences that last are"
            " entered by month",
        ),
        _DAYS,
    ),
    Check(
        CheckId.PERIOD_END,
        Text("Thụ lý trong các ngày cuối kỳ", "Recorded in the last days of the period"),
        Text(
            "vụ thụ lý trong 5 ngày cuối của tháng báo cáo trên số vụ thụ lý",
            "cases recorded in the last five days of a reporting month, of the cases recorded",
        ),
        Text(
            "lịch trực, ngày nghỉ cuối kỳ; đợt rà soát, đối chiếu trước khi báo cáo; chuyên án kết thúc vào cuối kỳ",
            "duty rosters, holidays at the end; registers checked before the report; an operation that ended then",
        ),
        _DAYS,
        Odd.EITHER,
    ),
    Check(
        CheckId.WEEKDAY,
        Text("Thụ lý dồn vào một ngày trong tuần", "Recording heaped on one day of the week"),
        Text(
            "vụ thụ lý vào ngày trong tuần dồn nhiều nhất trên số vụ thụ lý",
            "cases recorded on the weekday that stands out most, of the cases recorded",
        ),
        Text(
            "nhập sổ theo lịch tuần, không làm việc cuối tuần; ngày tiếp dân; họp giao ban nghiệp vụ",
            "the register is written once a week, or not at weekends; days for callers; weekly meetings",
        ),
        _PARTS,
    ),
    Check(
        CheckId.LATE_LAG,
        Text("Chậm thụ lý vụ xảy ra cuối kỳ", "Late recording of what occurred near the end of the period"),
        Text(
            "vụ xảy ra trong 5 ngày cuối tháng báo cáo và thụ lý sau hơn 5 ngày, trên số vụ xảy ra trong các ngày đó",
            "cases that occurred in the last five days of a reporting month and were recorded more than five days"
            " later, of those that occurred on these days",
        ),
        Text(
            "ngày nghỉ cuối kỳ; nạn nhân trình báo muộn; vụ cần xác minh lâu; đơn vị bận chốt số liệu",
            "holidays at the end; victims who report late; cases that take long to verify; staff busy with the books",
        ),
        (Family.PROPORTIONAL,),
    ),
    Check(
        CheckId.SERIOUS_SHARE,
        Text("Tỷ trọng vụ từ nghiêm trọng trở lên", "Share of serious and graver cases"),
        Text(
            "vụ nghiêm trọng, rất nghiêm trọng, đặc biệt nghiêm trọng trên số vụ đã phân loại mức độ",
            "serious, very serious and especially serious cases, of those with a class of severity",
        ),
        Text(
            "đặc điểm địa bàn; công tác phòng ngừa có kết quả; đơn vị phát hiện nhiều vụ nhỏ; cơ cấu tội danh khác nhau"
            " trong cùng một nhóm",
            "the kind of area; prevention that works; a unit that uncovers many minor cases; another mix of offences"
            " within a group",
        ),
        _PARTS,
        Odd.FEWER,
    ),
)


def check(id_: CheckId) -> Check:
    """Return a check by its name."""
    return next(each for each in CHECKS if each.id is id_)
