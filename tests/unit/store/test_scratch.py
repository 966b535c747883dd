"""Folders of a running command: gone afterwards, and swept away when a process was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tongket.store.scratch import scratch_folder, sweep


def dead_process() -> int:
    finished = subprocess.Popen([sys.executable, "-c", ""])
    finished.wait()
    return finished.pid


def test_a_folder_is_there_and_then_gone() -> None:
    with scratch_folder() as folder:
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    left = tmp_path / f"tongket-{dead_process()}-abc"
    left.mkdir()
    (left / "cases.parquet").write_bytes(b"records")
    sweep(tmp_path)
    assert left.exists()
    os.utime(left, (0, 0))
    sweep(tmp_path)
    assert not left.exists()


def test_nothing_else_is_touched(tmp_path: Path) -> None:
    kept = [tmp_path / f"tongket-{os.getpid()}-abc", tmp_path / "tongket-mine", tmp_path / "other-1-x"]
    for path in kept:
        path.mkdir()
        os.utime(path, (0, 0))
    link = tmp_path / f"tongket-{dead_process()}-link"
    link.symlink_to(kept[0], target_is_directory=True)
    sweep(tmp_path)
    assert all(path.is_dir() for path in kept)
    assert link.is_symlink()
