import numpy as np
import pytest

from tongket.count.multiple_tests import benjamini_hochberg
from tongket.model.errors import FigureError


def test_rows_without_a_test_are_not_counted():
    result = benjamini_hochberg([0.01, np.nan, 0.5])
    assert result.n_tested == 2
    assert np.isnan(result.adjusted[1])
    assert result.marked.tolist() == [True, False, False]
    assert result.n_marked == 1


def test_no_row_to_test():
    result = benjamini_hochberg([np.nan])
    assert (result.n_tested, result.n_marked) == (0, 0)
    assert benjamini_hochberg([]).n_tested == 0


def test_ties_share_one_adjusted_value():
    adjusted = benjamini_hochberg([0.02, 0.02, 0.9]).adjusted
    assert adjusted[0] == adjusted[1] == pytest.approx(0.03)


@pytest.mark.parametrize("bad", [[-0.1], [1.1], [[0.1]]])
def test_refuses_what_is_not_a_column_of_p_values(bad):
    with pytest.raises(FigureError, match="between 0 and 1"):
        benjamini_hochberg(bad)


def test_refuses_a_rate_in_percent():
    with pytest.raises(FigureError, match=r"Use 0\.10"):
        benjamini_hochberg([0.5], q=10)


def test_false_discoveries_stay_under_q():
    # Seeded: 90 true nulls and 10 strong effects; on average at most 10 % of the rows marked are false.
    rng = np.random.default_rng(5)
    false_shares = []
    for _ in range(300):
        p = np.concatenate([rng.uniform(size=90), rng.uniform(0, 1e-4, 10)])
        marked = benjamini_hochberg(p).marked
        false_shares.append(marked[:90].sum() / max(1, marked.sum()))
    assert np.mean(false_shares) < 0.10
