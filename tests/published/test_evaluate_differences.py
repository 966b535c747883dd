"""Worked examples of Wheeler & Ratcliffe (2018) as apwheele/ptools tests them (tests/testthat/test-wdd.R)."""

import json

import numpy as np
import pytest

from tests.realdata import real_data
from tongket.evaluate import both_scales, wdd, weighted_sum


@pytest.fixture(scope="module")
def cases():
    found = json.loads(real_data("reference/wdd/wdd_reference.json").read_text(encoding="utf-8"))["cases"]
    return {case["name"]: case for case in found}


def result_of(case):
    return wdd(
        case["treated"],
        case["control"],
        displaced=case.get("disp_treated"),
        displaced_comparison=case.get("disp_control"),
        time=tuple(case.get("time_weights", (1, 1))),
        area=tuple(case.get("area_weights", (1, 1, 1, 1))),
        level=1 - case.get("alpha", 0.1),
    )


@pytest.mark.parametrize(
    "name", ["local -10", "displacement", "total -20", "paper table (alpha .05)", "time weights", "area weights"]
)
def test_wdd(cases, name):
    case, result = cases[name], result_of(cases[name])
    total = result.total
    found = {
        "Est_Local": result.local.effect,
        "Est_Displace": result.displaced.effect if result.displaced else None,
        "Est_Total": total.effect,
        "SE_Total": total.standard_error,
        "SE_Total_sq": total.standard_error**2,
        "Z": total.z,
        "Z_round2": np.round(total.z, 2),
        "LowCI": total.lower,
        "HighCI": total.upper,
        "LowCI_round": np.round(total.lower),
        "HighCI_round": np.round(total.upper),
    }
    printed = {key: value for key, value in case.items() if key in found}
    assert printed
    for key, value in printed.items():
        assert float(found[key]) == pytest.approx(value, rel=1e-7), key


def test_cumulative_harm(cases):
    # components hold control and treated, each before and during; the paper weighs by days of imprisonment
    case = cases["cumulative harm"]
    pairs = np.array(list(case["components"].values()), dtype=float)
    control, treated = pairs[:, 0].T, pairs[:, 1].T
    harm = weighted_sum(wdd(treated, control, level=1 - case["alpha"]).local, case["weights"])
    found = (harm.effect, harm.standard_error, harm.z, harm.lower, harm.upper)
    wanted = [case[key] for key in ("HarmEst", "SE_HarmEst", "Z", "LowCI", "HighCI")]
    np.testing.assert_allclose(np.array(found, dtype=float), wanted, rtol=1e-7)


def test_both_scales_of_one_table():
    # andrewpwheeler.com, 2021-03-18, "Comparing the WDD vs the Wilson log IRR estimator": 50 to 30 against 60 to 55
    result = both_scales([50, 30], [60, 55])
    assert float(result.wdd.local.effect) == -15
    assert float(result.irr.log.effect) == pytest.approx(-0.4238142, abs=5e-8)
    assert 1 + float(result.irr.percent) / 100 == pytest.approx(0.6545455, abs=5e-8)
