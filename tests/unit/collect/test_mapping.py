"""Mappings: what they may say, and what is refused with file, key and remedy."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.unit.collect.books import RECEIVED, new_book, row, rule_ids, write_csv
from tests.unit.collect.test_reading import records
from tongket.collect.collecting import collect_sources
from tongket.collect.mapping import list_presets, parse_mapping, read_mapping, read_preset
from tongket.collect.translations import slug
from tongket.model.errors import DefinitionError, SourceError, UsageError
from tongket.model.tables import RECORD_TABLES
from tongket.store.book import Book

FIRES = """
id = "t"
table = "fires"
[columns.fire_id]
from = "id"
[columns.occurred_on]
from = "day"
[columns.area]
from = "place"
"""


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path, "philadelphia")


def load(book: Book, tmp_path: Path, mapping: str, rows: list[dict[str, str]]) -> list[str]:
    path = write_csv(tmp_path / "source.csv", rows)
    result = collect_sources(book, [path], mapping=parse_mapping(mapping, tmp_path / "m.toml"), received_on=RECEIVED)
    return rule_ids(result)


REFUSED = {
    "id = ": "Mend the file",
    'id = "x"\ntable = "cases"\ncolumns = {}\nextra = 1': "unknown field `extra`",
    'id = "x"\ntable = "nothing"\n[columns.a]\nfrom = "b"': "must be one of cases",
    'id = "x"\ntable = "fires"\n[columns.colour]\nfrom = "b"': "must be a column of 'fires'",
    'id = "x"\ntable = "fires"\n[columns.area]\nwidth = 2': "must have `from` or `value`",
    'id = "x"\ntable = "fires"\n[columns.area]\nfrom = "b"\ncodes = "c"': "must name a table of",
    'id = "x"\ntable = "fires"\n[columns.area]\nfrom = "b"\nunknown = "drop"': "must be reject, keep, empty or code:X",
    'id = "x"\ntable = "fires"\n[columns.area]\nfrom = "b"\nzone = "UTC"': "no date or time",
    'id = "x"\ntable = "fires"\n[columns.occurred_on]\nfrom = "b"\nzone = "Mars"': "must be an IANA zone",
    'id = "x"\ntable = "fires"\n[columns.area]\nfrom = "b"\ngenerate = true': "single key",
    'id = "x"\ntable = "fires"\n[columns.area]\nfrom = "b"\n[severity]\nR999 = "off"': "must name a rule",
    'id = "x"\ntable = "fires"\noffences = { column = "b" }\n[columns.area]\nfrom = "b"': "for the table 'cases'",
    'id = "x"\ntable = "fires"\n[columns.area]\nfrom = "b"\n[source]\nencoding = "klingon"': "source.encoding",
    'id = "x"\ntable = "fires"\n[[agree]]\ncolumn = "h"\nwith = "q"\npart = "hour"\n[columns.area]\nfrom = "b"': "with",
}


@pytest.mark.parametrize("content", REFUSED)
def test_refused_with_file_and_remedy(content: str) -> None:
    with pytest.raises(DefinitionError, match=REFUSED[content]) as refusal:
        parse_mapping(content, Path("mine.toml"))
    assert "mine.toml" in str(refusal.value) or "Table" in str(refusal.value)


def test_codes_must_be_codes_of_the_column() -> None:
    content = 'id = "x"\ntable = "cases"\n[columns.status]\nfrom = "s"\ncodes = "c"\n[codes.c]\ny = "finished"'
    with pytest.raises(DefinitionError, match="must be one of open, cleared"):
        parse_mapping(content, Path("mine.toml"))


@pytest.mark.parametrize("name", list_presets())
def test_every_preset_is_valid(name: str) -> None:
    mapping = read_preset(name)
    assert mapping.table == "cases"
    assert mapping.schema.key[0] in mapping.columns


@pytest.mark.parametrize("table", RECORD_TABLES)
@pytest.mark.parametrize("preset", ["tongket", "vn-case-book"])
def test_own_presets_serve_every_table(preset: str, table: str) -> None:
    assert set(read_preset(preset, table).columns) == set(RECORD_TABLES[table].content_names)


def test_unknown_preset_lists_those_there_are() -> None:
    with pytest.raises(DefinitionError, match="uk-police"):
        read_preset("london")


def test_mapping_and_preset_are_not_given_both(book: Book) -> None:
    with pytest.raises(UsageError, match="not both"):
        collect_sources(book, ["x.csv"], mapping=Path("m.toml"), preset="tongket")


def test_missing_mapping_file() -> None:
    with pytest.raises(DefinitionError, match="Mend the path"):
        read_mapping(Path("/nowhere/mapping.toml"))


def test_missing_column_lists_what_there_is(book: Book, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"'place'.*the source has 'id', 'day', 'town'"):
        load(book, tmp_path, FIRES, [{"id": "1", "day": "2022-01-01", "town": "x"}])


def test_names_are_compared_without_case_and_underscores(book: Book, tmp_path: Path) -> None:
    load(book, tmp_path, FIRES, [{"ID": "1", "DAY": "2022-01-01", "Place *": "01"}])
    assert records(book, "fires", "fire_id, area") == [("1", "01")]


def test_join_width_pattern_letters_and_default(book: Book, tmp_path: Path) -> None:
    mapping = """
