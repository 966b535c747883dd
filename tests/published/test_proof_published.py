"""Figures as published: those that recompute pass, the known slips are found."""

import json

import pytest

from tests.realdata import real_data
from tongket.proof import proof_text

# Ministry bulletins, month and year in front; every pair of difference and per cent recomputes.
CONSISTENT = (
    "Tháng 12-2025 có 4.054 vụ; khám phá 3.066 vụ, tỉ lệ khám phá đạt 75,63%; "
    "so với tháng 11-2025, số vụ tăng 391 vụ (+10,67%).",
    "Năm 2022 phát hiện 44.353 vụ; khám phá 37.679 vụ, tỷ lệ khám phá đạt 84,95%. "
    "So với năm 2021, tăng 1.500 vụ phát hiện (+3,50%).",
    "Xảy ra 376 vụ, khám phá 271 vụ (đạt 72,07%).",
    "Có 574 vụ, giảm 5,3%.",
)
# The slips and what the sum gives; sources in docs/methods/proof.md.
SLIPS = (
    ("Truy nã nguy hiểm 123 đối tượng, giảm 10 (-7,25%).", "−7,5188"),
    ("Khám phá 218/269 vụ, đạt 86,25%.", "81,0409"),
    ("Ma túy: 07 vụ, giảm 07 vụ (- 100%).", "−50"),
)


@pytest.mark.parametrize("text", CONSISTENT)
def test_published_sums_pass(text: str) -> None:
    proof = proof_text(text)
    assert proof.checks
    assert proof.wrong == []


@pytest.mark.parametrize(("text", "right"), SLIPS)
def test_published_slips_are_found(text: str, right: str) -> None:
    proof = proof_text(text)
    (index,) = proof.wrong
    assert any(right in reason.vi for reason in proof.verdicts[index].reasons)


def labelled() -> list[dict[str, object]]:
    path = real_data("../proof/claims-open.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_labelled_passages_keep_their_score() -> None:
    from bench.proof_score import score

    total = score(labelled())
    assert total.ratio("claims", "found", "labelled") >= 0.95
    assert total.ratio("claims", "right", "reported") >= 0.95
    assert total.ratio("checks", "verdict", "found") >= 0.95
    assert total["checks", "false alarm"] == 0
