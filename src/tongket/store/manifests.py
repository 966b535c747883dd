"""The manifest of a seal as text: rendered in one form only, so that every bit of the file is accounted for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tongket.model.errors import SealError
from tongket.model.seals import DIGEST, Seal, SealedTable, Status
from tongket.model.tables import PROVENANCE
from tongket.store.digests import bytes_digest

# Raised when the meaning of a key, or of the content digest, changes; it is part of the seal's digest.
FORMAT = 1

_PROVENANCE = frozenset(column.name for column in PROVENANCE)


def content_columns(columns: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return the columns the content digest covers: the record itself, not where it was read."""
    return tuple((name, kind) for name, kind in columns if name not in _PROVENANCE)


def seal_digest(
    *,
    as_of: date,
    status: Status,
    parent: str | None,
    note: str,
    tables: tuple[SealedTable, ...],
    rules: tuple[tuple[str, str], ...],
) -> str:
    """Return the name of a seal: SHA-256 of what it is, without how and when it was written.

    Left out are the digests of files (they follow the writer's version), the provenance columns, the version of the
    program and the time of writing. So equal records sealed with equal arguments have one name on every machine.
    """
    identity = {
        "format": FORMAT,
        "as_of": as_of.isoformat(),
        "status": status.value,
        "parent": parent,
        "note": note,
        "rules": dict(rules),
        "tables": {
            table.name: {
                "rows": table.rows,
                "columns": [list(pair) for pair in content_columns(table.columns)],
                "content_digest": table.content_digest,
            }
            for table in tables
        },
    }
    return bytes_digest(_canonical(identity))


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def render_manifest(seal: Seal) -> bytes:
    """Return the bytes of ``manifest.json``: UTF-8, keys in order, one space of indent, a line feed at the end.

    ``manifest_digest`` is the SHA-256 of all the rest, so that a changed bit is found also in what the name of the
    seal does not cover, such as the time of writing.
    """
    body = _body(seal)
    return _pretty({**body, "manifest_digest": bytes_digest(_canonical(body))})


def _pretty(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _body(seal: Seal) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "digest": seal.digest,
        "as_of": seal.as_of.isoformat(),
        "status": seal.status.value,
        "parent": seal.parent,
        "note": seal.note,
        "rules": dict(seal.rules),
        "tables": [
            {
                "name": table.name,
                "rows": table.rows,
                "columns": [list(pair) for pair in table.columns],
                "content_digest": table.content_digest,
                "file_digest": table.file_digest,
            }
            for table in seal.tables
        ],
        "code_version": seal.code_version,
        "sealed_at": seal.sealed_at,
    }


def parse_manifest(content: bytes, where: str) -> Seal:
    """Read a manifest without judging its digests (see `manifest_faults`).

    Raises
    ------
    SealError
        If it is no JSON, or a key is missing or of the wrong kind.
    """
    try:
        raw = json.loads(content.decode())
        if raw["format"] != FORMAT:
            raise SealError(
                f"{where}: the format of the manifest must be {FORMAT}; got {raw['format']!r}."
                " Read the seal with the version of the program that wrote it."
            )
        return _seal(raw)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SealError(
            f"{where}: must be the manifest of a seal; {type(error).__name__} while reading it."
            " Bring the file back from a copy of the book; `tongket verify` names all that is wrong."
        ) from error


def _seal(raw: Mapping[str, Any]) -> Seal:
    if raw["parent"] is not None and not DIGEST.match(raw["parent"]):
        raise ValueError("parent")
    return Seal(
        digest=raw["digest"],
        as_of=date.fromisoformat(raw["as_of"]),
        status=Status(raw["status"]),
        parent=raw["parent"],
        note=raw["note"],
        tables=tuple(_table(table) for table in raw["tables"]),
        rules=tuple(sorted(raw["rules"].items())),
        code_version=raw["code_version"],
        sealed_at=raw["sealed_at"],
    )


def _table(raw: Mapping[str, Any]) -> SealedTable:
    return SealedTable(
        name=raw["name"],
        rows=raw["rows"],
        columns=tuple((name, kind) for name, kind in raw["columns"]),
        content_digest=raw["content_digest"],
        file_digest=raw["file_digest"],
    )


def is_whole(content: bytes, seal: Seal) -> bool:
    """Tell whether these bytes are exactly the manifest of `seal`, its own digest included."""
    return render_manifest(seal) == content


def digest_of(seal: Seal) -> str:
    """Return the digest that the parts of a seal give, whatever digest it bears."""
    return seal_digest(
        as_of=seal.as_of,
        status=seal.status,
        parent=seal.parent,
        note=seal.note,
        tables=seal.tables,
        rules=seal.rules,
    )
