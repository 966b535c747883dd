"""`tongket evaluate` on the demonstration: six campaigns of 2023, their verdicts, their numbers traced."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.running import tongket

SEAL = "2024-01-05"
VERDICTS = {
    "CD-2023-01": "not_shown",
    "CD-2023-02": "activity",
    "CD-2023-03": "fell",
    "CD-2023-04": "activity",
    "CD-2023-05": "not_shown",
    "CD-2023-06": "activity",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demonstration, tmp_path_factory.mktemp("evaluated") / "can-tho"))


@pytest.fixture(scope="module")
def listed(book: Path) -> dict[str, Any]:
    ran = tongket("evaluate", book, "--seal", SEAL, "--json")
    assert ran.code == 0, ran.err
    return {card["campaign"]: card for card in ran.json["campaigns"]}


def test_six_campaigns_of_2023_have_a_verdict_each(listed: dict[str, Any]) -> None:
    assert {name: listed[name]["verdict"] for name in VERDICTS} == VERDICTS
    assert all(listed[name]["sentence_vi"].endswith(".") for name in VERDICTS)


def test_the_planted_fall_lies_in_the_interval(listed: dict[str, Any]) -> None:
    # thefts in Ninh Kiều happen in 60 % of the cases while CD-2023-03 lasts
    effect = next(each for each in listed["CD-2023-03"]["figures"] if each["indicator"] == "evaluate.effect")
    assert effect["lower"] < -0.4 < effect["upper"]
    assert "too_small" in {each["kind"] for each in listed["CD-2023-03"]["warnings"]}


def test_the_same_weeks_keep_their_distance_to_tet(listed: dict[str, Any]) -> None:
    assert listed["CD-2023-01"]["method"] == "same_weeks"


def test_every_number_of_a_card_traces(book: Path, listed: dict[str, Any]) -> None:
    for each in listed["CD-2023-03"]["figures"]:
        ran = tongket("trace", book, each["id"])
        assert ran.code == 0, ran.err
        assert each["indicator"] in ran.out


def test_a_campaign_that_is_not_there_is_refused(book: Path) -> None:
    ran = tongket("evaluate", book, "CD-1999", "--lang", "en")
    assert ran.code == 2
    assert "CD-2023-03" in ran.err


def test_a_page_has_text_and_pictures(book: Path, tmp_path: Path) -> None:
    page = tmp_path / "cards.html"
    assert tongket("evaluate", book, "CD-2023-03", "--seal", SEAL, "--html", page, "--lang", "vi").code == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 2
    assert "SỐ LIỆU MÔ PHỎNG" in text
    assert "Quận Ninh Kiều" in text


def test_a_broken_chain_of_registrations_is_noticed(book: Path) -> None:
    assert tongket("evaluate", book, "CD-2024-TET", "--register").code == 0
    chain = book / "registrations.jsonl"
    chain.write_bytes(chain.read_bytes().replace(b'"outcome": "occurred"', b'"outcome": "recorded"'))
    ran = tongket("verify", book, "--json")
    assert ran.code == 1
    assert [each["fault"] for each in ran.json["problems"]] == ["chain"]
    chain.unlink()
