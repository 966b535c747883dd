from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tongket.model.errors import BookError
from tongket.store import atomic


def test_a_block_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    atomic.write_text(path, "old")

    def write_half() -> None:
        with atomic.replacing(path) as temporary:
            temporary.write_text("half")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        write_half()
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.txt"]
    assert path.read_text() == "old"


def test_a_directory_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with atomic.new_directory(tmp_path / "seal") as temporary:
        (temporary / "a").write_text("1")
        assert not (tmp_path / "seal").exists()
    assert (tmp_path / "seal" / "a").read_text() == "1"
    with pytest.raises(RuntimeError, match="stop"), atomic.new_directory(tmp_path / "other"):
        raise RuntimeError("stop")
    assert [entry.name for entry in tmp_path.iterdir()] == ["seal"]


def test_a_directory_does_not_take_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "seal").mkdir()
    (tmp_path / "seal" / "a").write_text("first")
    with pytest.raises(OSError), atomic.new_directory(tmp_path / "seal") as temporary:
        (temporary / "a").write_text("second")
    assert (tmp_path / "seal" / "a").read_text() == "first"


def test_sweep_removes_what_killed_processes_left_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / f"{atomic.PREFIX}abc").mkdir()
    (tmp_path / f"{atomic.PREFIX}def.parquet").touch()
    (tmp_path / "kept").touch()
    atomic.sweep(tmp_path)
    atomic.sweep(tmp_path / "there is no such folder")
    assert [entry.name for entry in tmp_path.iterdir()] == ["kept"]


def test_only_one_block_writes_at_a_time(tmp_path: Path) -> None:
    with (
        atomic.writing(tmp_path),
        pytest.raises(BookError, match=r"only one command.*Wait until"),
        atomic.writing(tmp_path),
    ):
        pass
    with atomic.writing(tmp_path):
        pass


def test_a_killed_process_does_not_keep_the_lock(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, signal, sys; from tongket.store import atomic\n"
        "with atomic.writing(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == -9
    with atomic.writing(tmp_path):
        pass
