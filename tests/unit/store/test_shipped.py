"""Shipped reference data: named facts, the corrected crosswalk, and how a user's own tables are refused."""

import csv
import runpy
import shutil
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from tests.realdata import real_data
from tongket.model.errors import DefinitionError
from tongket.store.shipped import (
    list_area_sets,
    list_code_lists,
    read_area_set,
    read_area_set_folder,
    read_offences,
    read_offences_folder,
)

SHIPPED = Path(str(files("tongket.store"))) / "shipped"
AREAS = SHIPPED / "areas" / "can-tho"
CODES = SHIPPED / "codes" / "vn-penal-code"
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)

CAN_THO = read_area_set("can-tho")
PENAL_CODE = read_offences("vn-penal-code")


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_ships_is_listed():
    assert list_area_sets() == ("can-tho",)
    assert list_code_lists() == ("generic-city", "vn-penal-code")


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(DefinitionError, match="must be one of can-tho; got 'hue'"):
        read_area_set("hue")
    with pytest.raises(DefinitionError, match="must be one of generic-city, vn-penal-code"):
        read_offences("../codes")


@pytest.mark.parametrize("name", list_code_lists())
def test_every_code_list_can_be_read(name):
    assert read_offences(name).id == name


# Cần Thơ: numbers and names of units


@pytest.mark.parametrize(
    ("day", "communes", "districts"),
    [
        ("2018-12-15", 85, 9),
        ("2020-02-29", 85, 9),
        ("2020-03-01", 83, 9),
        ("2024-10-31", 83, 9),
        ("2024-11-01", 80, 9),
        ("2025-06-30", 80, 9),
        ("2025-07-01", 103, 0),
    ],
)
def test_number_of_units(day, communes, districts):
    on = date.fromisoformat(day)
    assert len(CAN_THO.units("commune", on)) == communes
    assert len(CAN_THO.units("district", on)) == districts


def test_kinds_of_communes():
    before = Counter(unit.kind for unit in CAN_THO.units("commune", date(2024, 11, 1)))
    after = Counter(unit.kind for unit in CAN_THO.units("commune", AFTER))
    assert before == {"commune": 36, "ward": 39, "township": 5}
    assert after == {"ward": 31, "commune": 72}


def test_the_city_of_2025_comes_of_263_communes():
    assert len(CAN_THO.units("commune", BEFORE, neighbours=True)) == 263


def test_all_new_codes_are_recycled_and_39_name_another_place():
    new = CAN_THO.units("commune", AFTER)
    old = [CAN_THO.at(unit.code, BEFORE) for unit in new]
    pairs = list(zip(old, new, strict=True))
    assert len(new) == 103
    assert sum(bare(before) != bare(after) for before, after in pairs) == 39
    # Seventeen more keep the name and change their kind, fourteen of them townships.
    assert sum(before.name.vi != after.name.vi for before, after in pairs) == 56


def bare(unit):
    name = unit.name.vi
    for kind in ("Phường ", "Xã ", "Thị trấn "):
        name = name.removeprefix(kind)
    return name


def test_one_code_before_and_after():
    assert CAN_THO.at("31120", BEFORE).name.vi == "Phường An Hòa"
    assert CAN_THO.at("31120", AFTER).name.vi == "Phường Cái Khế"
    assert [unit.code for unit in CAN_THO.find_by_name("Tân An", BEFORE)] == ["31135"]
    assert [unit.code for unit in CAN_THO.find_by_name("Tân An", AFTER)] == ["31147"]


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("916", "Quận Ninh Kiều", "Ninh Kieu District"),
        ("923", "Quận Thốt Nốt", "Thot Not District"),
        ("31117", "Phường Cái Khế", "Cai Khe Ward"),
        ("31258", "Thị trấn Thới Lai", "Thoi Lai Township"),
        ("31318", "Phường I", "Ward I"),
        ("31315", "Xã Nhơn Nghĩa", "Nhon Nghia Commune"),
    ],
)
def test_names_in_both_languages(code, vi, en):
    name = CAN_THO.at(code, BEFORE).name
    assert (name.vi, name.en) == (vi, en)


