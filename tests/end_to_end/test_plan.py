"""`plan` on the demonstration book: its views, their JSON as the manual has it, and numbers that trace."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.running import Ran, tongket
from tests.end_to_end.test_json import check_keys, documented

DAY = ("--as-of", "2024-09-30", "--seal", "latest")
VIEWS: dict[str, tuple[str, ...]] = {
    "board": ("--kind", "directive", "--kind", "petition"),
    "targets": ("--targets",),
    "wanted": ("--wanted",),
    "explain": ("--explain", "CT-2024-recorded"),
    "explain a deadline": ("--explain", "KN-202407-01"),
    "moved": ("--moved",),
    "inspections": ("--inspections",),
    "draw": ("--draw", "2", "--seed", "123456"),
    "integrity": ("--integrity",),
    "directives": ("--directives",),
    "petitions": ("--petitions",),
    "clocks": ("--clocks", "--period", "mps:2023"),
}
# block of the manual's section that shows a view's keys
BLOCKS = {
    "board": 0,
    "targets": 1,
    "wanted": 2,
    "explain": 3,
    "explain a deadline": 3,
    "moved": 4,
    "directives": 5,
    "petitions": 5,
    "clocks": 5,
    "inspections": 6,
}


@pytest.fixture(scope="module")
def book(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the demonstration book, for planning writes into the ledger."""
    copy = tmp_path_factory.mktemp("plan") / "can-tho"
    shutil.copytree(demonstration, copy, ignore=shutil.ignore_patterns("sources"))
    return copy


@pytest.fixture(scope="module")
def answers(book: Path) -> dict[str, Any]:
    """Return what each view prints for machines."""
    ran = {view: tongket("plan", book, *DAY, *words, "--json") for view, words in VIEWS.items()}
    assert {view: each.code for view, each in ran.items()} == dict.fromkeys(VIEWS, 0), ran
    return {view: each.json for view, each in ran.items()}


def traced(book: Path, figure: str) -> Ran:
    return tongket("trace", book, figure, "--json")


@pytest.mark.slow
@pytest.mark.parametrize("view", BLOCKS)
def test_view_has_the_keys_of_the_manual(view: str, answers: dict[str, Any]) -> None:
    found, example = answers[view], documented("plan", BLOCKS[view])
    if view in ("explain", "explain a deadline"):
        # a target has no days to count, a deadline no figures; the page shows both
        assert set(found) == set(example)
        check_keys(found["item"], example["item"], "plan.item")
        check_keys(found["tables"], example["tables"], "plan.tables")
        assert bool(found["days"]) == (view != "explain")
        return
    if view == "moved":
        assert set(found) == set(example)
        check_keys(found["by_register"], example["by_register"], "plan.by_register")
        return
    if view == "inspections":
        found, example = found | {"draw": None}, example | {"draw": None}
    check_keys(found, example, "plan")


@pytest.mark.slow
def test_draw_can_be_repeated_from_what_is_printed(answers: dict[str, Any]) -> None:
    from tongket.plan.draw import check_draw, read_draw

    assert check_draw(read_draw(answers["draw"]["draw"])) == ()


@pytest.mark.slow
def test_counts_add_up_to_the_items(answers: dict[str, Any]) -> None:
    board = answers["board"]
    assert sum(each["items"] for each in board["counts"]) == len(board["items"]) > 20


@pytest.mark.slow
def test_every_derived_number_traces(book: Path, answers: dict[str, Any]) -> None:
    derived = [one for target in answers["targets"]["targets"] for one in target["derived"]]
    assert {one["indicator"] for one in derived} >= {"plan.target.percentage", "plan.pace.projected"}
    asked = [derived[0], next(one for one in derived if one["indicator"] == "plan.pace.projected")]
    asked += [answers["wanted"]["derived"][0]]
    for one in asked:
        ran = traced(book, one["id"])
        assert ran.code == 0, ran
        assert ran.json["numbers"][0]["records"] > 0
    counted = next(each["figure"] for each in answers["board"]["counts"] if each["state"] == "late")
    assert traced(book, counted).json["figure"]["indicator"] == "plan.board.late"


@pytest.mark.slow
def test_projections_of_september_hold_the_numbers_of_december(answers: dict[str, Any]) -> None:
    # what the demonstration's year came to, whole: registers know it, the board of September did not
    december = {
        "CT-2024-recorded": 740,
        "CT-2024-eid_account-activated-916 … CT-2024-eid_account-activated-927": 214_900,
        "CT-2024-identity_card-issued-916 … CT-2024-identity_card-issued-927": 84_300,
    }
    for target in answers["targets"]["targets"]:
        if target["id"] in december:
            band = next(one for one in target["derived"] if one["indicator"] == "plan.pace.projected")
            assert band["lower"] <= december[target["id"]] <= band["upper"]


@pytest.mark.slow
def test_funnel_alarms_above_a_hundred_per_cent(answers: dict[str, Any]) -> None:
    funnel = next(each for each in answers["targets"]["funnels"] if each["indicator"] == "eid_account")
    activated = funnel["stages"][-1]
    assert activated["step"]["alarm"]
    assert not activated["step_so_far"]["alarm"]
    assert activated["step"]["of_en"] == "of those issued"


@pytest.mark.slow
def test_calendars_and_page_are_written(book: Path, tmp_path: Path) -> None:
    page = tmp_path / "board.html"
    ran = tongket("plan", book, *DAY, "--kind", "directive", "--ical", tmp_path / "ics", "--html", page, "--lang", "vi")
    assert ran.code == 0, ran
    assert "SỐ LIỆU MÔ PHỎNG" in ran.out
    assert (tmp_path / "ics" / "all.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert "SỐ LIỆU MÔ PHỎNG" in written
    assert "<script" not in written


@pytest.mark.slow
def test_board_without_a_newer_seal_says_what_it_does_not_know(book: Path) -> None:
    ran = tongket("plan", book, "--as-of", "2024-09-30", "--kind", "directive", "--lang", "en")
    assert "the 87 days since are not known" in ran.out
    assert "tongket close BOOK --as-of 2024-09-30" in ran.out


@pytest.mark.slow
def test_day_before_the_first_seal_is_refused_with_the_remedy(book: Path) -> None:
    ran = tongket("plan", book, "--as-of", "2018-06-30")
    assert ran.code == 1
    assert "Make one with: tongket close" in ran.err


@pytest.mark.slow
def test_item_that_is_not_there_is_refused(book: Path) -> None:
    ran = tongket("plan", book, *DAY, "--explain", "nobody")
    assert ran.code == 2
