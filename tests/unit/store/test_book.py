from __future__ import annotations

import re
from pathlib import Path

import pytest

from tongket.model.errors import BookError, DefinitionError
from tongket.store.book import FILE_NAME, create_book, list_book_presets, parse_book, read_book


@pytest.mark.parametrize("preset", list_book_presets())
def test_every_shipped_preset_makes_a_book_that_is_read_back(tmp_path: Path, preset: str) -> None:
    book = create_book(tmp_path / "x", preset)
    assert read_book(tmp_path / "x") == book
    assert book.calendar.id in book.calendars


def test_a_second_book_is_not_made_over_the_first(tmp_path: Path) -> None:
    create_book(tmp_path, "vn-city")
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(BookError, match=r"holds a book already.*another folder"):
        create_book(tmp_path, "toronto")
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_an_unknown_preset_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"one of .*vn-city.*got 'atlantis'"):
        create_book(tmp_path / "x", "atlantis")
    assert not (tmp_path / "x").exists()


def test_a_folder_without_a_book_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"tongket init"):
        read_book(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "changed", "message"),
    [
        (r'calendar = "mps"', 'calendar = "lunar"', r"`book.calendar` must be one of .*mps.*got 'lunar'"),
        (r'language = "vi"', 'language = "fr"', r"`book.language` must be one of vi, en"),
        (r'"Asia/Ho_Chi_Minh"', '"Asia/Saigon2"', r"must be an IANA zone; got 'Asia/Saigon2'.*Asia/Ho_Chi_Minh"),
        (r"small_number = 50", "small_numbre = 50", r"small_numbre"),
        (r"small_number = 50", 'small_number = "50"', r"rules.small_number"),
        (r"\[book\]", "[book", r"Mend the file"),
    ],
)
def test_a_wrong_key_is_named_with_its_remedy(tmp_path: Path, pattern: str, changed: str, message: str) -> None:
    path = create_book(tmp_path, "vn-city").path / FILE_NAME
    content = re.sub(pattern, changed, path.read_text(encoding="utf-8"), count=1)
    with pytest.raises(DefinitionError, match=message):
        parse_book(content, tmp_path)


def test_a_book_may_have_a_calendar_of_its_own(tmp_path: Path) -> None:
    path = create_book(tmp_path, "vn-city").path / FILE_NAME
    own = '\n[[calendars]]\nid = "office"\nfirst_day = 10\n'
    content = path.read_text(encoding="utf-8").replace('calendar = "mps"', 'calendar = "office"') + own
    assert parse_book(content, tmp_path).calendar.first_day == 10


def test_folders_lie_where_the_manual_says(tmp_path: Path) -> None:
    book = create_book(tmp_path / "can-tho", "vn-city")
    names = [path.name for path in (book.records, book.rejects, book.loads, book.seals, book.figures, book.reports)]
    assert names == ["records", "rejects", "loads.parquet", "seals", "figures", "reports"]
    assert book.id == "can-tho"
