"""Read the rows of a query from PostgreSQL or SQLite, in pieces, without ever writing to the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tongket.model.errors import MissingExtraError, SourceError, UsageError

PIECE = 20_000
SCHEMES = ("sqlite", "postgresql", "postgres")


@dataclass(frozen=True)
class QueryResult:
    """Hold the columns of a query and its rows, which are fetched as they are asked for; to be closed at the end."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[Any]]
    close: Callable[[], None]


def is_address(text: str) -> bool:
    """Tell whether a source is the address of a database."""
    return text.partition("://")[0] in SCHEMES and "://" in text


def public_address(address: str) -> str:
    """Return an address as it may be kept and printed: without user, password and options."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path}"


def read_query(address: str, query: str) -> QueryResult:
    """Run a query and return its columns and rows.

    Parameters
    ----------
    address : str
        ``sqlite:///folder/file.db`` (three strokes: relative, four: absolute) or ``postgresql://user@host/base``.
    query : str
        One SELECT.

    Raises
    ------
    UsageError
        If the query is missing or the kind of address is unknown.
    SourceError
        If the database or the query cannot be used.
    MissingExtraError
        If the driver for PostgreSQL is not installed.
    """
    if not query.strip():
        raise UsageError(f"{public_address(address)}: a database needs a query. Give --query 'SELECT … FROM …'.")
    if address.startswith("sqlite://"):
        return _read_sqlite(address, query)
    if address.startswith(("postgresql://", "postgres://")):
        return _read_postgres(address, query)
    raise UsageError(
        f"Database address: must begin with one of {', '.join(SCHEMES)}://; got another. Mend the address."
    )


def _read_sqlite(address: str, query: str) -> QueryResult:
    path = Path(address.removeprefix("sqlite:///"))
    if not path.is_file():
        raise SourceError(f"{public_address(address)}: must be a SQLite file; there is none. Mend the path.")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        cursor = connection.execute(query)
    except sqlite3.Error as error:
        connection.close()
        raise SourceError(f"{public_address(address)}: the query failed: {error}. Mend the query.") from None
    columns = tuple(column[0] for column in cursor.description or ())
    return QueryResult(columns, _pieces(cursor), connection.close)


def _pieces(cursor: Any) -> Iterator[Sequence[Any]]:
    while piece := cursor.fetchmany(PIECE):
        yield from piece


def _read_postgres(address: str, query: str) -> QueryResult:
    try:
        import psycopg
    except ImportError:
        raise MissingExtraError(
            "PostgreSQL: needs its driver, which is not installed. Install it with: pip install 'tongket[postgres]'"
        ) from None
    opened = ExitStack()
    try:
        connection = opened.enter_context(
            closing(psycopg.connect(address, options="-c default_transaction_read_only=on"))
        )
        # a cursor with a name stays on the server: rows come in pieces, memory stays bounded
        cursor = opened.enter_context(closing(connection.cursor(name="tongket_collect")))
        cursor.itersize = PIECE
        cursor.execute(query)
    except psycopg.Error as error:
        opened.close()
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SourceError(
            f"{public_address(address)}: the query failed: {reason}. Mend the address or the query."
        ) from None
    columns = tuple(column.name for column in cursor.description or ())
    return QueryResult(columns, _pieces(cursor), opened.close)
