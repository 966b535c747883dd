import csv
import json

import numpy as np
import pytest
from scipy import stats

from tests.realdata import real_data
from tongket.watch import Neighbours, band_neighbours, hot_spot_map, local_g, local_moran, smoothed_rates
from tongket.watch.hot_spots_map import JUDGED
from tongket.watch.kernels.compiling import jit_disabled
from tongket.watch.projection import Projection

DRAWS = 99 if jit_disabled() else 9999


def read(name):
    with real_data("reference/spatial/" + name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


def neighbours(name, first, n):
    lists = [[] for _ in range(n)]
    for row in read(name):
        lists[int(row["i"]) - first].append(int(row["j"]) - first)
    return Neighbours.of(lists)


@pytest.mark.parametrize(("star", "name"), [(False, "G_B"), (True, "Gstar_B"), (True, "Gstar_W")])
def test_local_g_of_columbus(star, name):
    # R spdep 1.2-7: localG(CRIME, nb2listw(nb)), with include.self for G*, binary and row-standardised weights
    crime = column(read("columbus.csv"), "CRIME")
    result = local_g(crime, neighbours("columbus_nb.csv", 1, 49), star=star, n_permutations=9)
    np.testing.assert_allclose(result.statistic, column(read("columbus_localG.csv"), name), atol=1e-9)


def test_local_moran_of_columbus():
    # R spdep 1.2-7: localmoran(CRIME, nb2listw(nb, style = "W"))
    crime, ref = column(read("columbus.csv"), "CRIME"), read("columbus_localmoran_W.csv")
    result = local_moran(crime, neighbours("columbus_nb.csv", 1, 49), n_permutations=9)
    np.testing.assert_allclose(result.statistic, column(ref, "Ii"), atol=1e-9)
    np.testing.assert_allclose(result.z_score, column(ref, "Z.Ii"), atol=1e-9)


@pytest.mark.parametrize("metres", [30, 60, 90, 120, 150])
def test_the_worked_example_of_ord_and_getis(metres):
    # Ord & Getis (1995), the grid of 16 by 16 remotely sensed values (R spdep, data getisord), distance bands
    rows, ref = read("getisord_grid.csv"), read("getisord_localG.csv")
    near = band_neighbours(column(rows, "x"), column(rows, "y"), metres)
    for star, name in ((True, f"Gstar{metres}"), (False, f"G{metres}")):
        result = local_g(column(rows, "val"), near, star=star, n_permutations=9)
        np.testing.assert_allclose(result.statistic, column(ref, name), atol=1e-9)


def test_homicides_around_st_louis():
    # esda 2.9.0: Moran_Local(HR8893, queen, permutations = 999) and G_Local with binary weights
    ref = read("stl_hom_reference.csv")
    rates, near = column(ref, "HR8893"), neighbours("stl_hom_queen_nb.csv", 0, 78)
    moran = local_moran(rates, near, divisor="n-1", n_permutations=DRAWS)
    np.testing.assert_allclose(moran.statistic, column(ref, "lisa_I"), atol=1e-9)
    for star, name in ((False, "G_z_B"), (True, "Gstar_z_B")):
        result = local_g(rates, near, star=star, n_permutations=9)
        np.testing.assert_allclose(result.statistic, column(ref, name), atol=1e-9)
    # p-values of esda are the smaller tail of 999 draws: each within what chance does to 999 draws
    smaller = np.minimum(moran.p_high, moran.p_low)
    spread = 4.5 * np.sqrt(smaller * (1 - smaller) * (1 / 999 + 1 / DRAWS)) + 2 / min(999, DRAWS)
    assert np.all(np.abs(smaller - column(ref, "lisa_p_sim999")) <= spread)


def test_quadrants_around_st_louis():
    ref = read("stl_hom_reference.csv")
    near = neighbours("stl_hom_queen_nb.csv", 0, 78)
    result = local_moran(column(ref, "HR8893"), near, correction="none", alpha=0.99, n_permutations=DRAWS)
    named = result.code != 0
    assert named.sum() > 70
    assert result.code[named].tolist() == column(ref, "lisa_q")[named].astype(int).tolist()


def test_six_points_of_pysal():
    # esda/tests/test_getisord.py; z under row-standardised weights there is -0.62, which is not the formula's: equal
    # weights cancel out of it
    known = json.loads(real_data("reference/spatial/esda_test_values.json").read_text(encoding="utf-8"))["getisord"]
    x, y = np.array(known["points"], dtype=float).T
    near = band_neighbours(x, y, known["threshold"])
    plain = local_g(known["y"], near, star=False, n_permutations=9).statistic[0]
    star = local_g(known["y"], near, n_permutations=9).statistic[0]
    assert plain == pytest.approx(known["G_i_binary_z0"], abs=1e-6)
    assert star == pytest.approx(known["Gstar_binary_z0"], abs=1e-6)


def test_sudden_infant_deaths_in_north_carolina():
    # R spdep 1.2-7: EBest(SID74, BIR74)
    rows = read("ncsids_EB.csv")
    comp = smoothed_rates(column(rows, "SID74"), column(rows, "BIR74"))
    np.testing.assert_allclose(comp, column(rows, "EB_global"), rtol=1e-9)


@pytest.mark.skipif(jit_disabled(), reason="ten thousand draws take minutes without the compiler")
def test_a_thousand_shared_draws_are_as_good_as_a_thousand_independent_ones():
    ref = read("stl_hom_reference.csv")
    rates, near = column(ref, "HR8893"), neighbours("stl_hom_queen_nb.csv", 0, 78)
    n = 999
    exact = local_g(rates, near, draws="independent", n_permutations=DRAWS, seed=1).p_high
    for draws in ("shared", "independent"):
        p = local_g(rates, near, draws=draws, n_permutations=n, seed=2).p_high
        z = (p - exact) / np.sqrt(exact * (1 - exact) * (1 / n + 1 / DRAWS))
        # errors of a place have the same spread either way; over places, shared ones go together
        assert 0.4 < np.sqrt((z**2).mean()) < 1.6
        assert stats.norm.sf(np.abs(z).max()) * 78 > 1e-4


@pytest.fixture(scope="module")
def philadelphia():
    """Map thefts from vehicles of 2022 to 2024 over the police districts; the last 91 days are held out."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    path = real_data("philadelphia/philadelphia_incidents_2015-09_2026-01.parquet")
    columns = ["dispatch_date", "text_general_code", "point_x", "point_y"]
    rows = pq.read_table(path, columns=columns)
    day = pc.cast(rows["dispatch_date"], "date32").to_numpy().astype("datetime64[D]")
    x, y = (rows[name].to_numpy().astype(float) for name in ("point_x", "point_y"))
    theft = pc.fill_null(pc.match_substring(rows["text_general_code"], "Theft from Vehicle"), False).to_numpy()
    kept = theft & (day >= np.datetime64("2022-01-01")) & (day < np.datetime64("2025-01-01"))
    kept &= (np.abs(x + 75.1) < 1) & (np.abs(y - 40) < 1)
    projection = Projection.around(x[kept], y[kept])
    districts = json.loads(real_data("philadelphia/police_districts.geojson").read_text(encoding="utf-8"))["features"]
    shapes = [one["geometry"] for one in districts]
    polygons = [p for s in shapes for p in ([s["coordinates"]] if s["type"] == "Polygon" else s["coordinates"])]
    rings = [np.column_stack(projection.to_metres(*np.array(ring).T)) for polygon in polygons for ring in polygon]
    return hot_spot_map(*projection.to_metres(x[kept], y[kept]), day[kept], outline=rings)


@pytest.mark.realdata
@pytest.mark.skipif(jit_disabled(), reason="ten million kernel heights take minutes without the compiler")
def test_in_philadelphia_no_map_beats_the_simple_counts(philadelphia):
    # the figures of docs/methods/watch-hot-spots.md; counts do as well as densities: Camacho Doyle et al. (2021)
    assert (philadelphia.counts.n_events, philadelphia.n_outside) == (37_573, 132)
    assert 350 < philadelphia.grid.n_cells * philadelphia.grid.cell_km2 < 380  # the city has 367 km² of land and water
    pai = {(one.name, one.share): round(one.pai, 2) for one in philadelphia.accuracy}
    assert pai["counts", 0.01] == 6.95
    assert pai["kde_quartic", 0.01] == 5.36
    assert pai["gi_star", 0.01] == 5.85
    for share in (0.01, 0.02, 0.05):
        best = max(pai[name, share] for name in JUDGED if name != "counts")
        assert 1 < best <= pai["counts", share]
    assert all(one.pei <= 1 for one in philadelphia.accuracy)
    assert len(philadelphia.spots) > 10
    assert philadelphia.spots[0].observed > 4 * philadelphia.spots[0].expected
