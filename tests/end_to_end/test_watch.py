"""`tongket watch` as a user runs it: signals, files, the register, and what goes wrong."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.running import tongket, tongket_process
from tests.end_to_end.test_json import check_keys, documented
from tests.unit.watch.watched_books import LAST, WHERE, watched_book

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book that only `--dry-run` may be asked of."""
    return watched_book(tmp_path_factory.mktemp("shared")).path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return watched_book(tmp_path).path


def test_the_screen_says_what_where_when_and_what_cannot_be_known(shared: Path) -> None:
    vi = tongket("watch", shared, "--as-of", LAST, "--dry-run")
    en = tongket("watch", shared, "--as-of", LAST, "--dry-run", "--lang", "en")
    assert (vi.code, en.code) == (0, 0)
    for words in ("Chùm vụ việc", "Phường Cái Khế", "trộm cắp tài sản", "Điều chưa thể biết:", "Báo động sai dự kiến"):
        assert words in vi.out
    for words in (
        "Cluster",
        "Cai Khe Ward",
        "theft of property",
        "What cannot be known:",
        "False alarms to be expected",
    ):
        assert words in en.out
    assert not (shared / "signals.jsonl").exists()


def test_json_has_the_keys_of_the_manual(book: Path, tmp_path: Path) -> None:
    page, points = tmp_path / "signals.html", tmp_path / "signals.geojson"
    ran = tongket("watch", book, "--as-of", LAST, "--json", "--map", page, "--geojson", points)
    assert ran.code == 0, ran.err
    found = ran.json
    example = documented("watch")
    example["hot_spots"][0]["spots"] = []
    check_keys({**found, "skipped": example["skipped"]}, example, "watch")
    assert found["entered"] == len(found["signals"]) > 0
    assert found["files"] == [str(points), str(page)]
    assert json.loads(points.read_text("utf-8"))["type"] == "FeatureCollection"
    check_keys(tongket("watch", book, "--as-of", LAST, "--json", "--budget").json, documented("watch", 1), "watch")
    check_keys(tongket("watch", book, "--signals", "--json").json, documented("watch", 3), "watch")


def test_the_back_test_prints_delay_and_ppv_for_each_detector(book: Path) -> None:
    ran = tongket("watch", book, "--as-of", LAST, "--json", "--backtest")
    assert ran.code == 0, ran.err
    check_keys(ran.json, documented("watch", 2), "watch")
    assert {row["detector"] for row in ran.json["rows"]} == {"space_time_permutation", "knox"}
    for row in ran.json["rows"]:
        assert 0 <= row["sensitivity"] <= 1
    text = tongket("watch", book, "--as-of", LAST, "--backtest", "--lang", "en").out
    assert "Delay (periods)" in text
    assert "PPV at least" in text


def test_a_signal_lives_and_precision_is_told(book: Path) -> None:
    tongket("watch", book, "--as-of", LAST, "--quiet")
    listed: Any = tongket("watch", book, "--signals", "--json").json["signals"]
    id_ = listed[0]["id"]
    for word in ("acknowledged", "looked_at", "explained", "confirmed"):
        ran = tongket("watch", book, "--mark", id_, word, "--by", "PC02", "--note", "đã rà soát", "--on", LAST)
        assert ran.code == 0, ran.err
    told = tongket("watch", book, "--signals").out
    assert "Có diễn biến thật" in told
    assert "100 %" in told
    assert tongket("verify", book).code == 0


def test_a_damaged_register_is_noticed(book: Path) -> None:
    tongket("watch", book, "--as-of", LAST, "--quiet")
    path = book / "signals.jsonl"
    path.write_text(path.read_text("utf-8").replace(WHERE, "31120", 1), "utf-8")
    ran = tongket("verify", book)
    assert ran.code == 1
    assert "signals.jsonl:1" in ran.out
    assert tongket("watch", book, "--signals").code != 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--mark", "s-1", "acknowledged", "--by", "PC02"], "got 0"),
        (["--mark", "s-1", "acknowledged"], "must be given with --by"),
        (["--map", "x.pdf", "--dry-run"], "must end in .html"),
        (["--as-of", "2999-01-01"], "must not lie in the future"),
        (["--as-of", "1999-01-01"], "something must be known"),
    ],
)
def test_mistakes_are_said_without_a_traceback(book: Path, words: list[str], said: str) -> None:
    given = words if {"--as-of", "--mark"} & set(words) else ["--as-of", str(LAST), *words]
    ran = tongket("watch", book, *given)
    assert ran.code in (2, 3)
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_an_unknown_detector_is_an_unusable_book(book: Path) -> None:
    path = book / "book.toml"
    path.write_text(path.read_text("utf-8").replace('["ears_c2"]', '["oracle"]'), "utf-8")
    ran = tongket("watch", book, "--as-of", LAST)
    assert ran.code in (2, 3)
    assert "'oracle'" in ran.err


@pytest.mark.slow
def test_one_or_two_threads_give_the_same_bytes(shared: Path) -> None:
    words = ("watch", shared, "--as-of", LAST, "--dry-run", "--json")
    one, two = (tongket_process(*words, TONGKET_THREADS=n, PYTHONHASHSEED=n) for n in "12")
    assert one.code == 0, one.err
    assert one.out == two.out


@pytest.mark.slow
def test_ctrl_c_leaves_a_whole_book(book: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "tongket", "watch", book, "--as-of", str(LAST)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    time.sleep(1.5)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 130 or started.returncode == 0
    assert "Traceback" not in err
    assert tongket("verify", book).code == 0
    assert tongket("watch", book, "--as-of", LAST, "--quiet").code == 0


@pytest.mark.slow
def test_the_run_planted_in_the_demonstration_is_found(demonstration: Path) -> None:
    ran = tongket("watch", demonstration, "--as-of", "2023-08-18", "--dry-run", "--json")
    assert ran.code == 0, ran.err
    found = [one for one in ran.json["signals"] if one["where"]["areas"] == ["31186"]]
    assert {one["kind"] for one in found} == {"surge", "cluster"}
    assert all(one["what"] == {"offence": "173"} for one in found)
    assert ran.json["synthetic"]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (("--budget", "--backtest"), "--backtest must be given without --budget"),
        (("--budget", "--map", "m.svg"), "--map must be given without --budget"),
        (("--signals", "--as-of", "2022-11-27"), "--as-of must be given without --signals"),
        (("--mark", "s-", "acted", "--dry-run"), "--dry-run must be given without --mark"),
        (("--by", "PC02"), "--by must be given with --mark"),
        (("--map", "m.pdf"), "must end in .html"),
    ],
)
def test_what_would_do_nothing_is_refused_before_any_work(tmp_path: Path, asked: tuple[str, ...], named: str) -> None:
    book = watched_book(tmp_path)
    ran = tongket("watch", book.path, *asked, "--lang", "en")
    assert ran.code == 2
    assert named in ran.err
    assert not (book.path / "signals.jsonl").exists()
