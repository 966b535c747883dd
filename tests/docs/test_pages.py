"""Every block of both READMEs and of the tutorial is done, in order, and shows what the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import Step, commands, steps
from tests.docs.session import Session
from tests.repository.tree import ROOT

READMES = ("README.md", "README.vi.md")


@pytest.mark.slow
@pytest.mark.parametrize("name", READMES)
def test_tour_shows_what_the_page_shows(name: str, toured: Path) -> None:
    Session(toured, ROOT).run(steps(ROOT / name))


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "tutorial").glob("*.md")), ids=lambda page: page.name)
def test_tutorial_shows_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    Session(tmp_path, ROOT).run(steps(page))


@pytest.mark.slow
def test_guide_to_planning_shows_what_the_page_shows(toured: Path) -> None:
    Session(toured, ROOT).run(steps(ROOT / "docs" / "how-to" / "plan.md"))


@pytest.mark.slow
def test_guide_to_evaluating_shows_what_the_page_shows(toured: Path) -> None:
    Session(toured, ROOT).run(steps(ROOT / "docs" / "how-to" / "evaluate.md"))


@pytest.mark.slow
def test_guide_to_watching_shows_what_the_page_shows(toured: Path) -> None:
    Session(toured, ROOT).run(steps(ROOT / "docs" / "how-to" / "watch.md"))


def test_both_readmes_have_the_same_commands() -> None:
    first, second = (commands(ROOT / name) for name in READMES)
    assert first == second
    assert len(first) > 10


def test_a_page_that_shows_something_else_fails(tmp_path: Path) -> None:
    session = Session(tmp_path, ROOT)
    with pytest.raises(AssertionError, match="not seen: 575"):
        session.run([Step(1, "printf '574\\n'", seen=("575",))])
    with pytest.raises(AssertionError, match="not on the page"):
        session.run([Step(1, "printf '574\\n606\\n'", seen=("574",))])
    with pytest.raises(AssertionError, match="exit code 3"):
        session.run([Step(1, "exit 3")])


def test_ids_may_differ_but_must_stay_the_same(tmp_path: Path) -> None:
    session = Session(tmp_path, ROOT)
    session.run([Step(1, "printf 'F1111111111111111  574\\n'", seen=("Faaaaaaaaaaaaaaaa  574",))])
    session.run([Step(2, "printf '%s\\n' Faaaaaaaaaaaaaaaa", seen=("Faaaaaaaaaaaaaaaa",))])
    assert session.ids == {"Faaaaaaaaaaaaaaaa": "F1111111111111111"}
    with pytest.raises(AssertionError, match="not seen"):
        session.run([Step(3, "printf 'F2222222222222222\\n'", seen=("Faaaaaaaaaaaaaaaa",))])
