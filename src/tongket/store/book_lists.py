"""The lists a book names: its units and its offences, shipped or in a folder of its own."""

from __future__ import annotations

from tongket.model.areas import AreaSet
from tongket.model.offences import OffenceCatalogue
from tongket.store import shipped
from tongket.store.book import Book


def read_book_areas(book: Book) -> AreaSet | None:
    """Return the units a book names: a folder beside ``book.toml``, a shipped set, or None."""
    name = book.file.areas.set
    if not name:
        return None
    folder = book.path / name
    return shipped.read_area_set_folder(folder) if folder.is_dir() else shipped.read_area_set(name)


def read_book_offences(book: Book) -> OffenceCatalogue | None:
    """Return the offence list a book names: a folder beside ``book.toml``, a shipped list, or None."""
    name = book.file.codes.offences
    if not name:
        return None
    folder = book.path / name
    return shipped.read_offences_folder(folder) if folder.is_dir() else shipped.read_offences(name)
