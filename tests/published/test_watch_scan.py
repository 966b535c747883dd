"""SaTScan 10.3.2 on its own sample data: the parameter files and results lie beside the data."""

import math
from datetime import date

import numpy as np
import pytest
from scipy import stats

from tests.realdata import real_data
from tongket.watch import (
    ScanSettings,
    expected_by_strata,
    populations_between,
    scan_permutation,
    scan_poisson,
    scan_spatial,
)
from tongket.watch.kernels.compiling import jit_disabled

FOLDER = "reference/satscan/"
ALL = 0 if jit_disabled() else 999  # without the compiler only what was observed is compared


def rows(name):
    lines = real_data(FOLDER + name).read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line.strip()]


def places(name):
    table = rows(name)
    return [row[0] for row in table], np.array([[float(v) for v in row[1:3]] for row in table])


def daily(name, ids, start, end):
    days = np.arange(np.datetime64(start), np.datetime64(end) + 2)
    counts = np.zeros((days.size - 1, len(ids)), dtype=int)
    for place, cases, day in rows(name):
        year, month, of_month = (int(part) for part in day.split("/"))
        period = (np.datetime64(date(year, month, of_month)) - days[0]).astype(int)
        counts[period, ids.index(place)] += int(cases)
    return days, counts


def printed(cluster, ids):
    """Return a cluster in the digits SaTScan prints."""
    return (
        [ids[place] for place in cluster.locations],
        round(cluster.radius_km, 2),
        cluster.start and cluster.start.isoformat(),
        cluster.end and cluster.end.isoformat(),
        cluster.observed,
        round(cluster.expected, 2),
        round(cluster.llr, 6),
    )


def same_chance(p, ref_p, n_ref):
    """Both p-values rest on replicates; they may differ by three standard errors."""
    if ALL:
        error = math.sqrt(ref_p * (1 - ref_p) * (1 / ALL + 1 / n_ref))
        assert p == pytest.approx(ref_p, abs=3 * error + 0.002)


def test_new_york_fever():
    ids, where = places("NYCfever.geo")
    days, counts = daily("NYCfever.cas", ids, "2001-11-01", "2001-11-24")
    wanted = ScanSettings(great_circle=True, max_radius_km=3, max_periods=7)
    result = scan_permutation(where[:, 1], where[:, 0], counts, settings=wanted, days=days, n_replicates=ALL)
    first = ["11418", "11415", "11419", "11435", "11416", "11421", "11451", "11375", "11417"]
    assert [printed(one, ids) for one in result.clusters[:3]] == [
        (first, 2.90, "2001-11-22", "2001-11-24", 4, 0.67, 3.845418),
        (["11372"], 0.0, "2001-11-24", "2001-11-24", 2, 0.16, 3.164201),
        (["10472"], 0.0, "2001-11-23", "2001-11-24", 2, 0.29, 2.137259),
    ]
    assert [round(one.relative_risk, 2) for one in result.clusters[:3]] == [5.97, 12.12, 6.81]
    # it stopped at the 50th of 207 replicates to reach the first cluster: 50 / 207 = 0.242
    for one, ref_p in zip(result.clusters, (0.242, 0.575, 0.966), strict=False):
        same_chance(one.p_value, ref_p, 207)
        assert one.recurrence_interval_days == pytest.approx(1 / one.p_value, nan_ok=True)


@pytest.mark.skipif(jit_disabled(), reason="takes minutes without the compiler")
def test_philadelphia_on_a_grid_with_many_equal_distances():
    ids, where = places("results/phl.geo")
    days, counts = daily("results/phl.cas", ids, "2025-10-01", "2025-12-31")
    wanted = ScanSettings(max_radius_km=3, max_periods=14)
    result = scan_permutation(*(where.T * 1000), counts, settings=wanted, days=days, n_replicates=ALL)
    ten = "g-9_8 g-10_8 g-9_9 g-8_7 g-9_10 g-8_6 g-8_10 g-7_7 g-7_9 g-11_10".split()
    six = "g-20_-4 g-21_-4 g-20_-5 g-20_-3 g-21_-3 g-19_-5".split()
    end = "2025-12-31"
    assert [printed(one, ids) for one in result.clusters[:6]] == [
        (["g-16_-15", "g-17_-15"], 0.50, end, end, 2, 0.04, 5.848255),
        (ten, 1.41, "2025-12-27", end, 5, 0.66, 5.765547),
        (["g-3_4", "g-4_4", "g-3_3", "g-2_4"], 0.50, "2025-12-30", end, 2, 0.07, 4.669543),
        (["g20_13", "g18_12", "g17_13", "g17_15"], 1.80, "2025-12-30", end, 2, 0.09, 4.319666),
        (six, 0.71, "2025-12-28", end, 4, 0.60, 4.179534),
        (["g9_1", "g8_3", "g9_4", "g8_4"], 1.58, "2025-12-18", end, 5, 1.01, 4.025808),
    ]
    for one, ref_p in zip(result.clusters, (0.447, 0.454, 0.881, 0.958, 0.964, 0.983), strict=False):
        same_chance(one.p_value, ref_p, 999)
    ref_maxima = [float(row[0]) for row in rows("results/phl_stp.llr.txt")]
    assert stats.ks_2samp(ref_maxima, result.maxima).pvalue > 0.001


