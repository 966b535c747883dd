"""The demonstration, made once for all tests of the manual."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.running import tongket_process


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration book; nobody may change it.

    TONGKET_DEMONSTRATION names one that is there already, to save the half minute while a page is being written.
    """
    if given := os.environ.get("TONGKET_DEMONSTRATION"):
        return Path(given)
    book = tmp_path_factory.mktemp("demonstration") / "can-tho"
    ran = tongket_process("demo", book)
    assert ran.code == 0, ran.err
    return book


@pytest.fixture
def toured(demonstration: Path, tmp_path: Path) -> Path:
    """Return a directory in which `make report` has just been run, but for the reports themselves."""
    shutil.copytree(demonstration, tmp_path / "out" / "can-tho")
    return tmp_path
