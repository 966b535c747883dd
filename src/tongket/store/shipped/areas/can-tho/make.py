"""Make the tables of this folder from the published unit lists, correcting the crosswalk on the way.

Run ``python make.py FOLDER`` with FOLDER holding the four files named in SOURCES. It writes areas.csv,
area_changes.csv and corrections.csv; the rule of the correction is in `correct`. populations.csv is written by hand
from the census, tiles.csv by make_tiles.py.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = {
    "crosswalk": "can_tho_old_to_new_wards.csv",
    "2018": "can_tho_units_85wards_to_2020-02.csv",
    "2020": "can_tho_units_83wards_2020-03_to_2024-10.csv",
    "2024": "can_tho_units_80wards_2024-11_to_2025-06.csv",
}
HORIZON = "2018-01-01"  # first day the set answers for; the units are older
NEIGHBOURS_FROM = "2025-01-01"  # earlier changes in Hậu Giang and Sóc Trăng are not traced
MERGER_2020, MERGER_2024, MERGER_2025 = "2020-03-01", "2024-11-01", "2025-07-01"
LAST_2020, LAST_2024, LAST_2025 = "2020-02-29", "2024-10-31", "2025-06-30"

LEGACY = "vietnamadminunits 1.0.4, table of former units (MIT)"
CURRENT = "vietnamadminunits 1.0.4, table of units of July 2025 (MIT)"
HISTORY = "dvhcvn unit lists (MIT)"
RESOLUTION = {
    MERGER_2020: "Resolution 893/NQ-UBTVQH14",
    MERGER_2024: "Resolution 1192/NQ-UBTVQH15",
    MERGER_2025: "Resolution 1668/NQ-UBTVQH15",
}

# Kind as written → (code of the kind, how English puts it). Longest first.
KINDS = {
    "Thành phố": ("city", "City"),
    "Thị trấn": ("township", "Township"),
    "Thị xã": ("town", "Town"),
    "Phường": ("ward", "Ward"),
    "Huyện": ("rural_district", "District"),
    "Quận": ("urban_district", "District"),
    "Tỉnh": ("province", "Province"),
    "Xã": ("commune", "Commune"),
}

# Wards that were merged away inside Ninh Kiều: old code → the code that took them in.
MERGED_2020 = {"31132": "31135", "31138": "31135"}
MERGED_2024 = {"31126": "31123", "31129": "31123", "31141": "31123"}

# The only three wards the Resolution divides, with the share that is known or can be bounded.
DIVIDED = {
    ("31178", "31120"): (
        0.018,
        "population",
        "The resolution's preparatory notice gives Cái Khế 1.83 km2 and 330 people of this ward. The ward's own"
        " population is not established: the three wards of the new Bình Thủy had somewhat over 54000 people, 18000"
        " a ward on average, so about 1.8 %. By area the share would be far larger: islets with few people.",
    ),
    ("31178", "31168"): (0.982, "population", "The rest of the ward; see its other part."),
    ("31183", "31150"): (
        0.01,
        "area",
        "Bounded by areas only: the new units on the ground of Ninh Kiều district sum to 41.91 km2; the district"
        " (29.2), the part of Bùi Hữu Nghĩa (1.83) and Mỹ Khánh (10.8, what the new units leave of Phong Điền) make"
        " 41.8, so An Bình got about 0.1 of some 14 km2.",
    ),
    ("31183", "31183"): (0.99, "area", "The rest of the ward; see its other part."),
    ("31207", "31207"): (
        0.5,
        "equal",
        "No figure for either part was found. Equal halves stand in for knowledge: give the true shares before"
        " comparing Thốt Nốt or Thuận Hưng across July 2025.",
    ),
    ("31207", "31228"): (0.5, "equal", "See the other part."),
}


def read(path: Path) -> list[dict[str, str]]:
    """Read a table with a head line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, header: str, rows: list[tuple[object, ...]]) -> None:
    """Write a table of this folder."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def crosswalk(folder: Path) -> list[dict[str, str]]:
    """Read the crosswalk; its former codes are written as decimals (31117.0)."""
    rows = read(folder / SOURCES["crosswalk"])
    for row in rows:
        row["wardCode"] = row["wardCode"].removesuffix(".0")
    return rows


def correct(rows: list[dict[str, str]]) -> tuple[list[dict[str, str]], list[tuple[object, ...]]]:
    """Return the rows that hold and one line for each that does not.

    The source joins units by name, so that communes of one name in two provinces were crossed and both called divided.
    A ward divided in truth has its parts side by side; of two crossed destinations one is the homonym's. The
    destination that holds is the one nearest to where the undivided communes of the same district went: it lies
    within 12 km of their centre, the false one 19 km or more away and at least 2.5 times as far.
    """
    centres = district_centres(rows)
    by_ward: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_ward[row["wardCode"]].append(row)
    kept, corrections = [], []
    for code, parts in by_ward.items():
        if len(parts) == 1 or (code, parts[0]["newWardCode"]) in DIVIDED:
            kept += parts
            continue
        right = min(parts, key=lambda row: distance_km(row, centres[row["districtCode"]]))
        kept.append(right)
        corrections += [correction(row, right, centres) for row in parts if row is not right]
    return kept, sorted(corrections)


def district_centres(rows: list[dict[str, str]]) -> dict[str, tuple[float, float]]:
    """Return the mean point of the new units to which the undivided communes of each old district went."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        if row["isDividedWard"] == "False":
            points[row["districtCode"]].append((float(row["newWardLon"]), float(row["newWardLat"])))
    return {code: (sum(x for x, _ in at) / len(at), sum(y for _, y in at) / len(at)) for code, at in points.items()}


