"""Total rows, difference, per cent and rate columns are recomputed."""

from tongket.proof import proof_document
from tongket.proof.readers.plain import document_of

TABLE = """| Đơn vị | Năm 2021 | Năm 2022 | Tăng, giảm | % |
|---|---|---|---|---|
| Ninh Kiều | 300 | 280 | -20 | -6,67 |
| Cái Răng | 306 | 294 | -12 | -3,92 |
| Tổng | 606 | 574 | -32 | -5,28 |
"""


def statuses(text: str) -> list[str]:
    proof = proof_document(document_of(text))
    return [proof.found.claims[index].span for index in proof.wrong]


def test_a_right_table_passes() -> None:
    proof = proof_document(document_of(TABLE))
    assert len(proof.found.claims) == 12
    assert len(proof.checks) == 9
    assert proof.wrong == []


def test_each_changed_cell_is_found() -> None:
    assert statuses(TABLE.replace("-6,67", "-6,76")) == ["-6,76"]
    assert "-21" in statuses(TABLE.replace("-20", "-21"))
    assert "575" in statuses(TABLE.replace("574", "575"))


def test_rate_columns_are_checked() -> None:
    text = "| Loại | Số vụ | Khám phá | Tỷ lệ (%) |\n|---|---|---|---|\n"
    text += "| Trộm cắp | 60 | 51 | 85,1 |\n| Cướp | 8 | 8 | 100 |\n"
    assert statuses(text) == ["85,1"]


def test_running_numbers_and_years_are_no_claims() -> None:
    text = "| STT | Năm | Số vụ |\n|---|---|---|\n| 1 | 2021 | 606 |\n| 2 | 2022 | 574 |\n"
    assert [c.span for c in proof_document(document_of(text)).found.claims if c.span in ("1", "2")] == []
