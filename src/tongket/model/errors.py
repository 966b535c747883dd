"""Errors a user can mend: each carries the exit code of its kind and prints without a traceback."""

from __future__ import annotations


class TongketError(Exception):
    """Tell a user what must hold, what was found and what to do about it.

    Messages follow one form: ``{who}: {what must hold}; got {value!r}. {what to do}.`` About a record they
    name source, line, column and rule, never the value.

    Attributes
    ----------
    exit_code : int
        What the command line returns: 1 a check found something, 2 wrong usage, 3 unusable input.
    """

    exit_code = 3


class UsageError(TongketError):
    """Refuse an argument or a combination of arguments."""

    exit_code = 2


class DefinitionError(TongketError):
    """Refuse an indicator, mapping, code list or book file; the message names file, key and remedy."""


class SourceError(TongketError):
    """Refuse a source that cannot be read at all: missing, empty, broken, wrong encoding."""


class BookError(TongketError):
    """Refuse a folder that is not a book, or a book in a state that does not allow the command."""


class SealError(TongketError):
    """Refuse a seal that is unknown, incomplete or does not verify."""

    exit_code = 1


class FigureError(TongketError):
    """Refuse a figure, or a sentence whose figures are missing."""


class MissingExtraError(TongketError):
    """Name the extra that must be installed for this source or output."""
