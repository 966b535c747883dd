"""Every mistake a user can make ends with one message, the right exit code and no traceback; nothing is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.conftest import City
from tests.end_to_end.running import Ran, tongket

# exit code, words of the command ({book} is a good book, {here} a folder with the files below), part of the message
MISTAKES = {
    "no-such-command": (2, "celebrate", "celebrate"),
    "no-arguments": (2, "count", "--period"),
    "unknown-option": (2, "seals {book} --frobnicate", "--frobnicate"),
    "unknown-language": (2, "seals {book} --lang fr", "fr"),
    "unknown-book-preset": (3, "init {here}/new --preset atlantis", "vn-city"),
    "book-exists": (3, "init {book}", "holds a book already"),
    "demonstration-over-a-book": (3, "demo {book}", "holds a book already"),
    "init-on-a-file": (3, "init {here}/text.csv", "text.csv"),
    "not-a-book": (3, "seals {here}", "tongket init"),
    "book-is-a-file": (3, "seals {here}/text.csv", "tongket init"),
    "book-is-nothing": (3, "seals {here}/nothing", "tongket init"),
    "unknown-preset": (3, "collect {book} {here}/cases.csv --preset atlantis", "philadelphia"),
    "preset-and-mapping": (2, "collect {book} {here}/cases.csv --preset chicago --mapping m.toml", "not both"),
    "missing-mapping": (3, "collect {book} {here}/cases.csv --mapping {here}/nothing.toml", "nothing.toml"),
    "broken-mapping": (3, "collect {book} {here}/cases.csv --mapping {here}/broken.toml", "broken.toml"),
    "missing-source": (3, "collect {book} {here}/nothing.csv", "nothing.csv"),
    "source-without-table": (2, "collect {book} {here}/text.csv", "--table"),
    "source-of-unknown-table": (3, "collect {book} {here}/text.csv --table crimes", "wanted_notices"),
    "source-without-rows": (3, "collect {book} {here}/empty-cases.csv", "empty-cases.csv"),
    "source-of-noise": (3, "collect {book} {here}/noise-cases.csv", "noise-cases.csv"),
    "parquet-of-noise": (3, "collect {book} {here}/noise-cases.parquet", "noise-cases.parquet"),
    "workbook-of-noise": (3, "collect {book} {here}/noise-cases.xlsx", "noise-cases.xlsx"),
    "archive-of-noise": (3, "collect {book} {here}/noise-cases.zip", "noise-cases.zip"),
    "folder-without-files": (3, "collect {book} {here}/folder", "folder"),
    "wrong-columns": (3, "collect {book} {here}/text.csv --table cases", "case_id"),
    "unknown-ending": (3, "collect {book} {here}/cases.doc", ".doc"),
    "no-such-database": (3, "collect {book} sqlite:///{here}/nothing.db --query x --table cases", "nothing.db"),
    "database-without-query": (2, "collect {book} sqlite:///{here}/nothing.db --table cases", "--query"),
    "received-on-no-day": (2, "collect {book} {here}/cases.csv --received-on 2022-02-30", "2022-02-30"),
    "rejects-of-unknown-table": (3, "rejects {book} --table crimes", "wanted_notices"),
    "rejects-page-nought": (2, "rejects {book} --page 0", "0"),
    "versions-of-unknown-table": (3, "versions {book} X --table crimes", "wanted_notices"),
    "versions-half-a-key": (2, "versions {book} X --table case_events", "case_id"),
    "close-without-day": (2, "close {book}", "--as-of"),
    "close-on-no-day": (2, "close {book} --as-of yesterday", "yesterday"),
    "close-unknown-status": (2, "close {book} --as-of 2023-01-05 --status final", "official"),
    "close-unknown-parent": (1, "close {book} --as-of 2023-05-05 --parent abcdef", "abcdef"),
    "close-before-the-records": (3, "close {book} --as-of 1999-01-01", "1999"),
    "count-no-period": (2, "count {book} --period sometime", "mps:2022"),
    "count-unknown-calendar": (2, "count {book} --period lunar:2022", "lunar"),
    "count-period-backwards": (2, "count {book} --period 2022-03-01..2022-02-01", "2022-03-01..2022-02-01"),
    "count-against-nonsense": (2, "count {book} --period mps:2022 --against whenever", "whenever"),
    "count-by-nonsense": (2, "count {book} --period mps:2022 --by mood", "mood"),
    "count-by-three": (2, "count {book} --period mps:2022 --by area,month,severity", "two"),
    "count-unknown-indicator": (2, "count {book} --period mps:2022 --indicator happiness", "happiness"),
    "count-unknown-seal": (1, "count {book} --period mps:2022 --seal abcdef", "abcdef"),
    "count-seal-of-no-day": (1, "count {book} --period mps:2022 --seal 2001-01-01", "2001-01-01"),
    "count-into-a-folder": (3, "count {book} --period mps:2022 --csv {here}/folder", "folder"),
    "trace-unknown-figure": (3, "trace {book} F0000000000000000", "F0000000000000000"),
    "trace-nonsense": (3, "trace {book} 574", "574"),
    "diff-unknown-seal": (1, "diff {book} abcdef latest", "abcdef"),
    "diff-no-period": (2, "diff {book} --period sometime", "mps:2022"),
    "report-without-period": (2, "report {book}", "--period"),
    "report-unknown-format": (2, "report {book} --period mps:2022 --to odt", "docx"),
    "report-no-template": (
        3,
        "report {book} --period mps:2022 --to docx --template {here}/nothing.docx",
        "nothing.docx",
    ),
    "report-broken-template": (3, "report {book} --period mps:2022 --to docx --template {here}/text.csv", "text.csv"),
    "report-into-a-file": (3, "report {book} --period mps:2022 --to html --output {here}/text.csv", "text.csv"),
    "template-of-unknown-table": (3, "template {here}/form.xlsx --table crimes", "wanted_notices"),
    "guess-from-nothing": (3, "collect {book} {here}/nothing.csv --guess", "nothing.csv"),
}


@pytest.fixture(scope="module")
def rubbish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of files that are not what they seem."""
    folder = tmp_path_factory.mktemp("rubbish")
    noise = bytes(range(256)) * 64
    for name in ("noise-cases.csv", "noise-cases.parquet", "noise-cases.xlsx", "noise-cases.zip"):
        (folder / name).write_bytes(noise)
    (folder / "empty-cases.csv").write_bytes(b"")
    (folder / "text.csv").write_text("day,mood\n2022-01-01,good\n", encoding="utf-8")
    (folder / "cases.csv").write_text("case_id\nA\n", encoding="utf-8")
    (folder / "cases.doc").write_bytes(noise)
    (folder / "broken.toml").write_text("id = \n", encoding="utf-8")
    (folder / "folder").mkdir()
    return folder


