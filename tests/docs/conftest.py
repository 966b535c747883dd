"""Directories in which a page of the manual begins."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def toured(demonstration: Path, tmp_path: Path) -> Path:
    """Return a directory in which `make report` has just been run, but for the reports themselves."""
    shutil.copytree(demonstration, tmp_path / "out" / "can-tho")
    return tmp_path
