from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from tests.unit.plan.integrity_books import CUTOFF, engine, honest, of_unit
from tongket.model.periods import parse_period
from tongket.plan.integrity import IntegrityReport, watch_integrity
from tongket.plan.integrity_checks import CheckId
from tongket.plan.integrity_page import integrity_page
from tongket.plan.integrity_text import WARNING, integrity_object, marked_table, row_sentence, summary_table
from tongket.store.shipped import read_offences


@pytest.fixture(scope="module")
def report() -> IntegrityReport:
    rows = honest(11, 250)
    for number, row in enumerate(of_unit(rows)):
        if number % 5 == 0:
            row["status"] = "unfounded"
    return watch_integrity(
        engine(rows), parse_period("civil:2023"), cutoff=CUTOFF, offences=read_offences("vn-penal-code")
    )


class Tags(HTMLParser):
    """Collect tags and check that each one opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_is_whole_and_loads_nothing(report: IntegrityReport, language) -> None:
    page = integrity_page(report, language, book="Sổ <thử>", seal="abc")
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    names = {name for name, _ in tags.seen}
    assert not names & {"script", "img", "link", "iframe", "form"}
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in tags.seen)
    assert "url(" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert "Sổ &lt;thử&gt;" in page
    assert WARNING.in_language(language) in page
    marked = [tag for tag, attrs in tags.seen if attrs.get("class") == "marked"]
    assert len(marked) == sum(len(table.marked) for table in report.tables) > 0
    ids = {attrs.get("id") for _, attrs in tags.seen}
    assert {check.value for check in CheckId} <= ids


def test_a_marked_row_is_told_in_a_sentence(report: IntegrityReport) -> None:
    table = report.table(CheckId.UNFOUNDED)
    row = next(row for row in table.marked if (row.unit, row.category) == ("U3", "*"))
    text = row_sentence(report, table.check, row)
    assert text.vi.startswith(f"U3: {row.hits} trên {row.of} (")
    assert "các đơn vị khác cùng kỳ" in text.vi
    assert "Có thể do: tin báo nhầm" in text.vi
    assert f"{row.expected:.1f} expected" in text.en
    assert "It may be: mistaken or double reports" in text.en
    shown = text.en.partition(" It may be: ")[0]
    assert shown in integrity_page(report, "en", book="b", seal="s")


def test_no_word_of_the_page_accuses(report: IntegrityReport) -> None:
    page = integrity_page(report, "vi", book="b", seal="s") + integrity_page(report, "en", book="b", seal="s")
    assert not re.search(r"gian dối|gian lận|vi phạm|che giấu|fraud|cheat|manipulat|falsif|worst", page, re.IGNORECASE)


def test_json_has_every_row_and_survives_writing(report: IntegrityReport) -> None:
    plain = json.loads(json.dumps(integrity_object(report, "en"), allow_nan=False))
    assert [each["id"] for each in plain["checks"]] == [check.value for check in CheckId]
    for each, table in zip(plain["checks"], report.tables, strict=True):
        assert (len(each["rows"]), each["tested"], each["marked"]) == (
            len(table.rows),
            table.tested,
            len(table.marked),
        )
        assert all((row["sentence"] is not None) == row["marked"] for row in each["rows"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_tables_have_a_cell_for_every_column(report: IntegrityReport, language) -> None:
    for table in report.tables:
        printed = marked_table(report, table, all_rows=True)
        assert len(printed.rows) == len(table.rows) > 0
        assert all(len(row) == len(printed.head) for row in printed.texts(language))
    assert len(summary_table(report).texts(language)) == len(CheckId)
    weekdays = marked_table(report, report.table(CheckId.WEEKDAY), all_rows=True).texts(language)
    assert any("Monday" in row[2] or "thứ Hai" in row[2] for row in weekdays)
