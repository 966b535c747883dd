"""The content digest in plain Python, as docs/decisions/0002-content-digest.md words it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime


def canonical_text(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return str(value)


def content_digest(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> str:
    lines = ["\t".join(f"{name} {kind}" for name, kind in columns)]
    lines += sorted(
        hashlib.sha256("\t".join(canonical_text(value) for value in row).encode()).hexdigest() for row in rows
    )
    return hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()
