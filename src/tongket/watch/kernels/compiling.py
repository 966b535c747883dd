"""Compile the loops once, keep the result on disk, and never fail to import because the disk cannot be written.

Every kernel is declared with `kernel`. No fast-math: figures must repeat, and NaN must stay NaN.
"""

from __future__ import annotations

import functools
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np

__all__ = ["jit_disabled", "kernel"]

P = ParamSpec("P")
R = TypeVar("R")

_CONFIG: Any = numba.config  # its settings are made at run time, so types do not know them


def jit_disabled() -> bool:
    """Say whether NUMBA_DISABLE_JIT asks for plain Python, as the coverage run of the tests does."""
    return bool(_CONFIG.DISABLE_JIT)


def kernel() -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a function of arrays at its first call and cache the machine code.

    Returns
    -------
    callable
        Decorator.

    Notes
    -----
    Kernels are serial and release Python's lock; threads are the caller's (`threads.share_out`). numba's own
    `parallel=True` takes several times as long to compile, and a process that used it can no longer fork.

    numba refuses `cache=True` at import when neither the package folder nor the home folder can be written. Then
    a private folder of the user below the temporary folder is used, and failing that nothing is cached.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if jit_disabled():
            return _plain(function)
        compiled: Any = _cached(function)
        return cast(Callable[P, R], compiled)

    return decorate


def _cached(function: Callable[..., Any]) -> Any:
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # "cannot cache function …: no locator available"
        folder = _private_folder()
    if folder is None:
        return numba.njit(nogil=True)(function)
    _CONFIG.CACHE_DIR = str(folder)
    return numba.njit(cache=True, nogil=True)(function)


def _private_folder() -> Path | None:
    """Return a folder that nobody else can write: cached code is run when it is read back."""
    owner = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"tongket-numba-{owner}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return None
    private = stat.S_ISDIR(status.st_mode) and (os.name == "nt" or not status.st_mode & 0o077)
    ours = not hasattr(os, "getuid") or status.st_uid == owner
    return folder if private and ours and os.access(folder, os.W_OK) else None


def _plain(function: Callable[P, R]) -> Callable[P, R]:
    """Run without the compiler: unsigned numbers wrap around there without a word, so they do here."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with np.errstate(over="ignore"):
            return function(*args, **kwargs)

    return run