def check_refusal(ran: Ran, code: int, part: str) -> None:
    """Hold what every refusal must be: its code, a short message that helps, nothing on standard output."""
    assert "Traceback" not in ran.err, ran.err
    assert ran.code == code, ran
    assert part in ran.err, ran.err
    assert ran.out == "", ran.out


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_told(name: str, shared_city: City, rubbish: Path) -> None:
    code, words, part = MISTAKES[name]
    before = state_of(shared_city.book)
    ran = tongket(*(word.format(book=shared_city.book, here=rubbish) for word in words.split()))
    check_refusal(ran, code, part)
    assert state_of(shared_city.book) == before


def state_of(book: Path) -> dict[str, int]:
    """Return every file of a book with its size; the ledger may grow, for counting is no mistake."""
    return {
        str(path): path.stat().st_size for path in book.rglob("*") if path.is_file() and "figures" not in path.parts
    }


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def _seal(book: Path) -> Path:
    return next((book / "seals").glob("*/cases.parquet"))


DAMAGES: dict[str, tuple[Callable[[Path], None], int, str, str]] = {
    "byte-in-a-seal": (lambda book: _flip(_seal(book)), 1, "verify {book}", "cases.parquet"),
    "byte-in-a-manifest": (
        lambda book: _flip(_seal(book).with_name("manifest.json")),
        1,
        "verify {book}",
        "manifest.json",
    ),
    "seal-without-table": (lambda book: _seal(book).unlink(), 1, "verify {book}", "cases.parquet"),
    "book-without-toml": (lambda book: (book / "book.toml").unlink(), 3, "count {book} --period mps:2022", "book.toml"),
    "book-of-noise": (
        lambda book: (book / "book.toml").write_bytes(b"\xff\xfe\x00"),
        3,
        "count {book} --period mps:2022",
        "book.toml",
    ),
    "book-with-misspelt-key": (
        lambda book: (book / "book.toml").write_text((book / "book.toml").read_text().replace("calendar", "calender")),
        3,
        "count {book} --period mps:2022",
        "calender",
    ),
    "loads-of-noise": (
        lambda book: (book / "loads.parquet").write_bytes(b"noise"),
        3,
        "close {book} --as-of 2023-05-05",
        "loads.parquet",
    ),
    "records-of-noise": (
        lambda book: next((book / "records" / "cases").rglob("*.parquet")).write_bytes(b"noise"),
        3,
        "close {book} --as-of 2023-05-05",
        "records",
    ),
    "ledger-of-noise": (
        lambda book: (book / "figures" / f"{'0' * 64}.parquet").write_bytes(b"noise"),
        3,
        "trace {book} F0",
        "figures",
    ),
    "no-seals": (lambda book: shutil.rmtree(book / "seals"), 1, "count {book} --period mps:2022", "tongket close"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_told(name: str, city: City) -> None:
    damage, code, words, part = DAMAGES[name]
    damage(city.book)
    ran = tongket(*words.format(book=city.book).split(), "--lang", "en")
    assert "Traceback" not in ran.err, ran.err
    assert ran.code == code, ran
    assert part in ran.out + ran.err


def test_count_on_a_changed_seal_gives_no_figures(city: City) -> None:
    for path in (city.book / "seals").glob("*/cases.parquet"):
        _flip(path)
    ran = tongket("count", city.book, "--period", "mps:2022", "--json")
    check_refusal(ran, 1, "cases.parquet")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_unreadable_source_is_told(city: City, tmp_path: Path) -> None:
    source = tmp_path / "cases.csv"
    source.write_text("case_id\n", encoding="utf-8")
    source.chmod(0)
    check_refusal(tongket("collect", city.book, source), 3, "cases.csv")
