"""Guess a mapping for an unknown source: by names and by values, with a reason and a confidence for every column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from tongket.collect.guess_values import Sample, date_format, describe, is_coordinate
from tongket.collect.guess_writing import Choice, mapping_toml
from tongket.collect.mapping import Mapping, SourceEntry, parse_mapping
from tongket.collect.readers.csv_files import read_csv
from tongket.collect.readers.other_files import read_database, read_parquet, read_workbook
from tongket.collect.readers.raw import ROW, RawTable
from tongket.collect.readers.sources import PARQUET, SourceItem, list_items, opened
from tongket.collect.translations import slug
from tongket.model.errors import SourceError
from tongket.model.tables import Column, Kind, record_schema
from tongket.store import workbooks
from tongket.store.parquet import connect, quoted

SAMPLE_ROWS = 5000
Confidence = Literal["high", "medium", "low"]
# a category of places, victims or means is no offence
_ELSEWHERE = re.compile("location|place|premise|victim|weapon|method")


@dataclass(frozen=True)
class Guess:
    """Hold a proposed mapping.

    Attributes
    ----------
    mapping : Mapping
        What the text says, read and checked.
    toml : str
        The proposal as a file to edit: each column with its confidence and the reason.
    choices : tuple of Choice
        Column by column, for showing.
    """

    mapping: Mapping
    toml: str
    choices: tuple[Choice, ...]


@cache
def _words() -> dict[str, Any]:
    content = (resources.files("tongket.collect") / "guess_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


def guess_mapping(source: str | Path, table: str = "cases", *, query: str = "") -> Guess:
    """Propose a mapping for a source that no preset fits.

    Parameters
    ----------
    source : str or Path
        File, folder, archive or database address; of several files the first is looked at.
    table : str
        Table to be filled.
    query : str
        SELECT for a database address.

    Returns
    -------
    Guess
        A mapping that can be collected with, and its text. Guesses of low confidence are marked; look at each.

    Raises
    ------
    SourceError
        If the source cannot be read, or holds no rows.
    """
    item = list_items([source])[0]
    samples = _read_samples(item, query)
    if not samples or not any(sample.values for sample in samples):
        raise SourceError(f"{item.name}: must hold rows to guess from; there are none. Give another source.")
    decimal = "," if any(sample.decimal_comma for sample in samples) else "."
    choices = tuple(_choices(table, samples, decimal))
    toml = mapping_toml(_id_of(item), table, item.name, choices, decimal=decimal)
    return Guess(parse_mapping(toml, Path("guess")), toml, choices)


def _id_of(item: SourceItem) -> str:
    return slug(Path(item.member or item.name).stem.split(".")[0]) or "source"


def _read_samples(item: SourceItem, query: str) -> list[Sample]:
    with TemporaryDirectory() as folder, connect() as con:
        raw = _first_table(con, item, query, Path(folder))
        names = [name for name, _ in raw.columns]
        columns = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in names)
        # spread over the file: the head of a file is often not like the rest
        rows = con.execute(
            f"SELECT {columns} FROM {raw.relation} USING SAMPLE reservoir({SAMPLE_ROWS} ROWS) REPEATABLE (7)"
        ).fetchall()
        types = dict(raw.columns)
        return [describe(name, types[name], [row[place] for row in rows]) for place, name in enumerate(names)]


def _first_table(con: Any, item: SourceItem, query: str, work: Path) -> RawTable:
    def every(header: Sequence[str]) -> list[str]:
        if len(header) < 2:
            raise SourceError(f"{item.name}: must have at least two columns. Give the delimiter in a mapping.")
        return list(header)

    if item.address:
        return read_database(item.address, query, work, every, lambda _: None)
    with opened(item, work) as path:
        if item.suffix in PARQUET:
            return _kept(con, read_parquet(con, item.name, path, "", every))
        if item.suffix in workbooks.SUFFIXES:
            return next(read_workbook(item.name, path, "", SourceEntry(), work, every, lambda _: None))
        return read_csv(con, item.name, path, "", SourceEntry(), work, every, lambda _: None)


def _kept(con: Any, raw: RawTable) -> RawTable:
    """Copy a sample of a Parquet file into the engine, since the file may be unpacked for a moment only."""
    con.execute(
        f"CREATE TABLE sampled AS SELECT * EXCLUDE ({ROW}) FROM {raw.relation}"
        f" USING SAMPLE reservoir({SAMPLE_ROWS} ROWS) REPEATABLE (7)"
    )
    return RawTable(raw.name, raw.digest, "sampled", raw.columns)


def _choices(table: str, samples: Sequence[Sample], decimal: str) -> Iterator[Choice]:
    schema = record_schema(table)
    words: dict[str, list[str]] = _words()["columns"]
    taken: set[str] = set()
    offence: Sample | None = None
    for name in schema.content_names:
        column = schema.column(name)
        if name in ("offence_group", "location_precision"):
            continue
        ranked = sorted(
            (score for sample in samples if (score := _score(column, sample, words.get(name, [name]), taken, decimal))),
            key=lambda score: -score.points,
        )
        if ranked:
            best = ranked[0]
            taken |= {best.sample.name} if column.kind is not Kind.TIMESTAMP and name != "recorded_on" else set()
            offence = best.sample if name == "offence" else offence
            yield _choice(column, best)
        elif column.required:
            yield _missing(table, column)
    if table == "cases":
        yield _group_choice(offence)


@dataclass(frozen=True)
class _Score:
    sample: Sample
    points: float
    reason: str


def _score(column: Column, sample: Sample, words: Sequence[str], taken: Iterable[str], decimal: str) -> _Score | None:
    """Return how well a source column fits; None where its values cannot be this, whatever it is called."""
    if sample.name in taken or not sample.values:
        return None
    by_name, word = _name_points(sample.name, words)
    by_value, reason = _value_points(column, sample, decimal)
    if by_value < 0 or (by_name == 0 and not (column.kind is Kind.COORDINATE and by_value > 0.9)):
        return None
    named = f"the name is like {word!r}" if word else "the name says nothing"
    return _Score(sample, by_name + by_value, f"{named}; {reason}")


def _name_points(name: str, words: Sequence[str]) -> tuple[float, str]:
    plain = re.sub(r"[^a-z0-9]+", " ", slug(name).replace("-", " ")).strip()
    for place, word in enumerate(words):
        weight = 1 - 0.5 * place / len(words)
        if plain == word:
            return 1.5 * weight, word
        if word in plain.split() or (len(word) > 4 and word in plain):
            return 0.9 * weight, word
    return 0.0, ""


def _value_points(column: Column, sample: Sample, decimal: str) -> tuple[float, str]:
    """Return points from -1 (impossible) to 1 for the values of a source column."""
    if column.kind in (Kind.DATE, Kind.TIMESTAMP):
        share, form = sample.dates
        return (share, f"{share:.0%} of the values are dates ({form})") if share > 0.8 else (-1.0, "")
    if column.kind is Kind.COORDINATE:
        share = is_coordinate(sample, column.name, decimal)
        return (share, f"{share:.0%} of the values are degrees") if share > 0.5 else (-1.0, "")
    if column.kind in (Kind.INTEGER, Kind.MONEY, Kind.NUMBER):
        return (sample.numbers, f"{sample.numbers:.0%} are numbers") if sample.numbers > 0.8 else (-1.0, "")
    if column.name in ("case_id", "notice_id", "target_id"):
        # an id may repeat, for a row per victim or per offence
        return (sample.unique, f"{sample.unique:.0%} are different") if sample.unique > 0.5 else (-1.0, "")
    if column.name == "offence" and _ELSEWHERE.search(sample.name.casefold()):
        return -1.0, ""
    if column.name in ("offence", "status", "area"):
        few = sample.distinct <= max(400, 0.2 * len(sample.values))
        return (0.5, f"{sample.distinct} different values") if few else (-1.0, "")
    return 0.2, f"{sample.distinct} different values"


def _choice(column: Column, score: _Score) -> Choice:
    sample = score.sample
    settings: dict[str, Any] = {"from": sample.name}
    if column.kind in (Kind.DATE, Kind.TIMESTAMP):
        settings["formats"] = [date_format(sample)]
        if sample.in_utc:
            settings["zone"] = "UTC"
    if column.name == "offence":
        settings["letters"] = "slug"
    if column.name == "case_id" and (sample.empty or sample.unique < 1):
        settings["generate"] = True
    if column.name in ("status", "severity"):
        settings |= {"codes": column.name, "unknown": "code:open" if column.name == "status" else "empty"}
    if column.name in ("area", "offence") and sample.empty:
        settings["default"] = "unknown" if column.name == "area" else "other"
    reason = score.reason
    if "zone" in settings:
        reason += "; the times say UTC: take the zone out where they are local after all"
    confidence: Confidence = "high" if score.points > 1.8 else "medium" if score.points > 1.1 else "low"
    codes = _status_codes(sample) if column.name == "status" else {}
    return Choice(column.name, settings, confidence, reason, codes)


def _missing(table: str, column: Column) -> Choice:
    reason = "no column of the source looks like it"
    if column.name == record_schema(table).key[0]:
        return Choice(column.name, {"generate": True}, "low", f"{reason}: ids are made from the content", {})
    value = {"status": "open", "area": "unknown", "offence": "other"}.get(column.name, "")
    return Choice(column.name, {"value": value or "unknown"}, "low", f"{reason}: the same for every row", {})


def _status_codes(sample: Sample) -> dict[str, str]:
    cleared = ("clear", "charged", "arrest", "true", "yes", "kham pha", "solved", "convict")
    return {value: "cleared" if any(word in slug(value) for word in cleared) else "open" for value in sample.common}


def _group_choice(offence: Sample | None) -> Choice:
    if offence is None:
        return Choice("offence_group", {"value": "other"}, "low", "the source names no offence", {})
    codes = {value: group_of(value) for value in offence.common}
    settings = {"from": offence.name, "codes": "groups", "unknown": "code:other"}
    return Choice("offence_group", settings, "medium", "by words in the offence; look at each line of the table", codes)


def group_of(offence: str) -> str:
    """Return the group of generic-city that an offence seems to belong to."""
    plain = slug(offence).replace("-", " ")
    for group in _words()["groups"]:
        if any(slug(word).replace("-", " ") in plain for word in group["words"]):
            return str(group["code"])
    return "other"
