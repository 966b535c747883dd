"""The ladder of evidence: which comparison a campaign allows, why, and why the stronger ones do not apply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tongket.evaluate.interrupted import FEWEST_BEFORE
from tongket.evaluate.panel import FEW_TREATED
from tongket.evaluate.synthetic import FEWEST_DONORS
from tongket.model.text import Text

# With fewer cases in the window before, a comparison adds more noise than it takes away.
FEWEST_CASES = 5


class Rung(Enum):
    """Name the comparisons, strongest first."""

    DIFFERENCE_IN_DIFFERENCES = "difference_in_differences"
    SYNTHETIC_CONTROL = "synthetic_control"
    CONTROLLED_SERIES = "controlled_series"
    BOTH_SCALES = "both_scales"
    OTHER_PROVINCES = "other_provinces"
    NEGATIVE_CONTROL = "negative_control"
    SAME_WEEKS = "same_weeks"
    BEFORE_AFTER = "before_after"


@dataclass(frozen=True)
class Available:
    """Hold what there is to compare a campaign with.

    Attributes
    ----------
    treated_places, untreated_places : int
        Places (wards, beats) with and without the campaign, each with cases of its own; 0 untreated when it covered the
        whole city.
    points_before : int
        Weeks or months before the start in which records are complete and counted by one rule.
    comparison_cases : int
        Cases of the untreated places in the window before.
    other_provinces : int
        Provinces whose counts are at hand for both windows.
    untargeted_cases : int
        Cases, in the window before, of offences the campaign did not aim at and could not move.
    other_years : int
        Years in which the same weeks had no such campaign.
    """

    treated_places: int = 1
    untreated_places: int = 0
    points_before: int = 0
    comparison_cases: int = 0
    other_provinces: int = 0
    untargeted_cases: int = 0
    other_years: int = 0


@dataclass(frozen=True)
class Choice:
    """Hold the comparison chosen and the reasons.

    Attributes
    ----------
    rung : Rung
        Strongest comparison that the data allow.
    why : Text
        What it rests on.
    cannot : Text
        What it leaves open.
    passed_over : tuple of (Rung, Text)
        The stronger ones with the reason each does not apply.
    """

    rung: Rung
    why: Text
    cannot: Text
    passed_over: tuple[tuple[Rung, Text], ...]


def choose_rung(available: Available) -> Choice:
    """Choose the strongest comparison the data allow, and say why not a stronger one.

    Parameters
    ----------
    available : Available
        What there is to compare with.

    Returns
    -------
    Choice
        `BEFORE_AFTER` is always possible and is only a description.
    """
    passed: list[tuple[Rung, Text]] = []
    for rung in Rung:
        reason = _reason_against(rung, available)
        if reason is None:
            return Choice(rung, _WHY[rung], _CANNOT[rung], tuple(passed))
        passed.append((rung, reason))
    raise AssertionError("before and after has no condition")


_WHOLE_CITY = Text(
    vi="đợt cao điểm thực hiện trên toàn địa bàn, không còn nơi nào để đối chứng",
    en="the campaign covered the whole city, so no place is left to compare with",
)
_FEW_TREATED = Text(
    vi=f"cần ít nhất {FEW_TREATED} đơn vị có và {FEW_TREATED} đơn vị không thực hiện",
    en=f"needs at least {FEW_TREATED} places with the campaign and {FEW_TREATED} without",
)
_FEW_DONORS = Text(
    vi=f"cần ít nhất {FEWEST_DONORS} đơn vị không thực hiện để ghép thành nơi đối chứng tổng hợp",
    en=f"needs at least {FEWEST_DONORS} places without the campaign to mix a twin from",
)
_SHORT = Text(
    vi=f"cần ít nhất {FEWEST_BEFORE} tuần hoặc tháng số liệu trước đợt cao điểm",
    en=f"needs at least {FEWEST_BEFORE} weeks or months before the campaign",
)
_FEW_CASES = Text(
    vi="số vụ ở nơi đối chứng quá ít",
    en="too few cases in the comparison",
)
_NO_PROVINCES = Text(
    vi="không có số liệu của tỉnh, thành phố khác",
    en="no figures of other provinces are at hand",
)
_NO_UNTARGETED = Text(
    vi="không có nhóm tội nằm ngoài mục tiêu của đợt cao điểm với đủ số vụ để đối chứng",
    en="no offences outside the campaign's aim have cases enough to compare with",
)
_NO_YEARS = Text(
    vi="không có năm nào mà các tuần này không có đợt cao điểm",
    en="there is no year in which these weeks had no campaign",
)

_WHY = {
    Rung.DIFFERENCE_IN_DIFFERENCES: Text(
        vi="nhiều đơn vị có và không thực hiện được theo dõi trước và trong đợt cao điểm",
        en="many places with and without the campaign were followed before and during it",
    ),
    Rung.SYNTHETIC_CONTROL: Text(
        vi="có đủ đơn vị không thực hiện để ghép thành nơi đối chứng diễn biến như nơi thực hiện",
        en="enough places without the campaign can be mixed into a twin that moved alike before",
    ),
    Rung.CONTROLLED_SERIES: Text(
        vi="có chuỗi số liệu đủ dài của nơi thực hiện và nơi đối chứng",
        en="both the treated place and a comparison have a series long enough",
    ),
    Rung.BOTH_SCALES: Text(
        vi="có nơi đối chứng không thực hiện trong cùng thời gian",
        en="a place without the campaign was counted over the same time",
    ),
    Rung.OTHER_PROVINCES: Text(
        vi="so với tỉnh, thành phố khác trong cùng thời gian",
        en="other provinces were counted over the same time",
    ),
    Rung.NEGATIVE_CONTROL: Text(
        vi="so với nhóm tội nằm ngoài mục tiêu, cùng địa bàn và thời gian",
        en="offences outside the campaign's aim were counted in the same place and time",
    ),
    Rung.SAME_WEEKS: Text(
        vi="so với mức thay đổi của cùng các tuần này ở những năm không có đợt cao điểm",
        en="the same weeks of years without a campaign show the usual change",
    ),
    Rung.BEFORE_AFTER: Text(
        vi="chỉ có số liệu trước và trong đợt cao điểm của chính địa bàn này: kết quả chỉ có tính mô tả",
        en="only this place itself was counted, before and during: the result is a description",
    ),
}
_CANNOT = {
    Rung.DIFFERENCE_IN_DIFFERENCES: Text(
        vi="không loại trừ được nguyên nhân khác chỉ tác động đến các đơn vị thực hiện đúng vào lúc đó",
        en="another cause that met only the treated places at just that time cannot be ruled out",
    ),
    Rung.SYNTHETIC_CONTROL: Text(
        vi="không loại trừ được nguyên nhân khác chỉ tác động đến nơi thực hiện đúng vào lúc đó",
        en="another cause that met only the treated place at just that time cannot be ruled out",
    ),
    Rung.CONTROLLED_SERIES: Text(
        vi="không loại trừ được nguyên nhân khác chỉ tác động đến nơi thực hiện đúng vào lúc đó",
        en="another cause that met only the treated place at just that time cannot be ruled out",
    ),
    Rung.BOTH_SCALES: Text(
        vi="không biết hai nơi có diễn biến như nhau nếu không có đợt cao điểm hay không",
        en="whether both places would have moved alike without the campaign is not known",
    ),
    Rung.OTHER_PROVINCES: Text(
        vi="tỉnh khác có thể cũng có đợt cao điểm hoặc cách ghi nhận khác",
        en="other provinces may have had campaigns or rules of recording of their own",
    ),
    Rung.NEGATIVE_CONTROL: Text(
        vi="không loại trừ được nguyên nhân chỉ tác động đến nhóm tội mục tiêu",
        en="a cause that met only the targeted offences cannot be ruled out",
    ),
    Rung.SAME_WEEKS: Text(
        vi="không loại trừ được nguyên nhân khác xảy ra riêng trong năm nay",
        en="another cause particular to this year cannot be ruled out",
    ),
    Rung.BEFORE_AFTER: Text(
        vi="không kết luận được đợt cao điểm có tác dụng hay không",
        en="whether the campaign did anything cannot be told",
    ),
}


def cannot_tell(rung: Rung) -> Text:
    """Return what a comparison leaves open, whichever way it turns out."""
    return _CANNOT[rung]


_LOCAL = (Rung.DIFFERENCE_IN_DIFFERENCES, Rung.SYNTHETIC_CONTROL, Rung.CONTROLLED_SERIES, Rung.BOTH_SCALES)


def _reason_against(rung: Rung, have: Available) -> Text | None:
    """Return why a rung cannot be reached: the first condition that is not met."""
    if rung in _LOCAL and have.untreated_places == 0:
        return _WHOLE_CITY
    return next((reason for met, reason in _conditions(rung, have) if not met), None)


def _conditions(rung: Rung, have: Available) -> list[tuple[bool, Text]]:
    long_enough = (have.points_before >= FEWEST_BEFORE, _SHORT)
    enough_cases = (have.comparison_cases >= FEWEST_CASES, _FEW_CASES)
    return {
        Rung.DIFFERENCE_IN_DIFFERENCES: [
            (min(have.treated_places, have.untreated_places) >= FEW_TREATED, _FEW_TREATED)
        ],
        Rung.SYNTHETIC_CONTROL: [(have.untreated_places >= FEWEST_DONORS, _FEW_DONORS), long_enough],
        Rung.CONTROLLED_SERIES: [long_enough, enough_cases],
        Rung.BOTH_SCALES: [enough_cases],
        Rung.OTHER_PROVINCES: [(have.other_provinces > 0, _NO_PROVINCES)],
        Rung.NEGATIVE_CONTROL: [(have.untargeted_cases >= FEWEST_CASES, _NO_UNTARGETED)],
        Rung.SAME_WEEKS: [(have.other_years > 0, _NO_YEARS)],
        Rung.BEFORE_AFTER: [],
    }[rung]
