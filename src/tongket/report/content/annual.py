"""Put the report together: front matter, parts, annexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.report.content.annexes import annexes
from tongket.report.content.assessment import assessment
from tongket.report.content.directions import directions
from tongket.report.content.inputs import Inputs
from tongket.report.content.names import Names
from tongket.report.content.phrases import fixed_digits, period_days, period_name, said
from tongket.report.content.results import results
from tongket.report.content.situation import situation
from tongket.report.document import Block, Document, Heading, Letterhead, Paragraph, SealFacts, Signature
from tongket.report.renderers.front import day_text
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
    """
    language = inputs.language
    seals = [seal_facts(inputs.seal)]
    if inputs.earlier_seal is not None and any(c.before.value != c.after.value for c in inputs.corrections):
        seals.append(seal_facts(inputs.earlier_seal))
    return Document(
        language=language,
        kind=said(language, "BÁO CÁO", "REPORT"),
        title=report_title(inputs),
        letterhead=letterhead,
        blocks=tuple(_body(inputs, names, synthetic)),
        seals=tuple(seals),
        annexes=annexes(inputs, names),
        addressees=addressees,
        recipients=recipients,
        signature=signature,
        classification=classification,
        watermark=watermark,
        synthetic=synthetic,
    )


def _body(inputs: Inputs, names: Names, synthetic: bool) -> Iterator[Block]:
    language = inputs.language
    yield Paragraph(_opening(inputs))
    if synthetic:
        yield Paragraph(
            line(
                said(
                    language,
                    "Toàn bộ hồ sơ của báo cáo này là số liệu mô phỏng, không phải số liệu thật của đơn vị nào.",
                    "All records behind this report are synthetic; they are not the real data of any office.",
                )
            )
        )
    yield Heading(
        1,
        line(
            said(language, "Tình hình và kết quả công tác ", "Situation and results, "),
            period_name(inputs.period, language),
        ),
    )
    yield from situation(inputs, names)
    yield from results(inputs, names)
    yield from assessment(inputs)
    yield from directions(inputs.directions, language)


def _opening(inputs: Inputs) -> Line:
    language = inputs.language
    return line(
        said(language, "Số liệu trong báo cáo tính ", "The figures cover "),
        period_days(inputs.period, language),
        said(language, ", chốt ngày ", ", as of "),
        Fixed(day_text(inputs.seal.as_of, language), "cut-off"),
        said(
            language,
            ". Mỗi con số đều truy được về hồ sơ gốc bằng mã số liệu ghi ở phụ lục.",
            ". Each number can be traced to its records by the id given in the annex.",
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
