"""`plan --succession`: what it prints, what it never prints, and that the book stays as it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.end_to_end.running import Ran, tongket
from tests.unit.plan.test_succession import many, write_list
from tongket.cli import main

MARKS = ("Cán bộ", "-MP")


@pytest.fixture
def words(tmp_path: Path) -> list[object]:
    assert tongket("init", tmp_path / "book", "--preset", "vn-city").code == 0
    lists = write_list(tmp_path / "a.xlsx", many()[1:]), write_list(tmp_path / "b.xlsx", [*many(), many()[4]])
    return ["plan", tmp_path / "book", "--as-of", "2025-12-01", "--lang", "vi", "--succession", *lists]


def names_in(ran: Ran) -> bool:
    return any(mark in ran.out + ran.err for mark in MARKS)


def test_rows_and_rules_are_printed_and_the_book_is_not_touched(words: list[object]) -> None:
    book = Path(str(words[1]))
    before = {path: path.read_bytes() for path in book.rglob("*") if path.is_file()}
    for option in ([], ["--json"]):
        ran = tongket(*words, *option)
        assert ran.code == 1  # one person and post on two rows
        assert not names_in(ran)
    assert {path: path.read_bytes() for path in book.rglob("*") if path.is_file()} == before
    shown = " ".join(tongket(*words).out.split())
    assert "Quy hoạch lãnh đạo, chỉ huy, Danh sách: dòng 3" in shown


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_names_go_to_no_file(words: list[object], option: list[str]) -> None:
    ran = tongket(*words, "--names", *option)
    assert ran.code == 2
    assert not names_in(ran)
    assert "--names" in ran.err


def test_names_are_shown_on_a_screen(words: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdout", screen)
    main([str(word) for word in (*words, "--names")])
    assert "dòng 3: Cán bộ 001" in screen.getvalue()
