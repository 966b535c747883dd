"""Get the peers: R surveillance from Debian's packages, Python ones in an environment of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parents[2] / "out" / "bench-peers"


def rscript() -> str | None:
    """Return an Rscript that has R surveillance, installing it where we may; None where it cannot be had."""
    if not _has_surveillance() and shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        quiet = {"capture_output": True, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "r-cran-surveillance"]
        subprocess.run(install, **quiet)  # type: ignore[call-overload]
    return shutil.which("Rscript") if _has_surveillance() else None


NO_SURVEILLANCE = "apt-get install --no-install-recommends r-cran-surveillance (as root)"


def _has_surveillance() -> bool:
    found = shutil.which("Rscript")
    asked = [found or "", "-e", "library(surveillance)"]
    return found is not None and subprocess.run(asked, capture_output=True).returncode == 0


def python_with(package: str, module: str | None = None) -> str | None:
    """Return a Python in which a package is installed, installing it at the first call; None where that fails."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    if subprocess.run([str(python), "-c", f"import {module or package}"], capture_output=True).returncode != 0:
        done = subprocess.run([str(python), "-m", "pip", "install", "--quiet", package], capture_output=True, text=True)
        if done.returncode != 0:
            print(f"peer not here: pip install {package} failed")
            return None
    return str(python)
