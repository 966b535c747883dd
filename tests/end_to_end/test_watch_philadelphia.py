"""The real file of Philadelphia: all areas and major offences on one day of its last year."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.running import tongket
from tests.realdata import real_data


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = real_data("philadelphia/philadelphia_incidents_2015-09_2026-01.parquet")
    path = tmp_path_factory.mktemp("real") / "philadelphia"
    assert tongket("init", path, "--preset", "philadelphia").code == 0
    shutil.copyfile(real_data("philadelphia/police_districts.geojson"), path / "boundaries.geojson")
    file = path / "book.toml"
    file.write_text(file.read_text("utf-8").replace("[areas]", '[areas]\ncode_property = "dist_numc"', 1), "utf-8")
    assert tongket("collect", path, source, "--preset", "philadelphia", "--quiet").code == 1
    return path


@pytest.mark.slow
def test_the_week_of_a_victory_parade_stands_out_where_it_passed(book: Path, tmp_path: Path) -> None:
    page = tmp_path / "signals.html"
    ran = tongket("watch", book, "--as-of", "2025-02-16", "--map", page, "--dry-run", "--json")
    assert ran.code == 0, ran.err
    surges = [one for one in ran.json["signals"] if one["kind"] == "surge"]
    assert {(one["where"]["areas"][0], one["what"]["offence_group"]) for one in surges} == {("09", "violence")}
    assert {one["detector"] for one in surges} == {"farrington_noufaily", "glr_cusum"}
    assert all(one["observed"] == 76 for one in surges)
    # plain counts are the baseline, and here nothing beats them at one per cent of the area
    for layer in ran.json["hot_spots"]:
        best = max((one for one in layer["accuracy"] if one["share"] == 0.01), key=lambda one: one["pai"])
        assert best["map"] == "counts"
        assert best["pai"] > 5
    drawn = page.read_text("utf-8")
    assert drawn.count("<svg") == 3
    assert drawn.count('fill="url(#hatch)"') == 1


@pytest.mark.slow
def test_an_ordinary_week_raises_no_surge_and_no_cluster(book: Path) -> None:
    ran = tongket("watch", book, "--as-of", "2025-08-10", "--dry-run", "--json")
    assert {one["kind"] for one in ran.json["signals"]} <= {"near_repeat"}
