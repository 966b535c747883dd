"""Read and clean the Philadelphia file with pandas, as an analyst would: what `tongket collect` is measured beside.

Same cleaning as the preset asks for, without the catalogue of rules, the comparison with what is there already, and
the list of rejected rows: text trimmed, times from UTC to local, codes, points outside the city removed, double ids
dropped, probable doubles and months counted; the result is written as one Parquet file.
"""

from __future__ import annotations

import sys

import pandas as pd

COLUMNS = [
    "dc_dist",
    "dispatch_date_time",
    "dispatch_date",
    "hour",
    "dc_key",
    "text_general_code",
    "point_x",
    "point_y",
]


def main(source: str, target: str) -> None:
    text = {"dc_dist": str, "dc_key": str}
    frame = (
        pd.read_parquet(source, columns=COLUMNS)
        if source.endswith(".parquet")
        else pd.read_csv(source, usecols=COLUMNS, dtype=text)
    )
    frame["case_id"] = frame.dc_key.str.strip().str.extract(r"^(\d+)", expand=False)
    frame["recorded_on"] = pd.to_datetime(frame.dispatch_date)
    local = pd.to_datetime(frame.dispatch_date_time.str.strip(), utc=True, errors="coerce")
    frame["occurred_from"] = local.dt.tz_convert("America/New_York").dt.tz_localize(None)
    frame["offence"] = frame.text_general_code.str.strip().str.lower().str.replace(r"[^a-z0-9]+", "-", regex=True)
    frame["area"] = frame.dc_dist.str.strip().str.zfill(2)
    inside = frame.point_x.between(-75.29, -74.95) & frame.point_y.between(39.86, 40.15)
    frame.loc[~inside, ["point_x", "point_y"]] = float("nan")
    dated = frame.recorded_on.between("1900-01-01", "2026-11-22")
    frame = frame[dated].drop_duplicates("case_id")
    months = frame.groupby(frame.recorded_on.dt.to_period("M")).size()
    doubles = frame.duplicated(["point_x", "point_y", "occurred_from", "offence"]).sum()
    kept = ["case_id", "recorded_on", "occurred_from", "offence", "area", "point_x", "point_y"]
    frame[kept].to_parquet(target)
    print(len(frame), len(months), doubles)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