def test_english_names_carry_no_marks():
    assert all(area.name.en.isascii() for area in CAN_THO.areas)


def test_two_communes_of_one_name_are_both_found():
    found = {unit.parent for unit in CAN_THO.find_by_name("Thuận Hòa", BEFORE)}
    assert found == {"936", "942"}


# Cần Thơ: what became of what


def test_a_ward_of_2019_is_followed_over_three_changes():
    first = date(2019, 5, 1)
    assert CAN_THO.weights("31132", first, date(2020, 3, 1)) == {"31135": 1}
    assert CAN_THO.weights("31132", first, AFTER) == {"31135": 1}
    assert CAN_THO.at("31135", AFTER).name.vi == "Phường Ninh Kiều"
    assert CAN_THO.weights("31126", first, date(2024, 11, 1)) == {"31123": 1}
    assert CAN_THO.weights("31126", first, AFTER) == {"31135": 1}


def test_the_merger_has_266_rows_of_three_kinds():
    rows = [change for change in CAN_THO.changes if change.changed_on == AFTER and len(change.old_code) == 5]
    new_parts = Counter((change.new_code) for change in rows)
    partial = [change for change in rows if change.share_basis != "whole"]
    unchanged = [change for change in rows if change.old_code == change.new_code and new_parts[change.new_code] == 1]
    unchanged = [change for change in unchanged if change not in partial]
    assert (len(rows), len(partial), len(unchanged)) == (266, 6, 8)
    assert {change.old_code for change in partial} == {"31178", "31183", "31207"}


def test_every_unit_of_2025_has_predecessors():
    after = {change.new_code for change in CAN_THO.changes if change.changed_on == AFTER}
    assert {unit.code for unit in CAN_THO.units("commune", AFTER)} <= after


@pytest.mark.parametrize(
    ("old", "parts"),
    [("31178", {"31120", "31168"}), ("31183", {"31150", "31183"}), ("31207", {"31207", "31228"})],
)
def test_divided_wards_are_divided_and_marked_unsure(old, parts):
    changes = [change for change in CAN_THO.changes if change.old_code == old and change.changed_on == AFTER]
    assert {change.new_code for change in changes} == parts
    assert {change.confidence for change in changes} == {"unsure"}
    assert all(change.note for change in changes)


def test_phu_tan_goes_to_phu_huu_and_not_to_its_homonyms_successor():
    assert CAN_THO.weights("31379", BEFORE, AFTER) == {"31378": 1}
    assert CAN_THO.weights("31582", BEFORE, AFTER) == {"31582": 1}


def test_a_district_has_no_successor_and_says_so():
    with pytest.raises(DefinitionError, match="Count by a level that goes on"):
        CAN_THO.weights("916", BEFORE, AFTER)


def test_sixteen_rows_of_the_source_are_corrected_each_by_distance():
    rows = table(AREAS / "corrections.csv")
    assert len(rows) == 16
    for row in rows:
        false, true = float(row["source_distance_km"]), float(row["right_distance_km"])
        assert true < 12 < 19 < false
        assert false > 2.5 * true
        assert CAN_THO.weights(row["old_code"], BEFORE, AFTER) == {row["right_new_code"]: 1}


@pytest.mark.realdata
def test_the_correction_can_be_made_again_from_the_source(tmp_path):
    source = real_data("vietnam/crosswalk")
    script = shutil.copy(AREAS / "make.py", tmp_path)
    runpy.run_path(str(script))["main"](source)
    for name in ("areas.csv", "area_changes.csv", "corrections.csv"):
        assert (tmp_path / name).read_bytes() == (AREAS / name).read_bytes()


