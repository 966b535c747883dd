"""Seal: an immutable, content-hashed snapshot of everything the figures of a period rest on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongket.model.errors import SealError

DIGEST = re.compile(r"^[0-9a-f]{64}$")


class Status(StrEnum):
    """Say how final the figures of a seal are (Statistics Law: estimate, preliminary, official)."""

    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    OFFICIAL = "official"


@dataclass(frozen=True)
class SealedTable:
    """Describe one table inside a seal.

    Attributes
    ----------
    name : str
        Name of the table; its file is ``<name>.parquet``.
    rows : int
        Number of rows.
    columns : tuple of (str, str)
        Name and SQL type of each column, in order.
    content_digest : str
        SHA-256 over the canonical rows: the same on any machine and with any version of the writer.
    file_digest : str
        SHA-256 of the file's bytes, as this writer wrote them.
    """

    name: str
    rows: int
    columns: tuple[tuple[str, str], ...]
    content_digest: str
    file_digest: str


@dataclass(frozen=True)
class Seal:
    """Hold the manifest of one seal.

    Attributes
    ----------
    digest : str
        SHA-256 of the canonical manifest without file digests, code version and time of writing; the seal's name.
    as_of : date
        Cut-off: nothing known or recorded after this day is in it.
    status : Status
        How final its figures are.
    parent : str or None
        Digest of the seal it amends or follows.
    note : str
        Why it was made.
    tables : tuple of SealedTable
        Ordered by name.
    rules : tuple of (str, str)
        Settings in force, for example the clearing rule and the code lists with their digests; ordered by key.
    code_version : str
        Version of the program that wrote it; not part of the digest.
    sealed_at : str
        When it was written, ISO 8601 with offset; not part of the digest.

    Raises
    ------
    SealError
        If the digest is no SHA-256.
    """

    digest: str
    as_of: date
    status: Status
    parent: str | None
    note: str
    tables: tuple[SealedTable, ...]
    rules: tuple[tuple[str, str], ...]
    code_version: str
    sealed_at: str

    def __post_init__(self) -> None:
        if not DIGEST.match(self.digest):
            raise SealError(f"Seal: the digest must be 64 hexadecimal digits; got {self.digest!r}.")

    @property
    def short(self) -> str:
        """Return the first twelve digits, enough to name a seal on paper."""
        return self.digest[:12]

    def table(self, name: str) -> SealedTable | None:
        """Return the sealed table `name`, or None when the seal holds none."""
        return next((table for table in self.tables if table.name == name), None)
