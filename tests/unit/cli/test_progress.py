import io

import pytest

from tongket.cli import progress as module
from tongket.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def watched(monkeypatch: pytest.MonkeyPatch) -> tuple[Terminal, Progress]:
    """Return a terminal and a bar that draws on it; pytest exchanges standard error between fixtures and test."""
    stream = Terminal()
    monkeypatch.setattr(module.sys, "stderr", stream)
    return stream, Progress()


def test_nothing_is_drawn_in_the_first_second(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, bar = watched(monkeypatch)
    clock[0] += 0.9
    bar(1, 2, "cases.csv")
    assert terminal.getvalue() == ""


def test_share_and_what_are_drawn_after_a_second(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, bar = watched(monkeypatch)
    clock[0] += 2
    bar(1, 2, "cases.csv")
    assert " 50%" in terminal.getvalue()
    assert "cases.csv" in terminal.getvalue()


def test_drawing_is_not_repeated_within_a_tenth(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, bar = watched(monkeypatch)
    clock[0] += 2
    bar(1, 4, "a")
    drawn = terminal.getvalue()
    bar(2, 4, "b")
    assert terminal.getvalue() == drawn
    bar(4, 4, "the last is always drawn")
    assert "the last" in terminal.getvalue()


def test_bar_is_wiped_away(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, bar = watched(monkeypatch)
    clock[0] += 2
    bar.step("a step")
    bar.end()
    assert terminal.getvalue().endswith("\r")
    length = len(terminal.getvalue())
    bar.end()
    assert len(terminal.getvalue()) == length


@pytest.mark.parametrize("quiet", [True, False])
def test_silent_when_asked_and_where_nobody_watches(quiet: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal() if quiet else io.StringIO()
    monkeypatch.setattr(module.sys, "stderr", stream)
    bar = Progress(quiet=quiet)
    bar._started -= 5
    bar(1, 2, "cases.csv")
    assert stream.getvalue() == ""
