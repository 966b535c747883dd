"""What must hold of the tree as a whole: layers, versions, locks, words that do not belong here."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError

import tongket
from tests.repository.tree import ROOT, files, texts

# written in two parts, so that this file does not hold what it looks for
HOSTS = ["pypi." + "org", "python" + "hosted", "npm" + "js.com", "npm" + "js.org", "crates" + ".io", "ghcr" + ".io"]
PLACES = ["/wor" + "k/", "/tmp/te" + "am", "/roo" + "t/", "/home/" + "user"]
TOOLS = ["clau" + "de", "anthro" + "pic", "open" + "ai", "chat" + "gpt", "co" + "pilot", "large language " + "model"]
LEFT = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]


def holding(pattern: str, flags: int = re.IGNORECASE) -> list[str]:
    search = re.compile(pattern, flags)
    found = []
    for path, text in texts().items():
        for number, line in enumerate(text.splitlines(), 1):
            if search.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


@pytest.mark.parametrize("word", [*HOSTS, *PLACES, *TOOLS])
def test_the_tree_speaks_of_the_project_alone(word: str) -> None:
    assert holding(re.escape(word)) == []


@pytest.mark.parametrize("word", LEFT)
def test_nothing_is_left_to_be_done_later(word: str) -> None:
    assert holding(rf"\b{word}\b", 0) == []


def test_rooms_import_only_downwards() -> None:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert project["version"] == tongket.__version__ == newest[1]


@pytest.mark.parametrize("name", ["requirements-setup.lock", "requirements.lock", "requirements-dev.lock"])
def test_locks_pin_everything_with_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "http" not in text
    assert "--index" not in text
    entries = [entry for entry in re.split(r"\n(?=[a-z0-9])", text) if not entry.startswith("#")]
    assert len(entries) > 5
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    for dependency in project["dependencies"]:
        name = re.split(r"[\[<>=~]", dependency)[0].lower().replace("_", "-")
        assert name in locked


def test_every_room_has_a_folder_of_unit_tests() -> None:
    rooms = {path.parent.name for path in (ROOT / "src" / "tongket").glob("*/__init__.py")}
    assert {room for room in rooms if not (ROOT / "tests" / "unit" / room).is_dir()} == set()


@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_network_is_blocked_in_tests() -> None:
    with pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET)


def test_licence_and_notices_are_there() -> None:
    names = {str(path.relative_to(ROOT)) for path in files()}
    assert {"LICENSE", "NOTICE", "README.md", "README.vi.md", "GLOSSARY.md", "CHANGELOG.md"} <= names


def test_no_large_file_slips_in() -> None:
    large = {str(path.relative_to(ROOT)): path.stat().st_size for path in files() if path.stat().st_size > 800_000}
    assert large == {}


def test_every_shipped_table_names_its_source_and_licence() -> None:
    for source in (ROOT / "src/tongket/store/shipped").rglob("source.toml"):
        entries = tomllib.loads(source.read_text(encoding="utf-8"))["table"]
        for entry in entries:
            assert entry["licence"], (source, entry)
            assert entry["retrieved_from"], (source, entry)
        described = {entry["name"] for entry in entries}
        there = {path.name for path in source.parent.glob("*.csv")}
        assert there - described == set(), source
