"""Find the columns that a mapping names among the columns a source has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tongket.collect.mapping import ColumnEntry, Mapping, fold
from tongket.model.errors import SourceError


def same_name(name: str) -> str:
    """Return a column name as it is compared: "Crime ID", "crime_id" and "CRIME-ID *" are one."""
    return re.sub(r"[\s_\-]+", " ", fold(name).rstrip("* ")).strip()


def match_columns(mapping: Mapping, header: Sequence[str], where: str) -> dict[str, str]:
    """Return which column of the source answers to each name in the mapping.

    Parameters
    ----------
    mapping : Mapping
        What is asked for.
    header : sequence of str
        What there is.
    where : str
        Name of the source, for messages.

    Returns
    -------
    dict of str to str
        Name in the mapping → name in the source; names that are missing and may be are left out.

    Raises
    ------
    SourceError
        If a column that must be there is missing; the message lists the columns there are.
    """
    by_name = {same_name(name): name for name in reversed(header)}
    found = {name: by_name[same_name(name)] for name in _names(mapping) if same_name(name) in by_name}
    missing = [column for column, entry in mapping.columns.items() if _is_missing(entry, found)]
    if missing:
        wanted = " or ".join(repr(name) for name in mapping.columns[missing[0]].columns)
        raise SourceError(
            f"{where}: mapping {mapping.id!r} needs the column {wanted} (for {missing[0]!r}); the source has"
            f" {', '.join(repr(name) for name in header[:40])}."
            " Choose another preset or mapping, or mend the head line."
        )
    return found


def _names(mapping: Mapping) -> Iterator[str]:
    for entry in mapping.columns.values():
        yield from entry.columns
        if entry.hour:
            yield entry.hour
    yield from (entry.column for entry in mapping.source.skip)
    yield from (entry.column for entry in mapping.agree)
    if mapping.offences is not None:
        yield from mapping.offences.columns


def _is_missing(entry: ColumnEntry, found: dict[str, str]) -> bool:
    """Tell whether a column can get no value: of alternatives one is enough, of joined columns all are needed."""
    if not entry.columns or entry.optional or entry.generate or entry.default is not None:
        return False
    present = [name for name in entry.columns if name in found]
    return len(present) < len(entry.columns) if entry.join is not None else not present
