"""The figure ledger: one row for each figure ever counted, append-only, in parts named by their own content."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tongket.model.errors import FigureError
from tongket.model.figures import Comparison, Figure, Number, State
from tongket.store import atomic
from tongket.store.parquet import connect, literal, quoted
from tongket.store.small_parquet import Column, Letters, parquet_content
from tongket.store.small_parquet import Words as Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT_COLUMNS = (
    "id",
    "indicator",
    "version",
    "definition",
    "period",
    "start",
    "end",
    "area",
    "by",
    "value",
    "numerator",
    "denominator",
    "state",
    "status",
    "seal",
    "code_version",
    "restated",
    "comparisons",
)
NUMBER_COLUMNS = ("lower", "upper")
DERIVATIONS = "derivations"  # folder, in that of the ledger, of what derived figures are
ID_BYTES = 8  # of the digest that an id shows
_ID = re.compile(r"^F[0-9a-f]{0,16}$")


@dataclass(frozen=True)
class Entry:
    """Hold one figure of the ledger, and the digest of the definition it was counted by."""

    figure: Figure
    definition: str


def append_figures(
    folder: Path, digests: bytes, words: Mapping[str, Words], numbers: Mapping[str, NDArray[np.float64]]
) -> Path:
    """Add figures to a ledger; adding the same figures again changes nothing.

    Parameters
    ----------
    folder : Path
        The ledger's folder; made if it is not there.
    digests : bytes
        The ids, eight bytes for each row.
    words : mapping of str to Words
        Every one of `TEXT_COLUMNS` but the id.
    numbers : mapping of str to ndarray of float64
        Every one of `NUMBER_COLUMNS`; NaN for none.

    Returns
    -------
    Path
        The part, named by the SHA-256 of its bytes.
    """
    columns: dict[str, Column] = {"id": _ids(digests), **words, **numbers}
    content = parquet_content({name: columns[name] for name in (*TEXT_COLUMNS, *NUMBER_COLUMNS) if name in columns})
    path = folder / f"{hashlib.sha256(content).hexdigest()}.parquet"
    if not path.exists():
        atomic.write_bytes(path, content)
    return path


def _ids(digests: bytes) -> Letters:
    """Return the ids of `model.figures.figure_id`: F and the hexadecimal digits of eight bytes."""
    rows = len(digests) // ID_BYTES
    letters = np.empty((rows, 1 + 2 * ID_BYTES), dtype=np.uint8)
    letters[:, 0] = ord("F")
    letters[:, 1:] = np.frombuffer(digests.hex().encode(), dtype=np.uint8).reshape(rows, 2 * ID_BYTES)
    return Letters(letters)


def find_figures(folder: Path, prefix: str) -> tuple[Entry, ...]:
    """Return the figures whose id begins with `prefix`, in order of id.

    Raises
    ------
    FigureError
        If the prefix is no beginning of an id.
    """
    if not _ID.match(prefix):
        raise FigureError(f"Figure: an id is F and 16 hexadecimal digits; got {prefix!r}. Copy it from a report.")
    return _entries(folder, f"starts_with(id, {literal(prefix)})")


def find_figure(folder: Path, prefix: str) -> Entry:
    """Return the one figure whose id begins with `prefix`.

    Raises
    ------
    FigureError
        If there is none, or more than one.
    """
    found = find_figures(folder, prefix)
    if len(found) == 1:
        return found[0]
    if not found:
        raise FigureError(f"Figure: the ledger must hold {prefix!r}; it does not. Count it first with tongket count.")
    near = ", ".join(entry.figure.id for entry in found[:5])
    raise FigureError(f"Figure: {prefix!r} must name one figure; got {len(found)}: {near}. Give more digits.")


def history(
    folder: Path, indicator: str, period: str, area: str = "*", by: tuple[tuple[str, str], ...] = ()
) -> tuple[Entry, ...]:
    """Return the same figure as every seal and version of the program gave it, in order of id."""
    wanted = {"indicator": indicator, "period": period, "area": area, "by": by_text(by)}
    return _entries(folder, " AND ".join(f"{quoted(name)} = {literal(value)}" for name, value in wanted.items()))


def by_text(by: tuple[tuple[str, str], ...]) -> str:
    """Return a breakdown as the ledger keeps it: JSON, ordered by dimension."""
    return json.dumps(dict(sorted(by)), ensure_ascii=False)


def _entries(folder: Path, where: str) -> tuple[Entry, ...]:
    """Return the rows that fulfil a condition; values stand in it as literals (see `store.parquet.load_rows`)."""
    if not any(folder.glob("*.parquet")):
        return ()
    names = (*TEXT_COLUMNS, *NUMBER_COLUMNS)
    columns = ", ".join(quoted(name) for name in names)
    with connect() as con:
        # the same figure may stand in several parts: take the row that was compared with most
        query = (
            f"SELECT {columns} FROM read_parquet({literal(str(folder / '*.parquet'))}) WHERE {where}"
            " QUALIFY row_number() OVER (PARTITION BY id ORDER BY length(comparisons) DESC NULLS LAST, comparisons) = 1"
            " ORDER BY id"
        )
        rows = con.execute(query).fetchall()
    return tuple(_entry(dict(zip(names, row, strict=True))) for row in rows)


def _entry(row: Mapping[str, Any]) -> Entry:
    figure = Figure(
        id=row["id"],
        indicator=row["indicator"],
        version=int(row["version"]),
        period=row["period"],
        start=date.fromisoformat(row["start"]),
        end=date.fromisoformat(row["end"]),
        area=row["area"],
        by=tuple(sorted(json.loads(row["by"]).items())),
        value=read_number(row["value"]),
        numerator=read_number(row["numerator"]),
        denominator=read_number(row["denominator"]),
        lower=row["lower"],
        upper=row["upper"],
        state=State(row["state"]),
        status=row["status"],
        seal=row["seal"],
        code_version=row["code_version"],
        restated=row["restated"] == "yes",
        comparisons=tuple(_comparison(each) for each in json.loads(row["comparisons"] or "[]")),
    )
    return Entry(figure, row["definition"])


def write_number(value: Number | None) -> str | None:
    """Return an exact number as text: digits, with a decimal point where it is no integer."""
    return None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def read_number(text: str | None) -> Number | None:
    """Return the number that `write_number` wrote."""
    if text is None:
        return None
    return Decimal(text) if "." in text else int(text)


def comparisons_text(comparisons: Sequence[Comparison]) -> str | None:
    """Return comparisons as the ledger keeps them; None when there are none."""
    if not comparisons:
        return None
    return json.dumps([_plain(each) for each in comparisons], ensure_ascii=False, sort_keys=True)


def _plain(comparison: Comparison) -> dict[str, Any]:
    plain = asdict(comparison)
    for name in ("value", "difference", "percent"):
        plain[name] = write_number(plain[name])
    return plain


def _comparison(plain: dict[str, Any]) -> Comparison:
    numbers = {name: read_number(plain[name]) for name in ("value", "difference", "percent")}
    if numbers["percent"] is not None:
        numbers["percent"] = Decimal(numbers["percent"])
    return Comparison(**{**plain, **numbers, "figures": tuple(plain["figures"])})
