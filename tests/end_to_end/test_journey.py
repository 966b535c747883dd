"""The whole way on small data, each command as a user writes it: init, collect, close, count, trace, report, verify."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.end_to_end.conftest import City
from tests.end_to_end.running import tongket
from tests.end_to_end.small_city import write_register

SOCIAL_ORDER = {"134", "173", "174", "318", "321"}


def recorded(register: Path, first: date, last: date, offences: set[str]) -> set[str]:
    """Count by hand: ids of the good rows recorded in a span, each once."""
    found = set()
    for row in csv.DictReader(register.read_text(encoding="utf-8").splitlines()):
        good = row["offence"] and row["status"] != "gone" and not row["recorded_on"].startswith("31/")
        if good and first <= date.fromisoformat(row["recorded_on"]) <= last and row["offence"] in offences:
            found.add(row["case_id"])
    return found


def test_the_whole_way(here: Path) -> None:
    register = write_register(Path("cases.csv"))
    assert tongket("init", "can-tho").code == 0

    collected = tongket("collect", "can-tho", "cases.csv", "--received-on", "2023-01-04", "--json")
    assert collected.code == 1  # rows were rejected
    told = collected.json
    assert (told["read"], told["accepted"], told["rejected"], told["duplicate"]) == (
        register.read,
        register.accepted,
        register.rejected,
        register.duplicate,
    )

    assert tongket("close", "can-tho", "--as-of", "2023-01-05", "--status", "preliminary").code == 0

    words = "count can-tho --period mps:2022 --against mps:2021 --indicator recorded.social_order --json".split()
    (figure,) = tongket(*words).json["figures"]
    this_year = recorded(register.path, date(2021, 12, 15), date(2022, 12, 14), SOCIAL_ORDER)
    last_year = recorded(register.path, date(2020, 12, 15), date(2021, 12, 14), SOCIAL_ORDER)
    assert figure["value"] == len(this_year) > 100
    assert figure["comparisons"][0]["value"] == len(last_year)
    assert figure["comparisons"][0]["difference"] == len(this_year) - len(last_year)

    pages = [tongket("trace", "can-tho", figure["id"], "--page", page, "--json").json for page in (1, 2, 3, 4, 5)]
    traced = [key for page in pages for (key,) in page["numbers"][0]["keys"]]
    assert sorted(traced) == sorted(this_year)

    reported = tongket("report", "can-tho", "--period", "mps:2022", "--to", "html", "--json")
    assert reported.code == 0
    (page,) = (Path(file) for file in reported.json["files"])
    assert f"{len(this_year)} vụ" in page.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")

    assert tongket("verify", "can-tho").code == 0


def test_reading_again_changes_nothing(city: City) -> None:
    before = {path: path.read_bytes() for path in (city.book / "records").rglob("*.parquet")}
    again = tongket("collect", city.book, city.register.path, "--received-on", "2023-05-01", "--json").json
    assert again["sources"][0]["already_loaded"]
    assert {path: path.read_bytes() for path in (city.book / "records").rglob("*.parquet")} == before


def test_a_mended_file_is_accepted_and_supersedes(city: City, tmp_path: Path) -> None:
    text = city.register.path.read_text(encoding="utf-8")
    mended = tmp_path / "mended-cases.csv"
    mended.write_text(text.replace("31/02/2022", "2022-11-30").replace(",gone,", ",open,"), encoding="utf-8")
    told = tongket("collect", city.book, mended, "--received-on", "2023-04-16", "--json").json
    assert told["rejected"] == 1  # the case without offence
    assert told["accepted"] == 2
    assert told["duplicate"] == told["read"] - 3


def test_a_dry_run_writes_nothing(city: City, tmp_path: Path) -> None:
    source = tmp_path / "more-cases.csv"
    source.write_text(city.register.path.read_text(encoding="utf-8").replace("MP-", "XX-"), encoding="utf-8")
    before = {path: path.stat().st_size for path in city.book.rglob("*") if path.is_file()}
    told = tongket("collect", city.book, source, "--dry-run", "--received-on", "2023-04-16", "--json").json
    assert told["dry_run"]
    assert told["sources"][0]["difference"]["new"] == city.register.accepted
    assert {path: path.stat().st_size for path in city.book.rglob("*") if path.is_file()} == before


def test_closing_again_makes_no_second_seal(city: City) -> None:
    again = tongket("close", city.book, "--as-of", "2023-04-15", "--status", "official", "--json").json
    assert not again["is_new"]
    assert len(tongket("seals", city.book, "--json").json["seals"]) == 2


def test_the_same_records_make_the_same_seal_in_another_book(shared_city: City, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "can-tho"
    assert tongket("init", other).code == 0
    tongket("collect", other, shared_city.register.path, "--received-on", "2023-01-04")
    made = tongket("close", other, "--as-of", "2023-01-05", "--json").json
    assert made["digest"] == tongket("seals", shared_city.book, "--json").json["seals"][0]["digest"]


def test_what_changed_between_two_seals_is_explained_in_full(shared_city: City) -> None:
    told = tongket("diff", shared_city.book, "--period", "mps:2022", "--json").json
    assert told["figures"]
    for figure in told["figures"]:
        if isinstance(figure["difference"], int):
            assert figure["difference"] == sum(cause["difference"] for cause in figure["causes"])
    (total,) = (figure for figure in told["figures"] if figure["figure"] == "recorded.all")
    assert total["difference"] == 3
    assert [cause["cause"] for cause in total["causes"]] == ["late_record"]


def test_the_same_question_gives_the_same_bytes(shared_city: City) -> None:
    words = ("count", shared_city.book, "--period", "mps:2022", "--against", "mps:2021", "--by", "area", "--json")
    assert tongket(*words).out == tongket(*words).out


def test_the_same_report_gives_the_same_bytes(shared_city: City, tmp_path: Path) -> None:
    found = []
    for name in ("first", "second"):
        words = ("report", shared_city.book, "--period", "mps:2022", "--output", tmp_path / name, "--to", "docx,html")
        assert tongket(*words).code == 0
        found.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert found[0] == found[1]
    assert len(found[0]) == 2


def test_parts_add_up_to_the_total(shared_city: City) -> None:
    words = ("count", shared_city.book, "--period", "mps:2022", "--indicator", "recorded.all", "--json")
    (total,) = tongket(*words).json["figures"]
    for dimension in ("area", "offence", "offence_group", "severity", "month"):
        figures = tongket(*words, "--by", dimension).json["figures"]
        parts = [each["value"] for each in figures if each["by"] or each["area"] != "*"]
        assert sum(parts) == total["value"], dimension


def test_csv_of_figures_holds_them_all(shared_city: City, tmp_path: Path) -> None:
    words = ("count", shared_city.book, "--period", "mps:2022", "--by", "area")
    told = tongket(*words, "--csv", tmp_path / "figures.csv", "--json").json
    rows = list(csv.DictReader((tmp_path / "figures.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["id"] for row in rows] == [figure["id"] for figure in told["figures"]]


@pytest.mark.parametrize(("language", "word"), [("vi", "Bản chốt"), ("en", "Seal")])
def test_each_language_on_the_screen(shared_city: City, language: str, word: str) -> None:
    for words in (("seals", shared_city.book), ("count", shared_city.book, "--period", "mps:2022")):
        assert word in tongket(*words, "--lang", language).out
        assert word in tongket("--lang", language, *words).out


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_language_in_the_sentences_for_machines(shared_city: City, language: str) -> None:
    words = "--period mps:2022 --against mps:2021 --indicator recorded.all --json --lang".split()
    (figure,) = tongket("count", shared_city.book, *words, language).json["figures"]
    assert ("so với" in figure["comparisons"][0]["sentence"]) == (language == "vi")
