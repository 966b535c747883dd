"""The page of exit codes, from the errors themselves."""

from __future__ import annotations

import inspect

from scripts.manual.pages import code, page, table
from tongket.cli import INTERRUPTED
from tongket.model import errors

MEANINGS = {
    0: ("done", "xong"),
    1: (
        "a check found something: rows were rejected, a seal or file does not verify",
        "kiểm tra phát hiện vấn đề: có dòng bị loại, bản chốt hoặc tệp không khớp",
    ),
    2: ("wrong usage: an argument, or a combination of arguments", "gọi sai: tham số hoặc cách kết hợp tham số"),
    3: ("unusable input: a source, a book, a definition", "đầu vào không dùng được: nguồn, sổ, định nghĩa"),
    INTERRUPTED: (
        "stopped by Ctrl-C; the book is whole, run the command again",
        "dừng bằng Ctrl-C; sổ vẫn nguyên vẹn, chạy lại lệnh",
    ),
}


def kinds() -> list[type[errors.TongketError]]:
    """Return the kinds of error a user can meet, in the order of the module."""
    found = vars(errors).values()
    return [kind for kind in found if inspect.isclass(kind) and issubclass(kind, errors.TongketError)][1:]


def render() -> str:
    """Return the page."""
    lines = [
        *table(
            ("exit code", "meaning", "ý nghĩa"),
            ((code(str(number)), english, vietnamese) for number, (english, vietnamese) in MEANINGS.items()),
        ),
        "",
        "An error is one line on standard error, with no traceback: who, what must hold, what was found, what to do."
        " A message about a record names source, line, column and rule, never the value. `--json` prints nothing on"
        " standard output when the command fails with 2 or 3.",
        "",
        *table(
            ("error", "exit code", "what it does"),
            (
                (code(kind.__name__), code(str(kind.exit_code)), (kind.__doc__ or "").splitlines()[0])
                for kind in kinds()
            ),
        ),
    ]
    return page("Exit codes", "`src/tongket/model/errors.py` and `scripts/manual/exit_codes.py`", *lines)
