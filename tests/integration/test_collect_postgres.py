"""Collect from a real PostgreSQL server, started for the test where one is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tongket.collect.collecting import collect_sources
from tongket.model.errors import SourceError
from tongket.store.book import create_book

psycopg = pytest.importorskip("psycopg")
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
# the server refuses to run as root, so root hands it to a user without rights
PREFIX = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []


def run(*command: str) -> None:
    subprocess.run([*PREFIX, *command], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if not PROGRAMS or (PREFIX and shutil.which("runuser") is None):
        pytest.skip("no PostgreSQL server installed: needs initdb and pg_ctl below /usr/lib/postgresql")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    folder.chmod(0o755)
    if PREFIX:
        shutil.chown(folder, "nobody")
    data, control = str(folder / "data"), str(PROGRAMS[-1] / "pg_ctl")
    try:
        run(str(PROGRAMS[-1] / "initdb"), "-D", data, "-A", "trust", "-U", "office", "--no-sync")
        run(control, "-D", data, "-o", f"-k {folder} -h ''", "-l", str(folder / "log"), "-w", "start")
        yield f"postgresql://office@/postgres?host={folder}"
        run(control, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_rows_come_in_pieces_and_numbers_stay_exact(server: str, tmp_path: Path) -> None:
    with psycopg.connect(server) as connection:
        connection.execute(
            "CREATE TABLE fires AS SELECT 'F' || i AS fire_id, DATE '2022-01-01' + i % 360 AS occurred_on,"
            " '31117' AS area, (i * 1000.25)::numeric AS property_loss FROM generate_series(1, 25000) AS i"
        )
    book = create_book(tmp_path / "book", "vn-city")
    query = "SELECT * FROM fires ORDER BY fire_id"
    result = collect_sources(book, [server], query=query, table="fires", received_on=date(2023, 1, 5))
    assert (result.read, result.accepted, result.sources[0].source) == (25_000, 25_000, "postgresql:///postgres")
    again = collect_sources(book, [server], query=query, table="fires", received_on=date(2023, 1, 5))
    assert again.sources[0].already_loaded


def test_the_server_is_never_written(server: str, tmp_path: Path) -> None:
    book = create_book(tmp_path / "book", "vn-city")
    with pytest.raises(SourceError, match="the query failed"):
        collect_sources(book, [server], query="DROP TABLE fires", table="fires")
