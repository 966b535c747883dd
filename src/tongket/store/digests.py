"""Digests of files and of content. The content digest does not depend on the machine or the writer's version.

The definition is fixed by docs/decisions/0002-content-digest.md: a change of one letter here changes the name of
every seal, so it may only be changed by a new decision and a new number of the manifest's format.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

NULL = "\\N"
N_FETCHED = 100_000


def bytes_digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def canonical_row_sql(columns: Iterable[tuple[str, str]]) -> str:
    r"""Return the SQL expression of a row's canonical text.

    Parameters
    ----------
    columns : iterable of (str, str)
        Name and SQL type, in order.

    Returns
    -------
    str
        Values cast to text and joined by tab; a missing value is ``\N``; in text, backslash, tab, line feed and
        carriage return are written ``\\``, ``\t``, ``\n``, ``\r``.
    """
    return "concat_ws(chr(9), " + ", ".join(_canonical_sql(name, sql_type) for name, sql_type in columns) + ")"


def _canonical_sql(name: str, sql_type: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    if sql_type != "VARCHAR":
        return f"coalesce(CAST({quoted} AS VARCHAR), '{NULL}')"
    text = quoted
    for code, escaped in ((92, "\\\\"), (9, "\\t"), (10, "\\n"), (13, "\\r")):
        text = f"replace({text}, chr({code}), '{escaped}')"
    return f"coalesce({text}, '{NULL}')"


def content_digest(con: duckdb.DuckDBPyConnection, relation: str, columns: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 over the canonical rows of a relation, whatever their order.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Connection that knows `relation`.
    relation : str
        SQL of a table, view or subquery, as it stands after FROM.
    columns : iterable of (str, str)
        Name and SQL type; they are part of the digest.

    Returns
    -------
    str
        64 hexadecimal digits: SHA-256 of the header line (``name type`` joined by tab) and of the sorted SHA-256 of
        each row, each on a line of its own.
    """
    pairs = list(columns)
    digest = hashlib.sha256(("\t".join(f"{name} {kind}" for name, kind in pairs) + "\n").encode())
    # A plain sort goes to disk when it must: to join the hashes inside the engine is a third faster on a million rows
    # and does not end in the memory of a small machine on ten million.
    result = con.execute(f"SELECT sha256({canonical_row_sql(pairs)}) AS h FROM {relation} ORDER BY h")
    while rows := result.fetchmany(N_FETCHED):
        digest.update("".join(f"{row[0]}\n" for row in rows).encode())
    return digest.hexdigest()
