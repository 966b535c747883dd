"""What only a process of its own can show: a light start, an interruption, pipes, two runs at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end_to_end.conftest import City
from tests.end_to_end.running import tongket, tongket_process
from tests.end_to_end.small_city import write_register

HEAVY = ("duckdb", "pyarrow", "numpy", "pandas", "polars", "docx", "typst", "vl_convert", "xlsxwriter", "msgspec")
LOOK = """
import sys
from tongket.cli import main
try:
    main({words!r})
except SystemExit:
    pass
print(*sorted(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["count", "--help"], ["count"]])
def test_help_loads_no_heavy_library(words: list[str]) -> None:
    script = LOOK.format(words=words, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr.splitlines()[-1] == ""


def test_module_and_script_are_the_same_program(tmp_path: Path) -> None:
    assert tongket_process("--version", cwd=tmp_path).out == tongket("--version").out


def test_an_error_is_one_message_on_standard_error(tmp_path: Path) -> None:
    ran = tongket_process("seals", "nothing", cwd=tmp_path, TONGKET_LANG="en")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("tongket: ")
    assert len(ran.err.splitlines()) == 1


def test_language_follows_the_environment(tmp_path: Path) -> None:
    assert "cách dùng" in tongket_process("--help", cwd=tmp_path, TONGKET_LANG="vi").out
    assert "usage" in tongket_process("--help", cwd=tmp_path, TONGKET_LANG="en").out


def test_output_survives_a_terminal_without_vietnamese(shared_city: City) -> None:
    ran = tongket_process("seals", shared_city.book, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert ran.code == 0, ran.err


def test_reader_that_goes_away_is_no_error(shared_city: City) -> None:
    command = f"{sys.executable} -m tongket count {shared_city.book} --period mps:2022 --json | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_interrupted_collect_leaves_a_whole_book(tmp_path: Path) -> None:
    register = write_register(tmp_path / "cases.csv", rows=60_000, faults=False)
    book = tmp_path / "can-tho"
    assert tongket("init", book).code == 0
    words = ["collect", str(book), str(register.path), "--received-on", "2023-01-04"]
    for wait in (0.4, 0.9, 1.5):
        process = subprocess.Popen(
            [sys.executable, "-m", "tongket", *words], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
        assert process.returncode in (130, 0), err
        assert "Traceback" not in err
        assert tongket("verify", book).code == 0
    done = tongket(*words, "--json")
    assert done.code == 0
    assert done.json["accepted"] + done.json["duplicate"] == register.read or done.json["sources"][0]["already_loaded"]
    made = tongket("close", book, "--as-of", "2023-01-05", "--json").json
    assert made["tables"]["cases"]["rows"] == register.read


def test_two_collects_at_once_do_not_mix(tmp_path: Path) -> None:
    register = write_register(tmp_path / "cases.csv", rows=20_000, faults=False)
    book = tmp_path / "can-tho"
    assert tongket("init", book).code == 0
    command = [sys.executable, "-m", "tongket", "collect", str(book), str(register.path)]
    both = [
        subprocess.Popen([*command, "--received-on", day], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for day in ("2023-01-04", "2023-01-05")
    ]
    told = [process.communicate(timeout=120)[1] for process in both]
    assert 0 in {process.returncode for process in both}, told
    assert {process.returncode for process in both} <= {0, 3}, told
    assert tongket("verify", book).code == 0
    made = tongket("close", book, "--as-of", "2023-01-06", "--json").json
    assert made["tables"]["cases"]["rows"] == register.read


def test_help_costs_little(tmp_path: Path) -> None:
    """The promise is 0.3 s of processor time; a slower machine gets twice that before this fails."""
    before = os.times()
    for _ in range(3):
        assert tongket_process("--help", cwd=tmp_path).code == 0
    spent = os.times()
    used = spent.children_user + spent.children_system - before.children_user - before.children_system
    assert used / 3 < 0.6
