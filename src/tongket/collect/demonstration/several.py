"""Cases with several offences: all are listed, and the counting rule says under which one the case counts."""

from __future__ import annotations

from collections.abc import Iterable

from tongket.collect.demonstration.books import Register
from tongket.collect.demonstration.plan import QUARTERS
from tongket.collect.demonstration.registers import Entry, Row
from tongket.collect.demonstration.stories import Case
from tongket.model.offences import Charge

_SHARE = 0.06
# What is often charged together with what.
_TOGETHER: dict[str, tuple[str, ...]] = {
    "123": ("306", "318"),
    "134": ("318", "178"),
    "142": ("146",),
    "157": ("134", "170"),
    "168": ("306", "134"),
    "170": ("157", "201"),
    "171": ("173", "330"),
    "173": ("323", "178"),
    "174": ("175",),
    "251": ("249", "255"),
    "255": ("249",),
    "318": ("178", "330"),
    "322": ("321",),
    "330": ("318",),
}


def list_offences(register: Register, cases: Iterable[Case]) -> list[Entry]:
    """Return the offences of the cases that have several; the case already counts under the principal one."""
    listed: list[Entry] = []
    for case in cases:
        settled = case.cleared_on is not None and all(one.column != "offence" for one in case.earlier)
        if settled and case.offence in _TOGETHER and register.draws.chance(_SHARE):
            listed += _listed(register, case)
    return listed


def _listed(register: Register, case: Case) -> list[Entry]:
    draws, catalogue, day = register.draws, register.catalogue, case.recorded_on
    other = draws.one(_TOGETHER[case.offence])
    severity = register.ordinary_class(other)
    charges = [Charge(case.offence, case.clause), Charge(other, register.classes(other)[severity][0])]
    principal = catalogue.principal(charges, day)
    if principal.position != 0:
        return []  # the case would count under the other offence
    rows: list[Row] = [
        {
            "case_id": case.case_id,
            "recorded_on": day,
            "offence": charge.article,
            "clause": charge.clause,
            "severity": case.severity if place == 0 else severity,
            "principal": "true" if place == 0 else "false",
            "reason": f"{principal.reason.vi} / {principal.reason.en}" if place == 0 else None,
        }
        for place, charge in enumerate(charges)
    ]
    return [Entry(QUARTERS[case.arrives].end, row) for row in rows]