@pytest.mark.realdata
def test_another_list_names_the_same_predecessors_for_every_unit():
    """The state's list of 2025 names what each unit was made of: names only, so homonyms cannot mislead its counts."""
    listed = {
        row["ward"]: 1 if row["merged_from"] == "Không sáp nhập" else row["merged_from"].count(",") + 1
        for row in table(real_data("vietnam/population/can_tho_wards_2025_population.csv"))
    }
    parts = Counter(
        change.new_code for change in CAN_THO.changes if change.changed_on == AFTER and len(change.old_code) == 5
    )
    ours = {CAN_THO.at(code, AFTER).name.vi: count for code, count in parts.items()}
    assert by_bare_name(listed) == by_bare_name(ours)


def by_bare_name(counts):
    return {name.split(" ", 1)[1].replace("Hoả", "Hỏa"): count for name, count in counts.items()}


# Cần Thơ: people and tiles


def test_census_of_2019_adds_up():
    on = date(2019, 4, 1)
    districts = [CAN_THO.population(unit.code, on).population for unit in CAN_THO.units("district", on)]
    provinces = [CAN_THO.population(code, on).population for code in ("92", "93", "94")]
    assert sum(districts) == provinces[0] == 1_235_171
    assert CAN_THO.population("92", AFTER).population == sum(provinces) == 3_167_841


def test_communes_have_no_denominator_rather_than_a_truncated_one():
    assert all(CAN_THO.population(unit.code, AFTER) is None for unit in CAN_THO.units("commune", AFTER))


@pytest.mark.parametrize(
    ("level", "day", "count"),
    [
        ("commune", "2019-05-01", 85),
        ("commune", "2022-05-01", 83),
        ("commune", "2025-01-01", 80),
        ("commune", "2025-07-01", 103),
        ("district", "2022-05-01", 9),
    ],
)
def test_every_unit_has_its_own_tile_and_the_map_hangs_together(level, day, count):
    tiles = CAN_THO.tiles_on(level, date.fromisoformat(day))
    squares = {(tile.column, tile.row) for tile in tiles.values()}
    assert len(tiles) == len(squares) == count
    assert connected(squares) == squares


@pytest.mark.parametrize("day", ["2019-05-01", "2022-05-01", "2025-01-01"])
def test_the_wards_of_a_district_stand_together(day):
    on = date.fromisoformat(day)
    tiles = CAN_THO.tiles_on("commune", on)
    for district in CAN_THO.units("district", on):
        wards = CAN_THO.units("commune", on, within=district.code)
        squares = {(tiles[ward.code].column, tiles[ward.code].row) for ward in wards}
        assert connected(squares) == squares, district.name.en


def connected(squares):
    reached, edge = set(), [min(squares)]
    while edge:
        column, row = edge.pop()
        if (column, row) in squares - reached:
            reached.add((column, row))
            edge += [(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)]
    return reached


# The Penal Code


@pytest.mark.parametrize(
    ("article", "clause", "severity"),
    [
        ("123", "1", "especially_serious"),
        ("123", "2", "very_serious"),
        ("134", "1", "less_serious"),
        ("134", "2", "serious"),
        ("134", "3", "very_serious"),
        ("134", "5", "especially_serious"),
        ("168", "1", "very_serious"),
        ("173", "1", "less_serious"),
        ("173", "2", "serious"),
        ("173", "3", "very_serious"),
        ("173", "4", "especially_serious"),
        ("201", "1", "less_serious"),
        ("318", "2", "serious"),
        ("321", "2", "serious"),
        ("330", "1", "less_serious"),
    ],
)
def test_severity_of_named_clauses(article, clause, severity):
    assert PENAL_CODE.severity_of(article, clause, date(2022, 1, 1)).code == severity


@pytest.mark.parametrize("article", ["194", "250", "353", "354"])
def test_death_penalty_ended_with_june_2025(article):
    assert PENAL_CODE.frame_of(article, "4", BEFORE).death
    assert not PENAL_CODE.frame_of(article, "4", AFTER).death
    assert PENAL_CODE.severity_of(article, "4", AFTER).code == "especially_serious"


def test_use_of_drugs_is_an_offence_from_july_2025():
    assert PENAL_CODE.find("256a", None, BEFORE) is None
    assert PENAL_CODE.severity_of("256a", "1", AFTER).code == "less_serious"
    assert PENAL_CODE.severity_of("256a", "2", AFTER).code == "serious"