id = "t"
table = "fires"
[columns.fire_id]
from = ["year", "number"]
join = "/"
[columns.occurred_on]
from = ["late", "day"]
[columns.area]
from = "place"
pattern = '^(\\d+)'
width = 3
default = "none"
"""
    rows = [
        {"year": "2022", "number": "7", "late": "", "day": "01/02/2022", "place": "5 - Harbour"},
        {"year": "2022", "number": "8", "late": "2022-02-03", "day": "01/02/2022", "place": ""},
    ]
    assert load(book, tmp_path, mapping, rows) == []
    assert records(book, "fires", "fire_id, occurred_on, area") == [
        ("2022/7", date(2022, 2, 1), "005"),
        ("2022/8", date(2022, 2, 3), "none"),
    ]


def test_times_in_utc_become_wall_time_of_the_book(book: Book, tmp_path: Path) -> None:
    mapping = FIRES.replace('from = "day"', 'from = "day"\nzone = "UTC"')
    rows = [
        {"id": "1", "day": "2022-07-01 03:30:00+00", "place": "01"},
        {"id": "2", "day": "2022-01-01T04:59:00Z", "place": "01"},
        {"id": "3", "day": "2022-01-01 05:00", "place": "01"},
    ]
    load(book, tmp_path, mapping, rows)
    # New York is four hours behind in summer, five in winter
    assert records(book, "fires", "fire_id, occurred_on") == [
        ("1", date(2022, 6, 30)),
        ("2", date(2021, 12, 31)),
        ("3", date(2022, 1, 1)),
    ]


CASES = """
id = "t"
table = "cases"
[columns.case_id]
from = "id"
generate = true
[columns.recorded_on]
from = "month"
formats = ["%Y-%m"]
[columns.occurred_from]
from = "month"
formats = ["%Y-%m"]
[columns.occurred_to]
from = "month"
formats = ["%Y-%m"]
edge = "month_end"
[columns.offence]
from = "type"
letters = "slug"
[columns.offence_group]
from = "type"
codes = "groups"
unknown = "code:other"
[columns.status]
from = "outcome"
codes = "outcomes"
default = "none"
[columns.area]
value = "01"
[codes.groups]
"Trộm  cắp" = "theft"
[codes.outcomes]
none = "open"
charged = "cleared"
[severity]
R203 = "off"
R402 = "off"
"""


def test_month_only_is_an_interval_and_codes_fold(book: Book, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "month": "2022-02", "type": "trộm cắp", "outcome": ""},
        {"id": "b", "month": "2022-02", "type": "Đánh bạc!", "outcome": "CHARGED"},
    ]
    assert load(book, tmp_path, CASES, rows) == []
    assert records(book, "cases", "case_id, offence, offence_group, status, occurred_from, occurred_to") == [
        ("a", "trom-cap", "theft", "open", datetime(2022, 2, 1), datetime(2022, 2, 28, 23, 59, 59)),
        ("b", "danh-bac", "other", "cleared", datetime(2022, 2, 1), datetime(2022, 2, 28, 23, 59, 59)),
    ]


def test_ids_made_from_content_repeat_and_number_equal_rows(book: Book, tmp_path: Path) -> None:
    rows = [{"id": "", "month": "2022-02", "type": "x", "outcome": ""}] * 3
    assert load(book, tmp_path, CASES, rows) == ["R117"]
    first = records(book, "cases", "case_id")
    assert [cell.rsplit("-", 1)[1] for (cell,) in first] == ["1", "2", "3"]
    assert len({cell.rsplit("-", 1)[0] for (cell,) in first}) == 1


def test_repeated_ids_are_numbered_where_the_mapping_says_so(book: Book, tmp_path: Path) -> None:
    mapping = CASES + 'R301 = "warning"\n'
    rows = [{"id": "a", "month": "2022-02", "type": kind, "outcome": ""} for kind in ("x", "y", "x", "z")]
    assert load(book, tmp_path, mapping, rows) == ["R301"]
    assert records(book, "cases", "case_id, offence") == [("a", "x"), ("a#2", "y"), ("a#3", "z")]


def test_lines_that_are_no_records_are_skipped_and_counted(book: Book, tmp_path: Path) -> None:
    mapping = FIRES + '[[source.skip]]\ncolumn = "id"\nequals = ["Total"]\n'
    rows = [{"id": "1", "day": "2022-01-01", "place": "01"}, {"id": "Total", "day": "1", "place": ""}]
    path = write_csv(tmp_path / "s.csv", rows)
    result = collect_sources(book, [path], mapping=parse_mapping(mapping, path), received_on=RECEIVED)
    assert (result.read, result.accepted, result.sources[0].skipped) == (1, 1, 1)


def test_code_file_beside_the_mapping(book: Book, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("value,code\nBến Ninh Kiều,07\n", encoding="utf-8")
    mapping = FIRES.replace('from = "place"', 'from = "place"\ncodes = "p"') + '[code_files]\np = "places.csv"\n'
    rows = [{"id": "1", "day": "2022-01-01", "place": "bến ninh kiều"}, {"id": "2", "day": "2022-01-01", "place": "?"}]
    assert load(book, tmp_path, mapping, rows) == ["R110"]
    assert records(book, "fires", "area") == [("07",)]


def test_hour_apart_from_the_date(book: Book, tmp_path: Path) -> None:
    mapping = CASES.replace(
        '[columns.occurred_from]\nfrom = "month"\nformats = ["%Y-%m"]',
        '[columns.occurred_from]\nfrom = "day"\nhour = "hour"',
    ).replace(
        'from = "month"\nformats = ["%Y-%m"]\nedge = "month_end"', 'from = "day"\nhour = "hour"\nedge = "hour_end"'
    )
    rows = [{"id": "a", "month": "2022-02", "day": "2022-02-01", "hour": "13", "type": "x", "outcome": ""}]
    load(book, tmp_path, mapping, rows)
    assert records(book, "cases", "occurred_from, occurred_to") == [
        (datetime(2022, 2, 1, 13), datetime(2022, 2, 1, 13, 59, 59))
    ]


def test_slug() -> None:
    assert slug("  Trộm cắp/ĐÁNH bạc ") == "trom-cap-danh-bac"


def test_words_for_no_value_are_empty_text_too(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    path = write_csv(tmp_path / "directives.csv", [row("directives", evidence="N/A", clause="không rõ")])
    collect_sources(book, [path], received_on=RECEIVED)
    assert records(book, "directives", "evidence, clause") == [(None, None)]