def distance_km(row: dict[str, str], centre: tuple[float, float]) -> float:
    """Return how far the new unit of a row lies from a point."""
    # At ten degrees north a degree is 110.6 km of latitude and 109.6 km of longitude: flat is near enough here.
    dx = (float(row["newWardLon"]) - centre[0]) * 109.6
    dy = (float(row["newWardLat"]) - centre[1]) * 110.6
    return float((dx * dx + dy * dy) ** 0.5)


def correction(
    wrong: dict[str, str], right: dict[str, str], centres: dict[str, tuple[float, float]]
) -> tuple[object, ...]:
    """Return the line of corrections.csv for one row that does not hold."""
    centre = centres[wrong["districtCode"]]
    return (
        wrong["wardCode"],
        wrong["ward"],
        wrong["district"],
        wrong["newWardCode"],
        wrong["newWard"],
        right["newWardCode"],
        right["newWard"],
        f"{distance_km(wrong, centre):.1f}",
        f"{distance_km(right, centre):.1f}",
        "Homonym of another province: the source joined by name and called the commune divided",
    )


def kind_of(name: str) -> tuple[str, str, str]:
    """Return how a name begins, the code of that kind, and how English ends it."""
    for vietnamese, (kind, english) in KINDS.items():
        if name.startswith(vietnamese + " "):
            return vietnamese, kind, english
    raise SystemExit(f"{name!r} begins with no known kind of unit")


def english(name: str) -> str:
    """Return the English name: "Phường Cái Khế" is "Cai Khe Ward", "Phường 5" is "Ward 5"."""
    vietnamese, _, suffix = kind_of(name)
    plain = unicodedata.normalize("NFD", name.removeprefix(vietnamese + " ")).replace("đ", "d").replace("Đ", "D")
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    numbered = bare.isdigit() or all(letter in "IVX" for letter in bare)
    return f"{suffix} {bare}" if numbered else f"{bare} {suffix}"


def spell(name: str) -> str:
    """Return a name as the newer table spells it; the lists mix both ways of placing tone marks."""
    return name.replace("Thuỷ", "Thủy").replace("Hoà", "Hòa")


def unit(
    code: str, first: str, last: str, name: str, level: str, parent: str, source: str, point: tuple[str, str] = ("", "")
) -> tuple[object, ...]:
    """Return one line of areas.csv."""
    return (code, first, last, name, english(name), level, kind_of(name)[1], parent, *point, source)


def upper_units(rows: list[dict[str, str]]) -> list[tuple[object, ...]]:
    """Return provinces and districts."""
    city = "Thành phố Cần Thơ"
    point = (rows[0]["newProvinceLon"], rows[0]["newProvinceLat"])
    units = [
        unit("92", HORIZON, LAST_2025, city, "province", "", LEGACY),
        unit("92", MERGER_2025, "", city, "province", "", CURRENT, point),
        unit("93", HORIZON, LAST_2025, "Tỉnh Hậu Giang", "province", "", LEGACY),
        unit("94", HORIZON, LAST_2025, "Tỉnh Sóc Trăng", "province", "", LEGACY),
    ]
    districts = {(row["districtCode"], spell(row["district"]), row["province"]) for row in rows}
    above = {"Thành phố Cần Thơ": "92", "Tỉnh Hậu Giang": "93", "Tỉnh Sóc Trăng": "94"}
    for code, name, province in sorted(districts):
        first = HORIZON if above[province] == "92" else NEIGHBOURS_FROM
        units.append(unit(code, first, LAST_2025, name, "district", above[province], LEGACY))
    return units


