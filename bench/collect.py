"""Collecting beside pandas reading and cleaning the same file; and two million rows in bounded memory.

Goals: at least as fast per row as pandas, on Parquet and on CSV; under 1 GB of memory, whatever the size of the file.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import duckdb

from bench.harness import Measured, measure_together, run_once, table, tongket

REAL = Path(os.environ.get("TONGKET_REAL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SOURCE = REAL / "philadelphia" / "philadelphia_incidents_2015-09_2026-01.parquet"
PEER = Path(__file__).parent / "peers" / "collect_pandas.py"
SYNTHETIC_ROWS = 2_000_000
RUNS = int(os.environ.get("TONGKET_BENCH_RUNS", "5"))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        if SOURCE.exists():
            # made by another process, whose memory the measured ones would else inherit in the system's account
            run_once([sys.executable, "-m", "bench.collect", "csv", str(folder / "philadelphia.csv")])
            for source in (SOURCE, folder / "philadelphia.csv"):
                print(compared(source, folder))
        else:
            print(f"Philadelphia: skipped, {SOURCE} is not here (set TONGKET_REAL_DATA).")
        run_once([sys.executable, "-m", "bench.collect", "synthetic", str(folder / "cases.csv")])
        print(bounded(folder / "cases.csv", folder))


def write_csv(target: Path) -> None:
    """Write the real file as the city publishes it month by month."""
    duckdb.sql(f"COPY (SELECT * FROM '{SOURCE}') TO '{target}' (HEADER)")


def write_synthetic(target: Path) -> None:
    """Write two million cases with the columns of the table."""
    duckdb.sql(f"""COPY (SELECT 'S' || i AS case_id, DATE '2015-01-01' + CAST(hash(i) % 3650 AS INTEGER) AS recorded_on,
        'theft' AS offence, 'theft' AS offence_group, 'open' AS status,
        lpad(CAST(1 + hash(i + 2) % 25 AS VARCHAR), 2, '0') AS area,
        -75.2 + (hash(i + 3) % 20000) / 1e5 AS longitude, 39.9 + (hash(i + 4) % 20000) / 1e5 AS latitude
        FROM (SELECT range AS i FROM range({SYNTHETIC_ROWS}))) TO '{target}' (HEADER)""")


def collecting(source: Path, book: Path, *options: str) -> list[str]:
    """Return a command that makes a new book and collects into it; the folder is emptied first."""
    init = tongket("init", str(book), "--preset", "philadelphia")
    collect = tongket("collect", str(book), str(source), *options)
    quoted = [" ".join(f"'{word}'" for word in command) for command in (init, collect)]
    return ["sh", "-c", f"rm -rf '{book}' && {quoted[0]} && {quoted[1]}"]


def compared(source: Path, folder: Path) -> str:
    """Return the times of both programs on one file."""
    commands = {
        "tongket init and collect": collecting(source, folder / "book", "--preset", "philadelphia"),
        "pandas read and clean": [sys.executable, str(PEER), str(source), str(folder / "pandas.parquet")],
    }
    measured = measure_together(commands, runs=RUNS)
    return table(f"{source.name}: 1 601 848 rows (goal: no slower than pandas)", measured, "pandas read and clean")


def bounded(source: Path, folder: Path) -> str:
    """Return the time and the memory of collecting two million rows."""
    command = collecting(source, folder / "large", "--preset", "tongket", "--table", "cases")
    wall, cpu, peak = run_once(command)
    measured = Measured("tongket init and collect", (wall,), (cpu,), peak)
    return table(f"\nsynthetic CSV: {SYNTHETIC_ROWS:,} rows (goal: under 1 000 MiB)", [measured])


if __name__ == "__main__":
    {"csv": write_csv, "synthetic": write_synthetic}[sys.argv[1]](Path(sys.argv[2]))