def test_an_unsure_frame_is_empty_and_an_empty_frame_unsure():
    for row in PENAL_CODE.offences:
        if row.clause is not None:
            assert (row.frame is None) == (row.confidence == "unsure"), (row.article, row.clause)


def test_every_row_has_its_source():
    assert all(row.source for row in PENAL_CODE.offences)
    assert all(row.source for row in CAN_THO.changes)


def test_a_clause_has_no_gap_between_its_frames():
    for rows in PENAL_CODE.by_clause.values():
        for first, second in pairwise(rows):
            assert second.valid_from == first.valid_to + timedelta(days=1)


@pytest.mark.parametrize(
    ("article", "group", "social_order"),
    [
        ("123", "persons", True),
        ("173", "property", True),
        ("201", "property", True),
        ("330", "public_order", True),
        ("188", "smuggling", False),
        ("200", "economic", False),
        ("353", "corruption", False),
        ("249", "drugs", False),
        ("235", "environment", False),
        ("290", "cyber", False),
        ("260", "traffic", False),
    ],
)
def test_groups_of_named_articles(article, group, social_order):
    assert PENAL_CODE.group_of(article, date(2022, 1, 1)).code == group
    assert PENAL_CODE.is_social_order(article, date(2022, 1, 1)) is social_order


def test_major_offences_are_reported_by_themselves():
    reported = {offence.article for offence in PENAL_CODE.reported(date(2022, 1, 1))}
    assert {"123", "134", "141", "142", "168", "170", "171", "173", "174", "321"} <= reported


def test_groups_and_names_begin_with_a_capital_and_have_no_stray_space():
    for label in [group.name for group in PENAL_CODE.groups] + [row.name for row in PENAL_CODE.offences]:
        for words in (label.vi, label.en):
            assert words == " ".join(words.split())
            assert words[0].isupper()


@pytest.mark.parametrize(
    ("article", "iccs"), [("123", "0101"), ("173", "0502"), ("168", "0401"), ("249", "06011"), ("354", "07031")]
)
def test_iccs_of_named_articles(article, iccs):
    assert PENAL_CODE.iccs_of(article).iccs == iccs
    assert PENAL_CODE.iccs_of(article, "1").iccs == iccs


def test_one_iccs_code_has_one_label():
    labels = {(row.iccs, row.name) for name in list_code_lists() for row in read_offences(name).iccs}
    assert len(labels) == len({code for code, _ in labels})


def test_the_list_for_cities_has_no_severity():
    cities = read_offences("generic-city")
    assert {group.code for group in cities.groups} >= {
        "violence", "robbery", "burglary", "theft", "vehicle", "drugs", "weapons", "fraud", "damage",
        "public_order", "sexual", "homicide", "other", "non_criminal",
    }  # fmt: skip
    assert cities.severities == ()
    assert all(cities.group_of(row.article, AFTER).code == row.article for row in cities.articles(AFTER))


# A user's own tables


@pytest.fixture
def own_areas(tmp_path):
    return shutil.copytree(AREAS, tmp_path / "mine", ignore=shutil.ignore_patterns("*.py"))


@pytest.fixture
def own_codes(tmp_path):
    return shutil.copytree(CODES, tmp_path / "codes")


def test_a_copy_of_the_shipped_tables_reads_the_same(own_areas, own_codes):
    assert read_area_set_folder(own_areas) == CAN_THO
    assert read_offences_folder(own_codes) == PENAL_CODE


def test_tables_that_may_be_absent(own_areas, own_codes):
    for path in (own_areas / "tiles.csv", own_areas / "populations.csv", own_areas / "area_changes.csv"):
        path.unlink()
    for path in (own_codes / "frames.csv", own_codes / "iccs.csv", own_codes / "severity.csv"):
        path.unlink()
    assert read_area_set_folder(own_areas).areas == CAN_THO.areas
    assert read_offences_folder(own_codes).severity_of("173", "1", AFTER) is None