def old_communes(rows: list[dict[str, str]], folder: Path) -> list[tuple[object, ...]]:
    """Return the communes up to June 2025, in as many versions as their territory had."""
    units = []
    for code, row in {row["wardCode"]: row for row in rows}.items():
        home = row["province"] == "Thành phố Cần Thơ"
        first = {"31135": MERGER_2020, "31123": MERGER_2024}.get(code, HORIZON if home else NEIGHBOURS_FROM)
        units.append(unit(code, first, LAST_2025, spell(row["ward"]), "commune", row["districtCode"], LEGACY))
    for row in read(folder / SOURCES["2018"]):
        last = {
            **dict.fromkeys(("31132", "31138", "31135"), LAST_2020),
            **dict.fromkeys(("31126", "31129", "31141", "31123"), LAST_2024),
        }.get(row["ward_code"])
        if last is not None:
            units.append(
                unit(row["ward_code"], HORIZON, last, spell(row["ward"]), "commune", row["district_code"], HISTORY)
            )
    return units


def new_communes(rows: list[dict[str, str]]) -> list[tuple[object, ...]]:
    """Return the communes from July 2025."""
    return [
        unit(
            code,
            MERGER_2025,
            "",
            spell(row["newWard"]),
            "commune",
            "92",
            CURRENT,
            (row["newWardLon"], row["newWardLat"]),
        )
        for code, row in {row["newWardCode"]: row for row in rows}.items()
    ]


def changes(rows: list[dict[str, str]], first_day: dict[tuple[str, str], str]) -> list[tuple[object, ...]]:
    """Return what became of each unit that ended."""
    found: list[tuple[object, ...]] = []
    for day, merged in ((MERGER_2020, MERGED_2020), (MERGER_2024, MERGED_2024)):
        for old, new in {**merged, **dict.fromkeys(merged.values(), "")}.items():
            found.append((old, HORIZON, new or old, day, day, 1, "whole", "high", "", RESOLUTION[day]))
    for row in rows:
        old, new = row["wardCode"], row["newWardCode"]
        share, basis, note = DIVIDED.get((old, new), (1, "whole", ""))
        sure = "high" if basis == "whole" else "unsure"
        found.append(
            (
                old,
                first_day[old, LAST_2025],
                new,
                MERGER_2025,
                MERGER_2025,
                share,
                basis,
                sure,
                note,
                RESOLUTION[MERGER_2025],
            )
        )
    for old in ("92", "93", "94"):
        found.append((old, HORIZON, "92", MERGER_2025, MERGER_2025, 1, "whole", "high", "", "Resolution 202/2025/QH15"))
    return sorted(found, key=lambda row: (str(row[4]), str(row[0]), str(row[2])))


def check_counts(rows: list[dict[str, str]], folder: Path) -> None:
    """Stop unless the corrected table is the one the statistics office publishes: 252 whole, 8 unchanged, 6 partial."""
    parts = Counter(row["wardCode"] for row in rows)
    partial = [row for row in rows if parts[row["wardCode"]] > 1]
    unchanged = [row for row in rows if row["isMergedWard"] == "False"]
    whole = len(rows) - len(partial) - len(unchanged)
    if (len(rows), whole, len(unchanged), len(partial)) != (266, 252, 8, 6):
        raise SystemExit(f"got {len(rows)} rows: {whole} whole, {len(unchanged)} unchanged, {len(partial)} partial")
    for name, count in (("2018", 85), ("2020", 83), ("2024", 80)):
        if len(read(folder / SOURCES[name])) != count:
            raise SystemExit(f"{SOURCES[name]} must hold {count} units")


def main(folder: Path) -> None:
    """Make all tables."""
    rows, corrections = correct(crosswalk(folder))
    check_counts(rows, folder)
    units = upper_units(rows) + old_communes(rows, folder) + new_communes(rows)
    units.sort(key=lambda row: (len(str(row[0])), str(row[0]), str(row[1])))
    first_day = {(str(row[0]), str(row[2])): str(row[1]) for row in units}
    write("areas.csv", "code,valid_from,valid_to,name_vi,name_en,level,kind,parent,longitude,latitude,source", units)
    write(
        "area_changes.csv",
        "old_code,old_valid_from,new_code,new_valid_from,changed_on,share,share_basis,confidence,note,source",
        changes(rows, first_day),
    )
    write(
        "corrections.csv",
        "old_code,old_name,old_district,source_new_code,source_new_name,right_new_code,right_new_name,"
        "source_distance_km,right_distance_km,why",
        corrections,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
