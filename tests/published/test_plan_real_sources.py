"""The integrity watch on real records: Toronto's major crime, where unknown days are entered as the first."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from tests.realdata import real_data
from tongket.engines.reference import ReferenceEngine
from tongket.model.periods import parse_period
from tongket.plan.integrity import watch_integrity
from tongket.plan.integrity_checks import CheckId, Family


@pytest.mark.realdata
def test_torontos_assaults_are_heaped_on_the_first_of_the_month() -> None:
    """2019: 1 059 of 17 237 assaults on the 1st, where twelve days of a year are 567; most likely unknown days."""
    import pyarrow.parquet as pq

    table = pq.read_table(real_data("toronto/toronto_mci.parquet"), columns=["occurrencedate", "MCI", "PS_Id"])
    rows = []
    for number, each in enumerate(table.to_pylist()):
        day = datetime.strptime(each["occurrencedate"][:10], "%Y/%m/%d").date()
        if date(2019, 1, 1) <= day <= date(2019, 12, 31):
            case = {"case_id": str(number), "offence": "x", "offence_group": each["MCI"], "area": "Toronto"}
            rows.append({**case, "recorded_on": day, "occurred_from": datetime.combine(day, time(5)), "status": "open"})
    report = watch_integrity(
        ReferenceEngine({"cases": rows}), parse_period("civil:2019"), cutoff=date(2020, 6, 1), past_years=1
    )
    marked = {row.category: row for row in report.table(CheckId.ROUND_DAYS).marked}
    assault = marked["Assault"]
    assert (assault.family, assault.kind) == (Family.CALENDAR, "1")
    assert (assault.hits, assault.of) == (1059, 17237)
    assert assault.expected == pytest.approx(17237 * 12 / 365)
    assert (assault.adjusted or 1) < 1e-60
    assert (marked["Auto Theft"].adjusted or 1) > 0.01  # a stolen car is missed on its day
