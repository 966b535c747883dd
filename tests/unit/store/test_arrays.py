from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.store.arrays import distinct


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=50))
@settings(max_examples=50, deadline=None)
def test_distinct_values_are_ascending_and_lead_back(values: list[int]) -> None:
    different, index = distinct(np.array(values, dtype=np.int64))
    assert different.tolist() == sorted(set(values))
    assert different[index].tolist() == values


def test_missing_numbers_come_last() -> None:
    different, index = distinct(np.array([2.0, np.nan, 1.0, 2.0, np.nan]))
    assert different[:2].tolist() == [1.0, 2.0]
    assert np.isnan(different[2:]).all()
    assert index[[0, 2, 3]].tolist() == [1, 0, 1]
    assert np.isnan(different[index[[1, 4]]]).all()
