"""Derivations on disk: what a derived figure is, as JSON named by its own digest, beside the ledger's parts."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tongket.engines.contract import Span, Term, TraceRequest
from tongket.model.errors import FigureError
from tongket.model.indicators import Condition, Operator
from tongket.model.text import Text
from tongket.store import atomic
from tongket.store.digests import bytes_digest
from tongket.store.ledger import DERIVATIONS


@dataclass(frozen=True)
class Source:
    """Hold which records a derived figure rests on; the page asked for is no part of it."""

    label: Text
    request: TraceRequest


@dataclass(frozen=True)
class Derivation:
    """Say what a derived figure is and how it comes about.

    Attributes
    ----------
    id : str
        Room and name: ``plan.pace.projected``, ``evaluate.log_irr``.
    version : int
        Raised whenever the method changes a number.
    label : Text
        What the number is, complete: what, where, when.
    unit : Text
        Of the value.
    method : Text
        The formula in words, with its source.
    parameters : tuple of (str, str)
        Everything the method was told, the seed included, ordered by name.
    sources : tuple of Source
        The records it rests on.
    figures : tuple of str
        Ids of the figures it rests on.
    share : bool
        Whether the value is a fraction of 1, printed in per cent.
    """

    id: str
    version: int
    label: Text
    unit: Text
    method: Text
    parameters: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    figures: tuple[str, ...] = ()
    share: bool = False


def derivation_json(derivation: Derivation) -> dict[str, Any]:
    """Return a derivation as plain values."""
    return {
        "id": derivation.id,
        "version": derivation.version,
        "label": _text(derivation.label),
        "unit": _text(derivation.unit),
        "method": _text(derivation.method),
        "parameters": dict(sorted(derivation.parameters)),
        "sources": [{"label": _text(each.label), **_request_json(each.request)} for each in derivation.sources],
        "figures": list(derivation.figures),
        "share": derivation.share,
    }


def _text(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _request_json(request: TraceRequest) -> dict[str, Any]:
    return {
        "table": request.table,
        "name": request.term.name,
        "date": request.term.date,
        "column": request.term.column,
        "where": [
            {"column": each.column, "operator": each.operator.value, "values": list(each.values), "days": each.days}
            for each in request.term.where
        ],
        "first": request.span.start.isoformat(),
        "last": request.span.end.isoformat(),
        "codes": [[name, list(codes)] for name, codes in request.codes],
        "cutoff": request.cutoff.isoformat(),
    }


def derivation_content(derivation: Derivation) -> bytes:
    """Return the bytes of a derivation's file."""
    plain = derivation_json(derivation)
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def derivation_digest(derivation: Derivation) -> str:
    """Return the SHA-256 of a derivation's file, which is also its name."""
    return bytes_digest(derivation_content(derivation))


def write_derivation(folder: Path, derivation: Derivation) -> Path:
    """Write a derivation beside a ledger, unless it is there."""
    content = derivation_content(derivation)
    path = folder / DERIVATIONS / f"{bytes_digest(content)}.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, content)
    return path


def read_derivation(folder: Path, digest: str) -> Derivation | None:
    """Return the derivation of a digest; None where the ledger holds none, for the figure was counted.

    Raises
    ------
    FigureError
        If the file is not what its name says.
    """
    path = folder / DERIVATIONS / f"{digest}.json"
    if not path.is_file():
        return None
    content = path.read_bytes()
    if bytes_digest(content) != digest:
        raise FigureError(
            f"Derivation {digest[:12]}: its file must be what its name says; it was changed. Bring it back from a copy."
        )
    return _derivation(json.loads(content))


def _derivation(plain: dict[str, Any]) -> Derivation:
    texts = {name: Text(**plain[name]) for name in ("label", "unit", "method")}
    return Derivation(
        id=plain["id"],
        version=plain["version"],
        **texts,
        parameters=tuple(sorted(plain["parameters"].items())),
        sources=tuple(Source(Text(**each["label"]), _request(each)) for each in plain["sources"]),
        figures=tuple(plain["figures"]),
        share=plain["share"],
    )


def _request(plain: dict[str, Any]) -> TraceRequest:
    where = tuple(
        Condition(each["column"], Operator(each["operator"]), tuple(each["values"]), each["days"])
        for each in plain["where"]
    )
    return TraceRequest(
        plain["table"],
        Term(plain["name"], plain["date"], plain["column"], where),
        Span(date.fromisoformat(plain["first"]), date.fromisoformat(plain["last"])),
        tuple((name, tuple(codes)) for name, codes in plain["codes"]),
        date.fromisoformat(plain["cutoff"]),
    )


def page_of(request: TraceRequest, page: int, size: int) -> TraceRequest:
    """Return a request for one page of its records; the first page is 1."""
    return replace(request, offset=(page - 1) * size, limit=size)
