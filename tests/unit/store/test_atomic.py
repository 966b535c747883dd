from __future__ import annotations

from pathlib import Path

import pytest

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
