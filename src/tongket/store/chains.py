"""A chain of entries that can only grow: each carries the digest of the one before, and its own time of entry.

What is written down before a campaign begins must not be written down again afterwards. An entry that was changed,
taken out or put in between breaks every digest after it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tongket.model.errors import BookError
from tongket.store import atomic
from tongket.store.digests import bytes_digest

START = "0" * 64  # what the first entry carries in place of a digest


@dataclass(frozen=True)
class Link:
    """Hold one entry of a chain.

    Attributes
    ----------
    sequence : int
        From 1.
    entered_at : str
        ISO 8601 with offset.
    subject : str
        What it speaks of: the id of a campaign.
    content : dict of str to str
        What was written down.
    previous : str
        Digest of the entry before; 64 zeros for the first.
    digest : str
        SHA-256 of all of these.
    """

    sequence: int
    entered_at: str
    subject: str
    content: dict[str, str]
    previous: str
    digest: str

    @property
    def entered_on(self) -> date:
        """Return the day of entry, where it was entered."""
        return datetime.fromisoformat(self.entered_at).date()


@dataclass(frozen=True)
class BrokenLink:
    """Name the first line of a chain that is not as it was written; what follows it cannot be trusted either."""

    line: int
    expected: str
    found: str


def append_link(path: Path, subject: str, content: Mapping[str, str], *, now: datetime | None = None) -> Link:
    """Add an entry to a chain; the caller is its one writer.

    Parameters
    ----------
    path : Path
        File of the chain; made if it is not there.
    subject : str
        What the entry speaks of.
    content : mapping of str to str
        What is written down.
    now : datetime, optional
        Time of entry, with offset; the clock's by default.

    Returns
    -------
    Link
        The entry.

    Raises
    ------
    BookError
        If the chain is broken already: nothing is added to it.
    """
    return append_links(path, [(subject, content)], now=now)[0]


def append_links(
    path: Path, entries: Sequence[tuple[str, Mapping[str, str]]], *, now: datetime | None = None
) -> tuple[Link, ...]:
    """Add entries to a chain at once: all of them or, if the process is killed, none.

    Parameters
    ----------
    path : Path
        File of the chain; made if it is not there.
    entries : sequence of (str, mapping of str to str)
        Subject and content of each, in order.
    now : datetime, optional
        As in `append_link`, as is what it returns and raises.
    """
    links = list(read_chain(path))
    at = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    for subject, content in entries:
        previous = links[-1].digest if links else START
        sequence = len(links) + 1
        digest = _digest(sequence, at, subject, content, previous)
        links.append(Link(sequence, at, subject, dict(content), previous, digest))
    new = links[len(links) - len(entries) :]
    before = path.read_bytes() if path.is_file() else b""
    atomic.write_bytes(path, before + b"".join(_line(link) for link in new))
    return tuple(new)


def read_chain(path: Path) -> tuple[Link, ...]:
    """Return the entries of a chain, oldest first; none where there is no file.

    Raises
    ------
    BookError
        If an entry was changed, taken out or put in between.
    """
    links, broken = _walk(path)
    if broken is not None:
        raise BookError(
            f"{path}: line {broken.line} must be as it was written; it was changed, or one before it was taken out."
            " Run `tongket verify`, and bring the file back from a copy of the book."
        )
    return links


def broken_link(path: Path) -> BrokenLink | None:
    """Return the first line of a chain that is not as it was written, or None."""
    return _walk(path)[1]


def _walk(path: Path) -> tuple[tuple[Link, ...], BrokenLink | None]:
    links: list[Link] = []
    lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        previous = links[-1].digest if links else START
        link = _parsed(line)
        if link is None:
            return tuple(links), BrokenLink(number, previous, "?")
        expected = _digest(number, link.entered_at, link.subject, link.content, previous)
        if link.digest != expected or link.previous != previous or _line(link) != line:
            return tuple(links), BrokenLink(number, expected, link.digest)
        links.append(link)
    return tuple(links), None


def _parsed(line: bytes) -> Link | None:
    try:
        plain = json.loads(line)
        datetime.fromisoformat(plain["entered_at"])
        return Link(**plain)
    except (ValueError, TypeError, KeyError):
        return None


def _digest(sequence: int, at: str, subject: str, content: Mapping[str, str], previous: str) -> str:
    plain = {
        "sequence": sequence,
        "entered_at": at,
        "subject": subject,
        "content": dict(content),
        "previous": previous,
    }
    return bytes_digest(_json(plain))


def _line(link: Link) -> bytes:
    plain: dict[str, Any] = {
        "sequence": link.sequence,
        "entered_at": link.entered_at,
        "subject": link.subject,
        "content": link.content,
        "previous": link.previous,
        "digest": link.digest,
    }
    return _json(plain) + b"\n"


def _json(plain: Mapping[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()
