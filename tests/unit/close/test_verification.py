from __future__ import annotations

import json
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.unit.close.books import case, load, make_book
from tongket.close.closing import close_book
from tongket.close.problems import WORDINGS, Fault, Problem
from tongket.close.verification import verify_book, verify_seal
from tongket.model.seals import Seal, Status
from tongket.store.book import Book
from tongket.store.chains import append_link
from tongket.store.digests import bytes_digest
from tongket.store.ledger import DERIVATIONS
from tongket.store.seals import seal_folder

RECEIVED = date(2022, 6, 1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Book:
    book = make_book(tmp_path_factory.mktemp("whole"))
    load(book, "cases", [case(f"C{n}") for n in range(50)], RECEIVED)
    close_book(book, as_of=date(2022, 6, 30), status=Status.PRELIMINARY)
    close_book(book, as_of=date(2022, 6, 30), status=Status.OFFICIAL)
    book.figures.mkdir()
    content = b"not read, only hashed"
    (book.figures / f"{bytes_digest(content)}.parquet").write_bytes(content)
    return book


@pytest.fixture
def book(whole: Book, tmp_path: Path) -> Book:
    shutil.copytree(whole.path, tmp_path / "copy")
    from tongket.store.book import read_book

    return read_book(tmp_path / "copy")


@pytest.fixture
def seal(book: Book) -> Seal:
    from tongket.store.seals import list_seals

    return list_seals(book)[0]


def faults(book: Book) -> list[tuple[str, Fault]]:
    return [(problem.file.split("/")[-1], problem.fault) for problem in verify_book(book).problems]


def test_a_whole_book_has_no_problems(whole: Book) -> None:
    result = verify_book(whole)
    assert result.ok
    assert result.as_json() == {"ok": True, "problems": []}
    assert (result.n_seals, result.n_loads) == (2, 1)


def test_verifying_changes_nothing(book: Book) -> None:
    before = {path: path.read_bytes() for path in book.path.rglob("*") if path.is_file()}
    verify_book(book)
    assert before == {path: path.read_bytes() for path in book.path.rglob("*") if path.is_file()}


def flipped(path: Path, position: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1 << bit
    path.write_bytes(bytes(content))


def test_one_flipped_bit_in_any_file_of_a_seal_is_found_and_named(book: Book, seal: Seal) -> None:
    chance = random.Random(2022)
    for path in sorted(seal_folder(book, seal.digest).iterdir()):
        content = path.read_bytes()
        for position in sorted({0, len(content) - 1, *(chance.randrange(len(content)) for _ in range(3))}):
            flipped(path, position, chance.randrange(8))
            # a manifest that names another table or digest makes that table a second problem
            first, *_ = verify_seal(book, seal.digest).problems
            assert first.file == path.relative_to(book.path).as_posix()
            path.write_bytes(content)


def test_a_flipped_bit_anywhere_in_a_manifest_is_found(book: Book, seal: Seal) -> None:
    path = seal_folder(book, seal.digest) / "manifest.json"
    content = path.read_bytes()
    for position in range(0, len(content), 29):
        flipped(path, position, position % 8)
        assert not verify_seal(book, seal.digest).ok, position
        path.write_bytes(content)
    assert verify_seal(book, seal.digest).ok


def test_a_flipped_bit_in_the_ledger_of_figures_is_found(book: Book) -> None:
    (path,) = book.figures.iterdir()
    flipped(path, 3, 1)
    assert faults(book) == [(path.name, Fault.CHANGED)]
    (problem,) = verify_book(book).problems
    assert (problem.expected, problem.found) == (path.stem, bytes_digest(path.read_bytes()))


def test_a_missing_table_is_named(book: Book, seal: Seal) -> None:
    (seal_folder(book, seal.digest) / "cases.parquet").unlink()
    assert faults(book) == [("cases.parquet", Fault.MISSING)]


def test_a_missing_manifest_is_named(book: Book, seal: Seal) -> None:
    (seal_folder(book, seal.digest) / "manifest.json").unlink()
    assert faults(book) == [("manifest.json", Fault.MISSING)]


def test_a_renamed_seal_and_its_orphan_are_named(book: Book, seal: Seal) -> None:
    seal_folder(book, seal.digest).rename(book.seals / ("0" * 64))
    assert sorted(faults(book)) == [("manifest.json", Fault.NAME), ("manifest.json", Fault.PARENT)]


def test_a_file_added_to_a_seal_is_named(book: Book, seal: Seal) -> None:
    (seal_folder(book, seal.digest) / "cases.csv").touch()
    (book.seals / "notes.txt").touch()
    (book.seals / ".DS_Store").touch()
    assert sorted(faults(book)) == [("cases.csv", Fault.STRANGER), ("notes.txt", Fault.STRANGER)]


def test_another_table_under_the_old_name_is_found_even_with_a_new_manifest(book: Book, seal: Seal) -> None:
    # whoever mends the digest of the file, and the manifest's own, still does not meet the seal's name
    from dataclasses import replace

    from tongket.store import parquet
    from tongket.store.digests import file_digest
    from tongket.store.manifests import render_manifest

    folder = seal_folder(book, seal.digest)
    cases = seal.table("cases")
    assert cases is not None
    with parquet.connect() as con:
        con.execute(
            f"CREATE TABLE t AS SELECT * REPLACE ('31120' AS area) FROM {parquet.file_sql(folder / 'cases.parquet')}"
        )
        parquet.write_table(con, "t", cases.columns, ("case_id",), folder / "cases.parquet")
    mended = replace(cases, file_digest=file_digest(folder / "cases.parquet"))
    tables = tuple(mended if table.name == "cases" else table for table in seal.tables)
    (folder / "manifest.json").write_bytes(render_manifest(replace(seal, tables=tables)))
    assert faults(book) == [("cases.parquet", Fault.CONTENT)]


def test_lost_records_are_found(book: Book) -> None:
    for path in (book.records / "cases").rglob("*.parquet"):
        path.unlink()
    (problem,) = verify_book(book).problems
    assert (problem.fault, problem.expected, problem.found) == (Fault.RECORDS, "50", "0")


def test_records_that_cannot_be_read_are_named(book: Book) -> None:
    (path,) = (book.records / "cases").rglob("*.parquet")
    path.write_bytes(path.read_bytes()[:-10])
    assert faults(book) == [(path.name, Fault.UNREADABLE)]


def test_an_unreadable_list_of_loads_is_named(book: Book) -> None:
    book.loads.write_bytes(b"PAR1")
    assert faults(book) == [("loads.parquet", Fault.UNREADABLE)]


def test_a_book_without_seals_is_whole(tmp_path: Path) -> None:
    assert verify_book(make_book(tmp_path)).ok


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_is_worded_in_both_languages_with_a_remedy(fault: Fault) -> None:
    problem = Problem("seals/x/cases.parquet", fault, "a", "b")
    assert problem.in_language("vi") != problem.in_language("en")
    assert WORDINGS[fault].remedy.vi in problem.in_language("vi")
    assert {"file", "fault", "expected", "found", "text_vi", "text_en"} == set(problem.as_json())


def test_a_changed_registration_is_named_by_its_line(book: Book) -> None:
    append_link(book.registrations, "CD-1", {"outcome": "occurred"})
    append_link(book.registrations, "CD-2", {"outcome": "occurred"})
    assert verify_book(book).ok
    book.registrations.write_bytes(book.registrations.read_bytes().replace(b"CD-1", b"CD-9"))
    assert faults(book) == [("registrations.jsonl:1", Fault.CHAIN)]


def test_registrations_cut_short_are_noticed_by_what_rests_on_them(book: Book) -> None:
    link = append_link(book.registrations, "CD-1", {"outcome": "occurred"})
    content = json.dumps({"parameters": {"registration": link.digest}}).encode()
    path = book.figures / DERIVATIONS / f"{bytes_digest(content)}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert verify_book(book).ok
    book.registrations.unlink()
    assert faults(book) == [("registrations.jsonl", Fault.CHAIN_END)]
