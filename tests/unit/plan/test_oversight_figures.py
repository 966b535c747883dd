from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.unit.plan.integrity_books import CUTOFF, engine, honest, of_unit
from tests.unit.plan.test_inspections import REGISTER, YEAR
from tests.unit.plan.test_inspections import engine as inspection_engine
from tongket.count.derivation_files import derivation_digest, read_derivation
from tongket.count.derived import Derived, record_derived
from tongket.model.figures import State
from tongket.model.periods import parse_period
from tongket.model.seals import Seal, Status
from tongket.plan.inspections import cover, follow_up, plan_progress
from tongket.plan.integrity import watch_integrity
from tongket.plan.integrity_checks import CHECKS
from tongket.plan.oversight_figures import inspection_figures, integrity_figures
from tongket.store.ledger import find_figure
from tongket.store.shipped import read_offences

AS_OF = date(2024, 7, 1)


def seal(as_of: date) -> Seal:
    return Seal("a" * 64, as_of, Status.OFFICIAL, None, "", (), (), "0", f"{as_of}T00:00:00+07:00")


def inspections() -> dict[str, Derived]:
    units = ("Đơn vị 1", "Đơn vị 2", "Đơn vị 9")
    held = [each for each in REGISTER if each.done_on]
    made = inspection_figures(
        plan_progress(REGISTER, *YEAR, as_of=AS_OF, plan_on=date(2024, 1, 1)),
        cover(REGISTER, units, *YEAR),
        follow_up(REGISTER, *YEAR, as_of=AS_OF),
        held,
        seal(AS_OF),
        parse_period("civil:2024"),
    )
    return {each.figure.indicator: each for each in made}


def test_shares_of_inspections_carry_their_parts() -> None:
    figures = {name: each.figure for name, each in inspections().items()}
    shares = {name.rpartition(".")[2]: (each.numerator, each.denominator) for name, each in figures.items()}
    assert shares == {"share_of_plan": (2, 4), "coverage": (2, 3), "carried_out": (4, 5), "rechecked": (0, 1)}
    assert figures["plan.inspections.share_of_plan"].value == Decimal("0.5")


def test_the_records_behind_the_plan_are_those_of_the_plan() -> None:
    request = inspections()["plan.inspections.share_of_plan"].derivation.sources[0].request
    traced = inspection_engine().trace(request)
    assert [key[0] for key in traced.keys] == ["TT-1", "TT-2", "TT-3", "TT-4"]


def test_nothing_to_divide_by_is_missing() -> None:
    empty = inspection_figures(
        plan_progress((), *YEAR, as_of=AS_OF),
        cover((), (), *YEAR),
        follow_up((), *YEAR, as_of=AS_OF),
        (),
        seal(AS_OF),
        parse_period("civil:2024"),
    )
    assert {each.figure.state for each in empty} == {State.MISSING}


def integrity() -> tuple[Derived, ...]:
    rows = honest(11, 250)
    for number, row in enumerate(of_unit(rows)):
        if number % 5 == 0:
            row["status"] = "unfounded"
    report = watch_integrity(
        engine(rows), parse_period("civil:2023"), cutoff=CUTOFF, offences=read_offences("vn-penal-code")
    )
    return integrity_figures(report, seal(CUTOFF))


def test_integrity_rates_are_shares_and_marked_rows_have_what_was_expected() -> None:
    made = integrity()
    ids = {each.figure.indicator for each in made}
    assert {f"plan.integrity.{check.id.value}" for check in CHECKS} <= ids
    marked = [
        each for each in made if dict(each.figure.by).get("unit") == "U3" and "unfounded" in each.figure.indicator
    ]
    shares = [each.figure for each in marked if each.derivation.share]
    expected = [each.figure for each in marked if not each.derivation.share]
    assert len(shares) == len(expected) >= 1
    for share, number in zip(shares, expected, strict=True):
        assert share.lower is not None
        assert share.upper is not None
        assert share.lower < float(share.value or 0) < share.upper
        assert float(number.value or 0) < float(share.numerator or 0)


def test_figures_are_kept_in_the_ledger_with_how_they_came_about(tmp_path: Path) -> None:
    made = (*inspections().values(), *integrity())
    assert len({each.figure.id for each in made}) == len(made)
    record_derived(made, tmp_path)
    for each in made:
        assert find_figure(tmp_path, each.figure.id) is not None
        assert read_derivation(tmp_path, derivation_digest(each.derivation)) == each.derivation
