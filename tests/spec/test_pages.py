"""Every page of the manual, on every engine; and the manual is what the pages say."""

from pathlib import Path

import pytest

from tests.spec.drawing import Spec, answer_of, drawn, engines, shown, typed
from tests.spec.manual import MANUAL, chapters, render_manual

PAGES = [page for _, pages in chapters() for page in pages]


@pytest.mark.parametrize("page", PAGES, ids=[page.title for page in PAGES])
def test_page_holds_on_every_engine(page: Spec, tmp_path: Path) -> None:
    wanted = drawn(page.answer)
    records = {table: typed(table, drawn(rows)) for table, rows in page.records.items()}
    for engine in engines(records, tmp_path):
        assert shown(answer_of(page, engine), tuple(wanted[0])) == wanted, engine.name


def test_manual_is_generated_from_the_pages() -> None:
    assert MANUAL.read_text(encoding="utf-8") == render_manual(), "run: python -m tests.spec.manual"


def test_titles_are_unique() -> None:
    titles = [page.title for page in PAGES]
    assert len(set(titles)) == len(titles)
