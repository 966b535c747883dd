"""Run the program as a user does: in this process for speed, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongket.cli import main


@dataclass(frozen=True)
class Ran:
    """Hold what a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def tongket(*words: object) -> Ran:
    """Run one command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:  # argparse leaves by itself
            code = int(left.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def tongket_process(*words: object, cwd: Path | None = None, **environment: str) -> Ran:
    """Run one command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tongket", *map(str, words)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