def replace_in(path, old, new):
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("areas.csv", "2018-01-01", "1 January 2018", r"areas\.csv, line 2, column 'valid_from': must be a day"),
        ("areas.csv", "Can Tho City", "", r"areas\.csv, line 2, column 'name_en': must not be empty. Fill it in"),
        ("areas.csv", "105.757", "105,757", r"areas\.csv, line 3: more cells than columns"),
        ("areas.csv", "code,valid_from", "id,valid_from", r"areas\.csv, line 1: column 'code' is missing"),
        ("areas.csv", "2025-06-30", "2017-06-30", r"areas\.csv, line 2: Area '92': valid_to must not lie before"),
        ("area_changes.csv", ",1,whole", ",one,whole", r"area_changes\.csv, line 2, column 'share': must be a number"),
        ("populations.csv", "1235171", "1.2e6", r"populations\.csv, line 2, column 'population': must be a whole"),
        ("source.toml", 'root = "92"', "root = 92", r"source\.toml, key 'root': must be a str"),
        ("source.toml", 'id = "can-tho"', "", r"source\.toml, key 'id': must be text; got None. Add it"),
        ("source.toml", "id = ", "id ", r"source\.toml: must be TOML"),
    ],
)
def test_a_broken_area_table_is_refused_with_its_place(own_areas, name, old, new, complaint):
    replace_in(own_areas / name, old, new)
    with pytest.raises(DefinitionError, match=complaint):
        read_area_set_folder(own_areas)


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("offences.csv", ",yes,", ",ja,", r"offences\.csv, line 2, column 'is_reported': must be yes, no or empty"),
        ("frames.csv", "123,1,144,20", "123,1,144,twenty", r"frames\.csv, line 2, column 'max_years': must be a whole"),
        ("frames.csv", "123,1,144,20", "123,1,300,20", r"frames\.csv, line 2: Frame: the least term must not exceed"),
        ("frames.csv", "123,1,144", "122,1,144", r"frames\.csv, line 2, column 'article': must be an article in force"),
        ("groups.csv", "property,", "goods,", r"group must be one of social_order"),
        ("iccs.csv", "0101", "1.1", r"iccs\.csv, line 2: ICCS of '123': must be 2 to 6 digits"),
    ],
)
def test_a_broken_offence_table_is_refused_with_its_place(own_codes, name, old, new, complaint):
    replace_in(own_codes / name, old, new)
    with pytest.raises(DefinitionError, match=complaint):
        read_offences_folder(own_codes)


def test_a_missing_table_says_which_columns_to_write(own_areas):
    (own_areas / "areas.csv").unlink()
    with pytest.raises(DefinitionError, match=r"areas\.csv: the file is missing. Write it with the columns code"):
        read_area_set_folder(own_areas)


def test_a_table_that_is_not_utf8_says_how_to_save_it(own_areas):
    path = own_areas / "populations.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")
    with pytest.raises(DefinitionError, match=r"must be UTF-8\. Save it again as 'CSV UTF-8'"):
        read_area_set_folder(own_areas)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DefinitionError, match="must be a folder of definitions"):
        read_area_set_folder(tmp_path / "nowhere")


def test_the_reference_page_states_the_counts_of_the_tables():
    page = (Path(__file__).resolve().parents[3] / "docs/reference/areas-and-codes.md").read_text(encoding="utf-8")
    words = " ".join(page.split())
    frames = Counter(row.confidence for row in PENAL_CODE.offences if row.clause is not None)
    articles = sum(row.clause is None for row in PENAL_CODE.offences)
    assert f"{articles} articles of Part Two" in words
    assert f"**Confidence** of the {frames.total()} rows of `frames.csv`: {frames['high']} high" in words
    assert f"{frames['medium']} medium" in words
    assert f"{frames['low']} low" in words
    assert f"{frames['unsure']} unsure. The unsure ones" in words
    assert f"{len(PENAL_CODE.iccs)} articles are mapped" in words
