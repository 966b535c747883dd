"""The small book every test of whole reports shares; nobody changes its records."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.documents.small_book import make_book
from tongket.model.seals import Seal
from tongket.store.book import Book


@dataclass(frozen=True)
class SmallBook:
    """Hold the book and its seals, oldest first."""

    book: Book
    seals: tuple[Seal, ...]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    return SmallBook(*make_book(tmp_path_factory.mktemp("documents")))
