import csv

import numpy as np
import pytest
from scipy import stats

from tests.realdata import real_data
from tongket.watch import knox
from tongket.watch.kernels.compiling import jit_disabled


def read(name):
    with real_data("reference/" + name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(jit_disabled(), reason="half a million pairs take minutes without the compiler")
@pytest.mark.parametrize(
    ("closed", "observed"),
    [
        # tobydavies/NearRepeat (MIT), notebook "Inconsistency with Near Repeat Calculator": Chicago burglaries of 2016
        ("right", [[225, 50], [260, 142], [457, 341], [715, 567]]),
        ("left", [[202, 51], [189, 143], [290, 343], [456, 526]]),
    ],
)
def test_chicago_burglaries(closed, observed):
    rows = read("near_repeat/chicago_burglary_2014_2017.csv")
    days = np.array(["-".join(reversed(row["date_single"].split("/"))) for row in rows], dtype="datetime64[D]")
    kept = (days >= np.datetime64("2016-01-01")) & (days <= np.datetime64("2016-12-31"))
    x, y = (np.array([float(row[axis]) for row in rows])[kept] for axis in "xy")
    result = knox(
        x,
        y,
        days[kept],
        space_breaks=(0, 1, 100, 200, 300),
        time_breaks=(0, 2, 4),
        closed=closed,
        metric="euclidean",
        same_place=False,
        n_permutations=0,
    )
    assert result.observed.tolist() == observed


def test_meningococcal_cases():
    # R surveillance 1.20.3, imdepi type B: knox(dt, ds, eps.t = 30, eps.s = 50): 204 pairs, expected 181.568638948117
    rows = read("knox/imdepi_typeB_events.csv")
    x, y, t = (np.array([float(row[key]) for row in rows]) for key in ("x_km", "y_km", "time_days"))
    result = knox(
        x,
        y,
        t,
        space_breaks=(0, 50),
        time_breaks=(0, 30),
        closed="right",
        metric="euclidean",
        same_place=False,
        n_permutations=9 if jit_disabled() else 999,
    )
    assert result.observed.tolist() == [[204]]
    assert result.exact_mean[0, 0] == pytest.approx(181.568638948117, abs=1e-9)
    # its p-value of 0.044 comes from permuting pairs, which is the hypergeometric law, not from permuting times ...
    assert stats.hypergeom.sf(203, 56280, 6817, 1499) == pytest.approx(0.044, abs=3 * 0.0065)
    # ... which over 5 000 draws with a full matrix gave 0.0742
    if not jit_disabled():
        assert result.p_value[0, 0] == pytest.approx(0.0742, abs=3 * np.sqrt(0.0742 * 0.926 / 999))


def test_burkitt_lymphoma():
    # pointpats 2.5.5, knox(events, delta = 20, tau = 5): statistic 13, p 0.17 from 99 permutations
    rows = read("knox/burkitt_pysal.csv")
    x, y, t = (np.array([float(row[key]) for row in rows]) for key in "xyt")
    result = knox(
        x, y, t, space_breaks=(0, 20), time_breaks=(0, 5), closed="right", metric="euclidean", same_place=False
    )
    assert result.observed.tolist() == [[13]]
    assert result.p_value[0, 0] == pytest.approx(0.17, abs=3 * np.sqrt(0.17 * 0.83 / 99))


def test_two_events_three_days_apart_lie_in_the_band_from_two_to_four():
    # the pathological example of tobydavies/NearRepeat, which the Near Repeat Calculator 1.3 puts into "4 to 6"
    result = knox([0, 0], [0, 100], [0, 3], space_breaks=(0, 50, 150), time_breaks=(0, 2, 4, 6), n_permutations=0)
    assert result.observed.tolist() == [[0, 0, 0], [0, 0, 0], [0, 1, 0]]
