"""What the two scales say, in one or two sentences; null results are worded as plainly as others."""

from __future__ import annotations

from tongket.count.sentences import half_up, percent_text
from tongket.evaluate.differences_scales import BothScales, Scales, WhyTheyDiffer
from tongket.model.text import Language, Text, format_number

_CONCLUSIONS = {
    Scales.BOTH_FALL: Text(
        vi="Cả hai cách tính đều cho thấy số vụ giảm quá mức dao động ngẫu nhiên",
        en="On both scales the fall is more than chance usually produces",
    ),
    Scales.BOTH_RISE: Text(
        vi="Cả hai cách tính đều cho thấy số vụ tăng quá mức dao động ngẫu nhiên",
        en="On both scales the rise is more than chance usually produces",
    ),
    Scales.NEITHER: Text(
        vi="Cả hai cách tính đều chưa cho thấy thay đổi vượt quá mức dao động ngẫu nhiên",
        en="On neither scale is the change more than chance usually produces",
    ),
    Scales.ONLY_COUNTS: Text(
        vi="Chỉ cách tính theo số vụ cho thấy thay đổi vượt quá mức dao động ngẫu nhiên, cách tính tỷ lệ thì không",
        en="Only the number of cases changed by more than chance usually produces, the ratio did not",
    ),
    Scales.ONLY_RATIO: Text(
        vi="Chỉ cách tính theo tỷ lệ cho thấy thay đổi vượt quá mức dao động ngẫu nhiên, cách tính số vụ thì không",
        en="Only the ratio changed by more than chance usually produces, the number of cases did not",
    ),
    Scales.OPPOSITE: Text(
        vi="Hai cách tính cho kết quả trái chiều nhau nên không kết luận",
        en="The two scales point in opposite directions, so nothing is concluded",
    ),
}


def scales_text(result: BothScales) -> Text:
    """Say what both scales show: conclusion, effect with interval on each, and why they differ where they do.

    Parameters
    ----------
    result : BothScales
        From `both_scales`.

    Returns
    -------
    Text
        One or two sentences, each ending with a full stop.
    """
    return Text(vi=_sentences(result, "vi"), en=_sentences(result, "en"))


def why_text(result: BothScales) -> Text | None:
    """Say why one scale shows what the other does not; None where they agree.

    Parameters
    ----------
    result : BothScales
        From `both_scales`.

    Returns
    -------
    Text or None
        One sentence with a full stop.
    """
    if result.why is None:
        return None
    return Text(vi=_why(result, "vi"), en=_why(result, "en"))


def _sentences(result: BothScales, language: Language) -> str:
    head = _CONCLUSIONS[result.scales].in_language(language)
    first = f"{head}: {_effects(result, language)}."
    return first if result.why is None else f"{first} {_why(result, language)}"


def _effects(result: BothScales, language: Language) -> str:
    local, ratio = result.wdd.local, result.irr
    cases = _with_interval([_cases(float(x), language) for x in (local.effect, local.lower, local.upper)], language)
    ends = (ratio.percent, ratio.percent_lower, ratio.percent_upper)
    percent = _with_interval([percent_text(float(x), language) for x in ends], language)
    level = percent_text(100 * local.level, language, 0, signed=False)
    if language == "vi":
        return f"so với nơi đối chứng {cases} vụ và {percent} (trong ngoặc là khoảng tin cậy {level})"
    return f"against the comparison {cases} cases and {percent} ({level} intervals in brackets)"


def _with_interval(values: list[str], language: Language) -> str:
    return f"{values[0]} ({values[1]} {'đến' if language == 'vi' else 'to'} {values[2]})"


def _cases(value: float, language: Language) -> str:
    rounded = half_up(value)
    return ("+" if rounded > 0 else "") + format_number(rounded, language)


def _why(result: BothScales, language: Language) -> str:
    if result.why is WhyTheyDiffer.EXPECTATION:
        return _expectations(result, language)
    if result.why is WhyTheyDiffer.LARGE_COMPARISON:
        return Text(
            vi="Lý do: nơi đối chứng có số vụ lớn hơn nhiều nên dao động của nó che lấp thay đổi tính theo số vụ,"
            " còn tỷ lệ thì không bị ảnh hưởng.",
            en="Reason: the comparison is far larger, so its own chance variation hides a change in numbers"
            " but not in the ratio.",
        ).in_language(language)
    return Text(
        vi="Lý do: kết quả nằm sát ranh giới của dao động ngẫu nhiên, cần thận trọng khi kết luận.",
        en="Reason: the result lies at the edge of what chance produces and calls for caution.",
    ).in_language(language)


def _expectations(result: BothScales, language: Language) -> str:
    by_counts, by_ratio, observed = (
        format_number(half_up(x), language)
        for x in (result.expected_by_counts, result.expected_by_ratio, result.observed)
    )
    if result.expected_by_counts < 0:
        return _IMPOSSIBLE.in_language(language)
    if language == "vi":
        return (
            f"Lý do: nếu không có đợt cao điểm, cách tính theo số vụ dự kiến {by_counts} vụ, cách tính theo tỷ lệ"
            f" dự kiến {by_ratio} vụ, thực tế {observed} vụ; số liệu không cho biết cách nào đúng hơn."
        )
    return (
        f"Reason: without the campaign the scale of numbers expects {by_counts} cases, the ratio {by_ratio};"
        f" {observed} were recorded. The data do not say which expectation is right."
    )


_IMPOSSIBLE = Text(
    vi="Lý do: nơi đối chứng giảm nhiều vụ hơn số vụ nơi thực hiện từng có nên cách tính theo số vụ không áp dụng được;"
    " chỉ xem cách tính theo tỷ lệ.",
    en="Reason: the comparison fell by more cases than the treated place ever had, so the scale of numbers does not"
    " apply; go by the ratio.",
)
