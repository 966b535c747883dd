"""Directories in which a page of the manual begins."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.tree import ROOT


@pytest.fixture(scope="session")
def out(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that `make report` leaves, made once on the book that is there; nobody may change it."""
    folder = tmp_path_factory.mktemp("make") / "out"
    shutil.copytree(demonstration, folder / "can-tho", ignore=shutil.ignore_patterns("reports"))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "scripts/demonstration-report.sh", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (folder / "said.txt").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture
def toured(out: Path, tmp_path: Path) -> Path:
    """Return a directory in which `make report` has just been run, but for the reports themselves."""
    shutil.copytree(out / "can-tho", tmp_path / "out" / "can-tho")
    return tmp_path
