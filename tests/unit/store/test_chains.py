"""The chain of registrations: it grows, and any other change shows."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.model.errors import BookError
from tongket.store.chains import START, append_link, broken_link, read_chain

NOW = datetime(2023, 3, 20, 8, 30, tzinfo=timezone(timedelta(hours=7)))


def chain(path: Path, entries: int = 3) -> Path:
    for number in range(entries):
        append_link(path, f"CD-{number}", {"outcome": "occurred", "note": f"lần {number}"}, now=NOW)
    return path


def test_each_entry_carries_the_digest_of_the_one_before(tmp_path: Path) -> None:
    links = read_chain(chain(tmp_path / "r.jsonl"))
    assert [link.previous for link in links] == [START, links[0].digest, links[1].digest]
    assert [link.sequence for link in links] == [1, 2, 3]
    assert links[0].entered_on == date(2023, 3, 20)
    assert links[0].entered_at == "2023-03-20T08:30:00+07:00"


def test_no_file_is_an_empty_chain(tmp_path: Path) -> None:
    assert read_chain(tmp_path / "none.jsonl") == ()
    assert broken_link(tmp_path / "none.jsonl") is None


def test_same_content_again_is_another_entry(tmp_path: Path) -> None:
    first, second = (append_link(tmp_path / "r.jsonl", "CD", {"a": "1"}, now=NOW) for _ in range(2))
    assert first.digest != second.digest


@pytest.mark.parametrize("line", [0, 1])
def test_an_entry_taken_out_breaks_the_chain(tmp_path: Path, line: int) -> None:
    path = chain(tmp_path / "r.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:line] + lines[line + 1 :]), encoding="utf-8")
    broken = broken_link(path)
    assert broken is not None
    assert broken.line == line + 1
    with pytest.raises(BookError, match=f"line {line + 1} must be as it was written"):
        read_chain(path)


def test_a_new_digest_for_a_changed_entry_breaks_the_next(tmp_path: Path) -> None:
    path = chain(tmp_path / "r.jsonl")
    other = tmp_path / "other.jsonl"
    append_link(other, "CD-0", {"outcome": "recorded"}, now=NOW)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(other.read_bytes() + b"".join(lines[1:]))
    broken = broken_link(path)
    assert broken is not None
    assert broken.line == 2


def test_nothing_is_added_to_a_broken_chain(tmp_path: Path) -> None:
    path = chain(tmp_path / "r.jsonl")
    path.write_bytes(path.read_bytes().replace(b"CD-1", b"CD-9"))
    before = path.read_bytes()
    with pytest.raises(BookError, match="tongket verify"):
        append_link(path, "CD-4", {}, now=NOW)
    assert path.read_bytes() == before


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_every_changed_byte_is_noticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = chain(tmp_path_factory.mktemp("chain") / "r.jsonl")
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(content))
    assert broken_link(path) is not None


def test_an_entry_written_in_another_form_is_noticed(tmp_path: Path) -> None:
    path = chain(tmp_path / "r.jsonl", 1)
    path.write_text(json.dumps(json.loads(path.read_text()), indent=None, separators=(",", ":")) + "\n")
    assert broken_link(path) is not None
