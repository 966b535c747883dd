"""Counting all shipped indicators by area and month, beside DuckDB and Polars scripts written by hand.

The answers are compared, cell by cell, before any time is printed. Goals: within 1.5 times the DuckDB script on the
Philadelphia book, within 1.2 times on ten million synthetic rows, under 1 GB of memory.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

import duckdb

from bench.harness import measure_together, run_once, table, tongket
from bench.ledger import alone, beside, without_peer
from tongket.model.seals import Status
from tongket.model.tables import CASES
from tongket.store.book import Book, create_book, read_book
from tongket.store.parquet import connect
from tongket.store.seals import Head, TableToSeal, read_seal, table_files, write_seal

PERIOD = "2015-09-01..2026-01-31"
REAL = Path(os.environ.get("TONGKET_REAL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SOURCE = REAL / "philadelphia" / "philadelphia_incidents_2015-09_2026-01.parquet"
SYNTHETIC_ROWS = 10_000_000


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        if SOURCE.exists():
            book = philadelphia(Path(folder) / "philadelphia")
            compared("count Philadelphia's 1.6 million incidents", book, Path(folder), 1 / 1.5)
        else:
            reason = f"{SOURCE.name} is not here; set TONGKET_REAL_DATA to the folder of real data"
            without_peer("count Philadelphia's incidents", None, "duckdb script", 1 / 1.5, reason)
        # made by another process, whose memory the measured ones would else inherit in the system's account
        run_once([sys.executable, "-m", "bench.count", str(Path(folder) / "synthetic")])
        book = read_book(Path(folder) / "synthetic")
        compared("count 10 million synthetic incidents", book, Path(folder), 1 / 1.2)


def philadelphia(path: Path) -> Book:
    """Make the book of the real file, by the same commands as a user."""
    run_once(tongket("init", str(path), "--preset", "philadelphia"))
    run_once(tongket("collect", str(path), str(SOURCE), "--preset", "philadelphia"))
    run_once(tongket("close", str(path), "--as-of", "2026-02-05"))
    return read_book(path)


def synthetic(path: Path, rows: int) -> None:
    """Make a book of generated incidents, sealed: 25 areas, 125 months, the groups of the code list."""
    book = create_book(path, "philadelphia")
    made = {
        "case_id": "'S' || lpad(CAST(i AS VARCHAR), 8, '0')",
        "recorded_on": "DATE '2015-09-01' + CAST(hash(i) % 3806 AS INTEGER)",
        "offence": "groups[1 + CAST(hash(i + 1) % 12 AS INTEGER)]",
        "offence_group": "groups[1 + CAST(hash(i + 1) % 12 AS INTEGER)]",
        "status": "CASE WHEN i % 50 = 0 THEN 'unfounded' ELSE 'open' END",
        "area": "lpad(CAST(1 + hash(i + 2) % 25 AS VARCHAR), 2, '0')",
        "location_precision": "'unknown'",
        "source": "'synthetic'",
        "load_id": "'synthetic'",
        "source_row": "i",
    }
    groups = "homicide sexual robbery violence burglary vehicle theft fraud damage weapons drugs public_order".split()
    listed = ", ".join(f"'{group}'" for group in groups)
    columns = ", ".join(f"CAST({made.get(c.name, 'NULL')} AS {c.sql_type}) AS {c.name}" for c in CASES.columns)
    relation = f"(SELECT {columns} FROM (SELECT range AS i, [{listed}] AS groups FROM range({rows})))"
    with connect(spill=path / "spill") as con:
        table_ = TableToSeal("cases", relation, tuple((c.name, c.sql_type) for c in CASES.columns), CASES.key)
        write_seal(book, con, [table_], Head(date(2026, 2, 5), Status.OFFICIAL, "synthetic", ()))


def compared(title: str, book: Book, folder: Path, at_least: float) -> None:
    """Run the three side by side, check that they agree, and note the times."""
    source = table_files(book, read_seal(book))["cases"]
    by_hand = {name: folder / f"{name}.parquet" for name in ("duckdb", "polars")}
    scripts = Path(__file__).parent / "peers"
    commands = {"tongket count": tongket("count", str(book.path), "--period", PERIOD, "--by", "area", "--by", "month")}
    for name, target in by_hand.items():
        commands[f"{name} script"] = [sys.executable, str(scripts / f"count_{name}.py"), str(source), str(target)]
    for command in commands.values():
        run_once(command)
    ours = figures_of(book)
    for name, target in by_hand.items():
        check_equal(name, ours, cells_of(target))
    measured = measure_together(commands)
    print(table(f"{title}, medians", measured, base="duckdb script"))
    ours_, duckdb_, polars_ = measured
    beside(title, ours_.least, "duckdb script", duckdb_.least, at_least, "all cells equal", by="wall")
    beside(title, ours_.least, "polars script", polars_.least, None, "all cells equal")
    alone(f"{title}: memory", ours_.least, peak_mb=ours_.peak_mb, mb_below=1000)


Cell = tuple[str, str, str]


def figures_of(book: Book) -> dict[Cell, int]:
    """Return the counted figures by group, area and month; ``all`` and ``*`` are totals."""
    (part,) = book.figures.glob("*.parquet")
    with duckdb.connect() as con:
        rows = con.execute(f"SELECT indicator, area, \"by\", value FROM '{part}'").fetchall()
    return {
        (indicator.removeprefix("recorded."), area, by.partition("civil:")[2][:7] or "*"): int(value)
        for indicator, area, by, value in rows
    }


def cells_of(path: Path) -> dict[Cell, int]:
    """Return what a script counted, in the same form."""
    with duckdb.connect() as con:
        rows = con.execute(f"SELECT offence_group, area, month, n FROM '{path}'").fetchall()
    return {(group or "all", area or "*", month or "*"): n for group, area, month, n in rows}


def check_equal(name: str, ours: dict[Cell, int], theirs: dict[Cell, int]) -> None:
    """Stop when a script gives another number for any cell; groups it never met must be 0 with us."""
    wrong = [cell for cell, n in theirs.items() if ours.get(cell) != n]
    wrong += [cell for cell, n in ours.items() if cell not in theirs and n]
    if wrong:
        raise SystemExit(f"bench count: {name} and tongket disagree in {len(wrong)} cells, first {wrong[0]}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        synthetic(Path(sys.argv[1]), SYNTHETIC_ROWS)
    else:
        main()
