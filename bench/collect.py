"""Collecting beside pandas reading and cleaning the same file; and two million rows in bounded memory.

Goals: at least as fast per row as pandas, on Parquet and on CSV; under 1 GB of memory, whatever the size of the file.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import duckdb

from bench.harness import RUNS, measure_together, run_once, table, tongket
from bench.ledger import alone, beside, without_peer

REAL = Path(os.environ.get("TONGKET_REAL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SOURCE = REAL / "philadelphia" / "philadelphia_incidents_2015-09_2026-01.parquet"
PEER = Path(__file__).parent / "peers" / "collect_pandas.py"
SYNTHETIC_ROWS = 2_000_000


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
                compared(source, folder)
        else:
            reason = f"{SOURCE.name} is not here; set TONGKET_REAL_DATA to the folder of real data"
            without_peer("collect Philadelphia's incidents", None, "pandas", 1, reason)
        run_once([sys.executable, "-m", "bench.collect", "synthetic", str(folder / "cases.csv")])
        bounded(folder / "cases.csv", folder)


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


def compared(source: Path, folder: Path) -> None:
    """Note the times of both programs on one file."""
    commands = {
        "tongket init and collect": collecting(source, folder / "book", "--preset", "philadelphia"),
        "pandas read and clean": [sys.executable, str(PEER), str(source), str(folder / "pandas.parquet")],
    }
    for command in commands.values():
        run_once(command)
    check_equal(folder)
    measured = measure_together(commands, runs=RUNS, warm_up=0)
    print(table(f"{source.name}: 1 601 848 rows, medians", measured, "pandas read and clean"))
    mine, theirs = (each.least for each in measured)
    what = f"init and collect 1.6 million incidents, {source.suffix[1:]}"
    beside(what, mine, "pandas read and clean", theirs, 1, "as many cases by area kept", by="wall")


def check_equal(folder: Path) -> None:
    """Stop when the two keep another number of cases in any area."""
    counted = "SELECT area, count(*) FROM read_parquet(?, hive_partitioning = false) GROUP BY area ORDER BY area"
    kept = (folder / "book/records/cases/*/*.parquet", folder / "pandas.parquet")
    ours, theirs = (duckdb.execute(counted, [str(path)]).fetchall() for path in kept)
    if ours != theirs:
        raise SystemExit(f"bench collect: tongket keeps {ours[:3]} …, pandas {theirs[:3]} …")


def bounded(source: Path, folder: Path) -> None:
    """Note the time and the memory of collecting two million rows."""
    command = collecting(source, folder / "large", "--preset", "tongket", "--table", "cases")
    wall, cpu, peak = run_once(command)
    alone(f"init and collect {SYNTHETIC_ROWS:,} synthetic rows, csv", (wall, cpu), peak_mb=peak, mb_below=1000)


if __name__ == "__main__":
    {"csv": write_csv, "synthetic": write_synthetic}[sys.argv[1]](Path(sys.argv[2]))
