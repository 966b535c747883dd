"""Look over the text of a source once, to find the columns in which nothing needs to be cleaned.

Cleaning every cell costs several times more than looking whether any cell of a column needs it; most files are tidy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongket.store.parquet import literal, quoted

if TYPE_CHECKING:
    import duckdb

_ENDS = ("' '", "chr(9)", "chr(10)", "chr(13)")


@dataclass(frozen=True)
class Tidiness:
    """Say which text columns of a source can be taken as they stand.

    Attributes
    ----------
    clean : frozenset of str
        Columns of plain ASCII, without white space at the ends and without empty text.
    wordless : frozenset of str
        Columns in which no cell is a word for "no value".
    """

    clean: frozenset[str] = frozenset()
    wordless: frozenset[str] = frozenset()


def look_over(con: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str], words: Sequence[str]) -> Tidiness:
    """Return which of the text columns need no cleaning.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        Engine that knows `relation`.
    relation : str
        Raw table, as it stands after FROM.
    columns : sequence of str
        Its text columns.
    words : sequence of str
        Words for "no value".
    """
    if not columns:
        return Tidiness()
    asked = [
        f"count_if({_needs_cleaning(quoted(name))}), count_if({_is_word(quoted(name), words)})" for name in columns
    ]
    found = con.execute(f"SELECT {', '.join(asked)} FROM {relation}").fetchone() or ()
    pairs = list(zip(columns, found[0::2], found[1::2], strict=True))
    return Tidiness(
        frozenset(name for name, untidy, _ in pairs if not untidy),
        frozenset(name for name, _, said in pairs if not said),
    )


def _needs_cleaning(text: str) -> str:
    ends = " OR ".join(f"ends_with({text}, {end})" for end in _ENDS)
    # '!' follows the space: whatever comes before it is empty or begins with white space
    return f"strlen({text}) <> length({text}) OR {text} < '!' OR {ends}"


def _is_word(text: str, words: Sequence[str]) -> str:
    """Return the condition that a cell, trimmed, is a word for "no value"."""
    if not words:
        return "false"
    condition = null_word_sql(f"trim({text})", words)
    if all(word[0] not in "+,-./0123456789" for word in words):
        # most cells of a file are numbers and dates: their first character tells that they are no such word
        condition = f"CASE WHEN {text} > '9~' OR {text} < '+' THEN {condition} ELSE false END"
    return condition


def null_word_sql(text: str, words: Sequence[str]) -> str:
    """Return the condition that a text is a word for "no value".

    One search in a text of all words, and only for what is short enough: IN would become a join for each column, and
    a list would be built anew for each row.
    """
    folded = [word.casefold() for word in words if word]
    if not folded:
        return "false"
    listed = literal("|" + "|".join(folded) + "|")
    longest = max(len(word.encode()) for word in folded)
    search = f"contains({listed}, concat('|', lower({text}), '|'))"
    return f"CASE WHEN strlen({text}) <= {longest} THEN {search} ELSE false END"
