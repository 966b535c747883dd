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


def test_share_of_cases_inside_the_limit_prints_and_traces(book: Path) -> None:
    words = ("plan", book, "--as-of", "2025-01-05", "--clocks", "--period", "mps:2024")
    shown = tongket(*words, "--json").json
    shares = [each for each in shown["figures"] if each["indicator"] == "plan.clock.share_inside_limit"]
    share = next(each for each in shares if each["by"] == {"clock": "investigation"})
    assert 0.9 < float(share["value"]) < 1
    assert share["id"] in tongket(*words).out
    traced = tongket("trace", book, share["id"], "--lang", "en").out
    assert "MP-2024-" in traced
    assert "Article" in traced


def test_explanation_of_an_ended_clock_says_how_it_ended(book: Path) -> None:
    shown = tongket("plan", book, "--as-of", "2024-12-14", "--seal", "latest", "--explain", "MP-2024-00347").out
    assert "tạm đình chỉ điều tra): trong hạn." in shown


def test_every_option_of_an_office_is_heard(book: Path, tmp_path: Path) -> None:
    units = tmp_path / "units.txt"
    units.write_text("Phòng A\nPhòng B\n", encoding="utf-8")
    day = ("--as-of", "2025-01-05")
    drawn = tongket("plan", book, *day, "--draw", "1", "--seed", "7", "--units", units, "--json").json["draw"]
    assert [each["unit"] for each in drawn["candidates"]] == ["Phòng A", "Phòng B"]
    shown = tongket("plan", book, *day, "--inspections", "--period", "mps:2022", "--lang", "en").out
    assert "planned from 15 December 2021 to 14 December 2022" in shown
    assert tongket("plan", book, *day, "--draw", "1", "--seed", "7", "--units", tmp_path / "none").code == 3
    assert tongket("plan", book, *day, "--clocks", "--period", "2022").code == 2


def test_succession_forms_come_from_the_command_and_are_read_back(book: Path, tmp_path: Path) -> None:
    forms = [tmp_path / f"{kind}.xlsx" for kind in ("committee", "command")]
    for form in forms:
        assert tongket("template", form, "--table", f"succession_{form.stem}").code == 0
    rules = tmp_path / "own.toml"
    rules.write_text("[aliases]\n", encoding="utf-8")
    words = ("plan", book, "--as-of", "2025-12-01", "--succession", *forms, "--json")
    assert tongket(*words).json["rows"] == {"committee": 0, "command": 0}
    assert len(tongket(*words).json["rules"]) > len(tongket(*words, "--rules", rules).json["rules"]) == 0
    assert tongket("template", forms[0], "--table", "succession_of_nobody").code == 2
