"""`make report`: what a newcomer gets, in three formats and two languages, holds what was published."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path

import pypdf
import pytest

from tests.repository.tree import ROOT

# what the sentence on social order must say, whatever the format: number, change on 2021, change on 2019
SENTENCES = {
    "vi": r"574 vụ phạm tội về trật tự xã hội, giảm 5,3% so với năm 2021 và giảm 46,2% so với năm 2019",
    "en": r"574 crimes against social order [\w ,]*down 5\.3% on 2021 and down 46\.2% on 2019",
}


@pytest.fixture(scope="module")
def reports(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run what `make report` runs, on the book that is there already."""
    out = tmp_path_factory.mktemp("report") / "out"
    out.mkdir()
    (out / "can-tho").symlink_to(demonstration, target_is_directory=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "scripts/demonstration-report.sh", str(out)],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for file in (out / "reports").iterdir():
        assert str(file) in done.stdout  # the end of the output names every file to open
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
    (path,) = reports.glob(f"*-{language}.{ending}")
    text = text_of(path)
    assert re.search(SENTENCES[language], text), text[:3000]
    assert re.search("MÔ PHỎNG|SYNTHETIC", text)


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
