"""Files are read, and the result is written as JSON, HTML and Word comments."""

import json
from pathlib import Path

import docx
import pytest

from tongket.model.errors import SourceError, UsageError
from tongket.proof import proof_files

RIGHT = "Xảy ra 574 vụ, giảm 32 vụ (-5,28%) so với năm 2021."
WRONG = "Xảy ra 574 vụ, giảm 32 vụ (-5,82%) so với năm 2021."


@pytest.mark.parametrize("name", ["speech.txt", "speech.md"])
def test_text(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(f"# Báo cáo\n\n{WRONG}\n", encoding="utf-8")
    result = proof_files([path])
    assert result.exit_code == 1
    assert "đảo hai chữ số" in result.summary("vi")
    assert "two digits swapped" in result.summary("en")


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "mail.txt"
    text = "Trong năm 2022, trên địa bàn toàn thành phố đã xảy ra tất cả\n574 vụ, giảm 32 vụ\n"
    text += "(-5,82%) so với năm 2021."
    path.write_text(text, encoding="utf-8")
    assert proof_files([path]).exit_code == 1


def test_html_with_a_table(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    rows = "<tr><th>Đơn vị</th><th>Số vụ</th></tr><tr><td>A</td><td>4</td></tr>"
    rows += "<tr><td>B</td><td>6</td></tr><tr><td>Tổng</td><td>11</td></tr>"
    path.write_text(
        f"<script>var a = '5 vụ';</script><h1>Tin</h1><p>{RIGHT}</p><table>{rows}</table>", encoding="utf-8"
    )
    proof = proof_files([path]).proofs[0]
    assert [proof.found.claims[index].span for index in proof.wrong] == ["11"]


def test_pdf(tmp_path: Path) -> None:
    import typst

    source, path = tmp_path / "report.typ", tmp_path / "report.pdf"
    source.write_text(f"= Báo cáo năm 2022\n\n{WRONG} Bắt 12 đối tượng, thu giữ 3 khẩu súng.\n", encoding="utf-8")
    typst.compile(str(source), output=str(path))
    proof = proof_files([path]).proofs[0]
    assert [proof.found.claims[index].span for index in proof.wrong] == ["-5,82%"]
    assert "12 đối tượng" in [claim.span for claim in proof.found.claims]


def test_a_picture_of_a_page_is_refused(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(str(tmp_path / "scan.pdf"))
    with pytest.raises(SourceError, match="pictures"):
        proof_files([tmp_path / "scan.pdf"])


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Năm 2022", 1)
    paragraph = document.add_paragraph("Xảy ra ")
    paragraph.add_run("574 vụ").bold = True
    paragraph.add_run(", giảm 32 vụ (-5,")
    paragraph.add_run("82%) so với năm 2021.")
    table = document.add_table(rows=3, cols=2)
    for (row, column), text in {
        (0, 0): "Loại",
        (0, 1): "Số vụ",
        (1, 0): "A",
        (1, 1): "4",
        (2, 0): "B",
        (2, 1): "6",
    }.items():
        table.cell(row, column).text = text
    document.save(str(path))
    return path


def test_word_comments_cover_the_number_and_keep_the_text(tmp_path: Path) -> None:
    source, copy = word(tmp_path / "report.docx"), tmp_path / "commented.docx"
    result = proof_files([source])
    assert result.write_commented_docx(copy) == 1
    before, after = docx.Document(str(source)), docx.Document(str(copy))
    assert [p.text for p in before.paragraphs] == [p.text for p in after.paragraphs]
    (comment,) = list(after.comments)
    assert "−5,28" in comment.text
    body = after.element.body.xml
    covered = body[body.index("commentRangeStart") : body.index("commentRangeEnd")]
    assert "5," in covered
    assert "82%" in covered
    assert "so với" not in covered


def test_a_second_proof_of_the_copy_says_the_same(tmp_path: Path) -> None:
    source, copy = word(tmp_path / "report.docx"), tmp_path / "commented.docx"
    result = proof_files([source])
    result.write_commented_docx(copy)
    again = proof_files([copy])
    assert [c.to_json() for c in again.proofs[0].found.claims] == [c.to_json() for c in result.proofs[0].found.claims]


def test_marked_page_escapes_and_explains(tmp_path: Path) -> None:
    path, page = tmp_path / "a.txt", tmp_path / "a.html"
    path.write_text(f"<b>{WRONG}", encoding="utf-8")
    proof_files([path]).write_marked_html(page)
    html = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;" in html
    assert '<mark class="wrong"' in html


def test_json_has_the_fields_of_the_guide(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(WRONG, encoding="utf-8")
    document = json.loads(proof_files([path]).json_text())
    assert document["ok"] is False
    assert [each["document"] for each in proof_files([path, path]).to_json()["documents"]] == ["a.txt", "a.txt"]
    fields = {
        "span",
        "start",
        "end",
        "kind",
        "value",
        "unit",
        "subject",
        "period",
        "base_period",
        "hedge",
        "place",
    }
    assert all(fields <= set(claim) for claim in document["claims"])
    (check,) = document["checks"]
    assert {
        "kind",
        "numbers",
        "recomputed",
        "tolerance",
        "verdict",
        "severity",
        "confidence",
        "claim_indices",
    } <= set(check)
    assert check["numbers"] == {
        "current": 574,
        "base": 606,
        "base_is": "derived = current - change",
        "change": -32,
        "stated_pct": -5.82,
    }


def test_refusals(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="must exist"):
        proof_files([tmp_path / "none.txt"])
    (tmp_path / "a.xyz").write_text("5")
    (tmp_path / "a.docx").write_bytes(b"no zip")
    with pytest.raises(UsageError, match="must end in"):
        proof_files([tmp_path / "a.xyz"])
    with pytest.raises(SourceError, match="Word document"):
        proof_files([tmp_path / "a.docx"])
    with pytest.raises(UsageError, match="at least one"):
        proof_files([])
