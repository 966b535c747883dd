"""Ids for records whose source gives none: made from the content, so that the same file gives the same ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongket.collect.mapping import Mapping
from tongket.collect.staging import STAGED
from tongket.store.digests import canonical_row_sql
from tongket.store.parquet import quoted

if TYPE_CHECKING:
    import duckdb


def generate_ids(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Fill in missing ids: ``gen-``, 16 digits of the content's digest, and the number of the row among its equals.

    Rows that agree in everything are different records here, for nothing says that they are one; the second gets the
    number 2. A file read again gives the same ids; a corrected row gives a new one, which a rule warns of.
    """
    schema = mapping.schema
    key = schema.key[0]
    entry = mapping.columns.get(key)
    if entry is None or not entry.generate:
        return
    columns = [(name, schema.column(name).sql_type) for name in schema.content_names if name != key]
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE generated AS SELECT __row, 'gen-' || left(digest, 16) || '-' ||"
        f" row_number() OVER (PARTITION BY digest ORDER BY __row) AS id"
        f" FROM (SELECT __row, md5({canonical_row_sql(columns)}) AS digest FROM {STAGED} WHERE {quoted(key)} IS NULL)"
    )
    con.execute(
        f"UPDATE {STAGED} SET {quoted(key)} = g.id, __generated = true FROM generated g WHERE {STAGED}.__row = g.__row"
    )
