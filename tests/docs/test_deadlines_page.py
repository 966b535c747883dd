"""What the guide on deadlines shows is what the program says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.repository.tree import ROOT
from tongket.collect.states import read_states
from tongket.store.book import create_book
from tongket.store.calendars import read_holidays

PAGE = (ROOT / "docs" / "how-to" / "deadlines.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_prints_what_the_page_shows(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = create_book(tmp_path / "book", "vn-city")
    extra = '[[day]]\non = 2024-02-16\nname = { vi = "a", en = "b" }\nsource = { vi = "a", en = "b" }\n'
    (book.path / "holidays.toml").write_text(extra, encoding="utf-8")
    names: dict[str, Any] = {"path": book.path}
    explained, moved = blocks("python")
    exec(explained, names)  # the page is part of the project
    printed = capsys.readouterr().out.splitlines()
    for line in blocks("text")[0].splitlines():
        shown = line.removesuffix("[…]")
        assert line == "…" or any(each == shown or (line != shown and each.startswith(shown)) for each in printed), line
    exec(moved, names)
    assert capsys.readouterr().out.startswith("KN-1 2024-02-19 2024-02-20 ['2024-02-16: was working day, is b.']")


@pytest.mark.parametrize(
    ("number", "off", "worked"), [(0, date(2026, 11, 24), date(2027, 5, 8)), (1, date(2027, 2, 9), date(2027, 2, 10))]
)
def test_the_files_of_the_page_can_be_read(number: int, off: date, worked: date, tmp_path: Path) -> None:
    book = create_book(tmp_path / "book", "vn-city")
    (book.path / "holidays.toml").write_text(blocks("toml")[number], encoding="utf-8")
    calendar = read_holidays(book)
    assert not calendar.is_working(off)
    assert calendar.is_working(worked)


def test_the_diagram_shows_the_states_of_directives() -> None:
    page = (ROOT / "docs" / "methods" / "deadlines.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^ +(\w+) --> (\w+)", page, re.MULTILINE))
    states = read_states()["directives"].states
    assert drawn == {(state.code, after) for state in states for after in state.next}