def new_mexico():
    """Return names, longitude, latitude, cases by year and county, what age and sex let expect, days of the years."""
    ids, where = places("nm.geo")
    strata = sorted({(row[3], row[4]) for row in rows("nm.pop")})
    population = np.zeros((3, len(ids), len(strata)))
    for county, year, persons, *stratum in rows("nm.pop"):
        census = ("73", "82", "91").index(year)
        population[census, ids.index(county), strata.index(tuple(stratum))] += float(persons)
    cases = np.zeros((19, len(ids), len(strata)))
    for county, n, year, *stratum in rows("nm.cas"):
        cases[int(year) - 1973, ids.index(county), strata.index(tuple(stratum))] += int(n)
    days = np.array([f"{year}-01-01" for year in range(1973, 1993)], dtype="datetime64[D]")
    persons = populations_between(["1973-07-01", "1982-07-01", "1991-07-01"], population, days)
    return ids, where[:, 1], where[:, 0], cases.sum(axis=2), expected_by_strata(cases, persons), persons, days


SOUTH = ["Torrance", "Bernalillo", "Valencia", "SantaFe", "Guadelupe", "Socorro"]


def test_new_mexico_population_between_censuses():
    ids, *_, persons, days = new_mexico()
    at_risk = persons.sum(axis=(0, 2)) / (days[-1] - days[0]).astype(int)
    # nm_spatial.txt and nm_spatial.col.txt: population averaged over time, of all and of the three clusters
    assert round(at_risk.sum()) == 1344288
    for names, ref_population in ((SOUTH, 592327.50), (["Chaves"], 52755.68), (["RioArriba", "LosAlamos"], 47650.34)):
        assert round(at_risk[[ids.index(name) for name in names]].sum(), 2) == ref_population


def test_new_mexico_space_time():
    ids, lon, lat, cases, expected, _, days = new_mexico()
    wanted = ScanSettings(great_circle=True)
    result = scan_poisson(lon, lat, cases, expected, settings=wanted, days=days, n_replicates=ALL)
    nine = [*SOUTH, "Sandoval", "SanMiguel", "LosAlamos"]
    assert [printed(one, ids) for one in result.clusters[:3]] == [
        (nine, 125.60, "1985-01-01", "1989-12-31", 236, 176.22, 10.979758),
        (["Chaves"], 0.0, "1988-01-01", "1989-12-31", 16, 6.03, 5.684828),
        (["Curry", "Roosevelt"], 41.28, "1982-01-01", "1983-12-31", 13, 5.37, 3.884186),
    ]
    assert [round(one.relative_risk, 2) for one in result.clusters[:3]] == [1.42, 2.68, 2.44]
    for one, ref_p in zip(result.clusters, (0.014, 0.692, 0.996), strict=False):
        same_chance(one.p_value, ref_p, 999)
    assert result.clusters[0].recurrence_interval_days is None
    if not jit_disabled():
        ref_maxima = [float(row[0]) for row in rows("results/nm.llr.txt")]
        assert stats.ks_2samp(ref_maxima, result.maxima).pvalue > 0.001


def test_new_mexico_in_space_alone():
    ids, lon, lat, cases, expected, *_ = new_mexico()
    wanted = ScanSettings(great_circle=True)
    result = scan_spatial(lon, lat, cases.sum(axis=0), expected.sum(axis=0), settings=wanted, n_replicates=ALL)
    assert [printed(one, ids) for one in result.clusters[:3]] == [
        (SOUTH, 113.54, None, None, 576, 512.66, 6.890841),
        (["Chaves"], 0.0, None, None, 64, 52.26, 1.290459),
        (["RioArriba", "LosAlamos"], 75.18, None, None, 49, 41.30, 0.703703),
    ]
    assert [round(one.relative_risk, 2) for one in result.clusters[:3]] == [1.24, 1.24, 1.19]
    for one, ref_p in zip(result.clusters, (0.012, 0.948, 0.996), strict=False):
        same_chance(one.p_value, ref_p, 999)


# New York leukaemia 1978-82 (Waller & Gotway 2005; R smerc, data nydf), cases rounded down: 552; 1 057 673 persons.
# Cases and persons of clusters 1, 2 and 7 with the ratio that smerc's test against SaTScan records for them
# (tests/testthat/test-scan.test.R).
@pytest.mark.parametrize(
    ("cases", "persons", "ref_llr"), [(85, 95_249, 11.577255), (38, 34_083, 9.019716), (11, 8_839, 3.209485)]
)
def test_the_ratio_of_new_york_leukaemia(cases, persons, ref_llr):
    far = [0.0, 1e6]
    result = scan_spatial(far, [0.0, 0.0], [cases, 552 - cases], [persons, 1_057_673 - persons], n_replicates=0)
    assert round(result.clusters[0].llr, 6) == ref_llr
