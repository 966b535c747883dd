"""What is refused although no check of ours found it: the system's own errors and files that are no longer whole."""

from __future__ import annotations

import sys

from tongket.cli.texts import say
from tongket.model.errors import SourceError, TongketError
from tongket.model.text import Language


def refusal(error: BaseException, language: Language) -> TongketError | None:
    """Return an error as a user can mend it, or None for a fault of the program, which keeps its traceback."""
    if isinstance(error, TongketError):
        return error
    if isinstance(error, OSError) and error.strerror:
        path = error.filename2 or error.filename or ""
        return SourceError(say("no_access", language).format(path=repr(str(path)), reason=repr(error.strerror)))
    if (reason := _engine_reason(error)) is not None:
        return SourceError(say("unreadable", language).format(reason=reason))
    return None


def was_interrupted(error: BaseException | None) -> bool:
    """Tell whether Ctrl-C lies behind an error: the engine turns it into an error of its own."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _engine_reason(error: BaseException) -> str | None:
    # the engine is only looked at where a command has loaded it: importing it here would cost every start
    duckdb = sys.modules.get("duckdb")
    if duckdb is None or not isinstance(error, duckdb.Error):
        return None
    first = str(error).splitlines()[0]
    broken = isinstance(error, duckdb.IOException) or ".parquet" in first
    return first if broken else None
