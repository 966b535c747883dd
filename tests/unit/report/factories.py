"""A small report with everything in it, made by hand; defaults for whatever a test does not speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tongket.model.figures import Comparison, Figure, State
from tongket.model.text import Language, Text
from tongket.report import numbers
from tongket.report.cards import Cards, FigureCard, HistoryRow
from tongket.report.document import (
    VIETNAM,
    Annex,
    Block,
    BulletList,
    ChartBlock,
    Column,
    Document,
    Heading,
    Letterhead,
    MapBlock,
    NoteBlock,
    Paragraph,
    Row,
    SealFacts,
    Signature,
    Table,
    figures_of,
)
from tongket.report.spans import Bold, Cited, Fixed, Italic, Line, NoteRef, line

SEAL = "3f2a" * 16
OLD_SEAL = "b81c" * 16
ALPHABET = " ".join("aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ")


def figure(
    value: int | Decimal | None = 574,
    *,
    name: str = "crimes.social_order",
    period: str = "mps:2022",
    state: State | None = None,
    comparisons: tuple[Comparison, ...] = (),
    numerator: int | None = None,
    denominator: int | None = None,
    lower: float | None = None,
    upper: float | None = None,
    area: str = "*",
) -> Figure:
    number = f"{abs(hash_of(f'{name}{period}{area}')):016x}"[:16]
    return Figure(
        id=f"F{number}",
        indicator=name,
        version=1,
        period=period,
        start=date(2021, 12, 15),
        end=date(2022, 12, 14),
        area=area,
        by=(),
        value=value,
        numerator=numerator,
        denominator=denominator,
        lower=lower,
        upper=upper,
        state=state or (State.VALUE if value is not None else State.MISSING),
        status="preliminary",
        seal=SEAL,
        code_version="0.1.0",
        comparisons=comparisons,
    )


def hash_of(text: str) -> int:
    import hashlib

    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def comparison(against: str, value: int, this: int, **more: object) -> Comparison:
    change = Comparison(
        against=against,
        figure=None,
        figures=(),
        value=value,
        difference=this - value,
        percent=round(Decimal(this - value) * 100 / value, 6),
        lower=-15.6,
        upper=6.3,
        p_value=0.342,
        sentence_vi="Mức giảm này nằm trong dao động ngẫu nhiên thông thường.",
        sentence_en="A change of this size is within ordinary chance.",
    )
    return replace(change, **more)  # type: ignore[arg-type]


CRIMES = figure(
    lower=528.0,
    upper=623.0,
    comparisons=(comparison("mps:2021", 606, 574), comparison("mps:2019", 1067, 574, p_value=0.00001, upper=-40.1)),
)
CLEARED = figure(
    Decimal(516) / 574, name="clearance.period", numerator=516, denominator=574, lower=0.8718, upper=0.9212
)
THEFT = figure(312, name="crimes.theft", comparisons=(comparison("mps:2021", 330, 312),))
GANGS = figure(9, name="crimes.gangs", comparisons=(comparison("mps:2021", 7, 9, percent=None),))
LATE = figure(None, name="clearance.within_180_days", state=State.LATE)
SMALL = figure(None, name="crimes.rare", state=State.SUPPRESSED)
LOSS = figure(Decimal(12_480_000_000), name="crimes.loss")
MONTHS = tuple(
    figure(value, name="crimes.monthly", period=f"mps:2022-{month:02d}")
    for month, value in enumerate((52, 61, 44, 41, 47, 43, 45, 49, 50, 46, 48, 48), start=1)
)
AREAS = tuple(
    figure(value, name="crimes.by_area", area=code)
    for code, value in (
        ("916", 148),
        ("917", 66),
        ("918", 74),
        ("919", 58),
        ("923", 61),
        ("924", 39),
        ("925", 47),
        ("926", 42),
        ("927", 39),
    )
)
AREA_NAMES = (
    "Quận Ninh Kiều",
    "Quận Ô Môn",
    "Quận Bình Thủy",
    "Quận Cái Răng",
    "Quận Thốt Nốt",
    "Huyện Vĩnh Thạnh",
    "Huyện Cờ Đỏ",
    "Huyện Phong Điền",
    "Huyện Thới Lai",
)


def both(language: Language, vi: str, en: str) -> str:
    return vi if language == "vi" else en


def year(name: str, language: Language) -> Fixed:
    return Fixed(both(language, f"năm {name}", name), "period name")


def chart_svg(language: Language) -> str:
    """Draw twelve bars by hand: a picture like those of the charts, without their library."""
    tallest = 70
    bars = []
    for place, month in enumerate(MONTHS):
        height = 150 * int(month.value or 0) / tallest
        left = 50 + place * 42
        bars.append(f'<rect x="{left}" y="{180 - height:.1f}" width="28" height="{height:.1f}" fill="#31688e"/>')
        bars.append(f'<text x="{left + 14}" y="{174 - height:.1f}" text-anchor="middle">{month.value}</text>')
        bars.append(
            f'<g class="role-axis-label"><text x="{left + 14}" y="198" text-anchor="middle">{place + 1}</text></g>'
        )
    title = both(language, "Số vụ theo tháng báo cáo", "Cases by reporting month")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 570 220" width="570" height="220"'
        ' font-family="Liberation Serif, Times New Roman, serif" font-size="12">'
        f'<rect width="570" height="220" fill="#fff"/>{"".join(bars)}'
        '<line x1="44" y1="180" x2="556" y2="180" stroke="#333"/>'
        f'<text x="285" y="216" text-anchor="middle">{title}</text></svg>'
    )


def map_svg(language: Language) -> str:
    tiles = []
    for place, name in enumerate(AREA_NAMES):
        left, top = 10 + place % 3 * 180, 10 + place // 3 * 66
        shade = 235 - int(AREAS[place].value or 0)
        tiles.append(
            f'<rect x="{left}" y="{top}" width="174" height="60" fill="rgb({shade},{shade},240)" stroke="#555"/>'
            f'<text x="{left + 87}" y="{top + 28}" text-anchor="middle">{name}</text>'
            f'<text x="{left + 87}" y="{top + 46}" text-anchor="middle">{AREAS[place].value}</text>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 554 214" width="554" height="214"'
        f' font-family="Liberation Serif, Times New Roman, serif" font-size="13">{"".join(tiles)}</svg>'
    )


def months_table(language: Language) -> Table:
    return Table(
        line(both(language, "Số vụ theo tháng báo cáo", "Cases by reporting month")),
        (Column(line(both(language, "Tháng", "Month"))), Column(line(both(language, "Số vụ", "Cases")), numeric=True)),
        tuple(
            Row((line(Fixed(str(place), "month name")), line(numbers.cell(month, language))))
            for place, month in enumerate(MONTHS, start=1)
        ),
    )


def areas_table(language: Language) -> Table:
    return Table(
        line(both(language, "Số vụ theo quận, huyện", "Cases by district")),
        (
            Column(line(both(language, "Địa bàn", "Area")), width=3),
            Column(line(both(language, "Số vụ", "Cases")), numeric=True),
        ),
        tuple(
            Row((line(name), line(numbers.cell(area, language)))) for name, area in zip(AREA_NAMES, AREAS, strict=True)
        ),
    )


def situation_table(language: Language) -> Table:
    def row(name: str, item: Figure, kind: str = "body") -> Row:
        known = {change.against for change in item.comparisons}
        change = "mps:2021"
        cells = [line(name), line(numbers.cell(item, language))]
        if change in known:
            cells.append(line(numbers.other(item, change, language)))
            cells.append(line(numbers.difference(item, change, language, sign="always")))
            has_percent = item.against(change).percent is not None
            cells.append(line(numbers.percent(item, change, language, sign="always") if has_percent else "–"))
        else:
            cells += [line("…")] * 3
        return Row(tuple(cells), kind)  # type: ignore[arg-type]

    head = both(language, "Tăng, giảm", "Change")
    return Table(
        line(both(language, "Phạm pháp hình sự về trật tự xã hội", "Social-order crime")),
        (
            Column(line(both(language, "Nhóm tội phạm", "Group")), width=3),
            Column(line(year("2022", language)), numeric=True),
            Column(line(year("2021", language)), numeric=True),
            Column(line(both(language, "Số vụ", "Cases")), numeric=True),
            Column(line("%"), numeric=True),
        ),
        (
            row(both(language, "Tổng số", "All"), CRIMES, "total"),
            Row((line(both(language, "Trong đó", "Of which")),), "section"),
            row(both(language, "Trộm cắp tài sản", "Theft"), THEFT),
            row(both(language, "Băng, nhóm tội phạm", "Gangs"), GANGS),
            row(both(language, "Nhóm tội ít xảy ra", "Rare offences"), SMALL),
        ),
        groups=((line(), 1), (line(both(language, "Số vụ", "Cases")), 2), (line(head), 2)),
        notes=(
            line(both(language, "Không tính tỷ lệ khi số gốc dưới ngưỡng số nhỏ.", "No per cent on a small base.")),
        ),
    )


def lead(language: Language) -> Line:
    first = CRIMES.against("mps:2021")
    chance: Line = line(
        both(language, first.sentence_vi, first.sentence_en),
        " (p = ",
        numbers.p_value(CRIMES, "mps:2021", language),
        ").",
    )
    if language == "vi":
        return line(
            Fixed("Năm 2022", "period name"),
            ", trên địa bàn thành phố xảy ra ",
            Bold(line(numbers.number(CRIMES, language), " vụ")),
            " phạm tội về trật tự xã hội, giảm ",
            numbers.difference(CRIMES, "mps:2021", language),
            " vụ ",
            numbers.percent_in_brackets(CRIMES, "mps:2021", language),
            " so với ",
            year("2021", language),
            NoteRef(chance),
            " và giảm ",
            numbers.percent(CRIMES, "mps:2019", language, decimals=1),
            " so với ",
            year("2019", language),
            ".",
        )
    return line(
        "In ",
        year("2022", language),
        ", ",
        Bold(line(numbers.number(CRIMES, language), " cases")),
        " of social-order crime were recorded in the city, ",
        numbers.difference(CRIMES, "mps:2021", language),
        " fewer ",
        numbers.percent_in_brackets(CRIMES, "mps:2021", language),
        " than in ",
        year("2021", language),
        NoteRef(chance),
        " and ",
        numbers.percent(CRIMES, "mps:2019", language, decimals=1),
        " fewer than in ",
        year("2019", language),
        ".",
    )


def body(language: Language) -> tuple[Block, ...]:
    def say(vi: str, en: str) -> Line:
        return line(both(language, vi, en))

    clearance = line(
        both(language, "Điều tra, khám phá ", "Cleared: "),
        numbers.numerator(CLEARED, language),
        "/",
        numbers.denominator(CLEARED, language),
        both(language, " vụ, đạt tỷ lệ ", " cases, a rate of "),
        numbers.share(CLEARED, language),
        both(language, " (khoảng tin cậy từ ", " (interval from "),
        numbers.bounds(CLEARED, language, decimals=1, per_cent=True)[0],
        both(language, " đến ", " to "),
        numbers.bounds(CLEARED, language, decimals=1, per_cent=True)[1],
        both(language, "); chỉ tiêu được giao là ", "); the target was "),
        Cited("85%", "target", "T-2022-03", both(language, "Chỉ tiêu giao đầu năm", "Target set for the year")),
        both(language, ". Tỷ lệ khám phá sau theo dõi cố định: ", ". Clearance after fixed follow-up: "),
        numbers.state_word(LATE, language),
        ".",
    )
    return (
        Heading(1, say("TÌNH HÌNH, KẾT QUẢ CÁC MẶT CÔNG TÁC", "SITUATION AND RESULTS")),
        Heading(2, say("TÌNH HÌNH TỘI PHẠM", "CRIME")),
        Heading(3, say("Tội phạm về trật tự xã hội", "Social-order crime")),
        Paragraph(lead(language)),
        Paragraph(clearance),
        situation_table(language),
        Heading(4, say("Diễn biến theo tháng", "Monthly course")),
        Paragraph(say("Số vụ tăng vào dịp trước Tết Nguyên đán, sau đó giảm và ổn định.", "Cases rose before Tết.")),
        ChartBlock(
            svg=chart_svg(language),
            png=None,
            alt=say("Biểu đồ cột số vụ theo tháng; cao nhất vào tháng trước Tết.", "Bar chart of cases by month."),
            caption=say("Số vụ phạm tội về trật tự xã hội theo tháng", "Social-order crime by month"),
            data=months_table(language),
            labels=line(*(numbers.number(month, language) for month in MONTHS)),
            notes=(say("Tháng báo cáo tính từ ngày giữa tháng trước.", "The reporting month begins mid-month."),),
        ),
        Heading(3, say("Kết quả công tác", "Results")),
        BulletList(
            (
                line(
                    both(language, "Triệt phá ", "Broke up "),
                    numbers.number(GANGS, language, pad=language == "vi"),
                    both(language, " băng, nhóm tội phạm;", " gangs;"),
                ),
                line(both(language, "Thiệt hại về tài sản ", "Property loss "), numbers.money(LOSS, language), ";"),
                line(
                    Italic(
                        say(
                            '<dữ liệu & ký hiệu đặc biệt> #let $x$ \\ "ngoặc" {{body}} @a *b* _c_',
                            '<special & signs> #let $x$ \\ "q"',
                        )
                    )
                ),
            )
        ),
        MapBlock(
            svg=map_svg(language),
            png=None,
            alt=say("Bản đồ ô các quận, huyện; Ninh Kiều đậm nhất.", "Tile map of districts; Ninh Kiều is darkest."),
            caption=say("Số vụ theo quận, huyện", "Cases by district"),
            data=areas_table(language),
            labels=line(*(numbers.number(area, language) for area in AREAS)),
        ),
        NoteBlock(
            both(language, "Hạn chế của số liệu", "Limits"),
            (
                say("Số liệu sơ bộ, có thể thay đổi khi chốt chính thức.", "Preliminary; may change."),
                say(ALPHABET, ALPHABET),
            ),
        ),
        Heading(1, say("PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM SAU", "NEXT YEAR")),
        Heading(2, say("NHIỆM VỤ TRỌNG TÂM", "MAIN TASKS")),
        Paragraph(say("Tiếp tục thực hiện nghiêm các chỉ thị, nghị quyết của cấp trên. " * 6, "Carry on. " * 20)),
    )


def document(language: Language = "vi", **more: object) -> Document:
    sample = Document(
        language=language,
        kind=both(language, "BÁO CÁO", "REPORT"),
        title=Text(
            vi="Tình hình, kết quả công tác công an trên địa bàn thành phố", en="Crime and police work in the city"
        ),
        letterhead=Letterhead(
            parent=both(language, "BỘ CÔNG AN", "MINISTRY OF PUBLIC SECURITY"),
            issuer=both(language, "CÔNG AN THÀNH PHỐ CẦN THƠ", "CAN THO CITY POLICE"),
            number=5,
            symbol="BC-CATP",
            place="Cần Thơ",
            day=date(2023, 1, 5),
            nation=VIETNAM[language],
        ),
        blocks=body(language),
        seals=(
            SealFacts(SEAL, date(2023, 1, 5), "preliminary", "0.1.0"),
            SealFacts(OLD_SEAL, date(2022, 1, 5), "official", "0.1.0"),
        ),
        annexes=(Annex(line(both(language, "SỐ LIỆU THEO ĐỊA BÀN", "DATA BY AREA")), (areas_table(language),)),),
        addressees=both(
            language, "Bộ Công an (qua V01)|Ủy ban nhân dân thành phố", "The Ministry|The People's Committee"
        ).split("|"),
        recipients=tuple(
            both(language, "Như trên|Các phòng, Công an quận, huyện|Lưu: VT, PV01", "As above|File").split("|")
        ),
        signature=Signature(
            both(language, "KT. GIÁM ĐỐC", "FOR THE DIRECTOR"), both(language, "PHÓ GIÁM ĐỐC", "DEPUTY DIRECTOR")
        ),
        watermark=both(language, "SƠ BỘ", "PRELIMINARY"),
        synthetic=True,
    )
    return replace(sample, **{"addressees": tuple(sample.addressees), **more})  # type: ignore[arg-type]


def card(item: Figure, language: Language = "vi") -> FigureCard:
    per_cent = item.denominator is not None
    shown = numbers.cell(item, language, decimals=2 if per_cent else 0, per_cent=per_cent)
    ends = numbers.bounds(item, language, decimals=1 if per_cent else 0, per_cent=per_cent) if item.lower else ()
    return FigureCard(
        figure=item,
        label=both(language, f"Chỉ tiêu {item.indicator}", f"Indicator {item.indicator}"),
        definition=both(language, "Số vụ được khởi tố trong kỳ.", "Cases instituted in the period."),
        text=shown.text,
        interval="–".join(end.text for end in ends),
        note=both(language, "Tính theo tội danh nặng nhất.", "Counted under the principal offence."),
        history=(
            HistoryRow(OLD_SEAL, date(2022, 12, 20), "estimate", "571", ""),
            HistoryRow(
                SEAL, date(2023, 1, 5), "preliminary", shown.text, both(language, "Báo cáo muộn", "Late reports")
            ),
        ),
        query="SELECT count(*) FROM cases WHERE recorded_on < DATE '2022-12-15' AND status <> 'unfounded'",
    )


def cards(sample: Document) -> Cards:
    return {item.id: card(item, sample.language) for item in figures_of(sample)}
