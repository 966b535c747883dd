import numpy as np
import pytest

from tongket.count.intervals import poisson_interval
from tongket.count.rates import REMEDIES, SMOOTHED, rates_per, smoothed_rates, standardised_rate
from tongket.model.errors import FigureError


def test_rate_carries_the_interval_of_its_count():
    rates = rates_per([7, 574], [10_000, 1_240_000])
    assert rates.rate == pytest.approx([70, 46.29], abs=0.01)
    assert rates.lower[0] == pytest.approx(28.14, abs=0.01)
    assert rates.upper[1] == pytest.approx(float(poisson_interval(574).upper) / 12.4)


def test_fewer_than_twenty_events_are_flagged():
    rates = rates_per([19, 20, 0], 1000)
    assert rates.reliable.tolist() == [False, True, False]
    assert rates.relative_error_percent[1] == pytest.approx(22.36, abs=0.01)
    assert rates.relative_error_percent[2] == np.inf


def test_missing_or_empty_population_gives_no_rate():
    assert np.isnan(rates_per([3, 3], [np.nan, 0]).rate).all()


def test_negative_population_is_refused():
    with pytest.raises(FigureError, match="populations table"):
        rates_per([3], [-1])


def test_remedies_end_with_smoothing():
    assert len(REMEDIES) == 4
    assert "empirical Bayes" in REMEDIES[-1].en


def test_smoothing_is_labelled_and_pulls_small_areas_most():
    smoothed = smoothed_rates([40, 2, 90], [100_000, 2_000, 100_000])
    assert smoothed.label is SMOOTHED
    assert smoothed.weight[1] < smoothed.weight[0] == smoothed.weight[2]
    assert smoothed.overall == pytest.approx(132 / 202_000 * 100_000)
    assert smoothed.rate[1] < 100  # raw rate: 100 per 100 000


def test_smoothing_of_equal_rates_is_the_overall_rate():
    smoothed = smoothed_rates([10, 20], [1000, 2000])
    assert smoothed.weight.tolist() == [0, 0]
    assert smoothed.rate == pytest.approx([1000, 1000])


def test_smoothing_needs_every_population():
    with pytest.raises(FigureError, match="positive population"):
        smoothed_rates([1, 2], [1000, 0])


def test_standardising_to_the_own_structure_changes_nothing():
    events, people = [12, 30, 58], [10_000, 20_000, 30_000]
    standardised = standardised_rate(events, people, people)
    crude = rates_per(100, 60_000)
    assert standardised.rate == pytest.approx(float(crude.rate))
    assert standardised.lower == pytest.approx(float(crude.lower))
    assert standardised.upper == pytest.approx(float(crude.upper))


def test_standardised_rate_of_no_event_has_no_interval():
    result = standardised_rate([0, 0], [10, 10], [1, 1])
    assert result.rate == 0
    assert np.isnan(result.upper)
    with pytest.raises(FigureError, match="Merge it"):
        standardised_rate([1, 1], [10, 0], [1, 1])
