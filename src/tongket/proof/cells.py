"""Claims of table cells that hold a number and nothing else: the headings say what it is."""

from __future__ import annotations

import re
from decimal import Decimal

from tongket.model.text import Language
from tongket.proof.claims import Claim, Kind, Place
from tongket.proof.document import Block
from tongket.proof.lexicon import annotate
from tongket.proof.numbers import read_number
from tongket.proof.separators import Marks
from tongket.proof.tokens import canonical, tokenize

_LONE = re.compile(r"\s*(?P<sign>[+\-−–])?\s*(?P<number>[0-9][0-9.,]*(?: [0-9]{3})*)\s*(?P<percent>%)?\s*\Z")
_ORDER = ("stt", "tt", "no", "no.", "#", "số tt", "mã", "code", "id")
_CHANGE = re.compile(r"tăng|giảm|\+/-|±|so với|so sánh|chênh|change|difference|increase|decrease|\bvs\b")
_RATE = re.compile(r"tỷ lệ|tỷ trọng|rate|share|cơ cấu")
_BASE = re.compile(r"cùng kỳ|kỳ trước|năm trước|kỳ gốc|previous|last year|before|base")
_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")


def lone_number(text: str) -> re.Match[str] | None:
    """Return the match if a cell holds one number and nothing else."""
    return _LONE.match(text) if len(text) < 40 else None


def folded(text: str) -> str:
    """Return a heading in canonical words."""
    return " ".join(canonical(word) for word in text.split())


def cell_claim(
    text: str, number: int, block: Block, marks: Marks, language: Language, period: str | None
) -> Claim | None:
    """Return the claim of a cell, or None if it holds no lone number or is a running number.

    Parameters
    ----------
    text : str
        The whole text.
    number : int
        Number of the block.
    block : Block
        The cell, with the headings of its row and column.
    marks : Marks
        Decimal and thousands mark.
    language : {'vi', 'en'}
        Of the table.
    period : str or None
        Period handed down by the text before.
    """
    match = lone_number(text[block.start : block.end])
    header = folded(block.header)
    if (
        match is None
        or not block.where
        or block.where[1] == 0
        or header in _ORDER
        or (block.where[2] == 0 and not block.row)
    ):
        return None
    kind = cell_kind(header, folded(block.row), signed=bool(match["sign"]), percent=bool(match["percent"]))
    items = annotate(
        tokenize(match["number"] + (" vụ" if "%" not in header and not match["percent"] else " %")), language
    )
    read = read_number(items, 0, marks)
    if read is None or (kind in ("count", "people") and _YEAR.fullmatch(match["number"]) and not header):
        return None
    start, end = (
        block.start + match.start("sign" if match["sign"] else "number"),
        block.start + len(match.group().rstrip()),
    )
    value = -read.value if match["sign"] in ("-", "−", "–") else read.value
    own_year = _YEAR.search(header)
    return Claim(
        span=text[start:end],
        start=start,
        end=end,
        kind=kind,
        value=Decimal(value),
        decimals=read.decimals,
        unit="%" if kind.endswith("pct") else cell_unit(header, folded(block.row)),
        unit_class="percent" if kind.endswith("pct") else "people" if kind == "people" else "case",
        subject=" · ".join(filter(None, (block.row, block.header))) or None,
        period=own_year[1] if own_year else period,
        base_level=bool(_BASE.search(header)) and kind in ("count", "people"),
        extras={"unit_implicit": True},
        hints={"cell": ",".join(map(str, block.where))},
        place=Place(number, 0, 0, -1, 0, len(items)),
    )


def cell_kind(header: str, row: str, *, signed: bool, percent: bool) -> Kind:
    """Say what a column holds, from its heading, then from the heading of the row."""
    percent = percent or "%" in header or "phần trăm" in header or "per cent" in header or "percent" in header
    if _CHANGE.search(header) or signed:
        return "change_pct" if percent else "change_abs"
    if percent or _RATE.search(header) or _RATE.search(row):
        return "rate_pct"
    both = f"{header} {row}"
    if "đồng" in both or "vnd" in both:
        return "money"
    people = re.search(r"người|đối tượng|bị can|bị cáo|nạn nhân|persons?|people|suspects?|victims?", both)
    return "people" if people else "count"


def cell_unit(header: str, row: str) -> str:
    """Return the unit a heading names, or nothing."""
    both = f"{header} {row}"
    for unit in ("đối tượng", "bị can", "người", "vụ", "tin", "cases", "people", "persons"):
        if re.search(rf"\b{unit}\b", both):
            return unit
    return ""
