"""How often the integrity watch marks honest records. Small here; the nightly run takes TONGKET_CALIBRATION times as
many books, and the figures of the manual are those of ten times (seeds 1000 to 1039)."""

from __future__ import annotations

import os

import numpy as np
import pytest
from scipy import stats

from tests.unit.plan.integrity_books import CUTOFF, engine, honest
from tests.unit.plan.test_integrity import PLANTED, tampered, watch
from tongket.model.periods import parse_period
from tongket.plan.integrity import IntegrityReport, watch_integrity
from tongket.plan.integrity_checks import CheckId
from tongket.store.shipped import read_offences

TIMES = int(os.environ.get("TONGKET_CALIBRATION", "1"))


@pytest.fixture(scope="module")
def reports() -> list[IntegrityReport]:
    period, offences = parse_period("civil:2023"), read_offences("vn-penal-code")
    books = (engine(honest(seed, 300)) for seed in range(1000, 1000 + 4 * TIMES))
    return [watch_integrity(book, period, cutoff=CUTOFF, offences=offences) for book in books]


def test_a_table_of_honest_records_has_a_mark_no_oftener_than_promised(reports: list[IntegrityReport]) -> None:
    tables = [table for report in reports for table in report.tables]
    assert sum(table.tested for table in tables) > 300 * len(reports)
    assert sum(bool(table.marked) for table in tables) <= stats.binom.ppf(0.999, len(tables), 0.1)


def test_p_values_of_honest_records_are_not_too_small(reports: list[IntegrityReport]) -> None:
    rows = [row for report in reports for table in report.tables for row in table.rows]
    p_values = np.array([row.p_value for row in rows if row.p_value is not None])
    for level in (0.05, 0.01):
        assert np.mean(p_values <= level) <= level


def test_what_is_planted_is_found() -> None:
    """Seeds 2000 to 2019 at ten times; losses near a threshold are too few to be tested in most of these books."""
    found = dict.fromkeys(CheckId, 0)
    for seed in range(2000, 2000 + 2 * TIMES):
        rows = honest(seed, 700)
        for check, change, part in PLANTED:
            marked = watch(tampered(rows, change, part)).table(check).marked
            found[check] += "U3" in {row.unit for row in marked}
    print({check.value: number for check, number in found.items()})
    assert all(number >= 1.9 * TIMES for check, number in found.items() if check is not CheckId.UNDER_THRESHOLD)
