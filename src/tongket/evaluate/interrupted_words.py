"""What a series shows, in one sentence, with the autocorrelation that is left."""

from __future__ import annotations

from tongket.count.sentences import half_up, percent_text
from tongket.evaluate.interrupted import SeriesResult
from tongket.model.text import Language, Text, format_number


def series_text(result: SeriesResult) -> Text:
    """Say what the series did during the campaign, against what, and what is left in its residuals.

    Parameters
    ----------
    result : SeriesResult
        From `interrupted_series`.

    Returns
    -------
    Text
        One sentence.
    """
    return Text(vi=_sentence(result, "vi"), en=_sentence(result, "en"))


def _sentence(result: SeriesResult, language: Language) -> str:
    effect, lower, upper = (percent_text(x, language) for x in (result.percent, result.lower, result.upper))
    level = percent_text(100 * result.level, language, 0, signed=False)
    expected, observed = (format_number(half_up(x), language) for x in (result.expected, result.observed))
    left = format_number(half_up(result.autocorrelation[0], 2), language, 2)
    if language == "vi":
        against = "xu hướng, mùa vụ và nơi đối chứng" if result.controlled else "xu hướng và mùa vụ của chính chuỗi này"
        return (
            f"Theo {against}, dự kiến {expected} vụ, thực tế {observed} vụ: {effect} (khoảng tin cậy {level}: {lower}"
            f" đến {upper}); {_shown(result).vi}; tự tương quan bậc 1 của phần dư: {left}."
        )
    against = "trend, season and the comparison" if result.controlled else "trend and season of the series itself"
    return (
        f"By {against} {expected} cases were expected and {observed} recorded: {effect} ({level} interval: {lower} to"
        f" {upper}); {_shown(result).en}; first autocorrelation of the residuals: {left}."
    )


def _shown(result: SeriesResult) -> Text:
    if result.upper < 0:
        return Text(
            vi="mức giảm vượt quá dao động ngẫu nhiên thông thường", en="the fall is more than chance usually produces"
        )
    if result.lower > 0:
        return Text(
            vi="mức tăng vượt quá dao động ngẫu nhiên thông thường", en="the rise is more than chance usually produces"
        )
    return Text(vi="khác biệt có thể do ngẫu nhiên", en="the difference may be due to chance")
