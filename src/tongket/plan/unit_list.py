"""An office's own list of units for inspections and their draw: a text file, one unit a line."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tongket.model.errors import SourceError


def read_units(path: Path) -> tuple[str, ...]:
    """Read a list of units.

    Parameters
    ----------
    path : Path
        UTF-8 text, one unit a line; empty lines and lines that begin with ``#`` are left out.

    Returns
    -------
    tuple of str
        In order of code points, blanks made single, as the draw orders them.

    Raises
    ------
    SourceError
        If the file cannot be read, is empty, or names a unit twice.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"Units: {str(path)!r} must be a UTF-8 text file; {error}. Mend the path or the file."
        ) from None
    named = [" ".join(unicodedata.normalize("NFC", line).split()) for line in lines]
    units = [each for each in named if each and not each.startswith("#")]
    if not units:
        raise SourceError(f"Units: {str(path)!r} must name at least one unit, one a line; got none. Write them.")
    twice = sorted({each for each in units if units.count(each) > 1})
    if twice:
        raise SourceError(f"Units: {str(path)!r} must name each unit once; got {twice[0]!r} twice. Remove one.")
    return tuple(sorted(units))
