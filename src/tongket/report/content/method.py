"""The method note: how the period is cut, what counts as cleared, how chance is judged, notes on indicators."""

from __future__ import annotations

from tongket.model.indicators import Indicator
from tongket.model.periods import day_text
from tongket.model.text import Language, Text
from tongket.report.content.annexes import TOPICS
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names
from tongket.report.content.phrases import fixed_digits, period_days, said
from tongket.report.document import Annex, NoteBlock
from tongket.report.spans import Fixed, Line, line

_WORDS = "method note"


def method(inputs: Inputs, names: Names) -> Annex:
    """Return the annex on method."""
    language = inputs.language
    blocks = [NoteBlock(said(language, "Kỳ báo cáo và ngày chốt", "Period and cut-off"), (_period(inputs),))]
    if names.is_police:
        blocks.append(NoteBlock(said(language, "Khám phá", "Clearance"), _clearing(inputs)))
        blocks.append(
            NoteBlock(said(language, "Vụ có nhiều tội danh", "Cases with several offences"), _counting(language))
        )
    else:
        blocks.append(NoteBlock(said(language, "Khám phá", "Clearance"), _clearing(inputs)[:1]))
    blocks.append(NoteBlock(said(language, "So sánh và ngẫu nhiên", "Comparison and chance"), _chance(language)))
    if notes := _notes(inputs, names):
        blocks.append(NoteBlock(said(language, "Ghi chú về chỉ tiêu", "Notes on indicators"), notes))
    return Annex(line(said(language, "CÁCH TÍNH", "METHOD")), tuple(blocks))


def _period(inputs: Inputs) -> Line:
    language = inputs.language
    return line(
        said(language, "Kỳ báo cáo tính ", "The period is "),
        period_days(inputs.period, language),
        said(language, ", gồm cả hai ngày đầu và cuối; số liệu chốt ngày ", ", both days included; the cut-off is "),
        Fixed(day_text(inputs.seal.as_of, language), "cut-off"),
        ".",
    )


def _clearing(inputs: Inputs) -> tuple[Line, ...]:
    passes = Text(
        "Tỷ lệ theo kỳ có thể vượt một trăm phần trăm, vì vụ ghi nhận từ trước được tính khi khám phá trong kỳ. Vì vậy"
        " báo cáo nêu thêm tỷ lệ của riêng các vụ ghi nhận trong kỳ và tỷ lệ sau thời gian theo dõi cố định.",
        "The rate of the period may pass one hundred per cent, because earlier cases count when they are cleared in it."
        " The report therefore also gives the rate of the cases of the period and the rate after a fixed follow-up.",
    )
    return (
        fixed_digits(inputs.clearing_rule.in_language(inputs.language), _WORDS),
        line(passes.in_language(inputs.language)),
    )


def _counting(language: Language) -> tuple[Line, ...]:
    text = Text(
        "Mỗi vụ tính một lần theo tội nghiêm trọng nhất; nếu ngang nhau thì theo điều luật có số nhỏ nhất.",
        "Each case counts once, under its most serious offence; ties go to the lowest article number.",
    )
    return (line(text.in_language(language)),)


_CHANCE = (
    Text(
        "Hai số vụ được so bằng kiểm định E (Krishnamoorthy và Thomson 2004), có tính số ngày của mỗi kỳ; khoảng tin"
        " cậy 95% của tỷ số theo phương pháp điểm số. Mức tăng, giảm được gọi là “có thể do ngẫu nhiên” khi p từ 0,05"
        " trở lên; khi xét nhiều tội danh cùng lúc, dùng thủ tục Benjamini–Hochberg với q = 0,10.",
        "Two counts are compared by the E-test (Krishnamoorthy and Thomson 2004) with the days of each period; the 95%"
        " interval of their ratio is the score interval. A change is said to be possible by chance when p is 0.05 or"
        " more; where many offences are looked at together, by the procedure of Benjamini and Hochberg with q = 0.10.",
    ),
    Text(
        "Khoảng tin cậy của một số vụ theo Garwood khi dưới 10 và theo Byar từ 10 trở lên; của một tỷ lệ theo Wilson."
        " Giới hạn của biểu đồ phễu là 95% và 99,8% (Spiegelhalter 2005). Báo cáo không xếp hạng địa bàn.",
        "The interval of a count is Garwood's below 10 and Byar's from 10 on; that of a share is Wilson's. The limits"
        " of the funnel chart are 95% and 99.8% (Spiegelhalter 2005). Areas are not ranked.",
    ),
)


def _chance(language: Language) -> tuple[Line, ...]:
    return tuple(fixed_digits(text.in_language(language), _WORDS) for text in _CHANCE)


def _notes(inputs: Inputs, names: Names) -> tuple[Line, ...]:
    """Return the notes of the indicators the report speaks of, each once, after the first indicator that has it."""
    language = inputs.language
    found: dict[str, Line] = {}
    for indicator in inputs.indicators.values():
        if indicator.note is None or not _is_explained(indicator, names):
            continue
        note = indicator.note.in_language(language)
        label = fixed_digits(indicator.label.in_language(language), "name of an indicator")
        found.setdefault(note, line(label, ": ", fixed_digits(_lower(note), _WORDS)))
    return tuple(found.values())


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if len(text) > 1 and not text[1].isupper() else text


def _is_explained(indicator: Indicator, names: Names) -> bool:
    """Explain a family once, by its main member, and every indicator that stands alone."""
    if indicator.id.startswith("wanted_"):
        return indicator.id.endswith(".all")
    return indicator.topic in TOPICS or indicator.id.endswith(f".{names.main_code}")
