"""The shipped typeface, Liberation Serif 2.1.5 (SIL OFL 1.1): Times New Roman's widths, all Vietnamese letters."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

FAMILY = "Liberation Serif"


def font_directory() -> Path:
    """Return the folder of the four TTF files, for any tool that draws text."""
    return Path(str(files("tongket.report") / "fonts"))
