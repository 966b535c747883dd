"""Whole reports of a small generated book: what they say is recounted here by hand from the files it was read from."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.documents.conftest import SmallBook
from tests.documents.outlines import html_text, pdf_text, word_lines, word_notes
from tongket import pipeline
from tongket.model.errors import SourceError, UsageError
from tongket.model.seals import Status
from tongket.model.text import Language
from tongket.report.content.making import Made
from tongket.report.document import ChartBlock, Heading, MapBlock, Paragraph, Table
from tongket.report.spans import Number, leaves, plain
from tongket.store.book import read_book
from tongket.store.ledger import find_figures

SOCIAL_ORDER = {"173", "134", "321", "168", "123"}
FIGURE = re.compile(r'href="#(F[0-9a-f]{16})"')


def make(small: SmallBook, folder: Path, language: Language = "vi", **more: object) -> Made:
    given = {"period": "mps:2022", "formats": ("docx", "pdf", "html"), "directory": folder, **more}
    return pipeline.report(small.book, "latest", language=language, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def vi(small: SmallBook, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(small, tmp_path_factory.mktemp("vi"))


@pytest.fixture(scope="module")
def en(small: SmallBook, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(small, tmp_path_factory.mktemp("en"), "en")


def words(made: Made) -> dict[str, str]:
    """Return the text of each file in one line."""
    found = {}
    for path in made.paths:
        blob = path.read_bytes()
        if path.suffix == ".docx":
            found["docx"] = " ".join(word_lines(blob)) + word_notes(blob)
        elif path.suffix == ".pdf":
            found["pdf"] = pdf_text(blob)
        else:
            found["html"] = html_text(blob.decode())
    return found


def recorded(small: SmallBook, first: date, last: date) -> int:
    """Count social-order cases of a span from the last file that was read."""
    path = small.book.path.parent / "cases-2023-01-04.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return sum(
        first <= date.fromisoformat(row["recorded_on"]) <= last and row["offence"] in SOCIAL_ORDER for row in rows
    )


def percent(now: int, then: int) -> str:
    change = (Decimal(100) * (now - then) / then).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{'tăng' if change > 0 else 'giảm'} {abs(change)}%".replace(".", ",")


def test_the_headline_says_what_a_recount_gives(small: SmallBook, vi: Made) -> None:
    now = recorded(small, date(2021, 12, 15), date(2022, 12, 14))
    before = recorded(small, date(2020, 12, 15), date(2021, 12, 14))
    base = recorded(small, date(2018, 12, 15), date(2019, 12, 14))
    sentence = (
        f"Năm 2022, trên địa bàn thành phố xảy ra {now} vụ phạm tội về trật tự xã hội, {percent(now, before)} so với"
        f" năm 2021 và {percent(now, base)} so với năm 2019."
    )
    for name, text in words(vi).items():
        assert sentence in text, name


def test_the_same_seal_gives_the_same_bytes(small: SmallBook, vi: Made, tmp_path: Path) -> None:
    again = make(small, tmp_path)
    for first, second in zip(vi.paths, again.paths, strict=True):
        assert first.name == second.name
        assert first.read_bytes() == second.read_bytes(), first.suffix


def test_every_printed_figure_stands_in_the_ledger(small: SmallBook, vi: Made) -> None:
    page = next(path for path in vi.paths if path.suffix == ".html").read_text(encoding="utf-8")
    printed = set(FIGURE.findall(page))
    assert len(printed) > 150
    assert printed == {figure.id for figure in vi.figures}
    ledger = {entry.figure.id: entry.figure for entry in find_figures(small.book.figures, "F")}
    for figure in vi.figures:
        assert ledger[figure.id].value == figure.value


@pytest.mark.parametrize("family", ["recorded", "clearance_cohort", "wanted_stock", "petitions", "identity_card"])
def test_printed_figures_trace_to_their_records(family: str, small: SmallBook, vi: Made) -> None:
    figure = next(f for f in vi.figures if f.value and f.indicator.partition(".")[0] == family)
    assert pipeline.trace(small.book, figure.id, 1).numbers[0].records > 0


@pytest.mark.parametrize("broken_down", ["by", "area"])
def test_parts_of_charts_trace_to_as_many_records(broken_down: str, small: SmallBook, vi: Made) -> None:
    parts = [f for f in vi.figures if f.value and f.indicator == "recorded.social_order"]
    figure = next(f for f in parts if (f.by if broken_down == "by" else f.area != "*"))
    assert pipeline.trace(small.book, figure.id, 1).numbers[0].records == figure.value


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_file_says_none_or_nan(language: Language, vi: Made, en: Made) -> None:
    for name, text in words(vi if language == "vi" else en).items():
        assert not re.search(r"\b(None|nan|NaN|inf|Infinity|State\.|Decimal)\b", text), name


def test_both_languages_print_the_same_figures(vi: Made, en: Made) -> None:
    assert {figure.id for figure in vi.figures} == {figure.id for figure in en.figures}


def test_no_stray_punctuation_is_left(vi: Made, en: Made) -> None:
    for made in (vi, en):
        for name, text in words(made).items():
            body = text.partition("F0")[0].replace(" | ", "")  # the list of figures, and cells of a row
            assert not re.search(r"\.\.|,,|;;| ,| ;|\( | \)|:\.|;\.", body), name


def headings(made: Made) -> list[str]:
    return [plain(block.text) for block in made.document.blocks if isinstance(block, Heading)]


def test_every_required_part_is_there(vi: Made, en: Made) -> None:
    assert {"Tình hình", "Kết quả các mặt công tác", "Hạn chế của số liệu"} <= set(headings(vi))
    assert {"Thực hiện các chỉ tiêu được giao", "Đính chính số liệu đã báo cáo"} <= set(headings(vi))
    assert {"Limits of the data", "Corrections of earlier reports", "Directions and tasks"} <= set(headings(en))
    assert [plain(annex.title) for annex in vi.document.annexes] == [
        "SỐ LIỆU THỐNG KÊ",
        "SỐ LIỆU THEO ĐỊA BÀN",
        "VIỆC QUÁ HẠN, SẮP ĐẾN HẠN",
        "CÁCH TÍNH",
    ]
    pictures = [block for block in vi.document.blocks if isinstance(block, ChartBlock)]
    assert len(pictures) == 5
    assert sum(isinstance(block, MapBlock) for block in pictures) == 1


def table(made: Made, title: str) -> Table:
    blocks = (block for block in made.document.blocks if isinstance(block, Table))
    return next(block for block in blocks if plain(block.caption) == title)


def test_targets_are_told_met_and_missed(vi: Made) -> None:
    rows = [[plain(cell) for cell in row.cells] for row in table(vi, "Kết quả thực hiện chỉ tiêu").rows]
    assert [row[0] for row in rows if len(row) == 1] == ["Đạt", "Chưa đạt"]
    assert rows.index(["Chưa đạt"]) < next(i for i, row in enumerate(rows) if row[1:2] == ["≤ 1"])
    assert any(row[1:4] == ["≥ 9.000", "9.720", "108%"] for row in rows)  # the targets of nine districts add up


def test_causes_of_corrections_add_up(vi: Made) -> None:
    rows = table(vi, "Số liệu đã điều chỉnh và nguyên nhân").rows
    assert len(rows) > 2
    for row in rows:
        before, now, difference, causes = (plain(cell) for cell in row.cells[1:])
        told = [int(part.replace("\N{MINUS SIGN}", "-")) for part in re.findall(r": ([+\N{MINUS SIGN}]\d+)", causes)]
        assert int(now) - int(before) == int(difference.replace("\N{MINUS SIGN}", "-")) == sum(told)


def test_a_month_is_reported_within_its_year(small: SmallBook, tmp_path: Path) -> None:
    made = make(small, tmp_path, period="mps:2022-05", formats=("html",))
    text = words(made)["html"]
    n = recorded(small, date(2022, 4, 15), date(2022, 5, 14))
    assert f"Tháng 5/2022, trên địa bàn thành phố xảy ra {n:02d} vụ" in text
    course = next(b for b in made.document.blocks if isinstance(b, ChartBlock) and "theo tháng" in plain(b.caption))
    assert [plain(row.cells[0]) for row in course.data.rows] == ["T1", "T2", "T3", "T4", "T5"]
    assert "chưa đến hạn" in text


@pytest.mark.parametrize("period", ["assembly:2021", "mps:2022-H1", "2022-06-01..2022-08-31"])
def test_other_periods_are_reported(period: str, small: SmallBook, tmp_path: Path) -> None:
    made = make(small, tmp_path, "en", period=period, formats=("html",))
    assert not re.search(r"\b(None|nan)\b", words(made)["html"])
    assert len([block for block in made.document.blocks if isinstance(block, ChartBlock)]) == 5


def test_what_the_records_do_not_cover_is_said(small: SmallBook, tmp_path: Path) -> None:
    made = make(small, tmp_path, "en", period="assembly:2019", formats=("html",))
    assert "The records begin only with the month of 1 December 2018" in words(made)["html"]


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"period": "mps:2023"}, "over by the cut-off"),
        ({"period": "mps:2016"}, "must cover the period"),
        ({"period": "2022"}, "Period"),
        ({"against": ("mps:2021", "mps:2020", "mps:2019")}, "at most two"),
        ({"against": ("mps:2022",)}, "the period 'mps:2022' itself"),
        ({"against": ("mean:3",)}, "at most two"),
        ({"formats": ("odt",)}, "docx, pdf, html"),
    ],
)
def test_an_order_that_cannot_be_filled_is_refused(
    more: dict[str, object], match: str, small: SmallBook, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=match):
        make(small, tmp_path, **more)
    assert not list(tmp_path.iterdir())


def test_a_template_that_is_not_there_is_refused(small: SmallBook, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="must name a Word file"):
        make(small, tmp_path, template=Path("missing.docx"))
    assert not list(tmp_path.iterdir())


def test_chosen_periods_are_compared_with(small: SmallBook, tmp_path: Path) -> None:
    made = make(small, tmp_path, against=("mps:2020",), formats=("html",))
    text = " ".join(plain(block.spans) for block in made.document.blocks if isinstance(block, Paragraph))
    assert "so với năm 2020" in text
    assert "so với năm 2021" not in text


def test_the_offices_own_template_and_mark(small: SmallBook, tmp_path: Path) -> None:
    import docx

    template = pipeline.report_template(tmp_path / "office.docx")
    changed = docx.Document(str(template))
    changed.sections[0].footer.paragraphs[0].add_run("Phòng Tham mưu")
    changed.save(str(template))
    made = make(small, tmp_path, formats=("docx",), template=template, watermark="DỰ THẢO")
    written = docx.Document(str(made.paths[0]))
    assert any("Phòng Tham mưu" in p.text for p in written.sections[0].footer.paragraphs)
    assert made.document.watermark == "DỰ THẢO"
    assert make(small, tmp_path, formats=("html",), watermark="").document.watermark is None


def test_a_book_with_cases_only(tmp_path: Path, small: SmallBook) -> None:
    book = pipeline.init(tmp_path / "only", "vn-city")
    source = small.book.path.parent / "cases-2023-01-04.csv"
    pipeline.collect(book, [str(source)], table="cases", received_on=date(2023, 1, 4))
    pipeline.close(book, as_of=date(2023, 1, 5), status=Status.OFFICIAL)
    made = make(SmallBook(book, ()), tmp_path / "out", formats=("html",))
    titles = headings(made)
    assert "Truy nã, truy bắt" not in titles
    assert "Trật tự, an toàn giao thông" not in titles
    text = words(made)["html"]
    assert "Trong sổ không có chỉ tiêu được giao cho kỳ này." in text
    assert "Chưa có bản chốt nào trước đây" in text
    assert made.document.watermark is None  # official


def test_prose_is_bound_to_figures(vi: Made) -> None:
    bound = [span for block in vi.document.blocks if hasattr(block, "spans") for span in leaves(block.spans)]
    assert sum(isinstance(span, Number) for span in bound) > 60


def test_a_period_of_its_own_directions(small: SmallBook, tmp_path: Path) -> None:
    copy = tmp_path / "book"
    shutil.copytree(small.book.path, copy)
    (copy / "directions.mps-2022.vi.md").write_text("- Riêng cho năm này.\n", encoding="utf-8")
    made = make(SmallBook(read_book(copy), ()), tmp_path / "out", formats=("html",))
    assert "Riêng cho năm này" in words(made)["html"]
