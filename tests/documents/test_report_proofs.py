"""The demonstration's report proofs whole; one digit changed in the .docx is found; three slips in an article are."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path

import pytest

from tongket import pipeline
from tongket.model.errors import FigureError
from tongket.model.printed import PrintedLine
from tongket.model.text import LANGUAGES, Language
from tongket.proof.own import proof_own
from tongket.proof.proofing import Proof, proof_document
from tongket.proof.readers import read
from tongket.report.content.making import Made
from tongket.report.printed import printed_lines
from tongket.store.book import Book, read_book

PERIOD, SEAL = "mps:2022", "2023-01-05"
ARTICLES = Path(__file__).parent / "articles"
TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
PARTS = ("word/document.xml", "word/footnotes.xml")


@pytest.fixture(scope="module")
def book(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Return a copy: a report writes into the ledger of its book."""
    import shutil

    copy = tmp_path_factory.mktemp("proof") / "can-tho"
    shutil.copytree(demonstration, copy, ignore=shutil.ignore_patterns("sources"))
    return read_book(copy)


@pytest.fixture(scope="module")
def reports(book: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    folder = tmp_path_factory.mktemp("reports")
    return {
        language: pipeline.report(
            book, SEAL, period=PERIOD, formats=("docx", "html"), language=language, directory=folder
        )
        for language in LANGUAGES
    }


def lines_of(made: Made) -> tuple[PrintedLine, ...]:
    return printed_lines(made.document, made.cards)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_report_is_verified(book: Book, reports: dict[str, Made], language: Language) -> None:
    result = pipeline.proof([reports[language].paths[0]], book=book, period=PERIOD)
    (proof,) = result.proofs
    assert result.exit_code == 0
    assert len(proof.found.claims) > 1500
    assert {verdict.status for verdict in proof.verdicts} == {"verified"}
    # every number of the file is a line's own: bound to a figure, or told why it is none
    digits = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
    seen = {number.end for number in proof.held.numbers}
    assert [m.group() for m in digits.finditer(proof.document.text) if m.end() not in seen] == []
    assert sum(bool(number.figures) for number in proof.held.numbers) > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_book_no_sum_of_the_report_is_called_wrong(reports: dict[str, Made], language: Language) -> None:
    (proof,) = pipeline.proof(reports[language].paths[:1]).proofs
    assert [proof.document.text[r.start : r.end] for r in proof.remarks if r.verdict.status == "wrong"] == []


def spots_of(path: Path) -> tuple[dict[str, bytes], list[tuple[str, int]]]:
    """Return the parts of a .docx, and where the digits of its text stand."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    spots = []
    for name in PARTS:
        for match in TEXT.finditer(parts[name].decode()):
            spots += [(name, match.start(1) + at) for at, sign in enumerate(match[1]) if sign.isdigit()]
    return parts, spots


def changed(parts: dict[str, bytes], name: str, at: int, step: int, path: Path) -> Path:
    """Write a copy with one digit turned into another."""
    text = parts[name].decode()
    text = text[:at] + str((int(text[at]) + step) % 10) + text[at + 1 :]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for each, content in parts.items():
            package.writestr(each, text.encode() if each == name else content)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_digit_changed_anywhere_in_the_file_is_found(
    reports: dict[str, Made], language: Language, tmp_path: Path
) -> None:
    made, chance = reports[language], random.Random(language)
    parts, spots = spots_of(made.paths[0])
    assert len(spots) > 8000
    notes = [spot for spot in spots if spot[0] == PARTS[1]]
    for name, at in (*chance.sample(spots, 4), *chance.sample(notes, 1)):
        path = changed(parts, name, at, chance.randint(1, 9), tmp_path / "changed.docx")
        proof = proof_document(read(path), printed=lines_of(made))
        wrong = [remark for remark in proof.remarks if remark.verdict.status == "wrong"]
        assert len(wrong) == 1, parts[name][max(0, at - 80) : at + 40]


def test_the_command_finds_a_changed_digit_and_says_what_stood_there(
    book: Book, reports: dict[str, Made], tmp_path: Path
) -> None:
    made = reports["vi"]
    parts, _ = spots_of(made.paths[0])
    at = parts[PARTS[0]].decode().index(">574<") + 2
    path = changed(parts, PARTS[0], at, 2, tmp_path / "speech.docx")
    result = pipeline.proof([path], book=book, period=PERIOD)
    (proof,) = result.proofs
    assert result.exit_code == 1
    assert [proof.found.claims[index].span for index in proof.wrong] == ["594 vụ"]
    assert "574" in proof.verdicts[proof.wrong[0]].reasons[0].vi
    assert result.write_commented_docx(tmp_path / "commented.docx") == 1


def test_a_line_taken_out_or_written_anew_makes_no_false_alarm(reports: dict[str, Made]) -> None:
    made = reports["en"]
    lines = list(lines_of(made))
    document = read(made.paths[0])
    for gone in (40, 41, 300, 301, 302, 303, 900):
        lines[gone] = PrintedLine(f"Another line {gone}.")
    proof = proof_document(document, printed=lines)
    assert proof.ok


def test_a_report_that_does_not_print_its_figures_is_refused(reports: dict[str, Made]) -> None:
    made = reports["vi"]
    lines = list(lines_of(made))
    at = next(place for place, line in enumerate(lines) if "574 vụ" in line.text)
    lines[at] = PrintedLine(lines[at].text.replace("574 vụ", "575 vụ"), lines[at].numbers)
    with pytest.raises(FigureError, match="575"):
        proof_own(made.paths[:1], lines, ())


def test_a_refused_report_leaves_no_file(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tongket.proof.own as own

    monkeypatch.setattr(own, "missing_from", lambda texts, lines: ["574"])
    with pytest.raises(FigureError, match="nothing was written"):
        pipeline.report(book, SEAL, period=PERIOD, formats=("html",), language="vi", directory=tmp_path)
    assert list(tmp_path.iterdir()) == []


SLIPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "vi": (("516 vụ", "561 vụ", "516"), ("66 người", "86 người", "66"), ("20,4 tỷ đồng", "24,0 tỷ đồng", "20,4")),
    "en": (
        ("516 cases", "561 cases", "516"),
        ("66 people", "86 people", "66"),
        ("20.4 billion dong", "24.0 billion dong", "20.4"),
    ),
}


def article(book: Book, text: str, folder: Path) -> Proof:
    path = folder / "article.md"
    path.write_text(text, encoding="utf-8")
    (proof,) = pipeline.proof([path], book=book, period=PERIOD, which=SEAL).proofs
    return proof


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_without_slips_is_borne_out_by_the_book(book: Book, language: Language, tmp_path: Path) -> None:
    proof = article(book, (ARTICLES / f"city.{language}.md").read_text(encoding="utf-8"), tmp_path)
    statuses = [verdict.status for verdict in proof.verdicts]
    assert len(statuses) >= 20
    assert set(statuses) <= {"verified", "unchecked"}
    assert statuses.count("verified") >= len(statuses) - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_exactly_the_three_wrong_numbers_of_an_article_are_marked(
    book: Book, language: Language, tmp_path: Path
) -> None:
    text = (ARTICLES / f"city.{language}.md").read_text(encoding="utf-8")
    for right, wrong, _ in SLIPS[language]:
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    proof = article(book, text, tmp_path)
    assert [proof.found.claims[index].span for index in proof.wrong] == [wrong for _, wrong, _ in SLIPS[language]]
    for index, (_, _, value) in zip(proof.wrong, SLIPS[language], strict=True):
        assert value in proof.verdicts[index].reasons[0].in_language(language)


def test_figures_of_another_seal_are_told(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text((ARTICLES / "city.vi.md").read_text(encoding="utf-8"), encoding="utf-8")
    (proof,) = pipeline.proof([path], book=book, period=PERIOD, which="latest").proofs
    assert proof.wrong
    for index in proof.wrong:
        assert "bản chốt" in proof.verdicts[index].reasons[0].vi


UNITS = """Năm 2022, quận Ninh Kiều xảy ra 219 vụ phạm tội về trật tự xã hội. \
Cái Răng xảy ra 94 vụ phạm tội về trật tự xã hội.
Quý III/2022, toàn thành phố xảy ra 150 vụ phạm tội về trật tự xã hội, 21 vụ tai nạn giao thông.
Trong 9 tháng đầu năm 2022, xảy ra 429 vụ phạm tội về trật tự xã hội.
Tháng 8/2022 xảy ra 60 vụ phạm tội về trật tự xã hội.
Tại Hà Nội, năm 2022 xảy ra 900 vụ phạm tội về trật tự xã hội."""


def test_units_and_parts_of_years_are_counted_when_a_text_names_them(book: Book, tmp_path: Path) -> None:
    proof = article(book, UNITS, tmp_path)
    outcomes = {claim.span: match for claim, match in zip(proof.found.claims, proof.matches, strict=True)}
    assert [outcomes[span].outcome for span in ("219 vụ", "150 vụ", "429 vụ", "60 vụ")] == ["verified"] * 4
    assert outcomes["94 vụ"].outcome == "differs"
    assert "sổ ghi 49" in outcomes["94 vụ"].reason.vi
    assert "civil:2022-Q3" in outcomes["21 vụ"].reason.vi  # right by the calendar year, not by the ministry's
    assert not outcomes["900 vụ"].wrong  # another city's
