"""The campaigns of the demonstration, written down before they began.

Names are generic; the windows of the Tết campaigns of 2019, 2023, 2024 and 2025 follow what was published, all others
are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_SOCIAL = ("134", "168", "170", "171", "173", "318")
_THEFT = ("171", "172", "173")
_DRUGS = ("249", "250", "251", "255", "256")
_GAMBLING = ("321", "322")
_SMUGGLING = ("188", "189", "190", "191", "192")
_FRAUD = ("174", "175", "290")

# what outcomes are compared with, in the words of tongket.model.campaign_terms
SAME_WEEKS = "years:3"
OTHER_DISTRICTS = "rest"
OTHER_OFFENCES = "others"


@dataclass(frozen=True)
class PlannedCampaign:
    """Hold one campaign as it was registered.

    Attributes
    ----------
    campaign_id, name : str
        Key and Vietnamese name.
    themes, offences, areas : tuple of str
        What it is about; areas empty for the whole city.
    starts_on, ends_on, registered_on : date
        Days; the registration precedes the start.
    outcome, comparison : str
        What it is to be judged by, and compared with; see `tongket.model.campaign_terms`.
    minimum_effect : str
        Smallest relative fall worth having, as a fraction.
    """

    campaign_id: str
    name: str
    themes: tuple[str, ...]
    offences: tuple[str, ...]
    areas: tuple[str, ...]
    starts_on: date
    ends_on: date
    registered_on: date
    outcome: str
    comparison: str = SAME_WEEKS
    minimum_effect: str = "0.1500"


def _tet(year: int, starts_on: date, ends_on: date, registered_on: date) -> PlannedCampaign:
    return PlannedCampaign(
        f"CD-{year}-TET",
        f"Cao điểm tấn công, trấn áp tội phạm, bảo đảm an ninh, trật tự Tết Nguyên đán {year}",
        ("trộm cắp", "cướp, cướp giật", "đánh bạc", "pháo nổ, vũ khí"),
        (*_SOCIAL, *_GAMBLING, "304", "305", "306"),
        (),
        starts_on,
        ends_on,
        registered_on,
        "occurred",
    )


def _plan(
    key: str,
    name: str,
    themes: tuple[str, ...],
    offences: tuple[str, ...],
    days: tuple[date, date, date],
    *,
    areas: tuple[str, ...] = (),
    outcome: str = "occurred",
    comparison: str = SAME_WEEKS,
) -> PlannedCampaign:
    registered_on, starts_on, ends_on = days
    return PlannedCampaign(
        f"CD-{key}", name, themes, offences, areas, starts_on, ends_on, registered_on, outcome, comparison
    )


CAMPAIGNS: tuple[PlannedCampaign, ...] = (
    # 2019
    _tet(2019, date(2018, 12, 16), date(2019, 2, 15), date(2018, 12, 15)),
    _plan(
        "2019-01",
        "Cao điểm phòng, chống tội phạm liên quan “tín dụng đen”",
        ("cho vay lãi nặng", "cưỡng đoạt"),
        ("170", "178", "201"),
        (date(2019, 4, 24), date(2019, 5, 2), date(2019, 7, 31)),
        comparison=OTHER_OFFENCES,
    ),
    _plan(
        "2019-02",
        "Tháng hành động phòng, chống ma túy",
        ("ma túy",),
        _DRUGS,
        (date(2019, 5, 22), date(2019, 6, 1), date(2019, 6, 30)),
        outcome="recorded",
    ),
    _plan(
        "2019-03",
        "Cao điểm phòng, chống trộm cắp, cướp giật tài sản",
        ("trộm cắp", "cướp giật"),
        _THEFT,
        (date(2019, 10, 7), date(2019, 10, 15), date(2020, 1, 14)),
    ),
    _plan(
        "2019-04",
        "Cao điểm phòng, chống buôn lậu, gian lận thương mại và hàng giả cuối năm",
        ("buôn lậu", "hàng giả"),
        _SMUGGLING,
        (date(2019, 11, 5), date(2019, 11, 15), date(2019, 12, 14)),
        outcome="recorded",
    ),
    # 2020
    _tet(2020, date(2019, 12, 16), date(2020, 2, 14), date(2019, 12, 15)),
    _plan(
        "2020-01",
        "Cao điểm bảo đảm an ninh, trật tự trong thời gian phòng, chống dịch COVID-19",
        ("chống người thi hành công vụ", "lừa đảo qua mạng"),
        ("330", "174"),
        (date(2020, 3, 25), date(2020, 4, 1), date(2020, 5, 31)),
    ),
    _plan(
        "2020-02",
        "Tháng hành động phòng, chống ma túy",
        ("ma túy",),
        _DRUGS,
        (date(2020, 5, 22), date(2020, 6, 1), date(2020, 6, 30)),
        outcome="recorded",
    ),
    _plan(
        "2020-03",
        "Cao điểm bảo vệ đại hội đảng bộ các cấp",
        ("trật tự xã hội",),
        _SOCIAL,
        (date(2020, 7, 6), date(2020, 7, 15), date(2020, 9, 30)),
    ),
    _plan(
        "2020-04",
        "Cao điểm vận động thu hồi vũ khí, vật liệu nổ, công cụ hỗ trợ",
        ("vũ khí",),
        ("304", "305", "306"),
        (date(2020, 10, 5), date(2020, 10, 15), date(2020, 12, 10)),
        outcome="recorded",
    ),
    # 2021: eight
    _tet(2021, date(2020, 12, 16), date(2021, 2, 28), date(2020, 12, 15)),
    _plan(
        "2021-01",
        "Cao điểm bảo đảm trật tự, an toàn giao thông sau Tết",
        ("nồng độ cồn", "quá tải"),
        ("260",),
        (date(2021, 2, 22), date(2021, 3, 1), date(2021, 3, 31)),
        outcome="traffic.accidents",
    ),
    _plan(
        "2021-02",
        "Cao điểm bảo vệ bầu cử đại biểu Quốc hội khóa XV và Hội đồng nhân dân các cấp",
        ("trật tự xã hội",),
        _SOCIAL,
        (date(2021, 4, 6), date(2021, 4, 15), date(2021, 5, 31)),
    ),
    _plan(
        "2021-03",
        "Tháng hành động phòng, chống ma túy",
        ("ma túy",),
        _DRUGS,
        (date(2021, 5, 21), date(2021, 6, 1), date(2021, 6, 30)),
        outcome="recorded",
    ),
    _plan(
        "2021-04",
        "Cao điểm bảo đảm an ninh, trật tự thực hiện giãn cách xã hội",
        ("chống người thi hành công vụ", "gây rối"),
        ("318", "330"),
        (date(2021, 7, 9), date(2021, 7, 12), date(2021, 9, 30)),
    ),
    _plan(
        "2021-05",
        "Cao điểm phòng, chống tội phạm lừa đảo chiếm đoạt tài sản",
        ("lừa đảo qua mạng",),
        _FRAUD,
        (date(2021, 8, 9), date(2021, 8, 16), date(2021, 10, 31)),
        comparison=OTHER_OFFENCES,
    ),
    _plan(
        "2021-06",
        "Cao điểm truy bắt, vận động đầu thú, thanh loại đối tượng truy nã",
        ("truy nã",),
        (),
        (date(2021, 10, 4), date(2021, 10, 11), date(2021, 12, 10)),
        outcome="wanted_ended.all",
    ),
    _plan(
        "2021-07",
        "Cao điểm phòng, chống trộm cắp, cướp giật khi trở lại trạng thái bình thường mới",
        ("trộm cắp", "cướp giật"),
        _THEFT,
        (date(2021, 10, 8), date(2021, 10, 15), date(2022, 1, 14)),
    ),
    # 2022
    _tet(2022, date(2021, 12, 16), date(2022, 2, 14), date(2021, 12, 15)),
    _plan(
        "2022-01",
        "Cao điểm phòng, chống tội phạm “tín dụng đen”",
        ("cho vay lãi nặng", "cưỡng đoạt"),
        ("170", "178", "201"),
        (date(2022, 3, 24), date(2022, 4, 1), date(2022, 6, 30)),
        comparison=OTHER_OFFENCES,
    ),
    _plan(
        "2022-02",
        "Tháng hành động phòng, chống ma túy",
        ("ma túy",),
        _DRUGS,
        (date(2022, 5, 23), date(2022, 6, 1), date(2022, 6, 30)),
        outcome="recorded",
    ),
    _plan(
        "2022-03",
        "Cao điểm phòng, chống đánh bạc, tổ chức đánh bạc",
        ("đánh bạc",),
        _GAMBLING,
        (date(2022, 8, 5), date(2022, 8, 15), date(2022, 10, 14)),
        outcome="recorded",
    ),
    _plan(
        "2022-04",
        "Cao điểm cấp căn cước công dân gắn chip và tài khoản định danh điện tử",
        ("Đề án 06",),
        (),
        (date(2022, 6, 24), date(2022, 7, 1), date(2022, 8, 31)),
        outcome="identity_card.received",
    ),
    # Registered in the year 2022 of the ministry, for the Tết of 2023
    _tet(2023, date(2022, 11, 15), date(2023, 2, 14), date(2022, 11, 4)),
    # 2023: six by day of start, and six by day of registration
    _plan(
        "2023-01",
        "Cao điểm bảo đảm trật tự, an toàn giao thông dịp Tết Dương lịch và Tết Nguyên đán",
        ("nồng độ cồn", "ma túy", "quá tải"),
        ("260",),
        (date(2022, 12, 9), date(2022, 12, 16), date(2023, 2, 5)),
        outcome="traffic.accidents",
    ),
    _plan(
        "2023-02",
        "Cao điểm truy bắt, vận động đầu thú, thanh loại đối tượng truy nã",
        ("truy nã",),
        (),
        (date(2023, 2, 20), date(2023, 3, 1), date(2023, 5, 31)),
        outcome="wanted_ended.all",
    ),
    _plan(
        "2023-03",
        "Cao điểm phòng, chống trộm cắp, cướp giật tài sản tại quận Ninh Kiều",
        ("trộm cắp", "cướp giật"),
        _THEFT,
        (date(2023, 3, 20), date(2023, 4, 1), date(2023, 6, 14)),
        areas=("916",),
        comparison=OTHER_DISTRICTS,
    ),
    _plan(
        "2023-04",
        "Tháng hành động phòng, chống ma túy",
        ("ma túy",),
        _DRUGS,
        (date(2023, 5, 22), date(2023, 6, 1), date(2023, 6, 30)),
        outcome="recorded",
    ),
    _plan(
        "2023-05",
        "Cao điểm phòng, chống tội phạm lừa đảo chiếm đoạt tài sản trên không gian mạng",
        ("lừa đảo qua mạng",),
        _FRAUD,
        (date(2023, 7, 3), date(2023, 7, 10), date(2023, 9, 30)),
        comparison=OTHER_OFFENCES,
    ),
    _plan(
        "2023-06",
        "Cao điểm phòng, chống buôn lậu, gian lận thương mại và hàng giả cuối năm",
        ("buôn lậu", "hàng giả"),
        _SMUGGLING,
        (date(2023, 10, 9), date(2023, 10, 16), date(2023, 12, 14)),
        outcome="recorded",
    ),
    _tet(2024, date(2023, 12, 15), date(2024, 2, 14), date(2023, 12, 8)),
    # 2024
    _plan(
        "2024-01",
        "Cao điểm phòng, chống tội phạm hoạt động theo băng, nhóm",
        ("băng, nhóm", "cố ý gây thương tích"),
        ("134", "157", "170", "318"),
        (date(2024, 3, 21), date(2024, 4, 1), date(2024, 6, 30)),
    ),
    _plan(
        "2024-02",
        "Tháng hành động phòng, chống ma túy",
        ("ma túy",),
        _DRUGS,
        (date(2024, 5, 22), date(2024, 6, 1), date(2024, 6, 30)),
        outcome="recorded",
    ),
    _plan(
        "2024-03",
        "Cao điểm phòng, chống trộm cắp tài sản tại các quận",
        ("trộm cắp",),
        ("173",),
        (date(2024, 7, 5), date(2024, 7, 15), date(2024, 9, 14)),
        areas=("916", "917", "918", "919", "923"),
        comparison=OTHER_DISTRICTS,
    ),
    _plan(
        "2024-04",
        "Cao điểm phòng, chống tội phạm lừa đảo chiếm đoạt tài sản trên không gian mạng",
        ("lừa đảo qua mạng",),
        _FRAUD,
        (date(2024, 9, 23), date(2024, 10, 1), date(2024, 12, 10)),
        comparison=OTHER_OFFENCES,
    ),
    _tet(2025, date(2024, 12, 15), date(2025, 2, 14), date(2024, 12, 6)),
)
