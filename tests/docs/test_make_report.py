"""`make report`: what a newcomer gets, in three formats and two languages, holds what was published."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path

import pypdf
import pytest

# what the sentence on social order must say, whatever the format: number, change on 2021, change on 2019
SENTENCES = {
    "vi": r"574 vụ phạm tội về trật tự xã hội, giảm 5,3% so với năm 2021 và giảm 46,2% so với năm 2019",
    "en": r"574 crimes against social order [\w ,]*down 5\.3% on 2021 and down 46\.2% on 2019",
}


# the year and what its reports say: in 2023 there are six campaigns, judged, and signals of the weeks that were watched
OF_2023 = {
    "vi": (r"Đã mở 06 đợt cao điểm", r"khoảng tin cậy 90%", r"tín hiệu bất thường theo địa điểm và thời gian"),
    "en": (r"There were 6 peak campaigns", r"90% interval", r"unusual things by place and time were entered"),
}


@pytest.fixture
def reports(out: Path) -> Path:
    return out / "reports"


def text_of(path: Path) -> str:
    """Return the text of a report with plain spaces and hyphens joined."""
    if path.suffix == ".docx":
        # every part, for headers, footers and notes are read by people too; a paragraph may not run into the next
        with zipfile.ZipFile(path) as parts:
            names = [name for name in parts.namelist() if re.fullmatch(r"word/[a-z0-9]+\.xml", name)]
            text = "\n".join(parts.read(name).decode() for name in names if "styles" not in name)
        text = unescape(re.sub(r"<[^>]+>", "", text.replace("</w:p>", " ")))
    elif path.suffix == ".pdf":
        text = "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages[:3])
    else:
        text = unescape(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.slow
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("ending", ["docx", "pdf", "html"])
def test_published_numbers_stand_in_every_format(language: str, ending: str, reports: Path) -> None:
    (path,) = reports.glob(f"*-mps-2022-*-{language}.{ending}")
    text = text_of(path)
    assert re.search(SENTENCES[language], text), text[:3000]
    assert re.search("MÔ PHỎNG|SYNTHETIC", text)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["vi", "en"])
def test_campaigns_and_signals_stand_in_the_report_of_2023(language: str, reports: Path) -> None:
    assert len(list(reports.glob(f"*-mps-2023-*-{language}.pdf"))) == 1
    for path in (*reports.glob(f"*-mps-2023-*-{language}.docx"), *reports.glob(f"*-mps-2023-*-{language}.html")):
        text = text_of(path)
        assert [words for words in OF_2023[language] if not re.search(words, text)] == [], path.name


@pytest.mark.slow
def test_the_end_of_the_output_names_every_file_to_open(out: Path) -> None:
    said = (out / "said.txt").read_text(encoding="utf-8")
    files = list((out / "reports").iterdir())
    assert len(files) == 12  # two years, two languages, three formats
    assert [file for file in files if str(file) not in said] == []


@pytest.mark.slow
def test_no_page_says_none(reports: Path) -> None:
    for path in reports.iterdir():
        assert not re.search(r"\bNone\b|\bnan\b|\bNaN\b|\{\w+\}", text_of(path)), path.name


@pytest.mark.slow
def test_web_page_asks_nothing_of_the_network(reports: Path) -> None:
    for path in reports.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)
        assert not re.search(r"@import|url\(['\"]?https?:", text)
