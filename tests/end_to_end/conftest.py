"""Books shared by the tests of the command line; a test that changes one asks for a copy."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.running import tongket
from tests.end_to_end.small_city import Register, write_register


@dataclass(frozen=True)
class City:
    """Hold a small book with two seals, and the register it was collected from."""

    book: Path
    register: Register


@pytest.fixture(scope="session")
def shared_city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Return a book nobody may change: collected, sealed as preliminary and, with three late cases, as official."""
    folder = tmp_path_factory.mktemp("city")
    register = write_register(folder / "cases.csv")
    book = folder / "can-tho"
    assert tongket("init", book).code == 0
    assert tongket("collect", book, register.path, "--received-on", "2023-01-04").code == 1
    assert tongket("close", book, "--as-of", "2023-01-05").code == 0
    late = folder / "late-cases.csv"
    lines = register.path.read_text(encoding="utf-8").splitlines()
    new = [line.replace("MP-", "LT-", 1) for line in lines if "2022-10" in line.split(",")[1]][:3]
    late.write_text("\n".join([lines[0], *new]) + "\n", encoding="utf-8")
    assert tongket("collect", book, late, "--received-on", "2023-04-01").code == 0
    assert tongket("close", book, "--as-of", "2023-04-15", "--status", "official").code == 0
    return City(book, register)


@pytest.fixture
def city(shared_city: City, tmp_path: Path) -> City:
    """Return a copy of the shared book, for a test to change."""
    book = tmp_path / "can-tho"
    shutil.copytree(shared_city.book, book)
    return City(book, shared_city.register)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty directory."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
