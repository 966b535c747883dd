"""Signs that no printed page has: control characters and non-characters that slip in with pasted text."""

from __future__ import annotations

import re

# Tab, line feed and carriage return stay: pictures are text too.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(text: str) -> str:
    """Return the text without signs that neither XML nor a typesetter can take."""
    return _CONTROL.sub("", text)
