"""Put the report together: front matter, parts, annexes; and refuse one that leaves something out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tongket.model.periods import day_text
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.report.content.annexes import statistics
from tongket.report.content.assessment import corrections, limits
from tongket.report.content.deadline_blocks import deadline_annexes, deadline_blocks
from tongket.report.content.directions import directions
from tongket.report.content.inputs import Inputs
from tongket.report.content.method import method
from tongket.report.content.names import Names
from tongket.report.content.phrases import fixed_digits, period_days, period_name, said
from tongket.report.content.pictures import Pictures, draw_pictures
from tongket.report.content.required import Chapter, Part, check_required
from tongket.report.content.results import results
from tongket.report.content.revisions import has_changed
from tongket.report.content.signals import signal_annexes
from tongket.report.content.situation import situation
from tongket.report.content.targets import targets
from tongket.report.document import Block, Document, Heading, Letterhead, Paragraph, SealFacts, Signature
from tongket.report.spans import Fixed, Line, line


def report_title(inputs: Inputs) -> Text:
    """Return the title of the report in both languages."""
    vi, en = inputs.period.label("vi"), inputs.period.label("en")
    if "recorded.social_order" in inputs.indicators:
        return Text(f"Tình hình, kết quả công tác công an {vi}", f"Situation and results of police work, {en}")
    return Text(
        f"Tình hình vụ việc được ghi nhận {vi} – {inputs.name.vi}", f"Recorded incidents, {en} – {inputs.name.en}"
    )


def seal_facts(seal: Seal) -> SealFacts:
    """Return what the report says of a seal."""
    return SealFacts(seal.digest, seal.as_of, seal.status.value, seal.code_version)


def build_report(
    inputs: Inputs,
    names: Names,
    letterhead: Letterhead,
    *,
    addressees: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
    signature: Signature | None = None,
    classification: str | None = None,
    watermark: str | None = None,
    synthetic: bool = False,
) -> Document:
    """Return the year-end report as a document.

    Parameters
    ----------
    inputs : Inputs
        Everything it says.
    names : Names
        Which indicators its sentences speak of.
    letterhead : Letterhead
        Head of the first page.
    addressees, recipients : tuple of str
        "Kính gửi" and "Nơi nhận".
    signature : Signature or None
        Who signs.
    classification, watermark : str or None
        Marks.
    synthetic : bool
        Whether the records are simulated.

    Returns
    -------
    Document
        In the language of `inputs`.

    Raises
    ------
    FigureError
        If a sentence lacks its figure.
    DefinitionError
        If a required part or picture is missing.
    """
    language = inputs.language
    pictures = draw_pictures(inputs, names)
    chapters = tuple(_chapters(inputs, names, pictures))
    numbers, how = statistics(inputs, names), method(inputs, names)
    annexes = (*(Chapter(Part.STATISTICS, each.blocks) for each in numbers), Chapter(Part.METHOD, how.blocks))
    check_required((*chapters, *annexes), pictures.drawn)
    opening = tuple(_opening(inputs, synthetic))
    return Document(
        language=language,
        kind=said(language, "BÁO CÁO", "REPORT"),
        title=report_title(inputs),
        letterhead=letterhead,
        blocks=(*opening, *(block for chapter in chapters for block in chapter.blocks)),
        seals=_seals(inputs),
        annexes=(*numbers, *deadline_annexes(inputs), *signal_annexes(inputs.signals, language), how),
        addressees=addressees,
        recipients=recipients,
        signature=signature,
        classification=classification,
        watermark=watermark,
        synthetic=synthetic,
    )


def _seals(inputs: Inputs) -> tuple[SealFacts, ...]:
    """Return the report's own seal, then those whose numbers it corrects."""
    earlier = {each.earlier.digest: each.earlier for each in inputs.corrections if has_changed(each)}
    return (seal_facts(inputs.seal), *(seal_facts(seal) for seal in earlier.values()))


def _chapters(inputs: Inputs, names: Names, pictures: Pictures) -> Iterator[Chapter]:
    language = inputs.language
    title = said(language, "Tình hình và kết quả công tác ", "Situation and results, ")
    if not names.is_police:
        title = said(language, "Tình hình ", "The situation, ")
    part = Heading(1, line(title, period_name(inputs.period, language)))
    yield Chapter(Part.SITUATION, (part, *situation(inputs, names, pictures)))
    yield Chapter(Part.RESULTS, tuple(results(inputs, names, pictures)))
    assessed = Heading(2, line(said(language, "Nhận xét, đánh giá", "Assessment")))
    yield Chapter(Part.TARGETS, (assessed, *targets(inputs), *deadline_blocks(inputs)))
    yield Chapter(Part.LIMITS, tuple(limits(inputs, pictures)))
    yield Chapter(Part.CORRECTIONS, tuple(corrections(inputs)))
    yield Chapter(Part.DIRECTIONS, tuple(directions(inputs.directions, language)))


_STATUS = {
    "estimate": Text("ước tính", "estimates"),
    "preliminary": Text("sơ bộ", "preliminary"),
    "official": Text("chính thức", "official"),
}
_YEARS = {
    "mps": Text(" (kỳ thống kê của Bộ Công an)", " (the ministry's statistical year)"),
    "assembly": Text(" (kỳ báo cáo Quốc hội)", " (the National Assembly's reporting year)"),
}


def _opening(inputs: Inputs, synthetic: bool) -> Iterator[Block]:
    language = inputs.language
    yield Paragraph(_scope(inputs))
    if synthetic:
        text = Text(
            "Toàn bộ hồ sơ của báo cáo này là số liệu mô phỏng, không phải số liệu thật của đơn vị nào.",
            "All records behind this report are synthetic; they are not the real data of any office.",
        )
        yield Paragraph(line(text.in_language(language)))


def _scope(inputs: Inputs) -> Line:
    """Return which days are covered, up to which day the records are known, and that each number can be traced."""
    language = inputs.language
    year = _YEARS.get(inputs.period.id.partition(":")[0])
    days = period_days(inputs.period, language)
    return line(
        said(language, "Kỳ báo cáo: ", "Period: "),
        days,
        year.in_language(language) if year is not None else "",
        said(language, "; số liệu chốt ngày ", "; cut-off "),
        Fixed(day_text(inputs.seal.as_of, language), "cut-off"),
        f" ({_STATUS[inputs.seal.status.value].in_language(language)})",
        said(
            language,
            ". Mỗi số liệu mang một mã số, truy được về định nghĩa chỉ tiêu, bản chốt và hồ sơ gốc (xem phụ lục).",
            ". Each number has an id that leads to its definition, its seal and its records (see the annexes).",
        ),
    )


def title_allowance(inputs: Inputs) -> tuple[Fixed, ...]:
    """Return the digits a title may carry: the names of the period."""
    spans = (
        *fixed_digits(report_title(inputs).vi, "period name"),
        *fixed_digits(report_title(inputs).en, "period name"),
    )
    return tuple(span for span in spans if isinstance(span, Fixed))


def report_date(seal: Seal) -> date:
    """Return the day a report is dated: the cut-off, so that the same seal gives the same bytes."""
    return seal.as_of
