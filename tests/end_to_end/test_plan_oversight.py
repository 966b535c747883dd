"""Inspections, draw and integrity watch on the demonstration book, from the command line to the record."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.running import tongket
from tongket.plan.draw import check_draw, read_draw

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demonstration, tmp_path_factory.mktemp("oversight") / "can-tho"))


def test_shares_of_inspections_lead_back_to_their_records(book: Path) -> None:
    shown = tongket("plan", book, "--as-of", "2025-01-05", "--inspections", "--json").json
    figures = {each["indicator"]: each for each in shown["figures"]}
    assert set(figures) == {
        f"plan.inspections.{name}" for name in ("share_of_plan", "coverage", "carried_out", "rechecked")
    }
    assert 0 < float(figures["plan.inspections.share_of_plan"]["value"]) <= 1
    traced = tongket("trace", book, figures["plan.inspections.share_of_plan"]["id"], "--lang", "en")
    assert traced.code == 0
    assert "TT-2024-01" in traced.out


def test_a_draw_repeats_from_what_is_published(book: Path) -> None:
    words = ("plan", book, "--as-of", "2025-01-05", "--inspections", "--draw", "3", "--seed", "583920", "--json")
    first, second = tongket(*words).json["draw"], tongket(*words).json["draw"]
    assert first == second
    assert check_draw(read_draw(first)) == ()
    assert len(first["steps"]) == 3
    assert all(each["weight"] >= 1 for each in first["candidates"])


def test_inspectors_page_and_json_tell_the_same(book: Path, tmp_path: Path) -> None:
    page = tmp_path / "integrity.html"
    shown = tongket("plan", book, "--as-of", "2025-01-05", "--integrity", "--html", page, "--json").json
    assert shown["period"] == "mps:2024"
    text = page.read_text(encoding="utf-8")
    for check in shown["checks"]:
        assert f'id="{check["id"]}"' in text
        assert sum(row["marked"] for row in check["rows"]) == check["marked"] == 0  # nothing is planted
    whole = {each["indicator"]: each for each in shown["figures"]}
    traced = tongket("trace", book, whole["plan.integrity.unfounded"]["id"], "--lang", "en")
    assert "unfounded" in traced.out
