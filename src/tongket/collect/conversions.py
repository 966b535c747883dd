"""SQL that reads the text of a source as a date, a time, a number; what cannot be read becomes NULL, never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from tongket.collect.mapping import ColumnEntry
from tongket.model.tables import Column, Kind
from tongket.store.parquet import literal

# Day first, as in Vietnam; a source that writes the month first must say so in its mapping.
DATE_FORMATS = ("iso", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
TIME_FORMATS = (
    "iso",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%H:%M %d/%m/%Y",
    "%d/%m/%Y",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y",
    "%d.%m.%Y",
)
# White space of all kinds that people and programs leave at the ends of a cell.
BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(65279) || chr(8203)"


def cleaned_text_sql(source: str) -> str:
    """Return the text of a source column: letters composed (NFC), no white space at the ends, NULL where empty."""
    return f"nullif(trim(nfc_normalize({source}), {BLANKS}), '')"


def native_text_sql(source: str, sql_type: str) -> str:
    """Return a column that has a type of its own as text, as a person would write it: 12, not 12.0."""
    if sql_type in ("DOUBLE", "FLOAT"):
        whole = f"{source} = trunc({source}) AND abs({source}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({source} AS BIGINT) AS VARCHAR) ELSE CAST({source} AS VARCHAR) END"
    if sql_type.startswith("DECIMAL"):
        text = f"CAST({source} AS VARCHAR)"
        return f"CASE WHEN contains({text}, '.') THEN rtrim(rtrim({text}, '0'), '.') ELSE {text} END"
    if sql_type == "TIMESTAMP WITH TIME ZONE":
        # with its offset, so that no hour is lost on the way through text
        return f"CAST(timezone('UTC', {source}) AS VARCHAR) || '+00'"
    return f"CAST({source} AS VARCHAR)"


def number_text_sql(text: str, decimal: str) -> str:
    """Return text with the decimal mark of SQL; a decimal comma makes points thousands marks, and so away."""
    if decimal == ",":
        return f"replace(replace(replace({text}, ' ', ''), '.', ''), ',', '.')"
    return text


def double_sql(text: str) -> str:
    """Return text as a number of double precision; only plain notation, for SQL would also take 0x10 and 1_000."""
    return f"CASE WHEN ltrim({text}, '0123456789+-.eE') = '' THEN TRY_CAST({text} AS DOUBLE) END"


def degrees_sql(text: str, decimal: str) -> str:
    """Return the text of a coordinate as a number; metres and feet of a plane grid still fit, so that they are seen."""
    # a decimal of 18 digits takes no 'nan', no '0x10', and is read faster than a double
    return f"CAST(TRY_CAST({number_text_sql(text, decimal)} AS DECIMAL(18,10)) AS DOUBLE)"


def _exact_sql(text: str, sql_type: str) -> str:
    # at most 18 digits: wider decimals are read some hundred times slower
    return f"CASE WHEN ltrim({text}, '0123456789+-.') = '' THEN TRY_CAST({text} AS {sql_type}) END"


def typed_sql(column: Column, text: str, entry: ColumnEntry, book_zone: str, decimal: str, hour: str = "") -> str:
    """Return the SQL that reads `text` as a column's kind.

    Parameters
    ----------
    column : Column
        The column of the table.
    text : str
        SQL of the cleaned text.
    entry : ColumnEntry
        What the mapping says of it.
    book_zone : str
        Time zone of the book.
    decimal : str
        Decimal mark of the source.
    hour : str
        SQL of the text of the hour, where it stands apart.
    """
    if column.kind is Kind.TIMESTAMP:
        moment = moment_sql(text, entry.formats or TIME_FORMATS, entry.zone, book_zone)
        if hour:
            # an hour that cannot be read makes the whole time unreadable, rather than midnight
            number = f"TRY_CAST({hour} AS INTEGER)"
            hours = f"to_hours(CASE WHEN {number} BETWEEN 0 AND 23 THEN {number} END)"
            # the date may come with a time of its own, midnight with the wrong offset for example
            moment = f"CAST(date_trunc('day', {moment}) AS TIMESTAMP) + {hours}"
        return edge_sql(moment, entry.edge)
    if column.kind is Kind.DATE:
        return f"CAST({moment_sql(text, entry.formats or DATE_FORMATS, entry.zone, book_zone)} AS DATE)"
    if column.kind is Kind.BOOLEAN:
        return (
            f"CASE WHEN lower({text}) IN ('true', 'yes', 'y', '1', 't', 'có', 'x') THEN true"
            f" WHEN lower({text}) IN ('false', 'no', 'n', '0', 'f', 'không') THEN false END"
        )
    if column.kind is Kind.TEXT:
        return text
    if column.kind is Kind.COORDINATE:
        return f"TRY_CAST({degrees_sql(text, decimal)} AS {column.sql_type})"
    plain = number_text_sql(text, decimal)
    if column.kind is Kind.INTEGER:
        number = f"({_exact_sql(plain, 'DECIMAL(18,4)')})"
        return f"CASE WHEN {number} = trunc({number}) THEN CAST({number} AS BIGINT) END"
    return _exact_sql(plain, column.sql_type)


def moment_sql(text: str, formats: Sequence[str], zone: str, book_zone: str) -> str:
    """Return text as wall time of the book: the first format that fits counts."""
    attempts: list[str] = []
    for kind, group in groupby(formats, key=lambda form: form if form in ("iso", "excel", "%Y-%m") else "pattern"):
        attempts.append(_attempt_sql(text, kind, tuple(group)))
    moment = f"coalesce({', '.join(attempts)})" if len(attempts) > 1 else attempts[0]
    if zone and zone != book_zone:
        return f"timezone({literal(book_zone)}, {_with_zone(moment, zone)})"
    return moment


def _with_zone(moment: str, zone: str) -> str:
    return f"timezone({literal(zone)}, {moment})"


def _attempt_sql(text: str, kind: str, formats: tuple[str, ...]) -> str:
    if kind == "iso":
        # only what begins with a digit: SQL would also take 'epoch' and 'infinity'. An offset in the text is honoured,
        # because the session's zone is UTC and the result is then read in the zone the mapping names.
        cast = f"TRY_CAST({text} AS TIMESTAMP)"
        return f"CASE WHEN {text} < ':' AND {text} >= '0' AND length({text}) >= 8 THEN {cast} END"
    if kind == "%Y-%m":
        return f"CASE WHEN length({text}) = 7 THEN TRY_CAST({text} || '-01' AS TIMESTAMP) END"
    if kind == "excel":
        days = f"({double_sql(text)})"
        seconds = f"to_seconds(CAST(round({days} * 86400) AS BIGINT))"
        # Excel counts days from 1899-12-30, since it takes 1900 for a leap year
        return f"CASE WHEN {days} BETWEEN 1 AND 2958465 THEN TIMESTAMP '1899-12-30' + {seconds} END"
    patterns = ", ".join(literal(form) for form in formats)
    return f"CAST(try_strptime({text}, [{patterns}]) AS TIMESTAMP)"


def edge_sql(moment: str, edge: str) -> str:
    """Return the last second of the day or month in which `moment` lies, or `moment` itself."""
    if not edge:
        return moment
    unit = edge.removesuffix("_end")
    return f"date_trunc('{unit}', {moment}) + INTERVAL 1 {unit.upper()} - INTERVAL 1 SECOND"
