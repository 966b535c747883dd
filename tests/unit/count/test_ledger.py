from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.spec.drawing import SEAL, context_of
from tests.unit.count.test_figures import DEFINE, ask, cases
from tongket.count.definitions import definition_digest
from tongket.count.ledger_rows import record_figures
from tongket.model.errors import FigureError
from tongket.store.ledger import find_figure, find_figures, history, read_number, write_number


def test_a_figure_comes_back_as_it_was(tmp_path: Path) -> None:
    table = ask(cases((2022, 5), (2021, 4), cleared=2), by=("month",), against=("civil:2021", "mean:2"))
    record_figures(table, tmp_path)
    for figure in [*list(table.figures())[:30:7], table.get("loss"), table.get("recorded", "civil:2020")]:
        assert find_figure(tmp_path, figure.id).figure == figure


def test_figures_of_the_compared_periods_are_in_the_ledger(tmp_path: Path) -> None:
    table = ask(cases((2022, 5), (2021, 4)), against=("civil:2021",))
    record_figures(table, tmp_path)
    (comparison,) = table.get("recorded").comparisons
    assert comparison.figure is not None
    assert find_figure(tmp_path, comparison.figure).figure.value == 4


def test_the_same_run_adds_nothing(tmp_path: Path) -> None:
    first = record_figures(ask(cases((2022, 5))), tmp_path)
    before = first.read_bytes()
    assert record_figures(ask(cases((2022, 5))), tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == [first.name]
    assert first.read_bytes() == before


def test_a_figure_in_two_parts_is_found_once_with_its_comparisons(tmp_path: Path) -> None:
    record_figures(ask(cases((2022, 5), (2021, 4))), tmp_path)
    compared = ask(cases((2022, 5), (2021, 4)), against=("civil:2021",))
    record_figures(compared, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    figure = compared.get("recorded")
    assert find_figure(tmp_path, figure.id[:9]).figure == figure


def test_definition_digest_is_kept(tmp_path: Path) -> None:
    table = ask(cases((2022, 5)))
    record_figures(table, tmp_path)
    found = context_of(DEFINE).indicators
    share = definition_digest(found["clearance"], found["of_these"], found["recorded"])
    assert find_figure(tmp_path, table.get("clearance").id).definition == share


def test_history_is_the_same_figure_in_every_seal(tmp_path: Path) -> None:
    table = ask(cases((2022, 5)), by=("offence_group",))
    record_figures(table, tmp_path)
    (entry,) = history(tmp_path, "recorded", "civil:2022", by=(("offence_group", "drugs"),))
    assert (entry.figure.value, entry.figure.seal, entry.figure.end) == (5, SEAL, date(2022, 12, 31))
    assert history(tmp_path, "recorded", "civil:2022", area="O'Môn") == ()


def test_unknown_and_ambiguous_ids_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FigureError, match="must hold 'F0'; it does not"):
        find_figure(tmp_path, "F0")
    record_figures(ask(cases((2022, 5)), by=("month",)), tmp_path)
    with pytest.raises(FigureError, match="must name one figure; got"):
        find_figure(tmp_path, "F")
    with pytest.raises(FigureError, match="F and 16 hexadecimal digits"):
        find_figures(tmp_path, "x' OR 1=1")


def test_numbers_are_written_exactly() -> None:
    table = ask(cases((2022, 3)))
    for value in (table.get("loss").value, table.get("recorded").value, None):
        assert read_number(write_number(value)) == value
    assert write_number(table.get("loss").value) == "301.50"
