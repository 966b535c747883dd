"""Find the real incident files, which the project may not ship; skip with the reason where they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"


def real_data(relative: str) -> Path:
    """Return the path of a real file below TONGKET_REAL_DATA, or skip the test that asks for it."""
    path = Path(os.environ.get("TONGKET_REAL_DATA", DEFAULT)) / relative
    if not path.exists():
        pytest.skip(f"real data not here: set TONGKET_REAL_DATA to the folder that holds {relative}")
    return path
