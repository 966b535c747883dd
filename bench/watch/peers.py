"""Where the peers are: R surveillance from Debian's packages, Python ones in an environment of their own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parents[2] / "out" / "bench-peers"


def rscript() -> str | None:
    """Return Rscript where R surveillance is installed, else None after saying how to get it."""
    found = shutil.which("Rscript")
    if found and subprocess.run([found, "-e", "library(surveillance)"], capture_output=True).returncode == 0:
        return found
    print("peer not here: apt-get install --no-install-recommends r-cran-surveillance")
    return None


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
